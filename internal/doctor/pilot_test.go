package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/lab/wsman"
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
	for _, c := range doctor.Claims() {
		if c.ID == "" || seen[c.ID] || c.Section == "" || c.Claim == "" || c.Why == "" {
			t.Errorf("%q occurs twice, or something is missing: %+v", c.ID, c)
		}
		seen[c.ID] = true
		if (c.Judge == nil) != (c.ByHand != "") {
			t.Errorf("%s is either told by looking or tried by hand", c.ID)
		}
	}
	// The ten open points of dossier section 7 all have their claims.
	for _, point := range []string{"7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.9", "7.10"} {
		found := false
		for _, c := range doctor.Claims() {
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
	b := newBench(t, true, nil)
	seen := 0
	result, r := doctor.Pilot(t.Context(), b.host, b.deps, func(doctor.ClaimResult) { seen++ })
	if result == nil {
		t.Fatalf("%+v %+v", r.Finding, r.Checks)
	}
	check(t, r)
	if len(result.Claims) != len(doctor.Claims()) || seen != len(result.Claims) {
		t.Errorf("%d claims, %d told", len(result.Claims), seen)
	}
	verdicts := map[string]doctor.Verdict{}
	for _, c := range result.Claims {
		verdicts[c.ID] = c.Verdict
		if c.Error != "" {
			t.Errorf("%s: %s", c.ID, c.Error)
		}
	}
	for id, want := range map[string]doctor.Verdict{
		"S-01": doctor.Confirmed, "S-04": doctor.Confirmed, "S-06": doctor.Unknown, "S-07": doctor.Confirmed,
		"S-08": doctor.Confirmed,
		"S-09": doctor.Confirmed, "H-01": doctor.Unknown, "H-12": doctor.Unknown,
	} {
		if verdicts[id] != want {
			t.Errorf("%s is %s, want %s", id, verdicts[id], want)
		}
	}
	if n := b.server.Counters(); n.Logons != 1 || n.Shells != 1 || n.OpenShells != 0 {
		t.Errorf("%+v", n)
	}
	var file bytes.Buffer
	if err := json.NewEncoder(&file).Encode(result); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mueller", "müller", "srv01", "127.0.0.1\"", "kanarie", `xops\\`, "s-1-5-21"} {
		if strings.Contains(strings.ToLower(file.String()), name) {
			t.Errorf("%q stands in the file: %s", name, file.String())
		}
	}
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
				if receives++; receives == 4 {
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
	if n := b.server.Counters(); failed != 1 || n.OpenShells != 0 || n.Shells != 2 {
		t.Errorf("%d claims could not be told, %+v", failed, n)
	}
}
