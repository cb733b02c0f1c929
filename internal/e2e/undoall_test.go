package e2e

import (
	"fmt"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// settled is a host's state without what no way back can bring: which process a service is.
func settled(h *lab.Host) state {
	s := stateOf(h)
	for name, service := range s.services {
		service.PID = 0
		s.services[name] = service
	}
	return s
}

// TestUndoOfEverything: after taking back a run of the remedies, and of every kind of step, the hosts are as before:
// bytes, access lists, rules, registry, services. Taking that back makes the changes again, byte for byte.
func TestUndoOfEverything(t *testing.T) {
	t.Parallel()
	sets := [][]lab.Fault{everything, {lab.TempNoDelete, lab.ServiceStopped}, nil}
	for _, names := range [][]string{shipped, {kinds}} {
		t.Run(fmt.Sprint(len(names)), func(t *testing.T) {
			t.Parallel()
			f := newLab(t, lab.Config{Practices: len(sets), Sets: sets, Now: ticks()})
			o := newOperator(t, f)
			o.t = t
			states := func() (all []state) {
				for _, h := range f.Hosts() {
					all = append(all, settled(h))
				}
				return all
			}
			same := func(what string, want []state) {
				t.Helper()
				for i, now := range states() {
					for _, d := range differences(want[i], now) {
						t.Errorf("%s: on %s %s %s differs", what, f.Hosts()[i].ID(), d.Type, d.Key)
					}
				}
			}
			before := states()
			o.document([]int{0, 3}, append([]string{"apply", "--yes"}, names...)...)
			changed := states()
			undone := o.document([]int{0}, "undo", "--yes", "last")
			same("taken back", before)
			n := 0
			for _, h := range undone.Hosts {
				if h.Status != plan.Undone && h.Status != plan.OK {
					t.Errorf("%s is %s: %v", h.Host, h.Status, h.Error)
				}
				for _, c := range h.Changes {
					if c.Outcome == nil || c.Outcome.Status != resource.Done {
						t.Errorf("%s %s: %+v", h.Host, c.Step, c.Outcome)
					}
					n++
				}
			}
			if n == 0 {
				t.Fatal("nothing was taken back")
			}
			o.document([]int{0}, "undo", "--yes", "last")
			same("made again", changed)
		})
	}
}
