package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// How often hosts that sleep are tried again.
const (
	firstTry = 30 * time.Second
	lastTry  = 10 * time.Minute
)

// asleep says whether a host may come later: it could not be reached and nothing was sent to it, its time has not come,
// or somebody else changes it now.
func (t *target) asleep() bool {
	if t.result.Class() == plan.Waiting {
		code := t.result.Reason.Code
		return (code == plan.ReasonWindow || code == plan.ReasonBusy) && !t.result.Sent()
	}
	return t.result.Class() == plan.Unreachable
}

// await keeps trying the hosts that sleep until the time is over. One that was planned is changed as planned; one that
// was never looked at is planned now, and changed only if that is what somebody has approved on another host: anything
// else waits for a person. Who goes on with a run has come to see: the first try is made at once, and it is the only
// one without Wait.
func (run *Run) await(ctx context.Context, rollout *plan.Rollout) {
	r := run.r
	atOnce := run.past != nil
	until := r.Clock().Add(r.Wait)
	approved := run.approved()
	for try := firstTry; rollout.Stopped() == nil; try = min(lastTry, try*3/2) {
		var sleeping []*target
		for _, t := range run.targets {
			if t.asleep() {
				sleeping = append(sleeping, t)
			}
		}
		left := until.Sub(r.Clock())
		if len(sleeping) == 0 || left <= 0 && !atOnce || r.halted(ctx) {
			return
		}
		if !atOnce {
			r.event(Event{
				Phase: PhaseWait, Text: text.Plain(until.Local().Format("15:04")),
				Done: len(run.targets) - len(sleeping), Total: len(run.targets),
			})
			r.wait(ctx, min(try, left))
		}
		atOnce = false
		r.each(len(sleeping), func(i int) {
			if !r.halted(ctx) {
				run.wake(ctx, sleeping[i], approved)
			}
		})
		for _, t := range sleeping {
			if t.begun && !t.asleep() {
				rollout.Late(t.result)
			}
		}
	}
}

// approved are the shapes of the plans that were reviewed.
func (run *Run) approved() map[string]bool {
	document := run.document
	if run.past != nil {
		document = run.past.Whole
	}
	shapes := map[string]bool{}
	for _, h := range document.Hosts {
		if h.Error == nil {
			shapes[h.Shape()] = true
		}
	}
	return shapes
}

// wake tries a host that slept.
func (run *Run) wake(ctx context.Context, t *target, approved map[string]bool) {
	seen := true
	if t.plan.Error != nil || t.plan.Reason != nil { // else it was planned, and is changed as planned
		h, v := run.planAnew(ctx, t)
		if h == nil || v.Error != nil {
			t.result = plan.Looked(t.plan, v)
			return // it sleeps still, or it cannot be planned
		}
		t.planned(h, v)
		if seen = approved[t.plan.Shape()]; t.plan.Pending() && t.plan.Reason == nil && !seen {
			t.result.Reason = &plan.Reason{Code: plan.ReasonUnapproved}
		}
	}
	if seen && t.pending() {
		t.result = run.apply(ctx, t)
		t.begun = true
	}
	if !t.asleep() {
		run.finish(ctx, t)
	}
}
