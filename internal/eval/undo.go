package eval

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Undo is an evaluation whose steps are not a playbook's but a host's changes of an earlier run, taken back last first.
// It plans on what is observed as a playbook does, so that the same line asks, guards, sends and verifies.
type Undo struct {
	target   Target
	steps    []undone
	restarts []*plan.Item // that the run made: they are made again when something was taken back
	answers  []answered
	asked    map[string]bool
	applied  map[string]bool
}

// undone is one change of the run and the step that takes it back; step is nil where nothing can.
type undone struct {
	plan.Change
	step step.Step
}

// NewUndo prepares to take back what a run has done on a host. What it found so already was not its own, and stays; so
// does what it has taken back itself. What nobody knows of is looked at: it is taken back where it is there.
func NewUndo(target Target, run []*plan.Item) *Undo {
	u := &Undo{target: target, asked: map[string]bool{}, applied: map[string]bool{}}
	var inverses []step.Change
	for _, i := range slices.Backward(run) {
		if i.Ended() != resource.Unknown && (i.Ended() != resource.Done || !i.Made()) {
			continue
		}
		if i.Action == step.Restart && !i.Reversible && step.RestartOf(i.Resource) != nil {
			u.restarts = append([]*plan.Item{i}, u.restarts...)
			continue
		}
		c, ok := i.Invert()
		if !ok {
			u.steps = append(u.steps, undone{Change: i.Change})
			continue
		}
		c.Step, c.Stage = "undo."+i.Step, 0
		c.ID = c.Block() + "#" + i.ID
		inverses = append(inverses, c.Change)
		u.steps = append(u.steps, undone{c, step.Undo(c.Change, nil)})
	}
	n := 0
	for i := range u.steps {
		if u.steps[i].step != nil {
			n++
			u.steps[i].step = step.Undo(u.steps[i].Change.Change, inverses[n:])
		}
	}
	return u
}

// Applied tells which changes were made in this run so far.
func (u *Undo) Applied(made []*plan.Item) {
	for _, i := range made {
		u.applied[i.Block()] = true
	}
}

// Queries are the questions that can be asked now and were not asked yet.
func (u *Undo) Queries() []resource.Query {
	_, needs := u.walk()
	return needs
}

// Add takes in answers, in the order of the queries.
func (u *Undo) Add(queries []resource.Query, answers []resource.Answer) {
	for i, q := range queries {
		if i < len(answers) && !u.asked[q.ID()] {
			u.asked[q.ID()] = true
			u.answers = append(u.answers, answered{q, answers[i]})
		}
	}
}

// Plan is what would be taken back.
func (u *Undo) Plan() *plan.Host {
	h, _ := u.walk()
	return h
}

func (u *Undo) walk() (*plan.Host, []resource.Query) {
	world := step.NewFacts(text.English)
	for _, a := range u.answers {
		world.Add(a.query, a.answer)
	}
	h := &plan.Host{Host: u.target.ID, Title: u.target.Title}
	var needs []resource.Query
	ask := func(queries []resource.Query) (waits bool) {
		for _, q := range queries {
			if !u.asked[q.ID()] {
				needs, waits = append(needs, q), true
			}
		}
		return waits
	}
	for _, s := range u.steps {
		if s.step == nil {
			h.Skips = append(h.Skips, plan.Skip{
				Address: s.Block(), Title: s.Title,
				Why: problem.New(problem.Irreversible),
			})
			continue
		}
		if ask(s.step.Observe(world)) {
			continue
		}
		changes, err := s.step.Plan(world)
		if err != nil {
			var p *problem.Problem
			if !errors.As(err, &p) {
				p = problem.From(err)
			}
			h.Blocks = append(h.Blocks, plan.Blocked{Playbook: s.Playbook, Address: s.Step, Title: s.Title, Error: p})
			continue
		}
		for _, c := range changes {
			full := s.Change
			full.Change = c
			world.Overlay(*c.Op, c.Predict)
			h.Changes = append(h.Changes, full)
		}
	}
	for n, r := range u.restarts {
		block := "undo." + r.Step
		if len(h.Changes) == 0 && len(u.applied) == 0 || u.applied[plan.Block(r.Playbook, block)] {
			continue
		}
		again := step.RestartOf(r.Resource)
		if ask(again.Observe(world)) {
			continue
		}
		if u.stopped(r.Resource, world) {
			continue
		}
		changes, err := again.Plan(world)
		if err != nil {
			h.Blocks = append(h.Blocks, plan.Blocked{
				Playbook: r.Playbook, Address: block, Title: r.Title,
				Error: problem.From(err),
			})
			continue
		}
		for _, c := range changes {
			full := r.Change
			full.Change, full.Step, full.Stage = c, block, 0
			full.ID = fmt.Sprintf("%s#%d", full.Block(), n)
			h.Changes = append(h.Changes, full)
		}
	}
	return h, needs
}

// stopped says whether a service is, or will be, stopped because it was before the run: it reads everything anew when
// it is started, and a restart would start it.
func (u *Undo) stopped(id resource.ID, world step.World) bool {
	for _, s := range u.steps {
		if s.step == nil || !s.Resource.Same(id) || s.Op.After["state"] != "stopped" {
			continue
		}
		now, err := world.Get(id.Type, id.Key)
		return err == nil && now["state"] == "stopped"
	}
	return false
}
