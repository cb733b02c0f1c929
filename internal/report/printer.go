// Package report shows plans, results and lists to people (text) and programs (JSON). It reads them and decides
// nothing.
package report

import (
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/text"
)

// Options say how text is shown.
type Options struct {
	Color   bool
	Width   int // columns of the terminal; 0: lines are not wrapped
	Verbose bool
	Lang    text.Lang // "": English
}

// Printer writes text for people. What comes from hosts is cleaned of control characters before it is written.
// The first error of the writer is kept and ends the output.
type Printer struct {
	w    io.Writer
	o    Options
	text bool // the last line was not empty
	err  error

	same    map[string]*same // failures of blocks, while hosts are shown
	members []string         // hosts that are shown as one
}

// NewPrinter writes to w.
func NewPrinter(w io.Writer, o Options) *Printer { return &Printer{w: w, o: o} }

// Err is the first error that writing met.
func (p *Printer) Err() error { return p.err }

// Say writes one paragraph.
func (p *Printer) Say(text string) { p.wrapped(0, "", lipgloss.NewStyle(), text) }

// Heading begins a chapter.
func (p *Printer) Heading(text string) {
	p.line(0, "")
	p.line(0, "%s", p.paint(bold, oneLine(text)))
}

// t is a phrase in the language of the output.
func (p *Printer) t(ph text.Phrase, pairs ...string) string { return ph.In(p.o.Lang, pairs...) }

// n is a phrase about a number.
func (p *Printer) n(c text.Count, n int, pairs ...string) string { return c.In(p.o.Lang, n, pairs...) }

// word is the word for an id.
func (p *Printer) word(words map[string]text.Phrase, id string) string {
	return text.Word(words, p.o.Lang, id)
}

// say writes a phrase on a line.
func (p *Printer) say(indent int, ph text.Phrase, pairs ...string) {
	p.line(indent, "%s", p.t(ph, pairs...))
}

// part is how many there are of something.
type part struct {
	n  int
	of text.Count
}

// parts lists what there is at least one of.
func (p *Printer) parts(all ...part) string {
	var some []string
	for _, x := range all {
		if x.n > 0 {
			some = append(some, p.n(x.of, x.n))
		}
	}
	return strings.Join(some, ", ")
}

// The 16 basic colours only: they follow the terminal's own palette and every console has them.
var (
	bold   = lipgloss.NewStyle().Bold(true)
	dim    = lipgloss.NewStyle().Faint(true)
	green  = lipgloss.NewStyle().Foreground(lipgloss.Green)
	red    = lipgloss.NewStyle().Foreground(lipgloss.Red)
	yellow = lipgloss.NewStyle().Foreground(lipgloss.Yellow)
	cyan   = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
)

// paint gives one line of text in a style, or as it is when colours are off.
func (p *Printer) paint(s lipgloss.Style, text string) string {
	if !p.o.Color || text == "" {
		return text
	}
	return s.TabWidth(lipgloss.NoTabConversion).Render(text)
}

// line writes one line behind an indent; it is not wrapped.
func (p *Printer) line(indent int, format string, args ...any) {
	if p.err != nil {
		return
	}
	l := format
	if len(args) > 0 {
		l = fmt.Sprintf(format, args...)
	}
	if l != "" {
		l = strings.Repeat(" ", indent) + l
	}
	p.text = l != ""
	_, p.err = io.WriteString(p.w, l+"\n")
}

// wrapped writes prose of possibly several lines. It is wrapped at the terminal's width; the lines after the first hang
// behind lead.
func (p *Printer) wrapped(indent int, lead string, s lipgloss.Style, text string) {
	text = Clean(text)
	hang := lipgloss.Width(lead)
	if room := p.o.Width - indent - hang; p.o.Width > 0 && room >= 20 {
		text = lipgloss.Wrap(text, room, " ")
	}
	for i, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		l = strings.TrimRight(l, " ")
		if i == 0 {
			p.line(indent, "%s%s", lead, p.paint(s, l))
		} else {
			p.line(indent+hang, "%s", p.paint(s, l))
		}
	}
}

// table writes columns, aligned by what the eye sees. Cells are cleaned; style, if any, paints the cells of a column.
func (p *Printer) table(indent int, columns []text.Phrase, rows [][]string,
	style func(row, column int) lipgloss.Style,
) {
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = p.t(c)
	}
	width := make([]int, len(head))
	for _, r := range append([][]string{head}, rows...) {
		for i, c := range r {
			width[i] = max(width[i], lipgloss.Width(oneLine(c)))
		}
	}
	write := func(n int, r []string) {
		var b strings.Builder
		for i, c := range r {
			c = oneLine(c)
			pad := strings.Repeat(" ", width[i]-lipgloss.Width(c)+2)
			if i == len(r)-1 {
				pad = ""
			}
			switch {
			case n < 0:
				c = p.paint(bold, c)
			case style != nil:
				c = p.paint(style(n, i), c)
			}
			b.WriteString(c + pad)
		}
		p.line(indent, "%s", strings.TrimRight(b.String(), " "))
	}
	write(-1, head)
	for n, r := range rows {
		write(n, r)
	}
}
