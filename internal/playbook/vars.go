package playbook

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Given is a value for a variable from the command line or a variables file.
type Given struct {
	Name  string
	Text  string    // from --var: text, read as the variable's type
	Value cty.Value // from a file; NilVal: use Text
	Where string    // "--var", or file:line
}

// NewSet puts playbooks and the given variable values together. A later value of one name wins. A value that no
// playbook declares, and a variable without value, are errors.
func NewSet(playbooks []*Playbook, given []Given) (*Set, hcl.Diagnostics) {
	set := &Set{Playbooks: playbooks}
	var diags hcl.Diagnostics
	names := map[string]string{}
	used := map[string]bool{}
	var all []string
	for _, p := range playbooks {
		if other, dup := names[p.Name]; dup {
			diags = append(diags, hclx.Mistake(p.Range, text.PlaybookTwice, "first", other, "second", p.Path, "name",
				problem.Quote(p.Name)))
		}
		names[p.Name] = p.Path
		values := map[string]cty.Value{}
		for _, v := range p.Variables {
			all = append(all, v.Name)
			val := v.Default
			for _, g := range given {
				if g.Name != v.Name {
					continue
				}
				used[g.Name] = true
				got, err := g.value(v.Type)
				if err != nil {
					diags = append(diags, v.unfit(g, err))
					continue
				}
				val = got
			}
			if wrong := v.short(val); wrong != nil {
				diags = append(diags, wrong)
			}
			if val == cty.NilVal {
				diags = append(diags, hclx.Mistake(v.Range, text.ValueNeeded, "playbook", p.Name, "quoted",
					problem.Quote(v.Name), "name", v.Name))
				val = cty.DynamicVal
			}
			values[v.Name] = val
		}
		set.Vars = append(set.Vars, values)
	}
	if !diags.HasErrors() {
		for i, p := range playbooks {
			diags = append(diags, p.judge(p.shown(set.Vars[i]))...)
		}
	}
	for _, g := range given {
		if !used[g.Name] {
			used[g.Name] = true
			diags = append(diags, hclx.Unplaced(text.GivenUnknown, "where", g.Where, "name", g.Name, "hint",
				hclx.Hint(g.Name, all)))
		}
	}
	return set, diags
}

func (v *Variable) unfit(g Given, err error) *hcl.Diagnostic {
	return hclx.Mistake(v.Range, text.GivenUnfit, "where", g.Where, "name", g.Name, "why", hclx.Unfit(v.Type, err),
		"type", hclx.TypeName(v.Type))
}

func (g Given) value(t cty.Type) (cty.Value, error) {
	if g.Value != cty.NilVal {
		return convert.Convert(g.Value, t)
	}
	if t == cty.String || t == cty.DynamicPseudoType {
		return cty.StringVal(g.Text), nil
	}
	if t.IsPrimitiveType() {
		v, err := convert.Convert(cty.StringVal(g.Text), t)
		if err == nil {
			err = hclx.Within(v)
		}
		return v, err
	}
	expr, diags := hclx.NewParser().Expression(g.Where, g.Text)
	if diags.HasErrors() {
		return cty.NilVal, problem.Say(hclx.Said(diags[0]).Detail)
	}
	v, diags := hclx.Value(expr, &hcl.EvalContext{Functions: hclx.Functions()})
	if diags.HasErrors() {
		return cty.NilVal, problem.Say(hclx.Said(diags[0]).Detail)
	}
	return convert.Convert(v, t)
}

// ParseVar reads NAME=VALUE of --var; false: it has another form.
func ParseVar(arg string) (Given, bool) {
	name, value, ok := strings.Cut(arg, "=")
	if !ok || !hclsyntax.ValidIdentifier(name) {
		return Given{}, false
	}
	return Given{Name: name, Text: value, Where: "--var"}, true
}

// ParseVarFile reads a file of NAME = VALUE lines in HCL.
func ParseVarFile(parser *hclx.Parser, name string) ([]Given, hcl.Diagnostics) {
	file, diags := parser.File(name)
	if diags.HasErrors() {
		return nil, diags
	}
	attrs, diags := file.Body.JustAttributes()
	var out []Given
	for _, key := range sortedKeys(attrs) {
		a := attrs[key]
		v, d := hclx.Value(a.Expr, &hcl.EvalContext{Functions: hclx.Functions()})
		diags = append(diags, d...)
		out = append(out, Given{Name: key, Value: v, Where: fmt.Sprintf("%s:%d", name, a.Range.Start.Line)})
	}
	return out, diags
}
