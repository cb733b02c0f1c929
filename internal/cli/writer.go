package cli

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/xops-dev/xops/internal/report"
)

// results is stdout. Whoever has read enough (| head), or is gone with the terminal, ends nothing: what is written
// afterwards is let go.
type results struct {
	w        io.Writer
	terminal bool
	unread   atomic.Bool // nobody reads any more
}

// Write writes results. An error is one that somebody who still reads must know of.
func (r *results) Write(b []byte) (int, error) {
	if r.unread.Load() {
		return len(b), nil
	}
	n, err := r.w.Write(b)
	if err != nil && (brokenPipe(err) || r.terminal) {
		r.unread.Store(true)
		return len(b), nil
	}
	return n, err
}

// brokenPipe says whether an error of writing means that the reader is gone.
func brokenPipe(err error) bool {
	if runtime.GOOS == "windows" {
		for _, number := range []syscall.Errno{109, 232, 233} { // ERROR_BROKEN_PIPE, _NO_DATA, _PIPE_NOT_CONNECTED
			if errors.Is(err, number) {
				return true
			}
		}
		return false
	}
	return errors.Is(err, syscall.EPIPE)
}

// mute writes narration. Where that does not work there is nobody to be told, and what is narrated goes on.
type mute struct{ w io.Writer }

func (m mute) Write(b []byte) (int, error) {
	_, _ = m.w.Write(b)
	return len(b), nil
}

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
