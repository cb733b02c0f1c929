package agent_test

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

func open(t *testing.T, conn *agenttest.Conn, mode xexec.Mode) (context.Context, *agent.Session) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	s, err := agent.Open(ctx, conn, mode, agent.Options{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(ctx); cancel() })
	return ctx, s
}

func TestScriptsRunOnWindowsPowerShell3(t *testing.T) {
	agenttest.PwshConn(t)
	file := filepath.Join(t.TempDir(), "agent.ps1")
	if err := os.WriteFile(file, []byte(agent.Source()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(os.Getenv("XOPS_PWSH"), "--check", "--min", "3.0", "boot.ps1", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestHello(t *testing.T) {
	ctx, s := open(t, agenttest.PwshConn(t), xexec.Observe)
	a, err := s.Observe(ctx, []resource.Query{{Type: "tcp", Key: "127.0.0.1:1"}, {Type: "nix", Key: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v %+v %+v %v", s.Hello(), a, a[1].Fault, s.Noise())
}
