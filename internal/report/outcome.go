package report

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
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
	var parts []string
	if n.Done > 0 {
		parts = append(parts, number(n.Done, "change")+" done and verified")
		if class == plan.Failed || class == plan.Unknown || class == plan.Stale {
			parts[0] = number(n.Done, "change") + " done"
		}
	}
	for _, x := range []struct {
		n    int
		what string
	}{
		{n.Already, "so already"},
		{n.TakenBack, "taken back"},
		{n.Failed, "failed"},
		{n.Unknown, "unknown"},
		{n.Open, "not done"},
	} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if n.Manual > 0 {
		parts = append(parts, number(n.Manual, "manual step")+" to do")
	}
	text := strings.Join(parts, ", ")
	switch {
	case text == "" && class == plan.OK:
		text = "ok, nothing to do"
	case text == "":
		return p.state(r)
	case class == plan.Changed || class == plan.OK || class == plan.Manual:
	default:
		text = classWords[class] + " (" + text + ")"
	}
	return p.class(class, text)
}

// outcome is how a change ended, behind its title.
func (p *Printer) outcome(r *resource.Result) string {
	if r == nil {
		return ""
	}
	switch r.Status {
	case resource.Done:
		return p.paint(green, "  done")
	case resource.Already:
		return p.paint(green, "  was so already")
	case resource.Skipped:
		return p.paint(dim, "  not tried")
	case resource.Drift:
		return p.paint(red, "  not done: changed since it was looked at")
	case resource.Unknown:
		return p.paint(red, "  unknown: no answer came")
	}
	return p.paint(red, "  "+string(r.Status))
}

// reverted says how taking a change back ended.
func (p *Printer) reverted(r *resource.Result) {
	switch {
	case r == nil:
	case r.Status == resource.Done || r.Status == resource.Already:
		p.line(6, "%s", p.paint(yellow, "taken back"))
	default:
		p.line(6, "%s", p.paint(red, "could not be taken back: "+string(r.Status)))
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
			parts = append(parts, oneLine(k)+" = "+value(r.Now[k]))
		}
		if len(parts) > 0 {
			p.wrapped(6, "", lipgloss.NewStyle(), "now: "+strings.Join(parts, ", "))
		}
	}
	if r.Fault != nil {
		why := r.Fault.Problem()
		p.wrapped(6, "", red, why.Text(p.o.Lang).Cause)
		p.wrapped(6, "", dim, why.Detail)
	}
}
