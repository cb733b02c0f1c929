package report

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// change shows one change; last is the block of the change before it, whose title need not be said again.
func (p *Printer) change(c *plan.Item, last string) {
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
		p.line(2, "%s %s%s", p.symbol(c.Action), p.paint(dim, p.t(text.Also)), p.outcome(c.Outcome))
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
	if c.Due != "" {
		p.line(6, "%s", p.paint(yellow, p.t(text.DueSince, "run", c.Due)))
	}
	for i, n := range p.causes(c.Notes) {
		lead := "· "
		if c.Action == step.Manual && len(c.Notes) > 1 {
			lead = fmt.Sprintf("%d. ", i+1)
		}
		p.wrapped(6, lead, lipgloss.NewStyle(), n)
	}
	for _, r := range p.causes(c.Remarks) {
		p.wrapped(6, "· ", lipgloss.NewStyle(), r)
	}
	if !c.Reversible && c.Action != step.Manual && c.Action != step.Restart {
		p.line(6, "%s", p.paint(yellow, p.t(text.ForGood)))
	}
	if p.o.Verbose && c.OnError != "" && c.OnError != "revert" {
		p.line(6, "%s", p.paint(dim, p.t(text.OnError, "what", c.OnError)))
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
func (p *Printer) content(c *plan.Item) {
	switch {
	case c.KnownAfter != "":
		p.line(6, "%s", p.paint(yellow, p.t(text.KnownAfter, "step", c.KnownAfter)))
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
	script := strings.TrimRight(strings.ReplaceAll(Clean(after.String("script")), "\r", ""), "\n ")
	lines := strings.Split(script, "\n")
	for i, l := range lines {
		if i == most && !p.o.Verbose {
			p.line(6, "%s", p.paint(dim, p.n(text.MoreLines, len(lines)-most)))
			break
		}
		if script != "" {
			p.line(6, "| %s", l)
		}
	}
	rest := after.Clone()
	delete(rest, "script")
	p.props(nil, rest, false)
}

// diffLine shows one line of a diff. Blanks at its end are made visible where the line changes: they are often the
// point.
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

// props shows properties before and after. Where the symbol says that something comes or goes, exists is not said
// again.
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
	if !p.o.Verbose {
		delete(all, "sha256") // for comparing, not for reading
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
			p.line(6, "%s  %s", name, p.value(old))
		case !had || old == nil:
			p.line(6, "%s  %s", name, p.paint(green, p.value(now)))
		case resource.Equal(old, now):
			p.line(6, "%s  %s", name, p.paint(dim, p.value(now)))
		default:
			p.line(6, "%s  %s → %s", name, p.paint(red, p.value(old)), p.paint(green, p.value(now)))
		}
	}
}

// thing names a resource in words.
func thing(id resource.ID) string {
	if id.Type == "" {
		return ""
	}
	return oneLine(id.String())
}
