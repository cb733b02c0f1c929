package hclx

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/problem"
)

// Record is a diagnostic in JSON.
type Record struct {
	Severity string `json:"severity"` // error, warning
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Range    *Place `json:"range"` // null if it belongs to no file
}

// Place is where in a file. Line and column count from 1, columns in characters.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Records are diagnostics for --json; never nil, so that none is [] and not null.
func Records(diags hcl.Diagnostics) []Record {
	records := make([]Record, 0, len(diags))
	for _, d := range diags {
		r := Record{Severity: severity(d.Severity), Summary: printable(d.Summary), Detail: printable(d.Detail)}
		if d.Subject != nil {
			r.Range = &Place{File: d.Subject.Filename, Line: d.Subject.Start.Line, Column: d.Subject.Start.Column}
		}
		records = append(records, r)
	}
	return records
}

// ConfigError carries the mistakes of inventory, playbooks and expressions, with the sources for their
// snippets, to where they are printed.
type ConfigError struct {
	Diagnostics hcl.Diagnostics
	Files       map[string]*hcl.File
}

// AsError makes an error of diagnostics that have one; otherwise nil.
func AsError(diags hcl.Diagnostics, files map[string]*hcl.File) error {
	if !diags.HasErrors() {
		return nil
	}
	return &ConfigError{Diagnostics: diags, Files: files}
}

func (e *ConfigError) Error() string {
	first := e.first()
	if first == nil {
		return "the configuration has errors"
	}
	text := first.Summary
	if first.Detail != "" {
		text += ": " + first.Detail
	}
	if first.Subject != nil {
		text = fmt.Sprintf("%s:%d: %s", first.Subject.Filename, first.Subject.Start.Line, text)
	}
	more := -1
	for _, d := range e.Diagnostics {
		if d.Severity == hcl.DiagError {
			more++
		}
	}
	if more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

func (e *ConfigError) first() *hcl.Diagnostic {
	for _, d := range e.Diagnostics {
		if d.Severity == hcl.DiagError {
			return d
		}
	}
	return nil
}

// Problem tells the mistakes to people; the first of them, with its place, is the evidence.
func (e *ConfigError) Problem() *problem.Problem { return problem.New(problem.Configuration).Because(e) }
