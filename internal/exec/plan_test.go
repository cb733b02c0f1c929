package exec_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// events counts and keeps what is said.
type events struct {
	mu  sync.Mutex
	all []exec.Event
}

func (e *events) Event(ev exec.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, ev)
}

func (e *events) count(phase string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := 0
	for _, ev := range e.all {
		if ev.Phase == phase {
			n++
		}
	}
	return n
}

func TestFiveHundredHostsInOneOrder(t *testing.T) {
	f, hosts := practice(500, map[string]string{"a": "old"})
	f.hosts["mueller/pc007"].dialError = problem.New("logon-refused")
	f.hosts["mueller/pc008"].openError = func(int) error { return problem.New("quota") }
	said := &events{}
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Events: said})
	run := r.Plan(t.Context(), hosts, func(h *inventory.Host) exec.Evaluation {
		if h.Name == "pc009" {
			panic("boom")
		}
		return &evaluation{wishes: []wish{{step: "a", key: "a", want: "new"}}}
	})
	defer f.clean(t)
	if s := plan.Summarize(run.Results()); s != (plan.Summary{Hosts: 500, Changes: 497, Failed: 2, Unreachable: 1}) {
		t.Errorf("planned %+v", s)
	}
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := plan.Summarize(p); s != (plan.Summary{Hosts: 500, Changed: 497, Failed: 2, Unreachable: 1}) {
		t.Errorf("applied %+v", s)
	}
	for i, h := range p {
		if h.Host != hosts[i].ID() || h.Title != "Praxis Dr. Müller" {
			t.Fatalf("host %d is %s, want %s", i, h.Host, hosts[i].ID())
		}
	}
	for i, want := range map[int]string{7: "logon-refused", 8: "quota", 9: "internal"} {
		if code(p[i]) != want {
			t.Errorf("host %d: %v, want %s", i, p[i].Error, want)
		}
	}
	if !strings.Contains(p[9].Error.Error(), "boom") {
		t.Errorf("the panic is not told: %v", p[9].Error)
	}
	if n := said.count(exec.PhaseDone); n != 500+500 {
		t.Errorf("%d ends were told", n)
	}
}

func TestWithoutQuestionsNothingIsConnected(t *testing.T) {
	f, hosts := practice(1, nil)
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts,
		playbookThat(func(e *evaluation) { e.asked = true }))
	expect(t, run.Results()[0], plan.OK, "", "")
	if f.only().dials != 0 {
		t.Error("a connection was made")
	}
}

func playbookThat(set func(*evaluation)) exec.Evaluate {
	return func(*inventory.Host) exec.Evaluation {
		e := &evaluation{}
		set(e)
		return e
	}
}

// curious always has one more question.
type curious struct {
	evaluation
	n int
}

func (c *curious) Queries() []resource.Query { return []resource.Query{{Type: "file", Key: "k"}} }
func (c *curious) Add([]resource.Query, []resource.Answer) {
	c.n++
}

func TestRoundsAreBounded(t *testing.T) {
	f, hosts := practice(1, nil)
	c := &curious{}
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts,
		func(*inventory.Host) exec.Evaluation { return c })
	defer f.clean(t)
	expect(t, run.Results()[0], plan.Failed, "rounds", "")
	if c.n != 6 || f.only().opens != 1 {
		t.Errorf("%d rounds in %d exchanges", c.n, f.only().opens)
	}
}

func TestAnEvaluationWithoutAPlan(t *testing.T) {
	f, hosts := practice(1, nil)
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts,
		func(*inventory.Host) exec.Evaluation { return none{} })
	expect(t, run.Results()[0], plan.Failed, "internal", "")
}

type none struct{}

func (none) Applied([]*plan.Item)                    {}
func (none) Queries() []resource.Query               { return nil }
func (none) Add([]resource.Query, []resource.Answer) {}
func (none) Plan() *plan.Host                        { return nil }
func dialing(f *fleet, err error) *fleet             { f.only().dialError = err; return f }
func wanting() exec.Evaluate                         { return playbook(wish{step: "a", key: "a", want: "new"}) }

func planned(t *testing.T, f *fleet, hosts []*inventory.Host) *plan.Result {
	t.Helper()
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts, wanting())
	f.clean(t)
	return run.Results()[0]
}

func TestWhatKeepsAHostFromBeingRead(t *testing.T) {
	for _, test := range []struct {
		err    error
		status plan.Class
		code   string
	}{
		{problem.New("no-listener"), plan.Unreachable, "no-listener"},
		{problem.New("protocol"), plan.Unreachable, "protocol"},
		{errors.New("file secrets.txt is missing"), plan.Unreachable, "error"},
		{context.DeadlineExceeded, plan.Unreachable, "out_of_time"},
	} {
		f, hosts := practice(1, nil)
		expect(t, planned(t, dialing(f, test.err), hosts), test.status, test.code, "")
	}
	for _, test := range []struct {
		err    error
		status plan.Class
		code   string
	}{
		{problem.New("token-filter"), plan.Unreachable, "token-filter"},
		{problem.New("lost"), plan.Failed, "lost"},
		{context.DeadlineExceeded, plan.Failed, "out_of_time"},
		{errors.New("odd"), plan.Failed, "error"},
	} {
		f, hosts := practice(1, nil)
		f.only().openError = func(int) error { return test.err }
		expect(t, planned(t, f, hosts), test.status, test.code, "")
	}
}

func TestAHostsTimeIsBounded(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.block = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	j := &memory{}
	run := exec.New(exec.Options{Dialer: f, Journal: j, Timeout: 100 * time.Millisecond}).Plan(t.Context(), hosts,
		wanting())
	defer f.clean(t)
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p[0], plan.Unknown, "unknown_outcome", "a=unknown")
	if m.dials != 3 {
		t.Errorf("%d connections: it must be looked up once more, in a time of its own", m.dials)
	}
}

func TestNoMandate(t *testing.T) {
	f, hosts := practice(1, nil)
	hosts[0].Practice.Mandate = false
	h, j := one(t, f, hosts, wanting())
	expect(t, h, plan.NoMandate, "no_mandate", "a=")
	if len(f.only().sent) != 0 || len(j.intents) != 0 || j.hosts[0] != "mueller/pc000 no_mandate" {
		t.Errorf("sent %v, journal %+v", f.only().sent, j)
	}
	f, hosts = practice(1, map[string]string{"a": "new"})
	hosts[0].Practice.Mandate = false
	h, _ = one(t, f, hosts, wanting())
	expect(t, h, plan.OK, "", "") // nothing to refuse
}

func TestOutsideItsWindowAPracticeIsOnlyRead(t *testing.T) {
	wednesday := time.Date(2026, 11, 25, 0, 0, 0, 0, time.Local)
	night := []inventory.Window{{Days: []string{"wed"}, From: 19 * 60, To: 6 * 60}}
	for _, test := range []struct {
		windows []inventory.Window
		now     time.Time
		open    bool
	}{
		{nil, wednesday.Add(12 * time.Hour), true},
		{night, wednesday.Add(12 * time.Hour), false},
		{night, wednesday.Add(20 * time.Hour), true},
	} {
		f, hosts := practice(1, nil)
		hosts[0].Practice.Windows = test.windows
		run := exec.New(exec.Options{
			Dialer: f, Journal: &memory{},
			Clock: func() time.Time { return test.now },
		}).Plan(t.Context(), hosts, wanting())
		p, err := run.Apply(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if test.open {
			expect(t, p[0], plan.Changed, "", "a=done")
			continue
		}
		expect(t, p[0], plan.Waiting, "outside_window", "a=") // reading is allowed always
		if len(f.only().sent) != 0 {
			t.Errorf("%s: something was sent", test.now)
		}
		if until := p[0].Reason.Until; !strings.HasPrefix(until, "2026-11-25T19:00:00") {
			t.Errorf("the reason does not say when: %s", until)
		}
	}
}

func TestPing(t *testing.T) {
	f, hosts := practice(3, nil)
	f.hosts["mueller/pc001"].dialError = problem.New("logon-refused")
	f.hosts["mueller/pc002"].openError = func(int) error { panic("boom") }
	got := exec.New(exec.Options{Dialer: f}).Ping(t.Context(), hosts)
	f.clean(t)
	if got[0].Class() != plan.OK || got[0].OS.String("computer") != "SRV01" || got[0].Requests != 6 {
		t.Errorf("first: %+v", got[0])
	}
	if got[1].Class() != plan.Unreachable || got[1].Error.ID != "logon-refused" || got[1].Host != "mueller/pc001" {
		t.Errorf("second: %+v", got[1])
	}
	if got[2].Class() != plan.Failed || got[2].Error.ID != "internal" {
		t.Errorf("third: %+v", got[2])
	}
}

func TestRunIDs(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 4, 19, 0, time.UTC)
	a, b := exec.NewRunID(now), exec.NewRunID(now)
	if a == b || !strings.HasPrefix(a, "20261124-150419-") || len(a) != len("20261124-150419-xxxxx") {
		t.Errorf("ids %s and %s", a, b)
	}
	if later := exec.NewRunID(now.Add(time.Second)); later < a {
		t.Error("ids do not sort by time")
	}
}
