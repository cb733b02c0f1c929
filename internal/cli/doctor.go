package cli

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/local"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

func (p *program) doctorCommand() *cli.Command {
	return &cli.Command{
		Name: "doctor", Flags: flags(
			[]cli.Flag{
				&cli.BoolFlag{Name: "pilot"}, &cli.StringFlag{Name: "out"},
				&cli.DurationFlag{Name: "silence", Value: pilotSilence}, &cli.BoolFlag{Name: "write"},
			},
			yesFlag(), inventoryFlags(), selectFlags(), runFlags(), displayFlags(),
		),
		Action: p.doctor,
	}
}

func (p *program) doctor(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	hosts, err := p.named(o, c.Args().Slice())
	if err != nil {
		return err
	}
	for _, flag := range []string{"out", "silence", "write"} {
		if c.IsSet(flag) && !c.Bool("pilot") {
			return problem.New(problem.FlagNeeds, "flag", "--"+flag, "needs", "--pilot")
		}
	}
	if c.IsSet("yes") && !c.Bool("write") {
		return problem.New(problem.FlagNeeds, "flag", "--yes", "needs", "--write")
	}
	if err := p.ready(c.Context, &work{hosts: hosts}); err != nil {
		return err
	}
	d := p.doctorDeps()
	if c.Bool("pilot") {
		return p.pilot(c, o, hosts, d)
	}
	ctx, cancel := context.WithCancel(c.Context)
	defer cancel()
	ctx, watching := p.watch(ctx, cancel)
	defer watching.end()
	stop, done := func() {}, func(int) {}
	if p.ErrTerminal {
		bar := p.terminal.draw("doctor", len(hosts), p.Width)
		stop, done = p.terminal.clear, func(i int) { bar.Done(hosts[i].ID()) }
	}
	document := report.NewDoctorDocument(doctor.All(ctx, hosts, d, o.parallel, o.timeout, done), p.lang())
	stop()
	if o.json {
		err = report.WriteJSON(p.Out, document)
	} else {
		pr := p.printer(o)
		pr.Doctor(document)
		err = pr.Err()
	}
	switch {
	case err != nil:
		return err
	case watching.cancelled():
		return exitCode(plan.ExitCancelled)
	case document.Summary["ok"] < len(hosts):
		return exitCode(plan.ExitFailed)
	}
	return nil
}

// named selects hosts by arguments and flags.
func (p *program) named(o options, names []string) ([]*inventory.Host, error) {
	for _, name := range names {
		patterns := []string{name}
		if !strings.ContainsAny(name, "*?[!") {
			one := o
			one.hosts = nil
			var err error
			if patterns, err = p.oneHost(one, name); err != nil {
				return nil, err
			}
		}
		o.hosts = append(o.hosts, patterns...)
	}
	return p.selected(o)
}

// doctorDeps are the configurations that a run would dial with.
func (p *program) doctorDeps() doctor.Deps {
	d := p.configured()
	return doctor.Deps{
		Logon: d.Logon,
		WinRM: func(ctx context.Context, h *inventory.Host) (winrm.Config, error) {
			c, err := d.WinRM(ctx, h)
			if err != nil || h.Connection.Jump == "" {
				return c, err
			}
			way, err := d.Bastions(ctx, h)
			if err != nil {
				return c, err
			}
			path, err := ssh.Through(ctx, way)
			if err != nil {
				return c, err
			}
			p.atEnd(path.Close) // the examination dials through it several times
			c.Dial = path.Dial
			return c, nil
		},
		SSH: d.SSH, Now: p.Now,
		Local: func(context.Context, *inventory.Host) (transport.Conn, error) { return local.Dial(local.Config{}) },
	}
}
