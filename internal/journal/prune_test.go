package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// past makes a run that is over, in which a host's file was written.
func past(t *testing.T, j *Journal, id string, day int, status plan.RunStatus, before, after string, hosts ...string) {
	t.Helper()
	must(t, j.Begin(t.Context(), exec.RunInfo{
		ID: id, Command: "apply", Operator: "anna", Hosts: hosts,
		Started: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC),
	}))
	must(t, j.Intend(t.Context(), id, hosts[0], []exec.Intent{writing("1", `C:\x.ini`, []byte(before), []byte(after))}))
	must(t, j.Outcome(t.Context(), id, hosts[0], resource.Result{Op: "1", Status: resource.Done}))
	for _, h := range hosts {
		must(t, j.HostDone(t.Context(), id, &plan.Result{Visit: plan.Visit{Host: h}, Plan: &plan.Host{}}))
	}
	must(t, j.End(t.Context(), id, status))
}

func TestWhatIsPrunedIsGoneAndTheRestIsProven(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	past(t, j, "r1", 1, plan.RunDone, "only in the first", "both", "p/h1", "p/h2")
	past(t, j, "r2", 2, plan.RunDone, "both", "only in the second", "p/h1")
	head := verified(t, j).Head
	a, err := j.Prune(t.Context(), "bert", time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), []string{"r1"})
	must(t, err)
	if a.Rows != 4 || a.Operator != "bert" || a.Head != head || !slices.Equal(a.Runs, []string{"r1"}) {
		t.Errorf("%+v", a)
	}
	v := verified(t, j)
	if len(v.Faults) > 0 || len(v.Pruned) != 1 || v.Pruned[0].Head != head || !v.Pruned[0].Before.Equal(a.Before) {
		t.Errorf("%+v", v)
	}
	if r := get(t, j, "r2"); string(mustBytes(t, r.Hosts[0].Operations[0].Sent.Before)) != "both" {
		t.Error("a file of another run is gone")
	}
	if _, err := j.Run(t.Context(), "r1"); err == nil {
		t.Error("the run is there")
	}
	must(t, j.Close())
	for _, name := range []string{fileName, fileName + "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && bytes.Contains(data, []byte("only in the first")) {
			t.Errorf("%s has its file still", name)
		}
	}
	j = open(t, dir)
	run(t, j, "UPDATE pruned SET runs = '[]'")
	if v := verified(t, j); len(v.Faults) != 1 || v.Faults[0].Kind != RowChanged || v.Faults[0].Table != "pruned" {
		t.Errorf("a changed anchor: %+v", v.Faults)
	}
}

func mustBytes(t *testing.T, p resource.Props) []byte {
	t.Helper()
	data, ok := p.Bytes(resource.Content)
	if !ok {
		t.Fatalf("no content in %v", p)
	}
	return data
}

func TestWhatIsNeededIsNotPruned(t *testing.T) {
	j := lived(t) // r1 owes a restart on h2, r2 goes on
	before := verified(t, j)
	for _, id := range []string{"r1", "r2", "nosuchrun"} {
		if _, err := j.Prune(t.Context(), "bert", time.Now(), []string{id}); err == nil {
			t.Errorf("%s is gone", id)
		}
	}
	if after := verified(t, j); after.Rows != before.Rows || after.Head != before.Head {
		t.Errorf("%+v, before %+v", after, before)
	}
}

func TestRunsAreFound(t *testing.T) {
	j := open(t, t.TempDir())
	past(t, j, "r1", 1, plan.RunDone, "a", "b", "huber/srv01", "huber/ws01")
	past(t, j, "r2", 2, plan.RunPartly, "a", "b", "mueller/srv01")
	past(t, j, "r3", 3, plan.RunFailed, "a", "b", "huber2/ws01")
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		f    Filter
		want []string
	}{
		{"all", Filter{}, []string{"r3", "r2", "r1"}},
		{"newest", Filter{Limit: 2}, []string{"r3", "r2"}},
		{"practice", Filter{Practices: []string{"huber"}}, []string{"r1"}},
		{"practices", Filter{Practices: []string{"mueller", "huber?"}}, []string{"r3", "r2"}},
		{"host", Filter{Hosts: []string{"*/ws01"}}, []string{"r3", "r1"}},
		{"host's name", Filter{Hosts: []string{"srv*"}}, []string{"r2", "r1"}},
		{"both", Filter{Practices: []string{"huber*"}, Hosts: []string{"srv01"}}, []string{"r1"}},
		{"status", Filter{Statuses: []plan.RunStatus{plan.RunDone, plan.RunFailed}, Limit: 1}, []string{"r3"}},
		{"time", Filter{Since: day(2), Until: day(3)}, []string{"r2"}},
		{"no step", Filter{Steps: []string{"step.none.*"}}, nil},
		{"step", Filter{Steps: []string{"*"}, Hosts: []string{"mueller/*"}}, []string{"r2"}},
		{"no injection", Filter{Hosts: []string{"x') OR 1 --"}}, nil},
	} {
		runs, err := j.Find(t.Context(), c.f)
		var got []string
		for _, r := range runs {
			got = append(got, r.ID)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", c.name, got, c.want, err)
		}
	}
}
