package cli

import (
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

func (p *program) runsCommand() *cli.Command {
	return &cli.Command{
		Name: "runs", Subcommands: []*cli.Command{
			{
				Name: "list", Flags: flags([]cli.Flag{&cli.IntFlag{Name: "limit", Value: 50}}, filterFlags(),
					displayFlags()),
				Action: p.runsList,
			},
			{
				Name: "show", Flags: displayFlags(),
				Action: p.runsShow,
			},
			{
				Name: "resume", Flags: flags(yesFlag(), []cli.Flag{waitFlag()}, inventoryFlags(), varFlags(),
					runFlags(), displayFlags()),
				Action: p.runsResume,
			},
			{
				Name: "export", Flags: flags([]cli.Flag{
					&cli.StringFlag{Name: "out"}, &cli.StringFlag{Name: "sign"}, &cli.StringFlag{Name: "practice"},
					&cli.StringFlag{Name: "format", Value: formatJSON},
				}, displayFlags()),
				Action: p.runsExport,
			},
			{
				Name: "prune", Flags: flags([]cli.Flag{
					&cli.StringFlag{Name: "older"}, &cli.BoolFlag{Name: "keep-changes"},
				}, yesFlag(), displayFlags()), Action: p.runsPrune,
			},
			{
				Name: "import", Flags: flags(verifyFlag(), displayFlags()), Action: p.runsImport,
			},
			{
				Name: "verify", Flags: flags([]cli.Flag{&cli.BoolFlag{Name: "repair"}}, displayFlags()),
				Action: p.runsVerify,
			},
		},
	}
}

func (p *program) openJournal() (*journal.Journal, error) {
	dir, err := p.stateDir()
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(dir)
	if err != nil {
		return nil, err
	}
	j.Clock = p.Now
	return j, nil
}

func (p *program) runsList(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	if c.Int("limit") < 0 {
		return problem.New(problem.FlagNumber, "flag", "--limit", "value", strconv.Itoa(c.Int("limit")), "least", "0")
	}
	filter, err := p.filter(c)
	if err != nil {
		return err
	}
	filter.Limit = c.Int("limit")
	j, err := p.openJournal()
	if err != nil {
		return err
	}
	defer j.Close() //nolint:errcheck // only read
	runs, err := j.Find(c.Context, filter)
	if err != nil {
		return err
	}
	if o.json {
		return report.WriteJSON(p.Out, report.NewRunsDocument(runs))
	}
	pr := p.printer(o)
	pr.Runs(runs, time.Local)
	return pr.Err()
}

func (p *program) runsShow(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if c.Args().Len() != 1 {
		return problem.New(problem.RunMissing)
	}
	run, err := p.readRun(c.Context, c.Args().First())
	if err != nil {
		return err
	}
	if o.json {
		return report.WriteJSON(p.Out, report.NewRunDocument(run, p.lang()))
	}
	pr := p.printer(o)
	pr.Run(run, time.Local)
	return pr.Err()
}
