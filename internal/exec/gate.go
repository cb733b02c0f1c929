package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// gated asks with the first questions of a plan what holds changes back. Where nothing is to be asked it is not either.
// The gate's evaluation is made when it is needed: hosts that are waited for do not keep it.
type gated struct {
	Evaluation
	gate    func() Evaluation
	queries []resource.Query // the gate's; nil: they were not asked
	answers []resource.Answer
}

// gated is an evaluation with what the gate asks. It stands apart because a host that is waited for keeps the frame of
// look.
//
//go:noinline
func (c *hostConn) gated(ev Evaluation) Evaluation {
	if c.r.Gate == nil {
		return ev
	}
	return &gated{Evaluation: ev, gate: func() Evaluation { return c.r.Gate(c.host) }}
}

// Queries implements Evaluation.
func (g *gated) Queries() []resource.Query {
	q := g.Evaluation.Queries()
	if len(q) == 0 || g.answers != nil {
		return q
	}
	g.queries = g.gate().Queries()
	return append(q[:len(q):len(q)], g.queries...)
}

// Add implements Evaluation.
func (g *gated) Add(q []resource.Query, a []resource.Answer) {
	if g.answers == nil && len(g.queries) > 0 {
		inner := len(q) - len(g.queries)
		q, a, g.answers = q[:inner], a[:inner], a[inner:]
	}
	g.Evaluation.Add(q, a)
}

// Plan implements Evaluation.
func (g *gated) Plan() *plan.Host {
	h := g.Evaluation.Plan()
	if g.answers != nil && h.Pending() && h.Reason == nil && h.Error == nil {
		gate := g.gate()
		gate.Add(gate.Queries(), g.answers)
		h.Reason = closed(gate.Plan())
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
