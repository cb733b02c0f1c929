package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// Run is planned work on hosts.
type Run struct {
	r        *Runner
	info     RunInfo
	evaluate Evaluate
	document *plan.Plan
	targets  []*target // in the order of the inventory
	past     *Past     // of a run that goes on; nil for a new one
	waiting  waiting
	// practices: what hosts have said for other hosts of their practice; nil: nothing rests on it
	practices *practices
}

// target is one host of a run: its plan, which nobody changes any more, and beside it what became of it.
type target struct {
	host   *inventory.Host
	plan   *plan.Host
	result *plan.Result
	begun  bool // its changes were gone about
	kept   kept // its exchange, where that waits for them
}

// Plan observes the hosts and works out what must change on each. It never fails as a whole: what goes wrong on a host
// is in that host's plan. Each host's connection is closed when it is planned, but for those whose exchange is kept for
// Apply: Close ends them.
func (r *Runner) Plan(ctx context.Context, hosts []*inventory.Host, evaluate Evaluate) *Run {
	run := r.newRun(hosts, evaluate)
	run.waiting.left = len(hosts)
	ctx = transport.WithLack(ctx, run.scarce)
	if r.Neighbours {
		run.practices = newPractices(hosts)
	}
	r.each(len(hosts), func(i int) {
		i = run.practices.at(i)
		c := &hostConn{r: r, host: run.targets[i].host}
		run.targets[i].planned(c.look(ctx, run.practices.wrap(ctx, i, evaluate), run.mayKeep))
		run.looked(i, c)
	})
	if run.practices != nil {
		run.settle()
	}
	run.expire(ctx)
	document := r.Document
	document.Created = r.Clock().UTC().Format(time.RFC3339)
	for _, t := range run.targets {
		document.Hosts = append(document.Hosts, t.plan)
	}
	run.document = &document
	return run
}

// looked goes on with a host that was planned.
func (run *Run) looked(i int, c *hostConn) {
	t := run.targets[i]
	run.practices.looked(i, t)
	if c.keep {
		t.kept.put(c)
	} else {
		run.planned()
	}
	run.r.done(t.result)
}

// look plans one host. Its exchange is kept where changes are due, none is held back and there is room for it.
func (c *hostConn) look(ctx context.Context, evaluate Evaluate, mayKeep func() bool) (h *plan.Host, v plan.Visit) {
	v = c.visit(ctx, func(ctx context.Context, c *hostConn) (err error) {
		r := &reader{hostConn: c}
		defer r.end(ctx)
		h, err = c.observed(ctx, c.gated(evaluate(c.host)), r)
		if err != nil || h.Reason != nil || h.Error != nil || !h.Pending() {
			return err
		}
		if h.Reason = c.r.Guard(c.host); h.Reason == nil && r.session != nil && mayKeep() {
			c.session, c.keep, r.session = r.session, true, nil
		}
		return nil
	})
	return h, v
}

// planned gives a target its plan, as it is from now on.
func (t *target) planned(h *plan.Host, v plan.Visit) {
	if h == nil || v.Error != nil || v.Reason != nil {
		h = &plan.Host{Error: v.Error, Reason: v.Reason}
	}
	h.Host, h.Title = v.Host, v.Title
	t.plan, t.result = h, plan.Looked(h, v)
}

// Reviewed is a run of a plan that was made earlier, here or elsewhere. The hosts are those of the document, in its
// order. evaluate looks at a host as the document says; what it finds must mean the same.
func (r *Runner) Reviewed(document *plan.Plan, hosts []*inventory.Host, evaluate Evaluate) *Run {
	run := r.newRun(hosts, evaluate)
	run.document = document
	for i, t := range run.targets {
		t.plan = document.Hosts[i]
		t.result = plan.Looked(t.plan, plan.Visit{Host: t.plan.Host, Title: t.plan.Title, Reached: t.plan.Error == nil})
	}
	return run
}

func (r *Runner) newRun(hosts []*inventory.Host, evaluate Evaluate) *Run {
	run := &Run{r: r, info: r.Info, evaluate: evaluate, targets: make([]*target, len(hosts))}
	for i, h := range hosts {
		run.targets[i] = &target{host: h}
	}
	return run
}

// Plan is the document. It is the same before and after Apply.
func (run *Run) Plan() *plan.Plan { return run.document }

// Results are what became of the hosts so far, in the order of the plan.
func (run *Run) Results() []*plan.Result {
	out := make([]*plan.Result, len(run.targets))
	for i, t := range run.targets {
		out[i] = t.result
	}
	return out
}

// ID is the run's id in the journal; "" before Apply, unless the options gave one.
func (run *Run) ID() string { return run.info.ID }

// done tells that a host's turn is over.
func (r *Runner) done(result *plan.Result) {
	r.event(Event{Host: result.Host, Phase: PhaseDone, Text: text.Plain(string(result.Class()))})
}

// observed evaluates on what an exchange of its own finds. Without questions nothing is connected.
func (c *hostConn) observed(ctx context.Context, ev Evaluation, r *reader) (*plan.Host, error) {
	p, err := rounds(ev, func(q []resource.Query) ([]resource.Answer, error) { return r.ask(ctx, q) })
	c.say(PhasePlan, text.Saying{})
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
	return circling(ev)
}

// circling is the plan of an evaluation that has asked in vain: blocks that still have questions say so on themselves.
// It stands apart because a host that is waited for keeps the frames of rounds.
//
//go:noinline
func circling(ev Evaluation) (*plan.Host, error) {
	p, err := checked(ev.Plan())
	if left := ev.Queries(); err == nil && len(left) > 0 && p.Error == nil && len(p.Blocks) == 0 {
		return nil, problem.New(problem.Rounds).With("%s", left[0].Resource())
	}
	return p, err
}

func checked(p *plan.Host) (*plan.Host, error) {
	if p == nil {
		return nil, problem.New(problem.Internal, "what", "an evaluation without a plan")
	}
	return p, nil
}
