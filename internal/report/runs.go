package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// RunsDocument is the JSON of runs list.
type RunsDocument struct {
	Version int           `json:"version"`
	Runs    []journal.Run `json:"runs"`
}

// NewRunsDocument is the JSON form of a list of runs.
func NewRunsDocument(runs []journal.Run) RunsDocument {
	if runs == nil {
		runs = []journal.Run{}
	}
	return RunsDocument{Version: Version, Runs: runs}
}

// RunDocument is the JSON of runs show: all that the journal has of a run, the bytes of changed files before and after
// included.
type RunDocument struct {
	Version int `json:"version"`
	*journal.Run
	Hosts []RunHostDocument `json:"hosts"`
}

// RunHostDocument is one host of a run.
type RunHostDocument struct {
	journal.Host
	Reason *ReasonDocument `json:"reason"`
	Error  *ErrorDocument  `json:"error"`
}

// NewRunDocument is the JSON form of one run.
func NewRunDocument(r *journal.Run, l text.Lang) RunDocument {
	d := RunDocument{Version: Version, Run: r, Hosts: []RunHostDocument{}}
	for _, h := range r.Hosts {
		ops := []journal.Operation{}
		for _, o := range h.Operations {
			o.Before, o.After, o.Sent.Before, o.Sent.After = props(o.Before), props(o.After), props(o.Sent.Before),
				props(o.Sent.After)
			ops = append(ops, o)
		}
		h.Operations = ops
		d.Hosts = append(d.Hosts, RunHostDocument{h, NewReasonDocument(h.Reason, l), NewError(h.Error, l)})
	}
	return d
}

// Runs lists runs, newest first. Times are shown in a location: the operator's.
func (p *Printer) Runs(runs []journal.Run, in *time.Location) {
	if len(runs) == 0 {
		p.say(0, text.NoRuns)
		return
	}
	rows := make([][]string, len(runs))
	for i, r := range runs {
		rows[i] = []string{
			r.ID, r.Started.In(in).Format(p.t(text.Seconds)), r.Command, p.word(text.RunStatuses, string(r.Status)),
			p.n(text.Hosts, r.Summary.Hosts), p.operations(r.Operations), strings.Join(r.Playbooks, ", "),
		}
	}
	p.table(0, text.RunColumns, rows, statusColumn(3, func(row int) plan.RunStatus { return runs[row].Status }))
}

func (p *Printer) operations(c journal.Counts) string {
	rest := p.parts(part{c.Already, text.Already}, part{c.Failed, text.Failed}, part{c.Skipped, text.NotTried},
		part{c.Unknown, text.Unknown}, part{c.Reverted, text.TakenBack})
	return strings.TrimSuffix(p.n(text.Done, c.Done)+", "+rest, ", ")
}

// Run shows one run with what was sent to each host and how it ended.
func (p *Printer) Run(r *journal.Run, in *time.Location) {
	p.line(0, "%s  %s", p.paint(bold, p.t(text.RunHeading, "run", r.ID)), p.word(text.RunStatuses, string(r.Status)))
	p.say(2, text.RunBy, "command", r.Command, "operator", oneLine(r.Operator))
	started := r.Started.In(in).Format(p.t(text.Seconds))
	if r.Ended == nil {
		p.say(2, text.RunNotEnded, "started", started)
	} else {
		p.say(2, text.RunTimes, "started", started, "ended", r.Ended.In(in).Format(p.t(text.Seconds)))
	}
	if len(r.Playbooks) > 0 { // exec has none
		p.say(2, text.RunPlaybooks, "names", oneLine(strings.Join(r.Playbooks, ", ")))
	}
	if r.Undoes != "" {
		p.say(2, text.RunUndoes, "run", r.Undoes)
	}
	if r.Digest != "" {
		p.say(2, text.RunPlan, "digest", r.Digest)
	}
	if r.Rollout != "" {
		p.say(2, text.RunRollout, "batches", r.Rollout)
	}
	p.line(0, "")
	for i := range r.Hosts {
		p.runHost(&r.Hosts[i], in)
	}
	for i := range r.Hosts {
		for _, d := range r.Hosts[i].Owed {
			p.line(0, "%s", p.restartDue(r.Hosts[i].Host, d))
		}
	}
	p.line(0, "%s %s", p.paint(bold, p.t(text.ResultTotal)),
		p.t(text.RunResult, "hosts", p.hostCounts(r.Summary), "changes", p.operations(r.Operations)))
}

func (p *Printer) runHost(h *journal.Host, in *time.Location) {
	name := h.Host
	if h.Title != "" {
		name = Clean(h.Title) + " · " + name
	}
	p.line(0, "%s  %s%s", p.paint(bold, name), p.word(text.Classes, h.Status),
		p.cost(h.DurationMS, h.Requests, h.Starts))
	p.why(2, &plan.Visit{Error: h.Error, Reason: h.Reason})
	for i := range h.Operations {
		p.operation(&h.Operations[i], in)
	}
	if len(h.Operations) > 0 || h.Error != nil || h.Reason != nil {
		p.line(0, "")
	}
}

func (p *Printer) operation(o *journal.Operation, in *time.Location) {
	title := oneLine(o.Title)
	if title == "" {
		title = o.Step
	}
	if o.Reverts != "" {
		title = p.t(text.TakingBack, "title", title)
	}
	result := &resource.Result{Op: o.ID, Status: o.Status, Now: o.Now, Fault: o.Fault}
	p.line(2, "%s %s%s", o.Intended.In(in).Format("15:04:05"), title, p.outcome(result))
	p.line(6, "%s", p.paint(dim, o.Step+" · "+thing(resource.ID{Type: o.Type, Key: o.Key})))
	if p.o.Verbose || bad(result) {
		p.props(o.Before, o.After, false)
	}
	if bad(result) {
		p.failure(result)
	}
	if !o.Reversible && p.o.Verbose {
		p.line(6, "%s", p.paint(yellow, p.t(text.ForGood)))
	}
}

// PruneDocument is the JSON of runs prune.
type PruneDocument struct {
	Version int             `json:"version"`
	Runs    []journal.Run   `json:"runs"`   // that go
	Needed  []string        `json:"needed"` // ids of those that are as old, and still needed
	Anchor  *journal.Anchor `json:"anchor"` // null: nothing was taken out
}

// NewPruneDocument is the JSON form of what may go, and of what is as old and may not.
func NewPruneDocument(runs, needed []journal.Run) *PruneDocument {
	d := &PruneDocument{Version: Version, Runs: append([]journal.Run{}, runs...), Needed: []string{}}
	for _, r := range needed {
		d.Needed = append(d.Needed, r.ID)
	}
	return d
}

// IDs are the ids of the runs that go.
func (d *PruneDocument) IDs() []string {
	ids := make([]string, len(d.Runs))
	for i, r := range d.Runs {
		ids[i] = r.ID
	}
	return ids
}

// Prune shows what would go, before it is asked for.
func (p *Printer) Prune(d *PruneDocument, in *time.Location) {
	p.Runs(d.Runs, in)
	p.line(0, "")
	p.say(0, text.PruneLoses)
}

// Pruned says what has gone, and what was left because it is needed.
func (p *Printer) Pruned(d *PruneDocument) {
	if d.Anchor == nil {
		p.say(0, text.NothingToPrune)
	} else {
		p.say(0, text.PruneDone, "runs", p.n(text.Runs, len(d.Runs)), "rows", p.n(text.Rows, d.Anchor.Rows))
	}
	if len(d.Needed) > 0 {
		p.wrapped(0, p.t(text.PruneNeeded, "runs", p.n(text.Runs, len(d.Needed))), dim, strings.Join(d.Needed, ", "))
	}
}

// VerifiedDocument is the JSON of runs verify.
type VerifiedDocument struct {
	Version int `json:"version"`
	*journal.Verified
}

// NewVerifiedDocument is the JSON form of what the look at a journal came to.
func NewVerifiedDocument(v *journal.Verified) VerifiedDocument { return VerifiedDocument{Version, v} }

// Verified says whether a journal is as it was written, and where not.
func (p *Printer) Verified(v *journal.Verified, in *time.Location) {
	for _, f := range v.Faults {
		key := make([]string, len(f.Key))
		for i, k := range f.Key {
			key[i] = oneLine(fmt.Sprint(k))
		}
		p.line(0, "%s  %s %s", p.paint(red, p.word(text.FaultKinds, string(f.Kind))), f.Table, strings.Join(key, " "))
	}
	if len(v.Faults) == 0 {
		p.line(0, "%s %s, %s.", p.paint(green, p.t(text.AsWritten)), p.n(text.Rows, v.Rows),
			p.n(text.Entries, v.Entries))
	}
	for _, a := range v.Pruned {
		p.say(0, text.PrunedThen, "time", a.At.In(in).Format(p.t(text.Minutes)), "operator", oneLine(a.Operator),
			"runs", p.n(text.Runs, len(a.Runs)))
	}
	p.say(0, text.Head, "digest", v.Head)
}

// RepairedDocument is the JSON of runs verify --repair.
type RepairedDocument struct {
	Version int `json:"version"`
	*journal.Repaired
}

// NewRepairedDocument is the JSON form of what became of a journal.
func NewRepairedDocument(r *journal.Repaired) RepairedDocument { return RepairedDocument{Version, r} }

// Repaired says what became of a damaged journal: where it is, what was taken over and what was not.
func (p *Printer) Repaired(r *journal.Repaired) {
	if r.Aside == "" {
		p.say(0, text.RepairSound)
		return
	}
	p.say(0, text.RepairAside, "file", r.Aside)
	taken := 0
	for _, n := range r.Taken {
		taken += n
	}
	p.say(0, text.RepairTaken, "rows", p.n(text.Rows, taken), "runs", p.n(text.Runs, r.Taken["runs"]))
	for _, table := range slices.Sorted(maps.Keys(r.Left)) {
		left := p.n(text.Rows, r.Left[table])
		if table == "chain" {
			left = p.n(text.Entries, r.Left[table])
		}
		p.say(2, text.RepairLeft, "table", table, "rows", left)
	}
	if r.Left["due"]+r.Left["hosts"]+r.Left["chain"] > 0 {
		p.say(0, text.RepairDue)
	}
}

// PackDocument is the JSON of a run that was written out.
type PackDocument struct {
	Version int `json:"version"`
	journal.PackSummary
	Signers []string `json:"signers"` // whose signatures stand under it
}

// NewPackDocument is the JSON form of what a pack holds.
func NewPackDocument(s journal.PackSummary, signers []string) PackDocument {
	return PackDocument{Version, s, append([]string{}, signers...)}
}

// Pack says that a run which was written out is as it was written, and what it is.
func (p *Printer) Pack(s journal.PackSummary, signers []string) {
	p.line(0, "%s %s", p.paint(green, p.t(text.AsWritten)), p.t(text.PackHas, "hosts", p.n(text.Hosts, s.Hosts),
		"changes", p.n(text.PackSent, s.Operations), "files", p.n(text.PackFile, s.Files)))
	p.say(2, text.RunHeading, "run", oneLine(s.Run))
	p.say(2, text.RunBy, "command", oneLine(s.Command), "operator", oneLine(s.Operator))
	for _, who := range signers {
		p.say(2, text.SignedBy, "who", oneLine(who))
	}
	p.line(2, "%s", s.Digest)
}
