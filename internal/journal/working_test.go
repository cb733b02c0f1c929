package journal

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
)

// TestWorking: another run changes a host from the moment at which something was about to be sent there until its turn
// has ended, or its process.
func TestWorking(t *testing.T) {
	dir := t.TempDir()
	one, two := open(t, dir), open(t, dir)
	who := func(host, run string, want *exec.Holder) {
		t.Helper()
		got, err := two.Working(t.Context(), host, run)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", host, d)
		}
	}
	anna := &exec.Holder{Operator: "anna", Run: "r1"}
	begin(t, one, "r1", "a/1", "a/2", "a/3")
	begin(t, two, "r2", "a/1")
	who("a/1", "r2", nil) // its turn has not come
	for _, host := range []string{"a/1", "a/2"} {
		must(t, one.Intend(t.Context(), "r1", host, []exec.Intent{writing("1", `C:\a.ini`, nil, []byte("x"))}))
	}
	who("a/1", "r2", anna)
	who("a/3", "r2", nil)
	who("a/1", "r1", nil) // its own
	must(t, one.HostDone(t.Context(), "r1", &plan.Result{Visit: plan.Visit{Host: "a/1"}, Plan: &plan.Host{}}))
	who("a/1", "r2", nil)
	who("a/2", "r2", anna)
	must(t, one.Close())
	who("a/2", "r2", nil) // whoever worked on it is gone
}
