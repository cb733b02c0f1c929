package step

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Ended says how an operation that ran detached has ended, by what the host tells of it (docs/protocol.md), and what a
// person should know of it.
func Ended(op *resource.Op, now resource.Props) (res resource.Result, note string) {
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
		fail(resource.Timeout, fmt.Sprintf("It did not end within %d s and was ended, with what it had started.",
			op.Args.Int("limit_s")))
	case "lost":
		fail(resource.Internal, "It was interrupted before it ended (a power cut, a restart, or somebody ended "+
			"it); it may have done half of its work.")
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

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
