package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// Asked is what a host answered to Ask.
type Asked struct {
	Host, Title string
	Status      plan.Status // ok, failed, unreachable, or skipped if the run was cancelled before
	DurationMS  int64
	Requests    int
	Answers     []resource.Answer // in the order of the queries; nil unless ok. Each can be a fault
	Error       *diag.Error
}

// Ask puts the same questions to each host, in one exchange that cannot change anything. The answers are in the order of the hosts.
func (r *Runner) Ask(ctx context.Context, hosts []*inventory.Host, queries []resource.Query) []Asked {
	out := make([]Asked, len(hosts))
	r.each(len(hosts), func(i int) { out[i] = r.ask(ctx, hosts[i], queries) })
	return out
}

func (r *Runner) ask(ctx context.Context, h *inventory.Host, queries []resource.Query) (a Asked) {
	s := &site{r: r, host: h}
	begun := r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			a = Asked{Status: plan.Failed, Error: defect(cause)}
		}
		s.disconnect()
		a.Host, a.Title, a.Requests = h.ID(), h.Practice.Title, s.cost().Requests
		a.DurationMS = r.Clock().Sub(begun).Milliseconds()
		s.say(PhaseDone, string(a.Status))
	}()
	if r.halted(ctx) {
		return Asked{Status: plan.Skipped, Error: cancelled("This host was not started.")}
	}
	bounded, cancel := r.bound(ctx)
	defer cancel()
	x := &reading{site: s}
	defer x.end(bounded)
	answers, err := x.ask(bounded, queries)
	if err == nil && len(answers) != len(queries) {
		err = unanswered(len(answers), len(queries))
	}
	if err != nil {
		status, e := describe(ctx, err)
		return Asked{Status: status, Error: e}
	}
	return Asked{Status: plan.OK, Answers: answers}
}
