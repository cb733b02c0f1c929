package step

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Checker is a step kind or query type that judges its attributes alone, whatever the host is. What is constant is
// judged when the playbook is loaded, the rest when a host's values are there.
type Checker interface {
	Check() Mistakes
}

// Mistake is something wrong with attributes.
type Mistake struct {
	// Attributes are those on which it rests, the one to blame first: as long as one of them is not known it is none.
	Attributes []string
	// Text is a sentence for the technician, without its end: what is wrong, and what would be right. Its holes are
	// filled.
	Text text.Phrase
	// Repeats says that the step would be planned in every run: a mistake only where neither when nor after asks for
	// it.
	Repeats bool
}

// Mistakes are in the order in which a person corrects them.
type Mistakes []Mistake

// Err is the first one; nil if there is none. Whether something asks for the step is not known here.
func (m Mistakes) Err() error {
	for _, x := range m {
		if !x.Repeats {
			return wrong(x.Text)
		}
	}
	return nil
}

// wrong makes an error of what is wrong with attributes.
func wrong(p text.Phrase, pairs ...any) error {
	p = p.Filled(pairs...)
	return problem.New(problem.StepMistake, "de", p.DE, "en", p.EN)
}

// add notes a mistake; attributes are their names with blanks between, pairs fill the holes of the phrase.
func (m *Mistakes) add(attributes string, p text.Phrase, pairs ...any) {
	*m = append(*m, Mistake{Attributes: strings.Fields(attributes), Text: p.Filled(pairs...)})
}

// addErr is add for what another package has found.
func (m *Mistakes) addErr(attributes string, err error) {
	if err != nil {
		p := problem.Told(err)
		*m = append(*m, Mistake{Attributes: strings.Fields(attributes), Text: text.Phrase{
			DE: strings.TrimSuffix(p.DE, "."), EN: strings.TrimSuffix(p.EN, "."),
		}})
	}
}

// repeats notes that the step is planned in every run.
func (m *Mistakes) repeats(attributes string, p text.Phrase) {
	m.add(attributes, p, "after", text.GivesAfter)
	(*m)[len(*m)-1].Repeats = true
}

// oneOf notes a value that is none of a few; what it is called in texts.
func (m *Mistakes) oneOf(attribute string, what text.Phrase, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		m.add(attribute, text.NoneOfFew, "what", what, "got", problem.Quote(value), "known",
			strings.Join(allowed, ", "))
	}
}

// between notes a number {n} that is out of its bounds; what says in texts what it is.
func (m *Mistakes) between(attribute string, what text.Phrase, value, least, most int64) {
	if value < least || value > most {
		m.add(attribute, text.NotWithin, "what", what.Filled("n", value), "least", least, "most", most)
	}
}

// port notes what is no port.
func (m *Mistakes) port(attribute string, port int64) {
	if port < 1 || port > 65535 {
		m.add(attribute, text.NoPort, "port", port)
	}
}
