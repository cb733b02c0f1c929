package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// What is the same on many hosts is said once, with their names; what differs stays apart, and -v shows each.
func TestWhatIsAlikeIsSaidOnce(t *testing.T) {
	var results []*plan.Result
	add := func(host string, h *plan.Host, v plan.Visit) {
		v.Host, h.Host = host, host
		results = append(results, plan.Looked(h, v))
	}
	for i := range 3 {
		add(fmt.Sprintf("a/off%d", i), &plan.Host{}, plan.Visit{Error: problem.New("host-off").With("10.0.0.%d", i)})
	}
	blocked := func(detail string) *plan.Host {
		return &plan.Host{Blocks: []plan.Blocked{{
			Kind: plan.BlockStep, Address: "step.x", Source: "p.hcl:3", Error: problem.New(problem.Other).With("%s",
				detail),
		}}}
	}
	add("b/one", blocked("the same"), plan.Visit{Reached: true})
	add("b/two", blocked("the same"), plan.Visit{Reached: true})
	add("b/odd", blocked("something else"), plan.Visit{Reached: true})
	for _, verbose := range []bool{false, true} {
		var b bytes.Buffer
		NewPrinter(&b, Options{Verbose: verbose}).Plan(results)
		text := b.String()
		want := map[string]int{"10.0.0.": 0, "the same": 1, "something else": 1, "a/off0, a/off1, a/off2": 2}
		if verbose {
			want = map[string]int{"10.0.0.": 3, "the same": 2, "something else": 1, "a/off0, a/off1, a/off2": 1}
		}
		for what, n := range want {
			if got := strings.Count(text, what); got != n {
				t.Errorf("-v %v: %q is said %d times, want %d\n%s", verbose, what, got, n, text)
			}
		}
	}
}

// A block that fails on many hosts is told where it fails first; the others, which have more to say, only point there.
func TestABlockThatFailsOnManyHostsIsToldOnce(t *testing.T) {
	var results []*plan.Result
	for i := range 4 {
		h := &plan.Host{
			Host: fmt.Sprintf("a/%d", i),
			Blocks: []plan.Blocked{{
				Kind: plan.BlockStep, Address: "step.file.x", Title: "Datei", Source: "p.hcl:3",
				Error: problem.New(problem.StepUnplannable, "en", "no such drive"),
			}},
			Changes: []plan.Change{{Step: "step.file.y", Title: fmt.Sprintf("Kundennummer %d", i)}},
		}
		if i == 3 {
			h.Blocks[0].Error = problem.New(problem.StepUnplannable, "en", "another cause")
		}
		results = append(results, plan.Looked(h, plan.Visit{Host: h.Host, Reached: true}))
	}
	var b bytes.Buffer
	NewPrinter(&b, Options{}).Plan(results)
	hosts, _, _ := strings.Cut(b.String(), "Plan:")
	for what, n := range map[string]int{
		"no such drive": 1, "another cause": 1, "as on a/0": 2, "the same on 3 hosts: a/0, a/1, a/2": 1,
		"Kundennummer": 4,
	} {
		if got := strings.Count(hosts, what); got != n {
			t.Errorf("%q is said %d times, want %d\n%s", what, got, n, hosts)
		}
	}
}

// A change that fails in the same way on many hosts is told once, with their names; JSON keeps each host's own.
func TestAFailureOfARunIsToldOnce(t *testing.T) {
	var results []*plan.Result
	for i := range 4 {
		h := &plan.Host{Host: fmt.Sprintf("a/%d", i)}
		fault := &resource.Fault{Code: resource.Locked, Message: "in use"}
		if i == 3 {
			fault.Code = resource.Denied
		}
		v := plan.Visit{
			Host: h.Host, Reached: true,
			Error: problem.New(problem.ChangeFailed, "step", "step.file.x", "resource", "file").Because(fault),
		}
		r := plan.Looked(h, v)
		r.Acted = true
		r.Items = []*plan.Item{{
			Change:  plan.Change{Step: "step.file.x", Title: "Datei"},
			Outcome: &resource.Result{Op: "1", Status: resource.Failed, Fault: fault},
		}}
		results = append(results, r)
	}
	var b bytes.Buffer
	NewPrinter(&b, Options{}).Result(results)
	hosts, _, _ := strings.Cut(b.String(), "Result:")
	if strings.Count(hosts, "Datei") != 2 || !strings.Contains(hosts, "3 hosts  failed") ||
		!strings.Contains(hosts, "a/0, a/1, a/2\n") {
		t.Error(b.String())
	}
	d := NewPlanDocument(&plan.Plan{}, results, "r", text.English)
	for _, h := range d.Hosts {
		if h.Error == nil || h.Error.Code != string(problem.ChangeFailed) {
			t.Errorf("%s: %+v", h.Host, h.Error)
		}
	}
}
