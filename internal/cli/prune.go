package cli

import (
	"context"
	"errors"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

// runsPrune takes old runs out of the history, after it has shown them and asked.
func (p *program) runsPrune(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	old, ok := age(c.String("older"))
	if !ok {
		return problem.New(problem.FlagDuration, "flag", "--older", "value", quoted(c.String("older")), "example",
			"400d, 12h")
	}
	if err := p.mayAsk(c); err != nil {
		return err
	}
	j, err := p.openJournal()
	if err != nil {
		return err
	}
	err = p.prune(c, o, j, p.Now().Add(-old))
	return errors.Join(err, j.Close())
}

func (p *program) prune(c *cli.Context, o options, j *journal.Journal, before time.Time) error {
	runs, needed, err := prunable(c.Context, j, before, c.Bool("keep-changes"))
	if err != nil {
		return err
	}
	d := report.NewPruneDocument(runs, needed)
	if len(runs) > 0 {
		if !o.json {
			pr := p.printer(o)
			pr.Prune(d, time.Local)
			if err := pr.Err(); err != nil {
				return err
			}
		}
		s := &session{}
		_, s.watching = p.watch(c.Context, nil)
		defer s.watching.end()
		if !c.Bool("yes") {
			if o.json {
				p.narrator(o).Prune(d, time.Local)
			}
			yes, err := p.ask(s, p.t(text.PruneThem, "runs", p.n(text.Runs, len(runs))))
			if err != nil {
				return err
			}
			if !yes {
				p.tell(text.NothingPruned)
				if o.json {
					if err := report.WriteJSON(p.Out, d); err != nil {
						return err
					}
				}
				return exitCode(plan.ExitCancelled)
			}
		}
		if d.Anchor, err = j.Prune(c.Context, p.Operator, before, d.IDs()); err != nil {
			return err
		}
	}
	if o.json {
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	pr.Pruned(d)
	return pr.Err()
}

// prunable are the runs that had ended by a time and that nothing needs any more, the newest first. needed are those
// that something does: they can go on, owe a restart, or were taken back by one that can go on.
func prunable(ctx context.Context, j *journal.Journal, before time.Time, keepChanges bool) (
	runs, needed []journal.Run, err error,
) {
	all, err := j.Find(ctx, journal.Filter{Until: before})
	if err != nil {
		return nil, nil, err
	}
	due, err := j.Due(ctx)
	if err != nil {
		return nil, nil, err
	}
	need := map[string]bool{}
	for _, owed := range due {
		for _, d := range owed {
			need[d.Run] = true
		}
	}
	open, err := j.Find(ctx, journal.Filter{})
	if err != nil {
		return nil, nil, err
	}
	for i := range open {
		can, err := goesOn(ctx, j, &open[i])
		if err != nil {
			return nil, nil, err
		}
		if can {
			need[open[i].ID], need[open[i].Undoes] = true, true
		}
	}
	for _, r := range all {
		switch {
		case need[r.ID] || r.Ended == nil || !r.Ended.Before(before):
			needed = append(needed, r)
		case keepChanges && r.Operations.Total+r.Operations.Reverted > 0:
		default:
			runs = append(runs, r)
		}
	}
	return runs, needed, nil
}

// goesOn says whether something is left to do of a run.
func goesOn(ctx context.Context, j *journal.Journal, r *journal.Run) (bool, error) {
	if r.Status == plan.RunRunning || r.Status == plan.RunInterrupted {
		return true, nil
	}
	if r.Status == plan.RunDone && r.Summary.Unreachable == 0 && r.Summary.Waiting == 0 {
		return false, nil
	}
	document, err := j.Plan(ctx, r.ID)
	if document == nil || err != nil {
		return false, err
	}
	whole, err := j.Run(ctx, r.ID)
	if err != nil {
		return false, err
	}
	_, rest := remaining(whole, document)
	return len(rest.Hosts) > 0, nil
}
