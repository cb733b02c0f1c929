package exec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/windows"
)

const (
	maxCommandLine = 32_000  // characters; CreateProcess takes 32,766
	maxLine        = 10_000  // characters of PowerShell: encoded it is 2.7 times as long
	maxWritten     = 1 << 20 // bytes of each of a command's two outputs
	maxJournalled  = 16 << 10

	commandStep = "command" // its address in the journal
)

// CommandLine is what Exec runs: a program with its arguments, or a line of PowerShell.
type CommandLine struct {
	Program    string
	Arguments  []string // each arrives as it stands here, by the rules of CommandLineToArgvW
	PowerShell string
}

// String is the command as a person reads it: as Windows would, quoted.
func (c CommandLine) String() string {
	if c.PowerShell != "" {
		return "powershell: " + c.PowerShell
	}
	return windows.CommandLine(c.Program, c.Arguments)
}

// Check says why a command cannot be run on any host. The error is a *diag.Error with the code usage.
func (c CommandLine) Check() error {
	bad := func(hint, format string, args ...any) error {
		return &diag.Error{Code: "usage", Summary: fmt.Sprintf(format, args...), Hint: hint}
	}
	if !utf8.ValidString(strings.Join(append([]string{c.PowerShell, c.Program}, c.Arguments...), "")) {
		return bad("Windows would be sent something else. Check the encoding of the terminal or of the script.", "The command is not UTF-8 text")
	}
	if c.PowerShell != "" {
		if n := len([]rune(c.PowerShell)); n > maxLine {
			return bad("Write a playbook with a step \"script\" instead.", "The line of PowerShell has %d characters; %d can be sent", n, maxLine)
		}
		if strings.ContainsRune(c.PowerShell, 0) {
			return bad("", "The line of PowerShell has a NUL character")
		}
		return nil
	}
	name := strings.ToLower(strings.TrimRight(c.Program, ". "))
	switch {
	case strings.TrimSpace(c.Program) == "":
		return bad("xops exec -- ipconfig /all", "There is no command to run")
	case strings.ContainsAny(c.Program, "\"\x00") || strings.ContainsRune(strings.Join(c.Arguments, ""), 0):
		return bad("", "A program's name has no quotes, and no argument a NUL character")
	case strings.HasSuffix(name, ".bat") || strings.HasSuffix(name, ".cmd"):
		return bad("If that is understood: xops exec -- cmd /c "+c.Program, "A batch file is read by cmd.exe, which has rules of its own for quoting")
	}
	if n := len([]rune(c.String())); n > maxCommandLine {
		return bad("Write a playbook with a step \"script\" instead.", "The command line has %d characters; Windows takes %d", n, maxCommandLine)
	}
	return nil
}

// op is the command as it is sent. within is how long it may take on the host.
func (c CommandLine) op(within time.Duration) *resource.Op {
	command := map[string]any{"powershell": c.PowerShell}
	if c.PowerShell == "" {
		arguments := strings.TrimPrefix(windows.CommandLine("x", c.Arguments), "x")
		command = map[string]any{"program": c.Program, "arguments": strings.TrimPrefix(arguments, " ")}
	}
	return &resource.Op{
		ID: "1", Type: "command", Key: "exec", Before: resource.Props{}, After: resource.Props{"command": command},
		Args: resource.Props{"deadline_s": max(1, int64(within.Seconds())), "max_bytes": int64(maxWritten)},
	}
}

// Ran is what a command came to on one host.
type Ran struct {
	Host, Title string
	Status      plan.Status // ok; failed, also by its exit code; unreachable; skipped
	ExitCode    *int64      // nil: it did not run, did not end, or nobody knows
	// Stdout and Stderr are text with LF; Cut says that there was more of one of them.
	Stdout, Stderr string
	Cut            bool
	DurationMS     int64
	Requests       int
	Error          *diag.Error
}

// Barred says why a command will not be run on a host, nil when it may: it can change anything, so that what holds for apply holds for it.
func (r *Runner) Barred(h *inventory.Host) *diag.Error {
	if !h.Practice.Mandate {
		return noMandate(h, "If the practice has given its mandate, set mandate = true in its practice block. xops facts and xops check need none.")
	}
	return closed(h, r.Clock())
}

// Exec runs a command on each host, once, and writes a journal. Hosts that are Barred are skipped. The answers are in the order of the
// hosts; an error means that the run could not be begun and no host was touched. A command whose answer was lost is never sent again.
func (r *Runner) Exec(ctx context.Context, hosts []*inventory.Host, c CommandLine) (id string, _ []Ran, _ error) {
	if r.Journal == nil {
		return "", nil, errors.New("exec: Exec needs a journal")
	}
	if err := c.Check(); err != nil {
		return "", nil, err
	}
	info, err := r.begin(ctx, hosts)
	if err != nil {
		return "", nil, err
	}
	out := make([]Ran, len(hosts))
	p := &plan.Plan{Hosts: make([]*plan.Host, len(hosts))}
	r.each(len(hosts), func(i int) {
		x := &execution{site: site{r: r, host: hosts[i]}, run: info.ID, command: c}
		out[i] = x.work(ctx)
		p.Hosts[i] = &plan.Host{
			Host: out[i].Host, Title: out[i].Title, Status: out[i].Status, DurationMS: out[i].DurationMS, Requests: out[i].Requests,
			Starts: x.cost().Starts, Error: out[i].Error,
		}
		if err := r.Journal.HostDone(context.WithoutCancel(ctx), info.ID, p.Hosts[i]); err != nil {
			x.say(PhaseJournal, err.Error())
		}
		x.say(PhaseDone, string(out[i].Status))
	})
	if err := r.Journal.End(context.WithoutCancel(ctx), info.ID, verdict(r.halted(ctx), p)); err != nil {
		r.event(Event{Phase: PhaseJournal, Text: err.Error()})
	}
	return info.ID, out, nil
}

// execution is one command on one host.
type execution struct {
	site
	run     string
	command CommandLine
}

// work runs the command, whatever happens.
func (x *execution) work(ctx context.Context) (ran Ran) {
	begun := x.r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			ran = Ran{Status: plan.Failed, Error: defect(cause)}
		}
		x.disconnect()
		ran.Host, ran.Title, ran.Requests = x.host.ID(), x.host.Practice.Title, x.cost().Requests
		ran.DurationMS = x.r.Clock().Sub(begun).Milliseconds()
	}()
	if x.r.halted(ctx) {
		return Ran{Status: plan.Skipped, Error: cancelled("This host was not started.")}
	}
	if e := x.r.Barred(x.host); e != nil {
		return Ran{Status: plan.Skipped, Error: e}
	}
	bounded, cancel := x.r.bound(ctx)
	defer cancel()
	session, err := x.open(bounded, Command)
	if err != nil {
		status, e := describe(ctx, err)
		return Ran{Status: status, Error: e}
	}
	defer leave(ctx, session)
	return x.send(ctx, bounded, session)
}

// send writes down, sends, and tells what came back.
func (x *execution) send(ctx, bounded context.Context, session Session) Ran {
	op := x.command.op(x.within(bounded))
	journal := context.WithoutCancel(ctx)
	shown := resource.Props{"command": x.command.String()}
	err := x.r.Journal.Intend(journal, x.run, x.host.ID(), []Intent{{Change: plan.Change{
		Change: step.Change{Action: step.Run, Resource: resource.ID{Type: op.Type, Key: op.Key}, Before: resource.Props{}, After: shown, Op: op, Opaque: true},
		Step:   commandStep, Kind: "command", Title: x.command.String(), OnError: "stop",
	}}})
	if err != nil {
		return Ran{Status: plan.Failed, Error: &diag.Error{
			Code: "journal", Summary: "The journal cannot be written, so the command was not run", Detail: err.Error(),
			Hint: "Check the disk and the rights of the state directory, then run it again.",
		}}
	}
	x.say(PhaseApply, "")
	res := resource.Result{Op: op.ID, Status: resource.Unknown}
	lost := session.Apply(bounded, []resource.Op{*op}, func(r resource.Result) {
		if r.Op == op.ID && res.Status == resource.Unknown {
			res = r
		}
	})
	ran := x.judge(ctx, &res, lost)
	if err := x.r.Journal.Outcome(journal, x.run, x.host.ID(), res); err != nil {
		x.say(PhaseJournal, err.Error())
	}
	return ran
}

// within is how long the command may take: less than the host has, so that it is the host that ends it and tells what it wrote.
func (x *execution) within(ctx context.Context) time.Duration {
	until, ok := ctx.Deadline()
	if !ok {
		return time.Hour
	}
	left := time.Until(until)
	return left - min(15*time.Second, left/4)
}

// judge makes text of a result, and an error of what is not as it should be. The result is made fit for the journal.
func (x *execution) judge(ctx context.Context, res *resource.Result, lost error) Ran {
	now := res.Now
	oem, ansi := now.Int("oem_codepage"), now.Int("ansi_codepage")
	text := func(name string) string {
		data, ok := now.Bytes(name)
		if !ok {
			return ""
		}
		return windows.DecodeOutput(data, oem, ansi, now.Bool("cut"))
	}
	ran := Ran{Status: plan.Failed, Stdout: text("stdout"), Stderr: text("stderr"), Cut: now.Bool("cut")}
	if now["exit_code"] != nil {
		code := now.Int("exit_code")
		ran.ExitCode = &code
	}
	if res.Status != resource.Unknown {
		res.Now = resource.Props{"exit_code": now["exit_code"], "stdout": beginning(ran.Stdout), "stderr": beginning(ran.Stderr)}
	}
	switch {
	case res.Status == resource.Unknown:
		ran.Error = unknownCommand(ctx, lost)
	case res.Status != resource.Done:
		ran.Error = x.notRun(res.Fault)
	case ran.ExitCode == nil:
		ran.Error = &diag.Error{Code: "exit_code", Summary: "The command ended without an exit code", Hint: "This is a defect of xops. Please report it."}
	case *ran.ExitCode != 0:
		ran.Error = &diag.Error{Code: "exit_code", Summary: fmt.Sprintf("The command ended with exit code %s", exitText(*ran.ExitCode))}
		res.Status, res.Fault = resource.Failed, &resource.Fault{Code: resource.Internal, Message: "exit code " + exitText(*ran.ExitCode)}
	default:
		ran.Status = plan.OK
	}
	return ran
}

// exitText shows the codes of Windows, which are large, as people look them up.
func exitText(code int64) string {
	if code < 0 || code > 0xFFFF {
		return fmt.Sprintf("%d (0x%08X)", code, uint32(code))
	}
	return fmt.Sprint(code)
}

func beginning(text string) string {
	if len(text) <= maxJournalled {
		return text
	}
	return strings.ToValidUTF8(text[:maxJournalled], "") + "…"
}

func unknownCommand(ctx context.Context, lost error) *diag.Error {
	e := &diag.Error{
		Code: "unknown_outcome", Summary: "It is not known whether the command was run, or how it ended",
		Hint: "Look on the computer before it is run again: xops does not send a command twice.",
	}
	switch {
	case ctx.Err() != nil:
		e.Code, e.Detail = "cancelled", "The run was cancelled while the command was under way."
	case lost != nil:
		e.Detail = "The connection was lost: " + lost.Error() + "."
	}
	return e
}

// notRun explains a fault in the host's answer.
func (x *execution) notRun(f *resource.Fault) *diag.Error {
	if f == nil {
		return &diag.Error{Code: "failed", Summary: "The command could not be run"}
	}
	switch f.Code {
	case resource.Absent:
		return &diag.Error{
			Code: "absent", Summary: "There is no program " + x.command.Program + " on this computer", Detail: f.Error(),
			Hint: "Give its whole path. What belongs to cmd.exe, such as dir, is run with: cmd /c dir",
		}
	case resource.Timeout:
		return &diag.Error{
			Code: "timeout", Summary: "The command did not end within its time and was ended", Detail: f.Error(),
			Hint: "Raise --timeout, or start what takes long another way. What it waits for on a screen nobody sees.",
		}
	}
	e := *diag.From(f)
	e.Summary, e.Detail = "The command could not be run", f.Error()
	return &e
}
