package eval

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"
)

// decode fills a kind's struct from its attributes, each evaluated once. It waits when one of them is not known. An attribute that is null
// counts as not written, as in Terraform.
func (s *scope) decode(attrs hcl.Attributes, each cty.Value, target any) (why, error) {
	plan := fieldsOf(reflect.TypeOf(target).Elem())
	values := make([]cty.Value, len(plan))
	rests := why{}
	for i := range plan {
		a := attrs[plan[i].name]
		if a == nil {
			values[i] = cty.NilVal
			continue
		}
		v, y, err := s.eval(a.Expr, each)
		if err != nil {
			return y, err
		}
		if !v.IsWhollyKnown() {
			return y, nil
		}
		rests.steps = rests.steps || y.steps
		values[i] = v
	}
	into := reflect.ValueOf(target).Elem()
	for i, f := range plan {
		a := attrs[f.name]
		switch {
		case a == nil:
		case values[i].IsNull() && f.required:
			return rests, &exprError{fmt.Sprintf("Missing value: %s is needed here, and its value is null on this host.", f.name), a.Expr.Range()}
		case values[i].IsNull():
		default:
			if err := f.set(into.Field(f.index), values[i]); err != nil {
				return rests, &exprError{"Unsuitable value type: Unsuitable value: " + err.Error(), a.Expr.StartRange()}
			}
		}
	}
	return rests, nil
}

// field is an attribute of a kind: the field of its struct and the type that a value becomes.
type field struct {
	name     string
	index    int
	required bool
	typ      cty.Type // cty.NilType: the field takes the value as it is
}

func (f *field) set(into reflect.Value, v cty.Value) error {
	if f.typ == cty.NilType {
		into.Set(reflect.ValueOf(v))
		return nil
	}
	v, err := convert.Convert(v, f.typ)
	if err != nil {
		return err
	}
	return gocty.FromCtyValue(v, into.Addr().Interface())
}

var kindFields sync.Map // reflect.Type → []field

// fieldsOf are the attributes of a kind's struct by their hcl tags, in the order of their names. Kinds have no blocks.
func fieldsOf(t reflect.Type) []field {
	if known, ok := kindFields.Load(t); ok {
		return known.([]field)
	}
	schema, _ := gohcl.ImpliedBodySchema(reflect.New(t).Interface()) // sorted by name
	byName := map[string]int{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("hcl"), ",")
		byName[name] = i
	}
	var out []field
	for _, a := range schema.Attributes {
		f := field{name: a.Name, index: byName[a.Name], required: a.Required}
		if in := reflect.New(t).Elem().Field(f.index); in.Type() != reflect.TypeFor[cty.Value]() {
			f.typ, _ = gocty.ImpliedType(in.Interface())
		}
		out = append(out, f)
	}
	kindFields.Store(t, out)
	return out
}
