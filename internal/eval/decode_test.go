package eval

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/step"
)

// Every kind and query type is decoded as gohcl would: the same struct, or an error. One with blocks is not, and must
// not be there.
func TestKindsAreDecodedAsByGohcl(t *testing.T) {
	targets := map[string]func() any{}
	for _, k := range step.Kinds() {
		targets["step "+k.Name] = func() any { return k.New() }
	}
	for _, q := range step.QueryTypes() {
		targets["query "+q.Name] = func() any { return q.New() }
	}
	samples := []string{
		`"x"`, `"5"`, `""`, `5`, `1.5`, `-1`, `true`, `"true"`, `["a", "b"]`, `[]`, `[1]`, `[["a"]]`,
		`{ a = "b" }`, `{ a = 1 }`, `{ a = ["b"] }`, `{}`, `null`, `[null]`, `{ a = null }`,
	}
	for name, target := range targets {
		schema, _ := gohcl.ImpliedBodySchema(target())
		if len(schema.Blocks) > 0 {
			t.Errorf("%s has blocks, which decode does not know", name)
		}
		for _, a := range schema.Attributes {
			for _, sample := range samples {
				src := a.Name + " = " + sample + "\n"
				for _, other := range schema.Attributes {
					if other.Required && other.Name != a.Name {
						src += other.Name + " = " + fitting(t, target(), other.Name) + "\n"
					}
				}
				f, diags := hclsyntax.ParseConfig([]byte(src), "p.hcl", hcl.InitialPos)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				attrs, _ := f.Body.JustAttributes()
				want := target()
				var wantErr error
				if sample != "null" {
					wantErr = located(gohcl.DecodeBody(f.Body, nil, want))
				} else if a.Required { // as written nowhere
					wantErr = errors.New("needed")
				} else {
					delete(f.Body.(*hclsyntax.Body).Attributes, a.Name)
					wantErr = located(gohcl.DecodeBody(f.Body, nil, want))
				}
				got := target()
				s := newScope(New(&playbook.Set{}, Target{}), &playbook.Playbook{}, nil, "", "")
				// Kinds judge what gohcl takes; that is looked at elsewhere.
				y, err := s.decode(attrs, cty.NilVal, got, "")
				if wrong := judged(attrs, got); wrong != nil && fmt.Sprint(err) == fmt.Sprint(wrong) {
					err = nil
				}
				if !y.none() || (err == nil) != (wantErr == nil) {
					t.Errorf("%s\n%serror %v, gohcl says %v", name, src, err, wantErr)
				}
				var at *exprError
				if err != nil && (!errors.As(err, &at) || at.rng.Start.Line != 1 || !strings.Contains(at.said.EN,
					a.Name)) {
					t.Errorf("%s\n%sthe error does not name the attribute, or not its place: %v", name, src, err)
				}
				all := cmp.Exporter(func(reflect.Type) bool { return true })
				if err == nil && !cmp.Equal(want, got, all, cmp.Comparer(cty.Value.RawEquals)) {
					t.Errorf("%s\n%s%+v, gohcl gives %+v", name, src, got, want)
				}
			}
		}
	}
}

// fitting is an expression that an attribute takes.
func fitting(t *testing.T, target any, name string) string {
	typ := reflect.TypeOf(target).Elem()
	for i := range typ.NumField() {
		if tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("hcl"), ","); tag != name {
			continue
		}
		switch f := typ.Field(i).Type; f.Kind() {
		case reflect.String:
			return `"x"`
		case reflect.Bool:
			return `true`
		case reflect.Int, reflect.Int64, reflect.Pointer:
			return `1`
		case reflect.Slice:
			return `["a"]`
		case reflect.Map:
			return `{ a = "b" }`
		default:
			if f == reflect.TypeFor[cty.Value]() {
				return `"x"`
			}
		}
	}
	t.Fatalf("no value for %s of %T", name, target)
	return ""
}
