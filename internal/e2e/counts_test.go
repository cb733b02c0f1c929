package e2e

import (
	"path/filepath"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

// The contract's numbers, for one host.
const (
	// logon, Create, Command, Send, Receive, Delete, and one more Send and Receive for each further round
	planRequests   = 10
	repairRequests = 20 // plan, apply and verify
	planBytes      = 80 << 10
	repairBytes    = 140 << 10
)

// used is what a server has counted between two moments.
func used(before, after wsman.Counters) wsman.Counters {
	after.Requests -= before.Requests
	after.Connections -= before.Connections
	after.Logons -= before.Logons
	after.Commands -= before.Commands
	after.Shells -= before.Shells
	after.BytesReceived -= before.BytesReceived
	after.BytesSent -= before.BytesSent
	return after
}

func counters(f *lab.Fleet) map[string]wsman.Counters {
	out := map[string]wsman.Counters{}
	for _, h := range f.Hosts() {
		out[h.ID()] = h.Server().Counters()
	}
	return out
}

// again are a host's requests between two moments that asked once more for what was not there yet: how many they are
// rests on how fast this machine is, not on what is asked. Their sizes are without headers.
func again(h *lab.Host, before, after wsman.Counters) (requests int, bytes int64) {
	last := ""
	for _, r := range h.Server().Records() {
		if r.N > before.Requests && r.N <= after.Requests && r.Action == "Receive" && last == r.Action {
			requests++
			bytes += int64(r.Size)
		}
		last = r.Action
	}
	return requests, bytes
}

// TestCost counts at the servers what a host's run costs: hosts with every fault at once, with the five-step repair,
// with a second Service-Provider and without any fault, over HTTP and HTTPS; once with five playbooks and once with one
// that includes them.
func TestCost(t *testing.T) {
	included, err := filepath.Abs(filepath.Join("testdata", "all.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	for name, playbooks := range map[string][]string{"five playbooks": shipped, "include": {included}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			twice := []lab.Fault{lab.Duplicate}
			// Three products, and HTTPS for the even ones.
			f := newLab(t, lab.Config{Practices: 12, Sets: [][]lab.Fault{
				everything, everything, everything, everything,
				fiveSteps, fiveSteps, twice, twice,
			}})
			o := newOperator(t, f)
			cost(t, f, o, playbooks)
		})
	}
}

func cost(t *testing.T, f *lab.Fleet, o *operator, playbooks []string) {
	start := counters(f)
	o.document([]int{2}, append([]string{"plan", "--host", "*/srv01"}, playbooks...)...)
	planned := counters(f)
	applied := o.document([]int{3}, append([]string{"apply", "--yes", "--host", "*/srv01"}, playbooks...)...)
	done := counters(f)
	t.Logf("\n%s", summary(applied))

	for i, p := range f.Practices {
		h, doc := p.Hosts[0], applied.Hosts[i]
		scheme := "HTTP"
		if p.HTTPS {
			scheme = "HTTPS"
		}
		plan, repair := used(start[h.ID()], planned[h.ID()]), used(planned[h.ID()], done[h.ID()])
		polls, polled := again(h, start[h.ID()], planned[h.ID()])
		morePolls, morePolled := again(h, planned[h.ID()], done[h.ID()])
		changed := doc.Status == "changed"
		t.Logf("%-8s %-5s %-9s %d faults, %d changes: plan %d requests, %d start, %d bytes sent, %d received; "+
			"apply run %d requests, %d starts, %d bytes sent",
			p.Name, scheme, p.Product, len(p.Faults), len(doc.Changes), plan.Requests, plan.Commands,
			plan.BytesReceived, plan.BytesSent, repair.Requests, repair.Commands, repair.BytesReceived)
		if plan.Requests-polls > planRequests || plan.Commands != 1 || plan.Shells != 1 {
			t.Errorf("%s: the plan costs %d requests, %d process starts and %d shells", h.ID(), plan.Requests,
				plan.Commands, plan.Shells)
		}
		if plan.BytesReceived-polled > planBytes || repair.BytesReceived-morePolled > repairBytes {
			t.Errorf("%s: %d bytes are sent to plan, %d to plan, apply and verify", h.ID(), plan.BytesReceived,
				repair.BytesReceived)
		}
		if repair.Requests-morePolls > repairRequests || repair.Commands != 1 || repair.Shells != 1 {
			t.Errorf("%s: plan, apply and verify cost %d requests, %d process starts and %d shells", h.ID(),
				repair.Requests, repair.Commands, repair.Shells)
		}
		for what, c := range map[string]wsman.Counters{"plan": plan, "apply": repair} {
			if c.Connections != 1 || c.Logons != 1 {
				t.Errorf("%s: %s makes %d connections and %d logons", h.ID(), what, c.Connections, c.Logons)
			}
		}
		if c := done[h.ID()]; c.OpenShells != 0 || c.FailedLogons != 0 {
			t.Errorf("%s: %d shells are left open, %d logons failed", h.ID(), c.OpenShells, c.FailedLogons)
		}
		if doc.Requests != repair.Requests || doc.Starts != repair.Commands {
			t.Errorf("%s: the result says %d requests and %d starts, the server has %d and %d", h.ID(), doc.Requests,
				doc.Starts, repair.Requests, repair.Commands)
		}
		if repaired := len(p.Faults) > 0 && !h.Has(lab.Duplicate); repaired != changed {
			t.Errorf("%s %v: changed is %v", h.ID(), h.Faults, changed)
		}
		for _, pattern := range []string{`C:\Windows\Temp\*`, `C:\Users\*\AppData\Local\Temp\*`} {
			if left := h.Sim.Glob(pattern); len(left) > 0 {
				t.Errorf("%s: files are left in %s: %v", h.ID(), pattern, left)
			}
		}
		for _, r := range h.Server().Records() {
			if r.Sealed == p.HTTPS && r.Action != "Logon" {
				t.Errorf("%s: %s is sealed: %v, over %s", h.ID(), r.Action, r.Sealed, scheme)
			}
		}
	}
}
