package exec

import (
	"context"
	"errors"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// evaluation begins to plan anew. It is told what this run has done, so that what runs only after those steps is
// planned, and what they gave (a script's output) is known.
func (a *applier) evaluation() Evaluation {
	ev := a.run.evaluate(a.host)
	ev.Applied(a.work.Made())
	return ev
}

// observe plans anew in an exchange of its own, which only asks, and looks at the places of what is in doubt.
func (a *applier) observe(ctx context.Context, doubtful []*plan.Item) (*plan.Traces, error) {
	a.modified = map[string]string{}
	r := &reader{hostConn: a.hostConn, modified: a.modified}
	defer r.end(ctx)
	traces := plan.NewTraces(doubtful)
	fresh, err := a.observed(ctx, a.evaluation(), r)
	if err == nil && len(doubtful) > 0 {
		_, err = a.observed(ctx, traces, r)
	}
	if err == nil {
		a.fresh = fresh
	}
	return traces, err
}

// again plans anew in a session that can change.
func (a *applier) again(ctx context.Context, session Session) (*plan.Host, error) {
	return rounds(a.evaluation(), func(q []resource.Query) ([]resource.Answer, error) {
		return session.Observe(ctx, q)
	})
}

// findOut goes on after a connection that was lost: it connects once more and only reads. Nothing is sent a second
// time.
func (a *applier) findOut(lost error, changes []*plan.Item) error {
	doubtful := plan.Doubtful(changes)
	a.disconnect()
	var own *problem.Problem
	switch {
	case a.ctx.Err() != nil:
		return &held{cancelled()}
	case errors.As(lost, &own) && own.IsDefect():
		return plan.NotVerified(own)
	case a.recovered, a.r.halted(a.ctx):
		return plan.UnknownOutcome(doubtful, lost)
	}
	a.recovered = true
	ctx, cancel := a.r.bound(a.ctx) // the time of before may be over: that may be why it was lost
	defer cancel()
	a.say(PhaseVerify, text.Reconnecting.With())
	traces, err := a.observe(ctx, doubtful)
	if err != nil {
		return plan.UnknownOutcome(doubtful, err)
	}
	known, open := a.work.FoundOut(doubtful, a.fresh, traces)
	for _, i := range known {
		a.record(*i.Outcome)
	}
	if len(open) > 0 {
		return plan.UnknownOutcome(open, lost)
	}
	return nil
}
