package cli

import (
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func (p *program) execCommand() *cli.Command {
	return &cli.Command{
		Name: "exec", Flags: flags([]cli.Flag{&cli.BoolFlag{Name: "powershell"}}, yesFlag(), inventoryFlags(),
			selectFlags(), runFlags(), displayFlags()),
		Action: p.exec,
	}
}

func commandLine(c *cli.Context) (exec.CommandLine, error) {
	words := c.Args().Slice()
	if len(words) == 0 {
		return exec.CommandLine{}, problem.New(problem.ExecMissing)
	}
	line := exec.CommandLine{Program: words[0], Arguments: words[1:]}
	if c.Bool("powershell") {
		if len(words) > 1 {
			return line, problem.New(problem.PowerShellWords, "count", strconv.Itoa(len(words)))
		}
		line = exec.CommandLine{PowerShell: words[0]}
		if line.PowerShell == "" {
			return line, problem.New(problem.PowerShellEmpty)
		}
	}
	return line, line.Check()
}

// selected reads the inventory and gives the selected hosts; none is an error.
func (p *program) selected(o options) ([]*inventory.Host, error) {
	parser := hclx.NewParser()
	hosts, diags := p.selection(o, parser)
	if err := p.judge(diags, parser); err != nil {
		return nil, err
	}
	if len(hosts) == 0 {
		return nil, noHost(o)
	}
	return p.narrow(o.narrowing, hosts)
}

func (p *program) exec(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	line, err := commandLine(c)
	if err != nil {
		return err
	}
	if err := p.mayAsk(c); err != nil {
		return err
	}
	hosts, err := p.selected(o)
	if err != nil {
		return err
	}
	if err := p.mustBeApproved("exec"); err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, &work{hosts: hosts}, "exec")
	if err != nil {
		return err
	}
	defer s.end()
	// What holds a host back is known before; with nothing to run there is nothing to ask, and no run.
	waiting := make([]exec.Ran, len(hosts))
	barred := 0
	for i, h := range hosts {
		waiting[i] = exec.Ran{Visit: plan.Visit{Host: h.ID(), Title: h.Practice.Title, Reason: s.runner.Guard(h)}}
		if waiting[i].Reason != nil {
			barred++
		}
	}
	if barred == len(hosts) {
		return p.sentCommand(s, "", line, waiting)
	}
	if !c.Bool("yes") {
		left := ""
		if barred > 0 {
			left = p.n(text.LeftOut, barred)
		}
		ok, err := p.ask(s, p.t(text.RunThis, "command", report.Clean(line.String()),
			"on", p.n(text.OnHosts, len(hosts)-barred), "left", left))
		if err != nil {
			return err
		}
		if !ok {
			p.tell(text.NothingRun)
			if o.json {
				if err := report.WriteJSON(p.Out, report.NewCommandDocument("", line, waiting, p.lang())); err != nil {
					return err
				}
			}
			return exitCode(plan.ExitCancelled)
		}
	}
	stop := s.progress("exec")
	id, ran, err := s.runner.Exec(s.ctx, hosts, line)
	stop()
	if err != nil {
		return err
	}
	return p.sentCommand(s, id, line, ran)
}

func (p *program) sentCommand(s *session, id string, line exec.CommandLine, ran []exec.Ran) error {
	d := report.NewCommandDocument(id, line, ran, p.lang())
	err := p.show(s.o, d, func(pr *report.Printer) { pr.Command(d) })
	if id == "" && err != nil {
		return err
	}
	p.journalled(s, id)
	return p.afterwards(s, id, err, s.ended(d.Summary))
}
