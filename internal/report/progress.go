package report

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"charm.land/lipgloss/v2"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// Progress is one live line on a terminal: how many hosts are done, and what happens now. It is safe for many
// goroutines. A nil Progress shows nothing.
type Progress struct {
	mu       sync.Mutex
	bars     *mpb.Progress
	bar      *mpb.Bar
	now      string
	width    int
	busy     map[string]bool // hosts that have begun and not ended
	ended    map[string]bool
	stopping func(hosts int) string // nil while the work goes on

	console *console
}

// NewProgress begins a live line for total hosts; width is the terminal's.
func NewProgress(w io.Writer, title string, total, width int) *Progress {
	if width <= 0 {
		width = 80
	}
	p := &Progress{
		width: width, busy: map[string]bool{}, ended: map[string]bool{}, console: &console{w: w, width: width},
	}
	p.bars = mpb.New(mpb.WithConsoleWriter(p.console), mpb.WithWidth(24))
	p.bar = p.bars.AddBar(int64(total), mpb.BarWidth(24), mpb.BarRemoveOnComplete(),
		mpb.BarFillerMiddleware(func(bar mpb.BarFiller) mpb.BarFiller {
			return mpb.BarFillerFunc(func(w io.Writer, s decor.Statistics) error {
				if p.stops() {
					return nil
				}
				return bar.Fill(w, s)
			})
		}),
		mpb.PrependDecorators(decor.Any(func(s decor.Statistics) string {
			if p.stops() {
				return ""
			}
			return fmt.Sprintf("%s %d/%d ", title, s.Current, s.Total)
		})),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.text() })))
	return p
}

func (p *Progress) stops() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopping != nil
}

func (p *Progress) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopping != nil {
		return cut(p.stopping(len(p.busy)), max(10, p.width-1))
	}
	room := max(10, p.width-50)
	return " " + cut(p.now, room)
}

// Stopping says that nothing new is begun: in the place of the bar stands what say says of the hosts that finish what
// they began.
func (p *Progress) Stopping(say func(hosts int) string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopping = say
}

// Event says what a host is doing.
func (p *Progress) Event(host, phase, text string, done, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if host != "" && !p.ended[host] {
		p.busy[host] = true
	}
	s := host + ": " + phase
	if total > 0 {
		s += fmt.Sprintf(" %d/%d", done, total)
	}
	if text != "" {
		s += " " + text
	}
	p.now = oneLine(s)
}

// Done says that a host is finished; saying it again counts once.
func (p *Progress) Done(host string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	again := p.ended[host]
	p.ended[host] = true
	delete(p.busy, host)
	p.mu.Unlock()
	if !again {
		p.bar.Increment()
	}
}

// Write writes lines that stay, above the live line.
func (p *Progress) Write(b []byte) (int, error) {
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	return p.console.above(b)
}

// Hold takes the line away for as long as somebody is asked something in its place.
func (p *Progress) Hold(is bool) {
	if p == nil {
		return
	}
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	if is {
		_, _ = io.WriteString(p.console.w, p.console.erase())
		p.console.lines, p.console.drawn = 0, ""
	}
	p.console.held = is
}

// Stop removes the line.
func (p *Progress) Stop() {
	if p == nil {
		return
	}
	p.bar.Abort(true)
	p.bars.Wait()
}

// console draws on any writer; the caller says that it is a terminal and how wide.
type console struct {
	mu    sync.Mutex
	w     io.Writer
	width int
	lines int    // drawn last
	drawn string // what stands there
	held  bool   // nothing is drawn
	buf   bytes.Buffer
}

func (c *console) Write(b []byte) (int, error)                 { return c.buf.Write(b) }
func (c *console) ReadFrom(r io.Reader) (int64, error)         { return c.buf.ReadFrom(r) }
func (c *console) IsTerminal() bool                            { return true }
func (c *console) GetTermSize() (width, height int, err error) { return c.width, 25, nil }

// Flush puts what was written in the place of what was drawn last.
func (c *console) Flush(lines int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held {
		c.buf.Reset()
		return nil
	}
	out := c.erase() + c.buf.String()
	c.lines, c.drawn = lines, c.buf.String()
	c.buf.Reset()
	_, err := io.WriteString(c.w, out)
	return err
}

// erase goes up and clears to the end.
func (c *console) erase() string {
	if c.lines == 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA\x1b[J", c.lines)
}

// above writes lines before what is drawn.
func (c *console) above(b []byte) (int, error) {
	text := c.erase() + string(b)
	if len(b) > 0 && b[len(b)-1] != '\n' {
		text += "\n"
	}
	if _, err := io.WriteString(c.w, text+c.drawn); err != nil {
		return 0, err
	}
	return len(b), nil
}

// cut shortens a line to a width in columns.
func cut(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && lipgloss.Width(string(r)) > width-1 {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}
