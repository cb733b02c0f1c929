package exec

import (
	"context"
	"slices"

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
	// Whole is the plan of the run, with all its hosts: what was approved.
	Whole *plan.Plan
}

// Resume goes on with a run that was broken off. The document holds the hosts on which something is left, in its order.
// Each is looked at first: what was made stays, what nobody knew is known then, and what is due after it is made.
func (r *Runner) Resume(document *plan.Plan, hosts []*inventory.Host, evaluate Evaluate, past Past) *Run {
	run := r.Reviewed(document, hosts, evaluate)
	run.info.ID, run.past = past.Run, &past
	for _, t := range run.targets {
		t.result.Items = run.begun(t).Items
	}
	return run
}

// begun is the work on one host, as far as it had come where the run was broken off.
func (run *Run) begun(t *target) *plan.Work {
	work := plan.NewWork(t.plan)
	if run.past != nil {
		work.Resume(run.past.Made[t.plan.Host])
	}
	return work
}

// planAnew plans a host that slept when the run was planned. What the run has made there since, before it was broken
// off, is part of the plan, so that it is known what comes after it.
func (run *Run) planAnew(ctx context.Context, t *target) (*plan.Host, plan.Visit) {
	var made []*plan.Item
	if run.past != nil {
		for _, i := range run.past.Made[t.plan.Host] {
			if i.Made() {
				made = append(made, i)
			}
		}
	}
	evaluate := func(h *inventory.Host) Evaluation {
		ev := run.evaluate(h)
		ev.Applied(made)
		return ev
	}
	h, v := (&hostConn{r: run.r, host: t.host}).look(ctx, evaluate, func() bool { return false })
	if h == nil || len(made) == 0 {
		return h, v
	}
	changes := make([]plan.Change, 0, len(made)+len(h.Changes))
	for _, i := range made {
		if !slices.ContainsFunc(h.Changes, func(c plan.Change) bool { return plan.Same(&c, &i.Change) }) {
			changes = append(changes, i.Change)
		}
	}
	h.Changes = append(changes, h.Changes...)
	return h, v
}

// resume takes a run up again in the journal.
func (r *Runner) resume(ctx context.Context, info RunInfo) (RunInfo, error) {
	if err := r.Journal.Resume(context.WithoutCancel(ctx), info.ID, info.Hosts); err != nil {
		return info, unwritten("", err)
	}
	return info, nil
}
