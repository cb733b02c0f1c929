package hclx

import (
	"errors"
	"math/big"
	"reflect"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
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
		got = text.TheString.Filled("value", Quote(v.AsString()))
	case v.Type() == cty.Number && f.typ == cty.Number && v.IsKnown():
		return problem.Say(text.NotWhole.Filled("name", f.Name, "got", number(v.AsBigFloat())))
	case sameShape(v.Type(), f.typ): // the type names would be the same
		return problem.Say(text.WrongShape.Filled("name", f.Name, "want", wanted(f.typ), "why", problem.Told(err)))
	}
	return problem.Say(text.WrongValue.Filled("name", f.Name, "want", wanted(f.typ), "got", got))
}

func sameShape(got, want cty.Type) bool { return Article(got) == Article(want) }

// wanted names a type with an example of what is less usual.
func wanted(ty cty.Type) text.Phrase {
	switch {
	case ty.Equals(cty.List(cty.String)):
		return text.AStringList
	case ty.Equals(cty.List(cty.Number)):
		return text.ANumberList
	case ty.Equals(cty.Map(cty.String)):
		return text.AStringMap
	case ty.Equals(cty.Map(cty.List(cty.String))):
		return text.AListMap
	}
	return Article(ty)
}

// number writes one shortly. Of one that is out of all bounds the digits alone would take minutes.
func number(f *big.Float) text.Phrase {
	if err := numberWithin(f); err != nil {
		return text.HugeNumber
	}
	return text.Same(f.Text('g', 20))
}

// Unfit says why a value cannot become one of a type: err is what its conversion said.
func Unfit(ty cty.Type, err error) text.Phrase {
	if over := (boundError{}); errors.As(err, &over) || !ty.IsPrimitiveType() {
		return problem.Told(err)
	}
	return text.Phrase{DE: text.Unfitting.Filled("want", Article(ty)).DE, EN: err.Error()} // cty's own words
}

// TypeName is what a type is called, as it is written in a playbook.
func TypeName(ty cty.Type) text.Phrase {
	return text.Phrase{DE: typeexpr.TypeString(ty), EN: ty.FriendlyName()}
}

// Quote shows a value in a message, shortened: it may be anything.
func Quote(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return problem.Quote(s)
}
