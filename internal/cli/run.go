package cli

import (
	"context"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// session is one run while it goes on: an engine, its interrupts and its progress.
type session struct {
	p        *program
	o        options
	work     *work
	runner   *exec.Runner
	run      *exec.Run
	watching *interrupts
	ctx      context.Context
	live     *live
	journal  *journal.Journal
	resumed  bool // the run was begun earlier, and goes on
}

// begin makes the engine for work on hosts. command is for the journal; "" when nothing will be changed. Call end in
// any case.
func (p *program) begin(ctx context.Context, o options, w *work, command string) (*session, error) {
	if err := p.ready(ctx, w); err != nil {
		return nil, err
	}
	s := &session{p: p, o: o, work: w, live: &live{lang: p.lang()}, ctx: ctx}
	ro := exec.Options{
		Dialer: p.dialer(), Events: s.live, Parallel: o.parallel, Timeout: o.timeout, Clock: p.Now,
		Keep: command != "", Wait: o.wait, Defect: (&defects{p: p}).keep,
	}
	ro.Info = exec.RunInfo{Command: command, Operator: p.Operator, Undoes: w.undoes}
	ro.Document = plan.Plan{Program: version(), Lang: p.lang(), Selection: o.selection()}
	if err := p.rollout(o, w, &ro); err != nil {
		return nil, err
	}
	if !w.checks {
		var err error
		if ro.Gate, err = p.gate(w); err != nil {
			return nil, err
		}
	}
	if w.set != nil {
		ro.Info.Playbooks = w.set.Names()
		ro.Neighbours = w.set.Neighbours()
		var err error
		if ro.Document, err = p.document(o, w); err != nil {
			return nil, err
		}
	}
	if err := s.open(command); err != nil {
		return nil, err
	}
	if command != "" {
		ro.Journal = s.journal
	}
	if d, ok := ro.Dialer.(*dial.Dialer); ok && p.ReadSecret != nil {
		d.Again = s.again
	}
	s.runner = exec.New(ro)
	s.ctx, s.watching = p.watch(ctx, func() {
		s.runner.Stop()
		s.live.stop()
	})
	return s, nil
}

func (p *program) dialer() exec.Dialer {
	if p.dial != nil {
		return p.dial
	}
	return p.configured()
}

// newDialer makes a dialer that goes by the inventory.
func (p *program) newDialer() *dial.Dialer {
	lookup := func(name string) (string, bool) {
		v := p.Getenv(name)
		return v, v != ""
	}
	return &dial.Dialer{
		Secrets: inventory.NewResolver(lookup, p.ReadSecret), State: p.stateDir, Getenv: p.Getenv, Now: p.Now,
		Tickets: krb.NewCache(), Met: p.met,
	}
}

// met says what is remembered of a host from now on: whoever can compares it.
func (p *program) met(h *inventory.Host, id transport.Identity) {
	if id.Kind != "" {
		p.tell(text.KeyMet, "host", h.ID(), "kind", id.Kind, "fingerprint", id.Fingerprint)
		return
	}
	p.tell(text.CertificateMet, "host", h.ID(), "name", report.Clean(id.Name),
		"until", id.Until.Local().Format(p.t(text.Day)), "fingerprint", id.Fingerprint)
}

// open opens the journal: to write, or to read what earlier runs owe where there is one.
func (s *session) open(command string) error {
	if command == "" {
		dir, err := s.p.statePath()
		if err != nil || !journal.Exists(dir) {
			return nil
		}
	}
	var err error
	if s.journal, err = s.p.openJournal(); err != nil {
		return err
	}
	if s.work.set != nil {
		s.work.due, err = s.journal.Due(s.ctx)
	}
	return err
}

// plan observes the hosts and works out what must change.
func (s *session) plan() []*plan.Result {
	defer s.progress("plan")()
	s.run = s.runner.Plan(s.ctx, s.work.hosts, s.work.evaluate)
	return s.run.Results()
}

// apply makes the changes of the plan.
func (s *session) apply() ([]*plan.Result, error) {
	defer s.progress("apply")()
	return s.run.Apply(s.ctx)
}

// progress shows a live line on a terminal until the function that it gives is called.
func (s *session) progress(title string) (stop func()) {
	if !s.p.ErrTerminal {
		return func() {}
	}
	s.live.set(s.p.terminal.draw(title, len(s.work.hosts), s.p.Width))
	return func() {
		s.live.set(nil)
		s.p.terminal.clear()
	}
}

// end closes everything. It may be called again.
func (s *session) end() {
	if s.run != nil {
		s.run.Close()
	}
	if s.watching != nil {
		s.watching.end()
	}
	if s.journal != nil {
		_ = s.journal.Close() // what it was told is durable already
	}
}

// document is what a plan says of itself.
func (p *program) document(o options, w *work) (plan.Plan, error) {
	books, err := eval.Playbooks(w.set)
	d := plan.Plan{
		Program: version(), Lang: w.set.Lang, Playbooks: books, Agent: map[string]string{}, Selection: o.selection(),
		Secrets: w.seal,
	}
	for _, part := range agent.NewFootprint().Parts {
		d.Agent[part.Name] = part.SHA256
	}
	return d, err
}

// show writes a document: with --json as it is, else as text tells it.
func (p *program) show(o options, document any, text func(pr *report.Printer)) error {
	if o.json {
		return report.WriteJSON(p.Out, document)
	}
	pr := p.printer(o)
	text(pr)
	return pr.Err()
}

// ended is the exit code of hosts that were asked something.
func (s *session) ended(sum plan.Summary) int {
	switch {
	case s.watching.cancelled():
		return plan.ExitCancelled
	case sum.Failed+sum.Unreachable+sum.Unknown > 0:
		return plan.ExitFailed
	}
	return plan.ExitDone
}
