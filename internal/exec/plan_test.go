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
	f.hosts["mueller/pc007"].dialError = problem.New(problem.LogonRefused)
	f.hosts["mueller/pc008"].openError = func(int) error { return problem.New(problem.QuotaUsedUp) }
	said := &events{}
	r := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Events: said})
	run := r.Plan(t.Context(), hosts, func(h *inventory.Host) exec.Evaluation {
		if h.Name == "pc009" {
			panic("boom")
		}
		return &evaluation{wishes: []wish{{step: "a", key: "a", want: "new"}}}
	})
	defer f.clean(t)
	defer run.Close()
	if s := run.Plan().Summary(); s != (plan.Summary{Hosts: 500, Changes: 497, Failed: 2, Unreachable: 1}) {
		t.Errorf("planned %+v", s)
	}
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := p.Summary(); s != (plan.Summary{Hosts: 500, OK: 497, Failed: 2, Unreachable: 1}) {
		t.Errorf("applied %+v", s)
	}
	for i, h := range p.Hosts {
		if h.Host != hosts[i].ID() || h.Title != "Praxis Dr. Müller" {
			t.Fatalf("host %d is %s, want %s", i, h.Host, hosts[i].ID())
		}
	}
	for i, want := range map[int]string{7: "logon-refused", 8: "quota", 9: "internal"} {
		if code(p.Hosts[i]) != want {
			t.Errorf("host %d: %v, want %s", i, p.Hosts[i].Error, want)
		}
	}
	if !strings.Contains(p.Hosts[9].Error.Summary, "boom") {
		t.Errorf("the panic is not told: %v", p.Hosts[9].Error)
	}
	if n := said.count(exec.PhaseDone); n != 500+500 {
		t.Errorf("%d ends were told", n)
	}
}

func TestWithoutQuestionsNothingIsConnected(t *testing.T) {
	f, hosts := practice(1, nil)
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts, playbookThat(func(e *evaluation) { e.asked = true }))
	defer run.Close()
	expect(t, run.Plan().Hosts[0], plan.OK, "", "")
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
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts, func(*inventory.Host) exec.Evaluation { return c })
	defer f.clean(t)
	defer run.Close()
	expect(t, run.Plan().Hosts[0], plan.Failed, "rounds", "")
	if c.n != 6 || f.only().opens != 1 {
		t.Errorf("%d rounds in %d exchanges", c.n, f.only().opens)
	}
}

func TestAnEvaluationWithoutAPlan(t *testing.T) {
	f, hosts := practice(1, nil)
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts, func(*inventory.Host) exec.Evaluation { return none{} })
	expect(t, run.Plan().Hosts[0], plan.Failed, "internal", "")
}

type none struct{}

func (none) Queries() []resource.Query               { return nil }
func (none) Add([]resource.Query, []resource.Answer) {}
func (none) Plan() *plan.Host                        { return nil }
func dialing(f *fleet, err error) *fleet             { f.only().dialError = err; return f }
func wanting() exec.Evaluate                         { return playbook(wish{step: "a", key: "a", want: "new"}) }

func planned(t *testing.T, f *fleet, hosts []*inventory.Host) *plan.Host {
	t.Helper()
	run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts, wanting())
	run.Close()
	f.clean(t)
	return run.Plan().Hosts[0]
}

func TestWhatKeepsAHostFromBeingRead(t *testing.T) {
	for _, test := range []struct {
		err    error
		status plan.Status
		code   string
	}{
		{problem.New(problem.NoListener), plan.Unreachable, "no-listener"},
		{problem.New(problem.NotProtocol), plan.Unreachable, "protocol"},
		{errors.New("file secrets.txt is missing"), plan.Unreachable, "error"},
		{context.DeadlineExceeded, plan.Unreachable, "timeout"},
	} {
		f, hosts := practice(1, nil)
		expect(t, planned(t, dialing(f, test.err), hosts), test.status, test.code, "")
	}
	for _, test := range []struct {
		err    error
		status plan.Status
		code   string
	}{
		{problem.New(problem.TokenFilter), plan.Unreachable, "token-filter"},
		{problem.New(problem.ConnectionLost), plan.Failed, "lost"},
		{context.DeadlineExceeded, plan.Failed, "timeout"},
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
	run := exec.New(exec.Options{Dialer: f, Journal: j, Timeout: 100 * time.Millisecond}).Plan(t.Context(), hosts, wanting())
	defer f.clean(t)
	defer run.Close()
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p.Hosts[0], plan.Failed, "unknown_outcome", "a=unknown")
	if m.dials != 2 {
		t.Errorf("%d connections: it must be looked up once more, in a time of its own", m.dials)
	}
}

func TestNoMandate(t *testing.T) {
	f, hosts := practice(1, nil)
	hosts[0].Practice.Mandate = false
	h, j := one(t, f, hosts, wanting())
	expect(t, h, plan.Skipped, "no_mandate", "a=")
	if len(f.only().sent) != 0 || len(j.intents) != 0 || h.Error.Hint == "" || j.hosts[0] != "mueller/pc000 skipped" {
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
		run := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Clock: func() time.Time { return test.now }}).Plan(t.Context(), hosts, wanting())
		expect(t, run.Plan().Hosts[0], plan.Changes, "", "a=") // reading is allowed always
		p, err := run.Apply(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if test.open {
			expect(t, p.Hosts[0], plan.OK, "", "a=done")
			continue
		}
		expect(t, p.Hosts[0], plan.Skipped, "outside_window", "a=")
		if len(f.only().sent) != 0 {
			t.Errorf("%s: something was sent", test.now)
		}
		if !strings.Contains(p.Hosts[0].Error.Hint, "Wed 2026-11-25 at 19:00") {
			t.Errorf("the hint does not say when: %s", p.Hosts[0].Error.Hint)
		}
	}
}

func TestPing(t *testing.T) {
	f, hosts := practice(3, nil)
	f.hosts["mueller/pc001"].dialError = problem.New(problem.LogonRefused)
	f.hosts["mueller/pc002"].openError = func(int) error { panic("boom") }
	got := exec.New(exec.Options{Dialer: f}).Ping(t.Context(), hosts)
	f.clean(t)
	if got[0].Status != plan.OK || got[0].OS.String("computer") != "SRV01" || got[0].Requests != 6 {
		t.Errorf("first: %+v", got[0])
	}
	if got[1].Status != plan.Unreachable || got[1].Error.Code != "logon-refused" || got[1].Host != "mueller/pc001" {
		t.Errorf("second: %+v", got[1])
	}
	if got[2].Status != plan.Failed || got[2].Error.Code != "internal" {
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
