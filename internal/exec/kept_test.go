package exec_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
)

// keeping is a runner whose Apply follows, and whose time for a yes is over when late is closed.
func keeping(f *fleet, parallel int, late chan struct{}) *exec.Runner {
	return exec.New(exec.Options{
		Dialer: f, Journal: &memory{}, Keep: true, Parallel: parallel,
		Pause: func(ctx context.Context, d time.Duration) {
			if d != 2*time.Minute {
				panic(d)
			}
			select {
			case <-late:
			case <-ctx.Done():
			}
		},
	})
}

// TestKept: a host with changes is looked at and changed in one exchange; whoever is in order, late, refused or away
// meanwhile costs what it did before, and loses nothing.
func TestKept(t *testing.T) {
	for _, c := range []struct {
		name         string
		file         string
		between      func(t *testing.T, f *fleet, late chan struct{}) // the plan and the changes
		dials, opens int
		requests     int
		class        plan.Class
		why          string
	}{
		{name: "kept", dials: 1, opens: 1, requests: 8, class: plan.Changed},
		{name: "nothing is due", file: "new", dials: 1, opens: 1, requests: 6, class: plan.OK},
		{name: "too late", between: func(t *testing.T, f *fleet, late chan struct{}) {
			close(late)
			synctest.Wait()
			f.clean(t)
		}, dials: 2, opens: 2, requests: 13, class: plan.Changed},
		{name: "broken meanwhile", between: func(t *testing.T, f *fleet, _ chan struct{}) {
			f.only().killAt = f.only().calls + 1
		}, dials: 2, opens: 2, requests: 13, class: plan.Changed},
		{name: "broken, and the host is away", between: func(t *testing.T, f *fleet, _ chan struct{}) {
			f.only().killAt = f.only().calls + 1
			f.only().dialError = errLost
		}, dials: 2, opens: 1, requests: 6, class: plan.Failed, why: "lost"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if c.file == "" {
					c.file = "old"
				}
				f, hosts := practice(1, map[string]string{"a": c.file})
				late := make(chan struct{})
				run := keeping(f, 1, late).Plan(t.Context(), hosts, wanting())
				if c.between != nil {
					c.between(t, f, late)
				}
				results, err := run.Apply(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				f.clean(t)
				m, r := f.only(), results[0]
				if r.Class() != c.class || code(r) != c.why || m.dials != c.dials || m.opens != c.opens {
					t.Errorf("%s %s, %d dials, %d opens", r.Class(), code(r), m.dials, m.opens)
				}
				if r.Requests != c.requests || r.Starts != c.opens {
					t.Errorf("%d requests, %d starts are told", r.Requests, r.Starts)
				}
			})
		})
	}
}

// TestKeptIsGivenBack: where nobody says yes, or the host is held back meanwhile, nothing stays open and nothing is
// sent.
func TestKeptIsGivenBack(t *testing.T) {
	f, hosts := practice(3, map[string]string{"a": "old"})
	run := keeping(f, 3, nil).Plan(t.Context(), hosts, wanting())
	if f.open != 3 {
		t.Errorf("%d exchanges are kept", f.open)
	}
	run.Close()
	run.Close()
	f.clean(t)

	r := keeping(f, 3, nil)
	run = r.Plan(t.Context(), hosts, wanting())
	r.Gate = nil
	hosts[0].Practice.Mandate = false
	if _, err := run.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	for id, m := range f.hosts {
		if len(m.sent) > 0 || m.opens != 2 {
			t.Errorf("%s: %d operations, %d exchanges", id, len(m.sent), m.opens)
		}
	}
}

// TestKeptWithinParallel: kept or in use, there are never more connections than --parallel; what has no room is closed
// as ever.
func TestKeptWithinParallel(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 7, 40} {
		for _, parallel := range []int{1, 3, 7} {
			f, hosts := practice(n, map[string]string{"a": "old"})
			due := n
			for i, h := range hosts {
				if i%3 == 1 {
					f.hosts[h.ID()].files["a"] = "new"
					due--
				}
			}
			most := 0
			f.opened = func(open int) { most = max(most, open) }
			run := keeping(f, parallel, nil).Plan(t.Context(), hosts, wanting())
			kept := f.open
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f.clean(t)
			if most > parallel || kept > parallel || n <= parallel && kept != due {
				t.Errorf("%d hosts, %d at a time: %d connections at a time, %d kept", n, parallel, most, kept)
			}
			if s := plan.Summarize(results); s.Failed > 0 || s.Changed+s.OK != n {
				t.Errorf("%+v", s)
			}
		}
	}
}
