package exec

import (
	"context"
	"fmt"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// Run is planned work on hosts. It holds their connections until it is closed.
type Run struct {
	r        *Runner
	info     RunInfo
	evaluate Evaluate
	targets  []*target // in the order of the inventory
}

// target is one host of a run.
type target struct {
	site
	plan *plan.Host
}

// Plan observes the hosts and works out what must change on each. It never fails as a whole: what goes wrong
// on a host is in that host's plan. The caller must Close the run.
func (r *Runner) Plan(ctx context.Context, hosts []*inventory.Host, evaluate Evaluate) *Run {
	run := &Run{r: r, info: r.Info, evaluate: evaluate, targets: make([]*target, len(hosts))}
	r.each(len(hosts), func(i int) {
		t := &target{site: site{r: r, host: hosts[i]}}
		run.targets[i] = t
		t.plan = t.prepare(ctx, evaluate)
	})
	return run
}

// Plan is what would change, or after Apply what became of it, in the order of the inventory.
func (run *Run) Plan() *plan.Plan {
	p := &plan.Plan{Playbooks: run.info.Playbooks, Hosts: make([]*plan.Host, len(run.targets))}
	for i, t := range run.targets {
		p.Hosts[i] = t.plan
	}
	return p
}

// ID is the run's id in the journal; "" before Apply, unless the options gave one.
func (run *Run) ID() string { return run.info.ID }

// Close closes all connections.
func (run *Run) Close() {
	run.r.each(len(run.targets), func(i int) { run.targets[i].disconnect() })
}

// prepare makes one host's plan, whatever happens.
func (t *target) prepare(ctx context.Context, evaluate Evaluate) (p *plan.Host) {
	begun := t.r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			p = &plan.Host{Status: plan.Failed, Error: defect(cause)}
		}
		if p.Status != plan.Changes {
			t.disconnect() // nothing follows on this host
		}
		p.Host, p.Title = t.host.ID(), t.host.Practice.Title
		p.DurationMS = t.r.Clock().Sub(begun).Milliseconds()
		cost := t.cost()
		p.Requests, p.Starts = cost.Requests, cost.Starts
		t.say(PhaseDone, string(p.Status))
	}()
	if t.r.halted(ctx) {
		return &plan.Host{Status: plan.Skipped, Error: cancelled("This host was not started.")}
	}
	bounded, cancel := t.r.bound(ctx)
	defer cancel()
	p, err := t.observed(bounded, evaluate(t.host))
	if err != nil {
		status, e := describe(ctx, err)
		return &plan.Host{Status: status, Error: e}
	}
	mandate(t.host, p)
	return p
}

// observed evaluates on what an exchange of its own finds. Without questions nothing is connected.
func (s *site) observed(ctx context.Context, ev Evaluation) (*plan.Host, error) {
	r := &reading{site: s}
	defer r.end(ctx)
	p, err := rounds(ev, func(q []resource.Query) ([]resource.Answer, error) { return r.ask(ctx, q) })
	s.say(PhasePlan, "")
	return p, err
}

// rounds asks until the evaluation has no more questions, and gives its plan.
func rounds(ev Evaluation, ask func([]resource.Query) ([]resource.Answer, error)) (*plan.Host, error) {
	for range maxRounds {
		queries := ev.Queries()
		if len(queries) == 0 {
			return checked(ev.Plan())
		}
		answers, err := ask(queries)
		if err != nil {
			return nil, err
		}
		if len(answers) != len(queries) {
			return nil, unanswered(len(answers), len(queries))
		}
		ev.Add(queries, answers)
	}
	if left := ev.Queries(); len(left) > 0 {
		return nil, &diag.Error{
			Code:    "rounds",
			Summary: fmt.Sprintf("The playbook still has questions after %d rounds", maxRounds),
			Detail:  fmt.Sprintf("next: %s %q", left[0].Type, left[0].Key),
			Hint:    "A query that depends on a query, more than six deep, must be flattened.",
		}
	}
	return checked(ev.Plan())
}

func checked(p *plan.Host) (*plan.Host, error) {
	if p == nil {
		return nil, &diag.Error{Code: "internal", Summary: "The evaluation gave no plan", Hint: "This is a defect of xops. Please report it."}
	}
	return p, nil
}

func unanswered(answers, queries int) *diag.Error {
	return &diag.Error{
		Code:    "protocol",
		Summary: fmt.Sprintf("The host answered %d of %d questions", answers, queries),
		Hint:    "This is a defect of xops. Please report it.",
	}
}
