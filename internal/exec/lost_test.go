package exec_test

import (
	"fmt"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// The connection dies at every point in turn, with the real journal: whatever happens, the host ends failed or
// converged, every operation that was sent had been written down before, and none is without an outcome.
func TestALostConnectionAtEveryPoint(t *testing.T) {
	scenarios := map[string]exec.Evaluate{
		"plain": playbook(
			wish{step: "one", key: "a", want: "new"},
			wish{step: "two", key: "b", want: "made"},
			wish{step: "three", key: "c", want: "made"},
		),
		"staged with a restart": playbook(
			wish{step: "one", key: "a", want: "new"},
			wish{step: "restart", restartAfter: "one"},
			wish{step: "later", key: "b", want: "made", knownAfter: "one"},
		),
		"reverted": playbook(
			wish{step: "block", key: "a", want: "new"},
			wish{step: "block", key: "b", want: "made"},
			wish{step: "block", key: "bad", want: "x"},
		),
	}
	for name, wishes := range scenarios {
		for _, keep := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, kept %v", name, keep), func(t *testing.T) {
				dir := t.TempDir()
				j, err := journal.Open(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer j.Close()
				other, err := journal.Open(dir) // sees only what is committed
				if err != nil {
					t.Fatal(err)
				}
				defer other.Close()
				endings := map[string]int{}
				for at := 1; ; at++ {
					killed, ending := lose(t, at, keep, wishes, j, other)
					if killed == "" {
						break
					}
					if at > 100 {
						t.Fatal("the run never ends without a loss")
					}
					endings[ending]++
				}
				if len(endings) < 2 {
					t.Errorf("all losses ended the same: %v", endings)
				}
				t.Log(endings)
			})
		}
	}
}

func lose(t *testing.T, at int, keep bool, wishes exec.Evaluate, j, other *journal.Journal) (killed, ending string) {
	t.Helper()
	f, hosts := practice(1, map[string]string{"a": "old"})
	m := f.only()
	m.killAt = at
	id := fmt.Sprintf("run%03d", at)
	bad := fails("bad", resource.Failed)
	m.onOp = func(op resource.Op) *resource.Result { return bad(op) }
	m.onSend = func(op resource.Op) {
		run, err := other.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range run.Hosts[0].Operations {
			if o.ID == op.ID && o.Key == op.Key && resource.Equal(o.Op().After["content"], op.After["content"]) &&
				resource.Equal(o.Op().Before["content"], op.Before["content"]) {
				return
			}
		}
		t.Errorf("loss at %d: %s was sent and is not in the journal", at, op.Key)
	}
	run := exec.New(exec.Options{
		Dialer: f, Journal: j, Keep: keep, Info: exec.RunInfo{ID: id, Command: "apply"},
	}).Plan(t.Context(), hosts, wishes)
	p, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	h := p[0]
	where := fmt.Sprintf("loss at %d (%s): %s %s, %s", at, m.killed, h.Class(), code(h), outcomes(h))

	converged := m.files["a"] == "new" && m.files["b"] == "made"
	switch class := h.Class(); class {
	case plan.Changed, plan.OK:
		if !converged {
			t.Errorf("%s: reported as ok and is not: %v", where, m.files)
		}
	case plan.Failed, plan.Unreachable, plan.Unknown:
		if h.Error == nil || h.Error.Text(text.English).Cause == "" {
			t.Errorf("%s: failed without saying why: %v", where, h.Error)
		}
	default:
		t.Errorf("%s: status", where)
	}
	for key, allowed := range map[string][]string{"a": {"old", "new"}, "b": {"", "made"}, "c": {"", "made"}} {
		if got := m.files[key]; got != allowed[0] && got != allowed[1] {
			t.Errorf("%s: %s is %q", where, key, got)
		}
	}
	seen := map[string]bool{}
	for _, op := range m.sent {
		if seen[op.ID] {
			t.Errorf("%s: operation %s was sent twice", where, op.ID)
		}
		seen[op.ID] = true
	}
	kept, err := other.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Status == plan.RunRunning || kept.Status == plan.RunInterrupted ||
		kept.Hosts[0].Status != string(h.Class()) {
		t.Errorf("%s: the journal says %s, %s", where, kept.Status, kept.Hosts[0].Status)
	}
	// What the person sees and what the journal has are the same, and neither says that something is done which is not.
	byID := map[string]journal.Operation{}
	for _, o := range kept.Hosts[0].Operations {
		byID[o.ID] = o
		if o.Ended == nil {
			t.Errorf("%s: operation %s has no outcome", where, o.ID)
		}
	}
	for _, c := range h.Items {
		if c.Outcome == nil || c.Op == nil {
			continue
		}
		if o := byID[c.Op.ID]; o.Status != c.Outcome.Status && c.Outcome.Op != "" {
			t.Errorf("%s: %s is %s, in the journal %s", where, c.Step, c.Outcome.Status, o.Status)
		}
		now := resource.Props{"content": m.content(c.Op.Key)}
		if c.Op.Type == "file" && c.Outcome.Status == resource.Done && c.Reverted == nil &&
			!resource.Equal(now["content"], c.Op.After["content"]) {
			t.Errorf("%s: %s is reported as done and is not", where, c.Step)
		}
	}
	if m.killed == "" && h.Class() == plan.Changed && !converged {
		t.Errorf("%s: without a loss it must converge", where)
	}
	return m.killed, string(h.Class()) + " " + code(h)
}

func TestWhatWasDoneBeforeTheLossIsFoundOut(t *testing.T) {
	for _, test := range []struct {
		point  string
		status plan.Class
		code   string
		ends   string
	}{
		{"after set", plan.Changed, "", "a=done"},
		{"before set", plan.Unknown, "unknown_outcome", "a=unknown"},
	} {
		f, hosts := practice(1, nil)
		m := f.only()
		m.onSend = func(resource.Op) { // the next point is "before set", the one behind it "after set"
			m.killAt = m.calls + 1
			if test.point == "after set" {
				m.killAt++
			}
		}
		h, j := one(t, f, hosts, wanting())
		expect(t, h, test.status, test.code, test.ends)
		if m.killed != test.point || m.dials != 3 || len(m.sent) != 1 {
			t.Errorf("killed %q, %d connections, sent %d times", m.killed, m.dials, len(m.sent))
		}
		if j.outcomes[0].Status != resource.Unknown {
			t.Error("the journal must say unknown before anything is looked up")
		}
		if test.status == plan.Changed && (len(h.Items[0].Remarks) != 1 || len(j.outcomes) != 2) {
			t.Errorf("notes %q, outcomes %v", h.Items[0].Remarks, j.outcomes)
		}
	}
}

// A restart leaves no trace, so it is never assumed.
func TestARestartThatIsInDoubt(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.onSend = func(op resource.Op) {
		if op.Type == "service" {
			m.killAt = m.calls + 2
		}
	}
	h, _ := one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{step: "restart", restartAfter: "a"}))
	expect(t, h, plan.Unknown, "unknown_outcome", "a=done restart=unknown")
	if len(h.Owed) != 1 || h.Owed[0].Key != "sp" || h.Owed[0].Step != "restart" {
		t.Errorf("the restart that is owed is not told: %+v", h.Owed)
	}
	// The write before it is in doubt as well, and can be found out.
	f, hosts = practice(1, nil)
	m = f.only()
	m.onSend = func(op resource.Op) { m.killAt = m.calls + 2 }
	h, _ = one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{step: "restart", restartAfter: "a"}))
	expect(t, h, plan.Unknown, "unknown_outcome", "a=done restart=unknown")
}

func TestASecondLossIsNotLookedUp(t *testing.T) {
	f, hosts := practice(1, nil)
	m := f.only()
	m.onSend = func(resource.Op) { m.killAt = m.calls + 2; m.dialError = errLost }
	h, _ := one(t, f, hosts, wanting())
	expect(t, h, plan.Unknown, "unknown_outcome", "a=unknown")
}
