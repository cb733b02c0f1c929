package cli

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
)

// interrupts turns signals into the two ways of ending: the first calls stop (nothing new is begun), the second cancels the
// context. Call end when the work is over.
type interrupts struct {
	cancel context.CancelFunc
	quit   chan struct{}
	first  chan struct{} // closed at the first
	seen   atomic.Int32
}

// watch begins to listen; signals that came before count.
func (p *program) watch(ctx context.Context, stop func()) (context.Context, *interrupts) {
	ctx, cancel := context.WithCancel(ctx)
	w := &interrupts{cancel: cancel, quit: make(chan struct{}), first: make(chan struct{})}
	if p.Signals == nil {
		return ctx, w
	}
	go func(signals <-chan os.Signal) {
		for {
			select {
			case <-w.quit:
				return
			case _, ok := <-signals:
				if !ok {
					return
				}
				if w.seen.Add(1) == 1 {
					fmt.Fprintln(p.Err, "Interrupted: xops finishes what it has sent and begins nothing new. Press again to end at once.")
					close(w.first)
					stop()
					continue
				}
				fmt.Fprintln(p.Err, "Ended at once. What was under way is unknown; xops runs show tells what was sent.")
				cancel()
				return
			}
		}
	}(p.Signals)
	return ctx, w
}

// cancelled says whether an interrupt came.
func (w *interrupts) cancelled() bool { return w.seen.Load() > 0 }

func (w *interrupts) end() {
	close(w.quit)
	w.cancel()
}
