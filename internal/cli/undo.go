package cli

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

func (p *program) undoCommand() *cli.Command {
	return &cli.Command{
		Name: "undo", Flags: flags(yesFlag(), []cli.Flag{&cli.StringSliceFlag{Name: "step"}}, inventoryFlags(),
			selectFlags(), runFlags(), displayFlags()),
		Action: p.undo,
	}
}

func (p *program) undo(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if c.Args().Len() != 1 {
		return problem.New(problem.RunMissing)
	}
	if err := p.mayAsk(c); err != nil {
		return err
	}
	run, err := p.pastRun(c.Context, c.Args().First())
	if err != nil {
		return err
	}
	w, err := p.loadUndo(o, run, c.StringSlice("step"))
	if err != nil {
		return err
	}
	return p.change(c, o, w, "undo")
}

// pastRun reads a run that nobody works on any more.
func (p *program) pastRun(ctx context.Context, name string) (*journal.Run, error) {
	run, err := p.readRun(ctx, name)
	if err == nil && run.Status == plan.RunRunning {
		return nil, problem.New(problem.RunGoesOn, "run", run.ID, "operator", run.Operator)
	}
	return run, err
}

func (p *program) readRun(ctx context.Context, name string) (*journal.Run, error) {
	j, err := p.openJournal()
	if err != nil {
		return nil, err
	}
	defer j.Close() //nolint:errcheck // only read
	run, err := j.Run(ctx, name)
	if errors.Is(err, journal.ErrNoRun) {
		return nil, problem.New(problem.NoRun).With("%s", quoted(name)).Because(err)
	}
	return run, err
}

// loadUndo makes the work of taking a run back: the hosts on which it has done something, as the inventory has them
// now, and what it did there.
func (p *program) loadUndo(o options, run *journal.Run, steps []string) (*work, error) {
	for _, pattern := range steps {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, problem.New(problem.StepPattern, "pattern", pattern)
		}
	}
	parser := hclx.NewParser()
	selected, diags := p.selection(o, parser)
	err := p.judge(diags, parser)
	if err == nil {
		selected, err = p.narrow(o.narrowing, selected)
	}
	if err != nil {
		return nil, err
	}
	byID := map[string]*inventory.Host{}
	for _, h := range selected {
		byID[h.ID()] = h
	}
	w := &work{undoes: run.ID, undo: map[string][]*plan.Item{}}
	found := false
	for i := range run.Hosts {
		id := run.Hosts[i].Host
		var items []*plan.Item
		for _, item := range run.Hosts[i].Items() {
			if len(steps) == 0 || slices.ContainsFunc(steps,
				func(s string) bool { return matchStep(s, &item.Change) }) {
				items = append(items, item)
			}
		}
		if len(items) == 0 {
			continue
		}
		found = true
		host := byID[id]
		switch {
		case host == nil && !o.narrows():
			return nil, problem.New(problem.RunHostUnknown, "host", id, "run", run.ID)
		case host != nil:
			w.hosts, w.undo[id] = append(w.hosts, host), items
		}
	}
	switch {
	case !found && len(steps) > 0:
		return nil, problem.New(problem.NoSuchStep, "run", run.ID).With("%s", strings.Join(steps, ", "))
	case len(w.hosts) == 0:
		return nil, problem.New(problem.NothingDone, "run", run.ID)
	}
	return w, nil
}

// matchStep compares a pattern with a step's address, with or without its playbook and its key of for_each.
func matchStep(pattern string, c *plan.Change) bool {
	base, _, _ := strings.Cut(c.Step, `["`)
	for _, name := range []string{c.Block(), c.Step, base} {
		if ok, _ := path.Match(pattern, name); ok || pattern == name {
			return true
		}
	}
	return false
}

// takeBack prepares the evaluation that takes back what a run has done on a host.
func (w *work) takeBack(h *inventory.Host) exec.Evaluation {
	return eval.NewUndo(eval.Target{ID: h.ID(), Title: h.Practice.Title}, w.undo[h.ID()])
}
