package conformance_test

import (
	"context"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/agent/conformance"
	"github.com/xops-dev/xops/internal/exec"
)

func TestPracticeWindows(t *testing.T) {
	h := agenttest.WindowsHost(t)
	conformance.Run(t, &agenttest.Prepared{Host: h}, opened(h))
}

// opened starts sessions on a practice Windows.
func opened(h *agenttest.Host) conformance.Open {
	return func(t *testing.T, mode exec.Mode) exec.Session {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
		s, err := agent.Open(ctx, h.Conn(), mode, agent.Options{Timeout: 4 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close(ctx); cancel() })
		return s
	}
}

func TestCasesOnPracticeWindows(t *testing.T) {
	h := agenttest.WindowsHost(t)
	conformance.Cases(t, &agenttest.Prepared{Host: h}, opened(h))
}
