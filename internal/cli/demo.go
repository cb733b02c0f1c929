package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/playbooks"
)

func (p *program) demoCommand() *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "a practice fleet on this computer: plan, apply, plan again",
		Description: "Starts simulated practices behind real WinRM endpoints on loopback, each with faults that are met in the field, and repairs\nthem as you would: look, change, do by hand what a person must do, look again. Nothing else is touched; nothing is installed.\nIt ends with 0 only if every host that can be reached and may be changed is in order at the end, else with 3.",
		Flags:       flags(labFlags(), displayFlags()),
		Action:      p.demo,
	}
}

// story is one demonstration.
type story struct {
	p     *program
	o     options
	fleet *lab.Fleet
	dir   string
	work  *work
	out   *report.Printer // what a person watches
	file  *report.Printer // everything, for the report
	text  strings.Builder
	doc   demoDocument
}

// demoDocument is the demonstration in JSON: the plans and the result as plan and apply print them.
type demoDocument struct {
	Version int                  `json:"version"`
	True    bool                 `json:"true"` // whether all of it came out as told
	Report  string               `json:"report"`
	Claims  []claim              `json:"claims"`
	Before  *report.PlanDocument `json:"before"`
	Applied *report.PlanDocument `json:"applied"`
	After   *report.PlanDocument `json:"after"`
}

// claim is something that the demonstration says, and whether it was so.
type claim struct {
	Text string `json:"text"`
	True bool   `json:"true"`
}

func (p *program) demo(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	o, err := p.options(c)
	if err != nil {
		return err
	}
	cfg, err := labConfig(c)
	if err != nil {
		return err
	}
	s := &story{p: p, o: o, out: p.printer(o), doc: demoDocument{Version: report.Version}}
	s.file = report.NewPrinter(&s.text, report.Options{Verbose: true})
	if o.json {
		s.out = p.narrator(o) // stdout holds the document alone
	}
	if err := s.place(); err != nil {
		return err
	}
	begun := p.Now()
	if s.fleet, err = p.startFleet(c.Context, cfg); err != nil {
		return err
	}
	defer s.fleet.Stop()
	if err := s.tell(c.Context); err != nil {
		return err
	}
	return s.close(begun)
}

// place makes the folder of inventory, journal and report: a new one, so that a demonstration leaves the real journal alone, unless the
// user has named one.
func (s *story) place() error {
	dir := s.p.Getenv("XOPS_STATE_DIR")
	var err error
	if dir == "" {
		if dir, err = os.MkdirTemp("", "xops-demo-"); err != nil {
			return err
		}
		env := s.p.Getenv
		s.p.Getenv = func(name string) string {
			if name == "XOPS_STATE_DIR" {
				return dir
			}
			return env(name)
		}
	}
	if _, err := s.p.stateDir(); err != nil {
		return err
	}
	s.dir = dir
	return nil
}

func (s *story) heading(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.out.Heading(text)
	s.file.Heading(text)
}

func (s *story) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.out.Say(text)
	s.file.Say(text)
}

// tell is the story from beginning to end.
func (s *story) tell(ctx context.Context) error {
	s.heading("1. The fleet")
	inv := filepath.Join(s.dir, "inventory.hcl")
	if err := s.fleet.WriteInventory(inv); err != nil {
		return err
	}
	s.say("%s with %s are up on this computer, each host a real WinRM endpoint. The inventory is %s",
		report.Number(len(s.fleet.Practices), "practice"), report.Number(len(s.fleet.Hosts()), "host"), inv)
	names, paths, err := shippedPlaybooks()
	if err != nil {
		return err
	}
	s.o.inventory = inv
	if s.work, err = s.p.load(s.o, paths); err != nil {
		return err
	}
	run, err := s.p.begin(ctx, s.o, s.work, "apply")
	if err != nil {
		return err
	}
	defer run.end()

	s.heading("2. xops plan -i inventory.hcl %s", strings.Join(names, " "))
	before := run.plan()
	s.doc.Before = document(before, "")
	s.showPlan(before)
	if run.watching.cancelled() {
		return exitCode(exitCancelled)
	}

	s.heading("3. xops apply --yes -i inventory.hcl %s", strings.Join(names, " "))
	applied, err := run.apply()
	if err != nil {
		return err
	}
	s.doc.Applied = document(applied, run.run.ID())
	s.file.Result(applied)
	s.out.ResultSummary(applied)
	s.say("Exit code %d. xops runs show %s tells what was sent to each host.", codeOf(run.code(applied, false)), run.run.ID())
	s.claim(applied.Summary().Failed == 0, "Every change that was planned was made and verified.")
	if run.watching.cancelled() {
		return exitCode(exitCancelled)
	}

	run.end()

	s.heading("4. What xops must not do, a technician does")
	s.technician(applied)

	s.heading("5. xops plan -i inventory.hcl %s", strings.Join(names, " "))
	again, err := s.p.begin(ctx, s.o, s.work, "")
	if err != nil {
		return err
	}
	defer again.end()
	after := again.plan()
	s.doc.After = document(after, "")
	s.file.Plan(after)
	s.out.Summary(after)
	code := codeOf(again.code(after, after.Summary().Changes > 0))
	s.say("Exit code %d%s.", code, map[int]string{exitFailed: ": no changes, but some hosts cannot be reached", exitPending: ": there are still changes"}[code])
	if again.watching.cancelled() {
		return exitCode(exitCancelled)
	}
	s.heading("6. What is left, and why")
	s.judge(applied, after)
	return nil
}

func codeOf(err error) int {
	if e, ok := err.(exitCode); ok {
		return int(e)
	}
	return exitDone
}

func (s *story) claim(is bool, format string, args ...any) {
	s.doc.Claims = append(s.doc.Claims, claim{fmt.Sprintf(format, args...), is})
}

// showPlan shows one host in full, as an example, and the summary; with -v all.
func (s *story) showPlan(pl *plan.Plan) {
	s.file.Plan(pl)
	if s.o.verbose {
		s.out.Plan(pl)
	} else {
		best := pl.Hosts[0]
		for _, h := range pl.Hosts {
			if h.Status == plan.Changes && len(h.Changes) > len(best.Changes) {
				best = h
			}
		}
		s.out.Host(best)
		s.out.Say(fmt.Sprintf("… and %d hosts more: the report has them all, -v shows them here.\n", len(pl.Hosts)-1))
		s.out.Summary(pl)
	}
	pending := pl.Summary().Changes
	s.say("Exit code %d: changes are pending on %s. Nothing was changed so far.", codeOf(pendingCode(pl)), report.Number(pending, "host"))
	s.claim(pending > 0, "The first plan finds changes on %s (exit code 2).", report.Number(pending, "host"))
}

func pendingCode(pl *plan.Plan) error {
	sum := pl.Summary()
	switch {
	case sum.Changes > 0:
		return exitCode(exitPending)
	case sum.Failed+sum.Unreachable > 0:
		return exitCode(exitFailed)
	}
	return nil
}

// technician does the manual steps that the run has left.
func (s *story) technician(pl *plan.Plan) {
	none := true
	for _, h := range pl.Hosts {
		if h.Status != plan.Changes {
			continue
		}
		for _, c := range h.Changes {
			if c.Action != step.Manual {
				continue
			}
			none = false
			s.say("%s: %s", h.Host, report.Clean(c.Title))
			done, err := s.fleet.FollowManual(s.fleet.Host(h.Host), c.Step)
			for _, text := range done {
				s.say("  %s", text)
			}
			if err != nil {
				s.say("  %v", err)
			}
			s.claim(err == nil, "%s: the technician did %s.", h.Host, c.Step)
		}
	}
	if none {
		s.say("Nothing was left to do by hand.")
	}
}

// judge says what became of every host, and whether that is what must become of it.
func (s *story) judge(applied, after *plan.Plan) {
	clean, notMeant, open := 0, 0, 0
	for i, h := range after.Hosts {
		l := s.fleet.Host(h.Host)
		off := l.Has(lab.HostOff) || l.Has(lab.WrongPassword)
		switch {
		case off || h.Status == plan.Unreachable:
			s.left(h, "cannot be reached")
			s.claim(off && h.Status == plan.Unreachable && cured(h), "%s cannot be reached; cause and cure are named.", h.Host)
		case problem.Is(h.Error, problem.NoMandate):
			s.left(h, "was left alone")
			touched := false
			for _, c := range applied.Hosts[i].Changes {
				touched = touched || c.Outcome != nil
			}
			s.claim(!l.Practice.Mandate && !touched && cured(h), "%s was left alone: its practice has given no mandate.", h.Host)
		case h.Status == plan.OK:
			clean++
		case problem.Is(h.Error, problem.NotApplicable):
			notMeant++ // the Service-Provider belongs on servers
		default:
			open++
			s.left(h, "is not in order")
		}
	}
	s.claim(open == 0, "The second plan has no changes on %d of %s that can be reached and may be changed (no playbook is meant for %d more).",
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

// left tells why a host is not in order, and what helps.
func (s *story) left(h *plan.Host, what string) {
	s.say("%s (%s) %s.", h.Host, report.Clean(h.Title), what)
	e := report.NewError(h.Error, problem.English)
	if e == nil {
		return
	}
	s.say("  Cause: %s", e.Summary)
	if e.Hint != "" {
		s.say("  Cure:  %s", e.Hint)
	}
}

// cured says whether a host's error has a cure.
func cured(h *plan.Host) bool {
	e := report.NewError(h.Error, problem.English)
	return e != nil && e.Hint != ""
}

// close writes the report and ends the story.
func (s *story) close(begun time.Time) error {
	text, data := filepath.Join(s.dir, "xops-report.txt"), filepath.Join(s.dir, "xops-report.json")
	s.doc.Report = text
	var b strings.Builder
	if err := report.WriteJSON(&b, s.doc); err != nil {
		return err
	}
	for name, content := range map[string]string{text: s.text.String(), data: b.String()} {
		if err := writeFile(name, []byte(content)); err != nil {
			return err
		}
	}
	s.out.Say("")
	s.out.Say(fmt.Sprintf("Report: %s and %s. It took %.1f seconds.", text, filepath.Base(data), s.p.Now().Sub(begun).Seconds()))
	if err := s.out.Err(); err != nil {
		return err
	}
	if s.o.json {
		if err := report.WriteJSON(s.p.Out, s.doc); err != nil {
			return err
		}
	}
	if !s.doc.True {
		return exitCode(exitFailed)
	}
	return nil
}

// shippedPlaybooks are the playbooks in the program, whatever ./playbooks has.
func shippedPlaybooks() (names, paths []string, err error) {
	files, err := fs.Glob(playbooks.FS, "*.hcl")
	for _, f := range files {
		if name := strings.TrimSuffix(f, ".hcl"); !strings.HasSuffix(name, ".xtest") {
			names, paths = append(names, name), append(paths, shipped+f)
		}
	}
	return names, paths, err
}

func document(p *plan.Plan, run string) *report.PlanDocument {
	doc := report.NewPlanDocument(p, run, problem.English)
	return &doc
}
