package report

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Plan shows what would change, host by host, and a summary.
func (p *Printer) Plan(pl *plan.Plan) {
	p.legend(pl)
	for _, h := range pl.Hosts {
		p.host(h, true)
	}
	p.gap()
	p.Summary(pl)
}

// Host shows what would change on one host.
func (p *Printer) Host(h *plan.Host) { p.host(h, true) }

// gap stands between the hosts and the summary, where the last host has not left one.
func (p *Printer) gap() {
	if p.text {
		p.line(0, "")
	}
}

// Checks shows what the checks found, host by host, and a summary.
func (p *Printer) Checks(pl *plan.Plan) {
	for _, h := range pl.Hosts {
		p.host(h, false)
	}
	p.gap()
	n := count(pl.Hosts)
	p.line(0, "%s %s.", p.paint(bold, "Checks:"), p.hostCounts(pl.Summary(), "with findings"))
	p.rest(pl.Hosts, n)
}

// legend explains the symbols that the plan uses.
func (p *Printer) legend(pl *plan.Plan) {
	used := map[step.Action]bool{}
	for _, h := range pl.Hosts {
		for _, c := range h.Changes {
			used[c.Action] = true
		}
	}
	var parts []string
	for _, a := range actions {
		if used[a] {
			parts = append(parts, p.symbol(a)+" "+string(a))
		}
	}
	if len(parts) > 0 {
		p.line(0, "Symbols: %s", strings.Join(parts, "   "))
		p.line(0, "")
	}
}

// actions in the order in which they are listed and counted.
var actions = []step.Action{step.Create, step.Update, step.Delete, step.Restart, step.Run, step.Manual}

func (p *Printer) symbol(a step.Action) string {
	switch a {
	case step.Create:
		return p.paint(green, "+")
	case step.Delete:
		return p.paint(red, "-")
	case step.Restart:
		return p.paint(yellow, "±")
	case step.Run:
		return p.paint(yellow, ">")
	case step.Manual:
		return p.paint(cyan, "!")
	}
	return p.paint(yellow, "~")
}

func hostName(h *plan.Host) string {
	if h.Title == "" {
		return h.Host
	}
	return Clean(h.Title) + " · " + h.Host
}

// host shows one host. One with nothing to say takes one line.
func (p *Printer) host(h *plan.Host, changes bool) {
	if notMeant(h) && !p.o.Verbose {
		return // the summary counts it
	}
	open := openChecks(h)
	if p.o.Verbose {
		open = h.Checks
	}
	list := h.Changes
	if !changes {
		list = nil
	}
	p.line(0, "%s  %s%s", p.paint(bold, hostName(h)), p.state(h, list), p.cost(h))
	p.hostError(h)
	last := ""
	for i := range list {
		p.change(&list[i], last)
		last = list[i].Block()
	}
	for i := range open {
		p.check(&open[i])
	}
	p.skips(h)
	if len(list)+len(open) > 0 || h.Error != nil || p.o.Verbose && len(h.Skips) > 0 {
		p.line(0, "")
	}
}

// notMeant says that no playbook of the run is for this host.
func notMeant(h *plan.Host) bool {
	return h.Status == plan.Skipped && problem.Is(h.Error, problem.NotApplicable) && len(h.Changes)+len(h.Checks) == 0
}

// openChecks are the findings and what could not be told. What several playbooks of a run say in the same words is said once.
func openChecks(h *plan.Host) []plan.Check {
	var open []plan.Check
	for _, c := range h.Checks {
		same := func(o plan.Check) bool {
			return o.Status == c.Status && o.Title == c.Title && o.Message == c.Message && c.Title != ""
		}
		if (c.Status == plan.CheckFinding || c.Status == plan.CheckUnknown) && !slices.ContainsFunc(open, same) {
			open = append(open, c)
		}
	}
	return open
}

// state is a host's status in words, with the number of what is to do.
func (p *Printer) state(h *plan.Host, list []plan.Change) string {
	manual := 0
	for _, c := range list {
		if c.Action == step.Manual {
			manual++
		}
	}
	var parts []string
	if n := len(list) - manual; n > 0 {
		parts = append(parts, number(n, "change"))
	}
	if manual > 0 {
		parts = append(parts, number(manual, "manual step"))
	}
	findings := 0
	for _, c := range openChecks(h) {
		if c.Status == plan.CheckFinding {
			findings++
		}
	}
	if findings > 0 {
		parts = append(parts, number(findings, "finding"))
	}
	text := strings.Join(parts, ", ")
	switch h.Status {
	case plan.OK:
		if text == "" {
			return p.paint(green, "ok")
		}
		return p.paint(yellow, text)
	case plan.Changes:
		if text == "" {
			text = "changes"
		}
		return p.paint(yellow, text)
	case plan.Skipped:
		if text != "" {
			text = " (" + text + ")"
		}
		return p.paint(dim, "skipped"+text)
	}
	if text != "" {
		text = " (" + text + ")"
	}
	return p.paint(red, string(h.Status)+text)
}

func (p *Printer) cost(h *plan.Host) string {
	if !p.o.Verbose {
		return ""
	}
	return p.paint(dim, fmt.Sprintf("  %d ms, %s, %s", h.DurationMS, number(h.Requests, "request"), number(h.Starts, "process start")))
}

func (p *Printer) hostError(h *plan.Host) {
	if h.Error == nil {
		return
	}
	s := red
	if h.Status == plan.Skipped {
		s = yellow
	}
	p.fault(2, s, NewError(h.Error, p.o.Lang))
}

// change shows one change; last is the block of the change before it, whose title need not be said again.
func (p *Printer) change(c *plan.Change, last string) {
	title := Clean(c.Title)
	if title == "" {
		title = c.Step
	}
	if len(c.Serves) > 0 {
		title += p.paint(dim, " ("+serves(c.Serves)+")")
	}
	if c.Block() != last || last == "" {
		p.line(2, "%s %s%s", p.symbol(c.Action), title, p.outcome(c.Outcome))
	} else {
		p.line(2, "%s %s%s", p.symbol(c.Action), p.paint(dim, "also"), p.outcome(c.Outcome))
	}
	var where []string
	if c.Playbook != "" {
		where = append(where, c.Playbook)
	}
	if c.Title != "" {
		where = append(where, c.Step)
	}
	if r := thing(c.Resource); r != "" && c.Action != step.Manual && c.Action != step.Run {
		where = append(where, r)
	}
	if p.o.Verbose && c.Source != "" {
		where = append(where, c.Source)
	}
	if len(where) > 0 {
		p.line(6, "%s", p.paint(dim, strings.Join(where, " · ")))
	}
	p.content(c)
	for i, n := range c.Notes {
		lead := "· "
		if c.Action == step.Manual && len(c.Notes) > 1 {
			lead = fmt.Sprintf("%d. ", i+1)
		}
		p.wrapped(6, lead, lipgloss.NewStyle(), n)
	}
	if !c.Reversible && c.Action != step.Manual && c.Action != step.Restart {
		p.line(6, "%s", p.paint(yellow, "cannot be taken back"))
	}
	if p.o.Verbose && c.OnError != "" && c.OnError != "revert" {
		p.line(6, "%s", p.paint(dim, "on error: "+c.OnError))
	}
	p.failure(c.Outcome)
	p.reverted(c.Reverted)
}

// serves lists the rows of the catalogue, each once.
func serves(ids []string) string {
	var once []string
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return strings.Join(once, ", ")
}

// content shows what the change writes: its lines, or its properties.
func (p *Printer) content(c *plan.Change) {
	switch {
	case c.KnownAfter != "":
		p.line(6, "%s", p.paint(yellow, "known after "+c.KnownAfter))
	case len(c.Diff) > 0:
		for _, l := range c.Diff {
			p.diffLine(l)
		}
	case c.Action == step.Run:
		p.script(c.After)
	case c.Action != step.Manual && c.Action != step.Restart:
		p.props(c.Before, c.After, c.Action == step.Create || c.Action == step.Delete)
	}
}

// script shows what is run: its first lines, or all with -v, and its parameters.
func (p *Printer) script(after resource.Props) {
	const most = 8
	text := strings.TrimRight(strings.ReplaceAll(Clean(after.String("script")), "\r", ""), "\n ")
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if i == most && !p.o.Verbose {
			p.line(6, "%s", p.paint(dim, fmt.Sprintf("… %s more (-v shows them)", number(len(lines)-most, "line"))))
			break
		}
		if text != "" {
			p.line(6, "| %s", l)
		}
	}
	rest := after.Clone()
	delete(rest, "script")
	p.props(nil, rest, false)
}

// diffLine shows one line of a diff. Blanks at its end are made visible where the line changes: they are often the point.
func (p *Printer) diffLine(l string) {
	l = strings.TrimSuffix(Clean(l), "\n")
	l = strings.ReplaceAll(l, "\n", " ")
	if !strings.HasPrefix(l, "+") && !strings.HasPrefix(l, "-") {
		p.line(6, "%s", p.paint(dim, strings.TrimRight(l, " ")))
		return
	}
	bare := strings.TrimRight(l, " \t")
	if len(bare) > 1 {
		l = bare + strings.Repeat("·", len(l)-len(bare))
	}
	if l[0] == '+' {
		p.line(6, "%s", p.paint(green, l))
	} else {
		p.line(6, "%s", p.paint(red, l))
	}
}

// props shows properties before and after. Where the symbol says that something comes or goes, exists is not said again.
func (p *Printer) props(before, after resource.Props, exists bool) {
	all := resource.Props{}
	for k := range before {
		all[k] = nil
	}
	for k := range after {
		all[k] = nil
	}
	if exists {
		delete(all, "exists")
	}
	wide := 0
	for k := range all {
		wide = max(wide, lipgloss.Width(oneLine(k)))
	}
	for _, k := range all.Keys() {
		name := oneLine(k)
		name += strings.Repeat(" ", wide-lipgloss.Width(name))
		old, had := before[k]
		now, has := after[k]
		switch {
		case !has:
			p.line(6, "%s  %s", name, value(old))
		case !had || old == nil:
			p.line(6, "%s  %s", name, p.paint(green, value(now)))
		case resource.Equal(old, now):
			p.line(6, "%s  %s", name, p.paint(dim, value(now)))
		default:
			p.line(6, "%s  %s → %s", name, p.paint(red, value(old)), p.paint(green, value(now)))
		}
	}
}

// thing names a resource in words.
func thing(id resource.ID) string {
	if id.Type == "" {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(oneLine(id.Type), "_", " ") + " " + oneLine(id.Key))
}

func (p *Printer) check(c *plan.Check) {
	title := Clean(c.Title)
	if title == "" {
		title = c.Check
	}
	var state string
	switch c.Status {
	case plan.CheckOK:
		state = p.paint(green, "ok")
	case plan.CheckFinding:
		s := yellow
		if c.Severity == "required" {
			s = red
		}
		state = p.paint(s, "finding")
	case plan.CheckUnknown:
		state = p.paint(yellow, "unknown")
	default:
		state = p.paint(dim, string(c.Status))
	}
	tail := " (" + c.Severity
	if len(c.Serves) > 0 {
		tail += ", " + serves(c.Serves)
	}
	p.line(2, "%s: %s%s", state, title, p.paint(dim, tail+")"))
	if c.Message != "" && (c.Status != plan.CheckOK || p.o.Verbose) {
		p.wrapped(6, "", lipgloss.NewStyle(), c.Message)
	}
	if p.o.Verbose && c.Source != "" {
		p.line(6, "%s", p.paint(dim, c.Check+" · "+c.Source))
	}
}

// skips are a line, or all of them with -v. A host that is skipped as a whole says why in any case.
func (p *Printer) skips(h *plan.Host) {
	if len(h.Skips) == 0 {
		return
	}
	if !p.o.Verbose {
		if h.Status == plan.Skipped && h.Error == nil {
			for _, r := range reasons(h.Skips) {
				p.wrapped(2, "", dim, r)
			}
		}
		return
	}
	for _, s := range h.Skips {
		p.wrapped(2, "does not apply: ", dim, s.Address+": "+s.Reason)
	}
}

func reasons(skips []plan.Skip) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range skips {
		if !seen[s.Reason] {
			seen[s.Reason] = true
			out = append(out, s.Reason)
		}
	}
	return out
}
