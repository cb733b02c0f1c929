package exec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// How often an operation that runs detached is looked at, and how much longer than the host itself xops waits for it.
const (
	firstPoll = 2 * time.Second
	lastPoll  = 15 * time.Second
	pollTime  = time.Minute // what one look may take
	pollGrace = 3 * time.Minute
)

// pause waits by a timer.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// parts cuts changes behind each one that runs detached: what comes after it waits for its end. The last part may be empty.
func parts(changes []*plan.Change) [][]*plan.Change {
	var out [][]*plan.Change
	from := 0
	for i, c := range changes {
		if c.Op.Detached() {
			out = append(out, changes[from:i+1])
			from = i + 1
		}
	}
	return append(out, changes[from:])
}

// running is the change of a part that was started and has not ended: only its last one can be that.
func running(part []*plan.Change) *plan.Change {
	if len(part) == 0 {
		return nil
	}
	if c := part[len(part)-1]; c.Op.Detached() && c.Outcome == nil {
		return c
	}
	return nil
}

// follow looks at an operation that runs detached, by an exchange each time, until it has ended or its time is over, and gives the change its
// outcome. The host may be gone meanwhile. An error means that the end is not known: the operation stays as it is on the host, and
// a later run finds it.
func (a *application) follow(c *plan.Change) *diag.Error {
	defer func() { // the host's own time begins anew
		a.cancel()
		a.bounded, a.cancel = a.r.bound(a.ctx)
	}()
	limit := time.Duration(c.Op.Args.Int("limit_s")) * time.Second
	begun := a.r.Clock()
	stable, needed := 0, max(1, int(c.Op.Args.Int("stable")))
	var lost error
	for wait := firstPoll; ; wait = min(lastPoll, wait*3/2) {
		a.pause(wait)
		if a.r.halted(a.ctx) {
			return a.abandon(c, cancelled(c.Step+" goes on by itself on the computer. The next run finds it and reports how it ended."))
		}
		spent := a.r.Clock().Sub(begun)
		now, err := a.look(c)
		switch {
		case err == nil:
			lost = nil
		case a.ctx.Err() != nil:
			continue
		case !stale(err):
			return a.abandon(c, unknownOutcome([]*plan.Change{c}, err, "The host no longer lets xops in."))
		default:
			lost, stable = err, 0
			a.disconnect()
		}
		switch state := now.String("state"); {
		case err != nil:
			a.progress(c, spent, "the host does not answer")
		case state == "running":
			stable = 0
			a.progress(c, spent, last(now.Strings("output")))
		case state == "absent":
			return a.abandon(c, unknownOutcome([]*plan.Change{c}, nil, "Its task is gone from the computer: somebody has removed it, or another run has reported it."))
		default:
			if stable++; stable >= needed {
				a.ended(c, now)
				return nil
			}
		}
		if needed > 1 {
			a.disconnect() // only a new connection tells that the host can be used again
		}
		if spent > limit+pollGrace {
			detail := fmt.Sprintf("After %s it has not ended.", spent.Round(time.Second))
			return a.abandon(c, unknownOutcome([]*plan.Change{c}, lost, detail))
		}
	}
}

// pause waits, but not when the run is being stopped.
func (a *application) pause(d time.Duration) {
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	go func() {
		select {
		case <-a.r.stopped:
			cancel()
		case <-ctx.Done():
		}
	}()
	if !a.r.halted(ctx) {
		a.r.Pause(ctx, d)
	}
}

// look asks once how a detached operation is doing.
func (a *application) look(c *plan.Change) (resource.Props, error) {
	ctx, cancel := context.WithTimeout(a.ctx, pollTime)
	defer cancel()
	session, err := a.open(ctx, Observe)
	if err != nil {
		return nil, err
	}
	defer leave(ctx, session)
	answers, err := session.Observe(ctx, []resource.Query{{Type: c.Op.Type, Key: c.Op.Key, Args: c.Op.Before}})
	switch {
	case err != nil:
		return nil, err
	case len(answers) != 1:
		return nil, unanswered(len(answers), 1)
	case answers[0].Fault != nil:
		return nil, answers[0].Fault
	case len(answers[0].Items) != 1:
		return nil, errors.New("the host does not know the operation")
	}
	return answers[0].Items[0].Props, nil
}

func (a *application) progress(c *plan.Change, spent time.Duration, text string) {
	text = strings.TrimSpace(fmt.Sprintf("%s runs for %s %s", c.Step, spent.Round(time.Second), text))
	a.r.event(Event{Host: a.host.ID(), Phase: PhaseApply, Text: text})
}

// abandon leaves a detached operation to itself: how it ends is unknown.
func (a *application) abandon(c *plan.Change, e *diag.Error) *diag.Error {
	c.Outcome = &resource.Result{Op: c.Op.ID, Status: resource.Unknown}
	a.record(*c.Outcome)
	return e
}

// ended gives a detached operation its outcome, durably, before its trace is removed from the host.
func (a *application) ended(c *plan.Change, now resource.Props) {
	res, note := result(c.Op, now)
	c.Outcome = &res
	if note != "" {
		c.Notes = append(c.Notes[:len(c.Notes):len(c.Notes)], note)
	}
	a.record(res)
	a.followed = c
	a.r.event(Event{Host: a.host.ID(), Phase: PhaseApply, Text: c.Step + " " + string(res.Status)})
}

// result says how a detached operation ended, and what a person should know of it.
func result(op *resource.Op, now resource.Props) (res resource.Result, note string) {
	res = resource.Result{Op: op.ID, Status: resource.Done, Now: op.After.Clone()}
	for _, name := range []string{"exit_code", "output", "begun", "ended", "attempts", "boot_time"} {
		if v, ok := now[name]; ok && v != nil {
			res.Now[name] = v
		}
	}
	fail := func(code resource.FaultCode, text string) {
		res.Status = resource.Failed
		res.Fault = &resource.Fault{Code: code, HResult: now.String("hresult"), Message: join(text, circumstances(now))}
	}
	switch state := now.String("state"); state {
	case "done":
		if _, program := now["exit_code"]; !program {
			return res, ""
		}
		m := windows.ExitCode(now.Int("exit_code"), numbers(op.Args["success_codes"]))
		if forbidden := op.Args.Bool("no_reboot") && now.Int("exit_code") == 1641; !m.OK || forbidden {
			fail(resource.Internal, m.Text+".")
			return res, ""
		}
		res.Now["reboot_required"] = m.Reboot
		if now.Int("exit_code") == 0 {
			return res, ""
		}
		return res, m.Text
	case "timeout":
		fail(resource.Timeout, fmt.Sprintf("It did not end within %d s and was ended, with what it had started.", op.Args.Int("limit_s")))
	case "lost":
		fail(resource.Internal, "It was interrupted before it ended (a power cut, a restart, or somebody ended it); it may have done half of its work.")
	default:
		fail(resource.Internal, "It could not be run ("+state+").")
	}
	return res, ""
}

// circumstances are what helps to understand a failure: messages, open windows, running programs, the last lines.
func circumstances(now resource.Props) string {
	out := now.String("message")
	if w := now.Strings("windows"); len(w) > 0 {
		out = join(out, "Open windows, which nobody can answer: "+quoted(w)+".")
	}
	if p := now.Strings("processes"); len(p) > 0 {
		out = join(out, "Programs: "+strings.Join(p, ", ")+".")
	}
	if lines := now.Strings("output"); len(lines) > 0 {
		out = join(out, "Last output: "+strings.Join(lines[max(0, len(lines)-5):], " / "))
	}
	const most = 1500
	if len(out) > most {
		out = strings.ToValidUTF8(out[:most], "") + "…"
	}
	return out
}

func quoted(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = `"` + s + `"`
	}
	return strings.Join(out, ", ")
}

func last(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1]
}

func numbers(v any) []int64 {
	list, _ := v.([]any)
	var out []int64
	for _, x := range list {
		switch n := x.(type) {
		case int64:
			out = append(out, n)
		case float64:
			out = append(out, int64(n))
		}
	}
	return out
}

// tidy removes the trace of a detached operation whose end was written down. That is no change of the computer's: what it did stays. If
// it does not work a later run removes it. The error is the session's.
func (a *application) tidy(ctx context.Context, session Session) error {
	c := a.followed
	if c == nil || c.Op.Type != "task" {
		return nil
	}
	a.lastID++
	op := resource.Op{
		ID: fmt.Sprintf("tidy-%d", a.lastID), Type: c.Op.Type, Key: c.Op.Key, Continue: true,
		Before: resource.Props{"started": true}, After: resource.Props{"started": false},
	}
	return session.Apply(ctx, []resource.Op{op}, func(res resource.Result) {
		a.followed = nil
		if res.Fault != nil {
			a.say(PhaseApply, "the trace of "+c.Step+" was not removed: "+res.Fault.Error())
		}
	})
}

// reported says whether a change would only fetch what this run has written down already, from a trace that could not be removed.
func (a *application) reported(c *plan.Change) bool {
	return c.Op != nil && c.Op.Detached() && c.Op.Before.Bool("started") && a.sent[c.Block()]
}
