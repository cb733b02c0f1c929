package inventory

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secret is a reference to a secret. It is resolved when a host is dialled, and prints as "(secret)" everywhere.
type Secret struct {
	source string // env, file, prompt, …
	args   []string
	// question is what a person is asked; "": the label of prompt()
	question string
}

// Label is what prompt() says of itself.
func (s *Secret) Label() string { return s.args[0] }

// Question sets what a person is asked for this secret.
func (s *Secret) Question(text string) { s.question = text }

// id is the same for the same source.
func (s *Secret) id() string { return s.source + "\x00" + strings.Join(s.args, "\x00") }

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
}

// reference is how the secret is named in messages: its function, and where that helps its argument.
func (s *Secret) reference() string {
	if s.source == "command" { // arguments of a command may be secrets
		return "command()"
	}
	return fmt.Sprintf("%s(%q)", s.source, s.args[0])
}
