package cli

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// lang is the language of this call: --lang, else that of the surroundings. It is read off the arguments, because what
// is wrong with them is told in it, too.
func (p *program) lang() text.Lang {
	if p.tongue != "" {
		return p.tongue
	}
	if l, ok := text.ParseLang(p.langFlag()); ok {
		return l
	}
	return text.DetectLang(p.Getenv, p.UILanguage)
}

// t is a phrase in the language of this call.
func (p *program) t(ph text.Phrase, pairs ...string) string { return ph.In(p.lang(), pairs...) }

// n is a phrase about a number.
func (p *program) n(c text.Count, n int, pairs ...string) string { return c.In(p.lang(), n, pairs...) }

// tell says something beside the results.
func (p *program) tell(ph text.Phrase, pairs ...string) { fmt.Fprintln(p.Err, p.t(ph, pairs...)) }

// knowsLang refuses a language that there is not.
func (p *program) knowsLang() error {
	for _, from := range [][2]string{{"--lang", p.langFlag()}, {"XOPS_LANG", p.Getenv("XOPS_LANG")}} {
		if _, ok := text.ParseLang(from[1]); from[1] != "" && !ok {
			return problem.New(problem.FlagChoice, "flag", from[0], "value", from[1], "choices", "de, en")
		}
	}
	return nil
}

// langFlag is what was given with --lang, the last one; "" without it.
func (p *program) langFlag() string {
	value := ""
	for i, a := range p.args {
		name, v, has := strings.Cut(strings.TrimLeft(a, "-"), "=")
		switch {
		case a == "--":
			return value
		case name != "lang" || !strings.HasPrefix(a, "-"):
		case has:
			value = v
		case i+1 < len(p.args):
			value = p.args[i+1]
		}
	}
	return value
}
