package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func (p *program) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Flags: flags([]cli.Flag{&cli.StringFlag{Name: "sign"}}, verifyFlag(), displayFlags()),
		Action: func(c *cli.Context) error {
			o, err := p.options(c)
			if err != nil {
				return err
			}
			if c.Args().Len() != 1 {
				return problem.New(problem.PlanFileMissing)
			}
			file := c.Args().First()
			if shown, err := p.showPack(c, o, file); shown || err != nil {
				return err
			}
			document, err := readPlan(file)
			if err != nil {
				return err
			}
			by, err := planApproved(document, file, c.String("verify"), nil)
			if err != nil {
				return err
			}
			if err := p.showDocument(o, document, by); err != nil || !c.IsSet("sign") {
				return err
			}
			return p.approve(c, file, document)
		},
	}
}

// showDocument shows a plan that no run of this program has made.
func (p *program) showDocument(o options, document *plan.Plan, signers []string) error {
	results := make([]*plan.Result, len(document.Hosts))
	for i, h := range document.Hosts {
		results[i] = plan.Looked(h, plan.Visit{Host: h.Host, Title: h.Title, Reached: h.Error == nil})
	}
	digest, err := document.Digest()
	if err != nil {
		return err
	}
	return p.show(o, report.NewPlanDocument(document, results, "", p.lang()), func(pr *report.Printer) {
		pr.Document(document, digest, signers)
		pr.Plan(results)
	})
}

// saved tells where a plan was saved, and its digest, by which a second person knows it again.
func (p *program) saved(out string, document *plan.Plan) {
	digest, _ := document.Digest() // a plan is JSON values
	p.tell(text.PlanSaved, "file", out, "digest", digest)
}
