package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
)

// turn is what is done on one host; an error is how it ends.
type turn func(ctx context.Context, c *hostConn) error

// visit is one host's turn, whatever happens in it: bounded, counted, its connection closed at the end. What work
// returns is how the turn ended.
func (r *Runner) visit(ctx context.Context, h *inventory.Host, work turn) (v plan.Visit) {
	c := &hostConn{r: r, host: h}
	begun := r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			v.Reason, v.Error = nil, r.defect(cause)
		}
		c.disconnect()
		v.Host, v.Title, v.Reached = h.ID(), h.Practice.Title, c.reached
		v.DurationMS = r.Clock().Sub(begun).Milliseconds()
		v.Requests, v.Starts = c.spent.Requests, c.spent.Starts
	}()
	if r.halted(ctx) {
		v.Reason = cancelled()
		return v
	}
	bounded, cancel := r.bound(ctx)
	defer cancel()
	v.Reason, v.Error = ended(ctx, work(bounded, c))
	return v
}
