package exec

import (
	"context"
	"errors"
	"fmt"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Apply makes the planned changes, and nothing else, on every host whose status is changes; verifies; and writes a
// journal. The result has the hosts of Plan, with every sent change's Outcome. An error means that the run could not be begun
// and no host was touched. Cancelling the context abandons what is in flight; Runner.Stop waits for it.
func (run *Run) Apply(ctx context.Context) (*plan.Plan, error) {
	r := run.r
	if r.Journal == nil {
		return nil, errors.New("exec: Apply needs a journal")
	}
	hosts := make([]*inventory.Host, len(run.targets))
	for i, t := range run.targets {
		hosts[i] = t.host
	}
	info, err := r.begin(ctx, hosts)
	if err != nil {
		return nil, err
	}
	run.info = info
	r.each(len(run.targets), func(i int) {
		t := run.targets[i]
		if t.plan.Status == plan.Changes {
			run.apply(ctx, t)
		}
		t.say(PhaseDone, string(t.plan.Status))
		if err := r.Journal.HostDone(context.WithoutCancel(ctx), run.info.ID, t.plan); err != nil {
			t.say(PhaseJournal, err.Error())
		}
	})
	p := run.Plan()
	if err := r.Journal.End(context.WithoutCancel(ctx), run.info.ID, verdict(r.halted(ctx), p)); err != nil {
		r.event(Event{Phase: PhaseJournal, Text: err.Error()})
	}
	return p, nil
}

// begin writes down that a run begins. Its hosts and its id, if the options have none, are filled in.
func (r *Runner) begin(ctx context.Context, hosts []*inventory.Host) (RunInfo, error) {
	info := r.Info
	info.Started = r.Clock()
	if info.ID == "" {
		info.ID = NewRunID(info.Started)
	}
	info.Hosts = make([]string, len(hosts))
	for i, h := range hosts {
		info.Hosts[i] = h.ID()
	}
	if err := r.Journal.Begin(context.WithoutCancel(ctx), info); err != nil {
		return info, &diag.Error{
			Code:    "journal",
			Summary: "The journal cannot be written, so nothing was changed",
			Detail:  err.Error(),
			Hint:    "Check the disk and the rights of the state directory.",
		}
	}
	return info, nil
}

// verdict is the run's status in the journal: done, failed or cancelled.
func verdict(halted bool, p *plan.Plan) string {
	status := "done"
	for _, h := range p.Hosts {
		switch {
		case halted && h.Error != nil && h.Error.Code == "cancelled":
			return "cancelled"
		case h.Status == plan.Failed || h.Status == plan.Unreachable:
			status = "failed"
		}
	}
	return status
}

// application is the work of changing one host.
type application struct {
	*target
	run *Run
	ctx context.Context // of the whole run, without the host's deadline
	// bounded has the host's deadline. What runs detached has one of its own, and afterwards the host's begins anew.
	bounded context.Context
	cancel  context.CancelFunc

	followed *plan.Change // ran detached and has ended; its trace on the host is still to be removed
	lastID   int
	// By block:
	waiting  map[string]bool // known only after an earlier step when the plan was reviewed, and not sent yet
	sent     map[string]bool // something of it was sent
	forgiven map[string]bool // failed with on_error = continue

	failure   *diag.Error // the first of theirs
	recovered bool        // whether it was reconnected: once is enough
	fresh     *plan.Host  // the last plan of what the host is like now
}

// apply changes one host, whatever happens.
func (run *Run) apply(ctx context.Context, t *target) {
	a := &application{target: t, run: run, ctx: ctx, waiting: map[string]bool{}, sent: map[string]bool{}, forgiven: map[string]bool{}}
	begun := t.r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			a.end(plan.Failed, defect(cause))
			for i := range t.plan.Changes {
				if c := &t.plan.Changes[i]; c.Op != nil && c.Outcome == nil && a.sent[c.Block()] {
					c.Outcome = &resource.Result{Op: c.Op.ID, Status: resource.Unknown}
				}
			}
		}
		t.disconnect()
		cost := t.cost()
		t.plan.Requests, t.plan.Starts = cost.Requests, cost.Starts
		t.plan.DurationMS += t.r.Clock().Sub(begun).Milliseconds()
	}()
	next := a.first()
	if len(next) == 0 {
		return // manual changes only: they stay
	}
	if t.r.halted(ctx) {
		a.end(plan.Skipped, cancelled("Nothing was changed on this host."))
		return
	}
	if e := closed(t.host, begun); e != nil {
		a.end(plan.Skipped, e)
		return
	}
	a.bounded, a.cancel = t.r.bound(ctx)
	defer func() { a.cancel() }()
	for stage := 0; len(next) > 0; stage++ {
		if e := a.mayGoOn(stage); e != nil {
			a.end(plan.Failed, e)
			return
		}
		if status, e := a.exchange(next); e != nil {
			a.end(status, e)
			return
		}
		var e *diag.Error
		if next, e = a.judge(); e != nil {
			a.end(plan.Failed, e)
			return
		}
	}
	a.converged()
}

// end is how the host's work ended.
func (a *application) end(status plan.Status, e *diag.Error) {
	a.plan.Status, a.plan.Error = status, e
}

// mayGoOn says why there must be no further exchange.
func (a *application) mayGoOn(stage int) *diag.Error {
	switch {
	case stage == 0:
		return nil
	case a.r.halted(a.ctx):
		return cancelled(fmt.Sprintf("%d stages are done and verified as far as they go; what comes after was not begun.", stage))
	case stage == maxStages:
		return &diag.Error{
			Code:    "stages",
			Summary: fmt.Sprintf("After %d stages there are still changes to make", maxStages),
			Hint:    "Look at the playbook: steps that are known only after one another, more than five deep. Apply it again to go on.",
		}
	}
	return nil
}

// first notes what the reviewed plan allows, and gives the changes of its first exchange.
func (a *application) first() []*plan.Change {
	var known []*plan.Change
	for i := range a.plan.Changes {
		c := &a.plan.Changes[i]
		switch {
		case c.Action == step.Manual:
		case c.Op == nil:
			a.waiting[c.Block()] = true
		default:
			*c = a.prepared(*c)
			known = append(known, c)
		}
	}
	return earliest(known)
}

// earliest are the changes of the lowest stage.
func earliest(changes []*plan.Change) []*plan.Change {
	var out []*plan.Change
	for _, c := range changes {
		if len(out) > 0 && c.Stage < out[0].Stage {
			out = nil
		}
		if len(out) == 0 || c.Stage == out[0].Stage {
			out = append(out, c)
		}
	}
	return out
}

// converged is the good end: everything was done, and planning again found nothing but what a person must do.
func (a *application) converged() {
	pending := map[string]bool{}
	for _, c := range a.fresh.Changes {
		pending[c.Block()] = true
	}
	for i := range a.plan.Changes {
		if c := &a.plan.Changes[i]; c.Outcome == nil && !pending[c.Block()] {
			c.Outcome = &resource.Result{Status: resource.Already} // it turned out not to be needed, or a person did it
		}
	}
	listed := map[string]bool{}
	for _, c := range a.plan.Changes {
		listed[c.Block()] = true
	}
	status := plan.OK
	for _, c := range a.fresh.Changes {
		if c.Action != step.Manual {
			continue
		}
		status = plan.Changes
		if !listed[c.Block()] {
			a.plan.Changes = append(a.plan.Changes, c)
		}
	}
	a.plan.Checks = a.fresh.Checks
	a.end(status, nil)
	if a.failure != nil {
		a.end(plan.Failed, a.failure)
	}
}
