package report

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// sequence is an escape sequence as programs write it for colours and cursors.
var sequence = regexp.MustCompile(`\x1b\[[0-?]*[ -/]*[@-~]`)

// Clean takes out of a text what could steer a terminal: control characters other than line ends and tabs, and the
// marks that turn the direction of writing. Text of hosts and files goes through it.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case steers(r):
			return -1
		}
		return r
	}, sequence.ReplaceAllString(strings.ToValidUTF8(s, "?"), ""))
}

func steers(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E ||
		r == 0x200F || r == 0x2028 || r == 0x2029
}

// oneLine is Clean, with line ends and tabs as blanks.
func oneLine(s string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(Clean(s))
}

// maxValue is how many characters of a value are shown.
const maxValue = 200

// value is a property as a person reads it.
func (p *Printer) value(v any) string {
	switch x := v.(type) {
	case nil:
		return p.t(text.AbsentValue)
	case string:
		return p.quote(x)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = p.value(x[i])
		}
		return shorten("[" + strings.Join(parts, ", ") + "]")
	case map[string]any:
		if _, secret := x[resource.SecretMark]; secret {
			return p.t(text.SecretValue)
		}
		return p.object(x)
	case resource.Props:
		return p.object(x)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return oneLine(fmt.Sprint(v))
	}
	return shorten(oneLine(string(data)))
}

func (p *Printer) object(m resource.Props) string {
	var parts []string
	for _, k := range m.Keys() {
		parts = append(parts, oneLine(k)+" = "+p.value(m[k]))
	}
	return shorten("{" + strings.Join(parts, ", ") + "}")
}

// quote shows a text with its blanks; characters that steer a terminal are written out.
func (p *Printer) quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	n := 0
	for _, r := range strings.ToValidUTF8(s, "?") {
		if n++; n > maxValue {
			b.WriteString(`" … ` + p.t(text.Characters, "n", strconv.Itoa(len([]rune(s)))))
			return b.String()
		}
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case steers(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 3*maxValue {
		return string(r[:3*maxValue]) + " …"
	}
	return s
}

// causes are notes and remarks in words.
func causes(notes []*problem.Problem, l text.Lang) []string {
	var out []string
	for _, n := range notes {
		out = append(out, n.Text(l).Cause)
	}
	return out
}

func (p *Printer) causes(notes []*problem.Problem) []string { return causes(notes, p.o.Lang) }

// Told is a host's fault in a line: what it means in a language, and the host's own words.
func Told(f *resource.Fault, l text.Lang) string {
	return f.Problem().Headline(l) + " (" + f.Problem().Detail + ")"
}
