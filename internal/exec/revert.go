package exec

import (
	"context"
	"slices"
	"strconv"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// revert takes back what the failed change's step has done in this exchange, last first, in the same session, and says how that
// went. What was so already stays, and what cannot be taken back is named.
func (a *application) revert(ctx context.Context, session Session, changes []*plan.Change, failed *plan.Change) string {
	var originals, fixed []*plan.Change
	for _, c := range slices.Backward(changes) {
		if c.Block() != failed.Block() || c.Outcome == nil || c.Outcome.Status != resource.Done {
			continue
		}
		if !c.Reversible {
			fixed = append(fixed, c)
			continue
		}
		originals = append(originals, c)
	}
	text := ""
	if len(fixed) > 0 {
		text = "Cannot be taken back: " + describeResources(fixed) + "."
	}
	if len(originals) == 0 {
		return text
	}
	inverses := make([]*plan.Change, len(originals))
	ids := make([]string, len(originals))
	for i, c := range originals {
		inv := *c
		op := c.Op.Inverse()
		a.lastID++
		op.ID, op.Continue = strconv.Itoa(a.lastID), false
		inv.Op, inv.Outcome = &op, nil
		inv.Before, inv.After = c.After, c.Before
		inverses[i], ids[i] = &inv, c.Op.ID
	}
	if e := a.intend(inverses, ids); e != nil {
		return join(text, "Nothing was taken back, because the journal cannot be written: "+e.Detail+".")
	}
	a.say(PhaseRevert, failed.Step)
	err := a.send(ctx, session, PhaseRevert, inverses, func(c *plan.Change) **resource.Result { return &c.Reverted })
	var back, kept []*plan.Change
	for i, inv := range inverses {
		originals[i].Reverted = inv.Reverted
		switch inv.Reverted.Status {
		case resource.Done, resource.Already:
			back = append(back, originals[i])
		default:
			kept = append(kept, originals[i])
		}
	}
	if len(back) > 0 {
		text = join(text, "Taken back: "+describeResources(back)+".")
	}
	if len(kept) > 0 {
		text = join(text, "Could not be taken back: "+describeResources(kept)+".")
	}
	if err != nil {
		text = join(text, "The connection was lost meanwhile: "+err.Error()+".")
	}
	return text
}

func describeResources(changes []*plan.Change) string {
	out := ""
	for i, c := range changes {
		if i > 0 {
			out += ", "
		}
		out += c.Op.Type + " " + c.Op.Key
	}
	return out
}
