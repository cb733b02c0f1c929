package e2e

import (
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
)

// backUp begins a backup on the first server of a fleet.
func backUp(f *lab.Fleet) {
	f.Hosts()[0].Sim.AddProcess(sim.Process{PID: 4711, Path: `C:\Windows\System32\wbengine.exe`})
}

// TestNothingIsChangedWhileABackupRuns: a backup holds back what a plan would change, what was agreed to before it
// began, and what takes a run back (BK-25).
func TestNothingIsChangedWhileABackupRuns(t *testing.T) {
	t.Parallel()
	for name, agree := range map[string]func(o *operator, f *lab.Fleet, args ...string) ran{
		"before the plan": func(o *operator, f *lab.Fleet, args ...string) ran {
			backUp(f)
			return o.xops(append(o.on(args...), "--yes")...)
		},
		"between plan and yes": func(o *operator, f *lab.Fleet, args ...string) ran {
			return o.agree("anna@büro", func() { backUp(f) }, o.on(args...)...)
		},
	} {
		f := broken(t, nil)
		o := newOperator(t, f)
		before := stateOf(f.Hosts()[0])
		r := agree(o, f, append([]string{"apply", "--host", "*/srv01"}, shipped...)...)
		h := server(r.document(t))
		if r.code != plan.ExitDone || h.Status != plan.Waiting || h.Reason == nil || h.Reason.Code != "gate" {
			t.Errorf("%s: code %d, %s %+v", name, r.code, h.Status, h.Reason)
		}
		if d := differences(before, stateOf(f.Hosts()[0])); len(d) != 0 {
			t.Errorf("%s: %v", name, d)
		}
	}
	f := broken(t, nil)
	o := newOperator(t, f)
	args := o.on(append([]string{"apply", "--yes", "--host", "*/srv01"}, shipped...)...)
	if r := o.xops(args...); r.code != 0 {
		t.Fatal(r)
	}
	after := stateOf(f.Hosts()[0])
	backUp(f)
	r := o.xops("undo", "last", "--yes", "--json", "-i", o.inventory)
	if h := server(r.document(t)); h.Status != plan.Waiting || h.Reason == nil || h.Reason.Code != "gate" {
		t.Errorf("undo: code %d, %s %+v", r.code, h.Status, h.Reason)
	}
	if d := differences(after, stateOf(f.Hosts()[0])); len(d) != 0 {
		t.Errorf("undo: %v", d)
	}
}
