package exec_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// setup is a playbook with one installation, which runs detached, until the host says that it is there.
type setup struct{ evaluation }

func (s *setup) Queries() []resource.Query {
	if s.asked {
		return nil
	}
	return []resource.Query{{Type: "file", Key: "installed"}}
}

func (s *setup) Plan() *plan.Host {
	if s.now["installed"] != nil {
		return &plan.Host{}
	}
	c := plan.Change{ID: "setup#0", Step: "setup", Kind: "install", OnError: "stop"}
	c.Action, c.Resource = "run", resource.ID{Type: "task", Key: "x"}
	c.Before, c.After = resource.Props{"started": false}, resource.Props{"started": true}
	c.Op = &resource.Op{
		Type: "task", Key: "x", Before: c.Before, After: c.After,
		Args: resource.Props{"detached": true, "limit_s": int64(60)},
	}
	return &plan.Host{Changes: []plan.Change{c}}
}

func install(t *testing.T, f *fleet, hosts []*inventory.Host) *plan.Result {
	t.Helper()
	m := f.only()
	m.onOp = func(op resource.Op) *resource.Result {
		return &resource.Result{Status: resource.Done, Now: op.After}
	}
	run := exec.New(exec.Options{
		Dialer: f, Journal: &memory{}, Pause: func(context.Context, time.Duration) {},
	}).Plan(t.Context(), hosts, func(*inventory.Host) exec.Evaluation { return &setup{} })
	results, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	return results[0]
}

// What failed is the error, whatever happens to the connection afterwards.
func TestADetachedFailureIsToldAlthoughTheSessionIsLost(t *testing.T) {
	for name, lose := range map[string]func(m *machine){
		"not": func(*machine) {},
		"while its trace is removed": func(m *machine) {
			m.onSend = func(op resource.Op) {
				if strings.HasPrefix(op.ID, "tidy") {
					m.killAt = m.calls + 1
				}
			}
		},
		"before its trace is removed": func(m *machine) {
			m.openError = func(open int) error {
				if open == 4 { // plan, start, look, and this one
					return errLost
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, nil)
			f.only().task = resource.Props{"state": "done", "exit_code": int64(1603)}
			lose(f.only())
			expect(t, install(t, f, hosts), plan.Failed, "change_failed", "setup=failed")
		})
	}
}

// What was started runs by itself: where the session is lost behind its answer, it is looked at over another one.
func TestADetachedOperationOutlivesTheSessionThatStartedIt(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.task = resource.Props{"state": "done", "exit_code": int64(0)}
	m.afterApply = func(ops []resource.Op) error {
		if ops[0].Type != "task" || ops[0].ID != "1" {
			return nil
		}
		m.files["installed"] = "yes"
		return errLost
	}
	expect(t, install(t, f, hosts), plan.Changed, "", "setup=done")
}
