package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// How often an operation that runs detached is looked at, and how much longer than the host itself xops waits for it.
const (
	firstPoll = 2 * time.Second
	lastPoll  = 15 * time.Second
	pollTime  = time.Minute // what one look may take
)

// pause waits by a timer.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// follow looks at an operation that runs detached until it has ended or its time is over, and gives the change its
// outcome: with one exchange that only observes, opened anew where it broke. The host may be gone meanwhile. An error
// means that the end is not known: the operation stays as it is on the host, and a later run finds it.
func (a *applier) follow(c *plan.Item) error {
	defer a.renew()
	// An agent works as long as the context of its session lasts.
	limit := time.Duration(c.Op.Args.Int("limit_s")+2*step.WatchGrace) * time.Second
	ctx, cancel := context.WithTimeout(a.ctx, limit)
	defer cancel()
	p := &poller{applier: a, ctx: ctx}
	defer p.leave()
	begun, watch := a.r.Clock(), step.Watching(c.Op)
	for wait := firstPoll; ; wait = min(lastPoll, wait*3/2) {
		a.r.wait(a.ctx, wait)
		if a.r.halted(a.ctx) {
			c.Remarks = append(c.Remarks, problem.New(problem.GoesOn))
			return a.abandon(c, &held{a.r.ending()})
		}
		now, err := p.look(c)
		if err != nil && a.ctx.Err() != nil {
			continue // told above
		}
		spent := a.r.Clock().Sub(begun)
		switch watch.Look(now, err, int64(spent.Seconds())) {
		case step.Over:
			a.ended(c, now)
			return nil
		case step.Gone:
			return a.abandon(c, problem.New(problem.TaskGone, "steps", c.Block()))
		case step.Hidden:
			return a.abandon(c, plan.UnknownOutcome([]*plan.Item{c}, err))
		case step.Overtime:
			return a.abandon(c, problem.New(problem.NotEnded, "steps", c.Block(), "after",
				spent.Round(time.Second).String()).Because(err))
		case step.Silent:
			a.progress(c, spent, text.RunsSilently, "")
		case step.Runs:
			a.progress(c, spent, text.RunsFor, last(now.Strings("output")))
		case step.Settles: // it is looked at again
		}
		if err != nil || watch.Anew() {
			p.disconnect()
		}
	}
}

func (a *applier) progress(c *plan.Item, spent time.Duration, how text.Phrase, output string) {
	a.say(PhaseApply, how.With("step", c.Step, "time", spent.Round(time.Second).String(), "output", output))
}

// abandon leaves a detached operation to itself: how it ends is unknown.
func (a *applier) abandon(c *plan.Item, err error) error {
	c.Outcome = &resource.Result{Op: c.Op.ID, Status: resource.Unknown}
	a.record(*c.Outcome)
	return err
}

// ended gives a detached operation its outcome, durably, before its trace is removed from the host.
func (a *applier) ended(c *plan.Item, now resource.Props) {
	res, remark := step.Ended(c.Op, now)
	res = c.Op.Told(res)
	c.Outcome = &res
	if remark != nil {
		c.Remarks = append(c.Remarks, remark)
	}
	a.record(res)
	a.followed = c
	a.say(PhaseApply, text.Plain(c.Step+" "+string(res.Status)))
}

func last(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1]
}

// tidy removes the trace of a detached operation whose end was written down. That is no change of the computer's: what
// it did stays. If it does not work a later run removes it. The error is the session's.
func (a *applier) tidy(ctx context.Context, session Session) error {
	c := a.followed
	if c == nil {
		return nil
	}
	op, left := step.Forget(c.Op)
	if !left {
		return nil
	}
	return session.Apply(ctx, []resource.Op{op}, func(res resource.Result) {
		a.followed = nil
		if res.Fault != nil {
			a.say(PhaseApply, text.TraceStays.With("step", c.Step, "why", res.Fault.Error()))
		}
	})
}
