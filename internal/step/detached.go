package step

import (
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Watch is what is known of an operation that runs detached, while it is looked at.
type Watch struct {
	limit  int64 // seconds; after them nobody waits any more
	needed int64 // how often in a row it must be seen to have ended: a computer that restarts comes and goes
	ended  int64 // how often it was
}

// WatchGrace is how many seconds longer than the host itself a person's computer waits.
const WatchGrace = 180

// Watching begins to watch an operation.
func Watching(op *resource.Op) *Watch {
	return &Watch{limit: op.Args.Int("limit_s") + WatchGrace, needed: max(1, op.Args.Int("stable"))}
}

// Sight is what a look at an operation tells.
type Sight string

// What can be seen.
const (
	Runs     Sight = "runs"
	Settles  Sight = "settles"  // it seems to have ended, and must be seen so again
	Over     Sight = "over"     // it has ended
	Silent   Sight = "silent"   // the host does not answer now
	Gone     Sight = "gone"     // the host knows nothing of it
	Hidden   Sight = "hidden"   // it cannot be looked at, and a new connection would only meet the same
	Overtime Sight = "overtime" // it should have ended by now
)

// Anew says that only a new connection tells that the host can be used again.
func (w *Watch) Anew() bool { return w.needed > 1 }

// Look says what a look has shown, so many seconds after the operation was started; err is why there was nothing to
// see.
func (w *Watch) Look(now resource.Props, err error, seconds int64) Sight {
	sight := Settles
	switch state := now.String("state"); {
	case err != nil && !problem.ClassOf(err).Stale():
		return Hidden
	case err != nil:
		sight, w.ended = Silent, 0
	case state == "running":
		sight, w.ended = Runs, 0
	case state == "absent":
		return Gone
	default:
		if w.ended++; w.ended >= w.needed {
			return Over
		}
	}
	if seconds > w.limit {
		return Overtime
	}
	return sight
}

// Ended says how an operation that ran detached has ended, by what the host tells of it (docs/protocol.md), and what a
// person should know of it; nil for nothing.
func Ended(op *resource.Op, now resource.Props) (res resource.Result, note *problem.Problem) {
	res = resource.Result{Op: op.ID, Status: resource.Done, Now: op.After.Clone()}
	for _, name := range []string{"exit_code", "output", "begun", "ended", "attempts", "boot_time"} {
		if v, ok := now[name]; ok && v != nil {
			res.Now[name] = v
		}
	}
	fail := func(code resource.FaultCode, id problem.ID, pairs ...string) {
		res.Status = resource.Failed
		res.Fault = &resource.Fault{
			Code: code, HResult: now.String("hresult"), Message: now.String("message"),
			Why: circumstances(problem.New(id, pairs...), now),
		}
	}
	switch state := now.String("state"); state {
	case "done":
		if _, program := now["exit_code"]; !program {
			return res, nil
		}
		m := windows.ExitCode(now.Int("exit_code"), numbers(op.Args["success_codes"]))
		if forbidden := op.Args.Bool("no_reboot") && now.Int("exit_code") == 1641; !m.OK || forbidden {
			fail(resource.Internal, problem.DetachedFailed)
			res.Fault.Why.Err = problem.Said(m.Text.DE, m.Text.EN)
			return res, nil
		}
		res.Now["reboot_required"] = m.Reboot
		if now.Int("exit_code") == 0 {
			return res, nil
		}
		return res, problem.Said(m.Text.DE, m.Text.EN)
	case "timeout":
		fail(resource.Timeout, problem.DetachedTooSlow, "seconds", strconv.FormatInt(op.Args.Int("limit_s"), 10))
	case "lost":
		fail(resource.Internal, problem.DetachedCut)
	default:
		fail(resource.Internal, problem.DetachedNotRun, "state", state)
	}
	return res, nil
}

// Forget is the operation that removes what a host keeps of one that ran detached, when its end was written down. left
// is false where it keeps nothing.
func Forget(op *resource.Op) (forget resource.Op, left bool) {
	row, _ := resource.Of(op.Type)
	return resource.Op{
		ID: "tidy-" + op.ID, Type: op.Type, Key: op.Key, Continue: true,
		Before: resource.Props{"started": true}, After: resource.Props{"started": false},
	}, row.Record
}

// circumstances sets what helps to understand a failure: open windows, running programs, the last lines.
func circumstances(p *problem.Problem, now resource.Props) *problem.Problem {
	lines := now.Strings("output")
	return p.Set("windows", bounded(quoted(now.Strings("windows")))).
		Set("programs", bounded(strings.Join(now.Strings("processes"), ", "))).
		Set("output", bounded(strings.Join(lines[max(0, len(lines)-5):], " / ")))
}

func bounded(s string) string {
	const most = 1000
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func quoted(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = `"` + s + `"`
	}
	return strings.Join(out, ", ")
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
