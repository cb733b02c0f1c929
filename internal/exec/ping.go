package exec

import (
	"context"
	"fmt"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// Pong is what a host answered to a ping.
type Pong struct {
	Host   string
	Title  string      // the practice's title
	Status plan.Status // ok, unreachable, failed, or skipped if the run was cancelled before
	// LogonMS is how long connecting and logging on took, AnswerMS starting the agent and one question.
	LogonMS, AnswerMS int64
	Requests          int
	OS                resource.Props // the properties of the resource type os
	Error             *diag.Error
}

// Ping connects and logs on to each host, starts the agent and asks for the operating system: what works then is what plan needs.
// The answers are in the order of the hosts.
func (r *Runner) Ping(ctx context.Context, hosts []*inventory.Host) []Pong {
	out := make([]Pong, len(hosts))
	r.each(len(hosts), func(i int) { out[i] = r.ping(ctx, hosts[i]) })
	return out
}

func (r *Runner) ping(ctx context.Context, h *inventory.Host) (p Pong) {
	s := &site{r: r, host: h}
	defer func() {
		if cause := recover(); cause != nil {
			p = Pong{Status: plan.Failed, Error: defect(cause)}
		}
		s.disconnect()
		p.Host, p.Title, p.Requests = h.ID(), h.Practice.Title, s.cost().Requests
		s.say(PhaseDone, string(p.Status))
	}()
	if r.halted(ctx) {
		return Pong{Status: plan.Skipped, Error: cancelled("This host was not started.")}
	}
	bounded, cancel := r.bound(ctx)
	defer cancel()
	p, err := s.greet(bounded)
	p.Status = plan.OK
	if err != nil {
		p.Status, p.Error = describe(ctx, err)
	}
	return p
}

func (s *site) greet(ctx context.Context) (p Pong, err error) {
	begun := s.r.Clock()
	if err := s.connect(ctx); err != nil {
		return p, err
	}
	connected := s.r.Clock()
	p.LogonMS = connected.Sub(begun).Milliseconds()
	x := &reading{site: s}
	defer x.end(ctx)
	answers, err := x.ask(ctx, []resource.Query{{Type: "os"}})
	if err != nil {
		return p, err
	}
	p.AnswerMS = s.r.Clock().Sub(connected).Milliseconds()
	switch {
	case len(answers) != 1:
		return p, unanswered(len(answers), 1)
	case answers[0].Fault != nil:
		return p, fmt.Errorf("the operating system's facts cannot be read: %w", answers[0].Fault)
	case len(answers[0].Items) > 0:
		p.OS = answers[0].Items[0].Props
	}
	return p, nil
}
