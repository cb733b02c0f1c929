//go:build unix

package wine_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestStartTypes: the agent changes a service's start type by sc.exe, whose one in Wine has no "config". Here a
// stand-in takes its place, which accepts the words of Windows' sc.exe and no others; so the command line that the
// agent composes is proven, and what sc.exe itself does is not.
func TestStartTypes(t *testing.T) {
	h := newHost(t)
	exe := filepath.Join(t.TempDir(), "sc.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", exe,
		"github.com/xops-dev/xops/internal/lab/wine/sc")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	const name = "xops Prüf [1] & 'q'"
	if out, err := h.Command(nil, "sc.exe", "create", name, "binPath=", `C:\windows\system32\spoolsv.exe`, "start=",
		"demand").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// Files of the host are hard links to those of the template: the old one is removed, not written into.
	if err := os.Remove(h.Path(`C:\windows\system32\sc.exe`)); err != nil {
		t.Fatal(err)
	}
	if err := h.WriteFile(`C:\windows\system32\sc.exe`, program); err != nil {
		t.Fatal(err)
	}
	// Wine runs its own programs unless it is told otherwise.
	override := `[Microsoft.Win32.Registry]::SetValue('HKEY_CURRENT_USER\Software\Wine\DllOverrides','sc.exe','native')`
	if out, err := h.Command(nil, "powershell.exe", "-NoProfile", "-Command", override).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	conn := &agenttest.Conn{Command: func(line string) *exec.Cmd {
		return h.Command(nil, append([]string{"cmd.exe", "/c"}, agenttest.Words(line)...)...)
	}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := agent.Open(ctx, conn, xexec.Apply, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	set := func(id, name, before, after string) (out resource.Result) {
		t.Helper()
		op := resource.Op{
			ID: id, Type: "service", Key: name, Before: resource.Props{"start": before},
			After: resource.Props{"start": after},
		}
		if err := s.Apply(ctx, []resource.Op{op}, func(r resource.Result) { out = r }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	now := "manual"
	for _, next := range []string{"auto", "delayed", "disabled", "manual", "delayed", "auto", "manual"} {
		if r := set(now+next, name, now, next); r.Status != resource.Done || r.Now["start"] != next {
			t.Fatalf("from %s to %s: %+v, %v", now, next, r, r.Fault)
		}
		now = next
	}
	if r := set("drift", name, "auto", "disabled"); r.Status != resource.Drift || r.Now["start"] != "manual" {
		t.Errorf("drift: %+v", r)
	}
	if r := set("nix", name, "manual", "boot"); r.Status != resource.Failed || r.Fault.Code != resource.Invalid {
		t.Errorf("a start type that cannot be set: %+v", r)
	}
}
