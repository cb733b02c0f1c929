package eval

import (
	"slices"
	"testing"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// TestUndoStopsWhatWasStopped: a service that a run has started, and restarted for another reason, is stopped again,
// not restarted as well: a restart would start it. Where somebody has changed it since it stays as it is, and runs with
// what it has read: then it is restarted.
func TestUndoStopsWhatWasStopped(t *testing.T) {
	id := resource.ID{Type: "service", Key: "SP"}
	done := func(step string, c step.Change) *plan.Item {
		c.Resource = id
		c.Op.ID, c.Op.Type, c.Op.Key = step, id.Type, id.Key
		return &plan.Item{
			Change:  plan.Change{ID: step, Step: step, Kind: "service", Change: c},
			Outcome: &resource.Result{Op: step, Status: resource.Done},
		}
	}
	was := resource.Props{"start": "manual", "state": "stopped"}
	is := resource.Props{"start": "auto", "state": "running"}
	port := resource.ID{Type: "registry", Key: `HKLM\SOFTWARE\Test\\Port`}
	value := done("step.registry_value.port", step.Change{
		Action: step.Update, Reversible: true,
		Op: &resource.Op{
			Before: resource.Props{"exists": true, "type": "string", "value": "1"},
			After:  resource.Props{"exists": true, "type": "string", "value": "2"},
		},
	})
	value.Resource, value.Op.Type, value.Op.Key = port, port.Type, port.Key
	run := []*plan.Item{
		value,
		done("step.service.running", step.Change{
			Action: step.Update, Reversible: true, Before: was, After: is, Op: &resource.Op{Before: was, After: is},
		}),
		done("due.service.SP", step.Change{
			Action: step.Restart,
			Op: &resource.Op{
				Before: resource.Props{"restart": nil}, After: resource.Props{"restart": true},
			},
		}),
	}
	for name, c := range map[string]struct {
		start, state string
		want         []step.Action
	}{
		"as the run left it":  {"auto", "running", []step.Action{step.Update, step.Update}},
		"taken back":          {"manual", "stopped", []step.Action{step.Update}},
		"somebody changed it": {"delayed", "running", []step.Action{step.Update, step.Restart}},
	} {
		u := NewUndo(Target{ID: "p/h"}, run)
		for queries := u.Queries(); len(queries) > 0; queries = u.Queries() {
			answers := make([]resource.Answer, len(queries))
			for i, q := range queries {
				props := resource.Props{"exists": true, "type": "string", "value": "2"}
				if q.Type == "service" {
					props = resource.Props{
						"exists": true, "name": "SP", "start": c.start, "state": c.state, "crashes": int64(0),
						"dependents": []any{},
					}
				}
				answers[i] = resource.Answer{Items: []resource.Item{{Key: q.Key, Props: props}}}
			}
			u.Add(queries, answers)
		}
		var got []step.Action
		for _, change := range u.Plan().Changes {
			got = append(got, change.Action)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
