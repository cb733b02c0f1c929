package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/report"
)

func (p *program) pingCommand() *cli.Command {
	return &cli.Command{
		Name: "ping", Flags: flags(inventoryFlags(), selectFlags(), runFlags(), displayFlags()),
		Action: p.ping,
	}
}

func (p *program) ping(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	hosts, err := p.selected(o)
	if err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, &work{hosts: hosts}, "")
	if err != nil {
		return err
	}
	defer s.end()
	stop := s.progress("ping")
	pongs := s.runner.Ping(s.ctx, hosts)
	stop()
	rows := make([]report.PingRow, len(pongs))
	for i, a := range pongs {
		rows[i] = p.pingRow(&a, hosts[i].Address)
	}
	d := report.NewPingDocument(rows)
	if err := p.show(o, d, func(pr *report.Printer) { pr.Ping(d) }); err != nil {
		return err
	}
	return code(s.ended(d.Summary))
}

func (p *program) pingRow(a *exec.Pong, address string) report.PingRow {
	return report.PingRow{
		Host: a.Host, Title: a.Title, Address: address, Status: a.Class(), LogonMS: a.LogonMS, AnswerMS: a.AnswerMS,
		Requests: a.Requests,
		Computer: a.OS.String("computer"), OS: a.OS.String("product_name"), Build: a.OS.Int("build"),
		PowerShell: a.OS.String("powershell"), Error: report.NewError(a.Error, p.lang()),
	}
}
