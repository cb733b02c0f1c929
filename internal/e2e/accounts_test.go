package e2e

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
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

// TestLogonIsAskedForInTheMiddle: a host that answers 401 on a connection that was logged on, as one does whose WinRM
// was restarted, is logged on to once more, and the work goes on. Where the password is no longer taken it is not tried
// a second time.
func TestLogonIsAskedForInTheMiddle(t *testing.T) {
	// A shell that is open is ended over a connection of its own.
	for action, logons := range map[string]int{"Create": 2, "Command": 3, "Send": 3, "Receive": 3} {
		for _, refused := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s-%v", action, refused), func(t *testing.T) {
				t.Parallel()
				var asked atomic.Bool
				var messages atomic.Int32 // of NTLM, two for each logon
				f := newLab(t, lab.Config{
					Practices: 1, Sets: [][]lab.Fault{{lab.KundennummerMissing}},
					Intercept: func(_ *lab.Host, _ int, a string) wsman.Action {
						if a == action && asked.CompareAndSwap(false, true) ||
							a == "Logon" && asked.Load() && refused && messages.Add(1)%2 == 0 {
							return wsman.Action{Status: http.StatusUnauthorized}
						}
						return wsman.Action{}
					},
				})
				o := newOperator(t, f)
				r := o.xops(o.on("apply", "--yes", "--host", "*/srv01", "kundennummer")...)
				h := r.document(t).Hosts[0]
				n := f.Practices[0].Hosts[0].Server().Counters()
				if refused {
					if r.code != 3 || messages.Load() != 2 {
						t.Errorf("%d messages of NTLM: %s", messages.Load(), r)
					}
				} else if h.Status != plan.Changed || n.Logons != logons || n.FailedLogons != 0 {
					t.Errorf("%+v: %s", n, r)
				}
			})
		}
	}
}

// TestAnEndIsNoLostConnection: PowerShell that is refused, or ended at its start, ends the same way over another
// connection, so none is made and nobody logs on a second time.
func TestAnEndIsNoLostConnection(t *testing.T) {
	f := newLab(t, lab.Config{Practices: 4, Sets: [][]lab.Fault{
		{lab.AntivirusKills}, {lab.AntivirusKills}, {lab.AntivirusRefuses}, {lab.AntivirusCuts},
	}})
	o := newOperator(t, f)
	for _, command := range []string{"ping", "facts"} {
		before := counters(f)
		r := o.xops(o.on(command, "--host", "*/srv01")...)
		if r.code != 3 || strings.Count(r.out, `"code": "blocked"`) != 4 {
			t.Errorf("%s", r)
		}
		after := counters(f)
		for _, p := range f.Practices {
			id := p.Hosts[0].ID()
			if n := used(before[id], after[id]); n.Logons != 1 || n.Connections != 1 || n.OpenShells != 0 {
				t.Errorf("%s %v: %s: %+v", id, p.Faults, command, n)
			}
		}
	}
}
