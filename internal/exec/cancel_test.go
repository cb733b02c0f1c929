package exec_test

import (
	"context"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

func TestTheFirstSignalLetsWhatIsInFlightEnd(t *testing.T) {
	f, hosts := practice(3, nil)
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j, Parallel: 1})
	run := r.Plan(t.Context(), hosts, playbook(
		wish{step: "a", key: "a", want: "1"},
		wish{step: "b", key: "b", want: "2"},
		wish{step: "later", key: "c", want: "3", knownAfter: "a"},
	))
	defer f.clean(t)
	f.only().onSend = func(resource.Op) { r.Stop() }
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Cancelled, "cancelled", "a=done b=done later=")
	expect(t, p[1], plan.Cancelled, "cancelled", "a= b= later=")
	expect(t, p[2], plan.Cancelled, "cancelled", "a= b= later=")
	if len(j.outcomes) != 2 || j.ended != "cancelled" || len(j.hosts) != 3 {
		t.Errorf("journal: %+v", j)
	}
}

func TestAStopThatComesWhenAllIsDoneAnyway(t *testing.T) {
	f, hosts := practice(1, nil)
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j})
	run := r.Plan(t.Context(), hosts, wanting())
	f.only().onSend = func(resource.Op) { r.Stop(); r.Stop() }
	p, _ := run.Apply(t.Context())
	expect(t, p[0], plan.Changed, "", "a=done")
	if j.ended != "done" {
		t.Errorf("the run ended %s", j.ended)
	}
}

func TestTheSecondSignalAbandons(t *testing.T) {
	f, hosts := practice(2, nil)
	j := &memory{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	run := exec.New(exec.Options{Dialer: f, Journal: j, Parallel: 1}).Plan(ctx, hosts,
		playbook(wish{step: "a", key: "a", want: "1"}, wish{step: "b", key: "b", want: "2"}))
	defer f.clean(t)
	f.only().onSend = func(resource.Op) { cancel() }
	p, err := run.Apply(ctx)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Unknown, "cancelled", "a=done b=unknown")
	expect(t, p[1], plan.Cancelled, "cancelled", "a= b=")
	if len(j.intents) != 2 || len(j.outcomes) != 2 || j.ended != "cancelled" {
		t.Errorf("journal: %+v", j)
	}
	if f.only().dials != 2 { // planned, begun
		t.Error("after a hard cancel nothing must be connected")
	}
}

func TestCancelWhilePlanning(t *testing.T) {
	f, hosts := practice(3, nil)
	r := exec.New(exec.Options{Dialer: f, Parallel: 1})
	f.hosts["mueller/pc001"].openError = func(int) error { r.Stop(); return nil }
	run := r.Plan(t.Context(), hosts, wanting())
	expect(t, run.Results()[0], plan.Changes, "", "a=")
	expect(t, run.Results()[1], plan.Changes, "", "a=") // was being read: that may end
	expect(t, run.Results()[2], plan.Cancelled, "cancelled", "")
	f.clean(t)

	f, hosts = practice(2, nil)
	ctx, cancel := context.WithCancel(t.Context())
	f.only().openError = func(int) error { cancel(); return ctx.Err() }
	run = exec.New(exec.Options{Dialer: f, Parallel: 1}).Plan(ctx, hosts, wanting())
	expect(t, run.Results()[0], plan.Cancelled, "cancelled", "")
	expect(t, run.Results()[1], plan.Cancelled, "cancelled", "")
	f.clean(t)
}
