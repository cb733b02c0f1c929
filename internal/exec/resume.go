package exec

import (
	"context"

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

// resume takes a run up again in the journal.
func (r *Runner) resume(ctx context.Context, info RunInfo) (RunInfo, error) {
	if err := r.Journal.Resume(context.WithoutCancel(ctx), info.ID, info.Hosts); err != nil {
		return info, unwritten("", err)
	}
	return info, nil
}
