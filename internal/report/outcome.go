package report

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Result shows how a run ended, host by host: each change with its outcome, what a person has still to do, and a
// summary. What was done is not shown again in full: the plan said it.
func (p *Printer) Result(results []*plan.Result) {
	p.each(results, p.result)
	p.gap()
	p.ResultSummary(results)
}

func (p *Printer) result(r *plan.Result) {
	if p.o.Verbose || notMeant(r) {
		p.host(r)
		return
	}
	p.line(0, "%s  %s", p.paint(bold, hostName(&r.Visit)), p.ended(r))
	p.named(&r.Visit)
	for _, i := range r.Items {
		if i.Action == step.Manual || bad(i.Outcome) {
			p.change(i, "")
			continue
		}
		title := Clean(i.Title)
		if title == "" {
			title = i.Step
		}
		p.line(2, "%s %s%s", p.symbol(i.Action), title, p.outcome(i.Outcome))
		for _, r := range p.causes(i.Remarks) {
			p.wrapped(6, "· ", lipgloss.NewStyle(), r)
		}
		p.reverted(i.Reverted)
	}
	open := openChecks(r.Checks)
	for i := range open {
		p.check(&open[i])
	}
	p.blocks(r.Host, r.Blocks)
	if len(r.Items) > 0 || r.Error != nil || r.Reason != nil || len(r.Blocks) > 0 {
		p.line(0, "")
	}
}

// ended is what a host came to after a run, in words.
func (p *Printer) ended(r *plan.Result) string {
	n, class := r.Count(), r.Class()
	done := text.DoneAndVerified
	if class == plan.Failed || class == plan.Unknown || class == plan.Stale {
		done = text.ChangesDone
	}
	parts := p.parts(slices.Concat([]part{{n.Done, done}}, became(&n), []part{{n.Manual, text.StepsToDo}})...)
	switch {
	case parts == "" && class == plan.OK:
		parts = p.t(text.NothingToDo)
	case parts == "":
		return p.state(r)
	case class == plan.Changed || class == plan.OK || class == plan.Manual:
	default:
		parts = p.word(text.Classes, string(class)) + " (" + parts + ")"
	}
	return p.class(class, parts)
}

// outcome is how a change ended, behind its title.
func (p *Printer) outcome(r *resource.Result) string {
	if r == nil {
		return ""
	}
	style := red
	switch r.Status {
	case resource.Done, resource.Already:
		style = green
	case resource.Skipped:
		style = dim
	case resource.Failed, resource.Drift, resource.Unknown:
	}
	return p.paint(style, "  "+p.word(text.Outcomes, string(r.Status)))
}

// reverted says how taking a change back ended.
func (p *Printer) reverted(r *resource.Result) {
	switch {
	case r == nil:
	case r.Status == resource.Done || r.Status == resource.Already:
		p.line(6, "%s", p.paint(yellow, p.t(text.Reverted)))
	default:
		p.line(6, "%s", p.paint(red, p.t(text.NotReverted, "outcome", p.word(text.Outcomes, string(r.Status)))))
		p.failure(r)
	}
}

// bad says that a change was tried and not done, or that nobody knows.
func bad(r *resource.Result) bool {
	return r != nil && r.Status != resource.Done && r.Status != resource.Already && r.Status != resource.Skipped
}

// failure says why a change was not done.
func (p *Printer) failure(r *resource.Result) {
	if r == nil {
		return
	}
	if r.Status == resource.Drift && len(r.Now) > 0 {
		var parts []string
		for _, k := range r.Now.Keys() {
			if resource.Blob(k) {
				continue // base64 of a whole file tells a person nothing
			}
			parts = append(parts, oneLine(k)+" = "+p.value(r.Now[k]))
		}
		if len(parts) > 0 {
			p.wrapped(6, "", lipgloss.NewStyle(), p.t(text.Now, "values", strings.Join(parts, ", ")))
		}
	}
	if r.Fault != nil {
		why := r.Fault.Problem()
		p.wrapped(6, "", red, why.Text(p.o.Lang).Cause)
		p.wrapped(6, "", dim, why.Detail)
	}
}
