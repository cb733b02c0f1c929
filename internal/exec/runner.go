package exec

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

const (
	maxRounds   = 6  // of questions in one evaluation; a playbook that needs more asks in a circle
	maxStages   = 5  // exchanges that change one host in one run
	maxParallel = 50 // hosts at a time, if the options do not say

	closeTime = 10 * time.Second // what leaving a host in order may take, even when the run is cancelled
)

// Options say what a Runner works with. Dialer is needed always, Journal for Apply.
type Options struct {
	Dialer  Dialer
	Journal Journal
	Events  Events // may be nil
	// Info describes the run for the journal. Started and Hosts are filled in, ID if it is empty.
	Info RunInfo
	// Document is what the plan says of itself: program, playbooks, selection. Created is filled in.
	Document plan.Plan
	// Gate asks a host whether anything on it holds changes back now: each finding does. nil: it is not asked.
	Gate Evaluate
	// Rules say how changes go through the hosts; none: all at once. Canaries (practice/host) go first.
	Rules    []plan.Rule
	Canaries []string
	// Between is asked after each batch whether the next one, of this number, may begin; nil: it may.
	Between func(batch int, done []*plan.Result) bool
	// Wait is how long hosts that cannot be reached, or whose window is closed, are tried again; 0: not at all.
	Wait     time.Duration
	Parallel int // hosts at a time, and connections; 0: 50
	// Neighbours: what is evaluated may rest on other hosts of the practice.
	Neighbours bool
	Keep       bool          // Apply follows: a host with changes keeps the exchange that looked at it for a while
	Timeout    time.Duration // for one host's planning, and again for applying to it; 0: none
	Clock      func() time.Time
	// Defect keeps where the program stood when it met a mistake of its own, and says where that is; nil: it is told.
	Defect func(what string, stack []byte) string
	// Pause waits between two looks at an operation that runs detached; it ends early with the context. nil: a timer.
	Pause func(ctx context.Context, d time.Duration)
}

// Runner runs work on many hosts at a time.
type Runner struct {
	Options
	stopped    chan struct{}
	stopOnce   sync.Once
	unwritable atomic.Pointer[problem.Problem] // why the journal takes nothing any more; nil while it does
}

// New makes a Runner.
func New(o Options) *Runner {
	if o.Parallel <= 0 {
		o.Parallel = maxParallel
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Pause == nil {
		o.Pause = pause
	}
	return &Runner{Options: o, stopped: make(chan struct{})}
}

// Stop asks for an orderly end: no further host and no further exchange is started, operations that were sent are
// waited for and journalled. Cancelling the context is the hard way: what was sent then ends unknown. It may be called
// at any time, from any goroutine, more than once.
func (r *Runner) Stop() { r.stopOnce.Do(func() { close(r.stopped) }) }

// halted says whether nothing new may be started.
func (r *Runner) halted(ctx context.Context) bool {
	select {
	case <-r.stopped:
		return true
	case <-ctx.Done():
		return true
	default:
		return false
	}
}

// each calls f for the numbers 0 … n-1, Parallel at a time, and returns when all have ended. f must not panic.
func (r *Runner) each(n int, f func(i int)) {
	p := pool.New().WithMaxGoroutines(r.Parallel)
	for i := range n {
		p.Go(func() { f(i) })
	}
	p.Wait()
}

// wait lets some time go by, or less if nothing new may be begun meanwhile.
func (r *Runner) wait(ctx context.Context, d time.Duration) {
	if r.halted(ctx) {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-r.stopped:
			cancel()
		case <-ctx.Done():
		}
	}()
	r.Pause(ctx, d)
}

func (r *Runner) event(e Event) {
	if r.Events != nil {
		r.Events.Event(e)
	}
}

// bound gives one host's time to a context.
func (r *Runner) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if r.Timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, r.Timeout)
}
