package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// reader is an exchange that only asks. A connection that breaks in it is made anew once in a host's work, and what
// was being asked is asked again: nothing was changed, so nothing can be done twice. Its requests and its logon are
// counted with the others.
type reader struct {
	*hostConn
	session Session
	// modified gets the times at which files were changed, by path; nil: nobody wants to know.
	modified map[string]string
}

// ask gives the answers to one batch, over a new connection if the present one is lost. A logon that was refused, a
// limit or a host that is too slow would only be met again.
func (r *reader) ask(ctx context.Context, queries []resource.Query) ([]resource.Answer, error) {
	connected := r.conn != nil
	answers, err := r.try(ctx, queries)
	lost := problem.ClassOf(err) == problem.Lost && (connected || r.conn != nil)
	if !lost || r.again || r.r.halted(ctx) || ctx.Err() != nil {
		return answers, err
	}
	r.again = true
	r.end(ctx)
	r.disconnect()
	r.say(PhaseConnect, text.ConnectAgain.With())
	if r.connect(ctx) != nil {
		return nil, err // the host was there: why it went away is the cause
	}
	return r.try(ctx, queries)
}

func (r *reader) try(ctx context.Context, queries []resource.Query) (_ []resource.Answer, err error) {
	if r.session == nil {
		if r.session, err = r.open(ctx, Observe); err != nil {
			r.session = nil
			return nil, err
		}
		r.say(PhaseObserve, text.Saying{})
	}
	answers, err := r.session.Observe(ctx, queries)
	r.note(queries, answers)
	return answers, err
}

// note keeps when files were changed. It stands apart because a host that is waited for keeps the frame of try.
//
//go:noinline
func (r *reader) note(queries []resource.Query, answers []resource.Answer) {
	if r.modified == nil || len(answers) != len(queries) {
		return
	}
	for i, a := range answers {
		for _, item := range a.Items {
			if at := item.Props.String("modified"); at != "" {
				r.modified[resource.Canonical(queries[i].Type, item.Key)] = at
			}
		}
	}
}

// end ends the exchange, if there is one.
func (r *reader) end(ctx context.Context) {
	if r.session != nil {
		leave(ctx, r.session)
		r.session = nil
	}
}
