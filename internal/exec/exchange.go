package exec

import (
	"context"
	"fmt"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// exchange makes changes and plans again, so that a.fresh is what the host is like afterwards: in one agent process, or in one more after each
// operation that ran detached. An error is how the host's work ends.
func (a *application) exchange(changes []*plan.Change) (plan.Status, *diag.Error) {
	all := parts(changes)
	for i, part := range all {
		session, err := a.openApply(a.bounded)
		if err != nil {
			return a.notOpened(err)
		}
		e, lost := a.within(a.bounded, session, part, changes, i == len(all)-1)
		switch {
		case e != nil:
			return plan.Failed, e
		case lost != nil:
			if e = a.findOut(lost, changes); e != nil {
				return plan.Failed, e
			}
			return "", nil // what was not sent yet is in the fresh plan, and goes on from there
		}
		if c := running(part); c != nil {
			if e := a.follow(c); e != nil {
				return plan.Failed, e
			}
		}
	}
	return "", nil
}

// within writes down, sends, takes back if need be, and after the last part plans again: all in one session, which it ends. lost is why the
// session was of no further use.
func (a *application) within(ctx context.Context, session Session, part, changes []*plan.Change, last bool) (_ *diag.Error, lost error) {
	defer leave(ctx, session)
	if lost = a.tidy(ctx, session); lost != nil {
		return nil, lost
	}
	if e := a.settle(ctx, session, changes, nil); e != nil {
		return e, nil
	}
	if len(part) > 0 {
		if e := a.intend(part, nil); e != nil {
			return e, nil
		}
		a.say(PhaseApply, "")
		lost = a.send(ctx, session, PhaseApply, part, func(c *plan.Change) **resource.Result { return &c.Outcome })
		if e := a.settle(ctx, session, changes, lost); e != nil || lost != nil {
			return e, lost
		}
	}
	if !last {
		return nil, nil
	}
	a.say(PhaseVerify, "")
	a.fresh, lost = rounds(a.evaluation(), func(q []resource.Query) ([]resource.Answer, error) { return session.Observe(ctx, q) })
	return nil, lost
}

// notOpened is the end of a host's work whose exchange could not be started.
func (a *application) notOpened(err error) (plan.Status, *diag.Error) {
	status, e := describe(a.ctx, err)
	if c := a.followed; c != nil && c.Outcome.Status == resource.Failed {
		failed := explain(c)
		failed.Detail = join(failed.Detail, "Afterwards the host could not be reached: "+e.Summary+".")
		return plan.Failed, failed
	}
	if len(a.sent) == 0 {
		return status, e
	}
	// Something was changed: that must not read as if the host had not been reached.
	const before = "The stages before were done and verified; the next one was not begun."
	if a.ctx.Err() != nil {
		return plan.Failed, cancelled(before)
	}
	later := *e
	later.Detail = join(before, e.Detail)
	return plan.Failed, &later
}

// openApply starts an exchange that may change. A connection that was kept from planning may have died while the plan was
// read: nothing was sent on it yet, so one new connection is harmless. A logon that was refused is not tried again.
func (a *application) openApply(ctx context.Context) (Session, error) {
	kept := a.conn != nil
	session, err := a.open(ctx, Apply)
	if err == nil || !kept || ctx.Err() != nil || !stale(err) {
		return session, err
	}
	a.disconnect()
	return a.open(ctx, Apply)
}

// stale says whether an error may mean no more than that a connection died of idleness.
func stale(err error) bool { return problem.ClassOf(err).Stale() }

// intend writes down what will be sent. reverts has, for each change, the id of the operation that it takes back.
func (a *application) intend(changes []*plan.Change, reverts []string) *diag.Error {
	intents := make([]Intent, len(changes))
	for i, c := range changes {
		intents[i] = Intent{Change: *c}
		if reverts != nil {
			intents[i].Reverts = reverts[i]
		}
	}
	err := a.r.Journal.Intend(context.WithoutCancel(a.ctx), a.run.info.ID, a.host.ID(), intents)
	if err == nil {
		return nil
	}
	return &diag.Error{
		Code:    "journal",
		Summary: "The journal cannot be written, so " + steps(changes) + " was not begun",
		Detail:  err.Error(),
		Hint:    "Check the disk and the rights of the state directory, then run it again.",
	}
}

// send sends changes and writes down each result, at the place that at gives. What has no result afterwards is unknown. The error is
// why the session is of no further use.
func (a *application) send(ctx context.Context, session Session, phase string, changes []*plan.Change, at func(*plan.Change) **resource.Result) error {
	ops := make([]resource.Op, len(changes))
	byID := map[string]*plan.Change{}
	for i, c := range changes {
		ops[i] = *c.Op
		byID[c.Op.ID] = c
		a.sent[c.Block()] = true
		delete(a.waiting, a.entry(c))
	}
	done := 0
	started := map[*plan.Change]bool{}
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
		a.r.event(Event{Host: a.host.ID(), Phase: phase, Text: c.Step + " " + string(res.Status), Done: done, Total: len(ops)})
	})
	for _, c := range changes {
		if *at(c) != nil || started[c] {
			continue
		}
		*at(c) = &resource.Result{Op: c.Op.ID, Status: resource.Unknown}
		a.record(**at(c))
		if err == nil {
			err = problem.New(problem.Unanswered, "where", c.Step)
		}
	}
	return err
}

// record writes down an outcome. If that fails the journal says unknown, which is the truth as far as it goes.
func (a *application) record(res resource.Result) {
	err := a.r.Journal.Outcome(context.WithoutCancel(a.ctx), a.run.info.ID, a.host.ID(), res)
	if err != nil {
		a.say(PhaseJournal, err.Error())
	}
}

// settle looks at the results: it takes back what must be, and gives the error with which the host's work ends, if it does.
// lost is the error of the session, nil while it can be used.
func (a *application) settle(ctx context.Context, session Session, changes []*plan.Change, lost error) *diag.Error {
	for _, c := range changes {
		if c.Outcome == nil || c.Outcome.Status != resource.Failed && c.Outcome.Status != resource.Drift || a.forgiven[c.Block()] {
			continue
		}
		e := explain(c)
		if c.OnError == "continue" {
			a.forgiven[c.Block()] = true
			if a.failure == nil {
				a.failure = e
			}
			continue
		}
		var back string
		switch {
		case c.OnError == "stop":
		case lost != nil:
			back = "The connection was lost before anything could be taken back: " + lost.Error() + "."
		default:
			back = a.revert(ctx, session, changes, c)
		}
		e.Detail = join(join(e.Detail, back), leftovers(changes))
		return e
	}
	return nil
}

// explain says why a change was not made.
func explain(c *plan.Change) *diag.Error {
	where := fmt.Sprintf("%s: %s %s", c.Step, c.Resource.Type, c.Resource.Key)
	if c.Outcome.Status == resource.Drift {
		return &diag.Error{
			Code:    "drift",
			Summary: where + " is no longer as it was when the plan was made; it was left alone",
			Detail:  differences(c.Op.Before, c.Outcome.Now),
			Hint:    "Somebody or something changed it meanwhile. Plan again and look at the difference.",
		}
	}
	e := &diag.Error{Code: "failed", Summary: where + " could not be changed"}
	if f := c.Outcome.Fault; f != nil {
		d := diag.From(f)
		e.Code, e.Detail, e.Hint = d.Code, f.Error(), d.Hint
	}
	return e
}

// differences names the properties that are not as expected. A file's bytes and long values are not shown.
func differences(want, now resource.Props) string {
	text := func(v any) string {
		if v == nil {
			return "absent"
		}
		return fmt.Sprint(v)
	}
	out := ""
	for _, k := range want.Keys() {
		if resource.Equal(want[k], now[k]) {
			continue
		}
		was, is := text(want[k]), text(now[k])
		if k == "content" || len(was) > 80 || len(is) > 80 {
			out = join(out, k+" differs.")
			continue
		}
		out = join(out, fmt.Sprintf("%s was %s and is %s.", k, was, is))
	}
	return out
}

// leftovers names the steps that were not tried or whose end is unknown.
func leftovers(changes []*plan.Change) string {
	var skipped, unknown []*plan.Change
	for _, c := range changes {
		if c.Outcome == nil {
			skipped = append(skipped, c)
			continue
		}
		switch c.Outcome.Status {
		case resource.Skipped:
			skipped = append(skipped, c)
		case resource.Unknown:
			unknown = append(unknown, c)
		}
	}
	out := ""
	if len(skipped) > 0 {
		out = "Not tried: " + steps(skipped) + "."
	}
	if len(unknown) > 0 {
		out = join(out, "Unknown whether done: "+steps(unknown)+".")
	}
	return join(out, owed(changes))
}

// owed tells of restarts that were not made, as far as one knows. What they come after can be done, and then it is not planned again, so
// neither are they; only a change that is still to be made brings them back.
func owed(changes []*plan.Change) string {
	var restarts []*plan.Change
	sure := true
	for _, c := range changes {
		switch {
		case c.Outcome != nil && (c.Outcome.Status == resource.Done || c.Outcome.Status == resource.Already):
		case isRestart(c):
			restarts = append(restarts, c)
		default:
			sure = false
		}
	}
	switch {
	case len(restarts) == 0:
		return ""
	case sure:
		return "Restart by hand, planning again will not show it: " + describeResources(restarts) + "."
	}
	return "Restart by hand, unless planning again shows it: " + describeResources(restarts) + "."
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
