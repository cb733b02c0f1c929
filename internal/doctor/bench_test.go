package doctor_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

const (
	user     = "xops"
	password = "Pässwört-Kanarie 1"
)

// machine is the computer of a lab host.
func machine() *sim.Host { return sim.New(sim.Options{Computer: "MUELLER-SRV01", Server: true}) }

// scripted is a computer that runs a function instead.
type scripted func(ctx context.Context, line string, stdin io.Reader, stdout, stderr io.Writer) (int, error)

func (f scripted) Run(ctx context.Context, line string, _ map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	return f(ctx, line, stdin, stdout, stderr)
}

// bench is one lab host with what the inventory says of it.
type bench struct {
	t      *testing.T
	server *wsman.Server
	host   *inventory.Host
	cfg    winrm.Config
	deps   doctor.Deps
	waited time.Duration // in virtual time
}

// newBench starts a lab host; change alters it before, and host what the inventory says of it after the start.
func newBench(t *testing.T, https bool, change func(*wsman.Config)) *bench {
	t.Helper()
	cfg := wsman.Config{
		Machine: machine(), Hostname: "MUELLER-SRV01", Domain: "PRAXIS",
		Users: map[string]string{user: password},
	}
	if change != nil {
		change(&cfg)
	}
	s, err := wsman.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0", https)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, server: s}
	b.point(addr, https)
	if https {
		b.cfg.TLS.Fingerprint = winrm.Fingerprint(s.Certificate())
	}
	return b
}

// point makes the inventory say that the host is at an address.
func (b *bench) point(addr net.Addr, https bool) {
	port := addr.(*net.TCPAddr).Port
	b.host = &inventory.Host{
		Practice: &inventory.Practice{Name: "mueller", Title: "Praxis Dr. Müller"}, Name: "srv01", Address: "127.0.0.1",
		Connection: inventory.Connection{Transport: "winrm", HTTPS: https, Port: port, Auth: "ntlm", User: user},
	}
	b.cfg.BusyWait = time.Millisecond
	b.cfg.Password = func(context.Context) (string, error) { return password, nil }
	b.deps = doctor.Deps{Silence: 130 * time.Second, Wait: func(_ context.Context, d time.Duration) error {
		b.waited += d
		return nil
	}, Ports: []int{}, WinRM: func(_ context.Context, h *inventory.Host) (winrm.Config, error) {
		c := b.cfg
		c.Address, c.Port, c.HTTPS, c.Auth, c.User = h.Address, h.Connection.Port, h.Connection.HTTPS,
			h.Connection.Auth, h.Connection.User
		return c, nil
	}}
}

// examine runs the doctor, and checks what holds for every report.
func (b *bench) examine() *doctor.Report {
	b.t.Helper()
	r := doctor.Examine(b.t.Context(), b.host, b.deps)
	check(b.t, r)
	if b.server != nil {
		if n := b.server.Counters(); n.Logons != r.Logons || n.FailedLogons > 0 && n.Logons > 1 || n.OpenShells != 0 {
			b.t.Errorf("the host counted %+v, the report says %d logons", n, r.Logons)
		}
	}
	return r
}

// check is what holds for every report: one failed check, what follows is skipped, texts in both languages, no secret.
func check(t *testing.T, r *doctor.Report) {
	t.Helper()
	failed := 0
	for _, c := range r.Checks {
		switch {
		case c.Status == doctor.Failed:
			failed++
		case failed > 0 && c.Status != doctor.Skipped:
			t.Errorf("%s is %s behind the check that failed", c.ID, c.Status)
		}
	}
	if (r.Finding != nil) != (failed == 1) || failed > 1 || (r.Status == doctor.OK) != (r.Finding == nil) {
		t.Errorf("%d checks failed, status %s, finding %+v", failed, r.Status, r.Finding)
	}
	if f := r.Finding; f != nil {
		problemtest.Told(t, f)
	}
	if strings.Contains(fmt.Sprintf("%+v %+v", r, r.Finding), "Kanarie") {
		t.Error("the password stands in the report")
	}
}

// evidence is a fact of a check, "" if it has none.
func evidence(r *doctor.Report, id, name string) string {
	for _, c := range r.Checks {
		if c.ID != id {
			continue
		}
		for _, f := range c.Evidence {
			if f.Name == name {
				return fmt.Sprint(f.Value)
			}
		}
	}
	return ""
}

// fault answers an action of the protocol with a fault.
func fault(action string, a wsman.Action) func(*wsman.Config) {
	return func(c *wsman.Config) {
		c.Intercept = func(_ int, got string) wsman.Action {
			if got == action {
				return a
			}
			return wsman.Action{}
		}
	}
}

func run(f scripted) func(*wsman.Config) { return func(c *wsman.Config) { c.Machine = f } }

// want is what a case expects: the finding, its row, where it was found, a number that proves it, and what is to be
// copied.
type want struct {
	id             problem.ID
	check          string
	row            int
	name, value    string // evidence of the check, by its beginning
	command        string // contains
	logons, shells int
}

func (w want) compare(t *testing.T, b *bench, r *doctor.Report) {
	t.Helper()
	if r.Finding == nil || r.Finding.ID != w.id || r.Finding.Row() != w.row {
		t.Fatalf("finding %+v, want %s (row %d)\n%+v", r.Finding, w.id, w.row, r.Checks)
	}
	for _, c := range r.Checks {
		if c.Status == doctor.Failed && c.ID != w.check {
			t.Errorf("found at %s, want %s", c.ID, w.check)
		}
	}
	if got := evidence(r, w.check, w.name); w.name != "" && !strings.HasPrefix(got, w.value) {
		t.Errorf("%s %s = %q, want %q: %+v", w.check, w.name, got, w.value, r.Checks)
	}
	if w.command != "" && !strings.Contains(r.Finding.Command(), w.command) {
		t.Errorf("command %q", r.Finding.Command())
	}
	if b.server != nil {
		if n := b.server.Counters(); n.Logons != w.logons || n.Shells != w.shells {
			t.Errorf("%d logons, %d shells, want %d, %d", n.Logons, n.Shells, w.logons, w.shells)
		}
	}
}
