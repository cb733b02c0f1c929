package step

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Spoken is what a playbook says to people in a language: of { de = "…", en = "…" } the one that is asked for, and
// anything else as it is.
func Spoken(v cty.Value, l text.Lang) cty.Value {
	ty := v.Type()
	if v.IsNull() || !ty.IsObjectType() || len(ty.AttributeTypes()) != 2 ||
		!ty.HasAttribute(string(text.German)) || !ty.HasAttribute(string(text.English)) {
		return v
	}
	if l != text.German {
		l = text.English
	}
	return v.GetAttr(string(l))
}

// SpokenIn is Spoken before anything is evaluated: of an expression { de = …, en = … } the one that is asked for.
func SpokenIn(e hcl.Expression, l text.Lang) hcl.Expression {
	pairs, diags := hcl.ExprMap(e)
	if diags.HasErrors() || len(pairs) != 2 {
		return e
	}
	in := map[string]hcl.Expression{}
	for _, kv := range pairs {
		if key, diags := kv.Key.Value(nil); !diags.HasErrors() && key.Type() == cty.String && !key.IsNull() {
			in[key.AsString()] = kv.Value
		}
	}
	de, en := in[string(text.German)], in[string(text.English)]
	switch {
	case de == nil || en == nil:
		return e
	case l == text.German:
		return de
	}
	return en
}

// Words checks what a playbook says to people: a text, or one in each language. Where it is not known yet only its type
// is judged.
func Words(v cty.Value) error {
	for _, l := range []text.Lang{text.German, text.English} {
		if _, err := convert.Convert(Spoken(v, l), cty.String); err != nil {
			return problem.Say(text.TextOrBoth)
		}
	}
	return nil
}

// instructions are the points of a list for people, each a text or one in each language. A single one need be no list;
// the languages may have a list each.
func instructions(v cty.Value) ([]*problem.Problem, error) {
	if v == cty.NilVal { // not given, or not known yet
		return nil, nil
	}
	var lines [2][]string
	for i, l := range []text.Lang{text.German, text.English} {
		said := Spoken(v, l)
		if ty := said.Type(); said.IsNull() || !ty.IsTupleType() && !ty.IsListType() {
			said = cty.TupleVal([]cty.Value{said})
		}
		for _, point := range said.AsValueSlice() {
			s, err := convert.Convert(Spoken(point, l), cty.String)
			if err != nil || s.IsNull() {
				return nil, wrong(text.InstructionsTexts)
			}
			lines[i] = append(lines[i], s.AsString())
		}
	}
	if len(lines[0]) != len(lines[1]) {
		return nil, wrong(text.InstructionsUneven)
	}
	var out []*problem.Problem
	for i := range lines[0] {
		out = append(out, problem.Said(lines[0][i], lines[1][i]))
	}
	return out, nil
}
