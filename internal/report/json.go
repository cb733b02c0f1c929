package report

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// Version is the version of the JSON documents.
const Version = 1

// WriteJSON writes one document, indented, with a line end. Text is written as it is, not escaped for HTML.
func WriteJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document)
}

// PlanDocument is the JSON of plan, apply, check and fix.
type PlanDocument struct {
	Version   int            `json:"version"`
	Run       string         `json:"run,omitempty"`    // the id of the run that applied it
	Digest    string         `json:"digest,omitempty"` // of the plan as it would be saved
	Playbooks []string       `json:"playbooks"`
	Hosts     []HostDocument `json:"hosts"`
	// Practices are the verdicts of whole practices; only check has them.
	Practices []PracticeDocument `json:"practices,omitempty"`
	Summary   plan.Summary       `json:"summary"`
}

// HostDocument is one host of a PlanDocument. Reason is why nothing is done there although nothing failed.
type HostDocument struct {
	Host       string           `json:"host"`
	Title      string           `json:"title"`
	Status     plan.Class       `json:"status"`
	DurationMS int64            `json:"duration_ms"`
	Requests   int              `json:"requests"`
	Starts     int              `json:"starts"`
	Changes    []ChangeDocument `json:"changes"`
	Checks     []CheckDocument  `json:"checks"`
	// Rows are the verdicts of the catalogue's rows; only check has them.
	Rows   []RowDocument   `json:"rows,omitempty"`
	Blocks []BlockDocument `json:"blocks"`
	Skips  []SkipDocument  `json:"skips"`
	Owed   []plan.Due      `json:"owed,omitempty"`
	Reason *ReasonDocument `json:"reason"`
	Error  *ErrorDocument  `json:"error"`
}

// ReasonDocument is a reason; Until is when it ends by itself, RFC 3339.
type ReasonDocument struct {
	ErrorDocument
	Until string `json:"until,omitempty"`
}

// NewReasonDocument is the JSON form of a reason; nil for none.
func NewReasonDocument(r *plan.Reason, l text.Lang) *ReasonDocument {
	if r == nil {
		return nil
	}
	return &ReasonDocument{ErrorDocument: *NewError(r.Problem(), l), Until: r.Until}
}

// BlockDocument is a block that could not be planned; By is the block that it rests on, where it did not fail itself.
type BlockDocument struct {
	Playbook string         `json:"playbook"`
	Block    string         `json:"block"`
	By       string         `json:"by,omitempty"`
	Error    *ErrorDocument `json:"error"`
}

// ChangeDocument is one change. KnownAfter is null or the address of the step that must run first.
type ChangeDocument struct {
	Playbook   string           `json:"playbook"`
	Step       string           `json:"step"`
	Title      string           `json:"title"`
	Kind       string           `json:"kind"`
	Action     string           `json:"action"`
	Serves     []string         `json:"serves"`
	Resource   resource.ID      `json:"resource"`
	Section    string           `json:"section,omitempty"` // of an INI file
	Before     resource.Props   `json:"before"`
	After      resource.Props   `json:"after"`
	Reversible bool             `json:"reversible"`
	KnownAfter *string          `json:"known_after"`
	Due        string           `json:"due,omitempty"` // the run that owed this restart
	Notes      []string         `json:"notes"`
	Outcome    *OutcomeDocument `json:"outcome,omitempty"`
	Reverted   *OutcomeDocument `json:"reverted,omitempty"`
}

// OutcomeDocument is how a change ended, or how taking it back ended.
type OutcomeDocument struct {
	Status resource.Status `json:"status"`
	Now    resource.Props  `json:"now"`
	Error  *resource.Fault `json:"error"`
}

// CheckDocument is one check.
type CheckDocument struct {
	Playbook string           `json:"playbook"`
	Check    string           `json:"check"`
	Title    string           `json:"title"`
	Status   plan.CheckStatus `json:"status"`
	Severity string           `json:"severity"`
	Message  string           `json:"message"`
	Advice   string           `json:"advice"`
	Row      string           `json:"row,omitempty"`
	Serves   []string         `json:"serves"`
}

// SkipDocument is something that is left out on a host.
type SkipDocument struct {
	Address string     `json:"address"`
	Code    problem.ID `json:"code"`
	Reason  string     `json:"reason"`
}

// NewPlanDocument is the JSON form of a plan and of what became of it; run is empty for a plan.
func NewPlanDocument(p *plan.Plan, results []*plan.Result, run string, l text.Lang) PlanDocument {
	d := PlanDocument{
		Version: Version, Run: run, Playbooks: list(p.Names()), Hosts: []HostDocument{},
		Summary: plan.Summarize(results),
	}
	d.Digest, _ = p.Digest() // a plan is JSON values
	one := ""
	if len(d.Playbooks) == 1 {
		one = d.Playbooks[0]
	}
	for _, r := range results {
		d.Hosts = append(d.Hosts, hostDocument(r, one, l))
	}
	return d
}

// hostDocument is one host; one is the name of the run's playbook where it has only one.
func hostDocument(r *plan.Result, one string, l text.Lang) HostDocument {
	d := HostDocument{
		Host: r.Host, Title: r.Title, Status: r.Class(), DurationMS: r.DurationMS, Requests: r.Requests,
		Starts:  r.Starts,
		Changes: []ChangeDocument{}, Checks: []CheckDocument{}, Blocks: []BlockDocument{}, Skips: []SkipDocument{},
		Owed:   r.Owed,
		Reason: NewReasonDocument(r.Reason, l), Error: NewError(r.Error, l),
	}
	for _, i := range r.Items {
		cd := ChangeDocument{
			Playbook: cmp.Or(i.Playbook, one), Step: i.Step, Title: i.Title, Kind: i.Kind, Action: string(i.Action),
			Serves:   list(i.Serves),
			Resource: i.Resource, Section: i.Section, Before: props(i.Before), After: props(i.After),
			Reversible: i.Reversible, Due: i.Due,
			Notes: list(causes(slices.Concat(i.Notes, i.Remarks), l)), Outcome: outcomeDocument(i.Outcome),
			Reverted: outcomeDocument(i.Reverted),
		}
		if i.KnownAfter != "" {
			cd.KnownAfter = &i.KnownAfter
		}
		d.Changes = append(d.Changes, cd)
	}
	for _, c := range r.Checks {
		d.Checks = append(d.Checks, CheckDocument{
			Check: c.Check, Playbook: cmp.Or(c.Playbook, one), Title: c.Title, Status: c.Status, Severity: c.Severity,
			Message: c.Message, Advice: c.Advice, Row: c.Row,
			Serves: list(c.Serves),
		})
	}
	for _, b := range r.Blocks {
		d.Blocks = append(d.Blocks, BlockDocument{
			Playbook: cmp.Or(b.Playbook, one), Block: b.Address, By: b.By,
			Error: NewError(b.Error, l),
		})
		if d.Error == nil && b.Error != nil {
			d.Error = NewError(b.Error, l) // why the host is failed
		}
	}
	for _, s := range r.Plan.Skips {
		d.Skips = append(d.Skips, SkipDocument{s.Address, s.Why.ID, skipReason(&s, l)})
	}
	return d
}

func outcomeDocument(r *resource.Result) *OutcomeDocument {
	if r == nil {
		return nil
	}
	now := r.Now
	for name := range now {
		if resource.Blob(name) { // a file's bytes are in the journal: runs show --json
			now = now.Clone()
			delete(now, name)
		}
	}
	return &OutcomeDocument{Status: r.Status, Now: props(now), Error: r.Fault}
}

// list is never null in JSON.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// props is never null in JSON.
func props(p resource.Props) resource.Props {
	if p == nil {
		return resource.Props{}
	}
	return p
}
