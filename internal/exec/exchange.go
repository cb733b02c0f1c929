package exec

import (
	"context"
	"errors"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// exchange makes changes and plans again, so that a.fresh is what the host is like afterwards: in one agent process, or
// in one more after each operation that ran detached. An error is how the host's work ends.
func (a *applier) exchange(changes []*plan.Item) error {
	all := plan.Parts(changes)
	for i, part := range all {
		session, err := a.openApply(a.bounded)
		if err != nil {
			return a.notOpened(err, changes)
		}
		err, lost := a.within(a.bounded, session, part, changes, i == len(all)-1)
		if err != nil {
			return err
		}
		running := plan.Running(part)
		if lost != nil {
			if running == nil || len(plan.Doubtful(changes)) > 0 {
				return a.findOut(lost, changes) // what was not sent yet is in the fresh plan, and goes on from there
			}
			a.disconnect() // what was started goes on by itself, and is looked at over another connection
		}
		if running != nil {
			if err := a.follow(running); err != nil {
				return err
			}
		}
	}
	return nil
}

// within writes down, sends, takes back if need be, and after the last part plans again: all in one session, which it
// ends. lost is why the session was of no further use.
func (a *applier) within(ctx context.Context, session Session, part, changes []*plan.Item, last bool) (err,
	lost error,
) {
	defer leave(ctx, session)
	lost = a.tidy(ctx, session)
	if err = a.settle(ctx, session, changes, lost); err != nil || lost != nil {
		return err, lost
	}
	if part = a.work.Own(part); len(part) > 0 {
		reason, lost := a.gate(ctx, session)
		if lost != nil {
			return nil, lost
		} else if reason != nil {
			return &held{reason}, nil
		}
		if err = a.intend(part, nil); err != nil {
			return err, nil
		}
		a.say(PhaseApply, text.Saying{})
		lost = a.send(ctx, session, PhaseApply, part, outcome)
		if lost == nil {
			if err, lost = a.refit(ctx, session, part); err != nil {
				return err, nil
			}
		}
		if err = a.settle(ctx, session, changes, lost); err != nil || lost != nil {
			return err, lost
		}
	}
	if !last {
		return nil, nil
	}
	a.say(PhaseVerify, text.Saying{})
	fresh, lost := a.again(ctx, session)
	if lost == nil {
		a.fresh = fresh
	}
	return nil, lost
}

// notOpened is the end of a host's work whose exchange could not be started.
func (a *applier) notOpened(err error, changes []*plan.Item) error {
	if failed := plan.Failure(changes); failed != nil {
		return failed.Explain()
	}
	var h *held
	if a.work.Sent() && !errors.As(err, &h) && a.ctx.Err() == nil {
		return plan.NotVerified(err) // something was changed: that must not read as if the host had not been reached
	}
	return err
}

// openApply starts an exchange that may change, if the guard has nothing against it and nobody else changes the host. A
// connection that was kept from reading may have died meanwhile, and any before it was allowed to change something:
// nothing was sent on it yet, so one new connection is harmless. A logon that was refused is not tried again.
func (a *applier) openApply(ctx context.Context) (Session, error) {
	if reason := a.r.Guard(a.host); reason != nil {
		return nil, &held{reason}
	}
	if session, err := a.allowed(ctx); session != nil || err != nil {
		return session, err
	}
	kept := a.conn != nil
	session, err := a.openAlone(ctx)
	var other *held
	if err == nil || ctx.Err() != nil || errors.As(err, &other) || !problem.ClassOf(err).Stale() {
		return session, err
	}
	if !kept {
		if a.conn == nil || a.recovered {
			return nil, err
		}
		a.recovered = true
	}
	a.disconnect()
	return a.openAlone(ctx)
}

// openAlone starts an exchange that may change, and that nobody else's does meanwhile.
func (a *applier) openAlone(ctx context.Context) (Session, error) {
	session, err := a.open(ctx, Apply)
	if err != nil {
		return nil, err
	}
	return a.claim(ctx, session, a.run.info.ID)
}

// intend writes down what will be sent. reverts has, for each change, the id of the operation that it takes back.
func (a *applier) intend(changes []*plan.Item, reverts []string) error {
	intents := make([]Intent, len(changes))
	for i, c := range changes {
		intents[i] = Intent{Change: c.Change}
		if reverts != nil {
			intents[i].Reverts = reverts[i]
		}
	}
	return a.r.intend(a.ctx, a.run.info.ID, a.host.ID(), intents, plan.Steps(changes))
}

// intend writes down what will be sent to a host; what names it in an error. A journal that takes nothing any more is
// not offered anything: the host is left alone.
func (r *Runner) intend(ctx context.Context, run, host string, intents []Intent, what string) error {
	if r.unwritable.Load() != nil {
		return &held{r.ending()}
	}
	err := r.Journal.Intend(context.WithoutCancel(ctx), run, host, intents)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrUnwritable):
		r.untold(host, err)
		return &held{r.ending()}
	}
	return unwritten(what, err)
}

// outcome and reverted are where the result of an operation goes.
func outcome(i *plan.Item) **resource.Result  { return &i.Outcome }
func reverted(i *plan.Item) **resource.Result { return &i.Reverted }

// send sends changes and writes down each result, at the place that at gives. What has no result afterwards is unknown.
// The error is why the session is of no further use.
func (a *applier) send(
	ctx context.Context, session Session, phase string, changes []*plan.Item, at func(*plan.Item) **resource.Result,
) error {
	ops := make([]resource.Op, len(changes))
	byID := map[string]*plan.Item{}
	for i, c := range changes {
		ops[i] = *c.Op
		byID[c.Op.ID] = c
	}
	plan.Sending(changes)
	done := 0
	started := map[*plan.Item]bool{}
	err := session.Apply(ctx, ops, func(res resource.Result) {
		c := byID[res.Op]
		if c == nil || *at(c) != nil {
			return // an answer to something else, or a second one: the first counts
		}
		if started[c] {
			return
		}
		if c.Op.Detached() && phase == PhaseApply && (res.Status == resource.Done || res.Status == resource.Already) {
			started[c] = true // how it ends is found out by looking again
			return
		}
		res = c.Op.Told(res)
		*at(c) = &res
		if owner := res.Now.String("owner_now"); owner != "" {
			c.Remarks = append(c.Remarks, problem.New(problem.OwnerChanged, "account", owner))
		}
		a.record(res)
		done++
		what := text.Plain(c.Step + " " + string(res.Status))
		a.r.event(Event{Host: a.host.ID(), Phase: phase, Text: what, Done: done, Total: len(ops)})
	})
	for _, c := range changes {
		if *at(c) != nil || started[c] {
			continue
		}
		*at(c) = &resource.Result{Op: c.Op.ID, Status: resource.Unknown}
		a.record(**at(c))
		if err == nil {
			err = problem.New(problem.StepUnanswered, "step", c.Step)
		}
	}
	return err
}

// record writes down an outcome. If that fails the journal says unknown, which is the truth as far as it goes.
func (a *applier) record(res resource.Result) {
	host := a.host.ID()
	a.r.untold(host, a.r.Journal.Outcome(context.WithoutCancel(a.ctx), a.run.info.ID, host, res))
}

// refit sends again, once, what the host found different from what was planned, if it still means there what was
// reviewed.
func (a *applier) refit(ctx context.Context, session Session, part []*plan.Item) (err, lost error) {
	off := plan.Drifted(part)
	if len(off) == 0 || a.refitted {
		return nil, nil
	}
	a.refitted = true
	fresh, lost := a.again(ctx, session)
	if lost != nil {
		return nil, lost
	}
	fit := a.work.Refit(off, fresh)
	for _, i := range off {
		if i.Ended() == resource.Already {
			a.record(*i.Outcome)
		}
	}
	fit = a.work.Own(fit)
	if len(fit) == 0 {
		return nil, nil
	}
	if err := a.intend(fit, nil); err != nil {
		return err, nil
	}
	return nil, a.send(ctx, session, PhaseApply, fit, outcome)
}

// settle looks at the results: it takes back what must be, and gives the error with which the host's work ends, if it
// does. lost is the error of the session, nil while it can be used.
func (a *applier) settle(ctx context.Context, session Session, changes []*plan.Item, lost error) error {
	failed := plan.Failure(changes)
	if failed == nil {
		return nil
	}
	if failed.OnError != "stop" && lost == nil {
		a.revert(ctx, session, changes, failed)
	}
	return failed.Explain()
}
