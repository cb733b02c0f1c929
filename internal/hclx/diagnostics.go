package hclx

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
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

// Records are diagnostics for --json in a language; never nil, so that none is [] and not null.
func Records(diags hcl.Diagnostics, l text.Lang) []Record {
	records := make([]Record, 0, len(diags))
	for _, d := range diags {
		summary, detail := Words(d, l)
		r := Record{Severity: severity(d.Severity), Summary: printable(summary), Detail: printable(detail)}
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

func (e *ConfigError) Error() string { return e.In(text.English) }

// In tells the first mistake with its place, and how many more there are.
func (e *ConfigError) In(l text.Lang) string {
	first := e.first()
	if first == nil {
		return text.NoMistake.In(l)
	}
	summary, detail := Words(first, l)
	pairs := []string{"headline", summary, "detail", detail}
	if first.Subject != nil {
		pairs = append(pairs, "place", fmt.Sprintf("%s:%d", first.Subject.Filename, first.Subject.Start.Line))
	}
	more := -1
	for _, d := range e.Diagnostics {
		if d.Severity == hcl.DiagError {
			more++
		}
	}
	if more > 0 {
		pairs = append(pairs, "more", strconv.Itoa(more))
	}
	return text.MistakeFirst.In(l, pairs...)
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
func (e *ConfigError) Problem() *problem.Problem {
	return problem.New(problem.Configuration).Because(e)
}
