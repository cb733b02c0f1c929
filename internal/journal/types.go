package journal

import (
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Run is one run as the journal has it. Hosts are given by Journal.Run only.
type Run struct {
	ID        string   `json:"id"`
	Command   string   `json:"command"`
	Operator  string   `json:"operator"`
	Playbooks []string `json:"playbooks"`
	// interrupted is never stored: it claims to be running, and no process works on it
	Status plan.RunStatus `json:"status"`
	// Digest is that of the reviewed plan; "" where there was none.
	Digest string `json:"digest,omitempty"`
	// Undoes is the run that this one takes back.
	Undoes string `json:"undoes,omitempty"`
	// Rollout names the batches of hosts: 1 → 4 → 34.
	Rollout    string       `json:"rollout,omitempty"`
	Started    time.Time    `json:"started"`
	Ended      *time.Time   `json:"ended"`
	Summary    plan.Summary `json:"summary"` // hosts that have not ended are in Hosts alone
	Operations Counts       `json:"operations"`
	Hosts      []Host       `json:"hosts,omitempty"`
}

// Counts are a run's operations by how they ended. Reverts are counted apart.
type Counts struct {
	Total    int `json:"total"`
	Done     int `json:"done"`
	Already  int `json:"already"` // found so: somebody else had made it meanwhile
	Failed   int `json:"failed"`
	Skipped  int `json:"skipped"`
	Unknown  int `json:"unknown"`
	Reverted int `json:"reverted"`
}

// Host is one host of a run.
type Host struct {
	Host  string `json:"host"`
	Title string `json:"title"`
	// a plan.Class; "pending" while it is worked on, "interrupted" if that was broken off
	Status     string           `json:"status"`
	Reason     *plan.Reason     `json:"reason,omitempty"`
	Error      *problem.Problem `json:"error"`
	Owed       []plan.Due       `json:"owed,omitempty"` // restarts that were not made although they are due
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
	Section    string          `json:"section,omitempty"`
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

// Items are the host's operations as changes with their outcomes, in order; one that was taken back in the same run
// says so, and the operation that did it is none of its own.
func (h *Host) Items() []*plan.Item {
	var items []*plan.Item
	at := map[string]*plan.Item{}
	for _, o := range h.Operations {
		item := o.Item()
		if back := at[o.Reverts]; back != nil {
			back.Reverted = item.Outcome
			continue
		}
		at[o.ID] = item
		items = append(items, item)
	}
	return items
}

// Item is the operation as a change with its outcome: what taking it back begins with.
func (o Operation) Item() *plan.Item {
	op := o.Op()
	return &plan.Item{
		Change: plan.Change{
			ID: o.ID, Playbook: o.Playbook, Step: o.Step, Kind: o.Kind, Title: o.Title, OnError: o.OnError,
			Stage: o.Stage,
			Change: step.Change{
				Action: step.Action(o.Action), Resource: resource.ID{Type: o.Type, Key: o.Key}, Section: o.Section,
				Before: o.Before, After: o.After, Op: &op, Reversible: o.Reversible,
			},
		},
		Outcome: &resource.Result{Op: o.ID, Status: o.Status, Now: o.Now, Fault: o.Fault},
	}
}

// Op is the operation as it was sent. Its Inverse takes it back, if the operation is Reversible and was done.
func (o Operation) Op() resource.Op {
	return resource.Op{
		ID: o.ID, Type: o.Type, Key: o.Key, Before: o.Sent.Before, After: o.Sent.After,
		Args: o.Sent.Args,
	}
}
