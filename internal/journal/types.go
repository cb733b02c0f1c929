package journal

import (
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// The states of a run. Interrupted is never stored: it is a run that claims to be running and that no process works on.
const (
	Running     = "running"
	Done        = "done"
	Failed      = "failed"
	Cancelled   = "cancelled"
	Interrupted = "interrupted"
)

// Run is one run as the journal has it. Hosts are given by Journal.Run only.
type Run struct {
	ID         string       `json:"id"`
	Command    string       `json:"command"`
	Operator   string       `json:"operator"`
	Playbooks  []string     `json:"playbooks"`
	Status     string       `json:"status"`
	Started    time.Time    `json:"started"`
	Ended      *time.Time   `json:"ended"`
	Summary    plan.Summary `json:"summary"` // hosts that have not ended are in Hosts alone
	Operations Counts       `json:"operations"`
	Hosts      []Host       `json:"hosts,omitempty"`
}

// Counts are a run's operations by how they ended. Reverts are counted apart.
type Counts struct {
	Total    int `json:"total"`
	Done     int `json:"done"` // or so already
	Failed   int `json:"failed"`
	Skipped  int `json:"skipped"`
	Unknown  int `json:"unknown"`
	Reverted int `json:"reverted"`
}

// Host is one host of a run.
type Host struct {
	Host       string           `json:"host"`
	Title      string           `json:"title"`
	Status     string           `json:"status"` // a plan.Status; "pending" while it is worked on, "interrupted" if that was broken off
	Error      *problem.Problem `json:"error"`
	DurationMS int64            `json:"duration_ms"`
	Requests   int              `json:"requests"`
	Starts     int              `json:"starts"`
	Operations []Operation      `json:"operations"`
}

// The states of a host whose work has not ended.
const (
	HostPending     = "pending"
	HostInterrupted = "interrupted"
)

// Operation is one change that was sent, or was about to be.
type Operation struct {
	Seq        int             `json:"seq"`
	ID         string          `json:"id"`
	Reverts    string          `json:"reverts,omitempty"`  // id of the operation that this one took back
	Playbook   string          `json:"playbook,omitempty"` // when the run has several
	Step       string          `json:"step"`
	Title      string          `json:"title,omitempty"`
	Kind       string          `json:"kind"`
	Action     string          `json:"action"`
	OnError    string          `json:"on_error"`
	Stage      int             `json:"stage"`
	Type       string          `json:"type"`
	Key        string          `json:"key"`
	Before     resource.Props  `json:"before"` // what a person sees
	After      resource.Props  `json:"after"`
	Sent       Sent            `json:"sent"`
	Reversible bool            `json:"reversible"`
	Intended   time.Time       `json:"intended"`
	Ended      *time.Time      `json:"ended"`
	Status     resource.Status `json:"status"` // unknown while no outcome is known
	Now        resource.Props  `json:"now,omitempty"`
	Fault      *resource.Fault `json:"fault,omitempty"`
}

// Sent is what was sent to the host, whole: files' bytes too.
type Sent struct {
	Before resource.Props `json:"before"`
	After  resource.Props `json:"after"`
	Args   resource.Props `json:"args,omitempty"`
}

// Op is the operation as it was sent. Its Inverse takes it back, if the operation is Reversible and was done.
func (o Operation) Op() resource.Op {
	return resource.Op{ID: o.ID, Type: o.Type, Key: o.Key, Before: o.Sent.Before, After: o.Sent.After, Args: o.Sent.Args}
}
