// Package demo tells the story of a run on a practice fleet: plan, apply, a technician's part, plan again, and whether
// all of it came out as told.
package demo

import (
	"context"
	"path/filepath"
	"strconv"
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

// Tell tells the story; whole is all of it, for the report. ok is false where it was cancelled.
func Tell(ctx context.Context, stage Stage) (doc Document, whole string, ok bool, err error) {
	s := &story{Stage: stage, doc: Document{Version: report.Version}}
	s.file = report.NewPrinter(&s.text, report.Options{Verbose: true, Lang: stage.Lang})
	ok, err = s.tell(ctx)
	return s.doc, s.text.String(), ok, err
}

func (s *story) heading(ph text.Phrase, pairs ...string) {
	s.Out.Heading(ph.In(s.Lang, pairs...))
	s.file.Heading(ph.In(s.Lang, pairs...))
}

func (s *story) say(ph text.Phrase, pairs ...string) { s.write(ph.In(s.Lang, pairs...)) }

func (s *story) write(line string) {
	s.Out.Say(line)
	s.file.Say(line)
}

// n is a phrase about a number.
func (s *story) n(c text.Count, n int) string { return c.In(s.Lang, n) }

// tell is the story from beginning to end; false: it was cancelled.
func (s *story) tell(ctx context.Context) (bool, error) {
	call := []string{"file", filepath.Base(s.Inventory), "playbooks", strings.Join(s.Playbooks, " ")}
	s.heading(text.DemoFleet)
	s.say(text.DemoFleetUp, "practices", s.n(text.Practices, len(s.Fleet.Practices)),
		"with", s.n(text.WithHosts, len(s.Fleet.Hosts())), "file", s.Inventory)
	run, err := s.Begin(ctx, true)
	if err != nil {
		return false, err
	}
	defer run.End()

	s.heading(text.DemoPlan, call...)
	before := run.Plan()
	s.doc.Before = document(run, before)
	s.showPlan(before)
	if run.Cancelled() {
		return false, nil
	}

	s.heading(text.DemoApply, call...)
	applied, err := run.Apply()
	if err != nil {
		return false, err
	}
	s.doc.Applied = document(run, applied)
	s.file.Result(applied)
	s.Out.ResultSummary(applied)
	s.say(text.DemoApplied, "code", strconv.Itoa(plan.ActCode(applied, false)), "run", run.ID())
	bad := 0
	for _, r := range applied {
		if c := r.Class(); c.Trouble() && c != plan.Unreachable {
			bad++
		}
	}
	s.claim(bad == 0, text.ClaimAllMade)
	if run.Cancelled() {
		return false, nil
	}
	run.End()

	s.heading(text.DemoTechnician)
	s.technician(applied)

	s.heading(text.DemoAgain, call...)
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
	end := text.DemoDone
	switch code {
	case plan.ExitFailed:
		end = text.DemoUnreachable
	case plan.ExitPending:
		end = text.DemoStillPending
	}
	s.say(end, "code", strconv.Itoa(code))
	if again.Cancelled() {
		return false, nil
	}
	s.heading(text.DemoLeft)
	s.judge(applied, after)
	return true, nil
}

func document(run Run, results []*plan.Result) *report.PlanDocument {
	d := run.Document(results)
	return &d
}

func (s *story) claim(is bool, ph text.Phrase, pairs ...string) {
	s.doc.Claims = append(s.doc.Claims, Claim{ph.In(s.Lang, pairs...), is})
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
		s.Out.Say(text.DemoMore.In(s.Lang, "n", strconv.Itoa(len(results)-1)))
		s.Out.Summary(results)
	}
	pending := plan.Summarize(results).Changes
	code := plan.LookCode(results, false, false)
	found := []string{"code", strconv.Itoa(code), "on", s.n(text.OnHosts, pending)}
	s.say(text.DemoPending, found...)
	s.claim(pending > 0, text.ClaimFindsMuch, found...)
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
			s.say(text.DemoHostStep, "host", r.Host, "title", report.Clean(i.Title))
			done, err := s.Fleet.FollowManual(s.Fleet.Host(r.Host), i.Step)
			for _, line := range done {
				s.write("  " + line.In(s.Lang))
			}
			if err != nil {
				s.write("  " + err.Error())
			}
			s.claim(err == nil, text.ClaimTechnician, "host", r.Host, "step", i.Step)
		}
	}
	if none {
		s.say(text.DemoNothingManual)
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
			cured := s.left(r, text.DemoNotReached)
			s.claim(off && class == plan.Unreachable && cured, text.ClaimNotReached, "host", r.Host)
		case class == plan.NoMandate:
			cured := s.left(r, text.DemoLeftAlone)
			s.claim(!l.Practice.Mandate && !applied[i].Acted && cured, text.ClaimLeftAlone, "host", r.Host)
		case class == plan.OK:
			clean++
		case class == plan.NotApplicable:
			notMeant++ // the Service-Provider belongs on servers
		default:
			open++
			s.left(r, text.DemoNotInOrder)
		}
	}
	s.claim(open == 0, text.ClaimClean, "clean", strconv.Itoa(clean), "hosts", s.n(text.Hosts, clean+open),
		"others", strconv.Itoa(notMeant))
	s.write("")
	s.doc.True = true
	for _, c := range s.doc.Claims {
		mark := text.DemoTrue
		if !c.True {
			mark, s.doc.True = text.DemoFalse, false
		}
		s.say(mark, "claim", c.Text)
	}
}

// left tells why a host is not in order, and what helps; it says whether there is something that helps.
func (s *story) left(r *plan.Result, what text.Phrase) (cured bool) {
	s.say(what, "host", r.Host, "title", report.Clean(r.Title))
	why := r.Error
	if why == nil && r.Reason != nil {
		why = r.Reason.Problem()
	}
	if why == nil {
		return false
	}
	words := why.Text(s.Lang)
	s.say(text.DemoCause, "text", words.Cause)
	if words.Cure != "" {
		s.say(text.DemoCure, "text", words.Cure)
	}
	return words.Cure != ""
}
