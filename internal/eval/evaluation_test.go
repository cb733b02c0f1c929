package eval

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// set makes one property of a thing have a value.
type set struct {
	Key   string `hcl:"key"`
	Name  string `hcl:"name"`
	Value string `hcl:"value"`
	Note  string `hcl:"note,optional"`
}

func (s *set) query() resource.Query               { return resource.Query{Type: "thing", Key: s.Key} }
func (s *set) Observe(step.World) []resource.Query { return []resource.Query{s.query()} }

func (s *set) Plan(w step.World) ([]step.Change, error) {
	p, err := w.Get("thing", s.Key)
	if err != nil {
		return nil, err
	}
	if p.String(s.Name) == s.Value {
		return nil, nil
	}
	before, after := resource.Props{s.Name: p[s.Name]}, resource.Props{s.Name: s.Value}
	return []step.Change{{
		Action: step.Update, Resource: resource.ID{Type: "thing", Key: s.Key}, Before: before, After: after,
		Reversible: true,
		Op:         &resource.Op{Type: "thing", Key: s.Key, Before: before, After: after},
	}}, nil
}

// copied makes one property of a thing be as that of another.
type copied struct {
	From string `hcl:"from"`
	To   string `hcl:"to"`
	Name string `hcl:"name"`
}

func (c *copied) Observe(step.World) []resource.Query {
	return []resource.Query{{Type: "thing", Key: c.From}, {Type: "thing", Key: c.To}}
}

func (c *copied) Plan(w step.World) ([]step.Change, error) {
	from, err := w.Get("thing", c.From)
	if err != nil {
		return nil, err
	}
	return (&set{Key: c.To, Name: c.Name, Value: from.String(c.Name)}).Plan(w)
}

type restart struct {
	Name string `hcl:"name"`
}

func (r *restart) Observe(step.World) []resource.Query { return nil }

func (r *restart) Plan(step.World) ([]step.Change, error) {
	return []step.Change{{
		Action: step.Restart, Resource: resource.ID{Type: "service", Key: r.Name}, Once: true,
		Op: &resource.Op{
			Type: "service", Key: r.Name, Before: resource.Props{"state": "running"},
			After: resource.Props{"state": "running", "restart": true},
		},
	}}, nil
}

type run struct {
	Done bool `hcl:"done"`
}

func (r *run) Observe(step.World) []resource.Query { return nil }

func (r *run) Plan(step.World) ([]step.Change, error) {
	if r.Done {
		return nil, nil
	}
	return []step.Change{{
		Action: step.Run, Resource: resource.ID{Type: "script", Key: "x"}, Opaque: true,
		Op: &resource.Op{Type: "script", Key: "x"},
	}}, nil
}

type things struct {
	Key string `hcl:"key"`
}

func (q *things) Ask() []resource.Query { return []resource.Query{{Type: "thing", Key: q.Key}} }

func (q *things) Answer(w step.World) ([]map[string]any, error) {
	items, err := w.List(q.Ask()[0])
	if err != nil {
		return nil, err
	}
	rows := []map[string]any{}
	for _, i := range items {
		rows = append(rows, map[string]any{"key": i.Key, "state": i.Props["state"]})
	}
	return rows, nil
}

func newEvaluation(t *testing.T, playbooks ...string) *Evaluation {
	t.Helper()
	files := map[string]string{}
	for i, src := range playbooks {
		name := fmt.Sprintf("p%d.hcl", i)
		if sub := regexp.MustCompile(`name = "(sub\w*)"`).FindStringSubmatch(src); sub != nil {
			name = sub[1] + ".hcl"
		}
		files[name] = src
	}
	return New(newSet(t, files), testTarget)
}

var testTarget = Target{
	ID:       "mueller/srv01",
	Host:     cty.ObjectVal(map[string]cty.Value{"role": cty.StringVal("server"), "vars": cty.EmptyObjectVal}),
	Practice: cty.ObjectVal(map[string]cty.Value{"kundennummer": cty.StringVal("123456")}),
}

// newSet loads the playbooks whose names begin with p and a digit, in their order, and what they include.
func newSet(t testing.TB, files map[string]string) *playbook.Set {
	t.Helper()
	l := &playbook.Loader{
		Parser: hclx.NewParser(),
		Read: func(name string) ([]byte, error) {
			if s, ok := files[name]; ok {
				return []byte(s), nil
			}
			return nil, fmt.Errorf("no %s", name)
		},
		Kinds: []step.Kind{
			{Name: "set", New: func() step.Step { return new(set) }},
			{Name: "restart", New: func() step.Step { return new(restart) }},
			{Name: "service", New: func() step.Step { return new(step.Service) }},
			{Name: "copy", New: func() step.Step { return new(copied) }},
			{Name: "run", New: func() step.Step { return new(run) }},
		},
		QueryTypes: []step.QueryType{{Name: "thing", New: func() step.Query { return new(things) }}},
	}
	var all []*playbook.Playbook
	for _, name := range sortedKeys(files) {
		if !regexp.MustCompile(`^p\d\.hcl$`).MatchString(name) {
			continue
		}
		p, diags := l.Load(name)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		all = append(all, p)
	}
	s, diags := playbook.NewSet(all, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// world answers "thing" queries: by key, or all for "*"; a key "!x" is a fault.
type world map[string]resource.Props

func (w world) answer(q resource.Query) resource.Answer {
	if strings.HasPrefix(q.Key, "!") {
		return resource.Answer{Fault: &resource.Fault{Code: resource.Denied}}
	}
	if q.Key == "*" {
		var a resource.Answer
		for _, k := range sortedKeys(w) {
			a.Items = append(a.Items, resource.Item{Key: k, Props: w[k]})
		}
		return a
	}
	p, ok := w[q.Key]
	if !ok {
		p = resource.Props{"exists": false}
	}
	return resource.Answer{Items: []resource.Item{{Key: q.Key, Props: p}}}
}

func (w world) settle(t *testing.T, e *Evaluation) (*plan.Host, int) {
	t.Helper()
	for round := 0; round < 10; round++ {
		qs := e.Queries()
		if len(qs) == 0 {
			return e.Plan(), round
		}
		var as []resource.Answer
		for _, q := range qs {
			as = append(as, w.answer(q))
		}
		e.Add(qs, as)
	}
	t.Fatal("never settles")
	return nil, 0
}

// brief is a plan as short lines.
func brief(h *plan.Host) string {
	var b strings.Builder
	fmt.Fprintln(&b, plan.Looked(h, plan.Visit{Reached: true}).Class())
	if h.Reason != nil {
		fmt.Fprintf(&b, "reason %s: %s\n", h.Reason.Code, h.Reason.Detail)
	}
	for _, c := range h.Changes {
		fmt.Fprintf(&b, "%s %s %s", c.Action, c.Step, c.Resource.Key)
		if c.KnownAfter != "" {
			fmt.Fprintf(&b, " known after %s", c.KnownAfter)
		}
		for _, k := range c.After.Keys() {
			fmt.Fprintf(&b, " %s=%v", k, c.After[k])
		}
		fmt.Fprintln(&b)
	}
	for _, c := range h.Checks {
		fmt.Fprintf(&b, "%s %s %s\n", c.Check, c.Status, c.Message)
	}
	for _, x := range h.Blocks {
		if x.Error == nil {
			fmt.Fprintf(&b, "%s blocked by %s\n", plan.Block(x.Playbook, x.Address), x.By)
			continue
		}
		fmt.Fprintf(&b, "%s %s: %s (%s)\n", plan.Block(x.Playbook, x.Address), x.Error.ID,
			x.Error.Text(text.English).Cause, x.Error.Detail)
	}
	return b.String()
}

func TestPlan(t *testing.T) {
	fleet := world{"a": {"exists": true, "state": "off", "x": "1"}, "b": {"exists": true, "state": "on", "x": "2"}}
	head := "playbook { name = \"p\" }\n"
	for name, c := range map[string]struct {
		playbooks []string
		rounds    int
		want      string
	}{
		"a step on what a query found": {[]string{head + `
query "thing" "off" { key = "*" }
step "set" "x" {
  key   = one([for t in query.thing.off : t if t.state == "off"]).key
  name  = "x"
  value = practice.kundennummer
}`}, 2, "changes\nupdate step.set.x a x=123456\n"},
		"nothing to do": {[]string{head + `
step "set" "x" {
  key = "a"
  name = "x"
  value = "1"
}`}, 1, "ok\n"},
		"several where one is wanted is a located error": {[]string{head + `
query "thing" "all" { key = "*" }
step "set" "x" {
  key   = one(query.thing.all).key
  name  = "x"
  value = "9"
}`}, 1, "failed\nstep.set.x step: Invalid function argument: Invalid value for \"list\" parameter: must have one element or none, but has 2. (p0.hcl:5)\n"},
		"after runs only on a change": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "set" "y" {
  key   = "b"
  name  = "x"
  value = "2"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}
step "restart" "not" {
  name  = "other"
  after = [step.set.y]
}`}, 1, "changes\nupdate step.set.x a x=2\nrestart step.restart.r sp\n"},
		"later steps see the predicted world": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "set" "same" {
  key   = "a"
  name  = "x"
  value = "2"
}`}, 1, "changes\nupdate step.set.x a x=2\n"},
		"steps that fight": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "set" "y" {
  key   = "a"
  name  = "x"
  value = "3"
}`}, 1, "failed\nstep.set.x conflict: step.set.x and step.set.y (p0.hcl:8) want different things of thing a. (p0.hcl:3)\nstep.set.y conflict: step.set.y and step.set.x (p0.hcl:3) want different things of thing a. (p0.hcl:8)\n"},
		"unknown until a script ran": {[]string{head + `
step "run" "s" { done = false }
step "set" "x" {
  key   = "a"
  name  = "x"
  value = step.run.s.output[0]
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}
check "c" {
  ok = step.run.s.exit_code == 0
}`}, 0, "changes\nrun step.run.s step.run.s\nupdate step.set.x  known after step.run.s\nupdate step.restart.r  known after step.run.s\ncheck.c unknown known after step.run.s\n"},
		"a stage waits for changes before it": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "set" "y" {
  key   = "b"
  name  = "x"
  value = "3"
  stage = 1
}`}, 1, "changes\nupdate step.set.x a x=2\nupdate step.set.y  known after step.set.x\n"},
		"only and when": {[]string{`
playbook {
  name = "p"
  only = host.role == "workstation"
}
query "thing" "all" { key = "*" }`}, 0, "not_applicable\nreason not_applicable: only = host.role == \"workstation\"\n"},
		"when is false": {[]string{head + `
step "set" "x" {
  when  = host.role == "workstation"
  key   = "a"
  name  = "x"
  value = "2"
}`}, 0, "ok\n"},
		"for_each": {[]string{head + `
step "set" "x" {
  for_each = { a = "5", b = "2" }
  key      = each.key
  name     = "x"
  value    = each.value
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}`}, 1, "changes\nupdate step.set.x[\"a\"] a x=5\nrestart step.restart.r sp\n"},
		"include with variables, a query asked once": {[]string{`
playbook { name = "sub" }
variable "value" { type = string }
query "thing" "all" { key = "*" }
step "set" "x" {
  key   = query.thing.all[0].key
  name  = "x"
  value = var.value
}`, head + `
query "thing" "mine" { key = "*" }
include "number" {
  source = "sub.hcl"
  vars   = { value = query.thing.mine[1].state }
}
step "restart" "r" {
  name  = "sp"
  after = [include.number.step.set.x]
}`}, 2, "changes\nupdate include.number.step.set.x a x=on\nrestart step.restart.r sp\n"},
		"null is as if absent": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
  note  = null
}`}, 1, "changes\nupdate step.set.x a x=2\n"},
		"null where a value is needed": {[]string{head + `
step "set" "x" {
  key   = host.role == "none" ? "a" : null
  name  = "x"
  value = "2"
}`}, 0, "failed\nstep.set.x step: Missing value: key is needed here, and its value is null on this host. (p0.hcl:4)\n"},
		"a query that the host refused": {[]string{head + `
query "thing" "secret" { key = "!x" }
check "c" { ok = length(query.thing.secret) == 0 }
step "set" "x" {
  key   = query.thing.secret[0].key
  name  = "x"
  value = "1"
}`}, 1, "failed\ncheck.c unknown query.thing.secret (p0.hcl:3): denied\nquery.thing.secret step: denied (p0.hcl:3)\nstep.set.x blocked by query.thing.secret\n"},
		"two playbooks, one restart": {[]string{head + `
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "2"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}`, `playbook { name = "q" }
step "set" "x" {
  key   = "a"
  name  = "y"
  value = "2"
}
step "restart" "r" {
  name  = "SP"
  after = [step.set.x]
}`}, 1, "changes\nupdate step.set.x a x=2\nupdate step.set.x a y=2\nrestart step.restart.r SP\n"},
		"checks": {[]string{head + `
query "thing" "all" { key = "*" }
check "good" { ok = length(query.thing.all) == 2 }
check "bad" {
  ok      = length(query.thing.all) == 1
  message = "${length(query.thing.all)} gefunden"
}
check "skip" {
  when = false
  ok   = true
}`}, 1, "finding\ncheck.good ok \ncheck.bad finding 2 gefunden\ncheck.skip skipped \n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvaluation(t, c.playbooks...)
			h, rounds := fleet.settle(t, e)
			if got := brief(h); !strings.HasPrefix(got, c.want) || (strings.HasSuffix(c.want, "\n") && got != c.want) {
				t.Error(cmp.Diff(c.want, got))
			}
			if rounds != c.rounds {
				t.Errorf("%d rounds, want %d", rounds, c.rounds)
			}
			if again := brief(e.Plan()); again != brief(h) {
				t.Errorf("planning twice differs:\n%s", again)
			}
		})
	}
}

func TestOperationIDsAreUnique(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
step "set" "x" {
  key = "a"
  name = "x"
  value = "2"
}`, `playbook { name = "q" }
step "set" "x" {
  key = "a"
  name = "y"
  value = "2"
  on_error = "continue"
}`)
	h, _ := world{"a": {}}.settle(t, e)
	if len(h.Changes) != 2 || h.Changes[0].Op.ID == h.Changes[1].Op.ID || h.Changes[0].Block() == h.Changes[1].Block() {
		t.Fatalf("%+v", h.Changes)
	}
	if h.Changes[0].Op.Continue || !h.Changes[1].Op.Continue {
		t.Error("on_error = continue does not reach the operation")
	}
}

func TestAppliedStepsCountAsChanged(t *testing.T) {
	src := `playbook { name = "p" }
step "run" "s" { done = true }
step "set" "x" {
  key   = "a"
  name  = "x"
  value = step.run.s.output[0]
  after = [step.run.s]
}`
	first := newEvaluation(t, strings.Replace(src, "done = true", "done = false", 1))
	h, _ := world{"a": {}}.settle(t, first)
	ran := &plan.Item{Change: h.Changes[0]}
	ran.Outcome = &resource.Result{Status: resource.Done, Now: resource.Props{
		"output":    []any{"42"},
		"exit_code": int64(0),
	}}
	second := newEvaluation(t, src)
	second.Applied([]*plan.Item{ran})
	h, _ = world{"a": {}}.settle(t, second)
	if got, want := brief(h), "changes\nupdate step.set.x a x=42\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestARestartThatWasMadeIsNotPlannedAgain(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}
step "set" "y" {
  key   = "a"
  name  = "y"
  value = "1"
  stage = 1
}`)
	e.Applied([]*plan.Item{{Change: plan.Change{Step: "step.set.x"}}, {Change: plan.Change{Step: "step.restart.r"}}})
	h, _ := world{"a": {"x": "1"}}.settle(t, e)
	if got, want := brief(h), "changes\nupdate step.set.y a y=1\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// What was right at its time and is made does not fight what comes after it: only at the end everything must hold.
func TestAStepThatWasMadeDoesNotFight(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
step "service" "stop" {
  name  = "sp"
  state = "stopped"
}
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "1"
  stage = 1
}
step "service" "start" {
  name  = "sp"
  state = "running"
  stage = 2
}`)
	e.Applied([]*plan.Item{{Change: plan.Change{Step: "step.service.stop"}}, {Change: plan.Change{Step: "step.set.x"}}})
	h, _ := world{"a": {"x": "1"}, "sp": {"name": "sp", "state": "stopped"}}.settle(t, e)
	if got, want := brief(h), "changes\nupdate step.service.start sp state=running\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestAMergedRestartCoversTheOthers(t *testing.T) {
	part := func(name, prop string) string {
		return `playbook { name = "` + name + `" }
step "set" "x" {
  key   = "a"
  name  = "` + prop + `"
  value = "1"
}
step "restart" "r" {
  name  = "sp"
  after = [step.set.x]
}`
	}
	h, _ := world{"a": {}}.settle(t, newEvaluation(t, part("p", "x"), part("q", "y"), part("r", "z")))
	last := h.Changes[len(h.Changes)-1]
	if len(h.Changes) != 4 || !cmp.Equal(last.Covers, []string{"p:step.restart.r", "q:step.restart.r"}) {
		t.Fatalf("%+v", h.Changes)
	}
	again := newEvaluation(t, part("p", "x"), part("q", "y"), part("r", "z"))
	again.Applied(plan.NewWork(h).Items)
	h, _ = world{"a": {"x": "1", "y": "1", "z": "1"}}.settle(t, again)
	if got := brief(h); got != "ok\n" {
		t.Error(got)
	}
}

func TestPlanBeforeAnswersSaysSo(t *testing.T) {
	e := newEvaluation(t, `playbook { name = "p" }
step "set" "x" {
  key   = "a"
  name  = "x"
  value = "1"
}`)
	if h := e.Plan(); len(h.Blocks) != 1 || h.Blocks[0].Error.ID != problem.Rounds ||
		h.Blocks[0].Address != "step.set.x" {
		t.Errorf("%+v", h.Blocks)
	}
}
