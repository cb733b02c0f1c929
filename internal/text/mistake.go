package text

import (
	"fmt"
	"strings"
)

// Mistake is what is wrong in a file, or in a value that is given: in short, and in whole sentences what it is and what
// would be right.
type Mistake struct{ Headline, Detail Phrase }

// Filled fills the holes of both.
func (m Mistake) Filled(pairs ...any) Mistake {
	return Mistake{m.Headline.Filled(pairs...), m.Detail.Filled(pairs...)}
}

// Filled fills the holes in each language; pairs are names and values in turn, a Phrase is put in by its language.
func (p Phrase) Filled(pairs ...any) Phrase {
	de, en := map[string]string{}, map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := fmt.Sprint(pairs[i])
		v, ok := pairs[i+1].(Phrase)
		if !ok {
			v = Same(fmt.Sprint(pairs[i+1]))
		}
		de[name], en[name] = v.DE, v.EN
	}
	return Phrase{Fill(p.DE, de), Fill(p.EN, en)}
}

// And puts another sentence behind a filled phrase.
func (p Phrase) And(q Phrase) Phrase {
	return Phrase{strings.TrimSpace(p.DE + " " + q.DE), strings.TrimSpace(p.EN + " " + q.EN)}
}

// Same is what reads alike in both languages: a name, a number, or a library's own words.
func Same(s string) Phrase { return Phrase{s, s} }
