package exec_test

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// prints answers every command with an exit code and outputs.
func prints(code int64, stdout, stderr string) func(resource.Op) *resource.Result {
	return func(resource.Op) *resource.Result {
		return &resource.Result{Status: resource.Done, Now: resource.Props{
			"exit_code": code, "cut": false, "oem_codepage": int64(850), "ansi_codepage": int64(1252),
			"stdout": base64.StdEncoding.EncodeToString([]byte(stdout)),
			"stderr": base64.StdEncoding.EncodeToString([]byte(stderr)),
		}}
	}
}

func TestExecOnManyHosts(t *testing.T) {
	f, hosts := practice(5, nil)
	other := &inventory.Practice{Name: "wolf"} // without mandate
	hosts = append(hosts, &inventory.Host{Practice: other, Name: "srv01"})
	f.hosts["wolf/srv01"] = &machine{}
	f.hosts["mueller/pc000"].onOp = prints(0, "Gr\x94\xe1e\r\n", "")
	f.hosts["mueller/pc001"].onOp = prints(-1073741515, "", "F\xfcr Gr\xf6\xdfe")
	f.hosts["mueller/pc002"].dialError = problem.New("logon-refused")
	f.hosts["mueller/pc003"].onOp = func(resource.Op) *resource.Result {
		return &resource.Result{Status: resource.Failed, Fault: &resource.Fault{
			Code:    resource.Absent,
			HResult: "0x80070002",
		}}
	}
	lost := f.hosts["mueller/pc004"]
	lost.killAt = 5 // dial, open, allow, before set, after set
	j := &memory{}
	r := exec.New(exec.Options{Dialer: f, Journal: j, Timeout: time.Minute})
	c := exec.CommandLine{Program: "tool", Arguments: []string{"a b", `c"d`, ""}}
	id, ran, err := r.Exec(t.Context(), hosts, c)
	if err != nil || id == "" || j.info.ID != id {
		t.Fatal(id, err)
	}
	f.clean(t)
	want := []struct {
		status plan.Class
		code   string
		exit   any
		text   string
	}{
		{plan.OK, "", int64(0), "Größe\n"},
		{plan.Failed, "exit_code", int64(-1073741515), "Für Größe"},
		{plan.Unreachable, "logon-refused", nil, ""},
		{plan.Failed, "no_program", nil, ""},
		{plan.Unknown, "unknown_outcome", nil, ""},
		{plan.NoMandate, "no_mandate", nil, ""},
	}
	for i, w := range want {
		a, code, exit := ran[i], "", any(nil)
		if a.Error != nil {
			code = string(a.Error.ID)
		} else if a.Reason != nil {
			code = string(a.Reason.Code)
		}
		if a.ExitCode != nil {
			exit = *a.ExitCode
		}
		if a.Host != hosts[i].ID() || a.Class() != w.status || code != w.code || exit != w.exit || a.Stdout+
			a.Stderr != w.text {
			t.Errorf("%s: %s %s %v %q (%v)", a.Host, a.Class(), code, exit, a.Stdout+a.Stderr, a.Error)
		}
	}
	if !strings.Contains(ran[1].Error.Error(), "0xC0000135") {
		t.Errorf("the exit code is not shown as it is looked up: %s", ran[1].Error)
	}
	if lost.killed != "after set" || len(lost.sent) != 1 || lost.dials != 1 {
		t.Errorf("lost at %q: the command was sent %d times over %d connections", lost.killed, len(lost.sent),
			lost.dials)
	}
	if m := f.hosts["wolf/srv01"]; m.dials != 0 {
		t.Error("a practice without mandate was connected to")
	}
	// Four were sent, each written down before, and none is without an outcome.
	var outcomes []string
	for _, o := range j.outcomes {
		outcomes = append(outcomes, string(o.Status))
	}
	slices.Sort(outcomes)
	if len(j.intents) != 4 || strings.Join(outcomes, " ") != "done failed failed unknown" || j.ended != plan.RunPartly {
		t.Errorf("%d intents, outcomes %v, ended %s", len(j.intents), outcomes, j.ended)
	}
	op := j.intents[0].Op
	sent := op.After["command"].(map[string]any)
	if _, args := windows.SplitCommandLine("x " + sent["arguments"].(string)); sent["program"] != "tool" ||
		!slices.Equal(args, c.Arguments) {
		t.Errorf("sent %v", sent)
	}
	if n := op.Args.Int("deadline_s"); n < 40 || n > 45 {
		t.Errorf("the host ends it after %d s: that leaves no time to tell", n)
	}
	if j.intents[0].Reversible || j.intents[0].After["command"] != `tool "a b" "c\"d" ""` {
		t.Errorf("written down: %+v", j.intents[0].Change)
	}
}

func TestExecIsNotSentWithoutAJournal(t *testing.T) {
	for _, failing := range []string{"begin", "intend"} {
		f, hosts := practice(1, nil)
		j := &memory{fail: func(what string) error {
			if what == failing {
				return errors.New("disk full")
			}
			return nil
		}}
		_, ran, err := exec.New(exec.Options{Dialer: f, Journal: j}).Exec(t.Context(), hosts,
			exec.CommandLine{Program: "x"})
		if failing == "begin" && err == nil || failing == "intend" && (err != nil || ran[0].Error.ID != "journal") {
			t.Errorf("%s: %v %+v", failing, err, ran)
		}
		if len(f.only().sent) != 0 {
			t.Errorf("%s: it was sent", failing)
		}
		f.clean(t)
	}
}

func TestExecCancelled(t *testing.T) {
	f, hosts := practice(1, nil)
	ctx, cancel := context.WithCancel(t.Context())
	f.only().block = func(ctx context.Context) error { cancel(); <-ctx.Done(); return ctx.Err() }
	j := &memory{}
	_, ran, err := exec.New(exec.Options{Dialer: f, Journal: j}).Exec(ctx, hosts,
		exec.CommandLine{PowerShell: "Get-It"})
	if err != nil || ran[0].Class() != plan.Unknown || ran[0].Reason.Code != plan.ReasonCancelled ||
		j.ended != plan.RunFailed || len(j.outcomes) != 1 || j.outcomes[0].Status != resource.Unknown {
		t.Errorf("%v %+v %+v %s", err, ran, j.outcomes, j.ended)
	}
	f.clean(t)
}

func TestExecOutsideTheWindow(t *testing.T) {
	f, hosts := practice(1, nil)
	hosts[0].Practice.Windows = []inventory.Window{{Days: []string{"sun"}, From: 0, To: 60}}
	monday := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local) }
	_, ran, err := exec.New(exec.Options{Dialer: f, Journal: &memory{}, Clock: monday}).Exec(t.Context(), hosts,
		exec.CommandLine{Program: "x"})
	if err != nil || ran[0].Class() != plan.Waiting || ran[0].Reason.Code != "outside_window" || f.only().dials != 0 {
		t.Errorf("%v %+v", err, ran)
	}
}

func TestCommandsThatAreRefused(t *testing.T) {
	for _, c := range []exec.CommandLine{
		{},
		{Program: " "},
		{Program: `a"b`},
		{Program: "x", Arguments: []string{"a\x00"}},
		{Program: `C:\x.BAT`},
		{Program: "x.cmd. "},
		{Program: "x", Arguments: []string{strings.Repeat("a", 40_000)}},
		{PowerShell: strings.Repeat("a", 20_000)},
		{PowerShell: "a\x00"},
		{Program: "x", Arguments: []string{"\xff"}},
	} {
		if err := c.Check(); problem.ClassOf(err) != problem.Usage {
			t.Errorf("%.40q: %v", c.String(), err)
		}
	}
	if err := (exec.CommandLine{Program: "ipconfig", Arguments: []string{"/all"}}).Check(); err != nil {
		t.Error(err)
	}
}

// What a command wrote before its time was over is shown.
func TestExecPastItsTime(t *testing.T) {
	f, hosts := practice(1, nil)
	f.only().onOp = func(op resource.Op) *resource.Result {
		res := prints(0, "vorher\r\n", "")(op)
		res.Status, res.Fault = resource.Failed, &resource.Fault{Code: resource.Timeout}
		res.Now["exit_code"] = nil
		return res
	}
	_, ran, err := exec.New(exec.Options{Dialer: f, Journal: &memory{}}).Exec(t.Context(), hosts,
		exec.CommandLine{Program: "x"})
	if err != nil || ran[0].Stdout != "vorher\n" || ran[0].ExitCode != nil || ran[0].Error == nil ||
		ran[0].Error.ID != "command_timeout" {
		t.Errorf("%v %+v", err, ran)
	}
}
