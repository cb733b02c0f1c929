// Package texttest tells the languages of the texts apart, for tests.
package texttest

import (
	"regexp"

	"github.com/xops-dev/xops/internal/text"
)

// betray are words by which a language is known where it should not be heard; those that both have are not among them.
var betray = map[text.Lang]*regexp.Regexp{
	text.German: regexp.MustCompile(`[äöüßÄÖÜ]|(?i)\b(aber|alle|auf|aus|bei|beide|beiden|bis|das|dem|den|der|des|` +
		`die|diese[rmns]?|dort|ein|eine|einen|einer|erst|fehlt|gibt|hier|im|ist|jede[nrs]?|kein|keine|keiner|mit|` +
		`nach|neu|nicht|nichts|noch|nur|oder|ohne|sonst|und|unter|vom|von|vor|wird|zu|zum|zur|zwei|Befund|Befunde|` +
		`Dienst|Datei|Dateien|Ordner|Rechner|Prozess|Leerzeichen|Praxissoftware|installiert|unbekannt|steht)\b`),
	text.English: regexp.MustCompile(`(?i)\b(a|and|are|at|both|but|by|does|first|for|from|has|have|if|is|it|its|` +
		`missing|no|none|not|nothing|of|on|only|or|other|says|than|that|the|then|there|this|to|unknown|with|without|` +
		`finding|findings|folder|file|files|computer|services|practice|process|needed|expected)\b`),
}

// Foreign gives the first word of a text that is not in the language that is spoken; "" where there is none. Where none
// is spoken, it is a German one.
func Foreign(s string, l text.Lang) string {
	if l == text.German {
		return betray[text.English].FindString(s)
	}
	return betray[text.German].FindString(s)
}
