package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
)

// TestOneRefusedLogonInACall counts at the servers what a wrong password costs an account of a domain, whatever command
// is given, on however many hosts: accounts lock.
func TestOneRefusedLogonInACall(t *testing.T) {
	f := newLab(t, lab.Config{Practices: 6})
	o := newOperator(t, f)
	text, err := os.ReadFile(o.inventory)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if name, _, ok := strings.Cut(line, "="); ok && strings.TrimSpace(name) == "user" {
			line = name + "= \"PRAXIS\\\\xops\"\n"
		}
		lines = append(lines, line)
	}
	for name, data := range map[string]string{
		o.inventory: strings.Join(lines, ""),
		strings.TrimSuffix(o.inventory, ".hcl") + ".password": "falsch\n",
	} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range [][]string{
		{"doctor"},
		{"ping"},
		{"facts"},
		{"check", "kundennummer"},
		{"plan", "kundennummer"},
		{"apply", "kundennummer", "--yes"},
		{"exec", "--yes", "--", "hostname"},
	} {
		before := refusals(f)
		ran := o.xops(append(command[:1:1], append([]string{"--json", "-i", o.inventory}, command[1:]...)...)...)
		told := ran.code == 3 && strings.Contains(ran.out, "logon-not-tried")
		if refused := refusals(f) - before; refused != 1 || !told {
			t.Errorf("%d refused logons on %d hosts: %s", refused, len(f.Hosts()), ran)
		}
	}
}

// refusals are the logons that a fleet's WinRM servers have refused so far.
func refusals(f *lab.Fleet) int {
	n := 0
	for _, h := range f.Hosts() {
		if s := h.Server(); s != nil {
			n += s.Counters().FailedLogons
		}
	}
	return n
}
