//go:build unix

package doctor_test

import (
	"context"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/need"
)

// TestPracticeWindows: the agent's part of the preflight and the pilot's probes in the practice Windows' PowerShell.
// What Wine is known to differ in is not looked at; that every probe is understood is.
func TestPracticeWindows(t *testing.T) {
	kit, err := wine.Find()
	if err != nil {
		need.Missing(t, err.Error())
	}
	host, err := kit.NewHost("KH-SRV01")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(host.Close)
	b := newBench(t, false, func(c *wsman.Config) { c.Machine = host })
	b.deps.Write, b.deps.Files = true, 5
	idle := b.deps.Wait
	b.deps.Wait = func(ctx context.Context, d time.Duration) error {
		if d > time.Minute {
			return idle(ctx, d)
		}
		return pause(ctx, d) // what runs there takes real time
	}
	result, r := doctor.Pilot(t.Context(), b.host, b.deps, nil)
	if result == nil {
		t.Fatalf("%+v\n%+v", r.Finding, r.Checks)
	}
	if evidence(r, "agent", "language_mode") != "FullLanguage" || evidence(r, "echo", "bytes") == "" {
		t.Errorf("%+v", r.Checks)
	}
	for _, c := range result.Claims {
		t.Logf("%s %s %v %s", c.ID, c.Verdict, c.Evidence, c.Error)
		if c.Error != "" {
			t.Errorf("%s: %s", c.ID, c.Error)
		}
		for _, f := range c.Evidence {
			if f.Name == "fault" && (f.Value == "invalid" || f.Value == "unsupported" || f.Value == "internal") {
				t.Errorf("%s: the agent does not understand the probe: %v", c.ID, f.Value)
			}
		}
		switch c.ID {
		case "W-01", "W-03", "W-04", "W-06", "W-07", "W-09",
			"S-01", "S-02", "S-04", "S-05", "S-07", "S-08", "S-09", "S-10":
			if c.Verdict != doctor.Confirmed {
				t.Errorf("%s is %s: %v", c.ID, c.Verdict, c.Evidence)
			}
		}
	}
	if len(result.Left) > 0 {
		t.Errorf("left: %v", result.Left)
	}
	if n := b.server.Counters(); n.Logons != 1 || n.OpenShells != 0 {
		t.Errorf("%+v", n)
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
