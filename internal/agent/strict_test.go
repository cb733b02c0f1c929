package agent

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// TestStrictMode: every line of the agent runs under Set-StrictMode -Version 2, in every test as on every host: the
// agent sets it itself, first, and nothing takes it back. A slip in it ends the operation, or the exchange, instead of
// going on with nothing.
func TestStrictMode(t *testing.T) {
	const set = "Set-StrictMode -Version 2\n"
	if !strings.Contains(core.text, set) || strings.Index(core.text, set) > strings.Index(core.text, "function ") {
		t.Error("the core does not set strict mode first")
	}
	for _, p := range allParts() {
		n := strings.Count(p.text, "Set-StrictMode") - strings.Count(p.text, "Set-StrictMode -Version 2`n")
		if n > 0 && p != core || n > 1 {
			t.Errorf("%s: strict mode is set %d times", p.name, n)
		}
	}
	for _, c := range []struct {
		name, before, slip string
		fatal              bool
	}{
		{"a variable in the exchange", "function Get-Hello {\n", "$null = $nix0\n", true},
		{"a property in the exchange", "function Invoke-Exchange {\n", "$null = $invariant.Nix0\n", true},
		{"a variable in an operation", "function Get-Tcp([string]$key, $arguments) {\n", "$null = $nix0\n", false},
		{
			"a property in an operation", "function Get-Tcp([string]$key, $arguments) {\n", "$null = $invariant.Nix0\n",
			false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			alter(t, c.before, c.before+c.slip, core, parts["tcp"])
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			s, err := Open(ctx, agenttest.PwshConn(t), exec.Observe, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(ctx) }()
			answers, err := s.Observe(ctx, []resource.Query{{Type: "tcp", Key: "127.0.0.1:1"}})
			switch {
			case c.fatal && (err == nil || !problem.Is(err, problem.PowerShellEnded, problem.NotPowerShell) ||
				!strings.Contains(strings.ToLower(err.Error()), "nix0")):
				t.Errorf("answers %v, error %v", answers, err)
			case !c.fatal && (err != nil || answers[0].Fault == nil || answers[0].Fault.Code != resource.Internal ||
				!strings.Contains(strings.ToLower(answers[0].Fault.Message), "nix0")):
				t.Errorf("answers %v, error %v", answers, err)
			}
		})
	}
}

// alter changes one place in the texts of parts as they are sent, for this test.
func alter(t *testing.T, old, with string, in ...*part) {
	t.Helper()
	changed := 0
	for _, p := range in {
		if n := strings.Count(p.text, old); n > 0 {
			saved := *p
			t.Cleanup(func() { *p = saved })
			p.text = strings.ReplaceAll(p.text, old, with)
			p.hash = hash(p.text)
			changed += n
		}
	}
	if changed != 1 {
		t.Fatalf("the agent has %q %d times", old, changed)
	}
}
