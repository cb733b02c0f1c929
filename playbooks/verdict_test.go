package playbooks_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
)

// judged are the rows' verdicts of a playbook on a site, those of the practice too.
func (s *site) judged(t *testing.T, name string, others ...eval.Neighbour) map[string]plan.Row {
	t.Helper()
	return s.judgedWithout(t, "", name, others...)
}

// judgedWithout are they where a source (a type of resource, or a type and the beginning of a key) is silent.
func (s *site) judgedWithout(t *testing.T, taken, name string, others ...eval.Neighbour) map[string]plan.Row {
	t.Helper()
	set, diags := playbook.NewSet(load(t, name), nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	set.Lang = s.lang
	e := eval.New(set, s.target(), eval.Options{Checks: true})
	e.Meet(others)
	for range 10 {
		queries := e.Queries()
		answers := make([]resource.Answer, len(queries))
		for i, q := range queries {
			answers[i] = s.host.Get(q)
			if taken != "" && strings.HasPrefix(q.Type+" "+q.Key, taken) {
				answers[i] = resource.Answer{Fault: sim.Denied}
			}
		}
		e.Add(queries, answers)
		if len(queries) == 0 {
			break
		}
	}
	h := e.Plan()
	if h.Error != nil || len(h.Changes) > 0 || len(h.Blocks) > 0 && taken == "" {
		t.Fatalf("%v %+v %+v", h.Error, h.Blocks, h.Changes)
	}
	out := map[string]plan.Row{}
	checks := append(h.Checks, eval.Practice(set, s.target(), others)...)
	for _, r := range plan.Rows(checks, "2026-11-27") {
		out[r.Row] = r
		if r.Verdict == plan.RowFinding && (r.Message == "" || r.Advice == "") || r.Verdict == plan.RowUnknown &&
			len(r.Evidence) == 0 {
			t.Errorf("%s says nothing: %+v", r.Row, r)
		}
	}
	return out
}

// told are verdicts as words: the row, its verdict, and the severity of a finding.
func told(rows map[string]plan.Row) string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		r := rows[id]
		fmt.Fprintf(&b, "%s %s %s", id, r.Verdict, r.Severity)
		fmt.Fprintln(&b)
	}
	return b.String()
}

// wantRow checks one row's verdict.
func wantRow(t *testing.T, rows map[string]plan.Row, id string, want plan.Verdict, severity string) {
	t.Helper()
	if r := rows[id]; r.Verdict != want || r.Severity != severity {
		t.Errorf("%s is %q %q, want %s %s: %s\n%s", id, r.Verdict, r.Severity, want, severity, r.Message, r.Evidence)
	}
}

// neighbour is another computer of the practice.
func neighbour(name, role, address string, output map[string]cty.Value) eval.Neighbour {
	n := eval.Neighbour{Name: name, Host: cty.ObjectVal(map[string]cty.Value{
		"name": cty.StringVal(name), "role": cty.StringVal(role), "address": cty.StringVal(address),
		"vars": cty.EmptyObjectVal,
	})}
	if output == nil {
		n.Output = cty.NullVal(cty.DynamicPseudoType)
		return n
	}
	n.Reached, n.Output = true, cty.ObjectVal(output)
	return n
}
