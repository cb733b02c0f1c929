package e2e

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/resource"
)

// cutting says at which request of a run the line breaks, and how.
type cutting struct {
	https bool
	at    int
	cut   wire.Cut
	stays bool // nothing gets through from then on

	// hangs is the type of resource at whose change the agent hangs and is then killed, at the second Receive of what
	// is done; at is not counted then.
	hangs string
}

// resumes says which of the two ways on is taken afterwards: both are, in turn.
func (c cutting) resumes() bool { return c.hangs != "" || c.at%2 == 0 }

func (c cutting) String() string {
	if c.hangs != "" {
		return fmt.Sprintf("%s-%v", c.hangs, c.stays)
	}
	scheme := "http"
	if c.https {
		scheme = "https"
	}
	if c.stays {
		return fmt.Sprintf("%s-%02d-dead-%s", scheme, c.at, cutNames[c.cut])
	}
	return fmt.Sprintf("%s-%02d-%s", scheme, c.at, cutNames[c.cut])
}

var cutNames = map[wire.Cut]string{wire.CutBefore: "before", wire.CutAfter: "after", wire.CutMiddle: "middle"}

// patient is one host with every fault, whose line breaks as told.
type patient struct {
	*operator
	fleet *lab.Fleet
	host  *lab.Host
	cut   atomic.Pointer[cutting] // nil: the line is good
	hit   atomic.Pointer[string]  // the request that was cut first
}

func newPatient(t testing.TB, c cutting, faults []lab.Fault) *patient {
	p := &patient{}
	practice := 1 // x.isynet, over HTTP
	if c.https {
		practice = 0 // x.concept
	}
	sets := [][]lab.Fault{faults, faults}
	var hanging atomic.Bool
	var receives atomic.Int32
	p.fleet = newLab(t, lab.Config{
		Practices: practice + 1, Sets: sets, Now: ticks(),
		Intercept: func(h *lab.Host, n int, action string) wsman.Action {
			c := p.cut.Load()
			if c != nil && c.hangs != "" && c.at == 0 {
				switch action {
				case "Send":
					receives.Store(0)
				case "Receive":
					receives.Add(1)
				}
				if !hanging.Load() || receives.Load() < 2 {
					return wsman.Action{}
				}
				h.Sim.Heal()
				h.Server().CloseShells()
				c = &cutting{at: n, cut: wire.CutBefore, stays: c.stays, hangs: c.hangs}
				p.cut.Store(c)
			}
			if c == nil || n < c.at || n > c.at && !c.stays {
				return wsman.Action{}
			}
			p.hit.CompareAndSwap(nil, &action)
			if n > c.at {
				return wsman.Action{Cut: wire.CutBefore}
			}
			return wsman.Action{Cut: c.cut}
		},
	})
	p.host = p.fleet.Practices[practice].Hosts[0]
	p.operator = newOperator(t, p.fleet)
	if c.at > 0 || c.hangs != "" {
		p.cut.Store(&c)
	}
	if c.hangs != "" {
		p.host.Sim.Inject(sim.Failure{
			Verb: "set", Type: c.hangs, Delay: time.Hour, Hit: func() { hanging.Store(true) },
		})
	}
	return p
}

func (p *patient) apply() (ran, *report.PlanDocument) {
	r := p.xops(p.on(append([]string{"apply", "--yes", "--host", p.host.ID()}, shipped...)...)...)
	return r, r.document(p.t)
}

// TestCutAtEveryRequest breaks the line at each request of a run in turn. However it ends, everything that was changed
// is reported and in the journal, no file is anything but one of its versions, and the next run finishes the work.
func TestCutAtEveryRequest(t *testing.T) {
	for _, https := range []bool{false, true} {
		whole := newPatient(t, cutting{https: https}, everything)
		before := stateOf(whole.host)
		r, doc := whole.apply()
		if r.code != 0 || doc.Hosts[0].Status != plan.Changed || len(doc.Hosts[0].Changes) < 8 {
			t.Fatalf("without a cut: %s", r)
		}
		n := 0 // requests
		for _, r := range whole.host.Server().Records() {
			n = r.N
		}
		const changing = 10 // a plan has nine
		good := stateOf(whole.host)
		t.Logf("https %v: %d requests; %d changes", https, n, len(doc.Hosts[0].Changes))
		for at := 1; at <= n; at++ {
			cuts := []cutting{
				{https: https, at: at, cut: wire.CutBefore},
				{https: https, at: at, cut: wire.CutAfter},
				{https: https, at: at, cut: wire.CutMiddle},
			}
			switch {
			case https && at%2 == 0: // TLS changes nothing about what was done and what was told: a sample
				continue
			case https:
				cuts = cuts[1:2]
			case at >= changing:
				cuts = append(cuts, cutting{at: at, cut: wire.CutAfter, stays: true})
			}
			for _, c := range cuts {
				t.Run(c.String(), func(t *testing.T) {
					t.Parallel()
					p := newPatient(t, c, everything)
					if d := differences(before, stateOf(p.host)); len(d) > 0 {
						t.Fatalf("not the same host: %v", d)
					}
					p.survives(t, before, good)
				})
			}
		}
	}
}

// TestKilledInTheMiddle ends the agent while it is at one of its changes: what came before is done, the rest is not,
// and no answer tells. A service that must still be restarted is restarted by the next run.
func TestKilledInTheMiddle(t *testing.T) {
	running := slices.DeleteFunc(slices.Clone(everything), func(f lab.Fault) bool { return f == lab.ServiceStopped })
	whole := newPatient(t, cutting{}, running)
	before := stateOf(whole.host)
	if r, _ := whole.apply(); r.code != 0 {
		t.Fatal(r)
	}
	good := stateOf(whole.host)
	for _, kind := range []string{"firewall_rule", "file", "service", "permission"} {
		for _, stays := range []bool{false, true} {
			c := cutting{hangs: kind, stays: stays}
			t.Run(c.String(), func(t *testing.T) {
				t.Parallel()
				newPatient(t, c, running).survives(t, before, good)
			})
		}
	}
}

// survives runs to the cut, looks at what is told and what is true, and runs again.
func (p *patient) survives(t *testing.T, before, good state) {
	r, doc := p.apply()
	hit := p.hit.Load()
	if hit == nil {
		t.Fatal("the cut did not happen")
	}
	after := stateOf(p.host)
	h := &doc.Hosts[0]
	p.ended(t, r, h, *hit)

	var run *journal.Run
	if doc.Run != "" {
		run = p.show(doc.Run)
	}
	told := p.agrees(t, h, run)
	for _, id := range differences(before, after) {
		if !told[id] {
			t.Errorf("%s %s is changed, and neither the result nor the journal says that it was or may be\n%s", id.Type,
				id.Key, r)
		}
	}
	whole(t, before, after, run)
	shells := p.host.Server().Counters().OpenShells
	// a shell whose name never arrived cannot be closed
	c := p.cut.Load()
	if shells > 0 && !c.stays && *hit != "Create" {
		t.Errorf("%d shells are left open after a cut %s", shells, *hit)
	}

	// The line is good again. The run goes on, or another one begins: one that ends well has planned again and found
	// nothing.
	resumes := doc.Run != "" && h.Status != plan.Changed && c.resumes()
	p.cut.Store(nil)
	p.host.Sim.Heal()
	p.host.Server().CloseShells()
	var again ran
	var second *report.PlanDocument
	if resumes {
		again = p.xops(p.on("runs", "resume", doc.Run, "--yes")...)
		second = again.document(t)
	} else {
		again, second = p.apply()
	}
	if again.code != 0 || second.Hosts[0].Status != plan.OK && second.Hosts[0].Status != plan.Changed {
		t.Fatalf("the next run does not converge: %s\nafter %s", again, r)
	}
	end := stateOf(p.host)
	for _, id := range differences(good, end) {
		if id.Type != "service" { // its process is another one
			t.Errorf("%s %s is not as it is without a cut", id.Type, id.Key)
		}
	}
	p.restarted(t, end, r)
	if resumes {
		p.history(t, doc.Run, before, end)
	}
}

// history: after it went on, the run is done, every operation of it has an outcome, and together they lead from what
// was there before to what is there now.
func (p *patient) history(t *testing.T, id string, before, end state) {
	t.Helper()
	run := p.show(id)
	if run.Status != plan.RunDone {
		t.Errorf("the run that went on is %s", run.Status)
	}
	told := map[resource.ID]bool{}
	for _, o := range run.Hosts[0].Operations {
		if o.Status == resource.Unknown && o.Action != "restart" { // nothing on a host tells that it was restarted
			t.Errorf("%s is unknown still", o.Step)
		}
		told[resource.ID{Type: o.Type, Key: resource.Canonical(o.Type, o.Key)}] = true
	}
	for _, d := range differences(before, end) {
		if !told[d] {
			t.Errorf("%s %s is changed, and the run does not say so", d.Type, d.Key)
		}
	}
}

// ended: the host has converged or failed, and the error says what happened and what to do.
func (p *patient) ended(t *testing.T, r ran, h *report.HostDocument, hit string) {
	switch h.Status {
	case plan.Changed:
		if r.code != 0 || h.Error != nil {
			t.Errorf("ok with exit code %d and error %v", r.code, h.Error)
		}
		for _, c := range h.Changes {
			if c.Outcome == nil || c.Outcome.Status != resource.Done && c.Outcome.Status != resource.Already {
				t.Errorf("ok, but %s is %+v", c.Step, c.Outcome)
			}
		}
		t.Logf("cut %s: converged all the same", hit)
	case plan.Failed, plan.Unreachable, plan.Unknown:
		if r.code != 3 || h.Error == nil || h.Error.Code == "" || h.Error.Summary == "" || h.Error.Hint == "" {
			t.Errorf("%s with exit code %d and error %+v", h.Status, r.code, h.Error)
			return
		}
		t.Logf("cut %s: %s: %s: %s %s", hit, h.Status, h.Error.Code, h.Error.Summary, h.Error.Detail)
	default:
		t.Errorf("status %s\n%s", h.Status, r)
	}
}

// agrees compares result and journal, and gives the resources of which both say that they were changed or may have
// been.
func (p *patient) agrees(t *testing.T, h *report.HostDocument, run *journal.Run) map[resource.ID]bool {
	told := map[resource.ID]bool{}
	var ops []journal.Operation
	if run != nil {
		if run.Hosts[0].Status != string(h.Status) {
			t.Errorf("the journal says %s, the result %s", run.Hosts[0].Status, h.Status)
		}
		want := plan.RunDone
		if h.Status != plan.Changed {
			want = plan.RunFailed
		}
		if run.Status != want || run.Ended == nil {
			t.Errorf("the run is %s in the journal, want %s", run.Status, want)
		}
		ops = run.Hosts[0].Operations
	}
	written := map[string]journal.Operation{}
	for _, op := range ops {
		if op.Reverts == "" {
			written[op.Step+"|"+op.Type+"|"+op.Key] = op
		}
	}
	for _, c := range h.Changes {
		op, ok := written[c.Step+"|"+c.Resource.Type+"|"+c.Resource.Key]
		sent := c.Outcome != nil
		if sent != ok || sent && op.Status != c.Outcome.Status {
			t.Errorf("%s %s %s: the journal has it: %v, as %s; the result has %+v", c.Step, c.Resource.Type,
				c.Resource.Key, ok, op.Status, c.Outcome)
		}
		if sent && (op.Status == resource.Done || op.Status == resource.Already || op.Status == resource.Unknown) {
			told[resource.ID{Type: op.Type, Key: resource.Canonical(op.Type, op.Key)}] = true
		}
	}
	if n := len(written); n > len(h.Changes) {
		t.Errorf("the journal has %d operations, the result only %d changes", n, len(h.Changes))
	}
	return told
}

// whole: a file is as it was, or as one of the operations on it made it, byte for byte; what is done is so.
func whole(t *testing.T, before, after state, run *journal.Run) {
	versions := map[string][][]byte{}
	last := map[string][]byte{} // of what is known to be done
	if run != nil {
		for _, op := range run.Hosts[0].Operations {
			if op.Type != "file" {
				continue
			}
			data, _ := op.Sent.After.Bytes("content")
			path := spelled(after.files, op.Key)
			versions[path] = append(versions[path], data)
			if op.Status == resource.Done {
				last[path] = data
			}
		}
	}
	for path, data := range after.files {
		ok := bytes.Equal(data, before.files[path])
		for _, v := range versions[path] {
			ok = ok || bytes.Equal(data, v)
		}
		if !ok {
			t.Errorf("%s is neither as it was nor as a step wants it: %q", path, data)
		}
		if want, done := last[path]; done && !bytes.Equal(data, want) && bytes.Equal(data, before.files[path]) {
			t.Errorf("%s is done in the journal, and still as it was", path)
		}
	}
	if len(after.files) != len(before.files) {
		t.Errorf("%d files before, %d after", len(before.files), len(after.files))
	}
}

// restarted: the service has read the files as they are now, whatever was cut: a restart that is owed is made by the
// next run.
func (p *patient) restarted(t *testing.T, end state, r ran) {
	for name, s := range end.services {
		if !strings.Contains(s.ImagePath, "ServiceProvider_") {
			continue
		}
		ini := p.host.Sim.Get(resource.Query{Type: "file", Key: `C:\Program Files (x86)\medatixx GmbH & Co. ` +
			`KG\ServiceProvider_*\ServiceProvider.ini`})
		written := ini.Items[0].Props.String("modified")
		if s.Started.UTC().Format("2006-01-02T15:04:05.000Z") <= written {
			t.Errorf("service %s started %v, its file was written %s, and it was not restarted since\n%s", name,
				s.Started, written, r)
		}
	}
}
