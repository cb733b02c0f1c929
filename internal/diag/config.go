package diag

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
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

// Exit codes of every command that depend on an error alone (contract.md).
const (
	ExitOK       = 0
	ExitError    = 1 // before any host was touched
	ExitCanceled = 130
)

// ConfigError carries the mistakes of inventory, playbooks and expressions, with the sources for their
// snippets, to where they are printed.
type ConfigError struct {
	Diagnostics hcl.Diagnostics
	Files       map[string]*hcl.File
}

// Config makes an error of diagnostics that have one; otherwise nil.
func Config(diags hcl.Diagnostics, files map[string]*hcl.File) error {
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

// ExitCode is that of an error before any host was touched.
func (e *ConfigError) ExitCode() int { return ExitError }

// ExitCode is the exit code for an error: its own (a method ExitCode() int anywhere in its chain), 130
// for a cancelled context, 1 for every other; 0 for nil.
func ExitCode(err error) int {
	var own interface{ ExitCode() int }
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &own):
		return own.ExitCode()
	case errors.Is(err, context.Canceled):
		return ExitCanceled
	}
	return ExitError
}
