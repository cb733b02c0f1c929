package exec_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// rolled applies one change to ten hosts in batches of 1, 3 and the rest. broken are hosts whose change fails. It gives
// each host's class and the batch sizes after which Pause and Between were called.
func rolled(t *testing.T, o exec.Options, broken ...string) (classes string, j *memory) {
	t.Helper()
	f, hosts := practice(10, map[string]string{"a": "old"})
	for _, name := range broken {
		f.hosts["mueller/"+name].onOp = fails("a", resource.Failed)
	}
	j = &memory{}
	one := plan.Amount{Number: 1}
	o.Dialer, o.Journal = f, j
	o.Rules = []plan.Rule{{
		Batches:     []plan.Amount{one, {Number: 3}, {Number: 100, Percent: true}},
		MaxFailures: &one, PauseS: 60,
	}}
	if o.Pause == nil {
		o.Pause = func(context.Context, time.Duration) {}
	}
	run := exec.New(o).Plan(t.Context(), hosts, playbook(wish{step: "s", key: "a", want: "new"}))
	if s := run.Schedule(); s.String() != "1 → 3 → 6" && len(o.Canaries) == 0 {
		t.Errorf("the schedule is %s", s.String())
	}
	results, err := run.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	var out []string
	for i, r := range results {
		if r.Host != hosts[i].ID() {
			t.Errorf("result %d is that of %s", i, r.Host)
		}
		out = append(out, string(r.Class()))
		if sent := len(f.hosts[r.Host].sent); (r.Class() == plan.Waiting || r.Class() == plan.Cancelled) && sent > 0 {
			t.Errorf("%s was not begun, and %d operations were sent", r.Host, sent)
		}
	}
	if len(j.hosts) != len(hosts) {
		t.Errorf("%d hosts are written down", len(j.hosts))
	}
	return strings.Join(out, " "), j
}

func repeated(n int, word string) string { return strings.Repeat(word+" ", n) }

// One host may fail, the second ends it: in its batch those that are under way end, and nobody begins.
func TestARolloutStops(t *testing.T) {
	for name, c := range map[string]struct {
		broken []string
		want   string
	}{
		"all well":    {nil, repeated(10, "changed")},
		"one may":     {[]string{"pc000"}, "failed " + repeated(9, "changed")},
		"two may not": {[]string{"pc000", "pc002"}, "failed changed failed " + repeated(7, "waiting")},
	} {
		t.Run(name, func(t *testing.T) {
			var pauses []time.Duration
			got, j := rolled(t, exec.Options{
				Parallel: 1, Pause: func(_ context.Context, d time.Duration) { pauses = append(pauses, d) },
			}, c.broken...)
			if got != strings.TrimSpace(c.want) {
				t.Errorf("%s\nwant\n%s", got, c.want)
			}
			if want := 2 - strings.Count(c.want, "waiting")/7; len(pauses) != want || pauses[0] != time.Minute {
				t.Errorf("pauses %v", pauses)
			}
			if j.info.Rollout != "1 → 3 → 6" {
				t.Errorf("the journal has the rollout %q", j.info.Rollout)
			}
		})
	}
}

// Between two batches a person may be asked; who says no has the others wait, and Ctrl-C has them cancelled.
func TestARolloutIsHeld(t *testing.T) {
	var asked []int
	got, _ := rolled(t, exec.Options{
		Canaries: []string{"mueller/pc007", "mueller/pc003"},
		Between: func(batch int, done []*plan.Result) bool {
			asked = append(asked, batch, len(done))
			return batch < 2
		},
	})
	if want := "changed waiting waiting changed waiting waiting waiting changed waiting waiting"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if !slices.Equal(asked, []int{1, 2, 2, 3}) {
		t.Errorf("asked %v", asked)
	}
	var r *exec.Runner
	o := exec.Options{Pause: func(ctx context.Context, _ time.Duration) {
		r.Stop()
		<-ctx.Done()
	}}
	f, hosts := practice(3, map[string]string{"a": "old"})
	o.Dialer, o.Journal = f, &memory{}
	o.Rules = []plan.Rule{{Batches: []plan.Amount{{Number: 1}}, PauseS: 1}}
	r = exec.New(o)
	results, err := r.Plan(t.Context(), hosts, playbook(wish{step: "s", key: "a", want: "new"})).Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []plan.Class{plan.Changed, plan.Cancelled, plan.Cancelled} {
		if results[i].Class() != want {
			t.Errorf("host %d is %s", i, results[i].Class())
		}
	}
}

// Hosts that sleep are tried until the time is over. One that comes late is changed where somebody has approved just
// that on another host; anything else waits for a person.
func TestSleepersAreWaitedFor(t *testing.T) {
	f, hosts := practice(5, map[string]string{"a": "old", "b": "one"})
	for _, name := range []string{"pc001", "pc002", "pc003", "pc004"} {
		f.hosts["mueller/"+name].dialError = problem.New("host-off")
	}
	f.hosts["mueller/pc002"].files["a"] = "new"
	f.hosts["mueller/pc003"].files["b"] = "other"
	now := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	var waited []time.Duration
	j := &memory{}
	r := exec.New(exec.Options{
		Dialer: f, Journal: j, Wait: 3 * time.Minute, Clock: func() time.Time { return now },
		Pause: func(_ context.Context, d time.Duration) {
			now = now.Add(d)
			if waited = append(waited, d); len(waited) == 2 {
				for _, name := range []string{"pc001", "pc002", "pc003"} {
					f.hosts["mueller/"+name].dialError = nil
				}
			}
		},
	})
	wishes := []wish{{step: "s", key: "a", want: "new"}, {step: "rare", key: "b", want: "one"}}
	results, err := r.Plan(t.Context(), hosts, playbook(wishes...)).Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.clean(t)
	for i, want := range []plan.Class{plan.Changed, plan.Changed, plan.OK, plan.Waiting, plan.Unreachable} {
		if got := results[i].Class(); got != want {
			t.Errorf("host %d is %s, want %s: %v", i, got, want, results[i].Error)
		}
	}
	if results[3].Reason.Code != plan.ReasonUnapproved || f.hosts["mueller/pc003"].files["a"] != "old" {
		t.Errorf("%+v", results[3].Reason)
	}
	want := []time.Duration{30 * time.Second, 45 * time.Second, 67500 * time.Millisecond, 37500 * time.Millisecond}
	if !slices.Equal(waited, want) {
		t.Errorf("waited %v", waited)
	}
	if last := j.hosts[len(j.hosts)-1]; last != "mueller/pc004 unreachable" {
		t.Errorf("written down: %v", j.hosts)
	}
}
