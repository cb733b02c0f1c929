package hclx

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Bounds of a value, far above what a practice needs. Without them a few lines that double a value forty times take all
// the memory.
const (
	MaxText     = 4 << 20  // bytes of one text
	MaxElements = 100_000  // of a collection, with those of the collections in it
	maxTexts    = 16 << 20 // bytes of all texts in one value
	maxExponent = 4096     // of two, of a number: written out it has about as many digits as that
)

// boundError says which bound a value is over.
type boundError string

func (e boundError) Error() string { return string(e) }

var (
	errText  = boundError(fmt.Sprintf("the text has more than %d MiB, which is the limit", MaxText>>20))
	errTexts = boundError(fmt.Sprintf("the texts of the value have more than %d MiB together, which is the limit",
		maxTexts>>20))
	errElements = boundError(fmt.Sprintf("the value has more than %d elements, which is the limit", MaxElements))
	errNumber   = boundError("the number has more than a thousand digits, which is the limit")
)

// size is how much a value holds, or several together.
type size struct {
	elements int
	text     int // bytes
}

// add counts a value, and stops where it is over a bound.
func (s *size) add(v cty.Value) error {
	if s.elements++; s.elements > MaxElements {
		return errElements
	}
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	switch ty := v.Type(); {
	case ty == cty.String:
		return s.addText(len(v.AsString()))
	case ty == cty.Number:
		return numberWithin(v.AsBigFloat())
	case ty.IsCollectionType() || ty.IsTupleType() || ty.IsObjectType():
		if n := v.LengthInt(); s.elements+n > MaxElements {
			return errElements
		}
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			if ty.IsMapType() || ty.IsObjectType() {
				if err := s.addText(len(k.AsString())); err != nil {
					return err
				}
			}
			if err := s.add(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *size) addText(n int) error {
	if s.text += n; n > MaxText {
		return errText
	} else if s.text > maxTexts {
		return errTexts
	}
	return nil
}

func numberWithin(f *big.Float) error {
	if e := f.MantExp(nil); f.IsInf() || e > maxExponent || e < -maxExponent {
		return errNumber
	}
	return nil
}

// Within says what is too large about a value.
func Within(v cty.Value) error { return new(size).add(v) }

// Value evaluates an expression. A value over the bounds is an error where the expression stands.
func Value(e hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	if err := Within(v); err != nil {
		return cty.DynamicVal, append(diags, tooLarge(err, e.Range()))
	}
	return v, diags
}

// OutOfBounds says whether a diagnostic is about a value over the bounds: an error whoever needs the value.
func OutOfBounds(d *hcl.Diagnostic) bool {
	if _, is := hcl.DiagnosticExtra[boundError](d); is {
		return true
	}
	call, is := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
	var over boundError
	return is && errors.As(call.FunctionCallError(), &over)
}

func tooLarge(err error, at hcl.Range) *hcl.Diagnostic {
	d := Errorf(at, "Too large", "This is too large: %s.", err)
	d.Extra = err
	return d
}
