// Package text has the texts that people read, in German and English, each beside the other: what the program says
// around what it found. What goes wrong is told by the table of package problem.
package text

import "strings"

// Lang is a language of the texts.
type Lang string

// The languages.
const (
	English Lang = "en"
	German  Lang = "de"
	// Marked is for tests, and no call asks for it: what comes from here stands in brackets.
	Marked Lang = "xx"
)

// ParseLang reads --lang; false if there is no such language.
func ParseLang(s string) (Lang, bool) {
	l := Lang(strings.ToLower(strings.TrimSpace(s)))
	return l, l == English || l == German
}

// DetectLang gives the language of the surroundings: XOPS_LANG if it names one, LC_ALL, LC_MESSAGES, LANG, the first
// that is set; else the user interface language of Windows (ui is its LCID, 0 elsewhere).
func DetectLang(getenv func(string) string, ui uint16) Lang {
	if l, ok := ParseLang(getenv("XOPS_LANG")); ok {
		return l
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			if v == "de" || strings.HasPrefix(v, "de_") || strings.HasPrefix(v, "de-") || strings.HasPrefix(v, "de.") {
				return German
			}
			return English
		}
	}
	const german = 0x07 // primary language
	if ui&0x3FF == german {
		return German
	}
	return English
}
