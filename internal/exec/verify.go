package exec

import (
	"errors"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// evaluation begins to plan anew. It is told what this run has done, so that what runs only after those steps is
// planned, and what they gave (a script's output) is known.
func (a *applier) evaluation() Evaluation {
	ev := a.run.evaluate(a.host)
	ev.Applied(a.work.Made())
	return ev
}

// judge holds the fresh plan against what was reviewed and done, and gives the changes of the next exchange: none when
// the host is as it should be. A host for which no playbook is meant any more is: its own changes made it so.
func (a *applier) judge() ([]*plan.Item, error) {
	if a.fresh.Error != nil {
		return nil, notVerified(a.fresh.Error)
	}
	if b := a.broken(); b != nil {
		return nil, notVerified(b)
	}
	d := a.work.Compare(a.fresh)
	switch {
	case len(d.Again) > 0:
		c := d.Again[0]
		return nil, problem.New(problem.NotConverged, "steps", steps(d.Again), "resource", c.Resource.String())
	case len(d.Stale) > 0:
		return nil, stale(d.Stale, a.fresh)
	case len(d.Beyond) > 0:
		c := d.Beyond[0]
		return nil, problem.New(problem.BeyondReview, "steps", steps(d.Beyond)).With("%s", c.Resource)
	case len(d.Next) == 0 && len(d.Stuck) > 0 && a.failure == nil:
		return nil, problem.New(problem.Stuck, "steps", steps(d.Stuck), "after", d.Stuck[0].KnownAfter)
	}
	return a.prepared(a.work.Admit(d.Next)), nil
}

// broken is why a block of which something was sent could not be planned again; nil if all could.
func (a *applier) broken() error {
	for _, b := range a.fresh.Blocks {
		if b.Error != nil && a.work.Sent(plan.Block(b.Playbook, b.Address)) {
			return b.Error
		}
	}
	return nil
}

// notVerified is the end of a host's work of which one cannot tell whether it holds.
func notVerified(cause error) *problem.Problem {
	p := problem.From(cause)
	return problem.New(problem.NotVerified).With("%s", p.Detail).Because(p)
}

// findOut goes on after a connection that was lost: it connects once more and only reads. If planning again finds
// nothing the unknown operations are done; otherwise they stay unknown, and nothing is sent a second time.
func (a *applier) findOut(lost error, changes []*plan.Item) error {
	var open []*plan.Item
	for _, c := range changes {
		if c.Ended() == resource.Unknown {
			open = append(open, c)
		}
	}
	a.disconnect()
	var own *problem.Problem
	switch {
	case a.ctx.Err() != nil:
		return &held{cancelled()}
	case errors.As(lost, &own) && own.IsDefect():
		return notVerified(own)
	case a.recovered, a.r.halted(a.ctx):
		return unknownOutcome(open, lost)
	}
	a.recovered = true
	ctx, cancel := a.r.bound(a.ctx) // the time of before may be over: that may be why it was lost
	defer cancel()
	a.say(PhaseVerify, "reconnecting")
	fresh, err := a.observed(ctx, a.evaluation())
	if err != nil {
		return unknownOutcome(open, err)
	}
	a.fresh = fresh
	if len(open) == 0 {
		return nil
	}
	if len(a.work.Pending(fresh)) > 0 || fresh.Error != nil || a.broken() != nil {
		return unknownOutcome(open, lost)
	}
	var once []*plan.Item
	for _, c := range open {
		if c.Once {
			once = append(once, c) // nothing tells whether it was made
			continue
		}
		c.Outcome = &resource.Result{Op: c.Op.ID, Status: resource.Done, Now: c.Op.After}
		c.Remarks = append(c.Remarks, problem.New(problem.VerifiedLater))
		a.record(*c.Outcome)
	}
	if len(once) > 0 {
		return unknownOutcome(once, lost)
	}
	return nil
}

// unknownOutcome is the end of a host's work of which nobody knows how far it came.
func unknownOutcome(open []*plan.Item, lost error) *problem.Problem {
	if len(open) == 0 {
		return notVerified(lost)
	}
	p := problem.New(problem.UnknownOutcome, "steps", steps(open))
	if lost != nil {
		p.Because(lost)
	}
	return p
}
