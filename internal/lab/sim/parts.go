package sim

import (
	"bytes"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"sync"
)

// modulus is the prime by which the protocol's hash is the rest.
var modulus, _ = new(big.Int).SetString("340282366920938463463374607431768211297", 10)

// hash is the protocol's hash of a part's text.
func hash(text []byte) string {
	raw := bytes.Clone(text)
	slices.Reverse(raw)
	return new(big.Int).Mod(new(big.Int).SetBytes(raw), modulus).String()
}

// partial is what a host makes of one part of the agent: the functions that it defines and calls, and what it says it
// can read, change, or put in order.
type partial struct {
	defines, calls, reads, writes []string
	changes, repairs              bool
}

var (
	defined    = regexp.MustCompile(`(?m)^function ([A-Z][A-Za-z]*-[A-Z][A-Za-z0-9]*)`)
	called     = regexp.MustCompile(`[A-Z][a-z]+-[A-Z][A-Za-z0-9]*`)
	literal    = regexp.MustCompile(`'[^'\n]*'|(?m)^#.*$`)
	registered = regexp.MustCompile(`(?m)^\$(readers|writers)\['(\w+)'\]`)
)

// cmdlets are what PowerShell itself has of what the agent calls.
var cmdlets = []string{"New-Object", "Set-StrictMode", "Get-CimInstance", "Receive-Part"}

// known are the parts that were looked at, by their hash: all hosts get the same ones.
var known sync.Map

func understand(hash string, text []byte) *partial {
	if p, ok := known.Load(hash); ok {
		return p.(*partial)
	}
	p := &partial{
		changes: bytes.Contains(text, []byte("\n$agent.Change =")),
		repairs: bytes.Contains(text, []byte("\n$agent.Repair =")),
	}
	for _, m := range defined.FindAllSubmatch(text, -1) {
		p.defines = append(p.defines, string(m[1]))
	}
	for _, m := range called.FindAll(literal.ReplaceAll(text, nil), -1) {
		p.calls = append(p.calls, string(m))
	}
	for _, m := range registered.FindAllSubmatch(text, -1) {
		if string(m[1]) == "readers" {
			p.reads = append(p.reads, string(m[2]))
		} else {
			p.writes = append(p.writes, string(m[2]))
		}
	}
	known.Store(hash, p)
	return p
}

// loaded is the code that an exchange was sent.
type loaded struct {
	parts []*partial
	lacks string // a function that is called and that nothing defines; looked for anew when a part comes
	old   bool
}

func (l *loaded) add(hash string, text []byte) {
	l.parts, l.old = append(l.parts, understand(hash, text)), true
}

// missing is why the code that was sent cannot run a verb, "" if it can: as on a host, where a function that is not
// there ends the operation.
func (l *loaded) missing(verb, typ string) string {
	has := func(list func(*partial) []string, name string) bool {
		return slices.ContainsFunc(l.parts, func(p *partial) bool { return slices.Contains(list(p), name) })
	}
	verbs := func(p *partial) []string { return p.reads }
	if verb == "set" {
		verbs = func(p *partial) []string { return p.writes }
	}
	if !has(verbs, typ) {
		return fmt.Sprintf("no part was sent for a %s of %s", verb, typ)
	}
	if l.old {
		l.lacks, l.old = "", false
		for _, p := range l.parts {
			for _, name := range p.calls {
				if !has(func(p *partial) []string { return p.defines }, name) && !slices.Contains(cmdlets, name) {
					l.lacks = name
				}
			}
		}
	}
	if l.lacks != "" {
		return "the term " + l.lacks + " is not recognized"
	}
	return ""
}

func (l *loaded) can(what func(*partial) bool) bool { return slices.ContainsFunc(l.parts, what) }
