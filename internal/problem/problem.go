// Package problem is the one error that people meet: an identity, the values that fill its texts, and the evidence.
// What it means and what to do about it stands in one table, by identity, in German and English. Nothing is recognised
// by its sentence.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/text"
)

// ID names a kind of problem. It is the code of the JSON documents and the same in every language.
type ID string

// Problem is what went wrong, in a form that can be written down and told in any language.
type Problem struct {
	ID ID
	// Values fill the holes of the texts ({user}); "where" and "bastion" stand before each cause.
	Values map[string]string
	// Detail is the evidence: an address, a status, a fault's number, a place in a file. It is no sentence of ours and
	// is not translated.
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

// Said makes a note of words that are not of the catalogue: a playbook's, or a computer's.
func Said(de, en string) *Problem { return New(Plain, "de", de, "en", en) }

// Say is Said of a phrase whose holes are filled.
func Say(p text.Phrase) *Problem { return Said(p.DE, p.EN) }

// Told is what an error says in each language: its own words, where it has them in both, a problem's cause with its
// evidence, or else its text: a host's words stay as they are.
func Told(err error) text.Phrase {
	var p *Problem
	for e := err; e != nil && p == nil; e = errors.Unwrap(e) {
		switch s := e.(type) {
		case interface{ Said() text.Phrase }:
			return s.Said()
		case *Problem:
			p = s
		}
	}
	if p == nil {
		return text.Same(err.Error())
	}
	tell := func(l text.Lang) string {
		s := p.Text(l).Cause
		if p.Detail != "" {
			s += " (" + p.Detail + ")"
		}
		return s
	}
	return text.Phrase{DE: tell(text.German), EN: tell(text.English)}
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

// Clone gives a copy that can be changed without changing the other.
func (p *Problem) Clone() *Problem {
	c := *p
	c.Values = maps.Clone(p.Values)
	return &c
}

// With sets the evidence.
func (p *Problem) With(format string, args ...any) *Problem {
	p.Detail = fmt.Sprintf(format, args...)
	return p
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
	s := p.Text(text.English).Cause
	if p.Detail != "" {
		s += " (" + p.Detail + ")"
	}
	return s
}

func (p *Problem) Unwrap() error { return p.Err }

// Cause is the problem behind this one, or nil.
func (p *Problem) Cause() *Problem {
	cause := find(p.Err)
	if cause == nil || cause.ID == p.ID && cause.Err == p.Err { // a fault tells of itself
		return nil
	}
	return cause
}

// IsDefect says whether it is a mistake in xops. nil is none.
func (p *Problem) IsDefect() bool { return p != nil && p.Class() == Defect }

// Class says what the program does about it.
func (p *Problem) Class() Class {
	if e := table[p.ID]; e != nil {
		return e.Class
	}
	return ""
}

// Key is the same for problems that say the same, whatever the evidence: the id, the values and the cause.
func (p *Problem) Key() string {
	if p == nil {
		return ""
	}
	values, _ := json.Marshal(p.Values) // texts
	return string(p.ID) + string(values) + p.Cause().Key()
}

// Words say what it means and what to do about it, in a language, without the command that is to be copied. The value
// "where" says what it is about (a step), "bastion" on which jump host it happened; both stand before the cause. A
// problem that the table does not know is told by its id.
func (p *Problem) Words(l text.Lang) Text {
	t := Text{Cause: string(p.ID)}
	if e := table[p.ID]; e != nil {
		t = e.Text(l)
	}
	values := p.Values
	if cause := p.Cause(); cause != nil {
		why := cause.Text(l)
		values = maps.Clone(values)
		if values == nil {
			values = map[string]string{}
		}
		values["cause"], values["cause_cure"] = why.Cause, why.Cure
	}
	t = Text{Cause: p.place(l) + text.Fill(t.Cause, values), Cure: text.Fill(t.Cure, values)}
	if before, asks := strings.CutSuffix(t.Cure, ":"); asks && p.Command() == "" {
		t.Cure = before + "."
	}
	return t
}

// Row is that of dossier section 6; 0 where the dossier has none.
func (p *Problem) Row() int {
	if e := table[p.ID]; e != nil {
		return e.Row
	}
	return 0
}

// place is what stands before the cause.
func (p *Problem) place(l text.Lang) string {
	s := ""
	if b := p.Values["bastion"]; b != "" {
		s = text.Bastion.In(l, "name", b)
	}
	if w := p.Values["where"]; w != "" {
		s += w + ": "
	}
	return s
}

// Text is Words with the command at the end of the cure.
func (p *Problem) Text(l text.Lang) Text {
	t := p.Words(l)
	if c := p.Command(); c != "" {
		t.Cure += "\n" + c
	}
	return t
}

// Headline is the cause in short, for a line of a table: up to its first colon or full stop.
func (p *Problem) Headline(l text.Lang) string {
	e := table[p.ID]
	if e == nil {
		return p.place(l) + string(p.ID)
	}
	short := func(cause string) string {
		return strings.TrimRight(clause.FindString(text.Known(cause, p.Values)), ":. ")
	}
	return p.place(l) + text.Phrase{DE: short(e.DE.Cause), EN: short(e.EN.Cause)}.In(l, pairs(p.Values)...)
}

// Command is what is to be copied, for PowerShell on the host or for the inventory; "" where there is none or a value
// of it is not known.
func (p *Problem) Command() string {
	e := table[p.ID]
	if e == nil {
		return ""
	}
	c := text.Known(e.Command, p.Values)
	if len(text.Open(c, p.Values)) > 0 {
		return ""
	}
	return text.Fill(c, p.Values)
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

// UnmarshalJSON reads it again, also as older versions wrote it: with a code and their own words.
func (p *Problem) UnmarshalJSON(b []byte) error {
	var s struct {
		stored
		Code    ID     `json:"code"`
		Summary string `json:"summary"`
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s.ID == "" {
		*p = *Worded(s.Code, s.Summary, s.Detail)
		return nil
	}
	*p = Problem{ID: s.ID, Values: s.Values, Detail: s.Detail}
	if s.Cause != nil {
		p.Err = s.Cause
	}
	return nil
}

// Worded makes a problem of words that were written down without values. They are evidence.
func Worded(id ID, words, detail string) *Problem {
	return &Problem{ID: id, Detail: strings.TrimSuffix(strings.TrimPrefix(words+": "+detail, ": "), ": ")}
}

// source is a problem, or an error that can be told as one.
type source interface{ Problem() *Problem }

// Problem is the problem itself: so it is found in a chain as other errors that can be told as one are.
func (p *Problem) Problem() *Problem { return p }

// find gives the first problem in an error's chain; nil if there is none.
func find(err error) *Problem {
	var s source
	if err == nil || !errors.As(err, &s) {
		return nil
	}
	return s.Problem()
}

// From makes a problem of any error: the one in its chain, or one with the id error and its text as the evidence. nil
// gives nil.
func From(err error) *Problem {
	if err == nil {
		return nil
	}
	var s source
	if errors.As(err, &s) {
		return s.Problem()
	}
	return &Problem{ID: Other, Detail: err.Error(), Err: err}
}

// Or gives the problem in an error's chain, or, where there is none, one of an id because of it.
func Or(err error, id ID, pairs ...string) *Problem {
	if p := find(err); p != nil {
		return p
	}
	return New(id, pairs...).Because(err)
}

// Is says whether an error is a problem with one of these ids.
func Is(err error, ids ...ID) bool {
	p := find(err)
	return p != nil && slices.Contains(ids, p.ID)
}

// ClassOf is the class of an error; "" when it is no problem or has none.
func ClassOf(err error) Class {
	if p := find(err); p != nil {
		return p.Class()
	}
	return ""
}

// pairs are values as a phrase takes them.
func pairs(values map[string]string) []string {
	var all []string
	for k, v := range values {
		all = append(all, k, v)
	}
	return all
}
