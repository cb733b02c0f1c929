package plan

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// What a run finds already so is not its own: whoever made it makes, or owes, the restarts that come after it.

// Own are those of a part's changes that this run has to make. A restart is left out, and so already, where all that it
// comes after was; where some of that is in the part itself, the host will know. One that is due is made in any case.
func (w *Work) Own(part []*Item) []*Item {
	return slices.DeleteFunc(slices.Clone(part), func(i *Item) bool {
		if i.Action != step.Restart || i.Due != "" {
			return false
		}
		here, before, foreign := w.triggers(i, part)
		switch {
		case before || len(here)+foreign == 0:
		case len(here) == 0:
			i.Outcome, i.sent = &resource.Result{Status: resource.Already}, true
			return true
		case !i.Op.Detached(): // that is cut off from what it comes after (Parts)
			i.Op.Needs = here
		}
		return false
	})
}

// triggers are the changes that a restart comes after: here are the ids of those in the same part, before says that
// another one was made by this run, may have been, or is still to be, foreign counts those that were so already.
func (w *Work) triggers(restart *Item, part []*Item) (here []string, before bool, foreign int) {
	for _, i := range w.Items {
		if i == restart || !restart.runsAfter(i) || i.Action == step.Manual {
			continue
		}
		switch {
		case i.foreign():
			foreign++
		case i.Outcome == nil && slices.Contains(part, i) && i.tells():
			here = append(here, i.Op.ID)
		default:
			before = true
		}
	}
	return here, before, foreign
}

// foreign says that a change is there and somebody else has made it.
func (i *Item) foreign() bool { return i.Ended() == resource.Already && i.tells() }

// tells says whether already, as an outcome, means that somebody else has made a change: that of a wait, or of the
// computer's own restart, means that it has come true.
func (i *Item) tells() bool {
	return !i.Once || i.Action == step.Restart && step.RestartOf(i.Resource) != nil
}

// runsAfter says whether a restart comes after another change.
func (i *Item) runsAfter(other *Item) bool {
	base, _, _ := strings.Cut(other.Block(), `["`)
	return slices.Contains(i.RunsAfter, other.Block()) || slices.Contains(i.RunsAfter, base)
}
