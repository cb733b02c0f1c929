package cli

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

const playbookArgs = "PLAYBOOK…"

const playbookHelp = `PLAYBOOK is a path, or the name of a playbook in ./playbooks or of a shipped one (xops playbook list).
Several are one run: one observation, one plan, in the order given.`

func (p *program) planCommand() *cli.Command {
	return &cli.Command{
		Name: "plan", Usage: "dry run: look at every selected host and show what would change", ArgsUsage: playbookArgs,
		Description: "Nothing is changed: the computers refuse to write during a plan.\n" + playbookHelp,
		Flags: flags([]cli.Flag{&cli.StringFlag{Name: "out", Usage: "save the plan to `FILE`"}},
			inventoryFlags(), selectFlags(), varFlags(), runFlags(), displayFlags()),
		Action: p.plan,
	}
}

func (p *program) plan(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	if err := needPlaybooks(names, "xops plan"); err != nil {
		return err
	}
	w, err := p.load(o, names)
	if err != nil {
		return err
	}
	out := c.String("out")
	if err := writable(out); err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, w, "")
	if err != nil {
		return err
	}
	defer s.end()
	pl := s.plan()
	if err := p.showPlan(o, pl); err != nil {
		return err
	}
	if out != "" {
		if s.watching.cancelled() {
			fmt.Fprintf(p.Err, "The plan was cancelled, so it is not saved.\n")
		} else if err := savePlan(out, pl, p.Now()); err != nil {
			p.errPrinter().Error(err)
			return exitCode(exitFailed)
		} else {
			fmt.Fprintf(p.Err, "The plan is saved in %s\n", out)
		}
	}
	return s.code(pl, pl.Summary().Changes > 0)
}

func (p *program) showPlan(o options, pl *plan.Plan) error {
	if o.json {
		return report.WriteJSON(p.Out, report.NewPlanDocument(pl, "", p.lang()))
	}
	pr := p.printer(o)
	pr.Plan(pl)
	return pr.Err()
}

func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "evaluate the checks only; never changes anything", ArgsUsage: "[" + playbookArgs + "]",
		Description: "Without a PLAYBOOK the checks of all playbooks are evaluated that need no values.\n" + playbookHelp,
		Flags:       flags(inventoryFlags(), selectFlags(), varFlags(), runFlags(), displayFlags()),
		Action:      p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	if len(names) == 0 {
		names = playbooksWithoutValues()
	}
	w, err := p.load(o, names)
	if err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, w, "")
	if err != nil {
		return err
	}
	defer s.end()
	pl := checksOnly(s.plan())
	if o.json {
		err = report.WriteJSON(p.Out, report.NewPlanDocument(pl, "", p.lang()))
	} else {
		pr := p.printer(o)
		pr.Checks(pl)
		err = pr.Err()
	}
	if err != nil {
		return err
	}
	return s.code(pl, pl.Summary().Changes > 0)
}

// checksOnly takes the changes out of a plan. What counts as "changes" then is a host with findings.
func checksOnly(pl *plan.Plan) *plan.Plan {
	for _, h := range pl.Hosts {
		h.Changes = nil
		if h.Status == plan.OK || h.Status == plan.Changes || problem.Is(h.Error, problem.NoMandate) {
			h.Status, h.Error = plan.OK, nil
			for _, c := range h.Checks {
				if c.Status == plan.CheckFinding {
					h.Status = plan.Changes
				}
			}
		}
	}
	return pl
}
