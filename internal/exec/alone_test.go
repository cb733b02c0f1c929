package exec_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
)

// TestHeldByAnother: a host that another operator changes is left alone, whoever knows of that: the host itself, or
// this computer's journal, by which it is not even dialled. The reason says who, since when and in which run.
func TestHeldByAnother(t *testing.T) {
	otto := &exec.Holder{Operator: "otto@pc", Run: "r7", For: 90 * time.Second}
	begun := time.Date(2026, 11, 27, 10, 0, 0, 0, time.Local)
	for name, c := range map[string]struct {
		held  func(m *machine, j *memory)
		dials int // by apply and by exec
	}{
		"the host knows":    {func(m *machine, _ *memory) { m.holder, m.held = otto, 1 }, 2},
		"the journal knows": {func(_ *machine, j *memory) { j.working = otto }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, map[string]string{"a": "old"})
			m, j := f.only(), &memory{}
			r := exec.New(exec.Options{
				Dialer: f, Journal: j, Info: exec.RunInfo{Command: "apply", Operator: "anna@büro"},
				Clock: func() time.Time { return begun },
			})
			run := r.Plan(t.Context(), hosts, playbook(wish{step: "step.a", key: "a", want: "new"}))
			planned := m.dials
			c.held(m, j)
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			_, ran, err := r.Exec(t.Context(), hosts, exec.CommandLine{Program: "tool"})
			if err != nil {
				t.Fatal(err)
			}
			f.clean(t)
			for _, visit := range []plan.Visit{results[0].Visit, ran[0].Visit} {
				want := &plan.Reason{Code: plan.ReasonBusy, Values: map[string]string{
					"operator": "otto@pc", "run": "r7", "since": "2026-11-27 09:58",
				}}
				if diff := cmp.Diff(want, visit.Reason); diff != "" {
					t.Error(diff)
				}
			}
			if results[0].Class() != plan.Waiting || ran[0].Class() != plan.Waiting || len(m.sent) != 0 ||
				len(j.intents) != 0 || m.dials-planned != c.dials {
				t.Errorf("%s, %s: %d sent, %d intended, %d dials", results[0].Class(), ran[0].Class(), len(m.sent),
					len(j.intents), m.dials-planned)
			}
		})
	}
}

// TestWaitsForAnother: with --wait a host that somebody else changes is tried again, and changed when it is free.
func TestWaitsForAnother(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	m := f.only()
	m.holder, m.held = &exec.Holder{Operator: "otto@pc"}, 1
	tries := 0
	r := exec.New(exec.Options{
		Dialer: f, Journal: &memory{}, Info: exec.RunInfo{Operator: "anna@büro"}, Wait: time.Hour,
		Pause: func(context.Context, time.Duration) {
			if tries++; tries == 2 {
				m.holder, m.held = nil, 0
			}
		},
	})
	run := r.Plan(t.Context(), hosts, playbook(wish{step: "step.a", key: "a", want: "new"}))
	results, err := run.Apply(t.Context())
	if err != nil || results[0].Class() != plan.Changed || m.files["a"] != "new" || tries != 2 {
		t.Errorf("%v, %s after %d tries: %s", err, results[0].Class(), tries, m.files["a"])
	}
}

// TestAlreadyIsNotOnesOwn: of two runs that were planned at once the second finds all as it should be. It counts that
// apart, makes no restart for what it has not made, and owes none.
func TestAlreadyIsNotOnesOwn(t *testing.T) {
	for name, c := range map[string]struct {
		more     []wish // what only the second one wants
		restarts int
		class    plan.Class
		counts   plan.Counts
	}{
		"all of it": {nil, 1, plan.OK, plan.Counts{Already: 3}},
		"a stage later": {
			[]wish{{step: "step.z", key: "z", want: "new"}, {step: "step.y", restartAfter: "step.a", stage: 1}},
			1, plan.Changed,
			plan.Counts{Done: 1, Already: 4},
		},
		"and something of its own": {
			[]wish{{step: "step.b", key: "z", want: "new"}}, 2, plan.Changed, plan.Counts{Done: 2, Already: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, map[string]string{"a": "old", "b": "old"})
			wishes := []wish{
				{step: "step.a", key: "a", want: "new"},
				{step: "step.b", key: "b", want: "new"},
				{step: "step.r", restartAfter: "step.b"},
			}
			second := append(append([]wish{}, wishes[:2]...), c.more...)
			second = append(second, wishes[2])
			one, two := &memory{}, &memory{}
			first := exec.New(exec.Options{Dialer: f, Journal: one}).Plan(t.Context(), hosts, playbook(wishes...))
			other := exec.New(exec.Options{Dialer: f, Journal: two}).Plan(t.Context(), hosts, playbook(second...))
			if _, err := first.Apply(t.Context()); err != nil {
				t.Fatal(err)
			}
			results, err := other.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f.clean(t)
			r, n := results[0], results[0].Count()
			if r.Class() != c.class || n != c.counts || f.only().restarts != c.restarts || len(r.Owed) > 0 {
				t.Errorf("%s %+v, %d restarts, owed %v", r.Class(), n, f.only().restarts, r.Owed)
			}
		})
	}
}
