// Package demo tells the story of a run on a practice fleet: plan, apply, a technician's part, plan again, and whether
// all of it came out as told.
package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Run is one run on the fleet, as the program makes it.
type Run interface {
	Plan() []*plan.Result
	Apply() ([]*plan.Result, error)
	// Document is the JSON of the plan and of what became of it.
	Document(results []*plan.Result) report.PlanDocument
	ID() string
	Cancelled() bool
	End()
}

// Stage is what the story is told with.
type Stage struct {
	Fleet     *lab.Fleet
	Inventory string // the file with the fleet's inventory
	Dir       string // the folder for the report
	Playbooks []string
	// Begin begins a run; with journal it can change something.
	Begin   func(ctx context.Context, journal bool) (Run, error)
	Out     *report.Printer // what a person watches
	Verbose bool
	Lang    text.Lang
}

// Document is the demonstration in JSON: the plans and the result as plan and apply print them.
type Document struct {
	Version int                  `json:"version"`
	True    bool                 `json:"true"` // whether all of it came out as told
	Report  string               `json:"report"`
	Claims  []Claim              `json:"claims"`
	Before  *report.PlanDocument `json:"before"`
	Applied *report.PlanDocument `json:"applied"`
	After   *report.PlanDocument `json:"after"`
}

// Claim is something that the demonstration says, and whether it was so.
type Claim struct {
	Text string `json:"text"`
	True bool   `json:"true"`
}

// story is one demonstration.
type story struct {
	Stage
	file *report.Printer // everything, for the report
	text strings.Builder
	doc  Document
}

// Tell tells the story; text is the whole of it, for the report. ok is false where it was cancelled.
func Tell(ctx context.Context, stage Stage) (doc Document, text string, ok bool, err error) {
	s := &story{Stage: stage, doc: Document{Version: report.Version}}
	s.file = report.NewPrinter(&s.text, report.Options{Verbose: true, Lang: stage.Lang})
	ok, err = s.tell(ctx)
	return s.doc, s.text.String(), ok, err
}

func (s *story) heading(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.Out.Heading(text)
	s.file.Heading(text)
}

func (s *story) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.Out.Say(text)
	s.file.Say(text)
}

// tell is the story from beginning to end; false: it was cancelled.
func (s *story) tell(ctx context.Context) (bool, error) {
	names := strings.Join(s.Playbooks, " ")
	s.heading("1. The fleet")
	s.say("%s with %s are up on this computer, each host a real WinRM endpoint. The inventory is %s",
		report.Number(len(s.Fleet.Practices), "practice"), report.Number(len(s.Fleet.Hosts()), "host"), s.Inventory)
	run, err := s.Begin(ctx, true)
	if err != nil {
		return false, err
	}
	defer run.End()

	s.heading("2. xops plan -i %s %s", filepath.Base(s.Inventory), names)
	before := run.Plan()
	s.doc.Before = document(run, before)
	s.showPlan(before)
	if run.Cancelled() {
		return false, nil
	}

	s.heading("3. xops apply --yes -i %s %s", filepath.Base(s.Inventory), names)
	applied, err := run.Apply()
	if err != nil {
		return false, err
	}
	s.doc.Applied = document(run, applied)
	s.file.Result(applied)
	s.Out.ResultSummary(applied)
	s.say("Exit code %d. xops runs show %s tells what was sent to each host.", plan.ActCode(applied, false), run.ID())
	bad := 0
	for _, r := range applied {
		if c := r.Class(); c.Trouble() && c != plan.Unreachable {
			bad++
		}
	}
	s.claim(bad == 0, "Every change that was planned was made and verified.")
	if run.Cancelled() {
		return false, nil
	}
	run.End()

	s.heading("4. What xops must not do, a technician does")
	s.technician(applied)

	s.heading("5. xops plan -i %s %s", filepath.Base(s.Inventory), names)
	again, err := s.Begin(ctx, false)
	if err != nil {
		return false, err
	}
	defer again.End()
	after := again.Plan()
	s.doc.After = document(again, after)
	s.file.Plan(after)
	s.Out.Summary(after)
	code := plan.LookCode(after, false, false)
	s.say("Exit code %d%s.", code, map[int]string{
		plan.ExitFailed:  ": no changes, but some hosts cannot be reached",
		plan.ExitPending: ": there is still something to do",
	}[code])
	if again.Cancelled() {
		return false, nil
	}
	s.heading("6. What is left, and why")
	s.judge(applied, after)
	return true, nil
}

func document(run Run, results []*plan.Result) *report.PlanDocument {
	d := run.Document(results)
	return &d
}

func (s *story) claim(is bool, format string, args ...any) {
	s.doc.Claims = append(s.doc.Claims, Claim{fmt.Sprintf(format, args...), is})
}

// showPlan shows one host in full, as an example, and the summary; with -v all.
func (s *story) showPlan(results []*plan.Result) {
	s.file.Plan(results)
	if s.Verbose {
		s.Out.Plan(results)
	} else {
		best := results[0]
		for _, r := range results {
			if r.Class() == plan.Changes && len(r.Items) > len(best.Items) {
				best = r
			}
		}
		s.Out.Host(best)
		s.Out.Say(fmt.Sprintf("… and %d hosts more: the report has them all, -v shows them here.\n", len(results)-1))
		s.Out.Summary(results)
	}
	pending := plan.Summarize(results).Changes
	code := plan.LookCode(results, false, false)
	s.say("Exit code %d: changes are pending on %s. Nothing was changed so far.", code, report.Number(pending, "host"))
	s.claim(pending > 0, "The first plan finds changes on %s (exit code %d).", report.Number(pending, "host"), code)
}

// technician does the manual steps that the run has left.
func (s *story) technician(results []*plan.Result) {
	none := true
	for _, r := range results {
		if r.Class() != plan.Manual {
			continue
		}
		for _, i := range r.Items {
			if i.Action != step.Manual || i.Outcome != nil {
				continue
			}
			none = false
			s.say("%s: %s", r.Host, report.Clean(i.Title))
			done, err := s.Fleet.FollowManual(s.Fleet.Host(r.Host), i.Step)
			for _, text := range done {
				s.say("  %s", text)
			}
			if err != nil {
				s.say("  %v", err)
			}
			s.claim(err == nil, "%s: the technician did %s.", r.Host, i.Step)
		}
	}
	if none {
		s.say("Nothing was left to do by hand.")
	}
}

// judge says what became of every host, and whether that is what must become of it.
func (s *story) judge(applied, after []*plan.Result) {
	clean, notMeant, open := 0, 0, 0
	for i, r := range after {
		l := s.Fleet.Host(r.Host)
		off := l.Has(lab.HostOff) || l.Has(lab.WrongPassword)
		class := r.Class()
		switch {
		case off || class == plan.Unreachable:
			cured := s.left(r, "cannot be reached")
			s.claim(off && class == plan.Unreachable && cured, "%s cannot be reached; cause and cure are named.",
				r.Host)
		case class == plan.NoMandate:
			cured := s.left(r, "was left alone")
			s.claim(!l.Practice.Mandate && !applied[i].Acted && cured,
				"%s was left alone: its practice has given no mandate.", r.Host)
		case class == plan.OK:
			clean++
		case class == plan.NotApplicable:
			notMeant++ // the Service-Provider belongs on servers
		default:
			open++
			s.left(r, "is not in order")
		}
	}
	s.claim(open == 0, "The second plan has no changes on %d of %s that can be reached and may be changed (no "+
		"playbook is meant for %d more).",
		clean, report.Number(clean+open, "host"), notMeant)
	s.say("")
	s.doc.True = true
	for _, c := range s.doc.Claims {
		mark := "yes: "
		if !c.True {
			mark = "NO:  "
			s.doc.True = false
		}
		s.say("%s%s", mark, c.Text)
	}
}

// left tells why a host is not in order, and what helps; it says whether there is something that helps.
func (s *story) left(r *plan.Result, what string) (cured bool) {
	s.say("%s (%s) %s.", r.Host, report.Clean(r.Title), what)
	why := r.Error
	if why == nil && r.Reason != nil {
		why = r.Reason.Problem()
	}
	if why == nil {
		return false
	}
	text := why.Text(s.Lang)
	s.say("  Cause: %s", text.Cause)
	if text.Cure != "" {
		s.say("  Cure:  %s", text.Cure)
	}
	return text.Cure != ""
}
