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
	Lang    text.Lang // of causes and cures; "": English
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
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	if text != "" {
		text = strings.Repeat(" ", indent) + text
	}
	p.text = text != ""
	_, p.err = io.WriteString(p.w, text+"\n")
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
func (p *Printer) table(indent int, head []string, rows [][]string, style func(row, column int) lipgloss.Style) {
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
