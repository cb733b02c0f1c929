package inventory

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secret is a reference to a secret. It is resolved before the first host is dialled, and prints as "(secret)"
// everywhere.
type Secret struct {
	source string // env, file, prompt, …
	args   []string
	// what a person is asked for with prompt(): worded while the inventory is read, or before the question
	question string
	worded   bool // the inventory has words of its own
}

// Label is what the inventory itself says that prompt() asks for; "" where it says nothing.
func (s *Secret) Label() string {
	if s.worded {
		return s.args[0]
	}
	return ""
}

// Question sets what a person is asked for this secret, without a colon at its end.
func (s *Secret) Question(text string) { s.question = text }

func (s *Secret) asked() string { return cmp.Or(s.question, s.args[0]) }

// Typed says whether a person is asked for it.
func (s *Secret) Typed() bool { return s.source == "prompt" }

// ID is the same for the same source.
func (s *Secret) ID() string { return s.source + "\x00" + strings.Join(s.args, "\x00") }

// String never shows the secret.
func (s *Secret) String() string { return "(secret)" }

// GoString never shows the secret.
func (s *Secret) GoString() string { return "(secret)" }

// Format never shows the secret, whatever the verb.
func (s *Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(secret)") }

// LogValue never shows the secret.
func (s *Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// MarshalJSON never shows the secret.
func (s *Secret) MarshalJSON() ([]byte, error) { return []byte(`"(secret)"`), nil }

// Resolver turns secret references into secrets; answers are kept for one run.
type Resolver interface {
	Resolve(ctx context.Context, s *Secret) (string, error)
	// Forget makes the next Resolve read the secret, or ask for it, anew.
	Forget(s *Secret)
}

// reference is how the secret is named in messages: its function, and where that helps its argument.
func (s *Secret) reference() string {
	if s.source == "command" { // arguments of a command may be secrets
		return "command()"
	}
	return fmt.Sprintf("%s(%q)", s.source, s.args[0])
}
