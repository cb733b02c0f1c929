package report

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Result shows how a run ended, host by host: each change with its outcome, what a person has still to do, and a summary.
// What was done is not shown again in full: the plan said it.
func (p *Printer) Result(pl *plan.Plan) {
	for _, h := range pl.Hosts {
		p.result(h)
	}
	p.gap()
	p.ResultSummary(pl)
}

func (p *Printer) result(h *plan.Host) {
	if p.o.Verbose || notMeant(h) {
		p.host(h, true)
		return
	}
	p.line(0, "%s  %s", p.paint(bold, hostName(h)), p.ended(h))
	p.hostError(h)
	for i := range h.Changes {
		c := &h.Changes[i]
		switch {
		case c.Action == step.Manual:
			p.change(c, "")
		case failed(c.Outcome):
			p.change(c, "")
		default:
			title := Clean(c.Title)
			if title == "" {
				title = c.Step
			}
			p.line(2, "%s %s%s", p.symbol(c.Action), title, p.outcome(c.Outcome))
			p.reverted(c.Reverted)
		}
	}
	open := openChecks(h)
	for i := range open {
		p.check(&open[i])
	}
	p.skips(h)
	if len(h.Changes) > 0 || h.Error != nil {
		p.line(0, "")
	}
}

// ended is a host's status after a run, in words.
func (p *Printer) ended(h *plan.Host) string {
	n := count([]*plan.Host{h})
	switch h.Status {
	case plan.OK:
		switch {
		case n.done > 0:
			return p.paint(green, number(n.done, "change")+" done and verified")
		case n.manual > 0:
			return p.paint(yellow, number(n.manual, "manual step")+" to do")
		}
		return p.paint(green, "ok, nothing to do")
	case plan.Changes:
		if n.done == 0 && n.open == 0 && n.manual > 0 {
			return p.paint(yellow, number(n.manual, "manual step")+" to do")
		}
		if n.open == 0 && n.manual > 0 {
			return p.paint(yellow, number(n.done, "change")+" done, "+number(n.manual, "manual step")+" to do")
		}
		return p.paint(yellow, number(n.done, "change")+" done, "+number(n.open, "change")+" still to do")
	}
	return p.state(h, nil)
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

// failed says that a change was tried and not done, or that nobody knows.
func failed(r *resource.Result) bool {
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
			if k == "content" {
				continue // base64 of a whole file tells a person nothing
			}
			parts = append(parts, oneLine(k)+" = "+value(r.Now[k]))
		}
		if len(parts) > 0 {
			p.wrapped(6, "", lipgloss.NewStyle(), "now: "+strings.Join(parts, ", "))
		}
	}
	if r.Fault != nil {
		p.wrapped(6, "", red, r.Fault.Error())
	}
}

// counts of changes over hosts.
type counts struct {
	action                 map[step.Action]int
	manual                 int
	withheld               int // of a host that is skipped
	done, failed, open     int // of those that are not manual: done or already so; drift, failed, unknown; not sent
	requests, starts       int
	findings, unknownCheck int
}

func count(hosts []*plan.Host) counts {
	n := counts{action: map[step.Action]int{}}
	for _, h := range hosts {
		n.requests += h.Requests
		n.starts += h.Starts
		for _, c := range openChecks(h) {
			switch c.Status {
			case plan.CheckFinding:
				n.findings++
			case plan.CheckUnknown:
				n.unknownCheck++
			}
		}
		for _, c := range h.Changes {
			if h.Status == plan.Skipped && c.Outcome == nil {
				n.withheld++
				continue
			}
			if c.Action == step.Manual {
				n.manual++
				continue
			}
			n.action[c.Action]++
			switch {
			case failed(c.Outcome):
				n.failed++
			case c.Outcome == nil || c.Outcome.Status == resource.Skipped:
				n.open++
			default:
				n.done++
			}
		}
	}
	return n
}
