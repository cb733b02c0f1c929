package eval

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

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
	// failed are the queries that could not be answered, by block; they are told where a step rests on them.
	failed map[string]plan.Blocked
	checks []pendingCheck
	// unanswered are the steps that wait for an answer.
	unanswered []plan.Blocked
}

// plannedStep is kept to find steps that fight each other.
type plannedStep struct {
	step   step.Step
	source *playbook.Step
	at     string
	block  string
}

func (w *walk) run() {
	for _, s := range w.e.playbooks() {
		s.begin(w)
		if w.playbook(s) {
			w.applicable++
		}
	}
	w.due()
	w.judge()
	w.fights()
	if w.e.options.Checks { // what was planned of steps was planned for checks only
		w.host.Changes = nil
		w.host.Blocks = slices.DeleteFunc(w.host.Blocks, func(b plan.Blocked) bool {
			return b.Kind == plan.BlockStep || b.Kind == plan.BlockQuery
		})
	}
}

// playbook plans one playbook or include; it says whether the playbook applies to this host, as far as is known.
func (w *walk) playbook(s *scope) bool {
	if s.pb.Only != nil {
		is, known, y, err := s.truth(s.pb.Only, "only", cty.NilVal)
		switch {
		case err != nil:
			w.fail(s, plan.BlockPlaybook, s.name(), nil, s.pb.Range, y, err)
			return true
		case !known:
			w.blocked(s, plan.BlockPlaybook, s.name(), nil, s.pb.Range, y)
			return true
		case !is:
			w.host.Skips = append(w.host.Skips, plan.Skip{Address: s.name(), Reason: "only " + source(s.pb, s.pb.Only) + " is false here"})
			s.skipped = true
			return false
		}
	}
	for _, item := range s.pb.Items {
		if item.Step != nil {
			if !w.e.options.Checks {
				w.step(s, item.Step)
			}
			continue
		}
		child := s.children[item.Include.Name]
		if item.Include.When != nil {
			is, known, y, err := s.truth(item.Include.When, "when", cty.NilVal)
			switch {
			case err != nil:
				w.fail(s, plan.BlockInclude, child.name(), nil, item.Include.Range, y, err)
				child.waiting = why{err: err, by: plan.Block(s.playbook, child.name())}
				continue
			case !known:
				w.blocked(s, plan.BlockInclude, child.name(), nil, item.Include.Range, y)
				child.waiting = y
				continue
			case !is:
				w.host.Skips = append(w.host.Skips, plan.Skip{
					Address: child.name(), Reason: "when " + source(s.pb, item.Include.When) + " is false here",
				})
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
		w.checks = append(w.checks, pendingCheck{s, c})
	}
	return true
}

// pendingCheck is a check to evaluate when everything is known.
type pendingCheck struct {
	s *scope
	c *playbook.Check
}

// judge evaluates the checks: last, and only in a round that has no more questions. Before, what they rest on is asked for.
func (w *walk) judge() {
	for _, p := range w.checks {
		exprs := []hcl.Expression{p.c.OK, p.c.When, p.c.ForEach, p.c.Message, p.c.Title}
		for _, e := range exprs {
			if e == nil {
				continue
			}
			for _, u := range w.e.set.Uses(e).Refs {
				if u.Root != "each" {
					p.s.resolve(u.Ref, cty.NilVal)
				}
			}
		}
	}
	if len(w.needs) == 0 {
		w.evaluateChecks()
	}
}

// evaluateChecks evaluates them once.
func (w *walk) evaluateChecks() {
	for _, p := range w.checks {
		w.check(p.s, p.c)
	}
	w.checks = nil
}

// step plans all instances of a step and remembers its value for expressions.
func (w *walk) step(s *scope, st *playbook.Step) {
	defer func() { w.planning++ }()
	key := st.Kind.Name + "." + st.Name
	at := s.prefix + st.Address
	each, y, err := s.instances(st.ForEach)
	switch {
	case err != nil:
		w.fail(s, plan.BlockStep, at, nil, st.Range, y, err)
		s.steps[key] = value{cty.DynamicVal, why{err: err, by: plan.Block(s.playbook, at)}}
		return
	case !y.none():
		w.blocked(s, plan.BlockStep, at, nil, st.Range, y)
		if y.after != "" && y.err == nil {
			w.deferred(s, st, at, y.after)
		}
		s.steps[key] = value{cty.DynamicVal, y}
		return
	}
	if st.ForEach == nil {
		s.steps[key] = w.instance(s, st, at, cty.NilVal)
		return
	}
	values := map[string]cty.Value{}
	var total why
	for _, e := range each {
		v := w.instance(s, st, fmt.Sprintf("%s[%q]", at, e.key), e.value)
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
	title := func() string {
		text, _ := s.text(st.Title, each)
		return text
	}
	wait := func(y why) value {
		w.blocked(s, plan.BlockStep, at, title, st.Range, y)
		if y.after != "" && !y.pending && y.err == nil {
			w.deferred(s, st, at, y.after)
		}
		return value{cty.DynamicVal, y}
	}
	failed := func(y why, err error) value {
		w.fail(s, plan.BlockStep, at, title, st.Range, y, err)
		return value{cty.DynamicVal, why{err: err, by: plan.Block(s.playbook, at)}}
	}
	if st.When != nil {
		is, known, y, err := s.truth(st.When, "when", each)
		switch {
		case err != nil:
			return failed(y, err)
		case !known:
			return wait(y)
		case !is:
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
	if y, err := s.decode(st.Attrs, each, target); err != nil {
		return failed(y, err)
	} else if !y.none() {
		return wait(y)
	}
	if w.ask(target.Observe(w.world)) {
		return wait(why{pending: true})
	}
	changes, err := target.Plan(w.world)
	if err != nil {
		return failed(why{}, err)
	}
	auto, opaque := false, false
	done := w.e.applied[plan.Block(s.playbook, at)]
	for i, c := range changes {
		if done != nil && c.Once {
			continue // this run has made it already, and nothing tells so on the host
		}
		full := plan.Change{
			ID: fmt.Sprintf("%s#%d", plan.Block(s.playbook, at), i), RunsAfter: s.after(st), Change: c, Playbook: s.playbook, Step: at, Kind: st.Kind.Name, Title: title(), Serves: st.Serves, OnError: st.OnError,
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
			full.Op, full.ID = &op, op.ID
			w.world.Overlay(op, c.Predict)
		}
		if c.Action == step.Restart {
			w.mergeRestart(&full)
		}
		w.host.Changes = append(w.host.Changes, full)
	}
	w.planned = append(w.planned, plannedStep{target, st, at, plan.Block(s.playbook, at)})
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
func appliedValue(c *plan.Item) cty.Value {
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
			c.RunsAfter = append(append([]string{}, old.RunsAfter...), c.RunsAfter...)
			w.host.Changes = append(w.host.Changes[:i:i], w.host.Changes[i+1:]...)
			return
		}
	}
}

// after are the blocks that a step comes after, in a run of several playbooks.
func (s *scope) after(st *playbook.Step) []string {
	var out []string
	for _, ref := range st.After {
		out = append(out, plan.Block(s.playbook, s.prefix+ref.Address()))
	}
	return out
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

// due plans the restarts that earlier runs owe. One that this run makes anyway, for its own reasons, is enough.
func (w *walk) due() {
	if w.e.options.Checks || w.applicable == 0 {
		return
	}
	for _, d := range w.e.options.Due {
		at := "due." + d.Type + "." + d.Key
		if d.Type != "service" || w.restarted(d) || w.restarts(d) {
			continue
		}
		target := &step.Service{Name: d.Key, Restart: true}
		if w.ask(target.Observe(w.world)) {
			continue
		}
		if p, err := w.world.Get(d.Type, d.Key); err == nil && p["exists"] == false {
			w.host.Skips = append(w.host.Skips, plan.Skip{Address: at, Reason: "the service is gone"})
			continue
		}
		changes, err := target.Plan(w.world)
		if err != nil {
			w.host.Blocks = append(w.host.Blocks, plan.Blocked{Kind: plan.BlockStep, Address: at, Error: w.explain(hcl.Range{}, err)})
			continue
		}
		for i, c := range changes {
			w.host.Changes = append(w.host.Changes, plan.Change{
				ID: fmt.Sprintf("%s#%d", at, i), Step: at, Kind: "service", Change: c, OnError: "stop", Due: d.Run,
			})
		}
	}
}

// restarted says whether this run has restarted a service already.
func (w *walk) restarted(d plan.Due) bool {
	for _, i := range w.e.applied {
		if i.Action == step.Restart && i.Resource.Type == d.Type &&
			resource.Canonical(d.Type, i.Resource.Key) == resource.Canonical(d.Type, d.Key) {
			return true
		}
	}
	return false
}

// restarts says whether a planned change restarts a service, and notes for whom else it does.
func (w *walk) restarts(d plan.Due) bool {
	for i := range w.host.Changes {
		c := &w.host.Changes[i]
		if c.Action == step.Restart && c.Resource.Type == d.Type &&
			resource.Canonical(c.Resource.Type, c.Resource.Key) == resource.Canonical(d.Type, d.Key) {
			c.Due = d.Run
			return true
		}
	}
	return false
}

// fights finds steps that undo what another one plans: on the predicted world, every step must find nothing to do. Neither of the two is made,
// nor what comes after them.
func (w *walk) fights() {
	if len(w.needs) > 0 || len(w.host.Changes) < 2 {
		return
	}
	for _, p := range w.planned {
		again, err := p.step.Plan(w.world)
		if err != nil {
			continue
		}
		for _, c := range again {
			if c.Op == nil || c.Opaque || c.Once {
				continue
			}
			other := w.rival(p.block, c.Resource)
			name := "another step"
			if other != nil {
				name = other.Step + " (" + other.Source + ")"
			}
			w.withdraw(plan.Blocked{
				Kind: plan.BlockStep, Address: p.at, Source: where(p.source.Range),
				Error: problem.New(problem.StepConflict, "step", p.at, "other", name, "resource", c.Resource.Type+" "+c.Resource.Key).
					With("%s", where(p.source.Range)),
			}, p.block, other)
			break
		}
	}
}

// rival is the change of another block on a resource; nil if there is none.
func (w *walk) rival(block string, id resource.ID) *plan.Change {
	for i := range w.host.Changes {
		c := &w.host.Changes[i]
		if c.Block() != block && c.Resource.Type == id.Type && strings.EqualFold(c.Resource.Key, id.Key) {
			found := *c
			return &found
		}
	}
	return nil
}

// withdraw takes the changes of a block, of its rival and of what comes after either out of the plan.
func (w *walk) withdraw(b plan.Blocked, block string, rival *plan.Change) {
	out := map[string]bool{block: true}
	w.host.Blocks = append(w.host.Blocks, b)
	if rival != nil {
		out[rival.Block()] = true
	}
	for grown := true; grown; {
		grown = false
		for _, c := range w.host.Changes {
			rests := slices.ContainsFunc(c.RunsAfter, func(r string) bool { return out[r] })
			if !out[c.Block()] && rests {
				out[c.Block()], grown = true, true
			}
		}
	}
	seen := map[string]bool{block: true}
	w.host.Changes = slices.DeleteFunc(w.host.Changes, func(c plan.Change) bool {
		if out[c.Block()] && !seen[c.Block()] {
			seen[c.Block()] = true
			w.host.Blocks = append(w.host.Blocks, plan.Blocked{
				Kind: plan.BlockStep, Playbook: c.Playbook, Address: c.Step, Title: c.Title, Source: c.Source, By: b.Address,
			})
		}
		return out[c.Block()]
	})
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
		is, known, y, err := s.truth(c.When, "when", each)
		if !known {
			out.Status, out.Message = plan.CheckUnknown, reason(y, err)
			return
		}
		if !is {
			out.Status = plan.CheckSkipped
			return
		}
	}
	is, known, y, err := s.truth(c.OK, "ok", each)
	switch {
	case !known:
		out.Status, out.Message = plan.CheckUnknown, reason(y, err)
		return
	case !is:
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

// blocked notes a block that rests on one that failed, or that waits for an answer. One that is known after a step only waits.
func (w *walk) blocked(s *scope, kind plan.BlockKind, at string, title func() string, r hcl.Range, y why) {
	switch {
	case y.err != nil:
		w.fail(s, kind, at, title, r, y, y.err)
	case y.pending:
		w.unanswered = append(w.unanswered, plan.Blocked{Kind: kind, Playbook: s.playbook, Address: at, Source: where(r)})
	}
}

// fail notes a block that cannot be planned: by its own error, or by that of the block that it rests on.
func (w *walk) fail(s *scope, kind plan.BlockKind, at string, title func() string, r hcl.Range, y why, err error) {
	b := plan.Blocked{Kind: kind, Playbook: s.playbook, Address: at, Source: where(r)}
	if title != nil {
		b.Title = title()
	}
	if y.by == "" || y.by == plan.Block(s.playbook, at) {
		b.Error = w.explain(r, err)
		w.host.Blocks = append(w.host.Blocks, b)
		return
	}
	b.By = strings.TrimPrefix(y.by, s.playbook+":")
	if q, ok := w.failed[y.by]; ok {
		w.host.Blocks = append(w.host.Blocks, q)
		delete(w.failed, y.by)
	}
	w.host.Blocks = append(w.host.Blocks, b)
}

// explain makes a problem of an error, with its place.
func (w *walk) explain(r hcl.Range, err error) *problem.Problem {
	var located *exprError
	if errors.As(err, &located) && located.rng.Filename != "" {
		r = located.rng
	}
	var p *problem.Problem
	var missing *step.NotObserved
	switch {
	case errors.As(err, &missing):
		p = problem.New(problem.Internal, "what", err.Error())
	case errors.As(err, &p):
		c := *p
		p = &c
	default:
		p = problem.New(problem.StepUnplannable, "what", err.Error()).Because(err)
		p.Detail = ""
	}
	if r.Filename != "" {
		p.Detail = strings.TrimSuffix(where(r)+": "+p.Detail, ": ")
	}
	return p
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
