package eval

import (
	"slices"

	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// plannedStep is kept to find steps that fight each other.
type plannedStep struct {
	step   step.Step
	source *playbook.Step
	at     string
	block  string
	laid   int // how many changes lay over the world when it had planned its own
}

// laid is a change that lies over the world, and whose it is.
type laid struct {
	by      *plannedStep
	op      resource.Op
	predict resource.Props
}

// wants is a change that a step would make on a world; nil if it is content there.
func (p *plannedStep) wants(world *step.Facts) *step.Change {
	changes, err := p.step.Plan(world)
	if err != nil {
		return nil
	}
	for i, c := range changes {
		if c.Op != nil && !c.Opaque && !c.Once {
			return &changes[i]
		}
	}
	return nil
}

// fights finds steps that want different things: on the predicted world every step must be content. All parties fail,
// by block. A step that this run has made was right at its time; whether it holds is seen when everything is done.
func (w *walk) fights() map[string]*problem.Problem {
	found := map[string]*problem.Problem{}
	upset := func(p *plannedStep) bool { return w.e.applied[p.block] == nil && p.wants(w.world) != nil }
	if len(w.laid) == 0 || !slices.ContainsFunc(w.planned, upset) {
		return found
	}
	blame := func(p, other *plannedStep, thing string) {
		if found[p.block] == nil {
			second := other.at + " (" + where(other.source.Range) + ")"
			found[p.block] = problem.New(problem.StepConflict, "step", p.at, "other", second, "resource", thing).
				With("%s", where(p.source.Range))
		}
	}
	for _, p := range w.planned {
		if w.e.applied[p.block] != nil {
			continue
		}
		world := w.laidUpTo(p.laid)
		content := p.wants(world) == nil
		if c := p.wants(w.world); !content && c != nil {
			what := p.at + " is not content with its own change of " + c.Resource.String()
			found[p.block] = problem.New(problem.Internal, "what", what).With("%s", where(p.source.Range))
		}
		for i := p.laid; i < len(w.laid); i++ {
			l := w.laid[i]
			world.Overlay(l.op, l.predict)
			c := p.wants(world)
			if content && c != nil {
				thing := c.Resource.String()
				blame(p, l.by, thing)
				blame(l.by, p, thing)
				for _, o := range w.allies(i) {
					blame(o, p, thing)
				}
			}
			content = c == nil
		}
	}
	return found
}

// allies are the other steps that are content with a change and would not be without it: they would make it themselves.
func (w *walk) allies(i int) []*plannedStep {
	before, after := w.laidUpTo(i), w.laidUpTo(i+1)
	return slices.DeleteFunc(slices.Clone(w.planned), func(p *plannedStep) bool {
		return p == w.laid[i].by || p.wants(before) == nil || p.wants(after) != nil
	})
}

// laidUpTo is the world with the first n changes.
func (w *walk) laidUpTo(n int) *step.Facts {
	world := w.e.facts()
	for _, l := range w.laid[:n] {
		world.Overlay(l.op, l.predict)
	}
	return world
}
