package exec_test

import (
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// A connection that breaks while nothing but reading goes on is made anew, once; what it cost is counted.
func TestReadingGoesOnOverANewConnection(t *testing.T) {
	for _, c := range []struct {
		name   string
		killAt int
	}{{"open", 2}, {"observe", 3}} {
		f, hosts := practice(1, map[string]string{"a": "old"})
		m := f.only()
		m.killAt = c.killAt
		run := exec.New(exec.Options{Dialer: f}).Plan(t.Context(), hosts,
			playbook(wish{step: "one", key: "a", want: "new"}))
		h := run.Results()[0]
		if m.killed != c.name || h.Class() != plan.Changes || m.dials != 2 || h.Requests < 8 {
			t.Errorf("lost at %s: %s (%v), %d connections, %d requests", m.killed, h.Class(), h.Error, m.dials,
				h.Requests)
		}
		f.clean(t)
	}
}

func TestReadingIsTriedAgainOnceOnly(t *testing.T) {
	asks := func(f *fleet, stop bool) exec.Asked {
		_, hosts := practice(1, nil)
		r := exec.New(exec.Options{Dialer: f})
		if stop {
			f.only().openError = func(int) error { r.Stop(); return errLost }
		}
		return r.Ask(t.Context(), hosts, []resource.Query{{Type: "os"}})[0]
	}
	for name, c := range map[string]struct {
		openError error
		stop      bool
		dials     int
		code      string
	}{
		"lost twice":      {openError: errLost, dials: 2, code: "lost"},
		"logon refused":   {openError: problem.New("logon-refused"), dials: 1, code: "logon-refused"},
		"access refused":  {openError: problem.New("token-filter"), dials: 1, code: "token-filter"},
		"limit":           {openError: problem.New("quota"), dials: 1, code: "quota"},
		"too slow":        {openError: problem.New("slow"), dials: 1, code: "slow"},
		"while it stops":  {stop: true, dials: 1, code: "lost"},
		"nothing happens": {dials: 1},
	} {
		f, _ := practice(1, nil)
		m := f.only()
		m.openError = func(int) error { return c.openError }
		a := asks(f, c.stop)
		code := ""
		if a.Error != nil {
			code = string(a.Error.ID)
		}
		if m.dials != c.dials || code != c.code || (code == "") != (a.Class() == plan.OK && len(a.Answers) == 1) {
			t.Errorf("%s: %d connections, %s %q", name, m.dials, a.Class(), code)
		}
		f.clean(t)
	}
}

// A second logon that is refused is the end, and the first loss stays the cause.
func TestReadingIsNotTriedAThirdTime(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.openError = func(int) error {
		m.dialError = problem.New("logon-refused")
		return errLost
	}
	a := exec.New(exec.Options{Dialer: f}).Ask(t.Context(), hosts, []resource.Query{{Type: "os"}})[0]
	if a.Error == nil || a.Error.ID != "lost" || m.dials != 2 {
		t.Errorf("%+v, %d dials", a, m.dials)
	}
	f.clean(t)
}
