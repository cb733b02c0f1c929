package cli

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

func rolloutFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "canary"},
		&cli.StringFlag{Name: "batch"},
		waitFlag(),
	}
}

func waitFlag() cli.Flag { return &cli.DurationFlag{Name: "wait"} }

// rollout says how changes go through the hosts of this work.
func (p *program) rollout(o options, w *work, ro *exec.Options) error {
	if !o.atOnce && w.set != nil {
		ro.Rules = eval.Rules(w.set)
	}
	for _, name := range o.canaries {
		at := slices.IndexFunc(w.hosts, func(h *inventory.Host) bool {
			return strings.EqualFold(h.ID(), name) || strings.EqualFold(h.Name, name)
		})
		if at < 0 {
			return problem.New(problem.NoCanary, "host", name)
		}
		ro.Canaries = append(ro.Canaries, w.hosts[at].ID())
	}
	return nil
}

// batches names the batches in a question; nothing where all hosts are one.
func batches(s plan.Schedule) string {
	if len(s.Sizes) < 2 {
		return ""
	}
	return s.String()
}

// mayCome says whether there are hosts to wait for.
func (s *session) mayCome(results []*plan.Result) bool {
	return (s.o.wait > 0 || s.resumed) && slices.ContainsFunc(results, func(r *plan.Result) bool {
		return r.Class() == plan.Unreachable || r.Class() == plan.Waiting
	})
}

// between asks after the canaries whether the others may follow. Without canaries, and with --yes, the rules decide.
func (p *program) between(c *cli.Context, s *session) func(batch int, done []*plan.Result) bool {
	if len(s.o.canaries) == 0 || c.Bool("yes") {
		return nil
	}
	return func(batch int, done []*plan.Result) bool {
		if batch != 1 {
			return true
		}
		s.live.set(nil)
		s.p.terminal.clear()
		defer func() { s.progress("apply") }() // another line, which the end of the work takes away
		p.narrator(s.o).Result(done)
		left := 0
		for _, n := range s.run.Schedule().Sizes[1:] {
			left += n
		}
		ok, err := p.ask(s, p.n(text.GoOn, left))
		return ok && err == nil
	}
}
