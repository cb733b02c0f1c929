package cli

import (
	"errors"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func (p *program) planCommand() *cli.Command {
	return &cli.Command{
		Name: "plan", Flags: flags([]cli.Flag{&cli.StringFlag{Name: "out"}, &cli.StringFlag{Name: "sign"}},
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
	w, err := p.load(o, names, false)
	if err != nil {
		return err
	}
	out := c.String("out")
	if c.IsSet("sign") && out == "" {
		return problem.New(problem.FlagNeeds, "flag", "--sign", "needs", "--out")
	}
	if err := writable(out); err != nil {
		return err
	}
	sign, err := p.signer(c)
	if err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, w, "")
	if err != nil {
		return err
	}
	defer s.end()
	results := s.plan()
	if err := p.showPlan(s, results); err != nil {
		return err
	}
	if out != "" {
		if s.watching.cancelled() {
			p.tell(text.PlanNotSaved)
		} else if err := errors.Join(signPlan(s.run.Plan(), sign), savePlan(out, s.run.Plan())); err != nil {
			p.errPrinter().Error(err)
			return exitCode(plan.ExitFailed)
		} else {
			p.saved(out, s.run.Plan())
		}
	}
	return code(plan.LookCode(results, false, s.watching.cancelled()))
}

func (p *program) showPlan(s *session, results []*plan.Result) error {
	return p.show(s.o, report.NewPlanDocument(s.run.Plan(), results, "", p.lang()),
		func(pr *report.Printer) {
			pr.Plan(results)
			pr.Rollout(s.run.Schedule())
		})
}

func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name: "check", Flags: flags(inventoryFlags(), selectFlags(), varFlags(), runFlags(), displayFlags()),
		Action: p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	if len(names) == 0 {
		names = p.playbooksWithoutValues()
	}
	w, err := p.load(o, names, true)
	if err != nil {
		return err
	}
	parser := hclx.NewParser()
	if _, diags := p.readCatalogue(parser); diags.HasErrors() {
		return p.judge(diags, parser)
	}
	s, err := p.begin(c.Context, o, w, "")
	if err != nil {
		return err
	}
	defer s.end()
	results := s.plan()
	practices := s.practices()
	document := report.NewPlanDocument(s.run.Plan(), results, "", p.lang())
	document.AddRows(results, practices, p.rows(w.set, len(c.Args().Slice()) == 0), p.Now().UTC().Format(time.DateOnly),
		p.lang())
	err = p.show(o, document, func(pr *report.Printer) {
		pr.Checks(results)
		pr.Practices(practices)
	})
	if err != nil {
		return err
	}
	return code(lookCode(results, practices, s.watching.cancelled()))
}
