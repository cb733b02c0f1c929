package plan

import "github.com/xops-dev/xops/internal/step"

// Invert gives the change that takes another one back: before and after are swapped. ok is false where it cannot be
// taken back.
func (c *Change) Invert() (inverse Change, ok bool) {
	if !c.Reversible || c.Action == step.Manual || c.KnownAfter != "" {
		return Change{}, false
	}
	inverse = *c
	inverse.Before, inverse.After = c.After, c.Before
	inverse.Predict, inverse.Notes, inverse.Diff, inverse.Covers, inverse.RunsAfter = nil, nil, nil, nil, nil
	switch c.Action {
	case step.Create:
		inverse.Action = step.Delete
	case step.Delete:
		inverse.Action = step.Create
	case step.Restart: // of what stood still: that was a start
		inverse.Action = step.Update
	}
	if c.Op != nil {
		op := c.Op.Inverse()
		inverse.Op = &op
	}
	return inverse, true
}
