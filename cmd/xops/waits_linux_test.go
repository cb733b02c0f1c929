package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
)

// until looks at the newest run again and again until it is as wanted.
func (d *desk) until(what string, is func(run *journal.Run) bool) {
	d.t.Helper()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if run := d.last(); run != nil && is(run) {
			return
		}
		select {
		case <-tick.C:
		case <-late.C:
			d.t.Fatalf("%s: never so: %+v", what, d.last())
		}
	}
}

// A run that waited for a host which sleeps, and was ended meanwhile, goes on with it, as the same run: it is planned
// for the first time, and changed because somebody has approved just that on another host.
func TestARunThatWaitedGoesOn(t *testing.T) {
	var asleep atomic.Bool
	asleep.Store(true)
	d := newDesk(t, 2, func(_ *desk, h *lab.Host, _ string) wsman.Action {
		if strings.HasPrefix(h.ID(), "schaefer/") && asleep.Load() {
			return wsman.Action{Cut: wire.CutBefore}
		}
		return wsman.Action{}
	})
	cmd := d.command("apply", "--yes", "--wait", "1h", "--host", "*/srv01", "kundennummer")
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	d.must(cmd.Start())
	d.until("one host is through, and one sleeps", func(run *journal.Run) bool {
		n := tally(run)
		return run.Status == plan.RunRunning && n["changed"] == 1 && n["unreachable"] == 1
	})
	d.must(cmd.Process.Signal(os.Interrupt))
	if code := d.code(cmd.Wait()); code != plan.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	first := d.last()
	if out, errs, code := d.xops("runs", "resume", "--yes", "last"); code != plan.ExitFailed || len(d.numbered()) != 1 {
		t.Errorf("while it sleeps: exit code %d\n%s%s", code, out, errs)
	}
	asleep.Store(false)
	out, errs, code := d.xops("runs", "resume", "--yes", "--wait", "1h", "last")
	run := d.last()
	if n := tally(run); code != plan.ExitDone || len(d.numbered()) != 2 || run.ID != first.ID || n["changed"] != 2 ||
		run.Status != plan.RunDone {
		t.Errorf("exit code %d, run %s is %s, %v\n%s%s", code, run.ID, run.Status, n, out, errs)
	}
	d.true(run)
	if out, errs, code := d.xops("runs", "resume", "--yes", "last"); code != 0 ||
		!strings.Contains(errs, "Nothing is left") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

// A terminal that takes nothing (Ctrl-S, a connection that hangs) holds up what is told, and no change.
func TestATerminalThatStandsStill(t *testing.T) {
	d := newDesk(t, 2, nil)
	errs, narration, err := os.Pipe()
	d.must(err)
	fill(t, narration)
	cmd := d.command("apply", "--yes", "--host", "*/srv01", "kundennummer")
	cmd.Stdout, cmd.Stderr = io.Discard, narration
	d.must(cmd.Start())
	d.must(narration.Close())
	d.until("all is done and written down", func(run *journal.Run) bool { return run.Status == plan.RunDone })
	said, err := io.ReadAll(errs)
	d.must(err)
	if code := d.code(cmd.Wait()); code != plan.ExitDone || !bytes.Contains(said, []byte("is in the journal")) {
		t.Errorf("exit code %d\n%s", code, bytes.TrimLeft(said, "\x00"))
	}
	d.true(d.last())
}

// fill writes into a pipe until it takes no more.
func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	raw, err := pipe.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		for block := make([]byte, 4096); ; {
			if _, err := syscall.Write(int(fd), block); err != nil {
				if len(block) == 1 {
					return
				}
				block = block[:1]
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Where the journal cannot be, no host is dialled; what only looks goes without.
func TestAStateThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name, state, says string
		prepare           func(d *desk) error
	}{
		{"no folder can be made", "/proc/xops", "The state directory cannot be made", nil},
		{"a folder in the place of the journal", "", "journal.db cannot be opened", func(d *desk) error {
			return os.MkdirAll(filepath.Join(d.state(), "journal.db"), 0o700)
		}},
		{"a file in the place of the folder", "", "The state directory cannot be made", func(d *desk) error {
			return os.WriteFile(d.state(), nil, 0o600)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var met atomic.Int64
			d := newDesk(t, 1, func(*desk, *lab.Host, string) wsman.Action {
				met.Add(1)
				return wsman.Action{}
			})
			if c.prepare != nil {
				d.must(c.prepare(d))
			}
			var errs bytes.Buffer
			cmd := d.command("apply", "--yes", "--host", "*/srv01", "kundennummer")
			if c.state != "" {
				cmd.Env = append(cmd.Env, "XOPS_STATE_DIR="+c.state)
			}
			cmd.Stderr = &errs
			if code := d.code(cmd.Run()); code != plan.ExitUsage || !strings.Contains(errs.String(), c.says) ||
				met.Load() > 0 {
				t.Errorf("exit code %d, %d messages\n%s", code, met.Load(), errs.String())
			}
			if n := strings.Count(strings.TrimSpace(errs.String()), "\n"); n > 3 {
				t.Errorf("more than is needed:\n%s", errs.String())
			}
		})
	}
}
