package cli

import (
	"context"
	"os"
	"sync"
	"sync/atomic"

	"github.com/xops-dev/xops/internal/text"
)

// interrupts turns signals into the two ways of ending: the first calls stop (nothing new is begun), the second cancels
// the context. Call end when the work is over; only one listens at a time.
type interrupts struct {
	cancel context.CancelFunc
	quit   chan struct{}
	once   sync.Once
	done   chan struct{} // closed when nobody listens any more
	first  chan struct{} // closed at the first
	seen   atomic.Int32
}

// watch begins to listen; signals that came before count. Without stop the caller waits for the first one itself.
func (p *program) watch(ctx context.Context, stop func()) (context.Context, *interrupts) {
	ctx, cancel := context.WithCancel(ctx)
	w := &interrupts{cancel: cancel, quit: make(chan struct{}), first: make(chan struct{}), done: make(chan struct{})}
	if p.Signals == nil {
		close(w.done)
		return ctx, w
	}
	go func(signals <-chan os.Signal) {
		defer close(w.done)
		for {
			select {
			case <-w.quit:
				return
			case _, ok := <-signals:
				if !ok {
					return
				}
				if w.seen.Add(1) == 1 {
					close(w.first)
					if stop != nil {
						stop()
						p.tell(text.Interrupted)
					}
					continue
				}
				cancel()
				p.tell(text.EndedAtOnce)
				return
			}
		}
	}(p.Signals)
	return ctx, w
}

// cancelled says whether an interrupt came.
func (w *interrupts) cancelled() bool { return w.seen.Load() > 0 }

// end stops listening. What was said to the user is written then. It may be called again.
func (w *interrupts) end() {
	w.once.Do(func() { close(w.quit) })
	w.cancel()
	<-w.done
}
