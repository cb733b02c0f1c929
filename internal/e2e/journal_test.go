package e2e

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// show gives a run as runs show --json has it.
func (o *operator) show(run string) *journal.Run {
	o.t.Helper()
	r := o.xops("runs", "show", run, "--json")
	if r.code != 0 {
		o.t.Fatal(r)
	}
	var d journal.Run
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		o.t.Fatalf("%v\n%s", err, r)
	}
	return &d
}

// TestJournalHoldsWholeFiles: what runs show --json has of each operation is enough to take it back by hand: the bytes
// of every file as they were on the host before, and as they are now.
func TestJournalHoldsWholeFiles(t *testing.T) {
	t.Parallel()
	f := newLab(t, lab.Config{Practices: 6, Sets: [][]lab.Fault{
		everything, everything, everything, everything,
		fiveSteps,
	}, Now: ticks()})
	o := newOperator(t, f)
	before := map[string]state{}
	for _, h := range f.Hosts() {
		before[h.ID()] = stateOf(h)
	}
	applied := o.document([]int{0}, append([]string{"apply", "--yes"}, shipped...)...)
	run := o.show(applied.Run)
	if run.ID != applied.Run || run.Status != plan.RunDone || len(run.Hosts) != len(f.Hosts()) {
		t.Fatalf("run %s is %s with %d hosts", run.ID, run.Status, len(run.Hosts))
	}
	files := 0
	for i, jh := range run.Hosts {
		h := f.Host(jh.Host)
		doc, after := applied.Hosts[i], stateOf(h)
		if len(jh.Operations) != len(doc.Changes) || jh.Status != string(doc.Status) || jh.Requests != doc.Requests {
			t.Errorf("%s: the journal has %d operations, %s, %d requests; the result %d, %s, %d", jh.Host,
				len(jh.Operations), jh.Status, jh.Requests, len(doc.Changes), doc.Status, doc.Requests)
		}
		now := maps.Clone(before[h.ID()].files)
		seen := map[resource.ID]bool{}
		for n, op := range jh.Operations {
			c := doc.Changes[n]
			if op.Step != c.Step || op.Status != resource.Done || op.Reversible == (op.Sent.After["restart"] == true) ||
				op.Ended == nil || op.Ended.Before(op.Intended) {
				t.Errorf("%s: operation %d is %s %s (result: %s), reversible %v, intended %v, ended %v", jh.Host, n,
					op.Step, op.Status, c.Step, op.Reversible, op.Intended, op.Ended)
			}
			seen[resource.ID{Type: op.Type, Key: resource.Canonical(op.Type, op.Key)}] = true
			if op.Type != "file" {
				continue
			}
			files++
			path := spelled(now, op.Key)
			was, ok1 := op.Sent.Before.Bytes("content")
			will, ok2 := op.Sent.After.Bytes("content")
			if !ok1 || !ok2 || !bytes.Equal(was, now[path]) {
				t.Errorf("%s %s: the bytes before %s are not those of the host: %q, %q", jh.Host, op.Key, op.Step, was,
					now[path])
			}
			now[path] = will
		}
		for path, data := range now {
			if !bytes.Equal(data, after.files[path]) {
				t.Errorf("%s %s: the journal ends with %q, the host has %q", jh.Host, path, data, after.files[path])
			}
		}
		for _, id := range differences(before[h.ID()], after) {
			if !seen[id] {
				t.Errorf("%s: %s %s is changed and not in the journal", jh.Host, id.Type, id.Key)
			}
		}
		// Taken back by hand, last first, everything is as it was.
		for _, op := range slices.Backward(jh.Operations) {
			if !op.Reversible {
				continue
			}
			if r := h.Sim.Set(op.Op().Inverse()); r.Status != resource.Done {
				t.Errorf("%s: taking back %s: %s %v", jh.Host, op.Step, r.Status, r.Fault)
			}
		}
		for _, id := range differences(before[h.ID()], stateOf(h)) {
			if id.Type != "service" {
				t.Errorf("%s: after taking back %s %s is not as it was", jh.Host, id.Type, id.Key)
			}
		}
	}
	if files < 20 {
		t.Errorf("only %d operations on files: the fleet has lost its faults", files)
	}
}

// spelled is a path as the map has it.
func spelled(files map[string][]byte, path string) string {
	for p := range files {
		if resource.Canonical("file", p) == resource.Canonical("file", path) {
			return p
		}
	}
	return path
}
