package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Work is how far the changes of one host have come: the reviewed ones, with those that became known only on the way in
// the place of the entries that said so. All that is decided about it is read off its items.
type Work struct {
	Items []*Item
	last  int // the highest id of an operation
}

// NewWork begins with a reviewed plan; the plan stays as it is.
func NewWork(reviewed *Host) *Work {
	w := &Work{Items: make([]*Item, len(reviewed.Changes))}
	for i := range reviewed.Changes {
		w.Items[i] = &Item{Change: reviewed.Changes[i]}
	}
	return w
}

// Ready are the changes of the lowest stage that can be sent as they are; complete says whether all that were known
// when the plan was reviewed have an operation: those of a saved plan get theirs by looking at the host again.
func (w *Work) Ready() (next []*Item, complete bool) {
	complete = true
	for _, i := range w.Items {
		switch {
		case i.Action == step.Manual || i.KnownAfter != "" || i.Outcome != nil:
		case i.Op == nil:
			complete = false
		default:
			next = append(next, i)
		}
	}
	return w.numbered(earliest(next)), complete
}

// numbered gives changes operations of their own, with ids that are new in this run.
func (w *Work) numbered(items []*Item) []*Item {
	for _, i := range items {
		op := *i.Op
		op.ID, op.Continue = w.id(), op.Continue || i.OnError == "continue"
		i.Op = &op
	}
	return items
}

func (w *Work) id() string {
	w.last++
	return strconv.Itoa(w.last)
}

// Sending notes that changes are sent now.
func Sending(items []*Item) {
	for _, i := range items {
		i.sent = true
	}
}

// Unanswered closes what was sent and has no outcome: nobody knows what became of it.
func (w *Work) Unanswered() {
	for _, i := range w.Items {
		if i.sent && i.Outcome == nil {
			i.Outcome = &resource.Result{Op: i.Op.ID, Status: resource.Unknown}
		}
	}
}

// Sent says whether anything was sent.
func (w *Work) Sent() bool {
	return slices.ContainsFunc(w.Items, func(i *Item) bool { return i.sent })
}

// sent says whether something of a block was sent.
func (w *Work) sent(block string) bool {
	return slices.ContainsFunc(w.Items, func(i *Item) bool { return i.sent && i.Block() == block })
}

// waits says whether a block was known only after an earlier step when it was reviewed, and is not known yet.
func (w *Work) waits(block string) bool {
	return slices.ContainsFunc(w.Items, func(i *Item) bool {
		return i.KnownAfter != "" && i.Action != step.Manual && i.Block() == block
	})
}

// forgiven says whether something of a block failed, and was allowed to.
func (w *Work) forgiven(block string) bool {
	return slices.ContainsFunc(w.Items, func(i *Item) bool { return i.forgiven() && i.Block() == block })
}

func (i *Item) forgiven() bool { return i.Failed() && i.OnError == "continue" }

// Made are the changes that this run has made, or perhaps made: what rests on them counts them as made.
func (w *Work) Made() []*Item {
	var made []*Item
	for _, i := range w.Items {
		switch i.Ended() {
		case resource.Done, resource.Already, resource.Unknown: // unknown: what runs after it must rather run
			if !i.foreign() {
				made = append(made, i)
			}
		}
	}
	return made
}

// Parts cuts changes behind each one that runs detached: what comes after it waits for its end. A restart of the
// computer is a part of its own: whether it is needed is known when what it comes after has been answered. The last
// part may be empty.
func Parts(changes []*Item) [][]*Item {
	var out [][]*Item
	from := 0
	for i, c := range changes {
		if c.Op.Detached() && c.Action == step.Restart && from < i {
			out = append(out, changes[from:i])
			from = i
		}
		if c.Op.Detached() {
			out = append(out, changes[from:i+1])
			from = i + 1
		}
	}
	return append(out, changes[from:])
}

// Running is the change of a part that was started and has not ended, or nil: only its last one can be that.
func Running(part []*Item) *Item {
	if len(part) == 0 {
		return nil
	}
	if c := part[len(part)-1]; c.Op.Detached() && c.Outcome == nil {
		return c
	}
	return nil
}

// Admit gives the items that fresh changes are, to be sent. A reviewed one takes over the operation that fits the host
// as it is now; what became known only now takes the place of the entry that said so.
func (w *Work) Admit(fresh []*Change) []*Item {
	next := make([]*Item, len(fresh))
	found := map[string][]*Item{} // by the entry that they replace
	for n, c := range fresh {
		if next[n] = w.reviewed(c); next[n] != nil {
			next[n].Op = c.Op
			continue
		}
		next[n] = &Item{Change: *c}
		entry := w.entry(c)
		found[entry] = append(found[entry], next[n])
	}
	w.numbered(next)
	if len(found) == 0 {
		return next
	}
	var all []*Item
	for _, i := range w.Items {
		if put, ok := found[i.Block()]; ok && i.KnownAfter != "" && i.Action != step.Manual {
			all = append(all, put...)
			found[i.Block()] = nil // once, even if the step had several entries
			continue
		}
		all = append(all, i)
	}
	w.Items = all
	return next
}

// TakeBack are the changes that the failed one's step has made among these, last first, and for each the one that takes
// it back. What was so already stays, and so does what cannot be taken back; the items tell.
func (w *Work) TakeBack(changes []*Item, failed *Item) (made, inverses []*Item) {
	for _, c := range slices.Backward(changes) {
		if c.Block() != failed.Block() || c.Ended() != resource.Done {
			continue
		}
		if inverse, ok := c.Invert(); ok {
			inverse.Op.ID, inverse.Op.Continue = w.id(), false
			made, inverses = append(made, c), append(inverses, &Item{Change: inverse})
		}
	}
	return made, inverses
}

// Settle is the good end: what was reviewed and never sent is not needed any more unless a person must do it, and a
// person's steps of the last look are listed. A block that could not be planned any more tells nothing.
func (w *Work) Settle(fresh *Host) {
	w.Items = slices.DeleteFunc(w.Items, func(i *Item) bool { // what stood for changes that are there by now
		return i.KnownAfter != "" && i.Outcome == nil && slices.ContainsFunc(w.Items, func(o *Item) bool {
			return o.KnownAfter == "" && o.Outcome != nil && strings.HasPrefix(o.Block()+`["`, i.Block()+`["`)
		})
	})
	pending, listed := map[string]bool{}, map[string]bool{}
	for i := range fresh.Changes {
		pending[fresh.Changes[i].Block()] = true
	}
	for _, b := range fresh.Blocks {
		pending[Block(b.Playbook, b.Address)] = true
	}
	for _, i := range w.Items {
		listed[i.Block()] = true
		base, _, _ := strings.Cut(i.Block(), `["`)
		if i.Outcome == nil && !pending[i.Block()] && !pending[base] {
			i.Outcome = &resource.Result{Status: resource.Already} // it turned out not to be needed, or a person did it
		}
	}
	for i := range fresh.Changes {
		if c := fresh.Changes[i]; c.Action == step.Manual && !listed[c.Block()] {
			w.Items = append(w.Items, &Item{Change: c})
		}
	}
}

// Owed are the restarts that were not made although something that they come after was, or may have been: what was made
// is not planned again, so neither would they be.
func (w *Work) Owed() []Due {
	var out []Due
	for _, i := range w.Items {
		if i.Action != step.Restart || step.RestartOf(i.Resource) == nil || i.Made() || i.Due == "" && !w.triggered(i) {
			continue
		}
		out = append(out, Due{Type: i.Resource.Type, Key: i.Resource.Key, Step: i.Block(), Run: i.Due})
	}
	return out
}

// triggered says whether this run has made something that a restart comes after, or may have.
func (w *Work) triggered(restart *Item) bool {
	return slices.ContainsFunc(w.Items, func(i *Item) bool {
		return (i.Made() && i.Ended() == resource.Done || i.Ended() == resource.Unknown) && restart.runsAfter(i)
	})
}

// entry is the block under which the reviewed plan has a change that waits. A step with for_each whose keys were not
// known had one entry for all of its instances.
func (w *Work) entry(c *Change) string {
	block := c.Block()
	if base, _, ok := strings.Cut(block, `["`); ok && !w.waits(block) && w.waits(base) {
		return base
	}
	return block
}

// reviewed is the reviewed change, not sent yet, that this one means; or nil.
func (w *Work) reviewed(c *Change) *Item {
	for _, i := range w.Items {
		if i.KnownAfter == "" && i.Outcome == nil && Same(&i.Change, c) {
			return i
		}
	}
	return nil
}

// earliest are the changes of the lowest stage.
func earliest[T interface{ stage() int }](changes []T) []T {
	var out []T
	for _, c := range changes {
		if len(out) > 0 && c.stage() < out[0].stage() {
			out = nil
		}
		if len(out) == 0 || c.stage() == out[0].stage() {
			out = append(out, c)
		}
	}
	return out
}

func (c *Change) stage() int { return c.Stage }
