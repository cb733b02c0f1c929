package step

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
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
	// Text is a sentence for the technician, without its end: what is wrong, and what would be right.
	Text string
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
			return problem.New(problem.StepMistake, "what", x.Text)
		}
	}
	return nil
}

// add notes a mistake; attributes are their names with blanks between.
func (m *Mistakes) add(attributes, format string, args ...any) {
	text := fmt.Sprintf(format, problem.Sayable(args)...)
	*m = append(*m, Mistake{Attributes: strings.Fields(attributes), Text: text})
}

// addErr is add for what another package has found.
func (m *Mistakes) addErr(attributes string, err error) {
	if err != nil {
		m.add(attributes, "%s", err)
	}
}

// repeats notes that the step is planned in every run.
func (m *Mistakes) repeats(attributes, format string, args ...any) {
	m.add(attributes, format, args...)
	(*m)[len(*m)-1].Repeats = true
}

// oneOf notes a value that is none of a few; what it is called in texts, e.g. "start type".
func (m *Mistakes) oneOf(attribute, what, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		m.add(attribute, "there is no %s %q; there are %s", what, value, strings.Join(allowed, ", "))
	}
}

// between notes a number that is out of its bounds; what says in texts what it is, e.g. "the timeout of %d seconds".
func (m *Mistakes) between(attribute, what string, value, least, most int64) {
	if value < least || value > most {
		m.add(attribute, what+" is not between %d and %d", value, least, most)
	}
}

// port notes what is no port.
func (m *Mistakes) port(attribute string, port int64) {
	if port < 1 || port > 65535 {
		m.add(attribute, "there is no port %d; ports are 1 to 65535", port)
	}
}

// givesAfter is what is to be done about a step that repeats.
const givesAfter = "give after = [step.KIND.NAME], so that it goes with a change, or when (when = true if it is " +
	"meant so)"
