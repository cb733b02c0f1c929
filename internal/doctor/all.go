package doctor

import (
	"context"
	"time"

	"github.com/sourcegraph/conc/pool"

	"github.com/xops-dev/xops/internal/inventory"
)

// All examines hosts, parallel of them at a time (0: 50), each within timeout (0: no limit). The reports are in the
// order of the hosts. A host that was not begun when the context ended is reported as cancelled. done, if not nil, is
// called from many goroutines.
func All(ctx context.Context, hosts []*inventory.Host, deps Deps, parallel int, timeout time.Duration,
	done func(i int),
) []*Report {
	if parallel <= 0 {
		parallel = 50
	}
	out := make([]*Report, len(hosts))
	p := pool.New().WithMaxGoroutines(parallel)
	for i, h := range hosts {
		p.Go(func() {
			bounded, cancel := ctx, context.CancelFunc(func() {})
			if timeout > 0 {
				bounded, cancel = context.WithTimeout(ctx, timeout)
			}
			defer cancel()
			out[i] = Examine(bounded, h, deps)
			if done != nil {
				done(i)
			}
		})
	}
	p.Wait()
	return out
}
