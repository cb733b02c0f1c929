package report

import (
	"charm.land/lipgloss/v2"
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/diag"
)

// ErrorDocument is the JSON of a command that ended before any host was touched.
type ErrorDocument struct {
	Version     int           `json:"version"`
	Error       *diag.Error   `json:"error"`
	Diagnostics []diag.Record `json:"diagnostics"`
}

// NewErrorDocument is the JSON form of an error and the mistakes in files that led to it.
func NewErrorDocument(e *diag.Error, diags hcl.Diagnostics) ErrorDocument {
	return ErrorDocument{Version: Version, Error: e, Diagnostics: diag.Records(diags)}
}

// Diagnostics shows mistakes in configuration files, each with its place and the line it is in.
func (p *Printer) Diagnostics(diags hcl.Diagnostics, files map[string]*hcl.File) {
	if p.err == nil {
		p.err = diag.WriteText(p.w, diags, files, diag.TextOptions{Width: p.o.Width, Color: p.o.Color})
	}
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
