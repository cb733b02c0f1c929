package exec_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// section is a file of which only the first line is meant: what stands behind it may change.
type section struct {
	evaluation
	want string
}

func (s *section) Queries() []resource.Query {
	if s.asked {
		return nil
	}
	return []resource.Query{{Type: "file", Key: "ini"}}
}

func (s *section) Plan() *plan.Host {
	text := ""
	if data, ok := (resource.Props{"content": s.now["ini"]}).Bytes("content"); ok {
		text = string(data)
	}
	line, rest, _ := bytes.Cut([]byte(text), []byte("\n"))
	h := &plan.Host{}
	if string(line) == s.want {
		return h
	}
	c := plan.Change{ID: "ini#0", Step: "ini", Kind: "ini"}
	c.Action, c.Resource, c.Section, c.Reversible = "update", resource.ID{Type: "file", Key: "ini"}, "Install", true
	c.Before, c.After = resource.Props{"line": string(line)}, resource.Props{"line": s.want}
	c.Op = &resource.Op{
		Type: "file", Key: "ini", Before: resource.Props{"content": s.now["ini"]},
		After: resource.Props{"content": resource.Encode([]byte(s.want + "\n" + string(rest)))},
	}
	h.Changes = []plan.Change{c}
	return h
}

func wants(line string) exec.Evaluate {
	return func(*inventory.Host) exec.Evaluation { return &section{want: line} }
}

// What is sent is worked out from what is meant, on the file as it is: an edit elsewhere in it is no drift, one of what
// is meant is.
func TestAForeignEditElsewhereIsNoDrift(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile string
		class     plan.Class
		file      string
		sent      int
	}{
		"untouched": {"old\nrest", plan.Changed, "new\nrest", 1},
		"elsewhere": {"old\nrest\nmore", plan.Changed, "new\nrest\nmore", 2},
		"the value": {"theirs\nrest", plan.Stale, "theirs\nrest", 1},
		"so by now": {"new\nrest\nmore", plan.OK, "new\nrest\nmore", 1},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, map[string]string{"ini": "old\nrest"})
			j := &memory{}
			run := exec.New(exec.Options{Dialer: f, Journal: j}).Plan(t.Context(), hosts, wants("new"))
			reviewed, _ := run.Plan().Digest()
			m := f.only()
			m.files["ini"] = c.meanwhile
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f.clean(t)
			if got := results[0].Class(); got != c.class || m.files["ini"] != c.file || len(m.sent) != c.sent {
				t.Errorf("%s, file %q, sent %d times: %v", got, m.files["ini"], len(m.sent), results[0].Error)
			}
			if after, _ := run.Plan().Digest(); after != reviewed {
				t.Error("the plan is another one after Apply")
			}
			told := map[string]bool{}
			for _, o := range j.outcomes { // drift can turn out to be made by somebody else
				told[o.Op] = true
			}
			if len(j.intents) != c.sent || len(told) != c.sent {
				t.Errorf("%d intents, %d outcomes", len(j.intents), len(told))
			}
		})
	}
}

// restarting is a section with a restart after it.
type restarting struct{ section }

func (r *restarting) Plan() *plan.Host {
	h := r.section.Plan()
	if len(h.Changes) == 0 && len(r.applied) == 0 {
		return h
	}
	c := plan.Change{ID: "restart#0", Step: "restart", Kind: "service", RunsAfter: []string{"ini"}}
	c.Action, c.Resource, c.Once = "restart", resource.ID{Type: "service", Key: "sp"}, true
	c.Op = &resource.Op{Type: "service", Key: "sp", After: resource.Props{"restart": true}}
	h.Changes = append(h.Changes, c)
	return h
}

// A foreign edit elsewhere in the file holds up what stands behind it only until the operation fits again; nothing is
// restarted for what somebody else has made.
func TestARestartBehindAForeignEditIsMade(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile, ends, file string
		class                 plan.Class
		restarts              int
	}{
		"elsewhere": {"old\nrest\nmore", "ini=done restart=done", "new\nrest\nmore", plan.Changed, 1},
		"so by now": {"new\nrest\nmore", "ini=already restart=already", "new\nrest\nmore", plan.OK, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, map[string]string{"ini": "old\nrest"})
			run := exec.New(exec.Options{Dialer: f, Journal: &memory{}}).Plan(t.Context(), hosts,
				func(*inventory.Host) exec.Evaluation { return &restarting{section{want: "new"}} })
			m := f.only()
			m.files["ini"] = c.meanwhile
			results, err := run.Apply(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f.clean(t)
			expect(t, results[0], c.class, "", c.ends)
			if m.files["ini"] != c.file || m.restarts != c.restarts || len(results[0].Owed) != 0 {
				t.Errorf("file %q, %d restarts, owed %v", m.files["ini"], m.restarts, results[0].Owed)
			}
		})
	}
}

// A run that goes on finds what it had made changed by somebody: that is no longer what was reviewed, and what would
// come after it is not made.
func TestAResumedRunWhoseChangeNoLongerHoldsIsStale(t *testing.T) {
	f, hosts := practice(1, map[string]string{"a": "old"})
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}})
	wishes := playbook(wish{step: "one", key: "a", want: "new"}, wish{step: "two", key: "b", want: "made"})
	document := r.Plan(t.Context(), hosts, wishes).Plan()
	made := &plan.Item{Change: document.Hosts[0].Changes[0]}
	made.ID, made.Outcome = "1", &resource.Result{Op: "1", Status: resource.Done} // and "a" is as before again
	results, err := r.Resume(saved(t, document), hosts, wishes, exec.Past{
		Run: "run1", Made: map[string][]*plan.Item{hosts[0].ID(): {made}}, Whole: document,
	}).Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, results[0], plan.Stale, "stale", "one=done two=")
	if len(f.only().sent) != 0 || plan.ActCode(results, false) != plan.ExitStale {
		t.Errorf("sent %v, exit code %d", f.only().sent, plan.ActCode(results, false))
	}
}

// A run that waited for hosts goes on with those that it had never seen: what somebody has approved on another host is
// made, anything else waits for a person; and what the run had made there already is not forgotten.
func TestAResumedRunWakesHosts(t *testing.T) {
	f, hosts := practice(5, map[string]string{"a": "old", "b": "one"})
	asleep := []string{"pc001", "pc002", "pc003", "pc004"}
	for _, name := range asleep {
		f.hosts["mueller/"+name].dialError = problem.New("host-off")
	}
	f.hosts["mueller/pc002"].files["b"] = "other"
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}})
	wishes := playbook(wish{step: "s", key: "a", want: "new"}, wish{step: "rare", key: "b", want: "one"},
		wish{step: "restart", restartAfter: "s"})
	document := saved(t, r.Plan(t.Context(), hosts, wishes).Plan())
	for _, name := range asleep[:3] {
		f.hosts["mueller/"+name].dialError = nil
	}
	// The first host is through. The fourth had come, and its change was made before the run was broken off.
	rest := *document
	rest.Hosts = document.Hosts[1:]
	made := &plan.Item{Change: document.Hosts[0].Changes[0]}
	made.ID, made.Op = "1", &resource.Op{ID: "1", Type: "file", Key: "a"}
	made.Outcome = &resource.Result{Op: "1", Status: resource.Done}
	f.hosts["mueller/pc003"].files["a"] = "new"
	j := &memory{}
	r = exec.New(exec.Options{Dialer: f, Journal: j})
	results, err := r.Resume(&rest, hosts[1:], wishes, exec.Past{
		Run: "run1", Made: map[string][]*plan.Item{"mueller/pc003": {made}}, Whole: document,
	}).Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	for i, want := range []string{"s=done restart=done", "", "s=done restart=done", ""} {
		class := []plan.Class{plan.Changed, plan.Waiting, plan.Changed, plan.Unreachable}[i]
		if got := results[i].Class(); got != class {
			t.Errorf("%s is %s, want %s: %v", results[i].Host, got, class, results[i].Error)
		}
		if got := outcomes(results[i]); want != "" && got != want {
			t.Errorf("%s: %s, want %s", results[i].Host, got, want)
		}
	}
	if results[1].Reason.Code != plan.ReasonUnapproved || len(f.hosts["mueller/pc002"].sent) > 0 {
		t.Errorf("%+v", results[1].Reason)
	}
	if m := f.hosts["mueller/pc003"]; m.restarts != 1 || len(m.sent) != 1 {
		t.Errorf("%d restarts, sent %v", m.restarts, m.sent)
	}
}

// saved is a plan as another program reads it.
func saved(t *testing.T, p *plan.Plan) *plan.Plan {
	t.Helper()
	var b bytes.Buffer
	if err := p.Encode(&b); err != nil {
		t.Fatal(err)
	}
	read, err := plan.Decode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// A plan that was saved and read gives the same run as the one that was not.
func TestASavedPlanGivesTheSameRun(t *testing.T) {
	scenarios := map[string][]wish{
		"plain":   {{step: "one", key: "a", want: "new"}, {step: "two", key: "b", want: "made"}},
		"restart": {{step: "one", key: "a", want: "new"}, {step: "restart", restartAfter: "one"}},
		"deferred": {
			{step: "one", key: "a", want: "new"},
			{step: "two", key: "b", want: "x", knownAfter: "one"},
			{step: "by_hand", key: "c", want: "x", manual: true},
		},
		"stages":  {{step: "one", key: "a", want: "new"}, {step: "two", key: "b", want: "x", stage: 1}},
		"failing": {{step: "block", key: "a", want: "new"}, {step: "block", key: "bad", want: "x"}},
		"none":    {{step: "one", key: "a", want: "old"}},
	}
	for name, wishes := range scenarios {
		t.Run(name, func(t *testing.T) {
			type ending struct {
				Class   plan.Class
				Why     string
				Ends    string
				Files   map[string]string
				Intents []string
				Status  plan.RunStatus
			}
			end := func(through func(*plan.Plan) *plan.Plan) ending {
				f, hosts := practice(1, map[string]string{"a": "old"})
				f.only().onOp = fails("bad", resource.Failed)
				j := &memory{}
				r := exec.New(exec.Options{Dialer: f, Journal: j})
				run := r.Plan(t.Context(), hosts, playbook(wishes...))
				if through != nil {
					run = r.Reviewed(through(run.Plan()), hosts, playbook(wishes...))
				}
				results, err := run.Apply(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				f.clean(t)
				e := ending{
					Class: results[0].Class(), Why: code(results[0]), Ends: outcomes(results[0]),
					Files: f.only().files, Status: j.ended,
				}
				for _, i := range j.intents {
					e.Intents = append(e.Intents, i.Step+" "+i.Op.Key)
				}
				return e
			}
			if diff := cmp.Diff(end(nil), end(func(p *plan.Plan) *plan.Plan { return saved(t, p) })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A saved plan that no longer fits is left alone: nothing is sent, and it says when it was seen, what it was then and
// what it is now.
func TestASavedPlanThatIsStale(t *testing.T) {
	begun := time.Date(2026, 11, 27, 10, 0, 0, 0, time.Local)
	for name, c := range map[string]struct {
		meanwhile map[string]string
		detail    string
	}{
		"another value": {map[string]string{"a": "theirs"}, "file a: text: b2xk → dGhlaXJz"},
		"one more":      {map[string]string{"b": "gone"}, "file b: text=Z29uZQ=="},
	} {
		f, hosts := practice(1, map[string]string{"a": "old", "b": "made"})
		now := begun
		r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Clock: func() time.Time { return now }})
		wishes := playbook(wish{step: "one", key: "a", want: "new"}, wish{step: "two", key: "b", want: "made"})
		run := r.Plan(t.Context(), hosts, wishes)
		now = begun.Add(24 * time.Hour)
		for k, v := range c.meanwhile {
			f.only().files[k] = v
		}
		results, err := r.Reviewed(saved(t, run.Plan()), hosts, wishes).Apply(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		expect(t, results[0], plan.Stale, "stale", outcomes(results[0]))
		if len(f.only().sent) != 0 || plan.ActCode(results, false) != plan.ExitStale {
			t.Errorf("%s: sent %d, exit code %d", name, len(f.only().sent), plan.ActCode(results, false))
		}
		modified := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC).Local().Format("2006-01-02 15:04")
		if p := results[0].Error; p.Detail != c.detail || p.Values["since"] != "2026-11-27 10:00" ||
			p.Values["modified"] != modified {
			t.Errorf("%s: %q, %v", name, p.Detail, p.Values)
		}
	}
}

// The guard is asked before every exchange that changes: a window that closes in the middle of a run ends the host's
// work there.
func TestAWindowThatClosesInTheMiddle(t *testing.T) {
	now := time.Date(2026, 11, 25, 19, 0, 0, 0, time.Local)
	f, hosts := practice(1, nil)
	hosts[0].Practice.Windows = []inventory.Window{{Days: []string{"wed"}, From: 18 * 60, To: 20 * 60}}
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Clock: func() time.Time { return now }})
	run := r.Plan(t.Context(), hosts, playbook(wish{step: "a", key: "a", want: "1"},
		wish{step: "b", key: "b", want: "2", stage: 1}))
	f.only().onSend = func(resource.Op) { now = now.Add(2 * time.Hour) }
	results, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, results[0], plan.Waiting, "outside_window", "a=done b=")
	if _, made := f.only().files["b"]; made || plan.ActCode(results, false) != plan.ExitDone {
		t.Errorf("files %v, exit code %d", f.only().files, plan.ActCode(results, false))
	}
}

// What a practice withdraws after the review holds a host back whoever made the plan.
func TestTheGuardIsAskedOfSavedPlans(t *testing.T) {
	now := time.Date(2026, 11, 25, 19, 0, 0, 0, time.Local)
	for name, hold := range map[string]func(p *inventory.Practice){
		"no_mandate": func(p *inventory.Practice) { p.Mandate = false },
		"backup_window": func(p *inventory.Practice) {
			p.Backups = []inventory.Window{{From: 18 * 60, To: 20 * 60}}
		},
	} {
		f, hosts := practice(1, nil)
		r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Clock: func() time.Time { return now }})
		document := saved(t, r.Plan(t.Context(), hosts, wanting()).Plan())
		hold(hosts[0].Practice)
		results, err := r.Reviewed(document, hosts, wanting()).Apply(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if code(results[0]) != name || len(f.only().sent) != 0 {
			t.Errorf("%s: %s, sent %d", name, code(results[0]), len(f.only().sent))
		}
	}
}

// A restart that a failure prevented is owed: the change that demanded it is made and will not be planned again.
func TestARestartThatWasPreventedIsOwed(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().onOp = fails("bad", resource.Failed)
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j})
	results, err := r.Plan(t.Context(), hosts, playbook(
		wish{step: "value", key: "a", want: "1"},
		wish{step: "file", key: "bad", want: "2"},
		wish{step: "restart", restartAfter: "value"},
	)).Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, results[0], plan.Failed, "change_failed", "value=done file=failed restart=skipped")
	if want := []plan.Due{{Type: "service", Key: "sp", Step: "restart"}}; !cmp.Equal(results[0].Owed, want) {
		t.Error(cmp.Diff(want, results[0].Owed))
	}
}

// No connection outlives the planning of its host, and no more are open at a time than hosts are worked on.
func TestConnectionsAreHeldOnlyWhileAHostIsWorkedOn(t *testing.T) {
	f, hosts := practice(40, map[string]string{"a": "old"})
	most := 0
	f.opened = func(open int) { most = max(most, open) }
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Parallel: 3})
	run := r.Plan(t.Context(), hosts, wanting())
	f.clean(t)
	if _, err := run.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	if most == 0 || most > 3 {
		t.Errorf("%d connections were open at a time", most)
	}
}
