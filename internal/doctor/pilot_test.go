package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/text"
)

var update = flag.Bool("update", false, "write docs/unproven.md anew")

// TestDocument keeps docs/unproven.md and the probes the same.
func TestDocument(t *testing.T) {
	const path = "../../docs/unproven.md"
	want := doctor.Document()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s is not made of these claims (%v): go test ./internal/doctor -run TestDocument -update", path, err)
	}
}

func TestClaimsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range doctor.Claims(true) {
		if c.ID == "" || seen[c.ID] || c.Section == "" || c.Claim == "" || c.Why == "" {
			t.Errorf("%q occurs twice, or something is missing: %+v", c.ID, c)
		}
		seen[c.ID] = true
		if r := (doctor.ClaimResult{ID: c.ID, Claim: c.Claim}); c.ByHand == "" && r.Text(text.German) == c.Claim {
			t.Errorf("%s has no German text", c.ID)
		}
		if (c.Judge == nil && c.Probe == nil) != (c.ByHand != "") || c.Judge != nil && c.Probe != nil {
			t.Errorf("%s is either told by looking or tried by hand", c.ID)
		}
	}
	// The ten open points of dossier section 7 all have their claims.
	for _, point := range []string{"7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.9", "7.10"} {
		found := false
		for _, c := range doctor.Claims(true) {
			for _, s := range strings.Split(c.Section, ", ") {
				found = found || s == point
			}
		}
		if !found {
			t.Errorf("dossier %s has no claim", point)
		}
	}
}

// TestPilot: every claim gets a verdict on a lab host, with one logon, one session and nothing but questions; nothing
// that names anybody is in the file.
func TestPilot(t *testing.T) {
	host := machine()
	furnish(t, host)
	b := newBench(t, true, func(c *wsman.Config) { c.Machine = host })
	seen := 0
	result, r := doctor.Pilot(t.Context(), b.host, b.deps, func(doctor.ClaimResult) { seen++ })
	if result == nil {
		t.Fatalf("%+v %+v", r.Finding, r.Checks)
	}
	check(t, r)
	if len(result.Claims) != len(doctor.Claims(false)) || seen != len(result.Claims) {
		t.Errorf("%d claims, %d told", len(result.Claims), seen)
	}
	verdicts := map[string]doctor.Verdict{}
	for _, c := range result.Claims {
		verdicts[c.ID] = c.Verdict
		once(t, c)
		if c.Error != "" {
			t.Errorf("%s: %s", c.ID, c.Error)
		}
	}
	for id, want := range map[string]doctor.Verdict{
		"S-01": doctor.Confirmed, "S-04": doctor.Confirmed, "S-06": doctor.Unknown, "S-07": doctor.Confirmed,
		"S-08": doctor.Confirmed,
		"S-09": doctor.Confirmed, "S-12": doctor.Confirmed, "H-01": doctor.Unknown, "H-12": doctor.Unknown,
		"L-01": doctor.Confirmed, "L-02": doctor.Confirmed, "L-03": doctor.Confirmed, "L-04": doctor.Confirmed,
		"L-05": doctor.Confirmed, "L-06": doctor.Confirmed, "L-07": doctor.Confirmed, "L-08": doctor.Confirmed,
		"L-09": doctor.Confirmed, "L-10": doctor.Confirmed,
	} {
		if verdicts[id] != want {
			t.Errorf("%s is %s, want %s", id, verdicts[id], want)
		}
	}
	if b.waited != 130*time.Second {
		t.Errorf("silent for %s", b.waited)
	}
	if n := b.server.Counters(); n.Logons != 1 || n.Shells != 6 || n.OpenShells != 0 {
		t.Errorf("%+v", n)
	}
	var file bytes.Buffer
	if err := json.NewEncoder(&file).Encode(result); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"mueller", "müller", "srv01", "127.0.0.1\"", "kanarie", `xops\\`, "s-1-5-21",
		"192.168.", "10.8.", "vpn", "schmidt",
	} {
		if strings.Contains(strings.ToLower(file.String()), name) {
			t.Errorf("%q stands in the file: %s", name, file.String())
		}
	}
}

// once: no name stands twice in an object of the file.
func once(t *testing.T, c doctor.ClaimResult) {
	t.Helper()
	seen := map[string]bool{}
	for _, f := range c.Evidence {
		if seen[f.Name] {
			t.Errorf("%s tells %q twice: %v", c.ID, f.Name, c.Evidence)
		}
		seen[f.Name] = true
	}
}

// TestPilotWrites: what may be written is written, read back and gone again, with one logon; a second pilot finds
// nothing of the first.
func TestPilotWrites(t *testing.T) {
	host := machine()
	b := newBench(t, false, func(c *wsman.Config) { c.Machine = host })
	b.deps.Write, b.deps.Files = true, 20
	before := host.State()
	for range 2 {
		result, r := doctor.Pilot(t.Context(), b.host, b.deps, nil)
		if result == nil {
			t.Fatalf("%+v %+v", r.Finding, r.Checks)
		}
		for _, c := range result.Claims {
			want, is := map[string]doctor.Verdict{
				"W-01": doctor.Confirmed, "W-02": doctor.Confirmed, "W-03": doctor.Confirmed, "W-04": doctor.Confirmed,
				"W-05": doctor.Confirmed, "W-06": doctor.Confirmed,
				"W-07": doctor.Unknown, "W-08": doctor.Unknown, // the simulator runs no PowerShell, and has no streams
				"W-09": doctor.Confirmed,
			}[c.ID]
			once(t, c)
			if is && c.Verdict != want || c.Error != "" {
				t.Errorf("%s is %s, want %s: %+v %s", c.ID, c.Verdict, want, c.Evidence, c.Error)
			}
		}
		if n := b.server.Counters(); r.Logons != 1 || n.OpenShells != 0 || len(result.Left) > 0 {
			t.Errorf("%+v, %d logons, left: %v", n, r.Logons, result.Left)
		}
	}
	after := host.State()
	if more, less := after.Without(before), before.Without(after); len(more.Files)+len(more.Registry)+len(more.Rules)+
		len(more.Services)+len(less.Files)+len(less.Registry)+len(less.Rules)+len(less.Services) > 0 {
		t.Errorf("the host has more: %+v\nthe host has less: %+v", more, less)
	}
}

// furnish gives a host what the probes look for, with names that must not come back.
func furnish(t *testing.T, h *sim.Host) {
	t.Helper()
	h.AddDrive('E', "optical", "Praxis Schmidt", 0, 0)
	h.AddProcess(sim.Process{PID: 4711, Path: `C:\Users\schmidt\kanarie.exe`})
	const rules = `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`
	for id, raw := range map[string]string{
		"{1}": `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=23174|RA4=LocalSubnet|` +
			`RA4=10.8.0.0/255.255.255.0|RA4=192.168.1.5|RA6=LocalSubnet|App=%ProgramFiles%\Schmidt\x.exe|` +
			`Name=VPN der Praxis Schmidt|`,
		"{2}": `v2.30|Action=Allow|Active=TRUE|Dir=In|App=%ProgramFiles%\y.exe|Name=Kanarie 2|`,
	} {
		h.AddRule("local", id, raw)
		if err := h.SetRegistry(rules, id, "sz", raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(
		h.WriteFile(`C:\Windows\System32\Winevt\Logs\Microsoft-Windows-PowerShell%4Operational.evtx`,
			make([]byte, 69632)),
		h.SetRegistry(`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\X`, "DisplayName", "sz", "Kanarie"),
		h.SetRegistry(`HKLM\SOFTWARE\Policies\Microsoft\Windows\WinRM\Service`, "IPv4Filter", "sz", "192.168.1.5"),
		h.SetRegistry(`HKLM\SOFTWARE\Policies\Microsoft\Windows\PowerShell\ModuleLogging`, "EnableModuleLogging",
			"dword", 1),
	); err != nil {
		t.Fatal(err)
	}
	h.AddService(sim.Service{Name: "AVKProxy", State: sim.Running, ImagePath: `C:\Program Files\G DATA\avk.exe`})
}

// TestPilotOfAHostThatCannotBeReached says why, as the doctor does.
func TestPilotOfAHostThatCannotBeReached(t *testing.T) {
	b := newBench(t, false, nil)
	b.cfg.Password = func(context.Context) (string, error) { return "falsch", nil }
	result, r := doctor.Pilot(t.Context(), b.host, b.deps, nil)
	if result != nil || r.Finding == nil || r.Finding.ID != "logon-refused" || b.server.Counters().Logons != 1 {
		t.Errorf("%+v %+v", result, r.Finding)
	}
}

// TestPilotGoesOnAfterACut: a claim whose probe breaks the session is unknown, and the others are still told.
func TestPilotGoesOnAfterACut(t *testing.T) {
	receives := 0
	b := newBench(t, false, func(c *wsman.Config) {
		c.Intercept = func(_ int, action string) wsman.Action {
			if action == "Receive" {
				if receives++; receives == 6 {
					return wsman.Action{Fault: 2150858843}
				}
			}
			return wsman.Action{}
		}
	})
	result, r := doctor.Pilot(t.Context(), b.host, b.deps, nil)
	if result == nil {
		t.Fatalf("%+v", r.Finding)
	}
	failed := 0
	for _, c := range result.Claims {
		if c.Error != "" {
			failed++
			if c.Verdict != doctor.Unknown || c.Error != "shell-gone" {
				t.Errorf("%+v", c)
			}
		}
	}
	if n := b.server.Counters(); failed != 1 || n.OpenShells != 0 || n.Shells != 7 {
		t.Errorf("%d claims could not be told, %+v", failed, n)
	}
}
