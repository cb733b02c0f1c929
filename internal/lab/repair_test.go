package lab

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/playbooks"
)

// shipped are the playbooks of the repair.
func shipped(t *testing.T) *playbook.Set {
	t.Helper()
	loader := &playbook.Loader{
		Parser: hclx.NewParser(), Read: playbooks.FS.ReadFile, Kinds: step.Kinds(),
		QueryTypes: step.QueryTypes(), Catalogue: playbooks.Catalogue,
	}
	var all []*playbook.Playbook
	for _, name := range []string{
		"firewall-port", "installed-flag", "kundennummer", "reinstall-service-provider",
		"temp-permissions",
	} {
		p, diags := loader.Load(name + ".hcl")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		all = append(all, p)
	}
	set, diags := playbook.NewSet(all, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	set.Lang = text.German
	return set
}

// look plans the playbooks on a host's present state.
func look(t *testing.T, set *playbook.Set, target eval.Target, h *Host) *plan.Host {
	t.Helper()
	e := eval.New(set, target)
	for rounds := 0; ; rounds++ {
		queries := e.Queries()
		if len(queries) == 0 {
			return e.Plan()
		}
		if rounds > 20 {
			t.Fatalf("%s: it never ends asking: %v", h.ID(), queries)
		}
		answers := make([]resource.Answer, len(queries))
		for i, q := range queries {
			answers[i] = h.Sim.Get(q)
		}
		e.Add(queries, answers)
	}
}

// TestShippedPlaybooksRepairTheFleet plans, applies and plans again without a network: every seeded fault is found,
// what can be repaired is, a healthy practice needs nothing, and after the technician's visit nothing is left.
func TestShippedPlaybooksRepairTheFleet(t *testing.T) {
	if testing.Short() {
		t.Skip("evaluates five playbooks on every server three times")
	}
	set := shipped(t)
	f := start(t, Config{})
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
		h := f.Host(host.ID())
		target := eval.Target{
			ID: host.ID(), Title: practice.Title, Host: inventory.HostValue(host),
			Practice: inventory.PracticeValue(practice),
		}
		first := look(t, set, target, h)
		if first.Error != nil {
			t.Fatalf("%s %v: %v", h.ID(), h.Faults, first.Error)
		}
		// A fault of the way to the host is none of its state.
		faults := slices.DeleteFunc(slices.Clone(h.Faults), func(x Fault) bool {
			return x == HostOff ||
				x == WrongPassword || x == NoMandate
		})
		if (len(first.Changes) > 0) != (len(faults) > 0) {
			t.Errorf("%s (%s) has %v, and the plan has%s", h.ID(), h.Practice.Product, h.Faults, steps(first))
		}
		for _, c := range first.Changes {
			if c.Op == nil {
				continue
			}
			if r := h.Sim.Set(*c.Op); r.Status != resource.Done {
				t.Errorf("%s %s: %s %v now %v", h.ID(), c.Step, r.Status, r.Fault, r.Now)
			}
		}
		second := look(t, set, target, h)
		for _, c := range second.Changes {
			if c.Action != step.Manual {
				t.Errorf("%s %v: after it was applied the plan has%s", h.ID(), h.Faults, steps(second))
				break
			}
		}
		if h.Has(HostOff) {
			continue
		}
		for _, c := range second.Changes {
			if _, err := f.FollowManual(h, c.Step); err != nil {
				t.Errorf("%s %v: %v", h.ID(), h.Faults, err)
			}
		}
		third := look(t, set, target, h)
		if len(third.Changes) > 0 {
			t.Errorf("%s %v: after the technician's visit the plan has%s", h.ID(), h.Faults, steps(third))
		}
		for _, c := range third.Checks {
			if c.Severity == "required" && (c.Status == plan.CheckFinding || c.Status == plan.CheckUnknown) {
				t.Errorf("%s %v: %s: %s: %s", h.ID(), h.Faults, c.Check, c.Status, c.Message)
			}
		}
		if _, _, listening := provider(t, h); !listening {
			t.Errorf("%s %v: it does not listen", h.ID(), h.Faults)
		}
	}
}

func steps(h *plan.Host) string {
	var b strings.Builder
	for _, c := range h.Changes {
		b.WriteString(" " + c.Block())
	}
	if b.Len() == 0 {
		return " nothing"
	}
	return b.String()
}
