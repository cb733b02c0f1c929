package agent

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// malicious throws what the engine throws when an antivirus program refuses a text, as AMSI has it do.
const malicious = `
$extent = { 1 }.Ast.Extent
$errors = [Management.Automation.Language.ParseError[]]@(New-Object Management.Automation.Language.ParseError ` +
	`-ArgumentList $extent, 'ScriptContainedMaliciousContent', 'Dieses Skript enthaelt schaedlichen Inhalt')
throw (New-Object Management.Automation.ParseException -ArgumentList (, $errors))`

// TestBlockedWithinAnOperation: what a protection program prevents in the middle of the work is told as such and costs
// one operation.
func TestBlockedWithinAnOperation(t *testing.T) {
	h := agenttest.WindowsHost(t)
	h.WriteFile(`C:\Praxis\a.ini`, []byte("alt"))
	apply := func(ops ...resource.Op) []resource.Result {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		s, err := Open(ctx, h.Conn(), exec.Apply, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close(ctx) }()
		var results []resource.Result
		if err := s.Apply(ctx, ops, func(r resource.Result) { results = append(results, r) }); err != nil {
			t.Fatal(err)
		}
		return results
	}
	text := func(s string) resource.Props {
		return resource.Props{"content": base64.StdEncoding.EncodeToString([]byte(s))}
	}
	none := resource.Props{"content": nil}
	change := func(id, path string, before, after resource.Props) resource.Op {
		return resource.Op{ID: id, Type: "file", Key: path, Before: before, After: after, Continue: true}
	}

	saved := *parts["filewrite"]
	defer func() { *parts["filewrite"] = saved }()
	const before = "function Write-Beside([string]$path, [byte[]]$bytes) {\n"
	mended := strings.Replace(saved.text, before, before+"throw (New-Object IO.FileNotFoundException 'nicht da')\n", 1)
	if mended == saved.text {
		t.Fatalf("the agent has no %q", before)
	}
	parts["filewrite"].text, parts["filewrite"].hash = mended, hash(mended)

	results := apply(
		resource.Op{
			ID: "1", Type: "script", Key: "step.script.x", Continue: true,
			After: resource.Props{"script": malicious, "parameters": nil},
		},
		change("2", `C:\Praxis\a.ini`, text("alt"), text("neu")),
		change("3", `C:\Praxis\b.ini`, none, text("neu")),
	)
	for i, want := range []resource.FaultCode{resource.Blocked, resource.Blocked, resource.Blocked} {
		if r := results[i]; r.Status != resource.Failed || r.Fault == nil || r.Fault.Code != want {
			t.Errorf("%d: %+v %v", i+1, r, r.Fault)
		}
	}
	if got := string(h.ReadFile(`C:\Praxis\a.ini`)); got != "alt" {
		t.Errorf("the file holds %q", got)
	}
}
