package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

// pilotFile is where the answers of a pilot go, if nothing else is said.
const pilotFile = "xops-pilot.json"

const (
	pilotSilence = 130 * time.Second // longer than WinRM keeps a connection that says nothing
	pilotTime    = 30 * time.Minute  // for one host, if nothing else is said
)

// pilot probes one host and writes one file.
func (p *program) pilot(c *cli.Context, o options, hosts []*inventory.Host, d doctor.Deps) error {
	if len(hosts) != 1 {
		return problem.New(problem.HostsNotOne, "command", "xops doctor --pilot", "count", strconv.Itoa(len(hosts)),
			"first", hosts[0].ID())
	}
	d.Write, d.Silence = c.Bool("write"), c.Duration("silence")
	if d.Write {
		if err := p.mayAsk(c); err != nil {
			return err
		}
		if reason := exec.New(exec.Options{Clock: p.Now}).Guard(hosts[0]); reason != nil {
			return reason.Problem()
		}
	}
	path := c.String("out")
	if path == "" {
		path = pilotFile
	}
	// The file is made first: a technician must not learn at the end that it cannot be written.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return problem.New(problem.FileExists, "file", path)
	}
	if err != nil {
		return problem.New(problem.FileNotWritten, "file", path).Because(err)
	}
	defer f.Close() //nolint:errcheck // written and closed below
	ctx, cancel := context.WithCancel(c.Context)
	defer cancel()
	if !c.IsSet("timeout") {
		o.timeout = pilotTime
	}
	if o.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, o.timeout)
		defer cancel()
	}
	ctx, watching := p.watch(ctx, cancel)
	defer watching.end()
	if d.Write && !c.Bool("yes") {
		allowed, err := p.ask(&session{watching: watching}, text.PilotAsk.In(p.lang(), "host", hosts[0].ID(), "things",
			doctor.Own(p.lang())))
		if err != nil || !allowed {
			_ = f.Close()
			_ = os.Remove(path)
			fmt.Fprintln(p.Err, text.PilotNothing.In(p.lang()))
			return errors.Join(err, exitCode(plan.ExitCancelled))
		}
	}
	stop, each := func() {}, func(doctor.ClaimResult) {}
	if p.ErrTerminal {
		bar := p.terminal.draw("pilot", len(doctor.Claims(d.Write)), p.Width)
		stop, each = p.terminal.clear, func(r doctor.ClaimResult) { bar.Done(r.ID) }
	}
	result, examined := doctor.Pilot(ctx, hosts[0], d, each)
	stop()
	if result != nil && len(result.Left) > 0 {
		fmt.Fprintln(p.Err, text.PilotLeft.In(p.lang(), "things", strings.Join(result.Left, ", ")))
	}
	if result == nil || watching.cancelled() {
		_ = f.Close()
		_ = os.Remove(path) // it is empty
		if watching.cancelled() {
			return exitCode(plan.ExitCancelled)
		}
		document := report.NewDoctorDocument([]*doctor.Report{examined}, p.lang())
		if o.json {
			err = report.WriteJSON(p.Out, document)
		} else {
			pr := p.printer(o)
			pr.Doctor(document)
			err = pr.Err()
		}
		return errors.Join(err, exitCode(plan.ExitFailed))
	}
	if err := errors.Join(report.WriteJSON(f, result), f.Sync(), f.Close()); err != nil {
		return problem.New(problem.FileNotWritten, "file", path).Because(err)
	}
	if o.json {
		return report.WriteJSON(p.Out, result)
	}
	pr := p.printer(o)
	pr.Pilot(result, path)
	return pr.Err()
}
