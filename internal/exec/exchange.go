package exec

import (
	"context"
	"errors"
	"fmt"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// exchange makes changes and plans again, so that a.fresh is what the host is like afterwards: in one agent process, or
// in one more after each operation that ran detached. An error is how the host's work ends.
func (a *applier) exchange(changes []*plan.Item) error {
	all := parts(changes)
	for i, part := range all {
		session, err := a.openApply(a.bounded)
		if err != nil {
			return a.notOpened(err)
		}
		err, lost := a.within(a.bounded, session, part, changes, i == len(all)-1)
		switch {
		case err != nil:
			return err
		case lost != nil:
			return a.findOut(lost, changes) // what was not sent yet is in the fresh plan, and goes on from there
		}
		if c := running(part); c != nil {
			if err := a.follow(c); err != nil {
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
	if lost = a.tidy(ctx, session); lost != nil {
		return nil, lost
	}
	if err = a.settle(ctx, session, changes, nil); err != nil {
		return err, nil
	}
	if len(part) > 0 {
		if err = a.intend(part, nil); err != nil {
			return err, nil
		}
		a.say(PhaseApply, "")
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
	a.say(PhaseVerify, "")
	fresh, lost := a.again(ctx, session)
	if lost == nil {
		a.fresh = fresh
	}
	return nil, lost
}

// again plans anew in a session that can change.
func (a *applier) again(ctx context.Context, session Session) (*plan.Host, error) {
	return rounds(a.evaluation(), func(q []resource.Query) ([]resource.Answer, error) {
		return session.Observe(ctx,
			q)
	})
}

// notOpened is the end of a host's work whose exchange could not be started.
func (a *applier) notOpened(err error) error {
	if c := a.followed; c != nil && c.Outcome.Status == resource.Failed {
		return explain(c)
	}
	var h *held
	if a.work.Sent("") && !errors.As(err, &h) && a.ctx.Err() == nil {
		return notVerified(err) // something was changed: that must not read as if the host had not been reached
	}
	return err
}

// openApply starts an exchange that may change, if the guard has nothing against it. A connection that was kept from
// reading may have died meanwhile: nothing was sent on it yet, so one new connection is harmless. A logon that was
// refused is not tried again.
func (a *applier) openApply(ctx context.Context) (Session, error) {
	if reason := a.r.Guard(a.host); reason != nil {
		return nil, &held{reason}
	}
	kept := a.conn != nil
	session, err := a.open(ctx, Apply)
	if err == nil || !kept || ctx.Err() != nil || !problem.ClassOf(err).Stale() {
		return session, err
	}
	a.disconnect()
	return a.open(ctx, Apply)
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
	err := a.r.Journal.Intend(context.WithoutCancel(a.ctx), a.run.info.ID, a.host.ID(), intents)
	if err == nil {
		return nil
	}
	return unwritten(steps(changes), err)
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
	a.work.Sending(changes)
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
		*at(c) = &res
		a.record(res)
		done++
		text := c.Step + " " + string(res.Status)
		a.r.event(Event{Host: a.host.ID(), Phase: phase, Text: text, Done: done, Total: len(ops)})
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
	err := a.r.Journal.Outcome(context.WithoutCancel(a.ctx), a.run.info.ID, a.host.ID(), res)
	if err != nil {
		a.say(PhaseJournal, err.Error())
	}
}

// refit sends again, once, what the host found different from what was planned, if it still means there what was
// reviewed: a file was edited elsewhere meanwhile. Nothing was written of it, and what came after it was not tried.
// What means something else now stays as it is.
func (a *applier) refit(ctx context.Context, session Session, part []*plan.Item) (err, lost error) {
	var off []*plan.Item
	drifted := false
	before := map[*plan.Item]*resource.Result{}
	for _, i := range part {
		if s := i.Ended(); s == resource.Drift || s == resource.Skipped && drifted {
			drifted = drifted || s == resource.Drift
			off, before[i] = append(off, i), i.Outcome
		}
	}
	if !drifted || a.refitted {
		return nil, nil
	}
	a.refitted = true
	a.work.Again(off)
	restore := func() {
		for i, o := range before {
			if i.Outcome == nil {
				i.Outcome = o
			}
		}
	}
	defer restore()
	fresh, lost := a.again(ctx, session)
	if lost != nil {
		return nil, lost
	}
	wanted := map[string]bool{}
	for i := range fresh.Changes {
		wanted[fresh.Changes[i].Block()] = true
	}
	var fit []*plan.Change
	means := map[string]bool{}
	for _, c := range a.work.Compare(fresh).Next {
		for _, i := range off {
			if plan.Same(&i.Change, c) {
				fit, means[i.ID] = append(fit, c), true
			}
		}
	}
	for _, i := range off {
		switch {
		case before[i].Status != resource.Drift || means[i.ID]:
		case !wanted[i.Block()]:
			i.Outcome = &resource.Result{Status: resource.Already} // somebody else has made it
		default:
			return nil, nil
		}
	}
	if len(fit) == 0 {
		return nil, nil
	}
	again := a.prepared(a.work.Admit(fit))
	if err := a.intend(again, nil); err != nil {
		return err, nil
	}
	return nil, a.send(ctx, session, PhaseApply, again, outcome)
}

// settle looks at the results: it takes back what must be, and gives the error with which the host's work ends, if it
// does. lost is the error of the session, nil while it can be used.
func (a *applier) settle(ctx context.Context, session Session, changes []*plan.Item, lost error) error {
	for _, c := range changes {
		if !c.Failed() || a.work.Forgiven[c.Block()] {
			continue
		}
		p := explain(c)
		if c.OnError == "continue" {
			a.work.Forgiven[c.Block()] = true
			if a.failure == nil {
				a.failure = p
			}
			continue
		}
		if c.OnError != "stop" && lost == nil {
			a.revert(ctx, session, changes, c)
		}
		return p
	}
	return nil
}

// explain says why a change was not made.
func explain(c *plan.Item) *problem.Problem {
	pairs := []string{"step", c.Step, "resource", c.Resource.String()}
	if c.Outcome.Status == resource.Drift {
		return problem.New(problem.Drift, pairs...).With("%s", differences(c.Op.Before, c.Outcome.Now))
	}
	p := problem.New(problem.ChangeFailed, pairs...)
	if f := c.Outcome.Fault; f != nil {
		p.Because(f)
		p.Set("cure", string(f.Code))
	}
	return p
}

// differences names the properties that are not as expected, with both values: "restart: null → true". A file's bytes
// and long values are not shown.
func differences(want, now resource.Props) string {
	out := ""
	for _, k := range want.Keys() {
		if resource.Equal(want[k], now[k]) {
			continue
		}
		was, is := text(want[k]), text(now[k])
		if resource.Blob(k) || len(was) > 80 || len(is) > 80 {
			was, is = "…", "…"
		}
		out = join(out, fmt.Sprintf("%s: %s → %s", k, was, is))
	}
	return out
}

// values are properties in one line.
func values(p resource.Props) string {
	out := ""
	for _, k := range p.Keys() {
		out = join(out, k+"="+text(p[k]))
	}
	return out
}

func text(v any) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprint(v)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
