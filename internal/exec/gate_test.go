package exec_test

import (
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// backup is a gate: closed while the host has a file of that name.
type backup struct{ running, asked bool }

func newBackup(*inventory.Host) exec.Evaluation { return &backup{} }

func (b *backup) Applied([]*plan.Item) {}

func (b *backup) Queries() []resource.Query {
	if b.asked {
		return nil
	}
	return []resource.Query{{Type: "file", Key: "backup"}}
}

func (b *backup) Add(q []resource.Query, a []resource.Answer) {
	b.asked = true
	b.running = a[0].Items[0].Props["content"] != nil
}

func (b *backup) Plan() *plan.Host {
	c := plan.Check{Status: plan.CheckOK, Message: "a backup runs"}
	if b.running {
		c.Status = plan.CheckFinding
	}
	return &plan.Host{Checks: []plan.Check{c}}
}

func gatedRunner(f *fleet) *exec.Runner {
	return exec.New(exec.Options{Dialer: f, Journal: &memory{}, Gate: newBackup, Keep: true})
}

// What runs on a host holds it back from the plan on, and is asked with the plan's own questions.
func TestGateHoldsAPlanBack(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().files["backup"] = "runs"
	r := gatedRunner(f)
	run := r.Plan(t.Context(), hosts, wanting())
	if got := run.Results()[0]; got.Class() != plan.Waiting || got.Reason.Code != plan.ReasonGate ||
		got.Reason.Detail != "a backup runs" {
		t.Errorf("%s %+v", got.Class(), got.Reason)
	}
	without, others := practice(1, nil)
	exec.New(exec.Options{Dialer: without, Journal: &memory{}}).Plan(t.Context(), others, wanting())
	if a, b := f.only().cost.Requests, without.only().cost.Requests; a != b {
		t.Errorf("the gate costs %d requests more", a-b)
	}
	results, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if code(results[0]) != "gate" || len(f.only().sent) != 0 || plan.ActCode(results, false) != plan.ExitDone {
		t.Errorf("%s, sent %d, code %d", code(results[0]), len(f.only().sent), plan.ActCode(results, false))
	}
}

// It is asked again right before each exchange that changes.
func TestGateClosesInTheMiddle(t *testing.T) {
	for name, begin := range map[string]func(f *fleet, run func()){
		"before the first": func(f *fleet, run func()) { f.only().files["backup"] = "runs"; run() },
		"after it": func(f *fleet, run func()) {
			f.only().onSend = func(resource.Op) { f.only().files["backup"] = "runs" }
			run()
		},
	} {
		f, hosts := practice(1, nil)
		r := gatedRunner(f)
		run := r.Plan(t.Context(), hosts, playbook(wish{step: "a", key: "a", want: "1"},
			wish{step: "b", key: "b", want: "2", stage: 1}))
		begin(f, func() {
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"before the first": "a= b=", "after it": "a=done b="}[name]
			expect(t, results[0], plan.Waiting, "gate", want)
		})
		if _, made := f.only().files["b"]; made {
			t.Errorf("%s: changed while a backup ran", name)
		}
	}
}
