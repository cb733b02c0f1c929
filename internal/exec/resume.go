package exec

import (
	"context"
	"strconv"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
)

// Past is what the journal has of a run that is to go on.
type Past struct {
	Run string
	// Made are the changes that were sent, by host (practice/host), each with its outcome.
	Made map[string][]*plan.Item
	// Rest counts the hosts of the run that are not gone about again.
	Rest plan.Summary
}

// Resume goes on with a run that was broken off. The document holds the hosts on which something is left, in its order.
// Each is looked at first: what was made stays, what nobody knew is known then, and what is due after it is made.
func (r *Runner) Resume(document *plan.Plan, hosts []*inventory.Host, evaluate Evaluate, past Past) *Run {
	run := r.Reviewed(document, hosts, evaluate)
	run.info.ID, run.past = past.Run, &past
	for _, t := range run.targets {
		work := plan.NewWork(t.plan)
		work.Resume(past.Made[t.plan.Host])
		t.result.Items = work.Items
	}
	return run
}

// resumed prepares the work on one host to go on where it was broken off.
func (a *applier) resumed() {
	if a.run.past == nil {
		return
	}
	made := a.run.past.Made[a.host.ID()]
	a.work.Resume(made)
	for _, i := range made {
		if n, err := strconv.Atoi(i.ID); err == nil {
			a.lastID = max(a.lastID, n)
		}
	}
}

// resume takes a run up again in the journal.
func (r *Runner) resume(ctx context.Context, info RunInfo) (RunInfo, error) {
	if err := r.Journal.Resume(context.WithoutCancel(ctx), info.ID, info.Hosts); err != nil {
		return info, unwritten("", err)
	}
	return info, nil
}
