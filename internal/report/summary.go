package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/step"
)

// Summary says in a few lines what a plan comes to.
func (p *Printer) Summary(pl *plan.Plan) {
	s := pl.Summary()
	n := count(pl.Hosts)
	p.groups(pl.Hosts)
	p.line(0, "%s %s.", p.paint(bold, "Plan:"), p.hostCounts(s, "with changes"))
	if parts := actionCounts(n.action); len(parts) > 0 {
		p.line(0, "Changes: %s.", strings.Join(parts, ", "))
	} else if s.OK > 0 || s.Skipped > 0 {
		if n.manual+n.findings == 0 && s.Failed+s.Unreachable == 0 {
			p.line(0, "No changes: the hosts are as the playbooks want them.")
		} else {
			p.line(0, "No changes for xops to make.")
		}
	}
	p.rest(pl.Hosts, n)
}

// ResultSummary says in a few lines what became of a run.
func (p *Printer) ResultSummary(pl *plan.Plan) {
	s := pl.Summary()
	n := count(pl.Hosts)
	p.line(0, "%s %s.", p.paint(bold, "Result:"), p.hostCounts(s, "not finished"))
	var parts []string
	if n.done > 0 {
		parts = append(parts, fmt.Sprintf("%d done", n.done))
	}
	if n.failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", n.failed))
	}
	if n.open > 0 {
		parts = append(parts, fmt.Sprintf("%d not done", n.open))
	}
	if len(parts) > 0 {
		p.line(0, "Changes: %s.", strings.Join(parts, ", "))
	}
	p.rest(pl.Hosts, n)
}

// rest is what both summaries end with: manual steps, findings, hosts that need care, and with -v what it cost.
func (p *Printer) rest(hosts []*plan.Host, n counts) {
	if n.manual > 0 {
		p.wrapped(0, p.paint(cyan, number(n.manual, "manual step")+" for a person: "), lipgloss.NewStyle(), strings.Join(manualHosts(hosts), ", "))
	}
	if n.findings > 0 {
		p.line(0, "Findings of checks: %d.", n.findings)
	}
	if n.unknownCheck > 0 {
		p.line(0, "%s could not be told.", number(n.unknownCheck, "check"))
	}
	p.care(hosts, "Unreachable", red, plan.Unreachable)
	p.care(hosts, "Failed", red, plan.Failed)
	p.care(hosts, "Stale", red, plan.Stale)
	p.care(hosts, "Skipped", yellow, plan.Skipped)
	if n.withheld > 0 {
		p.line(0, "%s not made, because the host is skipped.", plural(n.withheld, "listed change is", "listed changes are"))
	}
	if p.o.Verbose {
		p.line(0, "Cost: %s, %s.", number(n.requests, "request"), number(n.starts, "process start"))
	}
}

func (p *Printer) hostCounts(s plan.Summary, changes string) string {
	parts := []string{number(s.Hosts, "host")}
	add := func(st lipgloss.Style, n int, what string) {
		if n > 0 {
			parts = append(parts, p.paint(st, fmt.Sprintf("%d %s", n, what)))
		}
	}
	add(green, s.OK, "ok")
	add(yellow, s.Changes, changes)
	add(dim, s.Skipped, "skipped")
	add(red, s.Failed, "failed")
	add(red, s.Unreachable, "unreachable")
	if len(parts) == 1 {
		return parts[0]
	}
	return parts[0] + ": " + strings.Join(parts[1:], ", ")
}

func actionCounts(n map[step.Action]int) []string {
	words := map[step.Action][2]string{
		step.Create: {"to create", "to create"}, step.Update: {"to update", "to update"}, step.Delete: {"to delete", "to delete"},
		step.Restart: {"restart", "restarts"}, step.Run: {"step to run", "steps to run"},
	}
	var parts []string
	for _, a := range actions {
		if n[a] > 0 && a != step.Manual {
			parts = append(parts, plural(n[a], words[a][0], words[a][1]))
		}
	}
	return parts
}

// care lists the hosts of a status, those with the same reason together.
func (p *Printer) care(hosts []*plan.Host, title string, s lipgloss.Style, status plan.Status) {
	type group struct {
		names  []string
		reason string
	}
	var groups []*group
	at := map[string]*group{}
	for _, h := range hosts {
		if h.Status != status {
			continue
		}
		reason := ""
		switch {
		case h.Error != nil:
			reason = NewError(h.Error, p.o.Lang).headline
		case len(h.Skips) > 0:
			reason = strings.Join(reasons(h.Skips), "; ")
		}
		if at[reason] == nil {
			at[reason] = &group{reason: reason}
			groups = append(groups, at[reason])
		}
		at[reason].names = append(at[reason].names, h.Host)
	}
	for _, g := range groups {
		text := names(g.names)
		if !p.o.Verbose && len(g.names) > 3 {
			text = number(len(g.names), "host")
		}
		if g.reason != "" {
			text += ": " + g.reason
		}
		p.wrapped(0, p.paint(s, title+": "), lipgloss.NewStyle(), text)
	}
}

// groups says which hosts have the same plan, where there are many: a person reviews it once.
func (p *Printer) groups(hosts []*plan.Host) {
	var order []string
	at := map[string][]string{}
	for _, h := range hosts {
		if h.Status == plan.Skipped || len(h.Changes) == 0 {
			continue
		}
		k := fingerprint(h)
		if at[k] == nil {
			order = append(order, k)
		}
		at[k] = append(at[k], h.Host)
	}
	for _, k := range order {
		if len(at[k]) > 1 {
			p.wrapped(0, fmt.Sprintf("%d hosts with the same changes: ", len(at[k])), lipgloss.NewStyle(), names(at[k]))
		}
	}
}

// fingerprint is equal for hosts on which the same would be done.
func fingerprint(h *plan.Host) string {
	var b strings.Builder
	for _, c := range h.Changes {
		before, _ := json.Marshal(c.Before) // Props are JSON values
		after, _ := json.Marshal(c.After)
		fmt.Fprintf(&b, "%s|%s|%q|%q|%s|%s|%s|%q|%q\n", c.Step, c.Action, c.Resource.Type, c.Resource.Key, before, after, c.KnownAfter, c.Diff, c.Notes)
	}
	return b.String()
}

func manualHosts(hosts []*plan.Host) []string {
	var out []string
	for _, h := range hosts {
		if h.Status == plan.Skipped {
			continue
		}
		n := 0
		for _, c := range h.Changes {
			if c.Action == step.Manual {
				n++
			}
		}
		switch {
		case n == 1:
			out = append(out, h.Host)
		case n > 1:
			out = append(out, fmt.Sprintf("%s (%d)", h.Host, n))
		}
	}
	return few(out)
}

func names(list []string) string { return strings.Join(few(list), ", ") }

// few keeps a list readable.
func few(list []string) []string {
	const most = 12
	if len(list) > most+1 {
		return append(list[:most:most], fmt.Sprintf("and %d more", len(list)-most))
	}
	return list
}
