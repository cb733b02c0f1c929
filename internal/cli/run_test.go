package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

const (
	testInventory = `
practice "p" {
  title   = "Praxis"
  mandate = true
  connection {
    user     = "xops"
    password = env("XOPS_TEST_PASSWORD")
  }
  host "a" {
    address = "127.0.0.1"
    role    = "server"
  }
  host "b" {
    address = "127.0.0.2"
    role    = "server"
  }
}
`
	testPlaybook = `
playbook {
  name = "t"
}
query "os" "o" {
}
check "x" {
  ok = length(query.os.o) == 1
}
`
)

// files writes inventory and playbook and gives their flags and path.
func files(t *testing.T) (inv, book string) {
	t.Helper()
	dir := t.TempDir()
	inv, book = filepath.Join(dir, "inventory.hcl"), filepath.Join(dir, "t.hcl")
	for name, text := range map[string]string{inv: testInventory, book: testPlaybook} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return inv, book
}

// dialFunc is a Dialer made of a function.
type dialFunc func(ctx context.Context, h *inventory.Host) error

func (f dialFunc) Dial(ctx context.Context, h *inventory.Host) (exec.Conn, error) {
	return nil, f(ctx, h)
}

func TestUnreachableHostsAreExitCode3(t *testing.T) {
	inv, book := files(t)
	for _, command := range []string{"plan", "check", "ping", "apply --yes", "fix p/a --yes"} {
		s := newSurroundings(t)
		args := append(strings.Fields(command), "-i", inv, "--json")
		if command != "ping" {
			args = append(args, book)
		}
		p := newProgram(args, s.Streams)
		p.dial = dialFunc(func(context.Context, *inventory.Host) error {
			return problem.New(problem.NoListener).With("here")
		})
		if code := p.main(); code != plan.ExitFailed {
			t.Errorf("%s: exit code %d\n%s", command, code, s.err.String())
		}
		var doc struct {
			Hosts   []struct{ Status string }
			Summary struct{ Unreachable int }
		}
		if err := json.Unmarshal(s.out.Bytes(), &doc); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, s.out.String())
		}
		if n := len(doc.Hosts); n == 0 || doc.Summary.Unreachable != n || doc.Hosts[0].Status != "unreachable" {
			t.Errorf("%s: %s", command, s.out.String())
		}
	}
}

// onText closes a channel when a text is written for the first time.
type onText struct {
	text string
	then chan struct{}
}

func (o onText) Write(b []byte) (int, error) {
	if strings.Contains(string(b), o.text) {
		close(o.then)
	}
	return len(b), nil
}

// The first interrupt lets what is under way end and begins nothing new.
func TestFirstInterruptEndsInOrder(t *testing.T) {
	inv, book := files(t)
	s := newSurroundings(t)
	signals := make(chan os.Signal)
	s.Signals = signals
	p := newProgram([]string{"plan", "-i", inv, "--parallel", "1", book}, s.Streams)
	stopping := make(chan struct{})
	p.Err = onText{"Press again", stopping}
	dialled := 0
	p.dial = dialFunc(func(context.Context, *inventory.Host) error {
		dialled++
		signals <- os.Interrupt
		<-stopping
		return problem.New(problem.NoListener).With("here")
	})
	if code := p.main(); code != plan.ExitCancelled {
		t.Errorf("exit code %d\n%s", code, s.err.String())
	}
	if dialled != 1 {
		t.Errorf("%d hosts were begun after the interrupt", dialled-1)
	}
}

// The second interrupt cancels what is under way.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	inv, book := files(t)
	for _, args := range [][]string{{"plan", book}, {"apply", "--yes", book}, {"ping"}} {
		s := newSurroundings(t)
		signals := make(chan os.Signal)
		s.Signals = signals
		p := newProgram(append(args, "-i", inv, "--parallel", "1"), s.Streams)
		p.dial = dialFunc(func(ctx context.Context, _ *inventory.Host) error {
			signals <- os.Interrupt
			signals <- os.Interrupt
			<-ctx.Done()
			return ctx.Err()
		})
		if code := p.main(); code != plan.ExitCancelled {
			t.Errorf("%v: exit code %d\n%s", args, code, s.err.String())
		}
	}
}

// Of computers that nobody has looked at nothing is said but that, once.
func TestACancelledPlanSaysNothingOfTheHosts(t *testing.T) {
	inv, book := files(t)
	s := newSurroundings(t)
	signals := make(chan os.Signal)
	s.Signals = signals
	p := newProgram([]string{"plan", "-i", inv, "--parallel", "1", book}, s.Streams)
	p.dial = dialFunc(func(ctx context.Context, _ *inventory.Host) error {
		signals <- os.Interrupt
		signals <- os.Interrupt
		<-ctx.Done()
		return ctx.Err()
	})
	if code := p.main(); code != plan.ExitCancelled {
		t.Errorf("exit code %d", code)
	}
	said := s.out.String()
	if !strings.Contains(said, "Plan: 2 hosts: 2 cancelled.") || strings.Contains(said, "No changes") ||
		strings.Count(said, "p/a, p/b") > 2 || strings.Count(said, "→") > 1 {
		t.Error(said)
	}
}

// A mistake in xops is told once, whatever the number of hosts, and where the program stood is in one file and not on
// the screen.
func TestADefectIsToldOnce(t *testing.T) {
	inv, book := files(t)
	s := newSurroundings(t)
	p := newProgram([]string{"plan", "-i", inv, book}, s.Streams)
	p.dial = dialFunc(func(context.Context, *inventory.Host) error { panic("not bool") })
	if code := p.main(); code != plan.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	kept, err := filepath.Glob(filepath.Join(s.env["XOPS_STATE_DIR"], "defect-*.txt"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	hosts, _, _ := strings.Cut(s.out.String(), "Plan:")
	if strings.Count(hosts, "xops has a defect: not bool") != 1 || strings.Contains(hosts, "goroutine") ||
		!strings.Contains(hosts, kept[0]) || !strings.Contains(hosts, "p/a, p/b") {
		t.Error(s.out.String())
	}
	stack, err := os.ReadFile(kept[0])
	if err != nil || !strings.Contains(string(stack), "goroutine") || !strings.Contains(string(stack), "run_test.go") {
		t.Errorf("%v\n%s", err, stack)
	}
}
