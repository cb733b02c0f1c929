package exec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

const afterLoss = "connection lost, verified after reconnecting"

// evaluation begins to plan anew. It is told what this run has done, so that what runs only after those steps is planned, and what they
// gave (a script's output) is known.
func (a *application) evaluation() Evaluation {
	ev := a.run.evaluate(a.host)
	c, ok := ev.(Continuation)
	if !ok {
		return ev
	}
	var applied []plan.Change
	for _, ch := range a.plan.Changes {
		if ch.Outcome == nil {
			continue
		}
		switch ch.Outcome.Status {
		case resource.Done, resource.Already, resource.Unknown: // unknown: what runs after it must rather run
			applied = append(applied, ch)
		}
	}
	c.Applied(applied)
	return ev
}

// judge compares the fresh plan with what was reviewed and done, and gives the changes of the next exchange: none when the host is
// as it should be.
func (a *application) judge() ([]*plan.Change, *diag.Error) {
	if e := a.unverifiable(); e != nil {
		return nil, e
	}
	var allowed, again, beyond, stuck []*plan.Change
	for _, c := range a.pending() {
		switch {
		case a.reviewed(c) != nil, a.waiting[a.entry(c)] && c.Op != nil:
			allowed = append(allowed, c)
		case a.waiting[a.entry(c)]:
			stuck = append(stuck, c)
		case a.sent[c.Block()]:
			again = append(again, c)
		default:
			beyond = append(beyond, c)
		}
	}
	switch {
	case len(again) > 0:
		return nil, &diag.Error{
			Code:    "not_converged",
			Summary: "Done, but not as it should be: " + steps(again) + " would change " + again[0].Resource.Type + " " + again[0].Resource.Key + " again",
			Hint:    "Something on the computer sets it back, or two steps want different things. Plan again and look at the difference.",
		}
	case len(beyond) > 0:
		return nil, &diag.Error{
			Code:    "beyond_review",
			Summary: "After the changes more would be needed that nobody has reviewed: " + steps(beyond),
			Detail:  beyond[0].Resource.Type + " " + beyond[0].Resource.Key,
			Hint:    "Plan again, review it, and apply.",
		}
	case len(allowed) == 0 && len(stuck) > 0 && a.failure == nil:
		return nil, &diag.Error{
			Code:    "stuck",
			Summary: fmt.Sprintf("%s is still known only after %s, and nothing is left to do there", steps(stuck), stuck[0].KnownAfter),
			Hint:    "Look at what the step takes from the earlier one.",
		}
	}
	return a.admit(earliest(allowed)), nil
}

// pending are the fresh plan's changes that say something about what was done: no manual ones, none of steps that
// were allowed to fail, and not the restart that this run has made already: told what was applied, the evaluation plans it again.
func (a *application) pending() []*plan.Change {
	var out []*plan.Change
	for i := range a.fresh.Changes {
		c := &a.fresh.Changes[i]
		if c.Action == step.Manual || a.forgiven[c.Block()] || isRestart(c) && a.sent[c.Block()] || a.reported(c) {
			continue
		}
		out = append(out, c)
	}
	return out
}

// unverifiable says why the fresh plan proves nothing.
func (a *application) unverifiable() *diag.Error {
	if a.fresh.Status != plan.Failed && a.fresh.Error == nil {
		return nil
	}
	if a.fresh.Error == nil {
		return notVerified(&diag.Error{Code: "not_verified", Summary: "The host could not be planned again"})
	}
	return notVerified(a.fresh.Error)
}

func notVerified(cause *diag.Error) *diag.Error {
	e := *cause
	e.Detail = join("The changes were made, but could not be verified.", e.Detail)
	return &e
}

// isRestart says whether a change leaves nothing behind by which one could tell that it was made.
func isRestart(c *plan.Change) bool {
	return c.Action == step.Restart || c.Op != nil && c.Op.After["restart"] != nil
}

// entry is the block under which the reviewed plan has a change that waits. A step with for_each whose keys were not known had one entry
// for all of its instances.
func (a *application) entry(c *plan.Change) string {
	block := c.Block()
	if base, _, ok := strings.Cut(block, `["`); ok && !a.waiting[block] && a.waiting[base] {
		return base
	}
	return block
}

// reviewed is the change of the reviewed plan, not sent yet, that this one equals; or nil.
func (a *application) reviewed(c *plan.Change) *plan.Change {
	if c.Op == nil {
		return nil
	}
	for i := range a.plan.Changes {
		o := &a.plan.Changes[i]
		if o.Op == nil || o.Outcome != nil || o.Block() != c.Block() || o.Op.Type != c.Op.Type ||
			resource.Canonical(o.Op.Type, o.Op.Key) != resource.Canonical(c.Op.Type, c.Op.Key) {
			continue
		}
		if same(o.Op.Before, c.Op.Before) && same(o.Op.After, c.Op.After) && same(o.Op.Args, c.Op.Args) {
			return o
		}
	}
	return nil
}

func same(a, b resource.Props) bool {
	return resource.Equal(map[string]any(a), map[string]any(b))
}

// admit gives the reviewed changes that these fresh ones are. What became known only now takes the place of the entry that said
// "known after".
func (a *application) admit(fresh []*plan.Change) []*plan.Change {
	found := map[string][]plan.Change{} // by the entry that they replace
	for _, c := range fresh {
		if a.reviewed(c) == nil {
			found[a.entry(c)] = append(found[a.entry(c)], a.prepared(*c))
		}
	}
	var all []plan.Change
	for _, c := range a.plan.Changes {
		if put, ok := found[c.Block()]; ok && c.Op == nil && c.Action != step.Manual {
			all = append(all, put...)
			found[c.Block()] = nil // once, even if the step had several entries
			continue
		}
		all = append(all, c)
	}
	a.plan.Changes = all
	var next []*plan.Change
	for _, c := range fresh {
		next = append(next, a.reviewed(c))
	}
	return next
}

// prepared gives a change an operation of its own, with an id that is new in this run.
func (a *application) prepared(c plan.Change) plan.Change {
	op := *c.Op
	a.lastID++
	op.ID = strconv.Itoa(a.lastID)
	op.Continue = op.Continue || c.OnError == "continue"
	c.Op = &op
	return c
}

// findOut goes on after a connection that was lost: it connects once more and only reads. If planning again finds nothing the unknown operations
// are done; otherwise they stay unknown, and nothing is sent a second time.
func (a *application) findOut(lost error, changes []*plan.Change) *diag.Error {
	var open []*plan.Change
	for _, c := range changes {
		if c.Outcome != nil && c.Outcome.Status == resource.Unknown {
			open = append(open, c)
		}
	}
	a.disconnect()
	var own *diag.Error
	switch {
	case a.ctx.Err() != nil:
		return cancelled(join("The run was cancelled while this host was being changed.", leftovers(changes)))
	case errors.As(lost, &own) || problem.ClassOf(lost).Work():
		return notVerified(diag.From(lost))
	case a.recovered:
		return unknownOutcome(open, lost, "The connection was lost for the second time.")
	}
	a.recovered = true
	if a.r.halted(a.ctx) {
		return unknownOutcome(open, lost, "The run was being stopped, so it was not looked up.")
	}
	ctx, cancel := a.r.bound(a.ctx) // the time of before may be over: that may be why it was lost
	defer cancel()
	a.say(PhaseVerify, "reconnecting")
	fresh, err := a.observed(ctx, a.evaluation())
	if err != nil {
		return unknownOutcome(open, lost, "Connecting again did not work either: "+err.Error()+".")
	}
	a.fresh = fresh
	if len(open) == 0 {
		return nil
	}
	if len(a.pending()) > 0 || a.fresh.Status == plan.Failed || a.fresh.Error != nil {
		return unknownOutcome(open, lost, "Looked up after connecting again: not everything is as it should be.")
	}
	var restarts []*plan.Change
	for _, c := range open {
		if isRestart(c) {
			restarts = append(restarts, c)
			continue
		}
		c.Outcome = &resource.Result{Op: c.Op.ID, Status: resource.Done, Now: c.Op.After}
		c.Notes = append(c.Notes[:len(c.Notes):len(c.Notes)], afterLoss)
		a.record(*c.Outcome)
	}
	if len(restarts) > 0 {
		return unknownOutcome(restarts, lost, "Everything else is as it should be.")
	}
	return nil
}

func unknownOutcome(open []*plan.Change, lost error, detail string) *diag.Error {
	e := &diag.Error{
		Code:    "unknown_outcome",
		Summary: "It is not known whether these steps were done: " + steps(open),
		Detail:  join(detail, owed(open)),
		Hint:    "Plan again: what was done is recognised.",
	}
	if len(open) == 0 {
		e.Code, e.Summary = "not_verified", "The changes were made, but could not be verified"
	}
	if lost != nil {
		e.Detail = join(e.Detail, "The connection was lost: "+lost.Error()+".")
	}
	return e
}
