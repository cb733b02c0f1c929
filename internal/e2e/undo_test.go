package e2e

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// undo takes a run back as an evaluation over its journalled operations: by the same line, with the same guard, verify
// and journal.
func (o *operator) undo(run string) ([]*plan.Result, []*plan.Result) {
	o.t.Helper()
	j, err := journal.Open(o.env["XOPS_STATE_DIR"])
	if err != nil {
		o.t.Fatal(err)
	}
	defer j.Close() //nolint:errcheck // what it was told is durable
	past, err := j.Run(o.t.Context(), run)
	if err != nil {
		o.t.Fatal(err)
	}
	items := map[string][]*plan.Item{}
	for _, h := range past.Hosts {
		for _, op := range h.Operations {
			items[h.Host] = append(items[h.Host], op.Item())
		}
	}
	inv, diags := inventory.Load(o.inventory, nil)
	if diags.HasErrors() {
		o.t.Fatal(diags)
	}
	var hosts []*inventory.Host
	for _, h := range inv.Hosts() {
		if len(items[h.ID()]) > 0 {
			hosts = append(hosts, h)
		}
	}
	getenv := func(name string) string { return o.env[name] }
	d := &dial.Dialer{
		Secrets: inventory.NewResolver(func(string) (string, bool) { return "", false }, nil),
		Getenv:  getenv, Now: time.Now,
		State: func() (string, error) { return o.env["XOPS_STATE_DIR"], nil },
	}
	r := exec.New(exec.Options{
		Dialer: d, Journal: j, Info: exec.RunInfo{Command: "undo", Undoes: past.ID},
		Clock: time.Now,
	})
	planned := r.Plan(o.t.Context(), hosts, func(h *inventory.Host) exec.Evaluation {
		return eval.NewUndo(eval.Target{ID: h.ID(), Title: h.Practice.Title}, items[h.ID()])
	})
	before := planned.Results()
	after, err := planned.Apply(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return before, after
}

// TestUndoOfAnINIChange: what was written is taken back to the byte; what somebody has written elsewhere in the file
// since stays; what somebody has changed of it since is a conflict and stays, too.
func TestUndoOfAnINIChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		since    func(data []byte) []byte
		class    plan.Class
		restored func(before, since []byte) []byte
	}{
		"nothing since": {nil, plan.Undone, func(before, _ []byte) []byte { return before }},
		"edited elsewhere": {
			func(data []byte) []byte { return append(bytes.Clone(data), "\r\n[Praxis]\r\nFax=1\r\n"...) }, plan.Undone,
			func(before, _ []byte) []byte { return append(bytes.Clone(before), "\r\n[Praxis]\r\nFax=1\r\n"...) },
		},
		"the value changed": {
			func(data []byte) []byte {
				return bytes.Replace(data, []byte("Kundennummer="), []byte("Kundennummer=9"), 1)
			}, plan.Failed,
			func(_, since []byte) []byte { return since },
		},
		"taken back by hand": {
			func(data []byte) []byte {
				at := bytes.Index(data, []byte("Kundennummer="))
				end := at + bytes.IndexByte(data[at:], '\n') + 1
				return append(bytes.Clone(data[:at]), data[end:]...)
			}, plan.OK,
			func(_, since []byte) []byte { return since },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newLab(t, lab.Config{Practices: 1, Sets: [][]lab.Fault{{lab.KundennummerMissing}}, Now: ticks()})
			o := newOperator(t, f)
			o.t = t
			host := f.Practices[0].Hosts[0]
			started := func() time.Time {
				for _, s := range stateOf(host).services {
					if strings.Contains(s.ImagePath, "ServiceProvider_") {
						return s.Started
					}
				}
				return time.Time{}
			}
			applied := o.document([]int{0}, "apply", "--yes", "--host", host.ID(), "kundennummer")
			op := o.show(applied.Run).Hosts[0].Operations[0]
			before, _ := op.Sent.Before.Bytes("content")
			path := op.Key
			since, _ := host.Sim.ReadFile(path)
			if bytes.Equal(before, since) {
				t.Fatal("nothing was changed")
			}
			if c.since != nil {
				since = c.since(since)
				host.Sim.WriteFile(path, since)
			}
			restarted := started()
			planned, results := o.undo(applied.Run)
			now, _ := host.Sim.ReadFile(path)
			if got := results[0].Class(); got != c.class {
				t.Errorf("%s: %v %v", got, results[0].Error, results[0].Blocks)
			}
			if want := c.restored(before, since); !bytes.Equal(now, want) {
				t.Errorf("the file is\n%q, want\n%q", now, want)
			}
			if again := started() != restarted; again != (c.class == plan.Undone) {
				t.Errorf("the service was restarted: %v", again)
			}
			if c.class == plan.Undone {
				made := planned[0].Items[0]
				if made.Section != "Install" || made.Before["Kundennummer"] == nil ||
					made.After["Kundennummer"] != nil {
					t.Errorf("what is reviewed is %+v", made.Change)
				}
			}
			last := o.show("last")
			if last.Command != "undo" || last.Undoes != applied.Run || last.Status == plan.RunRunning {
				t.Errorf("the journal has %+v", last)
			}
			for _, op := range last.Hosts[0].Operations {
				if op.Status != resource.Done {
					t.Errorf("%s is %s", op.Step, op.Status)
				}
			}
		})
	}
}
