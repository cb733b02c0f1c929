package cli

import (
	"context"
	"io"
	"sync"

	"github.com/xops-dev/xops/internal/report"
)

// terminal is the one writer of narration: messages of commands and of signals, and the live line, come from several
// goroutines. While a live line is drawn, what is said stands above it and stays.
type terminal struct {
	mu     sync.Mutex
	w      io.Writer
	bar    *report.Progress
	asking bool // the last line is a question
}

// Write writes lines.
func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asking {
		t.asking = false
		b = append([]byte("\n"), b...)
	}
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

// aside asks a person in the place of the live line.
func (t *terminal) aside(ctx context.Context, ask func() error) error {
	t.mu.Lock()
	t.asking = true
	bar := t.bar
	t.mu.Unlock()
	bar.Hold(true)
	defer bar.Hold(false)
	err := ask()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asking && ctx.Err() != nil {
		_, _ = io.WriteString(t.w, "\n") // the question is left behind
	}
	t.asking = false
	return err
}

// clear removes the live line.
func (t *terminal) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bar.Stop()
	t.bar = nil
}
