package plan

import (
	"slices"
	"strconv"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Resume tells of work on this plan that was broken off: what was made stays made, what failed or was taken back is to
// be tried again, and what nobody knows is open until the host was looked at (Told); a restart that nobody knows of is
// made.
func (w *Work) Resume(past []*Item) {
	for _, p := range past {
		if n, err := strconv.Atoi(p.ID); err == nil {
			w.last = max(w.last, n)
		}
		i := w.meant(p)
		if i == nil {
			continue
		}
		switch s := p.Ended(); {
		case i.Made():
		case (s == resource.Done || s == resource.Already) && p.Made(), s == resource.Unknown && !i.Once &&
			i.Action != step.Restart:
			i.Outcome, i.Op, i.sent = p.Outcome, p.Op, true
		}
	}
}

// meant is the item of an operation; one that became known only on the way takes the place of the entry that said so.
func (w *Work) meant(p *Item) *Item {
	for _, i := range w.Items {
		if i.KnownAfter == "" && Same(&i.Change, &p.Change) {
			return i
		}
	}
	entry := w.entry(&p.Change)
	at := slices.IndexFunc(w.Items, func(i *Item) bool {
		return i.KnownAfter != "" && i.Action != step.Manual && i.Block() == entry
	})
	if at < 0 || p.Ended() != resource.Done && p.Ended() != resource.Already || !p.Made() {
		return nil
	}
	i := &Item{Change: p.Change}
	i.RunsAfter, i.Serves, i.Source = w.Items[at].RunsAfter, w.Items[at].Serves, w.Items[at].Source
	w.Items = slices.Insert(w.Items, at, i) // the entry stays: there may be more of the step
	return i
}

// Told closes what was open, now that the host and the places of what was open were looked at: what is not there is to
// be made if the host still needs it. It gives the outcomes that are known by that. Where neither tells it stays
// unknown.
func (w *Work) Told(fresh *Host, traces *Traces) (known []resource.Result) {
	blocked := map[string]bool{}
	for _, b := range fresh.Blocks {
		blocked[Block(b.Playbook, b.Address)] = true
	}
	for _, i := range w.Items {
		if i.Ended() != resource.Unknown || blocked[i.Block()] || fresh.Error != nil {
			continue
		}
		made, told := traces.of(i)
		switch {
		case !made && (told || wanted(fresh, i)):
			known = append(known, resource.Result{Op: i.Outcome.Op, Status: resource.Skipped})
			i.Outcome = nil
		case told || !skipped(fresh, i):
			i.Outcome = &resource.Result{Op: i.Outcome.Op, Status: resource.Done, Now: i.Op.Kept().After}
			i.Remarks = append(i.Remarks, problem.New(problem.VerifiedLater))
			known = append(known, *i.Outcome)
		}
	}
	return known
}
