package eval

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// pendingCheck is a check to evaluate when everything is known.
type pendingCheck struct {
	s *scope
	c *playbook.Check
}

// pend notes a playbook's checks for later; those of a practice are judged apart.
func (w *walk) pend(s *scope) {
	for _, c := range s.pb.Checks {
		if c.Practice == w.e.options.practice {
			w.checks = append(w.checks, pendingCheck{s, c})
		}
	}
}

// judge evaluates the checks: last, and only in a round that has no more questions. Before, what they rest on is asked
// for.
func (w *walk) judge() {
	for _, p := range w.checks {
		if !p.s.waiting.none() {
			continue
		}
		w.foresee(p.s, p.c.When, p.c.ForEach, w.e.set.Said(p.c.Title))
		if p.c.When != nil && p.c.ForEach == nil {
			if is, known, _, _ := p.s.truth(p.c.When, "when", cty.NilVal); known && !is {
				continue
			}
		}
		w.foresee(p.s, p.c.OK, w.e.set.Said(p.c.Message), p.c.Grade)
		if w.e.options.Checks {
			w.foresee(p.s, p.c.Evidence, p.c.Support, w.e.set.Said(p.c.Advice))
		}
	}
	if len(w.needs) > 0 && !w.final {
		return
	}
	for _, p := range w.checks {
		w.check(p.s, p.c)
	}
}

func (w *walk) check(s *scope, c *playbook.Check) {
	out := plan.Check{
		Check: s.prefix + c.Address, Playbook: s.playbook, Severity: c.Severity, Serves: c.Serves,
		Source: where(c.Range), Row: c.Row,
	}
	each, y, err := s.instances(c.ForEach)
	if !s.waiting.none() {
		y, err = s.waiting, nil
	}
	if err != nil || !y.none() {
		out.Status, out.Message = plan.CheckUnknown, w.reason(y, err)
		out.Evidence = w.silent(s, c, c.ForEach)
		w.host.Checks = append(w.host.Checks, out)
		return
	}
	for _, e := range each {
		one := out
		if c.ForEach != nil {
			one.Check = fmt.Sprintf("%s[%q]", out.Check, e.Key)
		}
		if one.Title, _ = s.text(c.Title, e.Each); one.Title == "" {
			one.Title = w.e.set.Titles[c.Row].In(w.e.set.Lang)
		}
		w.checkOne(s, c, e.Each, &one)
		w.host.Checks = append(w.host.Checks, one)
	}
}

func (w *walk) checkOne(s *scope, c *playbook.Check, each cty.Value, out *plan.Check) {
	untold := func(y why, err error, rests hcl.Expression) {
		out.Status, out.Message = plan.CheckUnknown, w.reason(y, err)
		out.Evidence = w.silent(s, c, rests)
	}
	if c.When != nil {
		is, known, y, err := s.truth(c.When, "when", each)
		if !known {
			untold(y, err, c.When)
			return
		}
		if !is {
			out.Status = plan.CheckSkipped
			if c.Row != "" {
				out.Message = "when = " + source(s.pb, c.When)
			}
			return
		}
	}
	is, known, y, err := s.truth(c.OK, "ok", each)
	switch {
	case !known:
		untold(y, err, c.OK)
		return
	case is:
		out.Status = plan.CheckOK
	default:
		out.Status = plan.CheckFinding
		if v, _, err := s.eval(c.OK, each); err == nil && v.IsNull() {
			out.Status = plan.CheckUnknown // nobody could tell
		}
	}
	if c.Grade != nil {
		var fits bool
		if out.Severity, fits = s.word(c.Grade, each); !fits || !slices.Contains(playbook.Severities, out.Severity) {
			out.Severity = plan.Required // what it weighs cannot be told: not less than it may be
		}
	}
	if out.Message, err = s.text(c.Message, each); err != nil {
		out.Message = err.Error()
	}
	if !w.e.options.Checks {
		return // a plan shows changes; what a row's verdict rests on is for a check
	}
	out.Evidence = w.evidence(s, c, each)
	if out.Status == plan.CheckUnknown && !slices.ContainsFunc(out.Evidence, plan.Evidence.Silent) {
		out.Evidence = append(out.Evidence, w.silent(s, c, c.OK)...)
	}
	if c.Support != nil {
		out.Support, _ = s.word(c.Support, each)
	}
	if out.Status == plan.CheckFinding {
		out.Advice, _ = s.text(c.Advice, each)
		out.Fix = c.Fix
	}
}

// word evaluates an expression to a text; ok is false where it is not known, null or none.
func (s *scope) word(e hcl.Expression, each cty.Value) (word string, ok bool) {
	v, y, err := s.eval(e, each)
	if err != nil || y.secret != nil || !v.IsWhollyKnown() {
		return "", false
	}
	v, err = convert.Convert(v, cty.String)
	if err != nil || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}

// evidence is what a check shows of what was seen, in the order in which it is written.
func (w *walk) evidence(s *scope, c *playbook.Check, each cty.Value) []plan.Evidence {
	if c.Evidence == nil {
		return nil
	}
	pairs, diags := hcl.ExprMap(c.Evidence)
	if diags.HasErrors() { // made by a function
		v, y, err := s.eval(c.Evidence, each)
		if err != nil || y.secret != nil || v.IsNull() || !v.IsWhollyKnown() || !v.CanIterateElements() {
			return w.silent(s, c, c.Evidence)
		}
		from := w.first(s, c.Evidence)
		var out []plan.Evidence
		for it := v.ElementIterator(); it.Next(); {
			k, v := it.Element()
			if name, err := convert.Convert(k, cty.String); err == nil {
				out = append(out, plan.Evidence{Name: name.AsString(), Value: raw(v), Source: from})
			}
		}
		return out
	}
	var out []plan.Evidence
	for _, p := range pairs {
		e := plan.Evidence{Name: hcl.ExprAsKeyword(p.Key), Value: raw(cty.NilVal), Source: w.first(s, p.Value)}
		if e.Name == "" {
			e.Name, _ = s.word(p.Key, each)
		}
		switch v, y, err := s.eval(p.Value, each); {
		case y.secret != nil:
			e.Value = raw(cty.StringVal(resource.Masked))
		case err == nil:
			e.Value = raw(v)
		}
		out = append(out, e)
	}
	return out
}

// raw is a value as JSON; null where it is not wholly known.
func raw(v cty.Value) json.RawMessage {
	if v != cty.NilVal && v.IsWhollyKnown() {
		if raw, err := ctyjson.Marshal(v, v.Type()); err == nil {
			return raw
		}
	}
	return json.RawMessage("null")
}

// first is the first source of an expression; "" where it has none.
func (w *walk) first(s *scope, e hcl.Expression) string {
	if from := w.sources(s, e); len(from) > 0 {
		return s.prefix + from[0].Address()
	}
	return ""
}

// silent are the sources of an expression that could not be told; all of them where each has answered. A check that is
// no row's has none.
func (w *walk) silent(s *scope, c *playbook.Check, e hcl.Expression) []plan.Evidence {
	if c.Row == "" || !w.e.options.Checks {
		return nil
	}
	var failed, all []plan.Evidence
	for _, ref := range w.sources(s, e) {
		one := plan.Evidence{Name: ref.Address(), Value: raw(cty.NilVal), Source: s.prefix + ref.Address()}
		all = append(all, one)
		if v := s.resolve(ref, cty.NilVal); v.why.err != nil {
			failed = append(failed, one)
		}
	}
	if len(failed) > 0 {
		return failed
	}
	return all
}

// sources are the queries, facts and other hosts that an expression rests on, also through locals, each once.
func (w *walk) sources(s *scope, e hcl.Expression) []playbook.Ref {
	if e == nil {
		return nil
	}
	var out []playbook.Ref
	seen := map[string]bool{}
	var visit func(e hcl.Expression)
	visit = func(e hcl.Expression) {
		for _, u := range w.e.set.Uses(e).Refs {
			if seen[u.Key] {
				continue
			}
			seen[u.Key] = true
			switch {
			case u.Root == "query" || u.Root == "fact" || u.Root == "practice" && u.Name != "":
				out = append(out, u.Ref)
			case u.Root == "local" && len(u.Include) == 0 && s.pb.Locals[u.Name] != nil:
				visit(s.pb.Locals[u.Name].Expr)
			}
		}
	}
	visit(e)
	return out
}

// Neighbour is another host of the practice, or the host itself, as practice.hosts has it. Output is what its outputs
// say: null where it was not reached, unknown where it may still be.
type Neighbour struct {
	Name    string
	Host    cty.Value // as inventory.HostValue has it
	Reached bool
	Output  cty.Value
}

// Waits says whether something rests on other hosts of the practice of which not all is known yet.
func (e *Evaluation) Waits() bool { return e.waits }

// Meet tells what is known of the practice's hosts. Call it again when more is.
func (e *Evaluation) Meet(hosts []Neighbour) {
	m := map[string]cty.Value{}
	open := false
	for _, n := range hosts {
		attrs := n.Host.AsValueMap()
		attrs["reached"], attrs["output"] = cty.BoolVal(n.Reached), n.Output
		open = open || !n.Output.IsKnown()
		m[n.Name] = cty.ObjectVal(attrs)
	}
	e.neighbours, e.last, e.waits = &value{v: object(m), why: why{others: open}}, nil, false
}

// Output is what the host's outputs say; what is not known is null.
func (e *Evaluation) Output() cty.Value {
	m := map[string]cty.Value{}
	var visit func(s *scope)
	visit = func(s *scope) {
		for _, o := range s.pb.Outputs {
			if _, twice := m[o.Name]; twice {
				continue
			}
			v, y, err := s.eval(o.Value, cty.NilVal)
			if s.skipped || err != nil || y.secret != nil || !v.IsWhollyKnown() {
				v = cty.NullVal(cty.DynamicPseudoType)
			}
			m[o.Name] = v
		}
		for _, name := range sortedKeys(s.children) {
			visit(s.children[name])
		}
	}
	e.walk()
	for _, s := range e.playbooks() {
		visit(s)
	}
	return object(m)
}

// Practice judges the checks of a whole practice by what is known of its hosts.
func Practice(set *playbook.Set, target Target, hosts []Neighbour) []plan.Check {
	e := New(set, target, Options{Checks: true, practice: true})
	e.Meet(hosts)
	w := &walk{
		e: e, world: e.facts(), observed: e.facts(), needed: map[string]bool{}, failed: map[string]plan.Blocked{},
		conflicts: map[string]*problem.Problem{}, final: true, host: &plan.Host{Host: target.ID, Title: target.Title},
	}
	var visit func(s *scope)
	visit = func(s *scope) {
		w.pend(s)
		for _, name := range sortedKeys(s.children) {
			visit(s.children[name])
		}
	}
	for _, s := range e.playbooks() {
		s.begin(w)
		visit(s)
	}
	for _, p := range w.checks {
		w.check(p.s, p.c)
	}
	w.mask()
	return w.host.Checks
}

// others is what practice.hosts says.
func (s *scope) others() value {
	switch {
	case s.e.neighbours != nil && (!s.e.neighbours.why.others || !s.w.final):
		s.e.waits = s.e.waits || s.e.neighbours.why.others
		return *s.e.neighbours
	case s.e.neighbours != nil:
		return value{s.e.neighbours.v, why{err: said(text.OthersUntold)}}
	case s.w.final:
		return value{cty.DynamicVal, why{err: said(text.OthersUntold)}}
	}
	s.e.waits = true
	return value{cty.DynamicVal, why{others: true}}
}
