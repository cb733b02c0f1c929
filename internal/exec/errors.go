package exec

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
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

// unwritten is a journal that cannot be written: nothing may be done that it does not know.
func unwritten(what string, err error) *problem.Problem {
	return problem.New(problem.JournalUnwritten, "what", what).Because(err)
}
