package eval

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Playbooks gives a set of playbooks as a plan keeps it: every source, and the values of the variables.
func Playbooks(set *playbook.Set) ([]plan.Playbook, error) {
	out := make([]plan.Playbook, len(set.Playbooks))
	for i, pb := range set.Playbooks {
		b := plan.Playbook{Name: pb.Name, Path: pb.Path, Variables: map[string]json.RawMessage{}}
		seen := map[string]bool{}
		var collect func(p *playbook.Playbook)
		collect = func(p *playbook.Playbook) {
			if seen[p.Path] {
				return
			}
			seen[p.Path] = true
			b.Sources = append(b.Sources, plan.NewSource(p.Path, p.Source))
			for _, name := range sortedKeys(p.Includes) {
				collect(p.Includes[name].Playbook)
			}
		}
		collect(pb)
		for name, v := range set.Vars[i] {
			if pb.Sensitive(name) {
				continue
			}
			raw, err := encodeValue(v)
			if err != nil {
				return nil, fmt.Errorf("variable %s: %w", name, err)
			}
			b.Variables[name] = raw
		}
		out[i] = b
	}
	return out, nil
}

// Set gives the playbooks of a plan as they were when it was made, whatever became of their files since, in its
// language. secret gives the value of a sensitive variable, catalogue what expressions see by that name: a plan does
// not keep it, and is stale where another one would change other things.
func Set(p *plan.Plan, kinds []step.Kind, queries []step.QueryType,
	secret func(v *playbook.Variable) (cty.Value, hcl.Diagnostics), catalogue func() (cty.Value, hcl.Diagnostics),
) (*playbook.Set, *hclx.Parser,
	hcl.Diagnostics,
) {
	parser := hclx.NewParser()
	set := &playbook.Set{Lang: p.Lang}
	var diags hcl.Diagnostics
	for _, b := range p.Playbooks {
		sources := map[string]string{}
		for _, s := range b.Sources {
			sources[s.Path] = s.Text
		}
		loader := &playbook.Loader{Parser: parser, Kinds: kinds, QueryTypes: queries, Read: func(name string) ([]byte,
			error,
		) {
			t, ok := sources[name]
			if !ok {
				return nil, problem.Say(text.NotInPlan.Filled("name", name))
			}
			return []byte(t), nil
		}, Catalogue: catalogue}
		pb, more := loader.Load(b.Path)
		diags = append(diags, more...)
		if pb == nil {
			continue
		}
		vars := map[string]cty.Value{}
		for _, v := range pb.Variables {
			if v.Sensitive {
				value, more := secret(v)
				diags = append(diags, more...)
				vars[v.Name] = value
				continue
			}
			value, err := decodeValue(b.Variables[v.Name])
			if err != nil {
				diags = append(diags, hclx.Mistake(v.Range, text.SavedUnfit, "name", v.Name, "why", problem.Told(err)))
				continue
			}
			vars[v.Name] = value
		}
		set.Playbooks, set.Vars = append(set.Playbooks, pb), append(set.Vars, vars)
	}
	return set, parser, diags
}

// values are what expressions see of a host, as a plan keeps it.
type values struct {
	Host     json.RawMessage `json:"host"`
	Practice json.RawMessage `json:"practice"`
}

// Values gives a target as a plan keeps it.
func (t Target) Values() (json.RawMessage, error) {
	host, err := encodeValue(t.Host)
	if err != nil {
		return nil, err
	}
	practice, err := encodeValue(t.Practice)
	if err != nil {
		return nil, err
	}
	return json.Marshal(values{host, practice})
}

// TargetOf gives the host of a plan as it was when the plan was made.
func TargetOf(h *plan.Host) (Target, error) {
	var v values
	t := Target{ID: h.Host, Title: h.Title}
	err := json.Unmarshal(h.Values, &v)
	if err == nil {
		t.Host, err = decodeValue(v.Host)
	}
	if err == nil {
		t.Practice, err = decodeValue(v.Practice)
	}
	if err != nil {
		return t, said(text.PlanValues, "host", h.Host, "why", problem.Told(err))
	}
	return t, nil
}

// encodeValue writes a value with its type, so that it reads back as it was.
func encodeValue(v cty.Value) (json.RawMessage, error) {
	return ctyjson.Marshal(v, cty.DynamicPseudoType)
}

func decodeValue(raw json.RawMessage) (cty.Value, error) {
	if len(raw) == 0 {
		return cty.NilVal, said(text.ValueNotKnown)
	}
	return ctyjson.Unmarshal(raw, cty.DynamicPseudoType)
}
