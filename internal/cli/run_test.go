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
	"github.com/xops-dev/xops/internal/transport"
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
			return &transport.Error{Code: "refused", Summary: "Nothing listens", Detail: "here", Hint: "Switch it on."}
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
		return &transport.Error{Code: "refused", Summary: "Nothing listens"}
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
