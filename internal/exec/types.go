// Package exec runs the straight line across hosts: observe, plan, apply, verify. It owns the interfaces that it
// consumes; a host never cancels its peers, and results come in inventory order.
package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// Mode says what an agent process may do.
type Mode string

// The modes of an exchange. In Observe the agent refuses every set.
const (
	Observe Mode = "observe"
	Apply   Mode = "apply"
	Command Mode = "command" // as Apply, on an agent that runs programs and knows nothing else
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
	// Allow lets a session change things from now on, in the name of by, and nobody else until it ends. held is who
	// keeps it from that; nil if nobody does. Then, and after an error, nothing was changed.
	Allow(ctx context.Context, by Holder) (held *Holder, err error)
	// Apply sends one batch of operations in order and calls each for every result as it comes. An error means that
	// operations without a result are unknown.
	Apply(ctx context.Context, ops []resource.Op, each func(resource.Result)) error
	// Close ends the process.
	Close(ctx context.Context) error
}

// Journal is where a run is written down. Intend must be durable when it returns; it is called before an operation is
// sent. An operation's id is unique within one host of one run. Outcome may come twice: unknown first, then what was
// found out by observing. Calls come from many goroutines at once.
type Journal interface {
	Begin(ctx context.Context, run RunInfo) error
	// Resume takes up a run again that was begun and that nobody works on; hosts are those that are gone about again.
	Resume(ctx context.Context, run string, hosts []string) error
	Intend(ctx context.Context, run, host string, intents []Intent) error
	Outcome(ctx context.Context, run, host string, result resource.Result) error
	HostDone(ctx context.Context, run string, r *plan.Result) error
	End(ctx context.Context, run string, status plan.RunStatus) error
	// Working is who changes a host now in another run than this one, by a process of this computer; nil: nobody does.
	Working(ctx context.Context, host, run string) (*Holder, error)
}

// Holder is who changes a host, in which run, and for how long by now. What is not known is empty.
type Holder struct {
	Operator, Run string
	For           time.Duration
}

// Intent is one change that is about to be sent. Its Op is not nil.
type Intent struct {
	plan.Change
	// Reverts is the id of the operation that this one takes back; "" for a change of the plan.
	Reverts string
}

// RunInfo describes a run when it begins.
type RunInfo struct {
	ID        string
	Command   string // apply, fix, undo, exec
	Started   time.Time
	Operator  string
	Playbooks []string
	Hosts     []string
	// Plan is the reviewed document; nil for a command, which has none.
	Plan *plan.Plan
	// Undoes is the run that this one takes back; "" for any other.
	Undoes string
	// Rollout names the batches: 1 → 4 → 34.
	Rollout string
	// Resumed: the run is in the journal already, and goes on.
	Resumed bool
}

// The phases of an event, in the order in which a host goes through them.
const (
	PhaseConnect = "connect"
	PhaseObserve = "observe"
	PhasePlan    = "plan"
	PhaseApply   = "apply"
	PhaseRevert  = "revert"
	PhaseVerify  = "verify"
	PhaseDone    = "done"
	PhasePause   = "pause"   // between two batches; Text says how long
	PhaseWait    = "wait"    // for hosts that sleep; Text says until when
	PhaseJournal = "journal" // the journal could not be written; Text says why
)

// Event is progress, for a person to watch. Done of Total counts the operations of the present exchange; Total is 0
// where nothing is counted.
type Event struct {
	Host  string
	Phase string
	Text  text.Saying
	Done  int
	Total int
}

// Events receives progress from many goroutines at once.
type Events interface{ Event(Event) }

// Evaluation works out the plan of one host in rounds: ask Queries, Add the answers, until Queries is empty, then Plan.
type Evaluation interface {
	// Applied tells, before the first Queries, which changes this run has made so far, each with its outcome. Their
	// steps count as changed, so that what runs after them is planned; what somebody else has made is not among them.
	Applied(made []*plan.Item)
	Queries() []resource.Query
	Add(queries []resource.Query, answers []resource.Answer)
	Plan() *plan.Host
}

// Evaluate prepares the evaluation of one host: of a run's playbooks, of a saved plan, or of what a run is to take
// back.
type Evaluate func(h *inventory.Host) Evaluation
