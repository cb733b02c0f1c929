package report

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// CommandRow is what a command came to on one host. ExitCode is null when it did not run, did not end, or nobody knows.
type CommandRow struct {
	Host       string          `json:"host"`
	Title      string          `json:"title"`
	Status     plan.Class      `json:"status"`
	ExitCode   *int64          `json:"exit_code"`
	Stdout     string          `json:"stdout"`
	Stderr     string          `json:"stderr"`
	Cut        bool            `json:"cut"` // one of the outputs was longer
	DurationMS int64           `json:"duration_ms"`
	Requests   int             `json:"requests"`
	Reason     *ReasonDocument `json:"reason"`
	Error      *ErrorDocument  `json:"error"`
	visit      *plan.Visit
}

// CommandDocument is the JSON of exec. Run is empty when nothing was sent.
type CommandDocument struct {
	Version    int          `json:"version"`
	Run        string       `json:"run,omitempty"`
	Command    []string     `json:"command"`              // the program and its arguments
	PowerShell string       `json:"powershell,omitempty"` // or the line
	Hosts      []CommandRow `json:"hosts"`
	Summary    plan.Summary `json:"summary"`
}

// NewCommandDocument is the JSON form of what a command came to.
func NewCommandDocument(run string, c exec.CommandLine, ran []exec.Ran, l text.Lang) CommandDocument {
	d := CommandDocument{
		Version: Version, Run: run, Command: []string{}, PowerShell: c.PowerShell,
		Hosts: []CommandRow{},
	}
	if c.PowerShell == "" {
		d.Command = append([]string{c.Program}, c.Arguments...)
	}
	for i := range ran {
		a := &ran[i]
		d.Hosts = append(d.Hosts, CommandRow{
			Host: a.Host, Title: a.Title, Status: a.Class(), ExitCode: a.ExitCode, Stdout: a.Stdout, Stderr: a.Stderr,
			Cut:        a.Cut,
			DurationMS: a.DurationMS, Requests: a.Requests, Reason: NewReasonDocument(a.Reason, l),
			Error: NewError(a.Error, l), visit: &a.Visit,
		})
		d.Summary.Add(a.Class(), 1)
	}
	return d
}

// Command shows what a command wrote, host by host; hosts on which it came to the same are shown once, together.
func (p *Printer) Command(d CommandDocument) {
	type group struct {
		row   *CommandRow
		hosts []string
	}
	var groups []*group
	at := map[string]*group{}
	for i := range d.Hosts {
		r := &d.Hosts[i]
		k := p.sameAs(r)
		if at[k] == nil {
			at[k] = &group{row: r}
			groups = append(groups, at[k])
		}
		at[k].hosts = append(at[k].hosts, r.Host)
	}
	for _, g := range groups {
		p.commandGroup(g.row, g.hosts)
	}
	p.line(0, "%s %s.", p.paint(bold, p.t(text.ResultTotal)), p.hostCounts(d.Summary))
	for _, g := range groups {
		if len(g.hosts) > 1 {
			p.line(0, "%s", p.n(text.SameEnding, len(g.hosts), "ending", p.ending(g.row)))
		}
	}
}

// sameAs is equal for hosts on which it came to the same.
func (p *Printer) sameAs(r *CommandRow) string {
	k := fmt.Sprintf("%s|%q|%q|%v", p.ending(r), r.Stdout, r.Stderr, r.Cut)
	k += "|" + r.visit.Error.Key()
	if r.visit.Reason != nil {
		k += "|" + r.visit.Reason.Problem().Key() + r.visit.Reason.Until
	}
	return k
}

func (p *Printer) ending(r *CommandRow) string {
	if r.ExitCode != nil {
		return p.t(text.ExitCode, "code", resource.ExitText(*r.ExitCode))
	}
	return p.word(text.Classes, string(r.Status))
}

func (p *Printer) commandGroup(r *CommandRow, hosts []string) {
	name := hosts[0]
	if len(hosts) > 1 {
		list := hosts
		if !p.o.Verbose {
			list = p.few(hosts)
		}
		name = p.n(text.Hosts, len(hosts)) + ": " + strings.Join(list, ", ")
	}
	p.line(0, "%s  %s", p.paint(bold, oneLine(name)), p.class(r.Status, p.ending(r)))
	p.output("", r.Stdout)
	p.output(p.t(text.StandardError), r.Stderr)
	if r.Cut {
		p.line(2, "%s", p.paint(yellow, p.t(text.OutputCut)))
	}
	if r.Error == nil || r.Error.Code != string(problem.ExitCode) {
		p.why(2, r.visit)
	}
	p.line(0, "")
}

// output shows a program's own lines behind a mark.
func (p *Printer) output(mark, lines string) {
	lines = strings.Trim(Clean(lines), "\n")
	if lines == "" {
		return
	}
	for _, l := range strings.Split(lines, "\n") {
		p.line(2, "%s%s", p.paint(dim, mark), strings.TrimRight(l, " \t"))
	}
}
