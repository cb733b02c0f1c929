package eval

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// walk is one pass through all playbooks with the answers that are there.
type walk struct {
	e          *Evaluation
	world      *step.Facts // what steps see: with the predictions of the changes so far
	observed   *step.Facts // what queries see: the host as it is
	needs      []resource.Query
	needed     map[string]bool
	host       *plan.Host
	applicable int // playbooks whose only is not false
	planned    []plannedStep
	planning   int // counts the steps that got a value: what waited for one may be known now
}

// plannedStep is kept to find steps that fight each other.
type plannedStep struct {
	step   step.Step
	source *playbook.Step
	at     string
}

func (w *walk) run() {
	several := len(w.e.set.Playbooks) > 1
	for i, p := range w.e.set.Playbooks {
		s := newScope(w, p, nil, "")
		s.root = w.e.set.Vars[i]
		if several {
			s.playbook = p.Name
		}
		if w.playbook(s) {
			w.applicable++
		}
	}
	w.fights()
}

// playbook plans one playbook or include; it says whether the playbook applies to this host, as far as is known.
func (w *walk) playbook(s *scope) bool {
	if s.pb.Only != nil {
		v, y, err := s.eval(s.pb.Only, cty.NilVal)
		switch {
		case err != nil:
			w.fail(s, s.pb.Name, s.pb.Range, err)
			return true
		case !v.IsKnown():
			w.blocked(s, s.pb.Name, s.pb.Range, y)
			return true
		case isFalse(v):
			w.host.Skips = append(w.host.Skips, plan.Skip{Address: s.name(), Reason: "only " + source(s.pb, s.pb.Only) + " is false here"})
			s.skipped = true
			return false
		}
	}
	for _, item := range s.pb.Items {
		if item.Step != nil {
			w.step(s, item.Step)
			continue
		}
		child := s.children[item.Include.Name]
		if item.Include.When != nil {
			v, y, err := s.eval(item.Include.When, cty.NilVal)
			switch {
			case err != nil:
				w.fail(s, child.prefix, item.Include.Range, err)
				continue
			case !v.IsKnown():
				w.blocked(s, child.prefix, item.Include.Range, y)
				child.waiting = y
				continue
			case isFalse(v):
				w.host.Skips = append(w.host.Skips, plan.Skip{Address: child.name(), Reason: "when " + source(s.pb, item.Include.When) + " is false here"})
				child.skipped = true
				continue
			}
		}
		w.playbook(child)
	}
	for _, q := range s.pb.Queries { // also those that nothing uses: they were written to be asked
		s.query(q)
	}
	for _, c := range s.pb.Checks {
		w.check(s, c)
	}
	return true
}

// step plans all instances of a step and remembers its value for expressions.
func (w *walk) step(s *scope, st *playbook.Step) {
	defer func() { w.planning++ }()
	key := st.Kind.Name + "." + st.Name
	each, y, err := s.instances(st.ForEach)
	switch {
	case err != nil:
		w.fail(s, s.prefix+st.Address, st.Range, err)
		s.steps[key] = value{cty.DynamicVal, why{err: err}}
		return
	case !y.none():
		w.blocked(s, s.prefix+st.Address, st.Range, y)
		if y.after != "" {
			w.deferred(s, st, s.prefix+st.Address, y.after)
		}
		s.steps[key] = value{cty.DynamicVal, y}
		return
	}
	if st.ForEach == nil {
		s.steps[key] = w.instance(s, st, s.prefix+st.Address, cty.NilVal)
		return
	}
	values := map[string]cty.Value{}
	var total why
	for _, e := range each {
		v := w.instance(s, st, fmt.Sprintf("%s%s[%q]", s.prefix, st.Address, e.key), e.value)
		values[e.key] = v.v
		total = total.and(v.why)
	}
	s.steps[key] = value{object(values), total}
}

// stepValue is what expressions see of a step.
func stepValue(changed cty.Value, opaque bool) cty.Value {
	m := map[string]cty.Value{"changed": changed}
	if opaque {
		m["output"], m["exit_code"] = cty.DynamicVal, cty.DynamicVal
	} else {
		m["output"], m["exit_code"] = cty.NullVal(cty.List(cty.String)), cty.NullVal(cty.Number)
	}
	return cty.ObjectVal(m)
}

var unchanged = value{v: stepValue(cty.False, false)}

// instance plans one step, or one of its for_each instances.
func (w *walk) instance(s *scope, st *playbook.Step, at string, each cty.Value) value {
	wait := func(y why) value {
		w.blocked(s, at, st.Range, y)
		if y.after != "" && !y.pending && y.err == nil {
			w.deferred(s, st, at, y.after)
		}
		return value{cty.DynamicVal, y}
	}
	failed := func(err error) value {
		w.fail(s, at, st.Range, err)
		return value{cty.DynamicVal, why{err: err}}
	}
	if st.When != nil {
		v, y, err := s.eval(st.When, each)
		switch {
		case err != nil:
			return failed(err)
		case !v.IsKnown():
			return wait(y)
		case isFalse(v):
			w.host.Skips = append(w.host.Skips, plan.Skip{Address: at, Reason: "when " + source(s.pb, st.When) + " is false here"})
			return unchanged
		}
	}
	if y, run := s.triggered(st.After); !y.none() {
		return wait(y)
	} else if !run {
		w.host.Skips = append(w.host.Skips, plan.Skip{Address: at, Reason: "no step that it comes after changes anything"})
		return unchanged
	}
	if after := w.lowerStage(st.Stage); after != "" {
		return wait(why{after: after})
	}
	target := st.Kind.New()
	if y, err := s.decode(st.Body, st.Attrs, each, target); err != nil {
		return failed(err)
	} else if !y.none() {
		return wait(y)
	}
	if w.ask(target.Observe(w.world)) {
		return wait(why{pending: true})
	}
	changes, err := target.Plan(w.world)
	if err != nil {
		return failed(err)
	}
	title, _ := s.text(st.Title, each)
	auto, opaque := false, false
	done := w.e.applied[plan.Block(s.playbook, at)]
	for i, c := range changes {
		if done != nil && (c.Action == step.Restart || c.Once) {
			continue // this run has made it already, and nothing tells so on the host
		}
		full := plan.Change{
			Change: c, Playbook: s.playbook, Step: at, Kind: st.Kind.Name, Title: title, Serves: st.Serves, OnError: st.OnError,
			Stage: st.Stage, Source: where(st.Range),
		}
		if c.Action != step.Manual {
			auto = true
		}
		opaque = opaque || c.Opaque
		if c.Op != nil {
			op := *c.Op
			op.ID = full.Block() + "#" + fmt.Sprint(i)
			op.Continue = st.OnError == "continue"
			if op.Type == "script" { // a kind does not know its address
				op.Key, full.Resource.Key = at, at
			}
			full.Op = &op
			w.world.Overlay(op, c.Predict)
		}
		if c.Action == step.Restart {
			w.mergeRestart(&full)
		}
		w.host.Changes = append(w.host.Changes, full)
	}
	w.planned = append(w.planned, plannedStep{target, st, at})
	if done != nil && !auto {
		return value{v: appliedValue(done)}
	}
	v := value{v: stepValue(cty.BoolVal(auto), opaque)}
	if opaque {
		v.why.after = at
	}
	return v
}

// appliedValue is a step's value after it has run: changed, and with what a script printed.
func appliedValue(c *plan.Change) cty.Value {
	m := map[string]cty.Value{"changed": cty.True, "output": cty.NullVal(cty.List(cty.String)), "exit_code": cty.NullVal(cty.Number)}
	if c.Outcome != nil {
		for _, name := range []string{"output", "exit_code"} {
			if v, ok := c.Outcome.Now[name]; ok && v != nil {
				m[name] = toCty(v)
			}
		}
	}
	return cty.ObjectVal(m)
}

// mergeRestart drops an earlier restart of the same service: one restart after all changes is enough, and each one
// interrupts the practice (SP-22, SP-40).
func (w *walk) mergeRestart(c *plan.Change) {
	for i, old := range w.host.Changes {
		if old.Action == step.Restart && old.Resource.Type == c.Resource.Type &&
			resource.Canonical(old.Resource.Type, old.Resource.Key) == resource.Canonical(c.Resource.Type, c.Resource.Key) {
			c.Notes = append(c.Notes, "one restart, also for "+old.Block())
			c.Covers = append(append(c.Covers, old.Covers...), old.Block())
			c.Serves = append(append([]string{}, old.Serves...), c.Serves...)
			w.host.Changes = append(w.host.Changes[:i:i], w.host.Changes[i+1:]...)
			return
		}
	}
}

// lowerStage is the last step with a change in a lower stage; empty when there is none.
func (w *walk) lowerStage(stage int) string {
	for i := len(w.host.Changes) - 1; i >= 0; i-- {
		if c := w.host.Changes[i]; c.Stage < stage && c.Action != step.Manual {
			return c.Step
		}
	}
	return ""
}

// deferred plans a step that is known only after another one has run.
func (w *walk) deferred(s *scope, st *playbook.Step, at, after string) {
	title, _ := s.text(st.Title, cty.NilVal)
	w.host.Changes = append(w.host.Changes, plan.Change{
		Change:   step.Change{Action: step.Update, Resource: resource.ID{Type: st.Kind.Name}},
		Playbook: s.playbook, Step: at, Kind: st.Kind.Name, Title: title, Serves: st.Serves, OnError: st.OnError,
		KnownAfter: after, Stage: st.Stage, Source: where(st.Range),
	})
}

// fights finds steps that undo what another one plans: on the predicted world, every step must find nothing to do.
func (w *walk) fights() {
	if w.host.Error != nil || len(w.needs) > 0 || len(w.host.Changes) < 2 {
		return
	}
	for _, p := range w.planned {
		again, err := p.step.Plan(w.world)
		if err != nil {
			continue
		}
		for _, c := range again {
			if c.Op == nil || c.Opaque || c.Once || c.Action == step.Restart {
				continue
			}
			other := "another step"
			for _, planned := range w.host.Changes {
				if planned.Step != p.at && planned.Resource.Type == c.Resource.Type && strings.EqualFold(planned.Resource.Key, c.Resource.Key) {
					other = planned.Step + " (" + planned.Source + ")"
				}
			}
			p := problem.New(problem.Conflict, "where", p.at, "other", other, "resource", c.Resource.Type+" "+c.Resource.Key).
				With("%s", where(p.source.Range))
			w.host.Error = diag.From(p)
			return
		}
	}
}

func (w *walk) check(s *scope, c *playbook.Check) {
	out := plan.Check{Check: s.prefix + c.Address, Playbook: s.playbook, Severity: c.Severity, Serves: c.Serves, Source: where(c.Range)}
	each, y, err := s.instances(c.ForEach)
	if err != nil || !y.none() {
		out.Status, out.Message = plan.CheckUnknown, reason(y, err)
		w.host.Checks = append(w.host.Checks, out)
		return
	}
	for _, e := range each {
		one := out
		if c.ForEach != nil {
			one.Check = fmt.Sprintf("%s[%q]", out.Check, e.key)
		}
		one.Title, _ = s.text(c.Title, e.value)
		w.checkOne(s, c, e.value, &one)
		w.host.Checks = append(w.host.Checks, one)
	}
}

func (w *walk) checkOne(s *scope, c *playbook.Check, each cty.Value, out *plan.Check) {
	if c.When != nil {
		v, y, err := s.eval(c.When, each)
		if err != nil || !v.IsKnown() {
			out.Status, out.Message = plan.CheckUnknown, reason(y, err)
			return
		}
		if isFalse(v) {
			out.Status = plan.CheckSkipped
			return
		}
	}
	v, y, err := s.eval(c.OK, each)
	switch {
	case err != nil || !v.IsKnown():
		out.Status, out.Message = plan.CheckUnknown, reason(y, err)
		return
	case isFalse(v):
		out.Status = plan.CheckFinding
	default:
		out.Status = plan.CheckOK
	}
	if out.Message, err = s.text(c.Message, each); err != nil {
		out.Message = err.Error()
	}
}

// ask notes queries that were not asked yet; it says whether there are any.
func (w *walk) ask(queries []resource.Query) bool {
	any := false
	for _, q := range queries {
		id := q.ID()
		if w.e.answered[id] {
			continue
		}
		any = true
		if !w.needed[id] {
			w.needed[id] = true
			w.needs = append(w.needs, q)
		}
	}
	return any
}

// blocked reports a dependency that failed; waiting and deferring are no errors.
func (w *walk) blocked(s *scope, at string, r hcl.Range, y why) {
	if y.err != nil {
		w.fail(s, at, r, y.err)
	}
}

// fail keeps the first error of a host: a plan with an error is shown, never applied.
func (w *walk) fail(s *scope, at string, r hcl.Range, err error) {
	if w.host.Error != nil {
		return
	}
	var located *exprError
	if errors.As(err, &located) {
		r = located.rng
	}
	p := problem.From(err).Clone()
	if missing := new(step.NotObserved); errors.As(err, &missing) {
		p.ID = problem.StepDefect
	} else if p.ID == problem.Other {
		p.ID = problem.StepFailed
	}
	w.host.Error = diag.From(p.Set("where", at).With("%s: %v", where(r), err))
}

func reason(y why, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case y.err != nil:
		return y.err.Error()
	case y.after != "":
		return "known after " + y.after
	}
	return "not known yet"
}

func isFalse(v cty.Value) bool { return v.IsNull() || v.False() }

func where(r hcl.Range) string {
	return fmt.Sprintf("%s:%d", filepath.ToSlash(r.Filename), r.Start.Line)
}

// source is an expression as it is written, on one line.
func source(p *playbook.Playbook, e hcl.Expression) string {
	r := e.Range()
	if r.Filename != p.Path || r.End.Byte > len(p.Source) {
		return ""
	}
	return strings.Join(strings.Fields(string(p.Source[r.Start.Byte:r.End.Byte])), " ")
}
