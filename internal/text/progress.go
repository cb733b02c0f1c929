package text

// Saying is a phrase with what fills it, for who does not know the language.
type Saying struct {
	Phrase
	pairs []string
}

// With fills the holes of a phrase later.
func (p Phrase) With(pairs ...string) Saying { return Saying{p, pairs} }

// In gives the saying in a language.
func (s Saying) In(l Lang) string { return s.Phrase.In(l, s.pairs...) }

// Plain is what is the same in every language: a name, an address, a program's own words.
func Plain(s string) Saying { return verbatim.With("text", s) }

var verbatim = Phrase{"[[{text}]]", "[[{text}]]"}

// Phases are what a run is at.
var Phases = map[string]Phrase{
	"connect": {"verbinden", "connect"},
	"observe": {"nachsehen", "observe"},
	"plan":    {"planen", "plan"},
	"apply":   {"ändern", "apply"},
	"revert":  {"zurücknehmen", "revert"},
	"verify":  {"prüfen", "verify"},
	"pause":   {"Pause", "pause"},
	"wait":    {"warten", "wait"},
	"journal": {"Journal", "journal"},
}

// What happens on a host while a person waits.
var (
	ConnectAgain = Phrase{"noch einmal, die Verbindung riss ab", "again, the connection was lost"}
	Reconnecting = Phrase{"es wird neu verbunden", "reconnecting"}
	TraceStays   = Phrase{"die Spur von {step} bleibt: {why}", "the trace of {step} was not removed: {why}"}
	RunsFor      = Phrase{"{step} läuft seit {time}[[ {output}]]", "{step} runs for {time}[[ {output}]]"}
	RunsSilently = Phrase{
		"{step} läuft seit {time}, der Rechner antwortet nicht", "{step} runs for {time}, the host does not answer",
	}
)
