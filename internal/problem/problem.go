// Package problem is the one error that people meet: an identity, the values that fill its texts, and the evidence. What it means and what to do
// about it stands in one table, by identity, in German and English. Nothing is recognised by its sentence.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// ID names a kind of problem. It is the code of the JSON documents and the same in every language.
type ID string

// Problem is what went wrong, in a form that can be written down and told in any language.
type Problem struct {
	ID ID
	// Values fill the holes of the texts ({user}). The value "bastion" says on which jump host it happened.
	Values map[string]string
	// Detail is the evidence: an address, a status, a fault's number, a place in a file. It is no sentence of ours and is not translated.
	Detail string
	// Err is the cause, for errors.Is and errors.As. Only one that is a problem itself is written down.
	Err error
}

// New makes a problem; pairs are names and values in turn.
func New(id ID, pairs ...string) *Problem {
	p := &Problem{ID: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Set(pairs[i], pairs[i+1])
	}
	return p
}

// Set fills a hole of the texts; an empty value fills none.
func (p *Problem) Set(name, value string) *Problem {
	if value == "" {
		return p
	}
	if p.Values == nil {
		p.Values = map[string]string{}
	}
	p.Values[name] = value
	return p
}

// With sets the evidence.
func (p *Problem) With(format string, args ...any) *Problem {
	p.Detail = fmt.Sprintf(format, args...)
	return p
}

// Cause is the problem behind this one, or nil.
func (p *Problem) Cause() *Problem {
	var cause *Problem
	if p.Err != nil && errors.As(p.Err, &cause) {
		return cause
	}
	return nil
}

// Because sets the cause; where there is no evidence yet, its text is the evidence.
func (p *Problem) Because(err error) *Problem {
	p.Err = err
	if p.Detail == "" && err != nil {
		p.Detail = err.Error()
	}
	return p
}

// Error is the English cause with the evidence.
func (p *Problem) Error() string {
	s := p.Text(English).Cause
	if p.Detail != "" {
		s += " (" + p.Detail + ")"
	}
	return s
}

func (p *Problem) Unwrap() error { return p.Err }

// IsDefect says whether it is a mistake in xops. nil is none.
func (p *Problem) IsDefect() bool { return p != nil && p.Class() == Defect }

// Class says what the program does about it.
func (p *Problem) Class() Class {
	if e := table[p.ID]; e != nil {
		return e.Class
	}
	return ""
}

// Text says what it means and what to do about it, in a language. A problem that the table does not know is told by its id.
func (p *Problem) Text(l Lang) Text {
	e := table[p.ID]
	if e == nil {
		return Text{Cause: string(p.ID)}
	}
	t, values := e.Text(l), p.Values
	if cause := p.Cause(); cause != nil {
		why := cause.Text(l)
		values = maps.Clone(values)
		if values == nil {
			values = map[string]string{}
		}
		values["cause"] = why.Cause
		if t.Cure == "" {
			t.Cure = why.Cure
		}
	}
	t.Cause, t.Cure = fill(t.Cause, values), fill(t.Cure, values)
	if b := p.Values["bastion"]; b != "" {
		t.Cause = map[Lang]string{German: "Sprungrechner ", English: "Bastion "}[l] + b + ": " + t.Cause
	}
	if c := p.Command(); c != "" {
		t.Cure += "\n" + c
	}
	return t
}

// Command is what is to be copied, for PowerShell on the host or for the inventory; "" where there is none or a value of it is not known.
func (p *Problem) Command() string {
	e := table[p.ID]
	if e == nil {
		return ""
	}
	c := fill(e.Command, p.Values)
	if hole.MatchString(c) {
		return ""
	}
	return c
}

// stored is how a problem stands in a journal or in a saved plan.
type stored struct {
	ID     ID                `json:"id"`
	Values map[string]string `json:"values,omitempty"`
	Detail string            `json:"detail,omitempty"`
	Cause  *Problem          `json:"cause,omitempty"`
}

// MarshalJSON writes what a journal or a saved plan keeps: no sentence, so that it can be told in any language later.
func (p *Problem) MarshalJSON() ([]byte, error) {
	return json.Marshal(stored{p.ID, p.Values, p.Detail, p.Cause()})
}

// UnmarshalJSON reads it again.
func (p *Problem) UnmarshalJSON(b []byte) error {
	var s stored
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	p.ID, p.Values, p.Detail, p.Err = s.ID, s.Values, s.Detail, nil
	if s.Cause != nil {
		p.Err = s.Cause
	}
	return nil
}

// From makes a problem of any error: the one in its chain, or one with the id error and its text as the evidence. nil gives nil.
func From(err error) *Problem {
	if err == nil {
		return nil
	}
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return &Problem{ID: Other, Detail: err.Error(), Err: err}
}

// Is says whether an error is a problem with one of these ids.
func Is(err error, ids ...ID) bool {
	var p *Problem
	if !errors.As(err, &p) {
		return false
	}
	for _, id := range ids {
		if p.ID == id {
			return true
		}
	}
	return false
}

// ClassOf is the class of an error; "" when it is no problem or has none.
func ClassOf(err error) Class {
	var p *Problem
	if !errors.As(err, &p) {
		return ""
	}
	return p.Class()
}
