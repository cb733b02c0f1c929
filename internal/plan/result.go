package plan

import (
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Visit is what a visit to a host has cost, and how it ended if it did not end well.
type Visit struct {
	Host, Title string
	DurationMS  int64
	Requests    int
	Starts      int
	// Reached says that the host was logged on to.
	Reached bool
	Reason  *Reason          // why nothing was done here although nothing failed
	Error   *problem.Problem // why it failed
}

// Item is one change with what became of it.
type Item struct {
	Change
	// Outcome is how it ended; nil while it was not sent.
	Outcome *resource.Result
	// Reverted is how taking it back ended, after on_error = "revert"; nil if that was not tried.
	Reverted *resource.Result
	// Remarks are what was learnt while it was done.
	Remarks []*problem.Problem

	sent bool
}

// Result is what became of one host: of looking at it, and of changing it. It stands beside the plan, which it does not
// change.
type Result struct {
	Visit
	Plan *Host // as reviewed; never nil
	// Acted says that its changes were gone about; Items are then all of them, with those that became known only on the
	// way.
	Acted bool
	Items []*Item
	// Checks and Blocks are those of the last look; before anything was changed, the plan's.
	Checks []Check
	Blocks []Blocked
	// Owed are the restarts that were not made although what they come after was done.
	Owed []Due
	// Undo says that the run takes another one back.
	Undo bool
}

// Looked is the result of a host that was only looked at.
func Looked(h *Host, v Visit) *Result {
	r := &Result{Visit: v, Plan: h, Checks: h.Checks, Blocks: h.Blocks, Items: make([]*Item, len(h.Changes))}
	for i := range h.Changes {
		r.Items[i] = &Item{Change: h.Changes[i]}
	}
	if r.Error == nil {
		r.Error = h.Error
	}
	if r.Reason == nil {
		r.Reason = h.Reason
	}
	return r
}

// Ended says how a change ended; "" while it was not sent.
func (i *Item) Ended() resource.Status {
	if i.Outcome == nil {
		return ""
	}
	return i.Outcome.Status
}

// Failed says that a change was tried and not done; what nobody knows is not failed.
func (i *Item) Failed() bool {
	switch i.Ended() {
	case resource.Failed, resource.Drift:
		return true
	}
	return false
}

// Made says that a change is there: made by this run, or so already when it came to it.
func (i *Item) Made() bool {
	switch i.Ended() {
	case resource.Done, resource.Already:
		return i.Reverted == nil || i.Reverted.Status != resource.Done && i.Reverted.Status != resource.Already
	}
	return false
}

// Counts are a host's changes by what became of them; manual steps are counted apart.
type Counts struct {
	Manual                                          int
	Done, Already, Failed, Unknown, Open, TakenBack int
	Withheld                                        int // listed, and not to be made because of the host's reason
}

// Count counts a host's changes.
func (r *Result) Count() Counts {
	var n Counts
	for _, i := range r.Items {
		switch {
		case i.Action == step.Manual:
			if i.Outcome == nil {
				n.Manual++
			}
		case i.Reverted != nil && (i.Reverted.Status == resource.Done || i.Reverted.Status == resource.Already):
			n.TakenBack++
		case i.Ended() == resource.Done:
			n.Done++
		case i.Ended() == resource.Already:
			n.Already++
		case i.Ended() == resource.Unknown:
			n.Unknown++
		case i.Failed():
			n.Failed++
		case r.Reason != nil:
			n.Withheld++
		default:
			n.Open++
		}
	}
	return n
}

// Add adds another host's counts.
func (c *Counts) Add(o Counts) {
	c.Manual += o.Manual
	c.Done += o.Done
	c.Already += o.Already
	c.Failed += o.Failed
	c.Unknown += o.Unknown
	c.Open += o.Open
	c.TakenBack += o.TakenBack
	c.Withheld += o.Withheld
}
