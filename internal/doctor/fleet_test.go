package doctor_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// TestFleet: on a lab with every fault of a connection the doctor tells each, from the inventory that the lab writes; a
// workstation beside them is in order.
func TestFleet(t *testing.T) {
	// Practices with an even number are reached over HTTPS, the others over HTTP.
	https := map[lab.Fault]string{
		lab.NoRights: "token-filter", lab.NoNTLM: "ntlm-not-offered", lab.ShellsUsedUp: "shells-used-up",
		lab.OperationsUsedUp: "operations-used-up", lab.WinRMStopped: "service-stopped",
		lab.PublicProfile: "firewall-public", lab.CertificateChanged: "identity-changed", lab.OldTLS: "tls-old",
		lab.ClockSkew: "", lab.NotWinRM: "no-wsman",
		lab.HostOff: "no-listener", lab.WrongPassword: "logon-", lab.PortClosed: "",
		lab.AntivirusRefuses: "blocked", lab.AntivirusFinds: "blocked", lab.AntivirusCuts: "blocked",
		lab.AntivirusKills: "blocked",
	}
	http := map[lab.Fault]string{
		lab.NoSealing: "no-sealing", lab.Unsealed: "not-sealed", lab.MixedConnections: "split-connection",
		lab.NoRights: "token-filter", lab.NotWinRM: "no-wsman",
		lab.WrongPassword: "logon-", lab.HostOff: "no-listener", lab.ClockSkew: "", lab.ShellsUsedUp: "shells-used-up",
		lab.AntivirusRefuses: "blocked", lab.AntivirusKills: "blocked", lab.AntivirusWrites: "",
	}
	cfg := lab.Config{Seed: 1, Listen: "127.0.0.1", Sets: [][]lab.Fault{}}
	want := []string{}
	for len(https)+len(http) > 0 {
		faults := https
		if len(want)%2 == 1 {
			faults = http
		}
		set, id := []lab.Fault(nil), "" // a practice in order, where one side has run out
		for f, i := range faults {
			set, id = []lab.Fault{f}, i
			delete(faults, f)
			break
		}
		cfg.Sets, want = append(cfg.Sets, set), append(want, id)
	}
	cfg.Practices = len(cfg.Sets)
	fleet, err := lab.NewFleet(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := fleet.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Stop)
	path := filepath.Join(t.TempDir(), "inventory.hcl")
	if err := os.WriteFile(path, fleet.Inventory(), 0o600); err != nil {
		t.Fatal(err)
	}
	inv, diags := inventory.Load(path, hclx.NewParser())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	deps := doctor.Deps{Ports: []int{}, WinRM: func(_ context.Context, h *inventory.Host) (winrm.Config, error) {
		k := h.Connection
		return winrm.Config{
			Address: h.Address, Port: k.Port, HTTPS: k.HTTPS, Auth: k.Auth, User: k.User,
			TLS:      winrm.TLS{Fingerprint: k.Fingerprint},
			Password: func(context.Context) (string, error) { return fleet.Password(), nil },
		}, nil
	}}
	hosts, diags := inv.Select([]string{"*/srv01", "mueller/ws01"}, "")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for i, r := range doctor.All(t.Context(), hosts, deps, 0, 0, nil) {
		check(t, r)
		host, expected := fleet.Host(r.Host), ""
		if host.Role == "server" {
			expected = want[numberOf(inv, hosts[i])]
		}
		got := ""
		if r.Finding != nil {
			got = string(r.Finding.ID)
		}
		if !strings.HasPrefix(got, expected) || (got == "") != (expected == "") {
			t.Errorf("%s has %v: %q, want %q", r.Host, host.Faults, got, expected)
		}
		if (len(r.Notes) > 0) != host.Has(lab.ClockSkew) {
			t.Errorf("%s has %v: notes %+v", r.Host, host.Faults, r.Notes)
		}
		if s := host.Server(); s != nil && s.Counters().FailedLogons > 1 {
			t.Errorf("%s: %+v", r.Host, s.Counters())
		}
	}
}

// numberOf is the number of a host's practice.
func numberOf(inv *inventory.Inventory, h *inventory.Host) int {
	for i, p := range inv.Practices {
		if p == h.Practice {
			return i
		}
	}
	return -1
}
