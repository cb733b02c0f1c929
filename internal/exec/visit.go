package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
)

// turn is what is done on one host; an error is how it ends.
type turn func(ctx context.Context, c *hostConn) error

// visit is one turn of a host that there is no connection to.
func (r *Runner) visit(ctx context.Context, h *inventory.Host, work turn) plan.Visit {
	return (&hostConn{r: r, host: h}).visit(ctx, work)
}

// visit is one host's turn, whatever happens in it: bounded, counted, its connection closed at the end unless it is to
// be kept. What work returns is how the turn ended.
func (c *hostConn) visit(ctx context.Context, work turn) (v plan.Visit) {
	r, h := c.r, c.host
	begun := r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			v.Reason, v.Error, c.keep = nil, r.defect(cause), false
		}
		if !c.keep {
			c.disconnect()
		}
		v.Host, v.Title, v.Reached = h.ID(), h.Practice.Title, c.reached
		v.DurationMS = r.Clock().Sub(begun).Milliseconds()
		cost := c.cost()
		v.Requests, v.Starts = cost.Requests-c.told.Requests, cost.Starts-c.told.Starts
		c.told = cost
	}()
	if r.halted(ctx) {
		v.Reason = r.ending()
		return v
	}
	bounded, cancel := r.bound(ctx)
	defer cancel()
	v.Reason, v.Error = ended(ctx, work(bounded, c))
	return v
}
