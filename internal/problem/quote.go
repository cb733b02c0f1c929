package problem

import (
	"fmt"
	"strings"
	"unicode"
)

// Quote shows a text between quotation marks as it is: a path has the backslashes that it has. Only what cannot be seen
// is written out.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Sayable makes texts among the arguments of a format ready for people: %q is Quote, and not a literal of a program.
func Sayable(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		if s, ok := a.(string); ok {
			out[i] = said(s)
		}
	}
	return out
}

type said string

// Format implements fmt.Formatter.
func (s said) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		_, _ = fmt.Fprint(f, Quote(string(s)))
		return
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), string(s))
}
