package exec

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

// dialError marks an error from before there was a connection.
type dialError struct{ err error }

func (e *dialError) Error() string { return e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }

// describe makes a status and an error for people of what ended a host's work before anything was changed.
// run is the context of the whole run, without the host's own deadline.
func describe(run context.Context, err error) (plan.Status, *diag.Error) {
	if run.Err() != nil {
		return plan.Skipped, cancelled("The run was cancelled while this host was being read. Nothing was changed on it.")
	}
	dial := new(dialError)
	early := errors.As(err, &dial)
	if class := problem.ClassOf(err); class != "" {
		if early || class.NoConnection() {
			return plan.Unreachable, diag.From(err)
		}
		return plan.Failed, diag.From(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		e := &diag.Error{
			Code:    "timeout",
			Summary: "The time for this host is over",
			Detail:  err.Error(),
			Hint:    "The computer is slow or hangs. Try later, or raise --timeout.",
		}
		if early {
			return plan.Unreachable, e
		}
		return plan.Failed, e
	}
	if early {
		e := *diag.From(dial.err)
		return plan.Unreachable, &e
	}
	return plan.Failed, diag.From(err)
}

func cancelled(detail string) *diag.Error {
	return &diag.Error{
		Code:    "cancelled",
		Summary: "The run was cancelled",
		Detail:  detail,
		Hint:    "Run it again: what is done already is recognised.",
	}
}

// defect describes a panic: a mistake in xops, which must cost one host and not the run.
func defect(cause any) *diag.Error {
	stack := strings.Split(string(debug.Stack()), "\n")
	if len(stack) > 40 {
		stack = stack[:40]
	}
	return &diag.Error{
		Code:    "internal",
		Summary: fmt.Sprintf("xops has a defect: %v", cause),
		Detail:  strings.Join(stack, "\n"),
		Hint:    "Please report this text. The other hosts are not affected.",
	}
}

// steps lists the addresses of the changes' steps, each once, in order.
func steps(changes []*plan.Change) string {
	var out []string
	seen := map[string]bool{}
	for _, c := range changes {
		if name := c.Block(); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}
