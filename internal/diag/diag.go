// Package diag has the error of packages exec and plan until they say problems.
package diag

import (
	"errors"

	"github.com/xops-dev/xops/internal/problem"
)

// Error is what went wrong on one host. Of is the problem that it was made of, nil where it was written in words.
type Error struct {
	Code    string
	Summary string
	Detail  string
	Hint    string
	Of      *problem.Problem
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Summary
	}
	return e.Summary + ": " + e.Detail
}

// Words says whether it was written, or written over, in words, so that those are all that can be told.
func (e *Error) Words() bool {
	return e.Of == nil || e.Code != string(e.Of.ID) || e.Summary != e.Of.Text(problem.English).Cause
}

// Problem is the error as a problem.
func (e *Error) Problem() *problem.Problem {
	switch {
	case e == nil:
		return nil
	case e.Words():
		return problem.Worded(problem.ID(e.Code), e.Summary, e.Detail)
	}
	p := e.Of.Clone()
	p.Detail = e.Detail
	return p
}

// From makes an Error of any error. nil gives nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var d *Error
	if errors.As(err, &d) {
		return d
	}
	p := problem.From(err)
	t := p.Text(problem.English)
	return &Error{Code: string(p.ID), Summary: t.Cause, Detail: p.Detail, Hint: t.Cure, Of: p}
}
