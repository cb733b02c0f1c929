package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// revert takes back what the failed change's step has done in this exchange, in the same session. The guard is not
// asked: half a change is worse than a late one.
func (a *applier) revert(ctx context.Context, session Session, changes []*plan.Item, failed *plan.Item) {
	made, inverses := a.work.TakeBack(changes, failed)
	if len(made) == 0 {
		return
	}
	ids := make([]string, len(made))
	for i, c := range made {
		ids[i] = c.Op.ID
	}
	if err := a.intend(inverses, ids); err != nil {
		if a.r.unwritable.Load() == nil { // else it is told already
			a.r.untold(a.host.ID(), err)
		}
		return
	}
	a.say(PhaseRevert, text.Plain(failed.Step))
	_ = a.send(ctx, session, PhaseRevert, inverses, reverted) // what was not answered is unknown, and said so
	for i, inv := range inverses {
		made[i].Reverted = inv.Reverted
	}
}
