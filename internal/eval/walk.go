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
	"github.com/xops-dev/xops/internal/text"
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
	planned    []*plannedStep
	planning   int    // counts the steps that got a value: what waited for one may be known now
	laid       []laid // the changes that lie over the world, in order
	// conflicts are the blocks that were found to fight another one: they are not planned.
	conflicts map[string]*problem.Problem
	final     bool // there will be no more answers
	// failed are the queries that could not be answered, by block; they are told where a step rests on them.
	failed map[string]plan.Blocked
	checks []pendingCheck
	// unanswered are the blocks that wait for an answer.
	unanswered []plan.Blocked
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
}

// playbook plans one playbook or include; it says whether the playbook applies to this host, as far as is known.
func (w *walk) playbook(s *scope) bool {
	if s.pb.Only != nil {
		is, known, y, err := s.truth(s.pb.Only, "only", cty.NilVal)
		switch {
		case err != nil:
			w.takeAlong(s, w.fail(s, plan.BlockPlaybook, s.name(), nil, s.pb.Range, y, err))
			return true
		case !known:
			w.blocked(s, plan.BlockPlaybook, s.name(), nil, s.pb.Range, y)
			w.takeAlong(s, y)
			return true
		case !is:
			w.host.Skips = append(w.host.Skips, plan.Skip{
				Address: s.name(), Title: s.pb.Title.Raw(w.e.set.Lang),
				Why: problem.New(problem.OnlyFalse).With("only = %s", source(s.pb, s.pb.Only)),
			})
			s.skip()
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
				w.takeAlong(child, w.fail(s, plan.BlockInclude, child.name(), nil, item.Include.Range, y, err))
				continue
			case !known:
				w.blocked(s, plan.BlockInclude, child.name(), nil, item.Include.Range, y)
				w.takeAlong(child, y)
				continue
			case !is:
				w.host.Skips = append(w.host.Skips, plan.Skip{
					Address: child.name(),
					Why:     problem.New(problem.WhenFalse).With("when = %s", source(s.pb, item.Include.When)),
				})
				child.skip()
				continue
			}
		}
		w.playbook(child)
	}
	for _, q := range s.pb.Queries { // also those that nothing uses: they were written to be asked
		s.query(q)
	}
	w.pend(s)
	return true
}

// foresee asks what expressions rest on.
func (w *walk) foresee(s *scope, exprs ...hcl.Expression) {
	for _, e := range exprs {
		if e == nil {
			continue
		}
		for _, u := range w.e.set.Uses(e).Refs {
			if _, kept := s.remembered(u.Key); !kept && u.Root != "each" {
				s.resolve(u.Ref, cty.NilVal)
			}
		}
	}
}

// step plans all instances of a step and remembers its value for expressions.
func (w *walk) step(s *scope, st *playbook.Step) {
	defer func() { w.planning++ }()
	key := st.Kind.Name + "." + st.Name
	at := s.prefix + st.Address
	each, y, err := s.instances(st.ForEach)
	switch {
	case err != nil:
		s.steps[key] = value{cty.DynamicVal, w.fail(s, plan.BlockStep, at, nil, st.Range, y, err)}
		return
	case !y.none():
		s.steps[key] = w.wait(s, st, at, cty.NilVal, y)
		return
	}
	if st.ForEach == nil {
		s.steps[key] = w.instance(s, st, at, cty.NilVal)
		return
	}
	values := map[string]cty.Value{}
	var total why
	for _, e := range each {
		v := w.instance(s, st, fmt.Sprintf("%s[%q]", at, e.Key), e.Each)
		values[e.Key] = v.v
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
	block, title := plan.Block(s.playbook, at), s.title(st, each)
	wait := func(y why) value { return w.wait(s, st, at, each, y) }
	failed := func(y why, err error) value {
		return value{cty.DynamicVal, w.fail(s, plan.BlockStep, at, title, st.Range, y, err)}
	}
	if p := w.conflicts[block]; p != nil {
		w.host.Blocks = append(w.host.Blocks, plan.Blocked{
			Kind: plan.BlockStep, Playbook: s.playbook, Address: at, Title: title(), Source: where(st.Range), Error: p,
		})
		return value{cty.DynamicVal, why{err: p, by: block}}
	}
	if st.When != nil {
		is, known, y, err := s.truth(st.When, "when", each)
		switch {
		case err != nil:
			return failed(y, err)
		case !known:
			return wait(y)
		case !is:
			w.host.Skips = append(w.host.Skips, plan.Skip{
				Address: at, Title: title(),
				Why: problem.New(problem.WhenFalse).With("when = %s", source(s.pb, st.When)),
			})
			return unchanged
		}
	}
	if y, run := s.triggered(st.After); !y.none() {
		return wait(y)
	} else if !run {
		w.host.Skips = append(w.host.Skips, plan.Skip{
			Address: at, Title: title(),
			Why: problem.New(problem.NothingBefore),
		})
		return unchanged
	}
	if after := w.lowerStage(st.Stage); after != "" {
		return wait(why{after: after})
	}
	target := st.Kind.New()
	rests, err := s.decode(st.Attrs, each, target, st.Kind.Secret)
	if err != nil {
		return failed(rests, err)
	} else if !rests.none() {
		return wait(rests)
	}
	if w.ask(target.Observe(w.world)) {
		return wait(why{pending: true})
	}
	changes, err := target.Plan(w.world)
	if err != nil {
		return failed(why{}, err)
	}
	// the title may have a question of its own: now, not when there is a change
	name, auto, opaque := title(), false, false
	done := w.e.applied[block]
	self := &plannedStep{step: target, source: st, at: at, block: block}
	for i, c := range changes {
		if done != nil && c.Once {
			continue // this run has made it already, and nothing tells so on the host
		}
		full := plan.Change{
			ID: fmt.Sprintf("%s#%d", block, i), RunsAfter: s.after(st), Change: c, Playbook: s.playbook, Step: at,
			Kind:  st.Kind.Name,
			Title: name, Serves: st.Serves, OnError: st.OnError, Stage: st.Stage, Source: where(st.Range),
		}
		if c.Action != step.Manual {
			auto = true
		}
		opaque = opaque || c.Opaque
		if c.Op != nil {
			op := *c.Op
			op.ID = full.Block() + "#" + fmt.Sprint(i)
			op.Continue = st.OnError == "continue"
			if t, _ := resource.Of(op.Type); t.Nameless { // a kind does not know its address
				op.Key, full.Resource.Key = at, at
			}
			full.Op, full.ID = &op, op.ID
			if !w.e.conceal(&full, &st.Kind, rests.secret != nil) {
				return failed(why{}, said(text.SecretInName))
			}
			w.world.Overlay(op, c.Predict)
			w.laid = append(w.laid, laid{self, op, c.Predict})
		}
		if c.Action == step.Restart {
			w.mergeRestart(&full)
		}
		w.host.Changes = append(w.host.Changes, full)
	}
	self.laid = len(w.laid)
	w.planned = append(w.planned, self)
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
	m := map[string]cty.Value{
		"changed": cty.True, "output": cty.NullVal(cty.List(cty.String)),
		"exit_code": cty.NullVal(cty.Number),
	}
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
		if old.Action == step.Restart && old.Resource.Same(c.Resource) {
			c.Notes = append(c.Notes, problem.New(problem.NoteRestartFor, "block", old.Block()))
			c.Covers = append(append(c.Covers, old.Covers...), old.Block())
			c.Serves = append(append([]string{}, old.Serves...), c.Serves...)
			c.RunsAfter = append(append([]string{}, old.RunsAfter...), c.RunsAfter...)
			if old.Op != nil && !old.Once { // it does not run: that is to be told, and can be taken back
				op := *old.Op
				op.ID, op.Continue = c.Op.ID, c.Op.Continue
				c.Op, c.Before, c.After = &op, old.Before, old.After
				c.Reversible, c.Once = old.Reversible, false
				c.Notes = append(slices.Clone(old.Notes), c.Notes[len(c.Notes)-1])
			}
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

// reason says why something cannot be told.
func (w *walk) reason(y why, err error) string {
	l := w.e.set.Lang
	if err == nil {
		err = y.err
	}
	var p *problem.Problem
	switch {
	case errors.As(err, &p):
		return p.Text(l).Cause
	case err != nil:
		return err.Error()
	case y.after != "":
		return text.KnownAfter.In(l, "step", y.after)
	}
	return text.NotKnownYet.In(l)
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
