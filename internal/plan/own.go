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
		case i.Ended() == resource.Already:
			foreign++
		case i.Outcome == nil && slices.Contains(part, i):
			here = append(here, i.Op.ID)
		default:
			before = true
		}
	}
	return here, before, foreign
}

// runsAfter says whether a restart comes after another change.
func (i *Item) runsAfter(other *Item) bool {
	base, _, _ := strings.Cut(other.Block(), `["`)
	return slices.Contains(i.RunsAfter, other.Block()) || slices.Contains(i.RunsAfter, base)
}
