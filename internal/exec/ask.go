package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// Asked is what a host answered to Ask.
type Asked struct {
	plan.Visit
	// LogonMS is how long connecting and logging on took, AnswerMS starting the agent and the questions.
	LogonMS, AnswerMS int64
	Answers           []resource.Answer // in the order of the queries; nil if there are none. Each can be a fault
}

// Ask puts the same questions to each host, in one exchange that cannot change anything. The answers are in the order
// of the hosts.
func (r *Runner) Ask(ctx context.Context, hosts []*inventory.Host, queries []resource.Query) []Asked {
	out := make([]Asked, len(hosts))
	r.each(len(hosts), func(i int) {
		a := &out[i]
		a.Visit = r.visit(ctx, hosts[i], func(ctx context.Context, c *hostConn) error { return c.ask(ctx, queries, a) })
		r.event(Event{Host: a.Host, Phase: PhaseDone, Text: text.Plain(string(a.Class()))})
	})
	return out
}

func (c *hostConn) ask(ctx context.Context, queries []resource.Query, a *Asked) error {
	begun := c.r.Clock()
	if err := c.connect(ctx); err != nil {
		return err
	}
	connected := c.r.Clock()
	a.LogonMS = connected.Sub(begun).Milliseconds()
	x := &reader{hostConn: c}
	defer x.end(ctx)
	answers, err := x.ask(ctx, queries)
	if err != nil {
		return err
	}
	a.AnswerMS = c.r.Clock().Sub(connected).Milliseconds()
	if len(answers) != len(queries) {
		return unanswered(len(answers), len(queries))
	}
	a.Answers = answers
	return nil
}

// Pong is what a host answered to a ping.
type Pong struct {
	Asked
	OS resource.Props // the properties of the resource type os
}

// Ping connects and logs on to each host, starts the agent and asks for the operating system: what works then is what
// plan needs. The answers are in the order of the hosts.
func (r *Runner) Ping(ctx context.Context, hosts []*inventory.Host) []Pong {
	asked := r.Ask(ctx, hosts, []resource.Query{{Type: "os"}})
	out := make([]Pong, len(asked))
	for i, a := range asked {
		out[i].Asked = a
		if a.Answers == nil {
			continue
		}
		switch os := a.Answers[0]; {
		case os.Fault != nil:
			_, out[i].Error = ended(ctx, os.Fault)
		case len(os.Items) > 0:
			out[i].OS = os.Items[0].Props
		}
	}
	return out
}
