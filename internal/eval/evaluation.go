package eval

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Target is the host that playbooks are evaluated on. Host and Practice are objects with the attributes of
// playbook.HostType and playbook.PracticeType.
type Target struct {
	ID       string // practice/host
	Title    string // the practice's title
	Host     cty.Value
	Practice cty.Value
}

// Evaluation works out the plan of one host in rounds: ask Queries, Add the answers, until Queries is empty, then Plan.
// Every round walks through the playbooks anew with what is known, so there is no state but the answers.
type Evaluation struct {
	set      *playbook.Set
	target   Target
	answers  []answered
	answered map[string]bool
	applied  map[string]*plan.Change // by block: what this run has changed already
	last     *walk                   // of the present answers
}

type answered struct {
	query  resource.Query
	answer resource.Answer
}

// New prepares the evaluation of a set of playbooks on one host.
func New(set *playbook.Set, target Target) *Evaluation {
	return &Evaluation{set: set, target: target, answered: map[string]bool{}}
}

// Queries are the questions that can be asked now and were not asked yet, each once.
func (e *Evaluation) Queries() []resource.Query { return e.walk().needs }

// Add takes in answers, in the order of the queries.
func (e *Evaluation) Add(queries []resource.Query, answers []resource.Answer) {
	for i, q := range queries {
		if i < len(answers) && !e.answered[q.ID()] {
			e.answered[q.ID()] = true
			e.answers = append(e.answers, answered{q, answers[i]})
		}
	}
	e.last = nil
}

// Applied tells what was changed earlier in this run, with outcomes: those steps count as changed, and a script's output is
// known. Call it before the first Queries.
func (e *Evaluation) Applied(changes []plan.Change) {
	e.applied = map[string]*plan.Change{}
	for i := range changes {
		e.applied[changes[i].Block()] = &changes[i]
		for _, b := range changes[i].Covers {
			e.applied[b] = &changes[i]
		}
	}
	e.last = nil
}

// Plan is what must change. It is complete when Queries is empty; asked earlier, it is a failed host that says so.
func (e *Evaluation) Plan() *plan.Host {
	w := e.walk()
	h := w.host
	if len(w.needs) > 0 && h.Error == nil {
		next := w.needs[0]
		h.Error = diag.From(problem.New(problem.Rounds).With("%s %q still waits for earlier answers", next.Type, next.Key))
	}
	switch {
	case h.Error != nil:
		h.Status = plan.Failed
	case w.applicable == 0 && len(e.set.Playbooks) > 0:
		h.Status = plan.Skipped
		h.Error = diag.From(problem.New(problem.NotApplicable).With("%s", h.Skips[0].Reason))
	case len(h.Changes) > 0:
		h.Status = plan.Changes
	default:
		h.Status = plan.OK
	}
	return h
}

func (e *Evaluation) walk() *walk {
	if e.last != nil {
		return e.last
	}
	w := &walk{e: e, world: step.NewFacts(), observed: step.NewFacts(), needed: map[string]bool{}, host: &plan.Host{Host: e.target.ID, Title: e.target.Title}}
	for _, a := range e.answers {
		w.world.Add(a.query, a.answer)
		w.observed.Add(a.query, a.answer)
	}
	w.run()
	w.host.Checks = append(w.host.Checks, leftovers(e.answers)...)
	e.last = w
	return w
}
