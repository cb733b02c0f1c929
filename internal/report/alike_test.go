package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
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
