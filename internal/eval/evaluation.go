package eval

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

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
	applied  map[string]*plan.Item // by block: what this run has changed already
	last     *walk                 // of the present answers
	options  Options
	scopes   []*scope // of the playbooks; what they know for good stays from round to round
	scratch  *hcl.EvalContext
	secrets  *resource.Secrets // of the set, and what was made of them here; nil: none
	// neighbours are the practice's hosts as far as they were heard; nil: not at all. waits: that was not enough.
	neighbours *value
	waits      bool
}

// Options say what is evaluated beside the steps.
type Options struct {
	// Checks: the checks are evaluated, and of the steps only those that a check names.
	Checks bool
	// Due are restarts that earlier runs owe this host.
	Due []plan.Due
	// practice: only the checks of a whole practice are evaluated.
	practice bool
}

type answered struct {
	query  resource.Query
	answer resource.Answer
}

// New prepares the evaluation of a set of playbooks on one host.
func New(set *playbook.Set, target Target, options ...Options) *Evaluation {
	e := &Evaluation{set: set, target: target, answered: map[string]bool{}}
	if len(options) > 0 {
		e.options = options[0]
	}
	if set.Secrets != nil {
		e.secrets = set.Secrets.Fork()
	}
	return e
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

// Applied tells what was changed earlier in this run, with outcomes: those steps count as changed, and a script's
// output is known. Call it before the first Queries.
func (e *Evaluation) Applied(made []*plan.Item) {
	e.applied = map[string]*plan.Item{}
	for _, i := range made {
		e.applied[i.Block()] = i
		for _, b := range i.Covers {
			e.applied[b] = i
		}
	}
	e.last = nil
}

// Plan is what must change. It is complete when Queries is empty; asked earlier, the blocks that still wait for answers
// say so.
func (e *Evaluation) Plan() *plan.Host {
	w := e.walk()
	if !w.final {
		if len(w.needs) > 0 || e.waits {
			w = e.look(true)
		}
		e.last, w.final = w, true
		w.conclude()
		w.mask()
	}
	h := w.host
	if w.applicable == 0 && len(h.Blocks) == 0 && len(e.set.Playbooks) > 0 {
		h.Reason = &plan.Reason{Code: plan.ReasonNotApplicable, Detail: h.Skips[0].Why.Detail}
	}
	if len(h.Changes) > 0 && h.Values == nil {
		var err error
		if h.Values, err = e.target.Values(); err != nil {
			h.Error = problem.From(err)
		}
	}
	return h
}

// playbooks gives the scopes of the playbooks.
func (e *Evaluation) playbooks() []*scope {
	if e.scopes == nil {
		for i, p := range e.set.Playbooks {
			name := ""
			if len(e.set.Playbooks) > 1 {
				name = p.Name
			}
			s := newScope(e, p, nil, "", name)
			s.root = e.set.Vars[i]
			e.scopes = append(e.scopes, s)
		}
	}
	return e.scopes
}

// walk is the walk with the present answers.
func (e *Evaluation) walk() *walk {
	if e.last == nil {
		e.last = e.look(false)
	}
	return e.last
}

// look walks through the playbooks. Where steps fight each other it walks again without them: what rests on them is
// blocked, and what was planned on what they would have changed is planned anew.
func (e *Evaluation) look(final bool) *walk {
	conflicts := map[string]*problem.Problem{}
	for {
		w := &walk{
			e: e, world: e.facts(), observed: e.facts(), needed: map[string]bool{}, failed: map[string]plan.Blocked{},
			conflicts: conflicts, final: final, host: &plan.Host{Host: e.target.ID, Title: e.target.Title},
		}
		w.run()
		w.host.Checks = append(w.host.Checks, leftovers(e.set.Lang, e.answers)...)
		if len(w.needs) > 0 && !final {
			return w
		}
		found := w.fights()
		if len(found) == 0 {
			return w
		}
		maps.Copy(conflicts, found)
	}
}

// facts are the answers so far.
func (e *Evaluation) facts() *step.Facts {
	f := step.NewFacts(e.set.Lang)
	for _, a := range e.answers {
		f.Add(a.query, a.answer)
	}
	return f
}

// conclude ends the last walk: what still waits cannot be planned, and of an evaluation of checks nothing stays of the
// steps.
func (w *walk) conclude() {
	for _, b := range w.unanswered {
		b.Error = problem.New(problem.Internal, "what", b.Address+" waits for something that is not asked for")
		if len(w.needs) > 0 {
			b.Error = problem.New(problem.Rounds).With("%s", w.needs[0].Resource())
		}
		w.host.Blocks = append(w.host.Blocks, b)
	}
	if !w.e.options.Checks {
		return
	}
	w.host.Changes = nil
	causes := map[string]bool{} // of what stays
	for _, b := range w.host.Blocks {
		causes[b.By] = causes[b.By] || b.Kind != plan.BlockStep && b.By != ""
	}
	w.host.Blocks = slices.DeleteFunc(w.host.Blocks, func(b plan.Blocked) bool {
		return b.Kind == plan.BlockStep || b.Kind == plan.BlockQuery && !causes[b.Address]
	})
}
