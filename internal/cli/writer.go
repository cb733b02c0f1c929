package cli

import (
	"io"
	"sync"

	"github.com/xops-dev/xops/internal/report"
)

// terminal is the one writer of narration: messages of commands and of signals, and the live line, come from several
// goroutines. While a live line is drawn, what is said stands above it and stays.
type terminal struct {
	mu  sync.Mutex
	w   io.Writer
	bar *report.Progress
}

// Write writes lines.
func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.bar != nil {
		return t.bar.Write(b)
	}
	return t.w.Write(b)
}

// draw begins a live line.
func (t *terminal) draw(title string, total, width int) *report.Progress {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bar = report.NewProgress(t.w, title, total, width)
	return t.bar
}

// clear removes the live line.
func (t *terminal) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bar.Stop()
	t.bar = nil
}
