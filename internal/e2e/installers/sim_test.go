package installers

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/pipe"
)

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// simConn runs command lines on a simulated host through pipes.
type simConn struct{ h *sim.Host }

func (c simConn) Start(_ context.Context, commandLine string) (transport.Process, error) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	ctx, kill := context.WithCancel(context.Background())
	code, end := 0, make(chan error, 1)
	go func() {
		var err error
		code, err = c.h.Run(ctx, commandLine, nil, inR, outW, io.Discard)
		_ = inR.Close()
		_ = outW.Close()
		end <- err
	}()
	lost := func(err error) *problem.Problem { return problem.New(problem.ConnectionLost).Because(err) }
	return pipe.New(pipe.Command{Stdin: inW, Stdout: outR, Kill: kill, Wait: func() (int, error) {
		err := <-end
		return code, err
	}, Lost: lost}), nil
}

func (simConn) Stats() transport.Stats { return transport.Stats{} }
func (simConn) Quotes() bool           { return true }
func (simConn) Close() error           { return nil }

const (
	setup = `C:\Setup\setup.exe`
	book  = `
step "program" "p" {
  name      = "Praxis*"
  version   = "2.0"
  installer = "C:\\Setup\\setup.exe"
  arguments = ["/S"]
  timeout   = 600
}
`
)

// simRig is a simulated host with an installer. Each pause of the engine moves the clock.
func simRig(t *testing.T, i *sim.Installer) (*rig, *sim.Host, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)}
	h := sim.New(sim.Options{Computer: "SRV01", Server: true, Now: c.Now})
	if i.Do == nil {
		i.Do = installs("HKLM", "2.0")
	}
	if err := h.AddInstaller(setup, i); err != nil {
		t.Fatal(err)
	}
	r := newRig(t, func() transport.Conn { return simConn{h} })
	r.clock, r.pause = c.Now, func(_ context.Context, d time.Duration) { c.Advance(d) }
	return r, h, c
}

func installs(view, version string) func(*sim.Host) {
	return func(h *sim.Host) {
		h.AddProgram(view, "Praxis", map[string]any{
			"DisplayName": "Praxis Programm", "DisplayVersion": version,
			"QuietUninstallString": `"C:\Setup\setup.exe" /S`,
		})
	}
}

func TestInstall(t *testing.T) {
	i := &sim.Installer{Takes: 4 * time.Minute, Output: []string{"entpacken", "fertig"}}
	r, _, _ := simRig(t, i)
	p := r.plan(book)
	want(t, p, plan.Changes, "")
	if p.Starts != 1 || p.Items[0].Action != "create" || p.Items[0].Reversible ||
		p.Items[0].Notes[0].Values["command"] != `C:\Setup\setup.exe /S` {
		t.Errorf("%d starts, %+v", p.Starts, p.Items[0])
	}
	h := r.apply(book)
	want(t, h, plan.Changed, "")
	if o := outcome(t, h); o.Status != resource.Done || o.Now.Int("exit_code") != 0 || i.Runs != 1 {
		t.Errorf("%+v after %d runs", o, i.Runs)
	}
	if h.Starts != 4 { // plan, start the installer, look at it for four minutes, verify
		t.Errorf("%d starts", h.Starts)
	}
	op := r.lastRun().Hosts[0].Operations[0]
	if op.Status != resource.Done || op.Ended == nil || len(op.Now.Strings("output")) != 2 {
		t.Errorf("journal: %+v", op)
	}
	again := r.plan(book)
	want(t, again, plan.OK, "")
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name   string
		code   int64
		extra  string
		do     func(*sim.Host)
		status plan.Class
		err    string
		words  []string
	}{
		{name: "restart needed", code: 3010, status: plan.Changed},
		{name: "restart begun", code: 1641, status: plan.Changed},
		{
			name: "restart forbidden", code: 1641, extra: "reboot = \"never\"", status: plan.Failed,
			err:   "change_failed",
			words: []string{"1641"},
		},
		{
			name: "cancelled", code: 1602, do: func(*sim.Host) {}, status: plan.Failed, err: "change_failed",
			words: []string{"exit code 1602", "cancelled", "letzte Zeile"},
		},
		{
			name: "fatal", code: 1603, do: func(*sim.Host) {}, status: plan.Failed, err: "change_failed",
			words: []string{"1603"},
		},
		{
			name: "own code", code: 2, do: func(*sim.Host) {}, status: plan.Failed, err: "change_failed",
			words: []string{"exit code 2"},
		},
		{name: "own success", code: 2, extra: "success_codes = [2]", status: plan.Changed},
		{name: "says done and is not", do: func(*sim.Host) {}, status: plan.Failed, err: "not_converged"},
		{
			name: "an older version than wanted", do: installs("HKLM32", "1.9"), status: plan.Failed,
			err: "not_converged",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := &sim.Installer{Takes: 5 * time.Second, ExitCode: c.code, Do: c.do, Output: []string{"letzte Zeile"}}
			r, _, _ := simRig(t, i)
			text := strings.Replace(book, "timeout ", c.extra+"\n  timeout ", 1)
			h := r.apply(text)
			want(t, h, c.status, c.err, c.words...)
			if needs := c.code == 3010 || c.code == 1641; needs && c.err == "" &&
				outcome(t, h).Now["reboot_required"] != true {
				t.Errorf("%+v", outcome(t, h))
			}
			if i.Runs != 1 {
				t.Errorf("it was started %d times", i.Runs)
			}
			if c.status == plan.Changed || c.do == nil && c.code != 0 {
				return // it is there
			}
			r.apply(text) // a failure that was reported is over: now it is tried anew
			if i.Runs != 2 {
				t.Errorf("after a second apply it was started %d times", i.Runs)
			}
		})
	}
}

func TestHang(t *testing.T) {
	i := &sim.Installer{Hangs: true, Windows: []string{"Lizenz annehmen?"}}
	r, _, c := simRig(t, i)
	begun := c.Now()
	h := r.apply(book)
	want(t, h, plan.Failed, "change_failed", "600 s", `"Lizenz annehmen?"`, "setup.exe (4711)")
	if spent := c.Now().Sub(begun); spent < 10*time.Minute || spent > 11*time.Minute {
		t.Errorf("it took %v", spent)
	}
}

func TestKilledHalfway(t *testing.T) {
	for name, end := range map[string]func(*sim.Host){
		"by a person":    (*sim.Host).KillTasks,
		"by a power cut": (*sim.Host).Reboot,
	} {
		t.Run(name, func(t *testing.T) {
			i := &sim.Installer{Takes: time.Hour}
			r, host, c := simRig(t, i)
			r.pause = func(_ context.Context, d time.Duration) { c.Advance(d); end(host) }
			want(t, r.apply(book), plan.Failed, "change_failed", "interrupted")
			i.Takes = time.Second
			r.pause = func(_ context.Context, d time.Duration) { c.Advance(d) }
			want(t, r.apply(book), plan.Changed, "")
			if i.Runs != 2 {
				t.Errorf("it was started %d times", i.Runs)
			}
		})
	}
}

// The operator's program ends while the installer runs, in each of the three ways, and is started again.
func TestOperatorGoneAndBack(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration // how long the operator is away
		code  int64
		gone  bool // whether the program's list tells nothing of it (it failed)
	}{
		{name: "still running", after: time.Minute},
		{name: "ended well", after: time.Hour, code: 3010},
		{name: "failed", after: time.Hour, code: 1603, gone: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := &sim.Installer{Takes: 10 * time.Minute, ExitCode: c.code}
			if c.gone {
				i.Do = func(*sim.Host) {}
			}
			r, _, clock := simRig(t, i)
			text := strings.Replace(book, "600", "3600", 1)
			ctx, cancel := context.WithCancel(t.Context())
			move := r.pause
			r.pause = func(context.Context, time.Duration) { cancel() } // the program is killed in the first pause
			_, run := r.begin(ctx, text)
			p, err := run.Apply(ctx)
			if err != nil {
				t.Fatal(err)
			}
			want(t, p[0], plan.Unknown, "cancelled")
			if remarks := p[0].Items[0].Remarks; len(remarks) != 1 || remarks[0].ID != problem.GoesOn {
				t.Errorf("it is not told that it goes on by itself: %v", remarks)
			}
			if op := r.lastRun().Hosts[0].Operations[0]; op.Status != resource.Unknown {
				t.Errorf("journal: %s", op.Status)
			}
			clock.Advance(c.after)
			r.pause = move
			next := r.plan(text)
			if len(next.Items) != 1 || next.Items[0].Notes[2].ID != problem.NoteStarted {
				t.Fatalf("the plan does not tell of the earlier run: %+v", next)
			}
			h := r.apply(text)
			if c.gone {
				want(t, h, plan.Failed, "change_failed", "1603")
			} else {
				want(t, h, plan.Changed, "")
			}
			if got := outcome(t, h).Now.Int("exit_code"); got != c.code || i.Runs != 1 {
				t.Errorf("exit code %d, started %d times", got, i.Runs)
			}
			if !c.gone {
				want(t, r.plan(text), plan.OK, "")
			}
		})
	}
}

// The first signal lets go of the installer; nothing is killed.
func TestStopLeavesTheInstallerRunning(t *testing.T) {
	i := &sim.Installer{Takes: 10 * time.Minute}
	r, _, c := simRig(t, i)
	runner, run := r.begin(t.Context(), book)
	runner.Pause = func(context.Context, time.Duration) { runner.Stop() }
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want(t, p[0], plan.Unknown, "cancelled")
	c.Advance(time.Hour)
	want(t, r.apply(book), plan.Changed, "")
	if i.Runs != 1 {
		t.Errorf("it was started %d times", i.Runs)
	}
}

// The host is away for a while: looking goes on. When it does not come back the end is unknown, and a later run finds
// it.
func TestHostAwayMeanwhile(t *testing.T) {
	for name, away := range map[string]time.Duration{"for a while": 5 * time.Minute, "for long": time.Hour} {
		t.Run(name, func(t *testing.T) {
			i := &sim.Installer{Takes: time.Minute}
			r, host, c := simRig(t, i)
			back := c.Now().Add(away)
			paused := false
			r.pause = func(_ context.Context, d time.Duration) { c.Advance(d); paused = true }
			r.connect = func() transport.Conn {
				return flaky{simConn{host}, func() bool { return paused && c.Now().Before(back) }}
			}
			h := r.apply(book)
			if away < 10*time.Minute {
				want(t, h, plan.Changed, "")
			} else {
				want(t, h, plan.Unknown, "not_ended", "has not ended", "does not answer")
				c.Advance(away)
				want(t, r.apply(book), plan.Changed, "")
			}
			if i.Runs != 1 {
				t.Errorf("it was started %d times", i.Runs)
			}
		})
	}
}

// flaky is a connection to a host that is away at times.
type flaky struct {
	simConn
	away func() bool
}

func (f flaky) Start(ctx context.Context, line string) (transport.Process, error) {
	if f.away() {
		return nil, problem.New(problem.NoAnswer)
	}
	return f.simConn.Start(ctx, line)
}

// What comes after an installer waits for its end, and is not done when it fails.
func TestOrder(t *testing.T) {
	text := `
step "registry_value" "before" {
  key   = "HKLM\\SOFTWARE\\X"
  name  = "before"
  value = "1"
}
` + book + `
step "registry_value" "after" {
  key   = "HKLM\\SOFTWARE\\X"
  name  = "after"
  value = "1"
}
`
	for name, code := range map[string]int64{"good": 0, "bad": 1603} {
		t.Run(name, func(t *testing.T) {
			i := &sim.Installer{Takes: time.Minute, ExitCode: code}
			r, host, _ := simRig(t, i)
			seen := false
			do := i.Do
			i.Do = func(h *sim.Host) {
				_, before := h.Registry(`HKLM\SOFTWARE\X`, "before")
				_, after := h.Registry(`HKLM\SOFTWARE\X`, "after")
				seen = before && !after
				do(h)
			}
			h := r.apply(text)
			_, after := host.Registry(`HKLM\SOFTWARE\X`, "after")
			if !seen || after != (code == 0) {
				t.Errorf("order: %v, after: %v", seen, after)
			}
			if code == 0 {
				want(t, h, plan.Changed, "")
			} else {
				want(t, h, plan.Failed, "change_failed")
				for _, item := range h.Items {
					if strings.HasSuffix(item.ID, ".after") && item.Outcome != nil &&
						item.Outcome.Status != resource.Skipped {
						t.Errorf("the step after the failure: %+v", item.Outcome)
					}
				}
			}
		})
	}
}

func TestUninstall(t *testing.T) {
	i := &sim.Installer{Takes: time.Minute, Do: func(h *sim.Host) { h.RemoveProgram("HKLM32", "Praxis") }}
	r, host, _ := simRig(t, i)
	installs("HKLM32", "1.0")(host)
	h := r.apply("step \"program\" \"p\" {\n  name = \"Praxis*\"\n  state = \"absent\"\n}\n")
	want(t, h, plan.Changed, "")
	if i.Runs != 1 {
		t.Errorf("it was started %d times", i.Runs)
	}
}

func TestReboot(t *testing.T) {
	text := `
step "reboot" "now" { when_pending = true }
step "registry_value" "after" {
  key   = "HKLM\\SOFTWARE\\X"
  name  = "after"
  value = "1"
}
`
	c := &clock{now: time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)}
	host := sim.New(sim.Options{Computer: "SRV01", Now: c.Now, OS: sim.OS{PendingReboot: true}})
	host.BootTakes(3 * time.Minute)
	r := newRig(t, func() transport.Conn { return simConn{host} })
	begun := c.Now()
	var texts []string
	r.events = eventFunc(func(e exec.Event) { texts = append(texts, e.Text.In("")) })
	r.clock, r.pause = c.Now, func(_ context.Context, d time.Duration) { c.Advance(d) }
	h := r.apply(text)
	want(t, h, plan.Changed, "")
	if spent := c.Now().Sub(begun); spent < 3*time.Minute || spent > 5*time.Minute {
		t.Errorf("it took %v", spent)
	}
	if _, ok := host.Registry(`HKLM\SOFTWARE\X`, "after"); !ok {
		t.Error("what comes after the restart was not done")
	}
	if !strings.Contains(strings.Join(texts, "\n"), "does not answer") {
		t.Errorf("nobody told that the host was away: %q", texts)
	}
	want(t, r.plan(text), plan.OK, "")
}

type eventFunc func(exec.Event)

func (f eventFunc) Event(e exec.Event) { f(e) }

func TestWait(t *testing.T) {
	c := &clock{now: time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)}
	host := sim.New(sim.Options{Computer: "SRV01", Now: c.Now})
	r := newRig(t, func() transport.Conn { return simConn{host} })
	want(t, r.plan("step \"wait\" \"w\" { tcp = \"127.0.0.1:445\" }\n"), plan.OK, "")
	want(t, r.apply("step \"wait\" \"w\" {\n  seconds = 20\n  when = true\n}\n"), plan.Changed, "")
	want(t, r.apply("step \"wait\" \"w\" {\n  tcp = \"127.0.0.1:445\"\n  always = true\n  when = true\n}\n"), plan.OK,
		"")
	want(t, r.apply("step \"wait\" \"w\" { file = \"C:\\\\nie.txt\" }\n"), plan.Failed, "change_failed",
		"waiting for file/C:\\nie.txt")
}
