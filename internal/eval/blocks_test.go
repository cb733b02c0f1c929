package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// A block that cannot be planned takes along what rests on it, and nothing else: the other blocks, playbooks and checks of the host go on.
func TestErrorsBelongToTheirBlock(t *testing.T) {
	head := "playbook { name = \"p\" }\n"
	good := `
step "set" "good" {
  key   = "a"
  name  = "x"
  value = "2"
}
`
	for name, c := range map[string]struct {
		playbooks []string
		want      string
	}{
		"a step beside another": {[]string{head + `
step "set" "bad" {
  key   = one([for r in [host.role] : { key = r } if r == "none"]).key
  name  = "x"
  value = "1"
}
` + good}, "failed\nupdate step.set.good a x=2\nstep.set.bad step: Attempt to get attribute from null value: This value is null, so it does not have any attributes. (p0.hcl:4)\n"},
		"what comes after it is blocked with it": {[]string{head + `
step "set" "bad" {
  key   = one([for r in [host.role] : { key = r } if r == "none"]).key
  name  = "x"
  value = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.bad]
}
` + good}, "failed\nupdate step.set.good a x=2\nstep.set.bad step: Attempt to get attribute from null value: This value is null, so it does not have any attributes. (p0.hcl:4)\nstep.restart.r blocked by step.set.bad\n"},
		"a condition that is no condition": {[]string{head + `
query "thing" "all" { key = "*" }
step "set" "bad" {
  when  = length(query.thing.all)
  key   = "a"
  name  = "x"
  value = "1"
}
check "c" { ok = "ja" }
` + good}, "failed\nupdate step.set.good a x=2\ncheck.c unknown ok must be true or false, and is string\nstep.set.bad step: when must be true or false, and is number; to ask whether there are any, write … > 0 (p0.hcl:5)\n"},
		"a question that only one step needs": {[]string{head + `
query "thing" "secret" { key = "!x" }
query "thing" "all" { key = "*" }
step "set" "bad" {
  key   = one(query.thing.secret).key
  name  = "x"
  value = "1"
}
check "fine" { ok = length(query.thing.all) == 2 }
` + good}, "failed\nupdate step.set.good a x=2\ncheck.fine ok \nquery.thing.secret step: denied (p0.hcl:3)\nstep.set.bad blocked by query.thing.secret\n"},
		"a question that only a check needs": {[]string{head + `
query "thing" "secret" { key = "!x" }
check "c" {
  severity = "required"
  ok       = length(query.thing.secret) == 0
}
`}, "unknown\ncheck.c unknown query.thing.secret (p0.hcl:3): denied\n"},
		"one of two playbooks": {[]string{head + `
step "set" "bad" {
  key   = one([for r in [host.role] : { key = r } if r == "none"]).key
  name  = "x"
  value = "1"
}
`, strings.Replace(head, `"p"`, `"q"`, 1) + good}, "failed\nupdate step.set.good a x=2\np:step.set.bad step: Attempt to get attribute from null value: This value is null, so it does not have any attributes. (p0.hcl:4)\n"},
		"an include whose condition fails": {[]string{`
playbook { name = "sub" }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}`, head + `
include "part" {
  source = "sub.hcl"
  when   = 7
}
step "restart" "r" {
  name  = "sp"
  after = [include.part.step.set.x]
}
` + good}, "failed\nupdate step.set.good a x=2\ninclude.part step: when must be true or false, and is number; to ask whether there are any, write … > 0 (p1.hcl:5)\nstep.restart.r blocked by include.part\n"},
		"one instance of several": {[]string{head + `
step "set" "x" {
  for_each = { a = "a", bad = null }
  key      = each.value
  name     = "x"
  value    = "2"
}`}, "failed\nupdate step.set.x[\"a\"] a x=2\nstep.set.x[\"bad\"] step: Missing value: key is needed here, and its value is null on this host. (p0.hcl:5)\n"},
		"a fight does not stop the others": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}
step "set" "y" {
  key   = "a"
  name  = "y"
  value = "3"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.y]
}
step "set" "good" {
  key   = "b"
  name  = "x"
  value = "9"
}`}, "failed\nupdate step.set.good b x=9\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y blocked by step.set.x\nstep.restart.r blocked by step.set.x\n"},
	} {
		t.Run(name, func(t *testing.T) {
			fleet := world{"a": {"x": "1"}, "b": {"x": "2"}}
			h, _ := fleet.settle(t, newEvaluation(t, c.playbooks...))
			if got := brief(h); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
			for _, b := range h.Blocks {
				if (b.By == "") == (b.Error == nil) {
					t.Errorf("%s must have failed by itself or rest on another: %+v", b.Address, b)
				}
			}
		})
	}
}

// Blocks of includes belong to the playbook that includes, also in a run of several.
func TestIncludedBlocksHaveTheirPlaybook(t *testing.T) {
	sub := `
playbook { name = "sub" }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}`
	with := func(name string) string {
		return `playbook { name = "` + name + `" }` + "\ninclude \"part\" { source = \"sub.hcl\" }"
	}
	h, _ := world{"a": {}}.settle(t, newEvaluation(t, sub, with("p"), with("q")))
	if len(h.Changes) != 1 || h.Changes[0].Block() != "p:include.part.step.set.x" {
		t.Errorf("%+v", h.Changes)
	}
}

// A check alone plans no steps but those that it names, and asks for no more than they need.
func TestChecksAlone(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
query "thing" "all" { key = "*" }
step "set" "unnamed" {
  key   = "gone"
  name  = "x"
  value = "1"
}
step "set" "broken" {
  key   = one([for r in [host.role] : { key = r } if r == "none"]).key
  name  = "x"
  value = "1"
}
step "set" "named" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "set" "before" {
  key   = "b"
  name  = "x"
  value = "2"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.before]
}
locals { due = step.set.named.changed }
check "query" { ok = length(query.thing.all) == 2 }
check "step" { ok = !local.due }
check "chain" { ok = !step.restart.r.changed }
check "broken" { ok = !step.set.broken.changed }
`)
	e.options.Checks = true
	fleet := world{"a": {"x": "1"}, "b": {"x": "1"}}
	asked := ""
	for _, q := range e.Queries() {
		asked += q.Key + " "
	}
	h, _ := fleet.settle(t, e)
	want := "unknown\ncheck.query ok \ncheck.step finding \ncheck.chain finding \ncheck.broken unknown "
	if got := brief(h); !strings.HasPrefix(strings.Replace(got, "finding\n", "unknown\n", 1), want) {
		t.Error(got)
	}
	if strings.Contains(asked, "gone") || len(h.Changes)+len(h.Blocks) != 0 {
		t.Errorf("asked for %s, %d changes, %d blocks", asked, len(h.Changes), len(h.Blocks))
	}
}

// What an earlier run owes is in the next plan, once, whatever that plan is for.
func TestDueRestarts(t *testing.T) {
	book := `playbook { name = "p" }
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
`
	restart := `step "restart" "r" {
  name  = "SP"
  after = [step.set.x]
}
`
	due := []plan.Due{{Type: "service", Key: "sp", Run: "run1", Step: "step.service.r"}}
	for _, c := range []struct {
		name, book string
		world      world
		service    resource.Props
		want       string
		due        string
	}{
		{
			"beside other changes", book,
			world{"a": {"x": "1"}},
			resource.Props{"name": "sp", "state": "running"},
			"changes\nupdate step.set.x a x=2\nrestart due.service.sp sp restart=true\n", "run1",
		},
		{"alone", book, world{"a": {"x": "2"}}, resource.Props{"name": "sp", "state": "running"}, "changes\nrestart due.service.sp sp restart=true\n", "run1"},
		{
			"one restart for both", book + restart,
			world{"a": {"x": "1"}},
			resource.Props{"name": "sp", "state": "running"},
			"changes\nupdate step.set.x a x=2\nrestart step.restart.r SP\n", "run1",
		},
		{"a service that does not run is started", book, world{"a": {"x": "2"}}, resource.Props{"name": "sp", "state": "stopped"}, "changes\nrestart due.service.sp sp state=running\n", "run1"},
		{"a service that is gone", book, world{"a": {"x": "2"}}, resource.Props{"exists": false}, "ok\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEvaluation(t, c.book)
			e.options.Due = due
			c.world["sp"] = c.service
			h, _ := c.world.settle(t, e)
			if got := brief(h); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
			got := ""
			if n := len(h.Changes); n > 0 {
				got = h.Changes[n-1].Due
			}
			if got != c.due {
				t.Errorf("due since %q, want %q", got, c.due)
			}
			// Made, it is not planned again.
			again := newEvaluation(t, c.book)
			again.options.Due = due
			again.Applied(plan.NewWork(h).Items)
			c.world["a"] = resource.Props{"x": "2"}
			if c.service["state"] == "stopped" {
				c.service["state"] = "running"
			}
			if h, _ := c.world.settle(t, again); len(h.Changes) != 0 {
				t.Errorf("planned again: %s", brief(h))
			}
		})
	}
}
