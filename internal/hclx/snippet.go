package hclx

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/mitchellh/go-wordwrap"

	"github.com/xops-dev/xops/internal/text"
)

// TextOptions say how diagnostics are printed.
type TextOptions struct {
	Width int       // columns of the terminal; 0: no wrapping
	Color bool      // with VT100 sequences
	Lang  text.Lang // "": English
}

const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	reset  = "\x1b[0m"

	longestLine = 160 // of a snippet; more is cut around the place
)

// WriteDiagnostics writes diagnostics for people: what, where with the line of source and a caret under the
// place, and what to do. files are the sources, by the file name in the ranges (Parser.Files).
//
// HCL's own writer is not used: it marks the place by colour alone, prints values of variables, whole
// lines of any length, and control characters as they come.
func WriteDiagnostics(w io.Writer, diags hcl.Diagnostics, files map[string]*hcl.File, o TextOptions) error {
	var out bytes.Buffer
	for i, d := range diags {
		if i > 0 {
			out.WriteByte('\n')
		}
		writeOne(&out, d, files, o)
	}
	_, err := w.Write(out.Bytes())
	return err
}

func writeOne(out *bytes.Buffer, d *hcl.Diagnostic, files map[string]*hcl.File, o TextOptions) {
	color, off := "", ""
	if o.Color {
		color, off = red, reset
		if d.Severity == hcl.DiagWarning {
			color = yellow
		}
	}
	heading := text.ErrorHeading
	if d.Severity == hcl.DiagWarning {
		heading = text.WarningHeading
	}
	summary, detail := Words(d, o.Lang)
	fmt.Fprintf(out, "%s%s%s %s\n", color, strings.TrimSpace(heading.In(o.Lang)), off, printable(summary))
	if d.Subject != nil {
		out.WriteByte('\n')
		writePlace(out, d, files[d.Subject.Filename], o.Lang, color, off)
	}
	if detail = printable(detail); detail != "" {
		if o.Width > 0 {
			detail = wordwrap.WrapString(detail, uint(o.Width))
		}
		fmt.Fprintf(out, "\n%s\n", detail)
	}
}

func writePlace(out *bytes.Buffer, d *hcl.Diagnostic, f *hcl.File, l text.Lang, color, off string) {
	at := *d.Subject
	block := ""
	if f != nil {
		if nav, ok := f.Nav.(interface{ ContextString(offset int) string }); ok {
			block = printable(nav.ContextString(at.Start.Byte))
		}
	}
	fmt.Fprintf(out, "  %s\n", text.MistakeAt.In(l, "file", printable(at.Filename), "line",
		strconv.Itoa(at.Start.Line), "block", block))
	if f == nil || at.Start.Byte > len(f.Bytes) || SourceHidden(d) {
		return
	}
	line, before, marked := snippet(f.Bytes, at)
	number := fmt.Sprintf("%4d: ", at.Start.Line)
	fmt.Fprintf(out, "%s%s\n", number, line)
	fmt.Fprintf(out, "%s%s%s%s%s\n", strings.Repeat(" ", len(number)), before, color, strings.Repeat("^", marked), off)
}

// snippet gives the line in which a range begins, the blanks that stand before the range, and how many
// characters of the line belong to it (at least one).
func snippet(src []byte, at hcl.Range) (line, before string, marked int) {
	start := at.Start.Byte
	begin := bytes.LastIndexByte(src[:start], '\n') + 1
	end := len(src)
	if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
		end = start + i
	}
	stop := min(max(at.End.Byte, start), end)
	head, mark, tail := toLine(src[begin:start]), toLine(src[start:stop]), toLine(bytes.TrimRight(src[stop:end], "\r"))
	head, mark, tail = hideLiterals(head, mark, tail)
	head, mark, tail = cut(head, mark, tail)
	for _, r := range head {
		if r == '\t' {
			before += "\t"
			continue
		}
		before += " "
	}
	return string(head) + string(mark) + string(tail), before, max(1, len(mark))
}

// toLine makes source printable and bounds it; what is cut off later needs no more than this.
func toLine(src []byte) []rune {
	const most = 1 << 16
	if len(src) > most {
		src = src[:most]
	}
	return []rune(printable(string(src)))
}

// literal is a text in quotes behind a name that promises a secret. Somebody will try it, and the
// message that forbids it must not be the place where the password is shown.
var literal = regexp.MustCompile(`(?i)((?:pass|kennwort|secret|token|credential)[a-z0-9_-]*"?\s*[=:]\s*)"[^"]*"?`)

func hideLiterals(head, mark, tail []rune) (h, m, t []rune) {
	whole := string(head) + string(mark) + string(tail)
	if !literal.MatchString(whole) {
		return head, mark, tail
	}
	hidden := []rune(literal.ReplaceAllString(whole, `${1}"…"`))
	a := min(len(head), len(hidden))
	b := min(len(head)+len(mark), len(hidden))
	return hidden[:a], hidden[a:b], hidden[b:]
}

// cut shortens a long line around the marked part.
func cut(head, mark, tail []rune) (h, m, t []rune) {
	if len(head)+len(mark)+len(tail) <= longestLine {
		return head, mark, tail
	}
	if len(mark) > longestLine/2 {
		mark, tail = mark[:longestLine/2], []rune("…")
	}
	rest := longestLine - len(mark)
	if len(head) > rest/2 {
		head = append([]rune("…"), head[len(head)-rest/2:]...)
	}
	if room := rest - len(head); len(tail) > room {
		tail = append(append([]rune{}, tail[:max(0, room)]...), '…')
	}
	return head, mark, tail
}

// printable keeps what text may contain: a terminal must not obey a file.
func printable(s string) string {
	if strings.IndexFunc(s, isControl) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

func isControl(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
}

func severity(s hcl.DiagnosticSeverity) string {
	if s == hcl.DiagWarning {
		return "warning"
	}
	return "error"
}
