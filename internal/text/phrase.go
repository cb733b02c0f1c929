package text

import (
	"regexp"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Phrase is a text in both languages. {name} is a hole; a part in [[double brackets]] is there only if its holes can
// be filled.
type Phrase struct{ DE, EN string }

// In gives the phrase in a language ("": English); pairs are names and values in turn. A hole without a value is an
// ellipsis.
func (p Phrase) In(l Lang, pairs ...string) string {
	values := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return Fill(p.Raw(l), values)
}

// Raw gives the phrase with its holes.
func (p Phrase) Raw(l Lang) string {
	switch l {
	case German:
		return p.DE
	case Marked:
		if p.EN == "" {
			return ""
		}
		return "⟦" + p.EN + "⟧"
	case English:
	}
	return p.EN
}

// Count is a phrase about a number, which fills its hole {n}.
type Count struct{ One, Many Phrase }

// In gives the phrase for n things.
func (c Count) In(l Lang, n int, pairs ...string) string {
	p := c.Many
	if n == 1 {
		p = c.One
	}
	return p.In(l, append(pairs, "n", strconv.Itoa(n))...)
}

var (
	hole     = regexp.MustCompile(`\{[a-z_]+\}`)
	optional = regexp.MustCompile(`\[\[.*?\]\]`)
)

// Fill puts values into the holes of a text; an empty value fills none.
func Fill(text string, values map[string]string) string {
	return hole.ReplaceAllStringFunc(Known(text, values), func(h string) string {
		if v := values[h[1:len(h)-1]]; v != "" {
			return v
		}
		return "…"
	})
}

// Known leaves out the parts of a text that need values which are not known.
func Known(text string, values map[string]string) string {
	return optional.ReplaceAllStringFunc(text, func(part string) string {
		if len(Open(part, values)) > 0 {
			return ""
		}
		return part[2 : len(part)-2]
	})
}

// Open are the holes of a text that no value fills, by name.
func Open(text string, values map[string]string) []string {
	var out []string
	for _, h := range hole.FindAllString(text, -1) {
		if name := h[1 : len(h)-1]; values[name] == "" {
			out = append(out, name)
		}
	}
	return out
}

// Capital is a text that begins a sentence.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
