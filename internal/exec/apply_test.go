package exec_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// one plans and applies wishes on one host.
func one(t *testing.T, f *fleet, hosts []*inventory.Host, evaluate exec.Evaluate) (*plan.Result, *memory) {
	t.Helper()
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j})
	run := r.Plan(t.Context(), hosts, evaluate)
	defer f.clean(t)
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p[0], j
}

// code is why it did not end well.
func code(r *plan.Result) string {
	switch {
	case r.Error != nil:
		return string(r.Error.ID)
	case r.Reason != nil:
		return string(r.Reason.Code)
	}
	return ""
}

// outcomes are the changes' steps with how they ended, and "-" before a step that was taken back.
func outcomes(r *plan.Result) string {
	var out []string
	for _, c := range r.Items {
		s := c.Step + "="
		if c.Outcome != nil {
			s += string(c.Outcome.Status)
		}
		if c.Reverted != nil {
			s += "/" + string(c.Reverted.Status)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func expect(t *testing.T, r *plan.Result, class plan.Class, why, ends string) {
	t.Helper()
	if r.Class() != class || code(r) != why || outcomes(r) != ends {
		t.Errorf("class %s, error %v, outcomes %q; want %s, %q, outcomes %q", r.Class(), r.Error, outcomes(r), class,
			why, ends)
	}
}

func TestPlanThenApplyThenNothing(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	wishes := playbook(wish{step: "one", key: "a", want: "new"}, wish{step: "two", key: "b", want: "made"})
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j, Info: exec.RunInfo{Command: "apply", Operator: "anna"}})
	run := r.Plan(t.Context(), hosts, wishes)
	h := run.Results()[0]
	expect(t, h, plan.Changes, "", "one= two=")
	m := f.only()
	if h.Starts != 1 || h.Requests != 6 || m.conns != 0 || m.sessions != 0 || len(m.sent) != 0 {
		t.Errorf("planning cost %d starts, %d requests, left %d connections, %d sessions, sent %d", h.Starts,
			h.Requests, m.conns, m.sessions, len(m.sent))
	}
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, h, plan.Changes, "", "one= two=") // the plan stays as it was
	h = p[0]
	expect(t, h, plan.Changed, "", "one=done two=done")
	if h.Starts != 2 || m.dials != 2 {
		t.Errorf("plan and apply took %d starts and %d connections, want 2 and 2", h.Starts, m.dials)
	}
	if h.Checks[0].Status != plan.CheckOK {
		t.Error("checks must be those of after the changes")
	}
	if m.files["a"] != "new" || m.files["b"] != "made" {
		t.Errorf("files are %v", m.files)
	}
	if j.ended != "done" || len(j.intents) != 2 || len(j.outcomes) != 2 || j.info.ID == "" ||
		j.info.Hosts[0] != "mueller/pc000" || j.hosts[0] != "mueller/pc000 changed" {
		t.Errorf("the journal has %+v", j)
	}
	f.clean(t)
	again := r.Plan(t.Context(), hosts, wishes)
	expect(t, again.Results()[0], plan.OK, "", "")
}

func fails(key string, status resource.Status) func(resource.Op) *resource.Result {
	return func(op resource.Op) *resource.Result {
		if op.Key != key {
			return nil
		}
		return &resource.Result{Status: status, Fault: &resource.Fault{Code: resource.Denied, HResult: "0x80070005"}}
	}
}

// What a change has done beside what was wished is told with it.
func TestAnOwnerThatIsLostIsTold(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.onOp = func(op resource.Op) *resource.Result {
		data, _ := op.After.Bytes("content")
		m.files[op.Key] = string(data)
		return &resource.Result{Status: resource.Done, Now: resource.Props{"owner_now": "S-1-5-32-544"}}
	}
	h, _ := one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}))
	expect(t, h, plan.Changed, "", "a=done")
	if r := h.Items[0].Remarks; len(r) != 1 || r[0].ID != problem.OwnerChanged ||
		!strings.Contains(r[0].Error(), "S-1-5-32-544") {
		t.Errorf("%v", r)
	}
}

func TestAFailedOperation(t *testing.T) {
	three := func(onError string) exec.Evaluate {
		return playbook(
			wish{step: "first", key: "z", want: "z"},
			wish{step: "block", key: "a", want: "1", onError: onError},
			wish{step: "block", key: "b", want: "2", onError: onError},
			wish{step: "block", key: "bad", want: "3", onError: onError},
			wish{step: "last", key: "c", want: "4"},
		)
	}
	for _, test := range []struct {
		onError, ends string
		files         string
	}{
		{"revert", "first=done block=done/done block=done/done block=failed last=skipped", "z"},
		{"", "first=done block=done/done block=done/done block=failed last=skipped", "z"},
		{"stop", "first=done block=done block=done block=failed last=skipped", "zab"},
		{"continue", "first=done block=done block=done block=failed last=done", "zabc"},
	} {
		t.Run("on_error="+test.onError, func(t *testing.T) {
			f, hosts := practice(1, nil)
			m := f.only()
			m.onOp = fails("bad", resource.Failed)
			h, j := one(t, f, hosts, three(test.onError))
			expect(t, h, plan.Failed, "change_failed", test.ends)
			got := ""
			for _, k := range []string{"z", "a", "b", "c", "bad"} {
				if _, ok := m.files[k]; ok {
					got += k
				}
			}
			if got != test.files {
				t.Errorf("there are the files %q, want %q", got, test.files)
			}
			if j.ended != "failed" {
				t.Errorf("the run ended %s", j.ended)
			}
			if !strings.Contains(h.Error.Error(), "block: file bad") || !strings.Contains(h.Error.Detail,
				"0x80070005") {
				t.Errorf("the error does not say where: %v", h.Error)
			}
		})
	}
}

func TestRevertIsJournalledLastFirst(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	f.only().onOp = fails("bad", resource.Failed)
	h, j := one(t, f, hosts, playbook(
		wish{step: "block", key: "fixed", want: "x", fixed: true},
		wish{step: "block", key: "a", want: "1"},
		wish{step: "block", key: "b", want: "2"},
		wish{step: "block", key: "bad", want: "3"},
	))
	expect(t, h, plan.Failed, "change_failed", "block=done block=done/done block=done/done block=failed")
	var got []string
	for _, in := range j.intents {
		got = append(got, in.Op.ID+" "+in.Op.Key+" "+in.Reverts)
	}
	if s := strings.Join(got, ","); s != "1 fixed ,2 a ,3 b ,4 bad ,5 b 3,6 a 2" {
		t.Errorf("intended: %s", s)
	}
	if f.only().files["a"] != "old" {
		t.Error("a was not taken back")
	}
}

func TestARevertThatDrifts(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	m := f.only()
	m.onOp = func(op resource.Op) *resource.Result {
		if op.Key == "bad" {
			m.files["a"] = "somebody else's"
			return &resource.Result{Status: resource.Failed}
		}
		return nil
	}
	h, _ := one(t, f, hosts, playbook(wish{step: "block", key: "a", want: "1"}, wish{
		step: "block", key: "bad",
		want: "3",
	}))
	expect(t, h, plan.Failed, "change_failed", "block=done/drift block=failed")
	if m.files["a"] != "somebody else's" {
		t.Errorf("file %q", m.files["a"])
	}
}

func TestDriftIsLeftAlone(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	j := &memory{}
	run := exec.New(exec.Options{Dialer: f, Journal: j}).Plan(t.Context(), hosts,
		playbook(wish{step: "one", key: "a", want: "new"}))
	f.only().files["a"] = "meanwhile"
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Stale, "drift", "one=drift")
	if p[0].Error.Detail != "content: … → …" {
		t.Errorf("detail %q", p[0].Error.Detail)
	}
	if f.only().files["a"] != "meanwhile" {
		t.Error("what somebody else wrote was overwritten")
	}
}

func TestManualChangesStay(t *testing.T) {
	f, hosts := practice(1, nil)
	h, _ := one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{
		step: "by_hand", key: "b", want: "2",
		manual: true,
	}))
	expect(t, h, plan.Manual, "", "a=done by_hand=")
	// Manual ones only: nothing is opened.
	f, hosts = practice(1, nil)
	h, j := one(t, f, hosts, playbook(wish{step: "by_hand", key: "b", want: "2", manual: true}))
	expect(t, h, plan.Manual, "", "by_hand=")
	if f.only().opens != 1 || len(j.intents) != 0 {
		t.Errorf("%d exchanges, %d intents", f.only().opens, len(j.intents))
	}
}

func TestAnEvaluationThatFailsAfterwards(t *testing.T) {
	f, hosts := practice(1, nil)
	n := 0
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		n++
		ev := &evaluation{wishes: []wish{{step: "a", key: "a", want: "1"}}}
		if n > 1 {
			ev.final = func(h *plan.Host) { h.Error = problem.New(problem.Unanswered) }
		}
		return ev
	})
	expect(t, h, plan.Failed, "not_verified", "a=done")
}

func TestAnIdleConnectionIsMadeAnew(t *testing.T) {
	stages := playbook(wish{step: "a", key: "a", want: "1"}, wish{step: "b", key: "b", want: "2", knownAfter: "a"})
	f, hosts := practice(1, nil)
	f.only().openError = func(open int) error {
		if open == 3 { // planned, first stage, second stage
			return errLost
		}
		return nil
	}
	h, _ := one(t, f, hosts, stages)
	expect(t, h, plan.Changed, "", "a=done b=done")
	if f.only().dials != 3 {
		t.Errorf("%d connections, want 3", f.only().dials)
	}
	f, hosts = practice(1, nil)
	f.only().openError = func(open int) error {
		if open == 2 {
			return problem.New("logon-refused")
		}
		return nil
	}
	h, _ = one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}))
	expect(t, h, plan.Unreachable, "logon-refused", "a=")
	if f.only().dials != 2 {
		t.Error("a refused logon must not be tried again: it locks accounts")
	}
}

func TestWithoutAJournalNothingIsSent(t *testing.T) {
	for _, broken := range []string{"begin", "intend"} {
		t.Run(broken, func(t *testing.T) {
			f, hosts := practice(2, nil)
			j := &memory{fail: func(what string) error {
				if what == broken {
					return errors.New("disk full")
				}
				return nil
			}}
			run := exec.New(exec.Options{Dialer: f, Journal: j}).Plan(t.Context(), hosts,
				playbook(wish{step: "a", key: "a", want: "1"}))
			defer f.clean(t)
			p, err := run.Apply(t.Context())
			if broken == "begin" {
				if err == nil || !strings.Contains(err.Error(), "disk full") {
					t.Errorf("error %v", err)
				}
			} else {
				expect(t, p[1], plan.Failed, "journal", "a=")
			}
			for _, m := range f.hosts {
				if len(m.sent) > 0 {
					t.Error("something was sent without being journalled")
				}
			}
		})
	}
}

// An outcome that cannot be written is unknown in the journal; what the person sees is what happened.
func TestAJournalThatFailsAfterwards(t *testing.T) {
	f, hosts := practice(1, nil)
	j := &memory{fail: func(what string) error {
		if what == "outcome" || what == "host" || what == "end" {
			return errors.New("disk full")
		}
		return nil
	}}
	said := &events{}
	run := exec.New(exec.Options{Dialer: f, Journal: j, Events: said}).Plan(t.Context(), hosts,
		playbook(wish{step: "a", key: "a", want: "1"}))
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Changed, "", "a=done")
	if n := said.count(exec.PhaseJournal); n != 3 {
		t.Errorf("%d complaints, want 3", n)
	}
}

// A journal that takes nothing any more ends the run: nothing further is offered to it or begun, what was sent ends,
// and it is told once.
func TestAFullJournalEndsTheRun(t *testing.T) {
	for _, what := range []string{"intend", "outcome", "host"} {
		t.Run(what, func(t *testing.T) {
			f, hosts := practice(10, nil)
			tries := 0
			j := &memory{fail: func(doing string) error {
				if doing != what {
					return nil
				}
				if tries++; tries > 2 {
					return fmt.Errorf("disk full: %w", exec.ErrUnwritable)
				}
				return nil
			}}
			r := exec.New(exec.Options{Dialer: f, Journal: j, Parallel: 1})
			run := r.Plan(t.Context(), hosts, wanting())
			before := 0
			for _, m := range f.hosts {
				before += m.dials
			}
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			dials, sent := -before, 0
			for _, m := range f.hosts {
				dials, sent = dials+m.dials, sent+len(m.sent)
			}
			changed := 3
			if what == "intend" {
				changed = 2
			}
			s := plan.Summarize(results)
			if sent != changed || s.Changed != changed || s.Cancelled != 10-changed || dials > 3 {
				t.Errorf("%d hosts dialled, %d operations sent, %+v", dials, sent, s)
			}
			if why := results[9].Reason; why == nil || why.Code != plan.ReasonUnwritten {
				t.Errorf("the last host was not begun because of %+v", why)
			}
			if what == "intend" && tries != 3 {
				t.Errorf("the journal was offered %d intents", tries)
			}
			if r.Unwritable() == nil || plan.ActCode(results, false) != plan.ExitFailed {
				t.Errorf("%v, exit code %d", r.Unwritable(), plan.ActCode(results, false))
			}
			f.clean(t)
		})
	}
}

func TestAPanicWhileChangingCostsOneHost(t *testing.T) {
	f, hosts := practice(3, nil)
	f.hosts["mueller/pc001"].onSend = func(resource.Op) { panic("boom") }
	j := &memory{}
	run := exec.New(exec.Options{Dialer: f, Journal: j}).Plan(t.Context(), hosts,
		playbook(wish{step: "a", key: "a", want: "1"}))
	defer f.clean(t)
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Changed, "", "a=done")
	expect(t, p[1], plan.Unknown, "internal", "a=unknown")
	expect(t, p[2], plan.Changed, "", "a=done")
}

func TestActionsOtherThanManualNeedAnOperation(t *testing.T) {
	f, hosts := practice(1, nil)
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		return &evaluation{wishes: []wish{{step: "a", key: "a", want: "1"}}, final: func(h *plan.Host) {
			for i := range h.Changes {
				h.Changes[i].Op, h.Changes[i].Action = nil, step.Update
			}
		}}
	})
	if c := h.Class(); c == plan.OK || c == plan.Changed {
		t.Error("a change without an operation must not count as done")
	}
}

func TestVerificationIsToldWhatWasApplied(t *testing.T) {
	f, hosts := practice(1, nil)
	var all []*evaluation
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		all = append(all, &evaluation{wishes: []wish{
			{step: "a", key: "a", want: "1"},
			{step: "restart", restartAfter: "a"},
		}})
		return all[len(all)-1]
	})
	expect(t, h, plan.Changed, "", "a=done restart=done") // the restart is planned again, and not made again
	if f.only().restarts != 1 {
		t.Errorf("restarted %d times", f.only().restarts)
	}
	if len(all) != 2 || len(all[0].applied) != 0 || len(all[1].applied) != 2 ||
		all[1].applied[0].Outcome.Status != resource.Done {
		t.Errorf("%d evaluations, told %v", len(all), all[len(all)-1].applied)
	}
}

func TestAnOperationThatIsNotAnswered(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().mute = "a"
	h, j := one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{step: "b", key: "b", want: "2"}))
	expect(t, h, plan.Changed, "", "a=done b=done")
	if len(j.outcomes) != 3 || f.only().dials != 3 {
		t.Errorf("outcomes %v, %d connections: it is unknown first, and then looked up", j.outcomes, f.only().dials)
	}
}

func TestWhatAPersonMustDoAfterwards(t *testing.T) {
	f, hosts := practice(1, nil)
	n := 0
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		n++
		wishes := []wish{{step: "a", key: "a", want: "1"}, {step: "asked", key: "a", want: "1", manual: true}}
		if n > 1 {
			wishes = append(wishes, wish{step: "new", key: "c", want: "3", manual: true})
		}
		return &evaluation{wishes: wishes}
	})
	expect(t, h, plan.Manual, "", "a=done asked=already new=")
}

func TestAFailureThatIsForgivenStillCounts(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().onOp = fails("bad", resource.Drift)
	h, j := one(t, f, hosts, playbook(
		wish{step: "bad", key: "bad", want: "x", onError: "continue"},
		wish{step: "a", key: "a", want: "1"},
		wish{step: "after", key: "b", want: "2", knownAfter: "a"},
		wish{step: "never", key: "c", want: "3", knownAfter: "bad"},
	))
	expect(t, h, plan.Stale, "drift", "bad=drift a=done after=done never=")
	if j.ended != plan.RunFailed {
		t.Errorf("the run ended %s", j.ended)
	}
}

func TestADriftNamesWhatIsDifferent(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().onOp = func(op resource.Op) *resource.Result {
		return &resource.Result{Status: resource.Drift, Now: resource.Props{"start": "disabled", "state": "stopped"}}
	}
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		return &evaluation{wishes: []wish{{step: "a", key: "a", want: "1"}}, final: func(h *plan.Host) {
			for _, c := range h.Changes {
				c.Op.Before = resource.Props{"start": "auto", "state": "stopped", "account": nil}
			}
		}}
	})
	if h.Error.Detail != "start: auto → disabled" {
		t.Errorf("detail %q", h.Error.Detail)
	}
}
