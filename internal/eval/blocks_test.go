package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// A block that cannot be planned takes along what rests on it, and nothing else: the other blocks, playbooks and checks
// of the host go on.
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
  when  = [for t in query.thing.all : 2][0]
  key   = "a"
  name  = "x"
  value = "1"
}
check "c" { ok = host.role == "none" ? "nein" : "ja" }
` + good}, "failed\nupdate step.set.good a x=2\ncheck.c unknown ok must be true or false, and is a string\nstep.set.bad step: when must be true or false, and is a number; to ask whether there are any, write … > 0 (p0.hcl:5)\n"},
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
  when   = host.role == "none" ? host.vars.x : [7][0]
}
step "restart" "r" {
  name  = "sp"
  after = [include.part.step.set.x]
}
` + good}, "failed\nupdate step.set.good a x=2\ninclude.part step: when must be true or false, and is a number; to ask whether there are any, write … > 0 (p1.hcl:5)\ninclude.part.step.set.x blocked by include.part\nstep.restart.r blocked by include.part\n"},
		"an include whose only fails": {[]string{`
playbook {
  name = "sub"
  only = host.role == "none" ? host.vars.x : [7][0]
}
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}
check "inner" { ok = true }`, head + `
include "part" { source = "sub.hcl" }
step "restart" "r" {
  name  = "sp"
  after = [include.part.step.set.x]
}
check "c" { ok = include.part.step.set.x.changed }
` + good}, "failed\nupdate step.set.good a x=2\ninclude.part.check.inner unknown only must be true or false, and is a number; to ask whether there are any, write … > 0\ncheck.c unknown only must be true or false, and is a number; to ask whether there are any, write … > 0\ninclude.part step: only must be true or false, and is a number; to ask whether there are any, write … > 0 (sub.hcl:4)\ninclude.part.step.set.x blocked by include.part\nstep.restart.r blocked by include.part\n"},
		"the only of one of two playbooks": {[]string{head + good, `
playbook {
  name = "q"
  only = [for t in query.thing.b : 2][0]
}
query "thing" "b" { key = "b" }
step "set" "x" {
  key   = "b"
  name  = "x"
  value = "3"
}
check "c" { ok = true }`}, "failed\nupdate step.set.good a x=2\ncheck.c unknown only must be true or false, and is a number; to ask whether there are any, write … > 0\nq:q step: only must be true or false, and is a number; to ask whether there are any, write … > 0 (p1.hcl:4)\nq:step.set.x blocked by q\n"},
		"an include whose value rests on a question": {[]string{`
playbook { name = "sub" }
variable "v" { type = string }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = var.v
}`, head + `
query "thing" "secret" { key = "!x" }
include "part" {
  source = "sub.hcl"
  vars   = { v = query.thing.secret[0].key }
}
` + good}, "failed\nupdate step.set.good a x=2\nquery.thing.secret step: denied (p1.hcl:3)\ninclude.part.step.set.x blocked by query.thing.secret\n"},
		"a step of an include within one that does not apply": {[]string{`
playbook { name = "sub" }
include "inner" { source = "subsub.hcl" }`, `
playbook { name = "subsub" }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}`, head + `
include "part" {
  source = "sub.hcl"
  when   = false
}
step "restart" "r" {
  name  = "sp"
  after = [include.part.include.inner.step.set.x]
}
` + good}, "changes\nupdate step.set.good a x=2\n"},
		"one instance of several, and what comes after": {[]string{head + `
step "set" "x" {
  for_each = { a = "a", bad = host.role == "none" ? "c" : null }
  key      = each.value
  name     = "x"
  value    = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}`}, "failed\nstep.set.x[\"bad\"] step: Missing value: key is needed here, and its value is null on this host. (p0.hcl:5)\nstep.restart.r blocked by step.set.x[\"bad\"]\n"},
		"one instance of several": {[]string{head + `
step "set" "x" {
  for_each = { a = "a", bad = host.role == "none" ? "c" : null }
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
}`}, "failed\nupdate step.set.good b x=9\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y conflict: step.set.y and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\nstep.restart.r blocked by step.set.y\n"},
		"a fight is that of the two, not of who edits the same thing": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}
step "set" "between" {
  key   = "a"
  name  = "z"
  value = "2"
}
step "set" "y" {
  key   = "a"
  name  = "y"
  value = "3"
}
step "set" "behind" {
  key   = "b"
  name  = "x"
  value = step.set.x.changed ? "9" : "8"
}`}, "failed\nupdate step.set.between a z=2\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:13) want different things of thing a. (p0.hcl:3)\nstep.set.y conflict: step.set.y and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:13)\nstep.set.behind blocked by step.set.x\n"},
		"a fight with a step that is content as it is": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "1"
}
step "set" "y" {
  key   = "a"
  name  = "x"
  value = "3"
}`}, "failed\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y conflict: step.set.y and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\n"},
		"a fight of one against two that agree": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "1"
}
step "set" "y" {
  for_each = ["p", "q"]
  key      = "a"
  name     = "x"
  value    = "3"
}`}, "failed\nstep.set.x conflict: step.set.x and step.set.y[\"p\"] (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y[\"p\"] conflict: step.set.y[\"p\"] and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\nstep.set.y[\"q\"] conflict: step.set.y[\"q\"] and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\n"},
		"what is planned on the changes of a fight is planned without them": {[]string{head + `
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
step "copy" "c" {
  from = "a"
  to   = "b"
  name = "y"
}`}, "failed\nupdate step.copy.c b y=old\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y conflict: step.set.y and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			fleet := world{"a": {"x": "1", "y": "old"}, "b": {"x": "2"}}
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

// What waits for a step that runs first is listed so, whatever it is that waits.
func TestKnownAfter(t *testing.T) {
	head := "playbook { name = \"p\" }\nstep \"run\" \"s\" { done = false }\n"
	sub := `
playbook { name = "sub" }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}
check "inner" { ok = true }`
	for name, c := range map[string]struct {
		playbooks []string
		want      string
	}{
		"an instance of several, and what comes after": {[]string{head + `
step "set" "y" {
  for_each = ["1", "2"]
  when     = each.key == "1" || step.run.s.exit_code == 0
  key      = "a"
  name     = "x"
  value    = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.y]
}`}, "changes\nrun step.run.s step.run.s\nupdate step.set.y[\"2\"]  known after step.run.s\nupdate step.restart.r  known after step.run.s\n"},
		"an include": {[]string{sub, head + `
include "part" {
  source = "sub.hcl"
  when   = step.run.s.exit_code == 0
}
step "restart" "r" {
  name  = "sp"
  after = [include.part.step.set.x]
}`}, "changes\nrun step.run.s step.run.s\nupdate include.part.step.set.x  known after step.run.s\nupdate step.restart.r  known after step.run.s\ninclude.part.check.inner unknown known after step.run.s\n"},
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := world{"a": {"x": "1"}}.settle(t, newEvaluation(t, c.playbooks...))
			if got := brief(h); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
		})
	}
}

// Too many rounds: the blocks whose questions are open say so, the others are planned, and fights among them are found.
func TestTooManyRoundsBelongToTheirBlocks(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
query "thing" "a" { key = "a" }
query "thing" "b" { key = query.thing.a[0].state }
step "set" "late" {
  key   = query.thing.b[0].key
  name  = "x"
  value = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.late]
}
step "set" "good" {
  key   = "b"
  name  = "x"
  value = "1"
}
step "set" "x" {
  key   = "b"
  name  = "y"
  value = "1"
}
step "set" "y" {
  key   = "b"
  name  = "y"
  value = "2"
}
check "late" { ok = length(query.thing.b) == 1 }
check "soon" { ok = length(query.thing.a) == 1 }
`)
	fleet := world{"a": {"state": "c"}, "b": {}}
	queries := e.Queries()
	answers := make([]resource.Answer, len(queries))
	for i, q := range queries {
		answers[i] = fleet.answer(q)
	}
	e.Add(queries, answers)
	want := `failed
update step.set.good b x=1
check.late unknown not known yet
check.soon ok 
step.set.x conflict: step.set.x and step.set.y (p0.hcl:23) want different things of thing b. (p0.hcl:18)
step.set.y conflict: step.set.y and step.set.x (p0.hcl:18) want different things of thing b. (p0.hcl:23)
step.set.late rounds: The playbook asks in too many rounds. (thing c)
step.restart.r rounds: The playbook asks in too many rounds. (thing c)
`
	for range 2 {
		if got := brief(e.Plan()); got != want {
			t.Error(cmp.Diff(want, got))
		}
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

// Where a check alone cannot tell, it says because of what.
func TestChecksAloneNameTheCause(t *testing.T) {
	sub := `playbook { name = "sub" }
step "set" "x" {
  key   = "b"
  name  = "x"
  value = "2"
}
check "inner" { ok = true }`
	e := newEvaluation(t, sub, `playbook { name = "p" }
query "thing" "secret" { key = "!x" }
query "thing" "other" { key = "!y" }
include "part" {
  source = "sub.hcl"
  when   = query.thing.secret[0].key == "x"
}
step "set" "x" {
  key   = query.thing.other[0].key
  name  = "x"
  value = "2"
}
check "c" { ok = step.set.x.changed }
`)
	e.options.Checks = true
	h, _ := world{}.settle(t, e)
	const why = "query.thing.secret (p1.hcl:2): denied"
	want := "failed\ninclude.part.check.inner unknown " + why +
		"\ncheck.c unknown query.thing.other (p1.hcl:3): denied\n" +
		"query.thing.secret step: denied (p1.hcl:2)\ninclude.part blocked by query.thing.secret\n"
	if got := brief(h); got != want {
		t.Error(cmp.Diff(want, got))
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
		{
			"alone", book,
			world{"a": {"x": "2"}},
			resource.Props{"name": "sp", "state": "running"},
			"changes\nrestart due.service.sp sp restart=true\n", "run1",
		},
		{
			"one restart for both", book + restart,
			world{"a": {"x": "1"}},
			resource.Props{"name": "sp", "state": "running"},
			"changes\nupdate step.set.x a x=2\nrestart step.restart.r SP\n", "run1",
		},
		{
			"a service that does not run is started", book,
			world{"a": {"x": "2"}},
			resource.Props{"name": "sp", "state": "stopped"},
			"changes\nrestart due.service.sp sp state=running\n",
			"run1",
		},
		{
			"a service that a step stops", book +
				"step \"service\" \"off\" {\n  name  = \"sp\"\n  state = \"stopped\"\n}\n",
			world{"a": {"x": "2"}},
			resource.Props{"name": "sp", "state": "running"},
			"changes\nupdate step.service.off sp state=stopped\n", "",
		},
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
			if n := len(h.Changes); n > 0 && h.Changes[n-1].After["state"] != nil {
				c.service["state"] = h.Changes[n-1].After["state"]
			}
			if h, _ := c.world.settle(t, again); len(h.Changes) != 0 {
				t.Errorf("planned again: %s", brief(h))
			}
		})
	}
}
