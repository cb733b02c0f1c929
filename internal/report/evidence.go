package report

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

//go:embed evidence.html
var evidenceSource string

var evidenceTemplate = template.Must(template.New("").Parse(evidenceSource))

// EvidenceOptions are what an evidence document rests on beside its pack. The same ones give the same bytes.
type EvidenceOptions struct {
	Lang      text.Lang
	Digest    string   // of the pack
	Program   string   // the version that writes it
	Approvers []string // whose signatures stand under the plan
}

// row is a line of two columns.
type row struct{ Label, Value string }

type evidencePage struct {
	Lang, Title, Digest, Note string
	Seen, Done, Nothing       string
	SeenColumns, DoneColumns  []string
	Facts                     []row
	Practices                 []evidencePractice
}

type evidencePractice struct {
	Name, Title string
	Hosts       []evidenceHost
}

type evidenceHost struct {
	Name, State, Why string
	Seen             []evidenceCheck
	Done             []evidenceChange
}

type evidenceCheck struct{ State, Title, Message string }

type evidenceChange struct {
	Time, Title, Thing, Outcome, Fault string
	Values                             []string
}

// universal is how a document says a time: the same wherever it is read.
func (p *Printer) universal(t time.Time) string {
	return p.t(text.UTC, "time", t.UTC().Format(p.t(text.Seconds)))
}

// WriteEvidence writes a run as a document to print: who approved, what was seen, what was done, each practice on a
// page of its own. Nothing is loaded from anywhere.
func WriteEvidence(w io.Writer, e *journal.Evidence, o EvidenceOptions) error {
	p := NewPrinter(nil, Options{Lang: o.Lang})
	d := evidencePage{
		Lang: string(o.Lang), Title: p.t(text.EvidenceTitle, "run", e.ID), Digest: o.Digest,
		Note: p.t(text.EvidenceNote, "program", o.Program),
		Seen: p.t(text.EvidenceSeen), Done: p.t(text.EvidenceDone), Nothing: p.t(text.EvidenceNothing),
		SeenColumns: p.all(text.SeenColumns), DoneColumns: p.all(text.DoneColumns), Facts: p.facts(e, o.Approvers),
	}
	for i := range e.Hosts {
		h := &e.Hosts[i]
		name, _, _ := strings.Cut(h.Host, "/")
		if n := len(d.Practices); n == 0 || d.Practices[n-1].Name != name {
			d.Practices = append(d.Practices, evidencePractice{Name: name})
		}
		at := &d.Practices[len(d.Practices)-1]
		at.Title = cmp.Or(at.Title, oneLine(h.Title))
		at.Hosts = append(at.Hosts, p.proof(h, e.Planned[h.Host]))
	}
	return evidenceTemplate.Execute(w, d)
}

func (p *Printer) all(phrases []text.Phrase) []string {
	out := make([]string, len(phrases))
	for i, ph := range phrases {
		out[i] = p.t(ph)
	}
	return out
}

// facts are what there is to say of the whole run.
func (p *Printer) facts(e *journal.Evidence, approvers []string) []row {
	ended := p.t(text.EvidenceOpen)
	if e.Ended != nil {
		ended = p.universal(*e.Ended)
	}
	rows := []row{
		{p.t(text.FactCommand), "xops " + e.Command},
		{p.t(text.FactOperator), oneLine(e.Operator)},
		{p.t(text.FactStarted), p.universal(e.Started)},
		{p.t(text.FactEnded), ended},
		{p.t(text.FactStatus), p.word(text.RunStatuses, string(e.Status))},
		{p.t(text.FactPlaybooks), oneLine(strings.Join(e.Playbooks, ", "))},
		{p.t(text.FactUndoes), e.Undoes},
		{p.t(text.FactPlan), e.Digest},
		{p.t(text.FactApproved), p.t(text.ApprovedBy, "operator", oneLine(e.Operator))},
	}
	for _, who := range approvers {
		rows = append(rows, row{p.t(text.FactSigned), oneLine(who)})
	}
	var out []row
	for _, r := range rows {
		if r.Value != "" {
			out = append(out, r)
		}
	}
	return out
}

// proof is what there is to say of one host.
func (p *Printer) proof(h *journal.Host, planned *plan.Host) evidenceHost {
	out := evidenceHost{Name: oneLine(h.Host), State: p.word(text.Classes, h.Status), Why: p.because(h)}
	if planned != nil {
		for i := range planned.Checks {
			c := &planned.Checks[i]
			out.Seen = append(out.Seen, evidenceCheck{
				p.word(text.CheckStates, string(c.Status)), oneLine(cmp.Or(c.Title, c.Check)), Clean(c.Message),
			})
		}
	}
	for i := range h.Operations {
		o := &h.Operations[i]
		c := evidenceChange{
			Time: p.universal(o.Intended), Title: p.called(o), Thing: thing(resource.ID{Type: o.Type, Key: o.Key}),
			Outcome: p.word(text.Outcomes, string(o.Status)), Values: p.became(o.Before, o.After),
		}
		if o.Fault != nil {
			c.Fault = oneLine(Told(o.Fault, p.o.Lang))
		}
		out.Done = append(out.Done, c)
	}
	return out
}

// because is why a host's turn did not end well, in a line.
func (p *Printer) because(h *journal.Host) string {
	var why *ErrorDocument
	switch {
	case h.Error != nil:
		why = NewError(h.Error, p.o.Lang)
	case h.Reason != nil:
		why = NewError(h.Reason.Problem(), p.o.Lang)
	default:
		return ""
	}
	return oneLine(strings.TrimSpace(why.Summary + " " + why.Detail))
}

// called is what an operation is called.
func (p *Printer) called(o *journal.Operation) string {
	title := oneLine(cmp.Or(o.Title, o.Step))
	if o.Reverts != "" {
		return p.t(text.TakingBack, "title", title)
	}
	return title
}

// became are the properties of a change, each with what it was and what it was to be.
func (p *Printer) became(before, after resource.Props) []string {
	all := resource.Props{}
	for _, props := range []resource.Props{before, after} {
		for name := range props {
			all[name] = nil
		}
	}
	var out []string
	for _, name := range all.Keys() {
		switch {
		case resource.Blob(name):
		case resource.Equal(before[name], after[name]):
			out = append(out, oneLine(name)+": "+p.value(after[name]))
		default:
			out = append(out, oneLine(name)+": "+p.value(before[name])+" → "+p.value(after[name]))
		}
	}
	return out
}

// WriteCSV writes a run as a table: a line for each change, and one for each host without any. Names of columns and
// states are English, for programs.
func WriteCSV(w io.Writer, e *journal.Evidence, l text.Lang) error {
	p := NewPrinter(nil, Options{Lang: l})
	c := csv.NewWriter(w)
	c.UseCRLF = true
	line := func(cells ...string) error {
		for i, cell := range cells {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) { // a spreadsheet would work it out
				cells[i] = "'" + cell
			}
		}
		return c.Write(cells)
	}
	_ = line("run", "command", "operator", "started", "digest", "host", "title", "host_status", "time", "step", "kind",
		"action", "type", "key", "values", "outcome", "error")
	for i := range e.Hosts {
		h := &e.Hosts[i]
		head := []string{
			e.ID, e.Command, oneLine(e.Operator), e.Started.UTC().Format(time.RFC3339), e.Digest, h.Host,
			oneLine(h.Title), h.Status,
		}
		if len(h.Operations) == 0 {
			_ = line(append(head, "", "", "", "", "", "", "", "", p.because(h))...)
		}
		for j := range h.Operations {
			o := &h.Operations[j]
			fault := ""
			if o.Fault != nil {
				fault = oneLine(Told(o.Fault, l))
			}
			_ = line(append(head[:len(head):len(head)], o.Intended.UTC().Format(time.RFC3339), o.Step, o.Kind, o.Action,
				o.Type, oneLine(o.Key), strings.Join(p.became(o.Before, o.After), "; "), string(o.Status), fault)...)
		}
	}
	c.Flush()
	return c.Error()
}
