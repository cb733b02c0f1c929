package eval

import (
	"errors"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// wait notes that a step cannot be planned, or not yet, because of what it rests on. The value is what expressions see
// of it.
func (w *walk) wait(s *scope, st *playbook.Step, at string, each cty.Value, y why) value {
	w.blocked(s, plan.BlockStep, at, s.title(st, each), st.Range, y)
	if y.after != "" && !y.pending && y.err == nil {
		w.deferred(s, st, at, each, y.after)
	}
	return value{cty.DynamicVal, y}
}

// deferred plans a step that is known only after another one has run.
func (w *walk) deferred(s *scope, st *playbook.Step, at string, each cty.Value, after string) {
	w.host.Changes = append(w.host.Changes, plan.Change{
		Change:   step.Change{Action: step.Update, Resource: resource.ID{Type: st.Kind.Name}},
		Playbook: s.playbook, Step: at, Kind: st.Kind.Name, Title: s.title(st, each)(), Serves: st.Serves,
		OnError:    st.OnError,
		KnownAfter: after, Stage: st.Stage, Source: where(st.Range),
	})
}

// takeAlong notes what stands in a playbook or an include that cannot be planned, or not yet. Its checks are unknown.
func (w *walk) takeAlong(s *scope, y why) {
	s.waiting = y
	for _, item := range s.pb.Items {
		switch {
		case item.Include != nil:
			w.takeAlong(s.children[item.Include.Name], y)
		case !w.e.options.Checks:
			w.wait(s, item.Step, s.prefix+item.Step.Address, cty.NilVal, y)
		}
	}
	w.pend(s)
}

// blocked notes a block that rests on one that failed, or that waits for an answer. One that is known after a step only
// waits.
func (w *walk) blocked(s *scope, kind plan.BlockKind, at string, title func() string, r hcl.Range, y why) {
	switch {
	case y.err != nil:
		w.fail(s, kind, at, title, r, y, y.err)
	case y.pending || y.others:
		w.unanswered = append(w.unanswered, plan.Blocked{
			Kind: kind, Playbook: s.playbook, Address: at,
			Source: where(r),
		})
	}
}

// fail notes a block that cannot be planned: by its own error, or by that of the block that it rests on. It says why
// what rests on it cannot be planned either.
func (w *walk) fail(s *scope, kind plan.BlockKind, at string, title func() string, r hcl.Range, y why, err error) why {
	b := plan.Blocked{Kind: kind, Playbook: s.playbook, Address: at, Source: where(r)}
	if title != nil {
		b.Title = title()
	}
	own := plan.Block(s.playbook, at)
	if y.by == "" || y.by == own {
		b.Error = w.explain(r, err)
		w.host.Blocks = append(w.host.Blocks, b)
		return why{err: err, by: own}
	}
	b.By = strings.TrimPrefix(y.by, s.playbook+":")
	if q, ok := w.failed[y.by]; ok {
		w.host.Blocks = append(w.host.Blocks, q)
		delete(w.failed, y.by)
	}
	w.host.Blocks = append(w.host.Blocks, b)
	return why{err: err, by: y.by}
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
		told := problem.Told(err)
		p = problem.New(problem.StepUnplannable, "de", told.DE, "en", told.EN).Because(err)
		p.Detail = ""
	}
	if r.Filename != "" {
		p.Detail = strings.TrimSuffix(where(r)+": "+p.Detail, ": ")
	}
	return p
}
