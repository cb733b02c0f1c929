package report

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Summary says in a few lines what a plan comes to.
func (p *Printer) Summary(results []*plan.Result) {
	s := plan.Summarize(results)
	p.groups(results)
	p.line(0, "%s %s.", p.paint(bold, p.t(text.PlanTotal)), p.hostCounts(s))
	switch parts := p.actionCounts(actionsOf(results)); {
	case parts != "":
		p.say(0, text.ChangesAre, "changes", parts)
	case s.Hosts > 0 && s.OK == s.Hosts:
		p.say(0, text.AsWanted)
	case s.OK+s.Manual+s.Finding+s.Unknown > 0:
		p.say(0, text.NothingForUs)
	}
	p.rest(results)
}

// ResultSummary says in a few lines what became of a run.
func (p *Printer) ResultSummary(results []*plan.Result) {
	p.line(0, "%s %s.", p.paint(bold, p.t(text.ResultTotal)), p.hostCounts(plan.Summarize(results)))
	n := counts(results)
	if parts := p.parts(append([]part{{n.Done, text.Done}}, became(&n)...)...); parts != "" {
		p.say(0, text.ChangesAre, "changes", parts)
	}
	p.rest(results)
	p.owed(results)
}

// Rollout says in what batches the changes will be made, and when it stops; nothing where all are made at once.
func (p *Printer) Rollout(s plan.Schedule) {
	n := 0
	for _, size := range s.Sizes {
		n += size
	}
	if len(s.Sizes) < 2 {
		return
	}
	pairs := []string{"sizes", s.String()}
	if s.PauseS > 0 {
		pairs = append(pairs, "pause", strconv.Itoa(s.PauseS))
	}
	if most, bounded := s.Allowed(n); bounded {
		pairs = append(pairs, "most", strconv.Itoa(most), "all", strconv.Itoa(n), "first", p.atOnce(&s))
	}
	p.say(0, text.Rollout, pairs...)
}

func (p *Printer) atOnce(s *plan.Schedule) string {
	most, _ := s.Allowed(s.Sizes[0])
	if most == 0 {
		return p.t(text.AtTheFirst)
	}
	return p.t(text.AtMoreThan, "most", strconv.Itoa(most))
}

// owed names the restarts that are due and were not made, a line each.
func (p *Printer) owed(results []*plan.Result) {
	for _, r := range results {
		for _, d := range r.Owed {
			p.line(0, "%s", p.restartDue(r.Host, d))
		}
	}
}

func (p *Printer) restartDue(host string, d plan.Due) string {
	return p.paint(yellow, p.t(text.RestartDue)) + " " +
		p.t(text.RestartOf, "host", host, "what", thing(resource.ID{Type: d.Type, Key: d.Key}))
}

func counts(results []*plan.Result) plan.Counts {
	var n plan.Counts
	for _, r := range results {
		n.Add(r.Count())
	}
	return n
}

// rest is what all summaries end with: manual steps, findings, hosts that need care, and with -v what it cost.
func (p *Printer) rest(results []*plan.Result) {
	n := counts(results)
	found, unknown, requests, starts := 0, 0, 0, 0
	for _, r := range results {
		requests, starts = requests+r.Requests, starts+r.Starts
		open := openChecks(r.Checks)
		found += findings(open)
		for _, c := range r.Checks {
			if c.Status == plan.CheckUnknown {
				unknown++
			}
		}
	}
	if n.Manual > 0 {
		p.wrapped(0, p.paint(cyan, p.t(text.ForAPerson, "steps", p.n(text.ManualSteps, n.Manual))), lipgloss.NewStyle(),
			strings.Join(p.manualHosts(results), ", "))
	}
	if found > 0 {
		p.say(0, text.FindingTotal, "n", strconv.Itoa(found))
	}
	if unknown > 0 {
		p.line(0, "%s", p.n(text.ChecksUntold, unknown))
	}
	for _, c := range []plan.Class{
		plan.Unreachable, plan.Failed, plan.Unknown, plan.Stale, plan.Cancelled, plan.Waiting, plan.NoMandate,
		plan.NotApplicable,
	} {
		p.care(results, c)
	}
	if n.Withheld > 0 {
		p.line(0, "%s", p.n(text.Withheld, n.Withheld))
	}
	if p.o.Verbose {
		p.say(0, text.Cost, "requests", p.n(text.Requests, requests), "starts", p.n(text.Starts, starts))
	}
}

// hostCounts counts hosts by class; what there is none of is not said.
func (p *Printer) hostCounts(s plan.Summary) string {
	var parts []string
	for _, c := range plan.Classes {
		if n := *s.Of(c); n > 0 {
			parts = append(parts, p.class(c, strconv.Itoa(n)+" "+p.word(text.Classes, string(c))))
		}
	}
	hosts := p.n(text.Hosts, s.Hosts)
	if len(parts) == 0 {
		return hosts
	}
	return hosts + ": " + strings.Join(parts, ", ")
}

// actionsOf counts the changes that would be made.
func actionsOf(results []*plan.Result) map[step.Action]int {
	n := map[step.Action]int{}
	for _, r := range results {
		if r.Reason != nil || r.Error != nil {
			continue
		}
		for _, i := range r.Items {
			if i.Outcome == nil {
				n[i.Action]++
			}
		}
	}
	return n
}

func (p *Printer) actionCounts(n map[step.Action]int) string {
	return p.parts(part{n[step.Create], text.ToCreate}, part{n[step.Update], text.ToUpdate},
		part{n[step.Delete], text.ToDelete}, part{n[step.Restart], text.Restarts}, part{n[step.Run], text.ToRun})
}

// became are the changes that are not done, by how they ended.
func became(n *plan.Counts) []part {
	return []part{
		{n.Already, text.Already},
		{n.TakenBack, text.TakenBack},
		{n.Failed, text.Failed},
		{n.Unknown, text.Unknown},
		{n.Open, text.NotDone},
	}
}

// care lists the hosts of a class, those with the same reason together.
func (p *Printer) care(results []*plan.Result, class plan.Class) {
	type group struct {
		names  []string
		reason string
	}
	var groups []*group
	at := map[string]*group{}
	for _, r := range results {
		if r.Class() != class {
			continue
		}
		why, until := reason(r)
		key := why.Key() + until
		if at[key] == nil {
			at[key] = &group{reason: p.sentence(why, r.Reason)}
			groups = append(groups, at[key])
		}
		at[key].names = append(at[key].names, r.Host)
	}
	for _, g := range groups {
		hosts := p.names(g.names)
		if !p.o.Verbose && len(g.names) > 3 {
			hosts = p.n(text.Hosts, len(g.names))
		}
		if g.reason != "" {
			hosts += ": " + g.reason
		}
		title := text.Capital(p.word(text.Classes, string(class)))
		p.wrapped(0, p.class(class, title+": "), lipgloss.NewStyle(), hosts)
	}
}

// reason says why a host is in its class, and until when; nil where its own lines say it.
func reason(r *plan.Result) (why *problem.Problem, until string) {
	switch {
	case r.Error != nil:
		return r.Error, ""
	case r.Reason != nil:
		return r.Reason.Problem(), r.Reason.Until
	}
	for _, b := range r.Blocks {
		if b.Error != nil {
			return b.Error, ""
		}
	}
	return nil, ""
}

// sentence is a reason in one sentence.
func (p *Printer) sentence(why *problem.Problem, r *plan.Reason) string {
	if why == nil {
		return ""
	}
	cause := why.Text(p.o.Lang).Cause
	if r != nil && why.Class() == problem.Held {
		if until := p.until(r); until != "" {
			cause += " (" + until + ")"
		}
	}
	return cause
}

// groups says which hosts have the same plan, where there are many: a person reviews it once.
func (p *Printer) groups(results []*plan.Result) {
	var order []string
	at := map[string][]string{}
	for _, r := range results {
		if r.Class() != plan.Changes {
			continue
		}
		k := fingerprint(r)
		if at[k] == nil {
			order = append(order, k)
		}
		at[k] = append(at[k], r.Host)
	}
	for _, k := range order {
		if len(at[k]) > 1 {
			p.wrapped(0, p.n(text.SameChanges, len(at[k])), lipgloss.NewStyle(), p.names(at[k]))
		}
	}
}

// fingerprint is equal for hosts on which the same would be done.
func fingerprint(r *plan.Result) string {
	var b strings.Builder
	for _, i := range r.Items {
		before, _ := json.Marshal(i.Before) // Props are JSON values
		after, _ := json.Marshal(i.After)
		notes, _ := json.Marshal(i.Notes)
		fmt.Fprintf(&b, "%s|%s|%q|%q|%s|%s|%s|%q|%s\n", i.Step, i.Action, i.Resource.Type, i.Resource.Key, before,
			after, i.KnownAfter, i.Diff, notes)
	}
	return b.String()
}

func (p *Printer) manualHosts(results []*plan.Result) []string {
	var out []string
	for _, r := range results {
		switch n := r.Count().Manual; {
		case n == 1:
			out = append(out, r.Host)
		case n > 1:
			out = append(out, fmt.Sprintf("%s (%d)", r.Host, n))
		}
	}
	return p.few(out)
}

func (p *Printer) names(list []string) string { return strings.Join(p.few(list), ", ") }

// few keeps a list readable.
func (p *Printer) few(list []string) []string {
	const most = 12
	if len(list) > most+1 {
		return append(list[:most:most], p.t(text.More, "n", strconv.Itoa(len(list)-most)))
	}
	return list
}
