package report

import (
	"errors"

	"charm.land/lipgloss/v2"
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// ErrorDocument is the JSON of an error: its code is the same in every language, summary and hint are in the language
// of the call.
type ErrorDocument struct {
	Code    string `json:"code"`
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
	Hint    string `json:"hint"`

	headline string // the summary in short
}

// NewError is the JSON form of an error in a language; nil for none.
func NewError(err error, l text.Lang) *ErrorDocument {
	p := problem.From(err)
	if p == nil {
		return nil
	}
	t := p.Text(l)
	e := &ErrorDocument{Code: string(p.ID), Summary: t.Cause, Detail: p.Detail, Hint: t.Cure, headline: p.Headline(l)}
	if config := new(hclx.ConfigError); p.ID == problem.Configuration && errors.As(err, &config) {
		e.Detail = config.In(l)
	}
	return e
}

// FailureDocument is the JSON of a command that ended before any host was touched.
type FailureDocument struct {
	Version     int            `json:"version"`
	Error       *ErrorDocument `json:"error"`
	Diagnostics []hclx.Record  `json:"diagnostics"`
}

// NewFailureDocument is the JSON form of an error and the mistakes in files that led to it.
func NewFailureDocument(err error, diags hcl.Diagnostics, l text.Lang) FailureDocument {
	return FailureDocument{Version: Version, Error: NewError(err, l), Diagnostics: hclx.Records(diags, l)}
}

// Diagnostics shows mistakes in configuration files, each with its place and the line it is in.
func (p *Printer) Diagnostics(diags hcl.Diagnostics, files map[string]*hcl.File) {
	if p.err == nil {
		p.err = hclx.WriteDiagnostics(p.w, diags, files, hclx.TextOptions{
			Width: p.o.Width, Color: p.o.Color, Lang: p.o.Lang,
		})
	}
}

// Error shows an error that ended a command, with its evidence and its cure.
func (p *Printer) Error(err error) {
	e := NewError(err, p.o.Lang)
	p.wrapped(0, p.paint(red, p.t(text.ErrorHeading)), bold, e.Summary)
	p.evidence(2, e)
}

// fault shows an error with its evidence and its cure.
func (p *Printer) fault(indent int, s lipgloss.Style, e *ErrorDocument) {
	p.wrapped(indent, "", s, e.Summary)
	p.evidence(indent, e)
}

func (p *Printer) evidence(indent int, e *ErrorDocument) {
	if e.Detail != "" {
		p.wrapped(indent, "", lipgloss.NewStyle(), e.Detail)
	}
	if e.Hint != "" {
		p.wrapped(indent, "→ ", lipgloss.NewStyle(), e.Hint)
	}
}
