package report

import (
	"encoding/json"
	"io"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
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
	Run       string         `json:"run,omitempty"` // the id of the run that applied it
	Playbooks []string       `json:"playbooks"`
	Hosts     []HostDocument `json:"hosts"`
	Summary   plan.Summary   `json:"summary"`
}

// HostDocument is one host of a PlanDocument.
type HostDocument struct {
	Host       string           `json:"host"`
	Title      string           `json:"title"`
	Status     plan.Status      `json:"status"`
	DurationMS int64            `json:"duration_ms"`
	Requests   int              `json:"requests"`
	Starts     int              `json:"starts"`
	Changes    []ChangeDocument `json:"changes"`
	Checks     []CheckDocument  `json:"checks"`
	Skips      []SkipDocument   `json:"skips"`
	Error      *ErrorDocument   `json:"error"`
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
	Before     resource.Props   `json:"before"`
	After      resource.Props   `json:"after"`
	Reversible bool             `json:"reversible"`
	KnownAfter *string          `json:"known_after"`
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
	Check    string           `json:"check"`
	Title    string           `json:"title"`
	Status   plan.CheckStatus `json:"status"`
	Severity string           `json:"severity"`
	Message  string           `json:"message"`
	Serves   []string         `json:"serves"`
}

// SkipDocument is something that does not apply to a host.
type SkipDocument struct {
	Address string `json:"address"`
	Reason  string `json:"reason"`
}

// NewPlanDocument is the JSON form of a plan, or of what became of it, with errors in a language; run is empty for a plan.
func NewPlanDocument(p *plan.Plan, run string, l problem.Lang) PlanDocument {
	d := PlanDocument{Version: Version, Run: run, Playbooks: list(p.Playbooks), Hosts: []HostDocument{}, Summary: p.Summary()}
	for _, h := range p.Hosts {
		hd := hostDocument(h, l)
		for i := range hd.Changes {
			if len(p.Playbooks) == 1 {
				hd.Changes[i].Playbook = p.Playbooks[0]
			}
		}
		d.Hosts = append(d.Hosts, hd)
	}
	return d
}

func hostDocument(h *plan.Host, l problem.Lang) HostDocument {
	d := HostDocument{
		Host: h.Host, Title: h.Title, Status: h.Status, DurationMS: h.DurationMS, Requests: h.Requests, Starts: h.Starts,
		Changes: []ChangeDocument{}, Checks: []CheckDocument{}, Skips: []SkipDocument{}, Error: NewError(h.Error, l),
	}
	for _, c := range h.Changes {
		cd := ChangeDocument{
			Playbook: c.Playbook, Step: c.Step, Title: c.Title, Kind: c.Kind, Action: string(c.Action), Serves: list(c.Serves), Resource: c.Resource,
			Before: props(c.Before), After: props(c.After), Reversible: c.Reversible, Notes: list(c.Notes),
			Outcome: outcomeDocument(c.Outcome), Reverted: outcomeDocument(c.Reverted),
		}
		if c.KnownAfter != "" {
			cd.KnownAfter = &c.KnownAfter
		}
		d.Changes = append(d.Changes, cd)
	}
	for _, c := range h.Checks {
		d.Checks = append(d.Checks, CheckDocument{Check: c.Check, Title: c.Title, Status: c.Status, Severity: c.Severity, Message: c.Message, Serves: list(c.Serves)})
	}
	for _, s := range h.Skips {
		d.Skips = append(d.Skips, SkipDocument(s))
	}
	return d
}

func outcomeDocument(r *resource.Result) *OutcomeDocument {
	if r == nil {
		return nil
	}
	now := r.Now
	if _, ok := now["content"]; ok { // a file's bytes are in the journal: runs show --json
		now = now.Clone()
		delete(now, "content")
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
