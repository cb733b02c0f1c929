package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// gated asks with the questions of a plan what holds changes back. Where nothing is to be asked it is not either.
type gated struct {
	Evaluation
	gate  Evaluation
	inner int // of the questions that were asked last, those of the plan
}

// Queries implements Evaluation.
func (g *gated) Queries() []resource.Query {
	q := g.Evaluation.Queries()
	if g.inner = len(q); len(q) == 0 {
		return nil
	}
	return append(q[:len(q):len(q)], g.gate.Queries()...)
}

// Add implements Evaluation.
func (g *gated) Add(q []resource.Query, a []resource.Answer) {
	g.Evaluation.Add(q[:g.inner], a[:g.inner])
	g.gate.Add(q[g.inner:], a[g.inner:])
}

// Plan implements Evaluation.
func (g *gated) Plan() *plan.Host {
	h := g.Evaluation.Plan()
	if h.Pending() && h.Reason == nil && h.Error == nil {
		h.Reason = closed(g.gate.Plan())
	}
	return h
}

// closed is the reason that a gate gives; nil where it is open, or cannot tell.
func closed(h *plan.Host) *plan.Reason {
	for i := range h.Checks {
		if c := &h.Checks[i]; c.Status == plan.CheckFinding {
			return &plan.Reason{Code: plan.ReasonGate, Detail: c.Message}
		}
	}
	return nil
}

// gate asks the host once more, in the exchange that is about to change it. held is why it must not; lost why the
// session is of no further use.
func (a *applier) gate(ctx context.Context, session Session) (held *plan.Reason, lost error) {
	if a.r.Gate == nil {
		return nil, nil
	}
	h, lost := rounds(a.r.Gate(a.host), func(q []resource.Query) ([]resource.Answer, error) {
		return session.Observe(ctx, q)
	})
	if lost != nil {
		return nil, lost
	}
	return closed(h), nil
}
