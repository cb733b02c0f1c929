package hclx

import (
	"errors"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
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
type boundError struct{ text.Phrase }

func (e boundError) Error() string { return e.EN }

// Said tells it in both languages.
func (e boundError) Said() text.Phrase { return e.Phrase }

var (
	errText     = boundError{text.LongText.Filled("most", MaxText>>20)}
	errTexts    = boundError{text.LongTexts.Filled("most", maxTexts>>20)}
	errElements = boundError{text.ManyElements.Filled("most", MaxElements)}
	errNumber   = boundError{text.LongNumber}
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
	m := text.TooLarge.Filled("why", problem.Told(err))
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: m.Headline.EN, Detail: m.Detail.EN, Subject: &at, Extra: words{m, err},
	}
}
