// Package plan is the reviewed document: what would change on a fleet, each change by its meaning. A plan is immutable
// once it is made; what becomes of it stands beside it (Result). It encodes byte for byte, has a digest, can be
// compared and inverted. It is pure: no context, no clock, no IO.
package plan

import (
	"encoding/json"
	"slices"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Plan is the document. Hosts are in the order of the inventory.
type Plan struct {
	// Program is the version of xops that made it, Created when: RFC 3339, UTC.
	Program   string     `json:"program"`
	Lang      text.Lang  `json:"lang"` // of what its playbooks say
	Created   string     `json:"created"`
	Playbooks []Playbook `json:"playbooks"`
	// Agent are the parts of the agent that this xops sends, by name, each with its SHA-256 (docs/footprint.md).
	Agent     map[string]string `json:"agent,omitempty"`
	Selection Selection         `json:"selection"`
	// Secrets tells whether the values of sensitive variables are given again; nil where there are none.
	Secrets *resource.Seal `json:"secrets,omitempty"`
	Hosts   []*Host        `json:"hosts"`
	// Signatures stand under the plan and are no part of it: OpenSSH's, of its digest (package sign).
	Signatures []string `json:"-"`
}

// Playbook is one playbook of a run with all that an evaluation of it needs.
type Playbook struct {
	Name string `json:"name"`
	// Path is where its source stands among Sources.
	Path    string   `json:"path"`
	Sources []Source `json:"sources"` // its own and those of its includes, by path
	// the values of its variables that are no secrets
	Variables map[string]json.RawMessage `json:"variables"`
}

// Source is one file as it was when the plan was made.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Text   string `json:"text"`
}

// Selection is how the hosts were chosen, as it was written.
type Selection struct {
	Hosts []string `json:"hosts,omitempty"`
	Where string   `json:"where,omitempty"`
	// Any of the tags, of the products, of the roles.
	Tags     []string `json:"tags,omitempty"`
	Products []string `json:"products,omitempty"`
	Roles    []string `json:"roles,omitempty"`
	From     string   `json:"from,omitempty"` // RUN[:CLASS,…]
}

// Host is the plan of one host.
type Host struct {
	Host  string `json:"host"`  // practice/host
	Title string `json:"title"` // the practice's title
	// Values are what expressions see as host and practice, so that changes can be evaluated again as they were
	// reviewed.
	Values  json.RawMessage `json:"values,omitempty"`
	Changes []Change        `json:"changes"`
	Checks  []Check         `json:"checks"`
	// Blocks are the blocks that could not be planned, each with its error or with the block that it rests on.
	Blocks []Blocked `json:"blocks,omitempty"`
	// Skips are the steps and playbooks that do not apply here, each with its reason.
	Skips []Skip `json:"skips,omitempty"`
	// Reason is why nothing will be changed here although nothing failed; nil if there is none.
	Reason *Reason `json:"reason,omitempty"`
	// Error is why there is no plan of this host at all.
	Error *problem.Problem `json:"error,omitempty"`
}

// Change is one planned change of a step. Its meaning is Action, Resource, Section, Before and After: that is what is
// reviewed. What is sent (Op) is worked out from it on the host as it is, and is no part of the document.
type Change struct {
	// ID is unique within the host: the block and a number.
	ID       string `json:"id"`
	Playbook string `json:"playbook,omitempty"` // name, when a run has several; else empty
	// address: step.ini.kundennummer, include.NAME.step.…, step.ini.x["key"]
	Step string `json:"step"`
	Kind string `json:"kind"`
	step.Change
	Title   string   `json:"title,omitempty"`
	Serves  []string `json:"serves,omitempty"`
	OnError string   `json:"on_error"` // revert, stop, continue
	// address of the step that must run first; there is no more of it yet
	KnownAfter string `json:"known_after,omitempty"`
	Stage      int    `json:"stage,omitempty"` // 0-based: which exchange it belongs to
	Source     string `json:"source"`          // file:line
	// RunsAfter are the blocks without whose changes it would not run.
	RunsAfter []string `json:"runs_after,omitempty"`
	// Covers are the blocks of earlier restarts of the same service that this one stands for.
	Covers []string `json:"covers,omitempty"`
	// Due is the run that owed this restart, when no step of this run asks for it.
	Due string `json:"due,omitempty"`
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

// The severities of a check.
const (
	Required    = "required"
	Recommended = "recommended"
	Info        = "info"
)

// Check is one evaluated check.
type Check struct {
	Playbook string      `json:"playbook,omitempty"` // name, when a run has several; else empty
	Check    string      `json:"check"`              // address
	Title    string      `json:"title,omitempty"`
	Status   CheckStatus `json:"status"`
	Severity string      `json:"severity"` // required, recommended, info
	Message  string      `json:"message,omitempty"`
	Serves   []string    `json:"serves,omitempty"`
	Source   string      `json:"source,omitempty"`
	// Row is the catalogue row whose verdict it is; "": none. What follows is for such a verdict.
	Row      string     `json:"row,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
	Advice   string     `json:"advice,omitempty"`
	Fix      string     `json:"fix,omitempty"` // the playbook that repairs it; "": a person
	// Support is until when the maker supports what was found: YYYY-MM-DD; "": not known.
	Support string `json:"support,omitempty"`
}

// IDs are the catalogue rows that it is about, its own first.
func (c *Check) IDs() []string {
	if c.Row == "" || slices.Contains(c.Serves, c.Row) {
		return c.Serves
	}
	return append([]string{c.Row}, c.Serves...)
}

// Evidence is one thing that was seen. Source is the block that told it, or was silent: then Value is null.
type Evidence struct {
	Name   string          `json:"name"`
	Value  json.RawMessage `json:"value"`
	Source string          `json:"source"`
}

// Silent says that its source has told nothing.
func (e Evidence) Silent() bool { return string(e.Value) == "null" }

// BlockKind is a kind of block that can fail.
type BlockKind string

// The kinds. A query that fails is listed only where a step rests on it; checks say of themselves that they are
// unknown.
const (
	BlockStep     BlockKind = "step"
	BlockQuery    BlockKind = "query"
	BlockInclude  BlockKind = "include"
	BlockPlaybook BlockKind = "playbook"
)

// Blocked is a block that could not be planned.
type Blocked struct {
	Kind     BlockKind `json:"kind"`
	Playbook string    `json:"playbook,omitempty"`
	Address  string    `json:"address"`
	Title    string    `json:"title,omitempty"`
	Source   string    `json:"source,omitempty"`
	// By is the address of the block that it rests on; "" if it failed itself, and then Error says why.
	By    string           `json:"by,omitempty"`
	Error *problem.Problem `json:"error,omitempty"`
}

// Skip is something that is left out on a host: it does not apply, or cannot be done. Why has the condition, or
// whatever it rests on.
type Skip struct {
	Address string           `json:"address"`
	Title   string           `json:"title,omitempty"`
	Why     *problem.Problem `json:"why"`
}

// Due is a restart that an earlier run owed: what it comes after was done, it was not.
type Due struct {
	Type string `json:"type"` // of the resource: service
	Key  string `json:"key"`
	Run  string `json:"run,omitempty"` // the run that owes it; "" for the present one
	Step string `json:"step"`          // the block that asked for it
}

// Resource is what is to be restarted.
func (d Due) Resource() resource.ID { return resource.ID{Type: d.Type, Key: d.Key} }

// Pending says whether there are changes that are not manual.
func (h *Host) Pending() bool {
	for i := range h.Changes {
		if h.Changes[i].Action != step.Manual {
			return true
		}
	}
	return false
}

// Names are the names of the playbooks.
func (p *Plan) Names() []string {
	names := make([]string, len(p.Playbooks))
	for i := range p.Playbooks {
		names[i] = p.Playbooks[i].Name
	}
	return names
}
