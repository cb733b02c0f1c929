package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Summary says in a few lines what a plan comes to.
func (p *Printer) Summary(results []*plan.Result) {
	s := plan.Summarize(results)
	p.groups(results)
	p.line(0, "%s %s.", p.paint(bold, "Plan:"), p.hostCounts(s))
	switch parts := actionCounts(actionsOf(results)); {
	case len(parts) > 0:
		p.line(0, "Changes: %s.", strings.Join(parts, ", "))
	case s.Hosts > 0 && s.OK == s.Hosts:
		p.line(0, "No changes: the hosts are as the playbooks want them.")
	case s.OK+s.Manual+s.Finding+s.Unknown > 0:
		p.line(0, "No changes for xops to make.")
	}
	p.rest(results)
}

// ResultSummary says in a few lines what became of a run.
func (p *Printer) ResultSummary(results []*plan.Result) {
	p.line(0, "%s %s.", p.paint(bold, "Result:"), p.hostCounts(plan.Summarize(results)))
	n := counts(results)
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{
		{n.Done, "done"},
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
	if len(parts) > 0 {
		p.line(0, "Changes: %s.", strings.Join(parts, ", "))
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
	text := fmt.Sprintf("Rollout: %s hosts, one batch after the other", s.String())
	if s.PauseS > 0 {
		text += fmt.Sprintf(", %d s between them", s.PauseS)
	}
	if most, bounded := s.Allowed(n); bounded {
		text += fmt.Sprintf("; it stops when more than %d of %d fail, in the first batch %s", most, n, atOnce(&s))
	}
	p.line(0, "%s.", text)
}

func atOnce(s *plan.Schedule) string {
	most, _ := s.Allowed(s.Sizes[0])
	if most == 0 {
		return "when one does"
	}
	return fmt.Sprintf("when more than %d do", most)
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
	return p.paint(yellow, "Restart due: ") + host + ": " + thing(resource.ID{Type: d.Type, Key: d.Key}) +
		" (the next plan shows it)"
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
		unknown += len(open) - findings(open)
	}
	if n.Manual > 0 {
		p.wrapped(0, p.paint(cyan, number(n.Manual, "manual step")+" for a person: "), lipgloss.NewStyle(),
			strings.Join(manualHosts(results), ", "))
	}
	if found > 0 {
		p.line(0, "Findings of checks: %d.", found)
	}
	if unknown > 0 {
		p.line(0, "%s could not be told.", number(unknown, "check"))
	}
	for _, c := range []plan.Class{
		plan.Unreachable, plan.Failed, plan.Unknown, plan.Stale, plan.Cancelled, plan.Waiting, plan.NoMandate,
		plan.NotApplicable,
	} {
		p.care(results, c)
	}
	if n.Withheld > 0 {
		p.line(0, "%s not made for now.", plural(n.Withheld, "listed change is", "listed changes are"))
	}
	if p.o.Verbose {
		p.line(0, "Cost: %s, %s.", number(requests, "request"), number(starts, "process start"))
	}
}

// hostCounts counts hosts by class; what there is none of is not said.
func (p *Printer) hostCounts(s plan.Summary) string {
	var parts []string
	for _, c := range plan.Classes {
		if n := *s.Of(c); n > 0 {
			parts = append(parts, p.class(c, fmt.Sprintf("%d %s", n, classWords[c])))
		}
	}
	text := number(s.Hosts, "host")
	if len(parts) == 0 {
		return text
	}
	return text + ": " + strings.Join(parts, ", ")
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

func actionCounts(n map[step.Action]int) []string {
	words := map[step.Action][2]string{
		step.Create: {"to create", "to create"}, step.Update: {"to update", "to update"},
		step.Delete:  {"to delete", "to delete"},
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
	title := strings.ToUpper(classWords[class][:1]) + classWords[class][1:]
	for _, g := range groups {
		text := names(g.names)
		if !p.o.Verbose && len(g.names) > 3 {
			text = number(len(g.names), "host")
		}
		if g.reason != "" {
			text += ": " + g.reason
		}
		p.wrapped(0, p.class(class, title+": "), lipgloss.NewStyle(), text)
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
	text := why.Text(p.o.Lang).Cause
	if r != nil && why.Class() == problem.Held {
		if until := p.until(r); until != "" {
			text += " (" + until + ")"
		}
	}
	return text
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
			p.wrapped(0, fmt.Sprintf("%d hosts with the same changes: ", len(at[k])), lipgloss.NewStyle(), names(at[k]))
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

func manualHosts(results []*plan.Result) []string {
	var out []string
	for _, r := range results {
		switch n := r.Count().Manual; {
		case n == 1:
			out = append(out, r.Host)
		case n > 1:
			out = append(out, fmt.Sprintf("%s (%d)", r.Host, n))
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
