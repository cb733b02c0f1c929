package plan

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Traces is an evaluation that looks at the places of changes of which nobody knows what became of them. That a host
// asks for a change no longer does not tell: it may have been made, and it may not apply any more. Its place does.
type Traces struct {
	items []*Item
	steps map[*Item]step.Step // that take the items back; none for what leaves no trace
	world *step.Facts
	asked map[string]bool
}

// NewTraces prepares to look at what became of changes, in the order in which they were sent.
func NewTraces(doubtful []*Item) *Traces {
	t := &Traces{
		items: doubtful, steps: map[*Item]step.Step{}, world: step.NewFacts(text.English), asked: map[string]bool{},
	}
	for _, i := range doubtful {
		if inverse, ok := i.Invert(); ok && inverse.Op != nil {
			t.steps[i] = step.Undo(inverse.Change, nil)
		}
	}
	return t
}

// Applied is of no interest here.
func (t *Traces) Applied([]*Item) {}

// Queries are the questions that were not asked yet.
func (t *Traces) Queries() (queries []resource.Query) {
	for _, i := range t.items {
		if t.steps[i] == nil {
			continue
		}
		for _, q := range t.steps[i].Observe(t.world) {
			if id := q.ID(); !t.asked[id] {
				t.asked[id] = true
				queries = append(queries, q)
			}
		}
	}
	return queries
}

// Add takes in answers, in the order of the queries.
func (t *Traces) Add(queries []resource.Query, answers []resource.Answer) {
	for i, q := range queries {
		t.world.Add(q, answers[i])
	}
}

// Plan is empty: nothing is to be changed.
func (t *Traces) Plan() *Host { return &Host{} }

// of says whether a change was made; told is false where its place does not tell. One that a later change of the same
// place rests on was made if that was.
func (t *Traces) of(i *Item) (made, told bool) {
	at := slices.Index(t.items, i)
	if at < 0 || t.steps[i] == nil {
		return false, false
	}
	back, err := t.steps[i].Plan(t.world)
	if err == nil {
		return len(back) > 0, true
	}
	for _, later := range t.items[at+1:] {
		if later.Resource.Same(i.Resource) && later.Section == i.Section {
			made, _ := t.of(later)
			return made, made
		}
	}
	return false, false
}

// skipped says whether a look at a host found that a change's block does not apply there.
func skipped(fresh *Host, i *Item) bool {
	return fresh.Reason != nil || slices.ContainsFunc(fresh.Skips, func(s Skip) bool {
		return s.Address == i.Step || s.Address == i.Playbook || strings.HasPrefix(i.Step, s.Address+".") // an include
	})
}
