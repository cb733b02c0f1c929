package exec

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// held is how a host's turn ends when nothing failed and nothing more may be done.
type held struct{ reason *plan.Reason }

func (h *held) Error() string { return string(h.reason.Code) }

func cancelled() *plan.Reason { return &plan.Reason{Code: plan.ReasonCancelled} }

// ended says how a host's turn ended. run is the context of the whole run, without the host's own deadline.
func ended(run context.Context, err error) (*plan.Reason, *problem.Problem) {
	var h *held
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &h):
		return h.reason, nil
	case run.Err() != nil:
		return cancelled(), nil
	}
	var p *problem.Problem
	if errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &p) {
		return nil, problem.New(problem.OutOfTime).Because(err)
	}
	return nil, problem.From(err)
}

// defect describes a panic: a mistake in xops, which must cost one host and not the run. Where the program stood is
// kept for who mends it.
func (r *Runner) defect(cause any) *problem.Problem {
	what, stack := fmt.Sprint(cause), debug.Stack()
	if r.Defect == nil {
		return problem.New(problem.Internal, "what", what).With("%s", stack)
	}
	return problem.New(problem.Internal, "what", what).With("%s", r.Defect(what, stack))
}

// unanswered is a host that does not answer what it was asked.
func unanswered(answers, queries int) *problem.Problem {
	return problem.New(problem.Unanswered).With("%d/%d", answers, queries)
}

// ErrUnwritable is in the errors of a journal that takes nothing any more: a full or broken disk, a damaged file.
var ErrUnwritable = errors.New("unwritable")

// unwritten is something that cannot be written down: nothing may be done that the journal does not know.
func unwritten(what string, err error) *problem.Problem {
	return problem.New(problem.JournalUnwritten, "what", what).Because(err)
}

// untold takes in that the journal did not take something. One that takes nothing any more ends the run: what was sent
// ends, and nothing else is begun.
func (r *Runner) untold(host string, err error) {
	switch {
	case err == nil:
	case errors.Is(err, ErrUnwritable):
		r.unwritable.CompareAndSwap(nil, problem.New(problem.JournalLost).Because(err))
		r.Stop()
	default:
		r.event(Event{Host: host, Phase: PhaseJournal, Text: text.Plain(err.Error())})
	}
}

// Unwritable is why the journal has ended the run; nil where it has not.
func (r *Runner) Unwritable() *problem.Problem { return r.unwritable.Load() }

// ending is why a run that is halted begins nothing any more.
func (r *Runner) ending() *plan.Reason {
	if r.unwritable.Load() != nil {
		return &plan.Reason{Code: plan.ReasonUnwritten}
	}
	return cancelled()
}
