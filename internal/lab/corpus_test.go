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

var update = flag.Bool("update", false, "write the fingerprints of the plans anew; say in the commit why they are "+
	"others")

// TestPlansStayAsTheyAre pins the plans of the shipped playbooks on three fleets, byte for byte with what would be
// sent: how they are worked out may change, what comes out may not.
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
				ID: host.ID(), Title: host.Practice.Title, Host: inventory.HostValue(host),
				Practice: inventory.PracticeValue(host.Practice),
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

// A host's plan of the five shipped playbooks stays cheap, with every fault at once: a fleet has thousands of them.
func TestAllocationsOfAPlan(t *testing.T) {
	const most = 30_000
	set := shipped(t)
	all := []Fault{
		PortClosed, NotInstalled, KundennummerMissing, IniBlanks, WrongPVSName, WrongPVSDataPath,
		TempNoDelete, ServiceStopped,
	}
	f := start(t, Config{Practices: 4, Sets: [][]Fault{all, all, all, all}})
	path := filepath.Join(t.TempDir(), "lab.hcl")
	if err := f.WriteInventory(path); err != nil {
		t.Fatal(err)
	}
	inv, diags := inventory.Load(path, hclx.NewParser())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, practice := range inv.Practices {
		host := practice.Hosts[0]
		target := eval.Target{
			ID: host.ID(), Host: inventory.HostValue(host),
			Practice: inventory.PracticeValue(practice),
		}
		known := map[string]resource.Answer{}
		n := testing.AllocsPerRun(3, func() {
			e := eval.New(set, target)
			for queries := e.Queries(); len(queries) > 0; queries = e.Queries() {
				answers := make([]resource.Answer, len(queries))
				for i, q := range queries {
					a, ok := known[q.ID()]
					if !ok {
						a = f.Host(host.ID()).Sim.Get(q)
						known[q.ID()] = a
					}
					answers[i] = a
				}
				e.Add(queries, answers)
			}
			e.Plan()
		})
		t.Logf("%s: %.0f allocations", host.ID(), n)
		if n > most {
			t.Errorf("%s: %.0f allocations for five playbooks, more than %d", host.ID(), n, most)
		}
	}
}
