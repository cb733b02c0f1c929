package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
)

// desk is a fleet and where a person works on it, with the program as a process of its own.
type desk struct {
	t     *testing.T
	fleet *lab.Fleet
	dir   string
}

// meets is asked for each message to a host.
type meets func(d *desk, h *lab.Host, action string) wsman.Action

// newDesk starts a fleet of practices whose servers need a Kundennummer.
func newDesk(t *testing.T, practices int, asked meets) *desk {
	t.Helper()
	sets := make([][]lab.Fault, practices)
	for i := range sets {
		sets[i] = []lab.Fault{lab.KundennummerMissing}
	}
	d := &desk{t: t, dir: t.TempDir()}
	f, err := lab.NewFleet(lab.Config{
		Practices: practices, Sets: sets, Listen: "127.0.0.1",
		Intercept: func(h *lab.Host, _ int, action string) wsman.Action {
			if asked == nil {
				return wsman.Action{}
			}
			return asked(d, h, action)
		},
	})
	if err == nil {
		err = f.Start(t.Context())
	}
	d.fleet = f
	if err == nil {
		t.Cleanup(f.Stop)
		err = f.WriteInventory(filepath.Join(d.dir, "inventory.hcl"))
	}
	d.must(err)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) state() string { return filepath.Join(d.dir, "state") }

// command is the program with arguments, not started. It outlives no test.
func (d *desk) command(args ...string) *exec.Cmd {
	d.t.Helper()
	exe, err := os.Executable()
	d.must(err)
	cmd := &exec.Cmd{
		Path: exe, Args: append([]string{"xops"}, args...), Dir: d.dir,
		Env: append(os.Environ(), "HOME="+d.dir, "XOPS_STATE_DIR="+d.state(), "LC_ALL=C"),
	}
	d.t.Cleanup(func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
	return cmd
}

// xops runs the program to its end.
func (d *desk) xops(args ...string) (out, errs string, code int) {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := d.command(args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	code = d.code(cmd.Run())
	return stdout.String(), stderr.String(), code
}

// code is the exit code behind the error of a process's end.
func (d *desk) code(err error) int {
	d.t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	d.t.Fatal(err)
	return 0
}

// last is the newest run of the journal; nil where there is none.
func (d *desk) last() *journal.Run {
	d.t.Helper()
	if !journal.Exists(d.state()) {
		return nil
	}
	j, err := journal.Open(d.state())
	d.must(err)
	defer j.Close()
	run, err := j.Run(d.t.Context(), "last")
	if errors.Is(err, journal.ErrNoRun) {
		return nil
	}
	d.must(err)
	return run
}

// sends says whether an operation is written down: from then on hosts may be changed.
func (d *desk) sends() bool {
	run := d.last()
	return run != nil && run.Operations.Total > 0
}

// numbered are the servers that have their Kundennummer.
func (d *desk) numbered() map[string]bool {
	has := map[string]bool{}
	for _, p := range d.fleet.Practices {
		h := p.Hosts[0]
		for _, path := range h.Sim.Glob(`C:\Program Files (x86)\medatixx GmbH & Co. KG\*\ServiceProvider.ini`) {
			data, _ := h.Sim.ReadFile(path)
			text := strings.ReplaceAll(string(data), "\x00", "") // some are in UTF-16
			if strings.Contains(text, "Kundennummer="+p.Kundennummer) {
				has[h.ID()] = true
			}
		}
	}
	return has
}

// true compares what the journal says was done with what the hosts are like: nothing told that did not happen, nothing
// that happened untold. What is unknown may be either.
func (d *desk) true(run *journal.Run) {
	d.t.Helper()
	has := d.numbered()
	for _, h := range run.Hosts {
		done, unknown := false, false
		for _, o := range h.Operations {
			done = done || o.Kind == "ini" && (o.Status == "done" || o.Status == "already")
			unknown = unknown || o.Status == "unknown"
		}
		if done != has[h.Host] && !unknown {
			d.t.Errorf("%s: the journal says done %v, and it is %v", h.Host, done, has[h.Host])
		}
	}
}

// tally counts the hosts of a run by their status.
func tally(run *journal.Run) map[string]int {
	n := map[string]int{}
	for _, h := range run.Hosts {
		n[h.Status]++
	}
	return n
}

// A terminal that is closed in the middle of a change is as Ctrl-C once: what is in flight ends and is written down,
// nothing else is begun, and that nobody can be told any more ends nothing.
func TestATerminalThatIsClosed(t *testing.T) {
	master, tty := pseudoTerminal(t)
	errs, narration, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan struct{})
	go func() {
		for s := bufio.NewScanner(errs); s.Scan(); {
			if strings.Contains(s.Text(), "Press again") {
				break
			}
		}
		_ = errs.Close() // from now on nobody reads this either
		close(heard)
	}()
	var once sync.Once
	d := newDesk(t, 4, func(d *desk, _ *lab.Host, action string) wsman.Action {
		if action == "Send" && d.sends() {
			once.Do(func() {
				_ = master.Close()
				<-heard
			})
		}
		return wsman.Action{}
	})
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP) // a child would ignore it, too, where nohup began these tests
	t.Cleanup(func() { signal.Stop(hangups) })
	cmd := d.command("apply", "--yes", "--parallel", "1", "--host", "*/srv01", "kundennummer")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, narration
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	d.must(cmd.Start())
	_, _ = narration.Close(), tty.Close()
	if code := d.code(cmd.Wait()); code != plan.ExitCancelled {
		t.Errorf("exit code %d", code)
	}
	run := d.last()
	if n := tally(run); run.Status != plan.RunCancelled || n["changed"] != 1 || n["cancelled"] != 3 ||
		run.Operations.Unknown > 0 {
		t.Errorf("run %s, %v, %+v", run.Status, n, run.Operations)
	}
	d.true(run)
}

// pseudoTerminal opens both ends of one.
func pseudoTerminal(t *testing.T) (master, tty *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	t.Cleanup(func() { _ = master.Close() })
	n, err := 0, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	if err == nil {
		n, err = unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	}
	if err == nil {
		tty, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return master, tty
}

// Who has read enough of an apply's results (| head) ends nothing: the run goes on to its end and is written down, and
// the exit code says what became of the hosts. A plan just ends, as quietly.
func TestWhoHasReadEnoughEndsNothing(t *testing.T) {
	for _, c := range []struct {
		name, args string
		lines      int // that are read
		code       int
	}{
		{"apply, a line", "apply --yes kundennummer", 1, 0},
		{"apply, none", "apply --yes kundennummer", 0, 0},
		{"apply, JSON", "apply --yes --json kundennummer", 0, 0},
		{"plan", "plan kundennummer", 1, 2},
		{"exec", "exec --yes -- hostname", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, 2, nil)
			out, stdout, err := os.Pipe()
			d.must(err)
			var errs bytes.Buffer
			cmd := d.command(append(strings.Fields(c.args)[:1], append([]string{"--host", "*/srv01"},
				strings.Fields(c.args)[1:]...)...)...)
			cmd.Stdout, cmd.Stderr = stdout, &errs
			if c.lines == 0 {
				d.must(out.Close())
			}
			d.must(cmd.Start())
			d.must(stdout.Close())
			if c.lines > 0 {
				_, err := bufio.NewReader(out).ReadString('\n')
				d.must(err)
				d.must(out.Close())
			}
			if code := d.code(cmd.Wait()); code != c.code || strings.Contains(errs.String(), "pipe") {
				t.Errorf("exit code %d\n%s", code, errs.String())
			}
			if strings.HasPrefix(c.args, "plan") {
				return
			}
			run := d.last()
			if n := tally(run); run.Status != plan.RunDone || n["changed"]+n["ok"] != 2 {
				t.Errorf("run %s, %v", run.Status, n)
			}
			if strings.HasPrefix(c.args, "apply") {
				d.true(run)
			}
		})
	}
}

// A result that cannot be written is an error, told, and takes nothing back; before anything was changed it ends the
// command.
func TestResultsThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		says string
		runs bool
	}{
		{"apply --yes --json kundennummer", plan.ExitFailed, "What was done is in the journal: xops runs show", true},
		{"apply --yes kundennummer", plan.ExitUsage, "no space left", false},
	} {
		d := newDesk(t, 1, nil)
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		d.must(err)
		defer full.Close()
		var errs bytes.Buffer
		cmd := d.command(strings.Fields(c.args)...)
		cmd.Stdout, cmd.Stderr = full, &errs
		if code := d.code(cmd.Run()); code != c.code || !strings.Contains(errs.String(), c.says) {
			t.Errorf("%s: exit code %d\n%s", c.args, code, errs.String())
		}
		if run := d.last(); (run != nil) != c.runs || run != nil && run.Status != plan.RunDone ||
			len(d.numbered()) > 0 != c.runs {
			t.Errorf("%s: run %+v, changed %v", c.args, run, d.numbered())
		}
	}
}

// A plan that nobody could read to its end is not asked about.
func TestAPlanThatNobodyReadsIsNotAskedAbout(t *testing.T) {
	_, tty := pseudoTerminal(t)
	d := newDesk(t, 1, nil)
	out, stdout, err := os.Pipe()
	d.must(err)
	d.must(out.Close())
	var errs bytes.Buffer
	cmd := d.command("apply", "kundennummer")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, stdout, &errs
	if code := d.code(cmd.Run()); code != plan.ExitUsage ||
		!strings.Contains(errs.String(), "The plan was not read to its end, so nothing was changed.") {
		t.Errorf("exit code %d\n%s", code, errs.String())
	}
	if run := d.last(); run != nil || len(d.numbered()) > 0 {
		t.Errorf("%+v", run)
	}
}

// A disk that is full at any point of a run ends it at once, told in one sentence; no host is begun that the journal
// does not know, and afterwards the run goes on.
func TestAFullDisk(t *testing.T) {
	const hosts = 6
	ended := 0
	for kib := 64; ; kib += 96 {
		d := newDesk(t, hosts, nil)
		xops := d.command("apply", "--yes", "--parallel", "1", "--host", "*/srv01", "kundennummer")
		sh, err := exec.LookPath("sh")
		d.must(err)
		var out, errs bytes.Buffer
		// No file may grow beyond that: for the program it is a disk that is full.
		script := `ulimit -f "$1" && shift && exec "$@"`
		cmd := exec.Command(sh, append([]string{"-c", script, "sh", strconv.Itoa(2 * kib), linked(t, xops.Path)},
			xops.Args[1:]...)...)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = xops.Dir, xops.Env, &out, &errs
		code := d.code(cmd.Run())
		if code == plan.ExitDone {
			break
		}
		if kib > 4096 {
			t.Fatal("the run never ends well")
		}
		said := out.String() + errs.String()
		run := d.last()
		if strings.Contains(said, "SIGXFSZ") || strings.Contains(said, "goroutine") {
			t.Fatalf("%d KiB: exit code %d\n%s", kib, code, said)
		}
		if run == nil { // it could not even be begun
			if code != plan.ExitUsage || len(d.numbered()) > 0 {
				t.Errorf("%d KiB: exit code %d, changed %v\n%s", kib, code, d.numbered(), said)
			}
			continue
		}
		ended++
		d.true(run)
		if code != plan.ExitFailed || strings.Count(said, "The journal could not be written any more") != 1 ||
			strings.Contains(said, "Warning") {
			t.Errorf("%d KiB: exit code %d\n%s", kib, code, said)
		}
		begun := 0
		for _, h := range run.Hosts {
			if len(h.Operations) > 0 {
				begun++
			}
		}
		if n := len(d.numbered()); n > begun || run.Status != plan.RunInterrupted {
			t.Errorf("%d KiB: %d hosts are changed, %d in the journal, run %s\n%s", kib, n, begun, run.Status, said)
		}
		if out, errs, code := d.xops("runs", "resume", "--yes", "last"); code != plan.ExitDone ||
			len(d.numbered()) != hosts {
			t.Errorf("%d KiB: resumed: exit code %d, changed %v\n%s%s", kib, code, d.numbered(), out, errs)
		}
	}
	if ended == 0 {
		t.Error("no run was ended by its journal")
	}
	t.Logf("%d runs were ended in the middle", ended)
}

// linked is the program under the name by which it is xops.
func linked(t *testing.T, exe string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "xops")
	if err := os.Symlink(exe, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// An operator's computer that dies at any message of an apply loses nothing: the journal has whatever may have
// happened, and the run goes on to its end, each change once.
func TestAnOperatorThatDies(t *testing.T) {
	died := 0
	for at := 1; ; at++ {
		var mu sync.Mutex
		var cmd *exec.Cmd
		seen, alive := 0, true
		d := newDesk(t, 1, func(d *desk, _ *lab.Host, _ string) wsman.Action {
			mu.Lock()
			defer mu.Unlock()
			if !alive || !d.sends() {
				return wsman.Action{}
			}
			if seen++; seen == at {
				alive = false
				_ = cmd.Process.Signal(syscall.SIGKILL)
			}
			return wsman.Action{}
		})
		mu.Lock()
		cmd = d.command("apply", "--yes", "--host", "*/srv01", "kundennummer")
		cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
		d.must(cmd.Start())
		mu.Unlock()
		err := cmd.Wait()
		mu.Lock()
		dead := !alive
		alive = false
		mu.Unlock()
		if !dead {
			d.must(err)
			break
		}
		died++
		run := d.last()
		if run.Status != plan.RunInterrupted {
			t.Errorf("killed at message %d: run %s", at, run.Status)
		}
		d.true(run)
		out, errs, code := d.xops("runs", "resume", "--yes", run.ID)
		if now := d.last(); code != plan.ExitDone || len(d.numbered()) != 1 || now.Status != plan.RunDone {
			t.Errorf("killed at message %d: resumed: exit code %d, changed %v\n%s%s", at, code, d.numbered(), out, errs)
		}
		if out, errs, code := d.xops("plan", "--host", "*/srv01", "kundennummer"); code != plan.ExitDone {
			t.Errorf("killed at message %d: afterwards: exit code %d\n%s%s", at, code, out, errs)
		}
	}
	if died < 3 {
		t.Errorf("killed at %d messages only", died)
	}
	t.Logf("killed at %d messages", died)
}
