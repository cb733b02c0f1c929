package lab

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// dial connects to a host as its inventory says.
func dial(ctx context.Context, h *inventory.Host) (*winrm.Conn, error) {
	k := &h.Connection
	secrets := inventory.NewResolver(func(string) (string, bool) { return "", false }, nil)
	return winrm.Dial(ctx, winrm.Config{
		Address: h.Address, Port: k.Port, HTTPS: k.HTTPS, Auth: k.Auth, User: k.User, TLS: winrm.TLS{
			CAFile:      k.CAFile,
			Fingerprint: k.Fingerprint,
		},
		Password: func(ctx context.Context) (string, error) { return secrets.Resolve(ctx, k.Password) },
	})
}

// TestEveryHostAnswersOverWinRM reads a fact of every host over the network, with the client, the agent's session and
// the written inventory; the two that cannot be reached say why.
func TestEveryHostAnswersOverWinRM(t *testing.T) {
	f := start(t, Config{Seed: 3})
	path := filepath.Join(t.TempDir(), "lab.hcl")
	if err := f.WriteInventory(path); err != nil {
		t.Fatal(err)
	}
	inv, diags := inventory.Load(path, hclx.NewParser())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	ctx := t.Context()
	for _, host := range inv.Hosts() {
		h := f.Host(host.ID())
		conn, err := dial(ctx, host)
		if h.Has(HostOff) || h.Has(WrongPassword) {
			if class := problem.ClassOf(err); !class.NoConnection() ||
				(class == problem.Logon) != h.Has(WrongPassword) {
				t.Errorf("%s %v: %v", h.ID(), h.Faults, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", h.ID(), err)
			continue
		}
		s, err := agent.Open(ctx, conn, exec.Observe, agent.Options{})
		if err != nil {
			t.Fatalf("%s: %v", h.ID(), err)
		}
		answers, err := s.Observe(ctx, []resource.Query{{Type: "os"}})
		if err != nil || len(answers[0].Items) != 1 || answers[0].Items[0].Props["computer"] != h.Computer {
			t.Errorf("%s: %v %v", h.ID(), answers, err)
		}
		if err := errors.Join(s.Close(ctx), conn.Close()); err != nil {
			t.Errorf("%s: %v", h.ID(), err)
		}
		if c := h.Server().Counters(); c.Requests > 10 || h.Sim.Runs() != 1 {
			t.Errorf("%s: %d requests, %d starts", h.ID(), c.Requests, h.Sim.Runs())
		}
	}
}
