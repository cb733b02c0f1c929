package eval

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
)

// due plans the restarts that earlier runs owe. One that this run makes anyway, for its own reasons, is enough; one
// that a step of this run would take back stays owed.
func (w *walk) due() {
	if w.e.options.Checks || w.applicable == 0 {
		return
	}
	for _, d := range w.e.options.Due {
		at := "due." + d.Type + "." + d.Key
		target := step.RestartOf(d.Resource())
		if target == nil || w.restarted(d) || w.restarts(d) {
			continue
		}
		if w.ask(target.Observe(w.world)) {
			w.unanswered = append(w.unanswered, plan.Blocked{Kind: plan.BlockStep, Address: at})
			continue
		}
		if p, err := w.world.Get(d.Type, d.Key); err == nil && p["exists"] == false {
			w.host.Skips = append(w.host.Skips, plan.Skip{
				Address: at,
				Why:     problem.New(problem.ServiceGone, "service", d.Key),
			})
			continue
		}
		changes, err := target.Plan(w.world)
		if err != nil {
			w.host.Blocks = append(w.host.Blocks, plan.Blocked{
				Kind: plan.BlockStep, Address: at, Error: w.explain(hcl.Range{}, err),
			})
			continue
		}
		if other := w.objects(changes); other != "" {
			w.host.Skips = append(w.host.Skips, plan.Skip{
				Address: at,
				Why:     problem.New(problem.Overruled, "step", other),
			})
			continue
		}
		for i, c := range changes {
			w.host.Changes = append(w.host.Changes, plan.Change{
				ID: fmt.Sprintf("%s#%d", at, i), Step: at, Kind: d.Type, Change: c, OnError: "stop", Due: d.Run,
			})
		}
	}
}

// restarted says whether this run has restarted a service already.
func (w *walk) restarted(d plan.Due) bool {
	for _, i := range w.e.applied {
		if i.Action == step.Restart && i.Resource.Same(d.Resource()) {
			return true
		}
	}
	return false
}

// restarts says whether a planned change restarts a service, and notes for whom else it does.
func (w *walk) restarts(d plan.Due) bool {
	for i := range w.host.Changes {
		c := &w.host.Changes[i]
		if c.Action == step.Restart && c.Resource.Same(d.Resource()) {
			c.Due = d.Run
			return true
		}
	}
	return false
}

// objects is a step that is content with what is planned and would not be with more changes; "" if there is none.
func (w *walk) objects(changes []step.Change) string {
	world := w.laidUpTo(len(w.laid))
	for _, c := range changes {
		if c.Op != nil {
			world.Overlay(*c.Op, c.Predict)
		}
	}
	for _, p := range w.planned {
		if p.wants(w.world) == nil && p.wants(world) != nil {
			return p.at
		}
	}
	return ""
}
