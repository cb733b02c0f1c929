package cli

import (
	"context"
	"os"
	"os/user"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
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
}

// begin makes the engine for work on hosts. command is for the journal; "" when nothing will be changed. Call end in any case.
func (p *program) begin(ctx context.Context, o options, w *work, command string) (*session, error) {
	s := &session{p: p, o: o, work: w, live: &live{}}
	ro := exec.Options{Dialer: p.dialer(), Events: s.live, Parallel: o.parallel, Timeout: o.timeout, Clock: p.Now}
	ro.Info = exec.RunInfo{Command: command, Operator: p.operator()}
	if w.set != nil {
		ro.Info.Playbooks = w.set.Names()
	}
	if command != "" {
		dir, err := p.stateDir()
		if err != nil {
			return nil, err
		}
		if s.journal, err = journal.Open(dir); err != nil {
			return nil, err
		}
		ro.Journal = s.journal
	}
	s.runner = exec.New(ro)
	s.ctx, s.watching = p.watch(ctx, s.runner.Stop)
	return s, nil
}

// plan observes the hosts and works out what must change.
func (s *session) plan() *plan.Plan {
	defer s.progress("plan")()
	s.run = s.runner.Plan(s.ctx, s.work.hosts, s.work.evaluate)
	return s.run.Plan()
}

// apply makes the changes of the plan.
func (s *session) apply() (*plan.Plan, error) {
	defer s.progress("apply")()
	return s.run.Apply(s.ctx)
}

// progress shows a live line on a terminal until the function that it gives is called.
func (s *session) progress(title string) (stop func()) {
	if !s.p.ErrTerminal {
		return func() {}
	}
	bar := report.NewProgress(s.p.Err, title, len(s.work.hosts), s.p.Width)
	s.live.set(bar)
	return func() {
		s.live.set(nil)
		bar.Stop()
	}
}

// end closes everything. It may be called again.
func (s *session) end() {
	if s.run != nil {
		s.run.Close()
	}
	s.watching.end()
	if s.journal != nil {
		_ = s.journal.Close() // what it was told is durable already
	}
}

// code is the exit code of what happened on hosts; pending says that changes (or findings) are the command's answer.
func (s *session) code(pl *plan.Plan, pending bool) error {
	if pending && !s.watching.cancelled() {
		return exitCode(exitPending)
	}
	return s.ended(pl.Summary())
}

// ended is the exit code of hosts that were counted.
func (s *session) ended(sum plan.Summary) error {
	switch {
	case s.watching.cancelled():
		return exitCode(exitCancelled)
	case sum.Failed+sum.Unreachable > 0:
		return exitCode(exitFailed)
	}
	return nil
}

// operator is who runs the program, for the journal.
func (p *program) operator() string {
	name := p.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		name += "@" + host
	}
	return name
}
