package cli

import (
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

// runsVerify holds the whole journal against its chain. What is not as it was written is listed, with exit code 1.
func (p *program) runsVerify(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	if c.Bool("repair") {
		return p.repair(c, o)
	}
	j, err := p.openJournal()
	if err != nil {
		return err
	}
	defer j.Close() //nolint:errcheck // only read
	v, err := j.Verify(c.Context)
	if err != nil {
		return err
	}
	err = p.show(o, report.NewVerifiedDocument(v), func(pr *report.Printer) { pr.Verified(v, time.Local) })
	if err != nil {
		return err
	}
	if n := len(v.Faults); n > 0 {
		if !o.json {
			p.errPrinter().Error(problem.New(problem.JournalTampered, "count", strconv.Itoa(n)))
		}
		return exitCode(plan.ExitUsage)
	}
	return nil
}

// repair sets a journal that is not as it was written aside, and goes on with what is.
func (p *program) repair(c *cli.Context, o options) error {
	dir, err := p.stateDir()
	if err != nil {
		return err
	}
	r, err := journal.Repair(c.Context, dir, p.Now())
	if err != nil {
		return err
	}
	return p.show(o, report.NewRepairedDocument(r), func(pr *report.Printer) { pr.Repaired(r) })
}
