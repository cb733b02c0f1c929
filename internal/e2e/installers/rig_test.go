// Package installers has the tests of programs that run detached: with the simulator, and with real installers on a
// practice Windows.
package installers

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/transport"
)

// rig is one host and an operator: engine, journal and playbooks are the real ones.
type rig struct {
	t       *testing.T
	journal *journal.Journal
	dir     string // of the journal
	connect func() transport.Conn
	clock   func() time.Time
	pause   func(ctx context.Context, d time.Duration)
	events  exec.Events
}

func newRig(t *testing.T, connect func() transport.Conn) *rig {
	t.Helper()
	dir := t.TempDir()
	j, err := journal.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return &rig{t: t, journal: j, dir: dir, connect: connect, clock: time.Now}
}

// Dial implements exec.Dialer.
func (r *rig) Dial(context.Context, *inventory.Host) (exec.Conn, error) {
	return &conn{Conn: r.connect()}, nil
}

type conn struct {
	transport.Conn
	starts int
}

func (c *conn) Open(ctx context.Context, mode exec.Mode) (exec.Session, error) {
	c.starts++
	s, err := agent.Open(ctx, c.Conn, mode, agent.Options{})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Stats counts starts even where the connection does not.
func (c *conn) Stats() transport.Stats { return transport.Stats{Starts: c.starts} }

// set loads one playbook.
func (r *rig) set(text string) *playbook.Set {
	r.t.Helper()
	path := filepath.Join("memory", "p.hcl")
	l := &playbook.Loader{
		Parser: hclx.NewParser(), Kinds: step.Kinds(), QueryTypes: step.QueryTypes(),
		Read: func(string) ([]byte, error) {
			return []byte("playbook {\n  name = \"p\"\n  title = \"P\"\n}\n" + text), nil
		},
	}
	pb, diags := l.Load(path)
	var set *playbook.Set
	if !diags.HasErrors() {
		var more hcl.Diagnostics
		set, more = playbook.NewSet([]*playbook.Playbook{pb}, nil)
		diags = append(diags, more...)
	}
	if diags.HasErrors() {
		r.t.Fatal(diags)
	}
	return set
}

// begin plans a playbook.
func (r *rig) begin(ctx context.Context, text string) (*exec.Runner, *exec.Run) {
	r.t.Helper()
	set := r.set(text)
	host := &inventory.Host{Name: "srv01", Practice: &inventory.Practice{Name: "kh", Title: "Praxis", Mandate: true}}
	runner := exec.New(exec.Options{
		Dialer: r, Journal: r.journal, Events: r.events, Clock: r.clock, Pause: r.pause,
		Info: exec.RunInfo{Command: "apply"},
	})
	return runner, runner.Plan(ctx, []*inventory.Host{host}, func(h *inventory.Host) exec.Evaluation {
		return eval.New(set, eval.Target{
			ID: h.ID(), Title: "Praxis", Host: inventory.HostValue(h),
			Practice: inventory.PracticeValue(h.Practice),
		})
	})
}

// plan gives what would change.
func (r *rig) plan(text string) *plan.Result {
	r.t.Helper()
	_, run := r.begin(r.t.Context(), text)
	return run.Results()[0]
}

// apply plans and applies.
func (r *rig) apply(text string) *plan.Result {
	r.t.Helper()
	_, run := r.begin(r.t.Context(), text)
	results, err := run.Apply(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return results[0]
}

// lastRun is the newest run as the journal has it.
func (r *rig) lastRun() *journal.Run {
	r.t.Helper()
	runs, err := r.journal.Runs(r.t.Context(), 1)
	if err != nil || len(runs) != 1 {
		r.t.Fatalf("%d runs, %v", len(runs), err)
	}
	run, err := r.journal.Run(r.t.Context(), runs[0].ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return run
}

// want checks how a host's work ended: its class, the code of its error or reason ("" for none) and words of its
// detail.
func want(t *testing.T, r *plan.Result, class plan.Class, code string, words ...string) {
	t.Helper()
	got, text := "", ""
	switch {
	case r.Error != nil:
		got, text = string(r.Error.ID), r.Error.Error()
	case r.Reason != nil:
		got = string(r.Reason.Code)
	}
	for _, b := range r.Blocks {
		if b.Error != nil {
			got, text = string(b.Error.ID), b.Error.Error()
		}
	}
	if r.Class() != class || got != code {
		t.Errorf("the host is %s with %q, want %s with %q: %s", r.Class(), got, class, code, text)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in: %s", w, text)
		}
	}
}

// outcome is how the only change ended.
func outcome(t *testing.T, h *plan.Result) *resource.Result {
	t.Helper()
	if len(h.Items) != 1 {
		t.Fatalf("%d changes: %+v, error %v", len(h.Items), h.Items, h.Error)
	}
	if h.Items[0].Outcome == nil {
		return &resource.Result{Status: "none"}
	}
	return h.Items[0].Outcome
}
