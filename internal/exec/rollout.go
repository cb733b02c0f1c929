package exec

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// pending says whether there is something to be made on a host, and nothing that forbids it.
func (t *target) pending() bool {
	return t.plan.Error == nil && t.plan.Reason == nil && t.plan.Pending()
}

// Schedule is how the run's changes would go through its hosts.
func (run *Run) Schedule() plan.Schedule {
	rollout, _ := run.schedule()
	return rollout.Schedule
}

// schedule gives the hosts that are to be changed in the order of their turn: canaries, then the inventory's.
func (run *Run) schedule() (*plan.Rollout, []*target) {
	var first, rest []*target
	for _, t := range run.targets {
		switch {
		case !t.pending():
		case slices.Contains(run.r.Canaries, t.host.ID()):
			first = append(first, t)
		default:
			rest = append(rest, t)
		}
	}
	pending := append(first, rest...)
	return plan.NewRollout(plan.NewSchedule(len(pending), len(first), run.r.Rules)), pending
}

// roll changes the hosts batch by batch. After the stop no host begins.
func (run *Run) roll(ctx context.Context, rollout *plan.Rollout, pending []*target) {
	var mu sync.Mutex
	next := 0
	for batch, size := range rollout.Sizes {
		if batch > 0 && !run.goOn(ctx, rollout, batch, pending[:next]) {
			break
		}
		hosts := pending[next : next+size]
		next += size
		run.r.each(size, func(i int) {
			mu.Lock()
			begins := rollout.Begin()
			mu.Unlock()
			if !begins {
				return // told of below
			}
			t := hosts[i]
			t.result = run.apply(ctx, t)
			mu.Lock()
			rollout.End(t.result)
			mu.Unlock()
			t.begun = true
			run.finish(ctx, t)
		})
		if !rollout.Next() {
			break
		}
	}
	for _, t := range pending {
		if t.begun {
			continue
		}
		visit := plan.Visit{Host: t.plan.Host, Title: t.plan.Title, Reached: true, Reason: rollout.Stopped()}
		if run.r.halted(ctx) || visit.Reason == nil {
			visit.Reason = run.r.ending()
		}
		t.result = plan.Looked(t.plan, visit)
		run.finish(ctx, t)
	}
}

// goOn waits between two batches, and asks whether the next one may begin.
func (run *Run) goOn(ctx context.Context, rollout *plan.Rollout, batch int, done []*target) bool {
	r := run.r
	if pause := time.Duration(rollout.PauseS) * time.Second; pause > 0 {
		r.event(Event{Phase: PhasePause, Text: text.Plain(pause.String())})
		r.wait(ctx, pause)
	}
	if r.halted(ctx) {
		return false
	}
	if r.Between == nil {
		return true
	}
	results := make([]*plan.Result, len(done))
	for i, t := range done {
		results[i] = t.result
	}
	if !r.Between(batch, results) {
		rollout.Stop()
		return false
	}
	return true
}

// finish tells that a host's turn is over, and writes down how it ended.
func (run *Run) finish(ctx context.Context, t *target) {
	run.r.done(t.result)
	run.r.hostDone(ctx, run.info.ID, t.result)
}
