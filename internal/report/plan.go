package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Plan shows what would change, host by host, and a summary.
func (p *Printer) Plan(results []*plan.Result) {
	p.legend(results)
	p.each(results, p.host)
	p.gap()
	p.Summary(results)
}

// Document says what a saved plan is: when and with what it was made, for what, and its digest.
func (p *Printer) Document(d *plan.Plan, digest string, signers []string) {
	made := d.Created
	if t, err := time.Parse(time.RFC3339, d.Created); err == nil {
		made = t.Local().Format(p.t(text.Seconds))
	}
	p.say(0, text.PlanOf, "when", made, "version", d.Program)
	p.line(0, "%s", digest)
	for _, who := range signers {
		p.say(0, text.SignedBy, "who", oneLine(who))
	}
	for _, b := range d.Playbooks {
		p.line(2, "%s  %s", p.paint(bold, oneLine(b.Name)), p.paint(dim, oneLine(b.Path)))
	}
	if chosen := append(slices.Clone(d.Selection.Hosts), d.Selection.Where); strings.Join(chosen, "") != "" {
		p.say(2, text.Selected, "selection", oneLine(strings.TrimSpace(strings.Join(chosen, " "))))
	}
	p.line(0, "")
}

// Host shows what would change on one host.
func (p *Printer) Host(r *plan.Result) { p.host(r) }

// gap stands between the hosts and the summary, where the last host has not left one.
func (p *Printer) gap() {
	if p.text {
		p.line(0, "")
	}
}

// Checks shows what the checks found, host by host, and a summary.
func (p *Printer) Checks(results []*plan.Result) {
	p.each(results, p.host)
	p.gap()
	p.line(0, "%s %s.", p.paint(bold, p.t(text.CheckTotal)), p.hostCounts(plan.Summarize(results)))
	p.rest(results)
}

// Practices shows what practices as a whole were found to be.
func (p *Printer) Practices(practices []PracticeChecks) {
	for _, of := range practices {
		open := openChecks(of.Checks)
		if p.o.Verbose {
			open = of.Checks
		}
		if len(open) == 0 {
			continue
		}
		p.line(0, "%s", p.paint(bold, oneLine(of.Practice)))
		for i := range open {
			p.check(&open[i])
		}
		p.line(0, "")
	}
}

// legend explains the symbols that the plan uses.
func (p *Printer) legend(results []*plan.Result) {
	used := map[step.Action]bool{}
	for _, r := range results {
		for _, i := range r.Items {
			used[i.Action] = true
		}
	}
	var parts []string
	for _, a := range actions {
		if used[a] {
			parts = append(parts, p.symbol(a)+" "+p.word(text.Actions, string(a)))
		}
	}
	if len(parts) > 0 {
		p.say(0, text.Symbols, "symbols", strings.Join(parts, "   "))
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

func hostName(v *plan.Visit) string {
	if v.Title == "" {
		return v.Host
	}
	return Clean(v.Title) + " · " + v.Host
}

// host shows one host. One with nothing to say takes one line.
func (p *Printer) host(r *plan.Result) {
	if notMeant(r) && !p.o.Verbose {
		return // the summary counts it
	}
	open := openChecks(r.Checks)
	if p.o.Verbose {
		open = r.Checks
	}
	p.line(0, "%s  %s%s", p.paint(bold, hostName(&r.Visit)), p.state(r), p.cost(r.DurationMS, r.Requests, r.Starts))
	p.named(&r.Visit)
	last := ""
	for _, i := range r.Items {
		p.change(i, last)
		last = i.Block()
	}
	for i := range open {
		p.check(&open[i])
	}
	p.blocks(r.Host, r.Blocks)
	p.skips(r)
	if len(r.Items)+len(open)+len(r.Blocks) > 0 || r.Error != nil || r.Reason != nil || p.skipped(r) {
		p.line(0, "")
	}
}

// notMeant says that no playbook of the run is for this host.
func notMeant(r *plan.Result) bool {
	return r.Class() == plan.NotApplicable && len(r.Items)+len(r.Checks) == 0
}

// openChecks are the findings and what could not be told. What several playbooks of a run say in the same words is said
// once.
func openChecks(checks []plan.Check) []plan.Check {
	var open []plan.Check
	for _, c := range checks {
		same := func(o plan.Check) bool {
			return o.Status == c.Status && o.Title == c.Title && o.Message == c.Message && c.Title != ""
		}
		// what waits for an answer of a person is counted, and told with -v
		untold := c.Status == plan.CheckUnknown && (c.Severity != plan.Info || c.Row == "")
		if (c.Status == plan.CheckFinding || untold) && !slices.ContainsFunc(open, same) {
			open = append(open, c)
		}
	}
	return open
}

// class is a class in words and in its colour.
func (p *Printer) class(c plan.Class, text string) string { return p.paint(classStyle[c], text) }

// classStyle are the classes' colours: green is in order, yellow is for a person to look at, red went wrong.
var classStyle = map[plan.Class]lipgloss.Style{
	plan.OK: green, plan.Changes: yellow, plan.Changed: green, plan.Manual: yellow, plan.Finding: yellow,
	plan.Unknown:       red,
	plan.NotApplicable: dim, plan.NoMandate: yellow, plan.Waiting: yellow, plan.Stale: red, plan.Cancelled: yellow,
	plan.Unreachable: red, plan.Failed: red, plan.Undone: green,
}

// state is what a host came to, with the numbers of what is to do.
func (p *Printer) state(r *plan.Result) string {
	n, class := r.Count(), r.Class()
	parts := p.parts(part{n.Open + n.Withheld, text.Changes}, part{n.Manual, text.ManualSteps},
		part{findings(r.Checks), text.Findings}, part{failures(r.Blocks), text.FailedBlocks})
	word := p.word(text.Classes, string(class))
	switch {
	case parts == "":
		parts = word
	case class != plan.Changes && class != plan.Manual && class != plan.Finding && class != plan.OK:
		parts = word + " (" + parts + ")"
	}
	return p.class(class, parts)
}

func findings(checks []plan.Check) int {
	n := 0
	for _, c := range openChecks(checks) {
		if c.Status == plan.CheckFinding {
			n++
		}
	}
	return n
}

// failures are the blocks that could not be planned themselves.
func failures(blocks []plan.Blocked) int {
	n := 0
	for _, b := range blocks {
		if b.Error != nil {
			n++
		}
	}
	return n
}

// cost is what a host took, with -v.
func (p *Printer) cost(ms int64, requests, starts int) string {
	if !p.o.Verbose {
		return ""
	}
	return p.paint(dim, "  "+p.t(text.HostCost, "ms", strconv.FormatInt(ms, 10),
		"requests", p.n(text.Requests, requests), "starts", p.n(text.Starts, starts)))
}

// named names the hosts that are shown as one, and says why it did not end well.
func (p *Printer) named(v *plan.Visit) {
	if len(p.members) > 0 {
		p.wrapped(2, "", lipgloss.NewStyle(), p.names(p.members))
	}
	p.why(2, v)
}

// why says why a host's turn did not end well, or why nothing is done there.
func (p *Printer) why(indent int, v *plan.Visit) {
	switch {
	case v.Error != nil:
		p.fault(indent, red, NewError(v.Error, p.o.Lang))
	case v.Reason != nil:
		p.fault(indent, yellow, NewError(v.Reason.Problem(), p.o.Lang))
		if until := p.until(v.Reason); until != "" {
			p.line(indent, "%s", until)
		}
	}
}

// until says when a reason ends by itself, in the operator's time.
func (p *Printer) until(r *plan.Reason) string {
	t, err := time.Parse(time.RFC3339, r.Until)
	if err != nil {
		return ""
	}
	return p.t(text.From, "weekday", p.t(text.Weekdays[t.Weekday()]), "time", t.Format(p.t(text.Minutes)))
}

// blocks tells of what could not be planned on a host, each with what rests on it. What was told already on another
// host is not told again.
func (p *Printer) blocks(host string, blocks []plan.Blocked) {
	for i := range blocks {
		b := &blocks[i]
		if b.Error == nil {
			continue
		}
		title := Clean(b.Title)
		if title == "" {
			title = oneLine(b.Address)
		}
		also := p.same[blockKey(b)]
		if also != nil && also.told != "" {
			p.line(2, "%s %s%s", p.paint(red, "x"), title, p.paint(dim, "  "+p.t(text.AsOn, "host", also.told)))
			continue
		}
		p.line(2, "%s %s", p.paint(red, "x"), title)
		p.line(6, "%s", p.paint(dim, oneLine(plan.Block(b.Playbook, b.Address)+" · "+b.Source)))
		p.fault(6, red, NewError(b.Error, p.o.Lang))
		if also != nil {
			also.told = host
			if len(p.members) > 0 {
				also.told = p.members[0]
			}
			if len(also.hosts) > max(1, len(p.members)) {
				p.wrapped(6, p.n(text.SameOn, len(also.hosts)), dim, p.names(also.hosts))
			}
		}
		var rest []string
		for _, o := range blocks {
			if o.By == b.Address && o.Playbook == b.Playbook {
				rest = append(rest, o.Address)
			}
		}
		if len(rest) > 0 {
			p.wrapped(6, p.t(text.BlockedToo), dim, strings.Join(rest, ", "))
		}
	}
}

func (p *Printer) check(c *plan.Check) {
	title := Clean(c.Title)
	if title == "" {
		title = c.Check
	}
	style := dim
	switch c.Status {
	case plan.CheckOK:
		style = green
	case plan.CheckFinding, plan.CheckUnknown:
		style = yellow
		if c.Status == plan.CheckFinding && c.Severity == plan.Required {
			style = red
		}
	case plan.CheckSkipped:
	}
	state := p.paint(style, p.word(text.CheckStates, string(c.Status)))
	tail := " (" + p.word(text.Severities, c.Severity)
	if ids := c.IDs(); len(ids) > 0 {
		tail += ", " + serves(ids)
	}
	p.line(2, "%s: %s%s", state, title, p.paint(dim, tail+")"))
	if c.Message != "" && (c.Status != plan.CheckOK || p.o.Verbose) {
		p.wrapped(6, "", lipgloss.NewStyle(), c.Message)
	}
	if c.Advice != "" {
		p.wrapped(6, "", cyan, c.Advice)
	}
	if p.o.Verbose && c.Source != "" {
		p.line(6, "%s", p.paint(dim, c.Check+" · "+c.Source))
	}
}

// skips are what is left out: what cannot be done always, what does not apply with -v.
func (p *Printer) skips(r *plan.Result) {
	for i := range r.Plan.Skips {
		s := &r.Plan.Skips[i]
		if !p.shown(s) {
			continue
		}
		title := Clean(s.Title)
		if title == "" || p.o.Verbose {
			title = s.Address
		}
		p.wrapped(2, "· ", dim, title+": "+skipReason(s, p.o.Lang))
	}
}

// skipReason is why something is left out, with the condition in brackets.
func skipReason(s *plan.Skip, l text.Lang) string {
	why := s.Why.Text(l).Cause
	if s.Why.Detail != "" {
		why += " (" + s.Why.Detail + ")"
	}
	return why
}

func (p *Printer) shown(s *plan.Skip) bool { return p.o.Verbose || s.Why.ID == problem.Irreversible }

func (p *Printer) skipped(r *plan.Result) bool {
	for i := range r.Plan.Skips {
		if p.shown(&r.Plan.Skips[i]) {
			return true
		}
	}
	return false
}
