package e2e

import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/resource"
)

// answer says yes, after something else has happened.
type answer struct {
	sync.Once
	before func()
	yes    *strings.Reader
}

func (a *answer) Read(p []byte) (int, error) {
	a.Do(a.before)
	return a.yes.Read(p)
}

// agree runs a command line for somebody who says yes, after before has been done.
func (o *operator) agree(who string, before func(), args ...string) ran {
	var out, errs bytes.Buffer
	code := cli.Main(args, cli.Streams{
		In: &answer{before: before, yes: strings.NewReader("yes\n")}, InTerminal: true, Out: &out, Err: &errs,
		Now: time.Now, Getenv: func(name string) string { return o.env[name] }, Operator: who,
	})
	return ran{strings.Join(args, " "), code, out.String(), errs.String()}
}

// broken is a server on which every shipped playbook has something to do, in a fleet of one practice.
func broken(t *testing.T, intercept func(h *lab.Host, n int, action string) wsman.Action) *lab.Fleet {
	return newLab(t, lab.Config{
		Practices: 1, Sets: [][]lab.Fault{everything}, Now: ticks(), Intercept: intercept,
	})
}

func server(d *report.PlanDocument) *report.HostDocument {
	for i := range d.Hosts {
		if strings.HasSuffix(d.Hosts[i].Host, "/srv01") {
			return &d.Hosts[i]
		}
	}
	return nil
}

// TestTheSecondTechnicianIsTold: while one changes a host, another leaves it alone and says who is at work, from which
// computer, in which run; nothing is sent, and afterwards the host is free.
func TestTheSecondTechnicianIsTold(t *testing.T) {
	t.Parallel()
	var agreed atomic.Bool
	var sends atomic.Int32
	var meanwhile func()
	f := broken(t, func(h *lab.Host, _ int, action string) wsman.Action {
		// The first Send behind the yes is what allows changes, the second has them.
		if h.Name == "srv01" && action == "Send" && agreed.Load() && sends.Add(1) == 2 {
			agreed.Store(false)
			meanwhile()
		}
		return wsman.Action{}
	})
	anna, otto := newOperator(t, f), newOperator(t, f)
	args := append([]string{"apply", "--host", "*/srv01"}, shipped...)
	var second *report.PlanDocument
	meanwhile = func() {
		second = otto.agree("otto@pc", func() {}, otto.on(args...)...).document(t)
	}
	first := anna.agree("anna@büro", func() { agreed.Store(true) }, anna.on(args...)...).document(t)
	if second == nil {
		t.Fatal("nobody came meanwhile")
	}
	h := server(second)
	if h.Status != plan.Waiting || h.Reason == nil || h.Reason.Code != string(plan.ReasonBusy) ||
		!strings.Contains(h.Reason.Summary, "anna@büro") || !strings.Contains(h.Reason.Summary, first.Run) {
		t.Errorf("%s %+v", h.Status, h.Reason)
	}
	for _, c := range h.Changes {
		if c.Outcome != nil {
			t.Errorf("%s is %s", c.Step, c.Outcome.Status)
		}
	}
	if ops := otto.show("last").Hosts[0].Operations; len(ops) != 0 {
		t.Errorf("%d operations were sent", len(ops))
	}
	for _, c := range server(first).Changes {
		if c.Outcome == nil || c.Outcome.Status != resource.Done {
			t.Errorf("%s %+v", c.Step, c.Outcome)
		}
	}
	if r := otto.xops("exec", "--yes", "-i", otto.inventory, "--host", "*/srv01", "--", "hostname"); r.code != 0 {
		t.Error(r)
	}
}

// TestTwoRunsAtOnce: of two who plan at the same time, the second finds all made. That is counted apart, restarts
// nothing again, and is not taken back with the second run.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	f := broken(t, nil)
	anna, otto := newOperator(t, f), newOperator(t, f)
	args := append([]string{"apply", "--host", "*/srv01"}, shipped...)
	var between state
	r := otto.agree("otto@pc", func() {
		if r := anna.agree("anna@büro", func() {}, anna.on(args...)...); r.code != 0 {
			t.Error(r)
		}
		between = stateOf(f.Hosts()[0])
	}, otto.on(args...)...)
	h := server(r.document(t))
	if r.code != 0 || h.Status != plan.OK || len(h.Changes) == 0 {
		t.Fatalf("%s: %s", h.Status, r)
	}
	for _, c := range h.Changes {
		if c.Outcome == nil || c.Outcome.Status != resource.Already {
			t.Errorf("%s %+v", c.Step, c.Outcome)
		}
	}
	run := otto.show("last")
	// What changed in one file after the other is not as planned, and then turns out to be made.
	if n := run.Operations; n.Done != 0 || n.Already != len(run.Hosts[0].Operations) || n.Total != n.Already {
		t.Errorf("%+v", n)
	}
	if text := otto.xops("runs", "show", "last").out; !strings.Contains(text, "0 done, 9 so already") {
		t.Error(text)
	}
	if r := otto.xops(otto.on("undo", "last", "--yes")...); r.code != 0 {
		t.Error(r)
	}
	if d := differences(between, stateOf(f.Hosts()[0])); len(d) != 0 {
		t.Errorf("the second run, or its undo, has changed %v", d)
	}
}
