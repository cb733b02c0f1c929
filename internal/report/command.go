package report

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
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
func NewCommandDocument(run string, c exec.CommandLine, ran []exec.Ran, l problem.Lang) CommandDocument {
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
		k := sameAs(r)
		if at[k] == nil {
			at[k] = &group{row: r}
			groups = append(groups, at[k])
		}
		at[k].hosts = append(at[k].hosts, r.Host)
	}
	for _, g := range groups {
		p.commandGroup(g.row, g.hosts)
	}
	p.line(0, "%s %s.", p.paint(bold, "Result:"), p.hostCounts(d.Summary))
	for _, g := range groups {
		if len(g.hosts) > 1 {
			p.line(0, "%d hosts the same: %s.", len(g.hosts), ending(g.row))
		}
	}
}

// sameAs is equal for hosts on which it came to the same.
func sameAs(r *CommandRow) string {
	k := fmt.Sprintf("%s|%q|%q|%v", ending(r), r.Stdout, r.Stderr, r.Cut)
	k += "|" + r.visit.Error.Key()
	if r.visit.Reason != nil {
		k += "|" + r.visit.Reason.Problem().Key() + r.visit.Reason.Until
	}
	return k
}

func ending(r *CommandRow) string {
	if r.ExitCode != nil {
		return "exit code " + resource.ExitText(*r.ExitCode)
	}
	return classWords[r.Status]
}

func (p *Printer) commandGroup(r *CommandRow, hosts []string) {
	name := hosts[0]
	if len(hosts) > 1 {
		list := hosts
		if !p.o.Verbose {
			list = few(hosts)
		}
		name = number(len(hosts), "host") + ": " + strings.Join(list, ", ")
	}
	p.line(0, "%s  %s", p.paint(bold, oneLine(name)), p.class(r.Status, ending(r)))
	p.output("", r.Stdout)
	p.output("stderr: ", r.Stderr)
	if r.Cut {
		p.line(2, "%s", p.paint(yellow, "There was more; at most 1 MiB of each output is kept."))
	}
	if r.Error == nil || r.Error.Code != string(problem.ExitCode) {
		p.why(2, r.visit)
	}
	p.line(0, "")
}

// output shows a program's own lines behind a mark.
func (p *Printer) output(mark, text string) {
	text = strings.Trim(Clean(text), "\n")
	if text == "" {
		return
	}
	for _, l := range strings.Split(text, "\n") {
		p.line(2, "%s%s", p.paint(dim, mark), strings.TrimRight(l, " \t"))
	}
}
