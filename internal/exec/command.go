package exec

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
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

// Check says why a command cannot be run on any host. The error is a problem of the class usage.
func (c CommandLine) Check() error {
	count := func(n int) string { return strconv.Itoa(n) }
	whole := strings.Join(append([]string{c.PowerShell, c.Program}, c.Arguments...), "")
	switch n := len([]rune(c.PowerShell)); {
	case !utf8.ValidString(whole):
		return problem.New(problem.ExecEncoding)
	case strings.ContainsRune(whole, 0):
		return problem.New(problem.ExecCharacters)
	case n > maxLine:
		return problem.New(problem.ExecTooLong, "count", count(n), "most", count(maxLine))
	case c.PowerShell != "":
		return nil
	}
	name := strings.ToLower(strings.TrimRight(c.Program, ". "))
	switch n := len([]rune(c.String())); {
	case strings.TrimSpace(c.Program) == "":
		return problem.New(problem.ExecMissing)
	case strings.Contains(c.Program, `"`):
		return problem.New(problem.ExecCharacters)
	case strings.HasSuffix(name, ".bat") || strings.HasSuffix(name, ".cmd"):
		return problem.New(problem.ExecBatch, "program", c.Program)
	case n > maxCommandLine:
		return problem.New(problem.ExecTooLong, "count", count(n), "most", count(maxCommandLine))
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
	plan.Visit
	ExitCode *int64 // nil: it did not run, did not end, or nobody knows
	// Stdout and Stderr are text with LF; Cut says that there was more of one of them.
	Stdout, Stderr string
	Cut            bool
	// Unknown says that the command was sent and nobody knows what became of it.
	Unknown bool
}

// Class of a command: one that may have run is neither failed nor cancelled.
func (r *Ran) Class() plan.Class {
	if r.Unknown {
		return plan.Unknown
	}
	return r.Visit.Class()
}

// Exec runs a command on each host, once, and writes a journal. Hosts that the guard holds back are skipped. The
// answers are in the order of the hosts; an error means that the run could not be begun and no host was touched. A
// command whose answer was lost is never sent again.
func (r *Runner) Exec(ctx context.Context, hosts []*inventory.Host, c CommandLine) (id string, _ []Ran, _ error) {
	if r.Journal == nil {
		return "", nil, problem.New(problem.Internal, "what", "Exec without a journal")
	}
	if err := c.Check(); err != nil {
		return "", nil, err
	}
	info, err := r.begin(ctx, r.Info, hosts)
	if err != nil {
		return "", nil, err
	}
	out := make([]Ran, len(hosts))
	results := make([]*plan.Result, len(hosts))
	r.each(len(hosts), func(i int) {
		ran := &out[i]
		item := &plan.Item{Change: c.change()}
		ran.Visit = r.visit(ctx, hosts[i], func(bounded context.Context, conn *hostConn) error {
			x := &commandRun{hostConn: conn, run: info.ID, command: c, ran: ran, item: item}
			return x.work(ctx, bounded)
		})
		results[i] = &plan.Result{
			Visit: ran.Visit, Plan: &plan.Host{Host: ran.Host}, Acted: item.Outcome != nil,
			Items: []*plan.Item{item},
		}
		r.done(results[i])
		r.hostDone(ctx, info.ID, results[i])
	})
	r.end(ctx, info.ID, plan.Summarize(results))
	return info.ID, out, nil
}

// change is the command as the journal has it: an operation like any other.
func (c CommandLine) change() plan.Change {
	return plan.Change{
		Change: step.Change{
			Action: step.Run, Resource: resource.ID{Type: "command", Key: "exec"}, Before: resource.Props{},
			After: resource.Props{"command": c.String()}, Opaque: true,
		},
		Step: commandStep, Kind: "command", Title: c.String(), OnError: "stop",
	}
}

// commandRun is one command on one host.
type commandRun struct {
	*hostConn
	run     string
	command CommandLine
	ran     *Ran
	item    *plan.Item
}

// work writes down, sends, and tells what came back.
func (x *commandRun) work(ctx, bounded context.Context) error {
	if reason := x.r.Guard(x.host); reason != nil {
		return &held{reason}
	}
	if err := x.alone(bounded, x.run); err != nil {
		return err
	}
	session, err := x.open(bounded, Command)
	if err == nil {
		session, err = x.claim(bounded, session, x.run)
	}
	if err != nil {
		return err
	}
	defer leave(ctx, session)
	op := x.command.op(x.within(bounded))
	x.item.Op = op
	host := x.host.ID()
	if err := x.r.intend(ctx, x.run, host, []Intent{{Change: x.item.Change}}, commandStep); err != nil {
		return err
	}
	x.say(PhaseApply, text.Saying{})
	res := resource.Result{Op: op.ID, Status: resource.Unknown}
	lost := session.Apply(bounded, []resource.Op{*op}, func(r resource.Result) {
		if r.Op == op.ID && res.Status == resource.Unknown {
			res = r
		}
	})
	err = x.judge(ctx, &res, lost)
	x.item.Outcome = &res
	x.r.untold(host, x.r.Journal.Outcome(context.WithoutCancel(ctx), x.run, host, res))
	return err
}

// within is how long the command may take: less than the host has, so that it is the host that ends it and tells what
// it wrote.
func (x *commandRun) within(ctx context.Context) time.Duration {
	until, ok := ctx.Deadline()
	if !ok {
		return time.Hour
	}
	left := time.Until(until)
	return left - min(15*time.Second, left/4)
}

// judge makes text of a result, and an error of what is not as it should be. The result is made fit for the journal.
func (x *commandRun) judge(ctx context.Context, res *resource.Result, lost error) error {
	now, ran := res.Now, x.ran
	oem, ansi := now.Int("oem_codepage"), now.Int("ansi_codepage")
	text := func(name string) string {
		data, ok := now.Bytes(name)
		if !ok {
			return ""
		}
		return windows.DecodeOutput(data, oem, ansi, now.Bool("cut"))
	}
	ran.Stdout, ran.Stderr, ran.Cut = text("stdout"), text("stderr"), now.Bool("cut")
	if now["exit_code"] != nil {
		code := now.Int("exit_code")
		ran.ExitCode = &code
	}
	if res.Status != resource.Unknown {
		res.Now = resource.Props{
			"exit_code": now["exit_code"], "stdout": beginning(ran.Stdout),
			"stderr": beginning(ran.Stderr),
		}
	}
	switch {
	case res.Status == resource.Unknown:
		ran.Unknown = true
		if ctx.Err() != nil {
			return &held{cancelled()}
		}
		return plan.UnknownOutcome([]*plan.Item{x.item}, lost)
	case res.Status != resource.Done:
		return x.notRun(res.Fault)
	case ran.ExitCode == nil:
		return problem.New(problem.Internal, "what", "a command without an exit code")
	case *ran.ExitCode != 0:
		res.Status = resource.Failed
		res.Fault = &resource.Fault{Code: resource.ExitCode, Message: strconv.FormatInt(*ran.ExitCode, 10)}
		return res.Fault.Problem()
	}
	return nil
}

func beginning(text string) string {
	if len(text) <= maxJournalled {
		return text
	}
	return strings.ToValidUTF8(text[:maxJournalled], "") + "…"
}

// notRun explains a fault in the host's answer.
func (x *commandRun) notRun(f *resource.Fault) error {
	if f == nil {
		return problem.New(problem.CommandNotRun)
	}
	switch f.Code {
	case resource.Absent:
		return problem.New(problem.NoProgram, "program", x.command.Program).Because(f)
	case resource.Timeout:
		return problem.New(problem.CommandTimeout).Because(f)
	}
	return problem.New(problem.CommandNotRun).Because(f)
}
