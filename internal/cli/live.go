package cli

import (
	"sync"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

// live hands the engine's events to what shows them at the moment.
type live struct {
	mu      sync.Mutex
	bar     *report.Progress
	journal []string // what could not be written to the journal
	lang    text.Lang
	stopped bool
}

// set shows events on another line.
func (l *live) set(bar *report.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bar = bar
	l.stopping()
}

// stop says on the line that nothing new is begun.
func (l *live) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	l.stopping()
}

func (l *live) stopping() {
	if l.stopped {
		l.bar.Stopping(func(hosts int) string { return text.Stopping.In(l.lang, hosts) })
	}
}

// Event takes in progress from many goroutines.
func (l *live) Event(e exec.Event) {
	l.mu.Lock()
	bar := l.bar
	if e.Phase == exec.PhaseJournal && len(l.journal) < 20 {
		l.journal = append(l.journal, e.Host+": "+e.Text.In(l.lang))
	}
	l.mu.Unlock()
	switch e.Phase {
	case exec.PhaseDone:
		bar.Done(e.Host)
	default:
		bar.Event(e.Host, text.Word(text.Phases, l.lang, e.Phase), e.Text.In(l.lang), e.Done, e.Total)
	}
}

// complaints are the journal's troubles during the run.
func (l *live) complaints() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.journal
}
