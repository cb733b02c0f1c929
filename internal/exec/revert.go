package exec

import (
	"context"
	"slices"
	"strconv"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// revert takes back what the failed change's step has done in this exchange, last first, in the same session. What was
// so already stays, and so does what cannot be taken back; the items tell. The guard is not asked: half a change is
// worse than a late one.
func (a *applier) revert(ctx context.Context, session Session, changes []*plan.Item, failed *plan.Item) {
	var originals, inverses []*plan.Item
	var ids []string
	for _, c := range slices.Backward(changes) {
		if c.Block() != failed.Block() || c.Ended() != resource.Done {
			continue
		}
		inverse, ok := c.Invert()
		if !ok {
			continue
		}
		a.lastID++
		inverse.Op.ID, inverse.Op.Continue = strconv.Itoa(a.lastID), false
		originals, ids = append(originals, c), append(ids, c.Op.ID)
		inverses = append(inverses, &plan.Item{Change: inverse})
	}
	if len(originals) == 0 {
		return
	}
	if err := a.intend(inverses, ids); err != nil {
		a.say(PhaseJournal, err.Error())
		return
	}
	a.say(PhaseRevert, failed.Step)
	_ = a.send(ctx, session, PhaseRevert, inverses, reverted) // what was not answered is unknown, and said so
	for i, inv := range inverses {
		originals[i].Reverted = inv.Reverted
	}
}
