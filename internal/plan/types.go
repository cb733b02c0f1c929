// Package plan is the noun: what would change on a fleet.
// It is pure: no context, no clock, no IO.
package plan

import (
	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Status of a host in a plan or a run.
type Status string

// The states, as plan --json prints them.
const (
	OK          Status = "ok"
	Changes     Status = "changes"
	Skipped     Status = "skipped"
	Failed      Status = "failed"
	Unreachable Status = "unreachable"
	Stale       Status = "stale"
	Undone      Status = "undone"
)

// Change is one planned change of a step.
type Change struct {
	step.Change
	Playbook   string // name, when a run has several; else empty
	Step       string // address: step.ini.kundennummer, include.NAME.step.…, step.ini.x["key"]
	Kind       string
	Title      string
	Serves     []string
	OnError    string // revert, stop, continue
	KnownAfter string // address of the step that must run first; then there is no Op yet
	Stage      int    // 0-based: which exchange it belongs to
	Source     string // file:line
	// Covers are the blocks of earlier restarts of the same service that this one stands for.
	Covers []string
	// Outcome is how it ended; nil while it is only planned, or was never sent.
	Outcome *resource.Result
	// Reverted is how taking it back ended, after on_error = "revert"; nil if that was not tried.
	Reverted *resource.Result
}

// Block names the step within the run: what on_error=revert takes back together.
func (c *Change) Block() string { return Block(c.Playbook, c.Step) }

// Block names a step within a run of several playbooks.
func Block(playbook, step string) string {
	if playbook == "" {
		return step
	}
	return playbook + ":" + step
}

// CheckStatus is how a check came out.
type CheckStatus string

// The states of a check.
const (
	CheckOK      CheckStatus = "ok"
	CheckFinding CheckStatus = "finding"
	CheckUnknown CheckStatus = "unknown" // it rests on something that could not be told
	CheckSkipped CheckStatus = "skipped" // its when is false
)

// Check is one evaluated check.
type Check struct {
	Playbook string // name, when a run has several; else empty
	Check    string // address
	Title    string
	Status   CheckStatus
	Severity string // required, recommended, info
	Message  string
	Serves   []string
	Source   string
}

// Host is the plan of one host.
type Host struct {
	Host       string
	Title      string // the practice's title
	Status     Status
	DurationMS int64
	Requests   int
	Starts     int
	Changes    []Change
	Checks     []Check
	// Skips are the steps and playbooks that do not apply here, each with its reason.
	Skips []Skip
	Error *diag.Error
}

// Skip is something that does not apply to a host.
type Skip struct {
	Address string
	Reason  string
}

// Pending says whether there are changes that are not manual.
func (h *Host) Pending() bool {
	for _, c := range h.Changes {
		if c.Action != step.Manual {
			return true
		}
	}
	return false
}

// Plan is what would change on a fleet, in inventory order.
type Plan struct {
	Playbooks []string
	Hosts     []*Host
}

// Summary counts hosts by status.
type Summary struct {
	Hosts       int `json:"hosts"`
	OK          int `json:"ok"`
	Changes     int `json:"changes"`
	Skipped     int `json:"skipped"`
	Failed      int `json:"failed"`
	Unreachable int `json:"unreachable"`
}

// Summary counts the plan's hosts. Stale counts as failed, undone as ok.
func (p *Plan) Summary() Summary {
	s := Summary{Hosts: len(p.Hosts)}
	for _, h := range p.Hosts {
		switch h.Status {
		case OK, Undone:
			s.OK++
		case Changes:
			s.Changes++
		case Skipped:
			s.Skipped++
		case Unreachable:
			s.Unreachable++
		default:
			s.Failed++
		}
	}
	return s
}
