package plan

import (
	"slices"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Same says whether two changes mean the same: what a person would review. What is sent may differ: a file can have
// been edited elsewhere. A restart is one whether the service runs or has to be started for it.
func Same(a, b *Change) bool {
	if a.Action == step.Restart && b.Action == step.Restart {
		return a.Block() == b.Block() && a.Resource.Same(b.Resource)
	}
	return a.Block() == b.Block() && a.Action == b.Action && a.Section == b.Section &&
		a.Resource.Same(b.Resource) &&
		resource.Equal(map[string]any(a.Before), map[string]any(b.Before)) &&
		resource.Equal(map[string]any(a.After), map[string]any(b.After))
}

// Decision is what a new look at a host says about the work on it.
type Decision struct {
	Next   []*Change // may be made now: reviewed, or allowed to become known later
	Stuck  []*Change // allowed, and still not known
	Again  []*Change // made, and to be made again: it did not hold
	Stale  []*Change // reviewed with another meaning: somebody has changed what it touches
	Beyond []*Change // nobody has reviewed it
}

// Compare holds a new plan of a host against what was reviewed and what was done of it.
func (w *Work) Compare(fresh *Host) Decision {
	var d Decision
	reviewed := map[string]bool{} // blocks with a change that was known then and is not sent
	for _, i := range w.Items {
		if i.Action != step.Manual && i.KnownAfter == "" && i.Outcome == nil {
			reviewed[i.Block()] = true
		}
	}
	for _, c := range w.pending(fresh) {
		waits := w.waits(w.entry(c))
		switch {
		case c.Op != nil && w.reviewed(c) != nil, c.Op != nil && waits:
			d.Next = append(d.Next, c)
		case waits:
			d.Stuck = append(d.Stuck, c)
		case w.sent(c.Block()):
			d.Again = append(d.Again, c)
		case reviewed[c.Block()]:
			d.Stale = append(d.Stale, c)
		default:
			d.Beyond = append(d.Beyond, c)
		}
	}
	d.Next = earliest(d.Next)
	return d
}

// pending are the fresh plan's changes that say something about what was done: no manual ones, none of steps that were
// allowed to fail, and nothing that leaves no trace and was made already: told what was applied, an evaluation plans it
// again.
func (w *Work) pending(fresh *Host) []*Change {
	var out []*Change
	for i := range fresh.Changes {
		c := &fresh.Changes[i]
		switch {
		case c.Action == step.Manual || w.forgiven(c.Block()):
		case w.sent(c.Block()) && (c.Once || c.Reports()):
		default:
			out = append(out, c)
		}
	}
	return out
}

// Reports says whether a change would only fetch what became of an operation that runs, or ran, by itself.
func (c *Change) Reports() bool { return c.Op != nil && c.Op.Detached() && c.Op.Before.Bool("started") }

// Begin gives the changes of the first exchange, of a plan that was made elsewhere, or earlier, or of a run that goes
// on: they must mean on the host as it is what was reviewed, and what was made must hold. Else the plan is stale.
func (w *Work) Begin(fresh *Host) ([]*Item, *problem.Problem) {
	d := w.Compare(fresh)
	if off := slices.Concat(d.Stale, d.Beyond, d.Again); len(off) > 0 || fresh.Error != nil {
		return nil, w.stale(off, fresh)
	}
	return w.Admit(d.Next), nil
}

// Next gives the changes of the next exchange, by what the host is like after the last one: none when it is as it
// should be. A host for which no playbook is meant any more is: its own changes made it so. A problem is how its work
// ends.
func (w *Work) Next(fresh *Host) ([]*Item, *problem.Problem) {
	if why := w.untold(fresh); why != nil {
		return nil, NotVerified(why)
	}
	d := w.Compare(fresh)
	switch {
	case len(d.Again) > 0:
		return nil, notConverged(d.Again)
	case len(d.Stale) > 0:
		return nil, w.stale(d.Stale, fresh)
	case len(d.Beyond) > 0:
		return nil, beyond(d.Beyond)
	case len(d.Next) == 0 && len(d.Stuck) > 0 && w.Forgiven() == nil:
		return nil, stuck(d.Stuck)
	}
	return w.Admit(d.Next), nil
}

// untold is why a look at the host does not tell what became of the work on it: the host, or a block of which something
// was sent, could not be planned again. nil if it tells.
func (w *Work) untold(fresh *Host) *problem.Problem {
	if fresh.Error != nil {
		return fresh.Error
	}
	for _, b := range fresh.Blocks {
		if b.Error != nil && w.sent(Block(b.Playbook, b.Address)) {
			return b.Error
		}
	}
	return nil
}

// Failure is the first of these changes that failed and ends the work on the host; nil if none does.
func Failure(changes []*Item) *Item {
	for _, i := range changes {
		if i.Failed() && !i.forgiven() {
			return i
		}
	}
	return nil
}

// Forgiven is the first change that failed and was allowed to; nil if none did.
func (w *Work) Forgiven() *Item {
	for _, i := range w.Items {
		if i.forgiven() {
			return i
		}
	}
	return nil
}

// Doubtful are the changes of which nobody knows what became of them.
func Doubtful(changes []*Item) []*Item {
	return slices.DeleteFunc(slices.Clone(changes), func(i *Item) bool { return i.Ended() != resource.Unknown })
}

// FoundOut closes what is in doubt, now that the host and the places of what is in doubt were looked at again: what is
// there was made, and so was what leaves a trace if nothing is left to be done. It gives what is known by that, and
// what stays in doubt: what is not there may still come.
func (w *Work) FoundOut(doubtful []*Item, fresh *Host, traces *Traces) (known, open []*Item) {
	left := len(w.pending(fresh)) > 0 || w.untold(fresh) != nil
	for _, i := range doubtful {
		made, told := traces.of(i)
		if i.Once || !made && (told || left || skipped(fresh, i)) {
			open = append(open, i)
			continue
		}
		i.Outcome = &resource.Result{Op: i.Op.ID, Status: resource.Done, Now: i.Op.Kept().After}
		i.Remarks = append(i.Remarks, problem.New(problem.VerifiedLater))
		known = append(known, i)
	}
	return known, open
}

// wanted says whether a look at a host still asks for a change: for one by the same block in the same place, or for one
// of the block of which the place is not known yet.
func wanted(fresh *Host, i *Item) bool {
	return slices.ContainsFunc(fresh.Changes, func(c Change) bool {
		return c.Block() == i.Block() && (c.KnownAfter != "" || c.Resource.Same(i.Resource) && c.Section == i.Section)
	})
}

// Drifted are the changes of which the host has written nothing because it found something else than was planned there,
// and those behind them that it did not try. None if there is no drift.
func Drifted(part []*Item) []*Item {
	var off []*Item
	for _, i := range part {
		if s := i.Ended(); s == resource.Drift || s == resource.Skipped && len(off) > 0 {
			off = append(off, i)
		}
	}
	return off
}

// Refit gives what is to be sent again of changes that drifted, by what the host is like now: it must still mean there
// what was reviewed, as where a file was edited elsewhere meanwhile. What somebody else has made meanwhile is there
// already. If anything means something else now, all of it stays as it is.
func (w *Work) Refit(off []*Item, fresh *Host) []*Item {
	was := make([]*resource.Result, len(off))
	for n, i := range off {
		was[n], i.Outcome, i.sent = i.Outcome, nil, false
	}
	var fit []*Change
	means := map[*Item]bool{}
	for _, c := range w.Compare(fresh).Next {
		if i := w.reviewed(c); i != nil && slices.Contains(off, i) {
			fit, means[i] = append(fit, c), true
		}
	}
	for n, i := range off {
		switch {
		case means[i]:
		case !wanted(fresh, i) && i.tells(): // somebody else has made it
			i.Outcome, i.sent = &resource.Result{Op: was[n].Op, Status: resource.Already}, true
		case was[n].Status == resource.Drift:
			for n, i := range off {
				i.Outcome, i.sent = was[n], true
			}
			return nil
		}
	}
	return w.Admit(fit)
}
