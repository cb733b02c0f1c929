package plan

import (
	"fmt"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// situation builds a result, a piece at a time.
type situation struct {
	name  string
	build func(r *Result)
}

func change(action step.Action, status resource.Status) func(r *Result) {
	return func(r *Result) {
		i := &Item{Change: Change{ID: fmt.Sprint(len(r.Items)), Step: "step.x", Change: step.Change{Action: action}}}
		if status != "" {
			i.Outcome = &resource.Result{Op: "1", Status: status}
		}
		r.Items = append(r.Items, i)
	}
}

func check(status CheckStatus, severity string) func(r *Result) {
	return func(r *Result) { r.Checks = append(r.Checks, Check{Status: status, Severity: severity}) }
}

func reason(code ReasonCode) func(r *Result) {
	return func(r *Result) { r.Reason = &Reason{Code: code} }
}

func failure(id problem.ID, reached bool) func(r *Result) {
	return func(r *Result) { r.Error, r.Reached = problem.New(id), reached }
}

func block(r *Result) {
	r.Blocks = append(r.Blocks, Blocked{Address: "step.y", Error: problem.New(problem.Other)})
}
func acted(r *Result) { r.Acted = true }

func make1(parts ...func(r *Result)) *Result {
	r := &Result{Visit: Visit{Reached: true}, Plan: &Host{}}
	for _, p := range parts {
		p(r)
	}
	return r
}

// One host in one situation has one class, and from it one exit code of plan, check and apply.
func TestClasses(t *testing.T) {
	pending, manual := change(step.Update, ""), change(step.Manual, "")
	done, already := change(step.Update, resource.Done), change(step.Update, resource.Already)
	for _, c := range []struct {
		name             string
		r                *Result
		class            Class
		plan, check, act int
	}{
		{"nothing", make1(), OK, 0, 0, 0},
		{"a check that is fine", make1(check(CheckOK, Required)), OK, 0, 0, 0},
		{"an info finding", make1(check(CheckFinding, Info)), OK, 0, 0, 0},
		{"an info that is unknown", make1(check(CheckUnknown, Info)), OK, 0, 0, 0},
		{"a required finding", make1(check(CheckFinding, Required)), Finding, 2, 2, 3},
		{"a recommended finding", make1(check(CheckFinding, Recommended)), Finding, 0, 2, 0},
		{"a check that could not be told", make1(check(CheckUnknown, Required)), Unknown, 3, 3, 3},
		{
			"unknown beside a finding", make1(check(CheckUnknown, Required), check(CheckFinding, Required)), Finding, 2,
			2,
			3,
		},
		{"changes", make1(pending), Changes, 2, 0, 3},
		{"changes and a finding", make1(pending, check(CheckFinding, Required)), Changes, 2, 2, 3},
		{"a manual step", make1(manual), Manual, 2, 0, 3},
		{"changes and a manual step", make1(pending, manual), Changes, 2, 0, 3},
		{"no mandate", make1(pending, reason(ReasonNoMandate)), NoMandate, 0, 0, 0},
		{"no mandate and nothing to do", make1(reason(ReasonNoMandate)), OK, 0, 0, 0},
		{"no mandate, a person's step", make1(manual, reason(ReasonNoMandate)), Manual, 2, 0, 3},
		{"outside the window", make1(pending, reason(ReasonWindow)), Waiting, 0, 0, 0},
		{"behind a gate", make1(pending, reason(ReasonGate)), Waiting, 0, 0, 0},
		{"not meant", make1(reason(ReasonNotApplicable)), NotApplicable, 0, 0, 0},
		{"not begun", make1(reason(ReasonCancelled)), Cancelled, 0, 0, 130},
		{"ended by the journal", make1(pending, reason(ReasonUnwritten)), Cancelled, 0, 0, 3},
		{"ended by the journal, with nobody knowing", make1(acted, change(step.Update, resource.Unknown),
			reason(ReasonUnwritten)), Unknown, 3, 3, 3},
		{"a block that cannot be planned", make1(block), Failed, 3, 3, 3},
		{"such a block and changes", make1(block, pending), Failed, 2, 3, 3},
		{"no answer", make1(failure("host-off", false)), Unreachable, 3, 3, 3},
		{"logon refused", make1(failure("logon-refused", true)), Unreachable, 3, 3, 3},
		{"a failure while reading", make1(failure(problem.Other, true)), Failed, 3, 3, 3},
		{"a defect before it was reached", make1(failure(problem.Internal, false)), Failed, 3, 3, 3},

		{"all done", make1(acted, done), Changed, 0, 0, 0},
		{"all so already", make1(acted, already), OK, 0, 0, 0},
		{"some so already", make1(acted, done, already), Changed, 0, 0, 0},
		{"done, a person's step left", make1(acted, done, manual), Manual, 2, 0, 3},
		{"done, a required finding left", make1(acted, done, check(CheckFinding, Required)), Finding, 2, 2, 3},
		{"done, a recommended finding left", make1(acted, done, check(CheckFinding, Recommended)), Finding, 0, 2, 0},
		{"done, a check unknown", make1(acted, done, check(CheckUnknown, Required)), Unknown, 3, 3, 3},
		{"done, a block broken", make1(acted, done, block), Failed, 3, 3, 3},
		{
			"failed", make1(acted, done, change(step.Update, resource.Failed), failure(problem.ChangeFailed, true)),
			Failed, 3, 3, 3,
		},
		{"failed and forgiven", make1(acted, change(step.Update, resource.Failed), done,
			failure(problem.ChangeFailed, true)), Failed, 3, 3, 3},
		{"drift", make1(acted, change(step.Update, resource.Drift), failure(problem.Drift, true)), Stale, 3, 3, 4},
		{"stale", make1(acted, pending, failure(problem.PlanStale, true)), Stale, 2, 3, 4},
		{"unknown after a loss", make1(acted, change(step.Update, resource.Unknown), failure(problem.UnknownOutcome,
			true)), Unknown, 3, 3, 3},
		{"unknown after two interrupts", make1(acted, done, change(step.Update, resource.Unknown),
			reason(ReasonCancelled)), Unknown, 3, 3, 3},
		{"interrupted between stages", make1(acted, done, pending, reason(ReasonCancelled)), Cancelled, 0, 0, 130},
		{"the window closed between stages", make1(acted, done, pending, reason(ReasonWindow)), Waiting, 0, 0, 0},
		{"out of reach when it was to begin", make1(acted, pending, failure("host-off", false)), Unreachable, 3, 3, 3},
		{"out of reach in the middle", make1(acted, done, pending, failure("host-off", false)), Failed, 2, 3, 3},
		{"not meant after its own changes", make1(acted, done, reason(ReasonNotApplicable)), Changed, 0, 0, 0},
		{"taken back", make1(acted, done, func(r *Result) { r.Undo = true }), Undone, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := []*Result{c.r}
			got := c.r.Class()
			codes := [3]int{LookCode(all, false, false), LookCode(all, true, false), ActCode(all, false)}
			if want := [3]int{c.plan, c.check, c.act}; got != c.class || codes != want {
				t.Errorf("%s, codes %v; want %s, %v", got, codes, c.class, want)
			}
			s := Summarize(all)
			if s.Hosts != 1 || *s.Of(c.class) != 1 {
				t.Errorf("counted as %+v", s)
			}
		})
	}
}

// Whatever comes together: a host has a class that is counted, and ok is said only of one that was looked at and has
// nothing open.
func TestAllCombinations(t *testing.T) {
	situations := []situation{
		{"pending", change(step.Update, "")},
		{"manual", change(step.Manual, "")},
		{"done", change(step.Update, resource.Done)},
		{"failed", change(step.Update, resource.Failed)},
		{"drift", change(step.Update, resource.Drift)},
		{"unknown", change(step.Update, resource.Unknown)},
		{"required", check(CheckFinding, Required)},
		{"untold", check(CheckUnknown, Required)},
		{"block", block},
		{"acted", acted},
		{"cancelled", reason(ReasonCancelled)},
		{"window", reason(ReasonWindow)},
		{"error", failure(problem.Other, true)},
		{"off", failure("host-off", false)},
	}
	for mask := range 1 << len(situations) {
		var parts []func(*Result)
		open := false
		for n, s := range situations {
			if mask>>n&1 == 1 && !(s.name == "window" && mask>>10&1 == 1) { // a host has one reason
				parts = append(parts, s.build)
				open = open || s.name != "acted" && s.name != "done" && s.name != "window"
			}
		}
		r := make1(parts...)
		c := r.Class()
		all := []*Result{r}
		s := Summarize(all)
		at := s.Of(c)
		if at == nil || *at != 1 {
			t.Fatalf("%b: class %q is not counted", mask, c)
		}
		if open && (c == OK || c == Changed || c == Undone) {
			t.Fatalf("%b: %s, and something is open", mask, c)
		}
		if code := ActCode(all, false); open && c != Waiting && code == 0 {
			t.Fatalf("%b: %s ends with 0", mask, c)
		}
		if c == Failed && ActCode(all, false) != ExitFailed {
			t.Fatalf("%b: failed ends with %d", mask, ActCode(all, false))
		}
	}
}

func TestRunStatus(t *testing.T) {
	for _, c := range []struct {
		s    Summary
		want RunStatus
	}{
		{Summary{}, RunDone},
		{Summary{Hosts: 10, Changed: 8, Unreachable: 2}, RunDone},
		{Summary{Hosts: 10, Changed: 8, Waiting: 2}, RunDone},
		{Summary{Hosts: 2, Changed: 1, Failed: 1}, RunPartly},
		{Summary{Hosts: 2, OK: 1, Unknown: 1}, RunPartly},
		{Summary{Hosts: 2, Failed: 1, Unreachable: 1}, RunFailed},
		{Summary{Hosts: 1, Unreachable: 1}, RunFailed},
		{Summary{Hosts: 3, Changed: 1, Failed: 1, Cancelled: 1}, RunCancelled},
	} {
		if got := c.s.Status(); got != c.want {
			t.Errorf("%+v is %s, want %s", c.s, got, c.want)
		}
	}
}

// Of several hosts the worst decides, and a plan that finds something to do says so first.
func TestCodesOfSeveralHosts(t *testing.T) {
	off, due, fine := make1(failure("host-off", false)), make1(change(step.Update, "")), make1()
	stale, failed := make1(acted, failure(problem.PlanStale, true)), make1(acted, change(step.Update, resource.Failed))
	for _, c := range []struct {
		got, want int
	}{
		{LookCode([]*Result{off, due, fine}, false, false), ExitPending},
		{LookCode([]*Result{off, fine}, false, false), ExitFailed},
		{LookCode([]*Result{due}, false, true), ExitCancelled},
		{ActCode([]*Result{failed, stale, fine}, false), ExitStale},
		{ActCode([]*Result{stale, failed}, false), ExitStale},
		{ActCode([]*Result{fine, make1(reason(ReasonCancelled))}, true), ExitCancelled},
		{ActCode([]*Result{fine}, true), ExitDone}, // nothing was left undone by it
	} {
		if c.got != c.want {
			t.Errorf("%d, want %d", c.got, c.want)
		}
	}
}
