package hclx

import (
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// limited is a function that refuses arguments by which its result would be out of bounds, or that are together, and a
// result that is. The checks are asked before anything else: some functions work their result out to say what type it
// has.
func limited(f function.Function, checks ...func(args []cty.Value) error) function.Function {
	params, rest := f.Params(), f.VarParam() // copies; f itself looks for marks, and once is enough
	for i := range params {
		params[i].AllowMarked = true
	}
	if rest != nil {
		rest.AllowMarked = true
	}
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      params,
		VarParam:    rest,
		Type: func(args []cty.Value) (cty.Type, error) {
			for _, check := range checks {
				if err := check(args); err != nil {
					return cty.NilType, err
				}
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := f.Call(args)
			if err == nil {
				err = Within(v)
			}
			if err != nil {
				return cty.NilVal, err
			}
			return v, nil
		},
	})
}

// total bounds the arguments together.
func total(args []cty.Value) error {
	var s size
	for _, a := range args {
		if err := s.add(a); err != nil {
			return err
		}
	}
	return nil
}

// product bounds what setproduct makes: a tuple for each combination.
func product(args []cty.Value) error {
	n := len(args)
	for _, a := range args {
		if !a.IsKnown() || a.IsNull() || !a.CanIterateElements() {
			return nil
		}
		if n *= a.LengthInt(); n > MaxElements {
			return errElements
		}
	}
	return total(args)
}

// joined bounds the texts of join: each element, and what is put between them.
func joined(args []cty.Value) error {
	if err := total(args); err != nil {
		return err
	}
	between, ok := textOf(args[0])
	n := 0
	for _, list := range args[1:] {
		if !list.IsKnown() || list.IsNull() || !list.CanIterateElements() {
			return nil
		}
		for it := list.ElementIterator(); it.Next(); {
			_, e := it.Element()
			s, _ := textOf(e)
			n += len(s) + len(between)
		}
	}
	if ok && n-len(between) > MaxText {
		return errText
	}
	return nil
}

// indented bounds indent: spaces before each line.
func indented(args []cty.Value) error {
	s, ok := textOf(args[1])
	if !ok || !args[0].IsKnown() || args[0].IsNull() || args[0].Type() != cty.Number {
		return nil
	}
	spaces, _ := args[0].AsBigFloat().Int64()
	if spaces > MaxText || int64(strings.Count(s, "\n"))*spaces > MaxText {
		return errText
	}
	return nil
}

// replaced bounds replace. A regular expression may match before every byte, and what it puts there has its groups in
// it.
func replaced(args []cty.Value) error {
	s, ok := textOf(args[0])
	search, ok2 := textOf(args[1])
	with, ok3 := textOf(args[2])
	if !ok || !ok2 || !ok3 {
		return nil
	}
	if len(search) > 1 && search[0] == '/' && search[len(search)-1] == '/' {
		re, err := compile(search[1 : len(search)-1])
		if err != nil || with == "" {
			return nil // it says so itself, or only takes away
		}
		n := len(s)
		for _, at := range re.FindAllStringIndex(s, MaxText/len(with)+1) {
			n += len(with) + strings.Count(with, "$")*(at[1]-at[0])
			if n > MaxText {
				return errText
			}
		}
		return nil
	}
	if strings.Count(s, search)*len(with)+len(s) > MaxText {
		return errText
	}
	return nil
}

// pieces bounds split.
func pieces(args []cty.Value) error {
	between, ok := textOf(args[0])
	s, ok2 := textOf(args[1])
	if ok && ok2 && strings.Count(s, between) >= MaxElements {
		return errElements
	}
	return nil
}

// formatted bounds format and formatlist: each verb may put the longest argument in, or be padded; a list gives a text
// for each of its elements.
func formatted(args []cty.Value) error {
	if err := total(args); err != nil {
		return err
	}
	format, ok := textOf(args[0])
	if !ok {
		return nil
	}
	longest, count := 0, 1
	for _, a := range args[1:] {
		if s, ok := textOf(a); ok {
			longest = max(longest, len(s))
		}
		if !a.IsKnown() || a.IsNull() || !a.CanIterateElements() {
			continue
		}
		count = max(count, a.LengthInt())
		for it := a.ElementIterator(); it.Next(); {
			_, e := it.Element()
			s, _ := textOf(e)
			longest = max(longest, len(s))
		}
	}
	each := len(format)
	for _, m := range formatVerb.FindAllStringSubmatch(format, -1) {
		each += longest
		for _, digits := range m[1:] {
			if n, _ := strconv.Atoi(digits); n > maxFormatWidth {
				return function.NewArgErrorf(0, "width and precision may be at most %d", maxFormatWidth)
			} else {
				each += n
			}
		}
	}
	switch {
	case each > MaxText:
		return errText
	case count*each > maxTexts:
		return errTexts
	}
	return nil
}

func textOf(v cty.Value) (string, bool) {
	if v, _ = v.Unmark(); !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
