package lab

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/resource"
)

var update = flag.Bool("update", false, "write the fingerprints of the plans anew; say in the commit why they are others")

// TestPlansStayAsTheyAre pins the plans of the shipped playbooks on three fleets, byte for byte with what would be sent: how they are worked out may
// change, what comes out may not.
func TestPlansStayAsTheyAre(t *testing.T) {
	set := shipped(t)
	var b strings.Builder
	for seed := range int64(3) {
		f := start(t, Config{Seed: seed})
		path := filepath.Join(t.TempDir(), "lab.hcl")
		if err := f.WriteInventory(path); err != nil {
			t.Fatal(err)
		}
		inv, diags := inventory.Load(path, hclx.NewParser())
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, host := range inv.Hosts() {
			h := look(t, set, eval.Target{
				ID: host.ID(), Title: host.Practice.Title, Host: inventory.HostValue(host), Practice: inventory.PracticeValue(host.Practice),
			}, f.Host(host.ID()))
			h.Values = nil // a lab's addresses are those of the day
			ops := make([]*resource.Op, len(h.Changes))
			for i := range h.Changes {
				ops[i] = h.Changes[i].Op
			}
			data, err := json.Marshal(map[string]any{"plan": h, "ops": ops})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%d %s %x\n", seed, host.ID(), sha256.Sum256(data))
		}
		f.Stop()
	}
	golden := filepath.Join("testdata", "plans.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Error(d)
	}
}
