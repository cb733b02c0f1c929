package exec

import (
	"context"
	"strconv"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Apply makes the planned changes, and nothing else, on every host that has any and may be changed; verifies; and
// writes a journal. The plan stays as it was; the results tell what became of it. An error means that the run could not
// be begun and no host was touched. Cancelling the context abandons what is in flight; Runner.Stop waits for it.
func (run *Run) Apply(ctx context.Context) ([]*plan.Result, error) {
	r := run.r
	if r.Journal == nil {
		return nil, problem.New(problem.Internal, "what", "Apply without a journal")
	}
	hosts := make([]*inventory.Host, len(run.targets))
	for i, t := range run.targets {
		hosts[i] = t.host
	}
	defer run.Close()
	ctx = transport.WithLack(ctx, run.scarce)
	rollout, pending := run.schedule()
	if len(pending) > r.Parallel {
		run.release() // they would stand in the way of hosts whose turn comes first
	}
	run.info.Plan, run.info.Rollout, run.info.Resumed = run.document, rollout.String(), run.past != nil
	info, err := r.begin(ctx, run.info, hosts)
	if err != nil {
		return nil, err
	}
	run.info = info
	for _, t := range run.targets {
		if !t.pending() {
			run.finish(ctx, t)
		}
	}
	run.roll(ctx, rollout, pending)
	run.release() // of hosts whose turn did not come
	run.await(ctx, rollout)
	results := run.Results()
	total := plan.Summarize(results)
	if run.past != nil {
		total.Merge(run.past.Rest)
	}
	r.end(ctx, info.ID, total)
	return results, nil
}

// begin writes down that a run begins. Its hosts and its id, if it has none, are filled in.
func (r *Runner) begin(ctx context.Context, info RunInfo, hosts []*inventory.Host) (RunInfo, error) {
	info.Started = r.Clock()
	info.Hosts = make([]string, len(hosts))
	for i, h := range hosts {
		info.Hosts[i] = h.ID()
	}
	if info.Resumed {
		return r.resume(ctx, info)
	}
	if info.ID == "" {
		info.ID = NewRunID(info.Started)
	}
	if err := r.Journal.Begin(context.WithoutCancel(ctx), info); err != nil {
		return info, unwritten("", err)
	}
	return info, nil
}

func (r *Runner) hostDone(ctx context.Context, run string, result *plan.Result) {
	r.untold(result.Host, r.Journal.HostDone(context.WithoutCancel(ctx), run, result))
}

func (r *Runner) end(ctx context.Context, run string, total plan.Summary) {
	r.untold("", r.Journal.End(context.WithoutCancel(ctx), run, total.Status()))
}

// applier is the work of changing one host.
type applier struct {
	*hostConn
	run  *Run
	work *plan.Work
	ctx  context.Context // of the whole run, without the host's deadline
	// bounded has the host's deadline. What runs detached has one of its own, and afterwards the host's begins anew.
	bounded context.Context
	cancel  context.CancelFunc

	followed  *plan.Item // ran detached and has ended; its trace on the host is still to be removed
	recovered bool       // whether it was reconnected: once is enough
	refitted  bool       // whether operations were worked out anew after a foreign edit: once is enough
	fresh     *plan.Host // the last plan of what the host is like now
}

// apply changes one host, whatever happens.
func (run *Run) apply(ctx context.Context, t *target) *plan.Result {
	a := &applier{run: run, ctx: ctx, work: run.begun(t)}
	conn := t.kept.take()
	if conn == nil {
		conn = &hostConn{r: run.r, host: t.host}
	}
	visit := conn.visit(ctx, func(bounded context.Context, conn *hostConn) error {
		a.hostConn = conn
		a.bounded, a.cancel = context.WithCancel(bounded)
		defer func() { a.cancel() }()
		return a.change()
	})
	visit.DurationMS += t.result.DurationMS
	visit.Requests += t.result.Requests
	visit.Starts += t.result.Starts
	a.work.Unanswered()
	if failed := a.work.Forgiven(); failed != nil && visit.Error == nil && visit.Reason == nil {
		visit.Error = failed.Explain()
	}
	result := &plan.Result{
		Visit: visit, Plan: t.plan, Acted: true, Items: a.work.Items, Checks: t.plan.Checks, Blocks: t.plan.Blocks,
		Owed: a.work.Owed(), Undo: run.info.Undoes != "",
	}
	if a.fresh != nil {
		result.Checks, result.Blocks = a.fresh.Checks, a.fresh.Blocks
	}
	return result
}

// change makes the changes in as many exchanges as they have stages. An error is how the host's work ends before that.
func (a *applier) change() error {
	if err := a.alone(a.bounded, a.run.info.ID); err != nil {
		return err
	}
	next, err := a.first()
	for stage := 0; err == nil && len(next) > 0; stage++ {
		if err = a.mayGoOn(stage); err == nil {
			err = a.exchange(next)
		}
		if err == nil {
			next, err = decided(a.work.Next(a.fresh))
		}
	}
	if err == nil {
		a.work.Settle(a.fresh)
	}
	return err
}

// first gives the changes of the first exchange. Those of a plan that was made elsewhere, or earlier, are worked out on
// the host as it is now.
func (a *applier) first() ([]*plan.Item, error) {
	next, complete := a.work.Ready()
	if complete && a.run.past == nil {
		return next, nil
	}
	traces, err := a.observe(a.bounded, plan.Doubtful(a.work.Items))
	if err != nil {
		return nil, err
	}
	for _, outcome := range a.work.Told(a.fresh, traces) {
		a.record(outcome)
	}
	next, p := a.work.Begin(a.fresh)
	if seen, err := time.Parse(time.RFC3339, a.run.document.Created); p != nil && err == nil {
		p.Set("since", seen.Local().Format("2006-01-02 15:04"))
	}
	return decided(next, p)
}

// decided is a decision as an error that is nil where there is no problem.
func decided(next []*plan.Item, p *problem.Problem) ([]*plan.Item, error) {
	if p != nil {
		return nil, p
	}
	return next, nil
}

// mayGoOn says why there must be no further exchange.
func (a *applier) mayGoOn(stage int) error {
	switch {
	case a.r.halted(a.ctx):
		return &held{a.r.ending()}
	case stage == maxStages:
		return problem.New(problem.TooManyStages, "stages", strconv.Itoa(maxStages))
	}
	return nil
}

// renew begins the time of a host anew, after what runs detached.
func (a *applier) renew() {
	a.cancel()
	a.bounded, a.cancel = a.r.bound(a.ctx)
}
