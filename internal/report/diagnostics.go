package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/diag"
)

// ErrorDocument is the JSON of a command that ended before any host was touched.
type ErrorDocument struct {
	Version     int                  `json:"version"`
	Error       *diag.Error          `json:"error"`
	Diagnostics []DiagnosticDocument `json:"diagnostics"`
}

// DiagnosticDocument is one mistake in a configuration file. Line and Column count from 1; 0 where there is no place.
type DiagnosticDocument struct {
	Severity string `json:"severity"` // error, warning
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

// NewErrorDocument is the JSON form of an error and the diagnostics that led to it.
func NewErrorDocument(e *diag.Error, diags hcl.Diagnostics) ErrorDocument {
	d := ErrorDocument{Version: Version, Error: e, Diagnostics: []DiagnosticDocument{}}
	for _, g := range diags {
		dd := DiagnosticDocument{Severity: severity(g), Summary: g.Summary, Detail: g.Detail}
		if g.Subject != nil {
			dd.File, dd.Line, dd.Column = g.Subject.Filename, g.Subject.Start.Line, g.Subject.Start.Column
		}
		d.Diagnostics = append(d.Diagnostics, dd)
	}
	return d
}

func severity(g *hcl.Diagnostic) string {
	if g.Severity == hcl.DiagWarning {
		return "warning"
	}
	return "error"
}

// Diagnostics shows mistakes in configuration files, each with its place and the line it is in.
func (p *Printer) Diagnostics(diags hcl.Diagnostics, files map[string]*hcl.File) {
	for i, g := range diags {
		if i > 0 {
			p.line(0, "")
		}
		s, word := red, "Error: "
		if g.Severity == hcl.DiagWarning {
			s, word = yellow, "Warning: "
		}
		p.wrapped(0, p.paint(s, word), bold, g.Summary)
		if g.Subject != nil {
			p.line(2, "%s:%d:%d", Clean(g.Subject.Filename), g.Subject.Start.Line, g.Subject.Start.Column)
			p.snippet(*g.Subject, files[g.Subject.Filename])
		}
		if g.Detail != "" {
			p.wrapped(2, "", lipgloss.NewStyle(), g.Detail)
		}
	}
}

// snippet shows the line in which a range begins, with the range marked below. Of a long line it shows the part around it.
func (p *Printer) snippet(r hcl.Range, file *hcl.File) {
	if file == nil || r.Start.Byte < 0 || r.Start.Byte > len(file.Bytes) {
		return
	}
	const around = 60 // bytes before and behind the start
	src, at := file.Bytes, r.Start.Byte
	from := bytes.LastIndexByte(src[:at], '\n') + 1
	to := len(src)
	if n := bytes.IndexByte(src[at:], '\n'); n >= 0 {
		to = at + n
	}
	if from < at-around {
		from = at - around
	}
	if to > at+2*around {
		to = at + 2*around
	}
	for from < at && !utf8.RuneStart(src[from]) {
		from++
	}
	for to > at && to < len(src) && !utf8.RuneStart(src[to]) {
		to--
	}
	end := min(max(r.End.Byte, at+1), to)
	if end < at {
		end = at
	}
	before, mark, rest := oneLine(string(src[from:at])), oneLine(string(src[at:end])), oneLine(string(src[end:to]))
	lead := fmt.Sprintf("%4d: ", r.Start.Line)
	p.line(2, "%s%s%s%s", p.paint(dim, lead), before, p.paint(bold, mark), rest)
	p.line(2, "%s%s", strings.Repeat(" ", lipgloss.Width(lead+before)), p.paint(red, strings.Repeat("^", max(1, lipgloss.Width(mark)))))
}

// Error shows an error that ended a command, with its evidence and its cure.
func (p *Printer) Error(e *diag.Error) {
	p.wrapped(0, p.paint(red, "Error: "), bold, e.Summary)
	if e.Detail != "" {
		p.wrapped(2, "", lipgloss.NewStyle(), e.Detail)
	}
	if e.Hint != "" {
		p.wrapped(2, "→ ", lipgloss.NewStyle(), e.Hint)
	}
}
