package report

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// DoctorDocument is the JSON of doctor. Texts are in Lang; ids, statuses and evidence are the same in every language.
type DoctorDocument struct {
	Version int            `json:"version"`
	Lang    text.Lang      `json:"lang"`
	Hosts   []DoctorHost   `json:"hosts"`
	Summary map[string]int `json:"summary"` // hosts, ok, failed, unreachable
}

// DoctorHost is one host of a DoctorDocument.
type DoctorHost struct {
	Host       string          `json:"host"`
	Title      string          `json:"title"`
	Address    string          `json:"address"`
	Port       int             `json:"port"`
	Transport  string          `json:"transport"`
	Auth       string          `json:"auth"`
	Status     doctor.Status   `json:"status"` // ok, failed, unreachable
	DurationMS int64           `json:"duration_ms"`
	Logons     int             `json:"logons"`
	Checks     []DoctorCheck   `json:"checks"`
	Finding    *DoctorFinding  `json:"finding"`
	Notes      []DoctorFinding `json:"notes"`
}

// DoctorCheck is one check with its evidence.
type DoctorCheck struct {
	Check    string          `json:"check"`
	Title    string          `json:"title"`
	Status   doctor.Status   `json:"status"` // ok, warn, failed, skipped
	MS       int64           `json:"ms"`
	Evidence doctor.Evidence `json:"evidence"`
}

// DoctorFinding is a known failure: one cause and one cure.
type DoctorFinding struct {
	ID      string `json:"id"`
	Row     int    `json:"row"` // of the list of known failures; 0 where it is not in it
	Cause   string `json:"cause"`
	Cure    string `json:"cure"`
	Command string `json:"command"`
	Detail  string `json:"detail"`
}

// NewDoctorDocument is the JSON form of reports in a language.
func NewDoctorDocument(reports []*doctor.Report, l text.Lang) DoctorDocument {
	d := DoctorDocument{Version: Version, Lang: l, Hosts: []DoctorHost{}, Summary: map[string]int{
		"hosts": len(reports),
		"ok":    0, "failed": 0, "unreachable": 0,
	}}
	for _, r := range reports {
		d.Summary[string(r.Status)]++
		h := DoctorHost{
			Host: r.Host, Title: r.Title, Address: r.Address, Port: r.Port, Transport: r.Transport, Auth: r.Auth,
			Status:     r.Status,
			DurationMS: r.DurationMS, Logons: r.Logons, Checks: []DoctorCheck{}, Notes: []DoctorFinding{},
		}
		for _, c := range r.Checks {
			h.Checks = append(h.Checks, DoctorCheck{
				Check: c.ID, Title: doctor.Title(c.ID, l), Status: c.Status,
				MS: c.MS, Evidence: c.Evidence,
			})
		}
		if r.Finding != nil {
			f := doctorFinding(r.Finding, l)
			h.Finding = &f
		}
		for _, n := range r.Notes {
			h.Notes = append(h.Notes, doctorFinding(n, l))
		}
		d.Hosts = append(d.Hosts, h)
	}
	return d
}

func doctorFinding(f *problem.Problem, l text.Lang) DoctorFinding {
	t := f.Words(l)
	return DoctorFinding{
		ID: string(f.ID), Row: f.Row(), Cause: t.Cause, Cure: t.Cure, Command: f.Command(),
		Detail: f.Detail,
	}
}

// Doctor shows what was found out about each host. Of a host in order the checks are shown only when it is the only
// one.
func (p *Printer) Doctor(d DoctorDocument) {
	for i := range d.Hosts {
		h := &d.Hosts[i]
		style := green
		if h.Finding != nil {
			style = red
		}
		name := oneLine(h.Host)
		if h.Title != "" {
			name += " (" + oneLine(h.Title) + ")"
		}
		status := p.paint(style, p.word(text.Classes, string(h.Status)))
		p.line(0, "%s  %s  %s", p.paint(bold, name), oneLine(doctorTarget(h)), status)
		if h.Finding != nil || len(d.Hosts) == 1 || p.o.Verbose {
			p.doctorChecks(h)
		}
		for j := range h.Notes {
			p.doctorFinding(text.Note, yellow, &h.Notes[j])
		}
		switch {
		case h.Finding != nil:
			p.doctorFinding(text.Cause, red, h.Finding)
		case len(d.Hosts) == 1:
			p.line(0, "")
			p.wrapped(2, "", green, p.t(text.AllWorks))
		}
		if h.Finding != nil || len(h.Notes) > 0 {
			p.line(0, "")
		}
	}
	if len(d.Hosts) > 1 {
		parts := []string{p.n(text.Hosts, len(d.Hosts))}
		for _, s := range []string{"ok", "failed", "unreachable"} {
			if n := d.Summary[s]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, p.word(text.Classes, s)))
			}
		}
		p.line(0, "%s.", strings.Join(parts, ", "))
	}
}

func doctorTarget(h *DoctorHost) string {
	if h.Transport == "local" {
		return h.Transport
	}
	return fmt.Sprintf("%s:%d %s %s", h.Address, h.Port, h.Transport, h.Auth)
}

var doctorMarks = map[doctor.Status]struct {
	mark  string
	style lipgloss.Style
}{
	doctor.OK: {"+", green}, doctor.Warn: {"!", yellow}, doctor.Failed: {"x", red}, doctor.Skipped: {"-", dim},
}

func (p *Printer) doctorChecks(h *DoctorHost) {
	width := 0
	for _, c := range h.Checks {
		if c.Status != doctor.Skipped || len(c.Evidence) > 0 {
			width = max(width, lipgloss.Width(c.Title))
		}
	}
	var skipped []string
	for _, c := range h.Checks {
		m := doctorMarks[c.Status]
		evidence := evidenceText(c.Evidence)
		if c.Status == doctor.Skipped && evidence == "" {
			skipped = append(skipped, c.Title)
			continue
		}
		title := c.Title + strings.Repeat(" ", width-lipgloss.Width(c.Title))
		lead := "  " + p.paint(m.style, m.mark) + " " + title + "  "
		style := lipgloss.NewStyle()
		if c.Status == doctor.Skipped {
			style = dim
		}
		p.wrapped(0, lead, style, evidence)
	}
	if len(skipped) > 0 {
		p.wrapped(0, "  "+p.paint(dim, "-")+" ", dim, p.t(text.Skipped, "checks", strings.Join(skipped, ", ")))
	}
}

// evidenceText is evidence on one line.
func evidenceText(e doctor.Evidence) string {
	var parts []string
	for _, f := range e {
		value := fmt.Sprint(f.Value)
		if list, ok := f.Value.([]string); ok {
			value = strings.Join(list, " ")
		}
		if value = oneLine(value); value == "" {
			value = "-"
		}
		parts = append(parts, strings.ReplaceAll(f.Name, "_", " ")+" "+value)
	}
	return strings.Join(parts, ", ")
}

func (p *Printer) doctorFinding(label text.Phrase, s lipgloss.Style, f *DoctorFinding) {
	cause, cure := p.t(label), p.t(text.Cure)
	p.line(0, "")
	p.wrapped(2, p.paint(bold, cause+": "), s, f.Cause)
	if f.Detail != "" {
		p.wrapped(2, strings.Repeat(" ", lipgloss.Width(cause)+2), dim, f.Detail)
	}
	p.wrapped(2, p.paint(bold, cure+": "), lipgloss.NewStyle(), f.Cure)
	if f.Command != "" {
		for _, l := range strings.Split(f.Command, "\n") {
			p.line(6, "%s", p.paint(cyan, oneLine(l))) // not wrapped: it is to be copied
		}
	}
}
