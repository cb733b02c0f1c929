package eval

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/plan"
)

const rowHead = `
playbook { name = "p" }
query "thing" "a" { key = "a" }
query "thing" "denied" { key = "!a" }
locals {
  state = try(query.thing.a[0].state, null)
  n     = query.thing.denied[0].state
}
`

// rowsOf are checks as lines: verdict, severity, evidence.
func rowsOf(checks []plan.Check) string {
	var b strings.Builder
	for _, r := range plan.Rows(checks, "2026-11-26") {
		fmt.Fprintf(&b, "%s %s %s", r.Row, r.Verdict, r.Severity)
		for _, e := range r.Evidence {
			fmt.Fprintf(&b, " %s=%s<%s>", e.Name, e.Value, e.Source)
		}
		fmt.Fprintf(&b, " %s|%s|%s\n", r.Advice, r.Fix, r.Support)
	}
	return b.String()
}

// newCheck evaluates checks only.
func newCheck(t *testing.T, source string) *Evaluation {
	return New(newSet(t, map[string]string{"p0.hcl": source}), testTarget, Options{Checks: true})
}

func TestRowOfACheck(t *testing.T) {
	for name, c := range map[string]struct{ check, want string }{
		"a finding says what was seen, by whom, and what to do": {
			`ok = local.state == "on"
  evidence = { state = local.state, fixed = 3 }
  advice   = "switch it on"
  fix      = "other"`,
			`R-1 finding required state="off"<query.thing.a> fixed=3<> switch it on|other|not_applicable`,
		},
		"one that is in order gives no advice": {
			`ok     = local.state == "off"
  advice = "switch it on"`, `R-1 ok  ||not_applicable`,
		},
		"null is unknown, and its source is named": {
			`ok = local.state == "off" ? null : true`,
			`R-1 unknown  query.thing.a=null<query.thing.a> ||not_applicable`,
		},
		"a source that cannot be read is named, and no other": {
			`ok = local.state == "off" && local.n == "x"`,
			`R-1 unknown  query.thing.denied=null<query.thing.denied> ||not_applicable`,
		},
		"evidence of a silent source is null": {
			`ok       = local.n == "x" ? true : null
  evidence = { n = local.n, state = local.state }`,
			`R-1 unknown  query.thing.denied=null<query.thing.denied> ||not_applicable`,
		},
		"a condition that is not met is named": {
			`when = local.state == "on"
  ok   = true`,
			`R-1 not_applicable  condition="when = local.state == \"on\""<check.c> ||not_applicable`,
		},
		"the answers decide how much it weighs": {
			`ok       = false
  severity = local.state == "off" ? "info" : "required"`, `R-1 finding info ||not_applicable`,
		},
		"a weight that cannot be told is not less than it may be": {
			`ok       = false
  severity = local.n`, `R-1 finding required ||not_applicable`,
		},
		"evidence by a function": {
			`ok       = false
  evidence = merge({ b = local.state }, { a = 1 })`,
			`R-1 finding required a=1<query.thing.a> b="off"<query.thing.a> ||not_applicable`,
		},
		"supported until its last day": {`ok = true
  support = "2026-11-26"`, `R-1 ok  ||ok`},
		"supported no longer": {`ok = true
  support = "2026-11-25"`, `R-1 ok  ||finding`},
	} {
		t.Run(name, func(t *testing.T) {
			e := newCheck(t, rowHead+"check \"c\" {\n  row = \"R-1\"\n  "+c.check+"\n}\n")
			h, _ := world{"a": {"exists": true, "state": "off"}}.settle(t, e)
			if diff := cmp.Diff(c.want+"\n", rowsOf(h.Checks)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOneRowOfSeveralChecks(t *testing.T) {
	seen := func(name string) []plan.Evidence {
		return []plan.Evidence{{Name: name, Value: json.RawMessage("1"), Source: "q"}}
	}
	check := func(status plan.CheckStatus, severity, name string) plan.Check {
		return plan.Check{Row: "R", Check: "c", Status: status, Severity: severity, Evidence: seen(name)}
	}
	ok, skipped := check(plan.CheckOK, "required", "o"), check(plan.CheckSkipped, "required", "s")
	info, unknown := check(plan.CheckFinding, "info", "i"), check(plan.CheckUnknown, "required", "u")
	advised, required := check(plan.CheckFinding, "recommended", "a"), check(plan.CheckFinding, "required", "r")
	for _, c := range []struct {
		checks []plan.Check
		want   string
	}{
		{[]plan.Check{skipped, ok}, "R ok  o=1<q> ||not_applicable\n"},
		{[]plan.Check{ok, info}, "R finding info i=1<q> o=1<q> ||not_applicable\n"},
		{[]plan.Check{info, unknown}, "R unknown  u=1<q> i=1<q> ||not_applicable\n"},
		{[]plan.Check{unknown, advised}, "R finding recommended a=1<q> u=1<q> ||not_applicable\n"},
		{[]plan.Check{required, advised}, "R finding required r=1<q> a=1<q> ||not_applicable\n"},
	} {
		if diff := cmp.Diff(c.want, rowsOf(c.checks)); diff != "" {
			t.Error(diff)
		}
	}
}

// neighbours are a server that says where it is, and one that was not reached.
func neighbours(port cty.Value) []Neighbour {
	host := func(name, role string) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name), "role": cty.StringVal(role)})
	}
	return []Neighbour{
		{
			Name: "srv", Host: host("srv", "server"), Reached: true,
			Output: cty.ObjectVal(map[string]cty.Value{"port": port}),
		},
		{Name: "ws", Host: host("ws", "workstation"), Output: cty.NullVal(cty.DynamicPseudoType)},
	}
}

const acrossHosts = `
playbook { name = "p" }
locals {
  servers = [for n, h in practice.hosts : h.output.port if h.role == "server" && h.reached]
  port    = one(local.servers)
}
query "thing" "there" { key = local.port }
check "reaches" {
  row = "SP-08"
  ok  = query.thing.there[0].state == "on"
}
check "once" {
  row      = "SP-03"
  scope    = "practice"
  ok       = length(local.servers) == 1
  evidence = { ports = local.servers }
}
output "name" { value = query.thing.there[0].state }
output "silent" { value = local.port == "9" ? "x" : null }
`

func TestQueryRestsOnAnotherHost(t *testing.T) {
	e := newCheck(t, acrossHosts)
	fleet := world{"1": {"exists": true, "state": "on"}}
	if q := e.Queries(); len(q) != 0 || !e.Waits() {
		t.Fatalf("asked %v before the others were heard, waits %v", q, e.Waits())
	}
	open := neighbours(cty.StringVal("1"))
	open[1].Output = cty.DynamicVal // it may still come
	e.Meet(open)
	h, rounds := fleet.settle(t, e)
	if rounds != 1 {
		t.Errorf("%d rounds", rounds)
	}
	if got := rowsOf(h.Checks); got != "SP-08 ok  ||not_applicable\n" {
		t.Error(got)
	}
	out := e.Output().AsValueMap()
	if out["name"].AsString() != "on" || !out["silent"].IsNull() {
		t.Errorf("%#v", out)
	}
}

func TestOthersThatAreNotHeard(t *testing.T) {
	e := newCheck(t, acrossHosts)
	h, _ := world{}.settle(t, e)
	want := "SP-08 unknown  query.thing.there=null<query.thing.there> ||not_applicable\n"
	if got := rowsOf(h.Checks); got != want {
		t.Error(got)
	}
	if !strings.Contains(h.Checks[0].Message, "other computers") {
		t.Error(h.Checks[0].Message)
	}
}

func TestPractice(t *testing.T) {
	set := newSet(t, map[string]string{"p0.hcl": acrossHosts})
	for want, hosts := range map[string][]Neighbour{
		"SP-03 ok  ports=[\"1\"]<practice.hosts> ||not_applicable\n":         neighbours(cty.StringVal("1")),
		"SP-03 finding required ports=[]<practice.hosts> ||not_applicable\n": neighbours(cty.StringVal("1"))[1:],
	} {
		if diff := cmp.Diff(want, rowsOf(Practice(set, testTarget, hosts))); diff != "" {
			t.Error(diff)
		}
	}
}
