package playbook

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// sensitive reads whether a variable's value is a secret: a text that is not written in the playbook.
func (d *decoder) sensitive(attrs hcl.Attributes, v *Variable) {
	a := attrs["sensitive"]
	if d.literal(a, &v.Sensitive); !v.Sensitive {
		return
	}
	if v.Type == cty.DynamicPseudoType {
		v.Type = cty.String
	}
	if v.Type != cty.String || attrs["default"] != nil {
		d.wrong(a.Expr.Range(), text.SensitiveShape, "name", problem.Quote(v.Name))
	}
}

// short says that a secret value is too short to be one; nil where it is not.
func (v *Variable) short(value cty.Value) *hcl.Diagnostic {
	if !v.Sensitive || !value.IsKnown() || value.Type() == cty.String && !value.IsNull() &&
		len(value.AsString()) >= resource.ShortestSecret {
		return nil
	}
	return hclx.Mistake(v.Range, text.SecretShort, "name", problem.Quote(v.Name), "least", resource.ShortestSecret)
}

// Secret is a value for a sensitive variable.
func (v *Variable) Secret(g Given) (cty.Value, hcl.Diagnostics) {
	value, err := g.value(v.Type)
	if err != nil {
		return cty.UnknownVal(v.Type), hcl.Diagnostics{v.unfit(g, err)}
	}
	if wrong := v.short(value); wrong != nil {
		return value, hcl.Diagnostics{wrong}
	}
	return value, nil
}

// shown are the values of variables without those that are secret: what is judged by them is told.
func (p *Playbook) shown(vars map[string]cty.Value) map[string]cty.Value {
	var out map[string]cty.Value
	for _, v := range p.Variables {
		if !v.Sensitive {
			continue
		}
		if out == nil {
			out = maps.Clone(vars)
		}
		out[v.Name] = cty.UnknownVal(v.Type)
	}
	if out == nil {
		return vars
	}
	return out
}

// Sensitive says whether a variable's value is a secret.
func (p *Playbook) Sensitive(name string) bool {
	v := p.variable(name)
	return v != nil && v.Sensitive
}

// hides says whether a playbook, or one that it includes, has a secret.
func (p *Playbook) hides() bool {
	for _, v := range p.Variables {
		if v.Sensitive {
			return true
		}
	}
	for _, inc := range p.Includes {
		if inc.Playbook.hides() {
			return true
		}
	}
	return false
}

// Seal makes the secrets of the set's values, by a salt, and gives what may be kept of them; nil where it has none.
func (s *Set) Seal(salt string) *resource.Seal {
	var values []string
	hides := false
	for i, p := range s.Playbooks {
		hides = hides || p.hides()
		for _, v := range p.Variables {
			if v.Sensitive {
				values = append(values, s.Vars[i][v.Name].AsString())
			}
		}
	}
	if !hides {
		return nil
	}
	s.Secrets = resource.NewSecrets(salt, values...)
	return s.Secrets.Seal(salt)
}
