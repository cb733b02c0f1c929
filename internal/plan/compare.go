package plan

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Same says whether two changes mean the same: what a person would review. What is sent may differ: a file can have
// been edited elsewhere. A restart is one whether the service runs or has to be started for it.
func Same(a, b *Change) bool {
	if a.Action == step.Restart && b.Action == step.Restart {
		return a.Block() == b.Block() && sameResource(a.Resource, b.Resource)
	}
	return a.Block() == b.Block() && a.Action == b.Action && a.Section == b.Section &&
		sameResource(a.Resource, b.Resource) &&
		resource.Equal(map[string]any(a.Before), map[string]any(b.Before)) &&
		resource.Equal(map[string]any(a.After), map[string]any(b.After))
}

func sameResource(a, b resource.ID) bool {
	return a.Type == b.Type && resource.Canonical(a.Type, a.Key) == resource.Canonical(b.Type, b.Key)
}

// Work is how far the changes of one host have come: the reviewed ones, with those that became known only on the way in
// the place of the entries that said so.
type Work struct {
	Items    []*Item
	waiting  map[string]bool // by block: known only after an earlier step when it was reviewed, and not sent yet
	sent     map[string]bool // by block: something of it was sent
	Forgiven map[string]bool // by block: failed with on_error = continue
}

// NewWork begins with a reviewed plan; the plan stays as it is.
func NewWork(reviewed *Host) *Work {
	w := &Work{waiting: map[string]bool{}, sent: map[string]bool{}, Forgiven: map[string]bool{}}
	for i := range reviewed.Changes {
		c := reviewed.Changes[i]
		if c.Action != step.Manual && c.KnownAfter != "" {
			w.waiting[c.Block()] = true
		}
		w.Items = append(w.Items, &Item{Change: c})
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
	return earliest(next), complete
}

// Sending notes that changes are sent now.
func (w *Work) Sending(items []*Item) {
	for _, i := range items {
		w.sent[i.Block()] = true
		delete(w.waiting, w.entry(&i.Change))
	}
}

// Sent says whether something was sent: at all, or of a block.
func (w *Work) Sent(block string) bool {
	if block == "" {
		return len(w.sent) > 0
	}
	return w.sent[block]
}

// Again forgets that changes were tried: the host had written nothing of them.
func (w *Work) Again(items []*Item) {
	for _, i := range items {
		i.Outcome = nil
	}
}

// Made are the changes that this run has made, found so, or perhaps made: what rests on them counts them as made.
func (w *Work) Made() []*Item {
	var made []*Item
	for _, i := range w.Items {
		switch i.Ended() {
		case resource.Done, resource.Already, resource.Unknown: // unknown: what runs after it must rather run
			made = append(made, i)
		}
	}
	return made
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
	for _, c := range w.Pending(fresh) {
		entry := w.entry(c)
		switch {
		case c.Op != nil && w.reviewed(c) != nil, c.Op != nil && w.waiting[entry]:
			d.Next = append(d.Next, c)
		case w.waiting[entry]:
			d.Stuck = append(d.Stuck, c)
		case w.sent[c.Block()]:
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

// Pending are the fresh plan's changes that say something about what was done: no manual ones, none of steps that were
// allowed to fail, and nothing that leaves no trace and was made already: told what was applied, an evaluation plans it
// again.
func (w *Work) Pending(fresh *Host) []*Change {
	var out []*Change
	for i := range fresh.Changes {
		c := &fresh.Changes[i]
		switch {
		case c.Action == step.Manual || w.Forgiven[c.Block()]:
		case w.sent[c.Block()] && (c.Once || c.Reports()):
		default:
			out = append(out, c)
		}
	}
	return out
}

// Reports says whether a change would only fetch what became of an operation that runs, or ran, by itself.
func (c *Change) Reports() bool { return c.Op != nil && c.Op.Detached() && c.Op.Before.Bool("started") }

// Admit gives the items that fresh changes are. A reviewed one takes over the operation that fits the host as it is
// now; what became known only now takes the place of the entry that said so.
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
		if i.Action != step.Restart || !restarts(i.Resource.Type) || i.Made() || i.Due == "" && !w.triggered(i) {
			continue
		}
		out = append(out, Due{Type: i.Resource.Type, Key: i.Resource.Key, Step: i.Block(), Run: i.Due})
	}
	return out
}

func restarts(typ string) bool {
	t, _ := resource.Of(typ)
	return t.Restarts
}

// triggered says whether something that a restart comes after is there.
func (w *Work) triggered(restart *Item) bool {
	for _, i := range w.Items {
		if !i.Made() && i.Ended() != resource.Unknown {
			continue
		}
		base, _, _ := strings.Cut(i.Block(), `["`)
		if slices.Contains(restart.RunsAfter, i.Block()) || slices.Contains(restart.RunsAfter, base) {
			return true
		}
	}
	return false
}

// entry is the block under which the reviewed plan has a change that waits. A step with for_each whose keys were not
// known had one entry for all of its instances.
func (w *Work) entry(c *Change) string {
	block := c.Block()
	if base, _, ok := strings.Cut(block, `["`); ok && !w.waiting[block] && w.waiting[base] {
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
