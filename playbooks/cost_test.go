package playbooks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// faulty is a host with all that the five-step repair mends.
func faulty(t *testing.T) *site {
	s := newSite(t, "x.concept")
	s.edit(t, install, "Installed=1", "Installed=0")
	s.edit(t, install, "Kundennummer=123456\r\n", "")
	s.edit(t, s.pvs, "Hostname=KH-SRV01", "Hostname = KH-SRV01 ")
	return s
}

// evaluation runs a set on a target with answers that are worked out once: what is measured is the evaluation alone.
func evaluation(t testing.TB, set *playbook.Set, target eval.Target,
	answer func(resource.Query) resource.Answer,
) func() {
	known := map[string]resource.Answer{}
	return func() {
		e := eval.New(set, target)
		for {
			queries := e.Queries()
			if len(queries) == 0 {
				break
			}
			answers := make([]resource.Answer, len(queries))
			for i, q := range queries {
				a, ok := known[q.ID()]
				if !ok {
					a = answer(q)
					known[q.ID()] = a
				}
				answers[i] = a
			}
			e.Add(queries, answers)
		}
		if h := e.Plan(); h.Error != nil || len(h.Blocks) > 0 {
			t.Fatalf("%v %+v", h.Error, h.Blocks)
		}
	}
}

// The cost of a plan grows with its steps, not with steps times locals.
func TestAllocationsGrowWithTheSteps(t *testing.T) {
	cost := func(n int) float64 {
		var b strings.Builder
		b.WriteString("playbook { name = \"p\" }\nquery \"file\" \"all\" { path = \"C:\\\\a*\" }\nlocals {\n  l0 = " +
			"length(query.file.all)\n")
		for i := 1; i < n; i++ {
			fmt.Fprintf(&b, "  l%d = local.l%d + 1\n", i, i-1)
		}
		b.WriteString("}\n")
		for i := range n {
			fmt.Fprintf(&b, "step \"file\" \"s%d\" {\n  path    = \"C:\\\\a%d.txt\"\n  content = "+
				"tostring(local.l%d)\n}\n", i, i, i)
		}
		l := &playbook.Loader{
			Parser: hclx.NewParser(), Kinds: step.Kinds(), QueryTypes: step.QueryTypes(),
			Read: func(string) ([]byte, error) { return []byte(b.String()), nil },
		}
		p, diags := l.Load("p.hcl")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		set, diags := playbook.NewSet([]*playbook.Playbook{p}, nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		s := newSite(t, "x.concept")
		target := s.target()
		target.Host = cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("srv01"),
			"role": cty.StringVal("server"),
		})
		return testing.AllocsPerRun(2, evaluation(t, set, target, s.host.Get))
	}
	before := cost(50)
	for _, n := range []int{100, 200} {
		now := cost(n)
		t.Logf("%d steps and locals: %.0f allocations, %.2f times %d", n, now, now/before, n/2)
		if now > 2.2*before {
			t.Errorf("%d steps and locals cost %.0f allocations, %.2f times those of %d", n, now, now/before, n/2)
		}
		before = now
	}
}

func BenchmarkPlan(b *testing.B) {
	t := new(testing.T)
	s := faulty(t)
	set, diags := playbook.NewSet(load(t, all...), nil)
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	plan := evaluation(b, set, s.target(), s.host.Get)
	b.ReportAllocs()
	for b.Loop() {
		plan()
	}
}
