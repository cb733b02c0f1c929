package e2e

import (
	"runtime"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
)

// many is how many hosts are run at once.
const many = 200

// TestManyHosts runs 200 hosts at once: each is reported once, in the inventory's order and rightly, each costs what
// one costs, and afterwards no goroutine and no connection is left.
func TestManyHosts(t *testing.T) {
	sets := make([][]lab.Fault, many)
	for i := range sets {
		switch i % 20 {
		case 1, 11:
			sets[i] = fiveSteps
		case 7:
			sets[i] = []lab.Fault{lab.HostOff}
		case 13:
			sets[i] = []lab.Fault{lab.WrongPassword}
		}
	}
	f := newLab(t, lab.Config{Practices: many, Sets: sets})
	o := newOperator(t, f)
	before := runtime.NumGoroutine()
	began := time.Now()
	doc := o.document([]int{3}, append([]string{"apply", "--yes", "--host", "*/srv01", "--parallel", "200"},
		shipped...)...)
	t.Logf("%d hosts in %v", many, time.Since(began).Round(time.Millisecond))

	if len(doc.Hosts) != many {
		t.Fatalf("%d hosts are reported", len(doc.Hosts))
	}
	for i, p := range f.Practices {
		h, got := p.Hosts[0], doc.Hosts[i]
		want := plan.OK
		switch {
		case h.Has(lab.HostOff) || h.Has(lab.WrongPassword):
			want = plan.Unreachable
		case h.Has(lab.PortClosed):
			want = plan.Changed
		}
		if got.Host != h.ID() || got.Status != want || (len(got.Changes) > 0) != h.Has(lab.PortClosed) {
			t.Errorf("host %d is %s with %d changes, %s; want %s, %s", i, got.Host, len(got.Changes), got.Status,
				h.ID(), want)
		}
		if h.Server() == nil {
			continue
		}
		if c := h.Server().Counters(); c.Connections > max(1, c.Commands) || c.Logons > max(1, c.Commands) ||
			c.Requests > repairRequests || c.OpenShells != 0 {
			t.Errorf("%s: %+v", h.ID(), c)
		}
	}
	// The hosts' servers notice a closed connection by themselves, so it takes a moment.
	for deadline := time.Now().Add(20 * time.Second); ; {
		now := runtime.NumGoroutine()
		if now <= before {
			break
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after\n%s", before, now, stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
	for _, h := range f.Hosts() {
		if s := h.Server(); s != nil {
			if c := s.Counters(); c.OpenShells != 0 {
				t.Errorf("%s: %d shells are open", h.ID(), c.OpenShells)
			}
		}
	}
}
