package exec_test

import (
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

func TestDeferredStepsRunInLaterStages(t *testing.T) {
	f, hosts := practice(1, nil)
	h, j := one(t, f, hosts, playbook(
		wish{step: "a", key: "a", want: "1"},
		wish{step: "b", key: "b", want: "2", knownAfter: "a"},
		wish{step: "c", key: "c", want: "3", knownAfter: "b"},
		wish{step: "gone", key: "a", want: "1", knownAfter: "a"}, // turns out to be so already
	))
	expect(t, h, plan.Changed, "", "a=done b=done c=done gone=already")
	if h.Starts != 4 || len(j.intents) != 3 {
		t.Errorf("%d starts and %d intents, want 4 and 3", h.Starts, len(j.intents))
	}
}

func TestARestartAfterADeferredStep(t *testing.T) {
	f, hosts := practice(1, nil)
	h, _ := one(t, f, hosts, playbook(
		wish{step: "a", key: "a", want: "1"},
		wish{step: "restart", restartAfter: "a"},
		wish{step: "b", key: "b", want: "2", knownAfter: "a"},
		wish{step: "again", knownAfter: "a", restartAfter: "b"},
	))
	expect(t, h, plan.Changed, "", "a=done restart=done b=done again=done")
	if f.only().restarts != 2 {
		t.Errorf("restarted %d times", f.only().restarts)
	}
}

func TestAStageThatWasReviewedWithItsOperation(t *testing.T) {
	f, hosts := practice(1, nil)
	h, _ := one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{
		step: "b", key: "b", want: "2",
		stage: 1,
	}))
	expect(t, h, plan.Changed, "", "a=done b=done")
	if h.Starts != 3 {
		t.Errorf("%d starts, want 3: the stage is an exchange of its own", h.Starts)
	}
	// What is to be done in the later stage is not what was reviewed any more.
	f, hosts = practice(1, nil)
	m := f.only()
	m.onOp = func(op resource.Op) *resource.Result {
		if op.Key == "a" {
			m.files["b"] = "meanwhile"
		}
		return nil
	}
	h, _ = one(t, f, hosts, playbook(wish{step: "a", key: "a", want: "1"}, wish{
		step: "b", key: "b", want: "2",
		stage: 1,
	}))
	expect(t, h, plan.Stale, "stale", "a=done b=")
}

func TestForEachThatIsKnownLater(t *testing.T) {
	f, hosts := practice(1, nil)
	rounds := 0
	h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
		rounds++
		if rounds == 1 {
			return &evaluation{wishes: []wish{{step: "a", key: "a", want: "1"}, {
				step: "each", key: "x", want: "2",
				knownAfter: "a",
			}}}
		}
		return &evaluation{wishes: []wish{
			{step: "a", key: "a", want: "1"},
			{step: `each["x"]`, key: "x", want: "2"},
			{step: `each["y"]`, key: "y", want: "3"},
		}}
	})
	expect(t, h, plan.Changed, "", `a=done each["x"]=done each["y"]=done`)
}

func TestNothingBeyondTheReview(t *testing.T) {
	for name, test := range map[string]struct {
		later []wish
		code  string
	}{
		"new step":  {[]wish{{step: "a", key: "a", want: "1"}, {step: "new", key: "b", want: "2"}}, "beyond_review"},
		"same step": {[]wish{{step: "a", key: "a", want: "other"}}, "not_converged"},
		"still unsure": {[]wish{{step: "w", key: "q", want: "q", manual: true}, {
			step: "later", key: "b", want: "2",
			knownAfter: "w",
		}}, "stuck"},
	} {
		t.Run(name, func(t *testing.T) {
			f, hosts := practice(1, nil)
			first := []wish{{step: "a", key: "a", want: "1"}, {step: "later", key: "b", want: "2", knownAfter: "a"}}
			if test.code == "beyond_review" {
				first = first[:1]
			}
			n := 0
			h, _ := one(t, f, hosts, func(*inventory.Host) exec.Evaluation {
				n++
				if n == 1 {
					return &evaluation{wishes: first}
				}
				return &evaluation{wishes: test.later}
			})
			if h.Class() != plan.Failed || code(h) != test.code {
				t.Errorf("class %s, error %v; want %s", h.Class(), h.Error, test.code)
			}
			if _, ok := f.only().files["b"]; ok {
				t.Error("something was changed that nobody has reviewed")
			}
		})
	}
}

func TestStagesAreBounded(t *testing.T) {
	f, hosts := practice(1, nil)
	chain := []wish{{step: "s0", key: "k0", want: "x"}}
	for i := 1; i < 8; i++ {
		chain = append(chain, wish{
			step: "s" + string(rune('0'+i)), key: "k" + string(rune('0'+i)), want: "x",
			knownAfter: chain[i-1].step,
		})
	}
	h, _ := one(t, f, hosts, playbook(chain...))
	expect(t, h, plan.Failed, "stages", "s0=done s1=done s2=done s3=done s4=done s5= s6= s7=")
}
