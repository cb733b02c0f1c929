package plan

import (
	"fmt"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// What nobody knows the outcome of is told by its own place: not by the block, of which another change is missing, and
// not by the host asking for it no longer, which it does, too, where the block does not apply any more.
func TestTraces(t *testing.T) {
	const block = "step.registry_value.x"
	value := func(name string) *Item {
		there := func(v any, exists bool) resource.Props {
			return resource.Props{"exists": exists, "type": v, "value": v}
		}
		key := `HKLM\SOFTWARE\xops-test\\` + name
		return &Item{
			Change: Change{
				ID: name, Step: block, Kind: "registry_value", Change: step.Change{
					Action: step.Create, Resource: resource.ID{Type: "registry", Key: key}, Reversible: true,
					Before: resource.Props{"value": nil}, After: resource.Props{"value": "sz"},
					Op: &resource.Op{
						ID: name, Type: "registry", Key: key, Before: there(nil, false), After: there("sz", true),
					},
				},
			},
			Outcome: &resource.Result{Op: name, Status: resource.Unknown},
		}
	}
	opaque := value("opaque")
	opaque.Reversible = false
	for _, c := range []struct {
		name    string
		items   []*Item
		there   string // the value that is there
		wants   string // the value that the host asks for
		skipped bool
		told    string // on resuming
		found   string // after a lost connection
	}{
		{"one of two", []*Item{value("a"), value("b")}, "a", "b", false, "done skipped", "done unknown"},
		{"both, whatever the host says", []*Item{value("a")}, "a", "", true, "done", "done"},
		{"not made, and it applies no more", []*Item{value("a")}, "", "", true, "skipped", "unknown"},
		{"no trace, and it applies no more", []*Item{opaque}, "", "", true, "unknown", "unknown"},
		{"no trace, and it is in order", []*Item{opaque}, "", "", false, "done", "done"},
	} {
		fresh := &Host{}
		if c.wants != "" {
			fresh.Changes = []Change{value(c.wants).Change}
		}
		if c.skipped {
			fresh.Skips = []Skip{{Address: block, Why: problem.New(problem.WhenFalse)}}
		}
		for want, close := range map[string]func(*Work, *Traces) []resource.Result{
			c.told: func(w *Work, traces *Traces) []resource.Result { return w.Told(fresh, traces) },
			c.found: func(w *Work, traces *Traces) (all []resource.Result) {
				known, open := w.FoundOut(w.Items, fresh, traces)
				for _, i := range append(known, open...) {
					all = append(all, *i.Outcome)
				}
				return all
			},
		} {
			w := &Work{}
			for _, i := range c.items {
				again := *i
				w.Items = append(w.Items, &again)
			}
			traces := NewTraces(w.Items)
			for queries := traces.Queries(); len(queries) > 0; queries = traces.Queries() {
				answers := make([]resource.Answer, len(queries))
				for n, q := range queries {
					is := resource.Props{"exists": false, "type": nil, "value": nil}
					if c.there != "" && q.Key == value(c.there).Op.Key {
						is = value(c.there).Op.After
					}
					answers[n] = resource.Answer{Items: []resource.Item{{Key: q.Key, Props: is}}}
				}
				traces.Add(queries, answers)
			}
			status := map[string]resource.Status{}
			for _, r := range close(w, traces) {
				status[r.Op] = r.Status
			}
			got := ""
			for _, i := range c.items {
				s := status[i.ID]
				if s == "" {
					s = resource.Unknown
				}
				got += fmt.Sprintf(" %s", s)
			}
			if got != " "+want {
				t.Errorf("%s:%s, want %s", c.name, got, want)
			}
		}
	}
}
