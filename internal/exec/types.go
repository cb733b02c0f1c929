// Package exec runs the straight line across hosts: observe, plan, apply, verify. It owns the interfaces that it
// consumes; a host never cancels its peers, and results come in inventory order.
package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// Mode says what an agent process may do.
type Mode string

// The modes of an exchange. In Observe the agent refuses every set.
const (
	Observe Mode = "observe"
	Apply   Mode = "apply"
)

// Dialer connects to hosts. It resolves secrets when it dials, and tries a logon once.
type Dialer interface {
	Dial(ctx context.Context, h *inventory.Host) (Conn, error)
}

// Conn is a logged-on connection to one host, used by one goroutine at a time.
type Conn interface {
	// Open starts one agent process: one exchange.
	Open(ctx context.Context, mode Mode) (Session, error)
	Stats() transport.Stats
	Close() error
}

// Session is one agent process. After an error it is of no further use, and what was not answered is unknown.
type Session interface {
	// Observe asks one batch; answers are in the order of the queries.
	Observe(ctx context.Context, queries []resource.Query) ([]resource.Answer, error)
	// Apply sends one batch of operations in order and calls each for every result as it comes. An error means that
	// operations without a result are unknown.
	Apply(ctx context.Context, ops []resource.Op, each func(resource.Result)) error
	// Close ends the process.
	Close(ctx context.Context) error
}

// Journal is where a run is written down. Intend must be durable when it returns; it is called before an operation is sent.
type Journal interface {
	Begin(ctx context.Context, run RunInfo) error
	Intend(ctx context.Context, run, host string, changes []plan.Change) error
	Outcome(ctx context.Context, run, host string, result resource.Result) error
	HostDone(ctx context.Context, run string, h *plan.Host) error
	End(ctx context.Context, run string, status string) error
}

// RunInfo describes a run when it begins.
type RunInfo struct {
	ID        string
	Command   string // apply, fix
	Started   time.Time
	Operator  string
	Playbooks []string
	Hosts     []string
}

// Event is progress, for a person to watch. Done counts what is finished of the host's work.
type Event struct {
	Host  string
	Phase string // connect, observe, plan, apply, verify, done
	Text  string
}

// Events receives progress from many goroutines at once.
type Events interface{ Event(Event) }

// Evaluate prepares the evaluation of a run's playbooks on one host.
type Evaluate func(h *inventory.Host) *plan.Evaluation
