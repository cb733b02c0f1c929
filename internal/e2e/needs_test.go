package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
)

// TestNothingIsDialledWithoutASecret: what is missing on the operator's side is said once, with its place and how many
// hosts it concerns, with exit code 1, and no host sees a connection. inventory validate finds it, too.
func TestNothingIsDialledWithoutASecret(t *testing.T) {
	t.Parallel()
	f := newLab(t, lab.Config{Practices: 3, Sets: [][]lab.Fault{everything}})
	o := newOperator(t, f)
	passwords, err := filepath.Glob(filepath.Join(o.dir, "*.password"))
	if err != nil || len(passwords) != 1 {
		t.Fatal(passwords, err)
	}
	if err := os.Remove(passwords[0]); err != nil {
		t.Fatal(err)
	}
	host := f.Practices[0].Hosts[0].ID()
	for _, args := range [][]string{
		{"ping"},
		{"facts"},
		{"plan", "kundennummer"},
		{"check"},
		{"apply", "--yes", "kundennummer"},
		{"fix", host, "kundennummer", "--yes"},
		{"fix", host},
		{"exec", "--yes", "-i", o.inventory, "--", "cmd", "/c", "ver"},
		{"inventory", "validate"},
	} {
		if args[0] != "exec" {
			args = append(args, "-i", o.inventory)
		}
		r := o.xops(args...)
		if r.code != 1 || strings.Count(r.err, "Error:") != 1 || !strings.Contains(r.err, "inventory.hcl line ") ||
			!strings.Contains(r.err, "hosts: ") && !strings.Contains(r.err, "host: ") {
			t.Errorf("%s", r)
		}
	}
	for _, h := range f.Hosts() {
		if n := h.Server().Counters().Connections; n > 0 {
			t.Errorf("%s was dialled %d times", h.ID(), n)
		}
	}
	// A host of which no playbook asks anything needs no secret.
	if r := o.xops("plan", "kundennummer", "--host", "*/ws*", "-i", o.inventory); r.code != 0 {
		t.Errorf("%s", r)
	}
}
