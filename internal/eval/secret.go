package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/windows"
)

// hidden is why a variable's value is secret; none where it is not.
func hidden(p *playbook.Playbook, name string) why {
	if !p.Sensitive(name) {
		return why{}
	}
	return why{secret: &unsaid}
}

var unsaid = cty.UnknownVal(cty.String)

// hiddenAs is what of a variable's value is no secret, when the value that it was given is as told.
func hiddenAs(v *playbook.Variable, told *cty.Value) *cty.Value {
	if v.Sensitive {
		return &unsaid
	}
	conv, err := convert.Convert(*told, v.Type)
	if err != nil {
		conv = cty.DynamicVal
	}
	return &conv
}

// unmixed evaluates an expression with what is secret unknown: what is known of the outcome then is no secret. nil: all
// of it is none.
func (s *scope) unmixed(e hcl.Expression, uses *playbook.Uses, each cty.Value) *cty.Value {
	values := make([]cty.Value, len(uses.Refs))
	for i := range uses.Refs {
		v, kept := s.remembered(uses.Refs[i].Key)
		if !kept {
			v = s.resolve(uses.Refs[i].Ref, each)
		}
		values[i] = v.v
		if v.why.secret != nil {
			values[i] = *v.why.secret
		}
	}
	v, diags := hclx.Value(e, s.e.context(uses, values))
	switch {
	case diags.HasErrors():
		v = cty.DynamicVal
	case v.IsWhollyKnown():
		return nil
	}
	return &v
}

// learn takes in the secret texts of a value; told is what of it is no secret.
func (e *Evaluation) learn(v, told cty.Value) {
	if told.IsWhollyKnown() || v.IsNull() || !v.IsKnown() {
		return
	}
	t := v.Type()
	switch {
	case t == cty.String || t == cty.Number:
		text, err := convert.Convert(v, cty.String)
		if err == nil {
			ansi, _ := windows.Encode(text.AsString(), windows.Windows1252)
			if ansi == nil {
				ansi = []byte(text.AsString())
			}
			e.secrets.Add(text.AsString(), ansi)
		}
	case t.IsObjectType() || t.IsMapType():
		known := parts(told)
		for k, x := range v.AsValueMap() {
			y, ok := known[k]
			if !ok {
				y = cty.DynamicVal
			}
			e.learn(x, y)
		}
	case t.IsListType() || t.IsTupleType() || t.IsSetType():
		all := v.AsValueSlice()
		known := elements(told, len(all))
		for i, x := range all {
			e.learn(x, known[i])
		}
	}
}

func parts(v cty.Value) map[string]cty.Value {
	if t := v.Type(); !v.IsKnown() || v.IsNull() || !t.IsObjectType() && !t.IsMapType() {
		return nil
	}
	return v.AsValueMap()
}

// elements are the elements of a list of n; one that has another length tells nothing.
func elements(v cty.Value, n int) []cty.Value {
	if t := v.Type(); v.IsKnown() && !v.IsNull() && (t.IsListType() || t.IsTupleType()) && v.LengthInt() == n {
		return v.AsValueSlice()
	}
	return slices.Repeat([]cty.Value{cty.DynamicVal}, n)
}

// conceal puts hashes in the place of what is secret of a change; tainted: its step's attributes have secrets. What was
// there before is as secret as what comes, is not kept, and so is not put back. false: the secret is in the name of
// what is changed.
func (e *Evaluation) conceal(c *plan.Change, kind *step.Kind, tainted bool) bool {
	s := e.secrets
	switch {
	case s == nil:
		return true
	case s.Has(c.Op.Key), s.Has(c.Section),
		slices.ContainsFunc(c.After.Keys(), func(name string) bool { return s.Has(name) }):
		return false
	case !tainted:
		return true // what it has of secrets is seen at the end, when all are known
	}
	e.hide(c, kind.Hidden)
	return true
}

// hide hides these properties of a change, and those that have secrets.
func (e *Evaluation) hide(c *plan.Change, names []string) {
	s := e.secrets
	before, after := c.Before.Clone(), c.After.Clone()
	all := append(before.Keys(), after.Keys()...)
	slices.Sort(all)
	for _, name := range slices.Compact(all) {
		if !slices.Contains(names, name) && !s.Has(c.Before[name]) && !s.Has(c.After[name]) {
			continue
		}
		if old := c.Before.String(name); len(old) >= resource.ShortestSecret {
			e.learn(cty.StringVal(old), cty.DynamicVal)
		}
		for _, p := range []resource.Props{before, after} {
			if v, ok := p[name]; ok {
				p[name] = s.Hide(v)
			}
		}
	}
	c.Before, c.After, c.Diff, c.Op.Secrets = before, after, nil, s
	c.Reversible = false
	c.Notes = append(slices.Clip(c.Notes), problem.New(problem.NoteSecret))
}

// mask takes the secrets out of what a plan says and keeps: what a host answered may have them in it, too.
func (w *walk) mask() {
	s := w.e.secrets
	if s == nil {
		return
	}
	for i := range w.host.Changes {
		c := &w.host.Changes[i]
		if c.Op != nil && c.Op.Secrets == nil && (s.Has(c.Op.Before) || s.Has(c.Op.After) || s.Has(c.Op.Args)) {
			w.e.hide(c, nil)
		}
	}
	clean := new(plan.Host)
	if err := s.Clean(w.host, clean); err != nil {
		w.host = &plan.Host{Host: w.host.Host, Title: w.host.Title, Error: problem.From(err)}
		return
	}
	// Names stay, should a secret be a part of one: they tell what is meant, and are written in files.
	h := w.host
	for i := range h.Changes {
		c, told := &h.Changes[i], &clean.Changes[i]
		c.Title, c.Before, c.After, c.Diff, c.Notes = told.Title, told.Before, told.After, told.Diff, told.Notes
	}
	for i := range h.Checks {
		c, told := &h.Checks[i], &clean.Checks[i]
		c.Title, c.Message, c.Advice, c.Evidence = told.Title, told.Message, told.Advice, told.Evidence
	}
	for i := range h.Blocks {
		h.Blocks[i].Title, h.Blocks[i].Error = clean.Blocks[i].Title, clean.Blocks[i].Error
	}
	for i := range h.Skips {
		h.Skips[i].Title, h.Skips[i].Why = clean.Skips[i].Title, clean.Skips[i].Why
	}
	h.Reason, h.Error = clean.Reason, clean.Error
}
