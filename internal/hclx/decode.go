package hclx

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/xops-dev/xops/internal/problem"
)

// Field is an attribute of a block: the field of its struct and the type that a value becomes.
type Field struct {
	Name     string
	Required bool
	index    int
	typ      cty.Type // cty.NilType: the field takes the value as it is
}

var fieldsOf sync.Map // reflect.Type → []Field

// Fields are the attributes of the struct behind a pointer by its hcl tags, in the order of their names. It must have
// no blocks. The result is not to be changed.
func Fields(target any) []Field {
	t := reflect.TypeOf(target).Elem()
	if known, ok := fieldsOf.Load(t); ok {
		return known.([]Field)
	}
	schema, _ := gohcl.ImpliedBodySchema(target) // sorted by name
	byName := map[string]int{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("hcl"), ",")
		byName[name] = i
	}
	var out []Field
	for _, a := range schema.Attributes {
		f := Field{Name: a.Name, index: byName[a.Name], Required: a.Required}
		if in := reflect.New(t).Elem().Field(f.index); in.Type() != reflect.TypeFor[cty.Value]() {
			f.typ, _ = gocty.ImpliedType(in.Interface())
		}
		out = append(out, f)
	}
	fieldsOf.Store(t, out)
	return out
}

// Set gives the field of target a value that is not null. Of a value that is not wholly known only the type is judged,
// and the field stays as it is. The error is a sentence with the attribute's name, without its end.
func (f *Field) Set(target any, v cty.Value) error {
	into := reflect.ValueOf(target).Elem().Field(f.index)
	if f.typ == cty.NilType {
		if v.IsWhollyKnown() {
			into.Set(reflect.ValueOf(v))
		}
		return nil
	}
	c, err := convert.Convert(v, f.typ)
	if err == nil && c.IsWhollyKnown() {
		err = gocty.FromCtyValue(c, into.Addr().Interface())
	}
	if err == nil {
		return nil
	}
	got := Article(v.Type())
	switch {
	case v.Type() == cty.String && v.IsKnown():
		got = "the string " + Quote(v.AsString())
	case v.Type() == cty.Number && f.typ == cty.Number && v.IsKnown():
		return fmt.Errorf("%s must be a whole number, not %s", f.Name, number(v.AsBigFloat()))
	case sameShape(v.Type(), f.typ): // the type names would be the same
		return fmt.Errorf("%s must be %s: %w", f.Name, wanted(f.typ), err)
	}
	return fmt.Errorf("%s must be %s, not %s", f.Name, wanted(f.typ), got)
}

func sameShape(got, want cty.Type) bool { return Article(got) == Article(want) }

// wanted names a type with an example of what is less usual.
func wanted(ty cty.Type) string {
	switch {
	case ty.Equals(cty.List(cty.String)):
		return `a list of strings, such as ["a", "b"]`
	case ty.Equals(cty.List(cty.Number)):
		return `a list of numbers, such as [1, 2]`
	case ty.Equals(cty.Map(cty.String)):
		return `an object of strings, such as { name = "value" }`
	case ty.Equals(cty.Map(cty.List(cty.String))):
		return `an object of lists of strings, such as { name = ["a", "b"] }`
	}
	return Article(ty)
}

// number writes one shortly. Of one that is out of all bounds the digits alone would take minutes.
func number(f *big.Float) string {
	if err := numberWithin(f); err != nil {
		return "one with more than a thousand digits"
	}
	return f.Text('g', 20)
}

// Quote shows a value in a message, shortened: it may be anything.
func Quote(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return problem.Quote(s)
}
