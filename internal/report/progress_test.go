package report

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Whatever was drawn is gone at the end, so that what comes after stands on a clean terminal.
func TestProgressLeavesNothingBehind(t *testing.T) {
	for _, all := range []bool{true, false} {
		var b bytes.Buffer
		p := NewProgress(&b, "plan", 20, 80)
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				host := fmt.Sprintf("p/h%d", i)
				p.Event(host, "observe", "äöü\x1b[2J", 1, 3)
				if all || i%2 == 0 {
					p.Done(host)
					p.Done(host)
				}
			})
		}
		wg.Wait()
		p.Stop()
		if screen := draw(b.String()); strings.TrimSpace(screen) != "" {
			t.Errorf("left on the screen: %q", screen)
		}
		if strings.Contains(b.String(), "2J") {
			t.Error("a host's text reached the terminal as it was")
		}
	}
}

// What is said while a line is drawn stays on the screen, each line once and in order, and the line below it does not.
func TestWhatIsSaidStaysAboveTheLine(t *testing.T) {
	var b bytes.Buffer
	p := NewProgress(&b, "plan", 20, 80)
	var want []string
	for i := range 20 {
		p.Event("p/h", "observe", "", i, 20)
		line := fmt.Sprintf("said %d", i)
		want = append(want, line)
		fmt.Fprintln(p, line)
		p.Done(fmt.Sprint(i))
	}
	p.Stop()
	if screen := strings.TrimSpace(draw(b.String())); screen != strings.Join(want, "\n") {
		t.Errorf("on the screen: %q", screen)
	}
}

// Once nothing new is begun the line tells how many hosts still finish, and nothing of the bar is left.
func TestTheLineTellsThatItStops(t *testing.T) {
	var b bytes.Buffer
	p := NewProgress(&b, "apply", 9, 80)
	for _, host := range []string{"p/a", "p/b", "p/c", ""} {
		p.Event(host, "apply", "", 0, 0)
	}
	p.Done("p/a")
	p.Event("p/a", "late", "", 0, 0)
	p.Stopping(func(n int) string { return fmt.Sprintf("stopping: %d", n) })
	if got := p.text(); got != "stopping: 2" || !p.stops() {
		t.Error(got)
	}
	p.Done("p/b")
	p.Stop()
	lines := strings.Split(b.String(), "\n")
	if last := lines[len(lines)-2]; strings.Contains(last, "apply") || !strings.Contains(last, "stopping: 1") {
		t.Errorf("%q", lines)
	}
}

func TestNoProgress(*testing.T) {
	var p *Progress
	p.Event("h", "plan", "", 0, 0)
	p.Done("h")
	p.Stopping(nil)
	p.Stop()
}

// draw is what a terminal shows after the little that console writes: text, line ends, up, clear to the end.
func draw(s string) string {
	lines := []string{""}
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
			var up int
			if n, _ := fmt.Sscanf(rest, "%dA", &up); n == 1 {
				lines = append(lines[:len(lines)-1-up], "")
				s = rest[strings.Index(rest, "A")+1:]
				continue
			}
			s = rest[strings.Index(rest, "J")+1:]
			continue
		}
		i := strings.IndexAny(s, "\n\x1b")
		if i < 0 {
			i = len(s)
		}
		lines[len(lines)-1] += s[:i]
		s = s[i:]
		if rest, ok := strings.CutPrefix(s, "\n"); ok {
			lines = append(lines, "")
			s = rest
		}
	}
	return strings.Join(lines, "\n")
}
