package dial

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport/conformance"
)

// TestOneRefusedLogon counts at the servers what a wrong password costs its account when twelve hosts are dialled at
// once: one logon where the account is a domain's, three where each host may have its own, and never one where the
// password is right.
func TestOneRefusedLogon(t *testing.T) {
	const hosts = 12
	for _, tt := range []struct {
		user, password string
		failed, logons int
	}{
		{`PRAXIS\xops`, "falsch", 1, 1},
		{"xops@praxis.test", "falsch", 1, 1},
		{`.\xops`, "falsch", 3, 3},
		{"xops", "falsch", 3, 3},
		{`PRAXIS\xops`, "richtig", 0, hosts},
		{"xops", "richtig", 0, hosts},
	} {
		t.Run(tt.user+" "+tt.password, func(t *testing.T) {
			var servers []*wsman.Server
			var text strings.Builder
			fmt.Fprintf(&text, "practice \"huber\" {\n  connection {\n    https = false\n    user = %q\n"+
				"    password = env(\"KENNWORT\")\n  }\n", tt.user)
			for i := range hosts {
				s, err := wsman.New(wsman.Config{
					Machine: &conformance.Machine{}, Hostname: fmt.Sprintf("SRV%02d", i),
					Users: map[string]string{"xops": "richtig"},
				})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = s.Close() })
				addr, err := s.Listen("127.0.0.1:0", false)
				if err != nil {
					t.Fatal(err)
				}
				servers = append(servers, s)
				fmt.Fprintf(&text, "  host \"srv%02d\" {\n    address = \"127.0.0.1\"\n    connection {\n"+
					"      port = %d\n    }\n  }\n", i, addr.(*net.TCPAddr).Port)
			}
			path := filepath.Join(t.TempDir(), "inventory.hcl")
			if err := os.WriteFile(path, []byte(text.String()+"}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			inv, diags := inventory.Load(path, nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			d := &Dialer{Secrets: inventory.NewResolver(func(string) (string, bool) { return tt.password, true }, nil)}
			var all sync.WaitGroup
			for _, h := range inv.Practices[0].Hosts {
				all.Go(func() {
					c, err := d.Dial(t.Context(), h)
					switch {
					case err == nil:
						_ = c.(*conn).Close()
					case !problem.Is(err, problem.LogonRefused, problem.LogonNotTried):
						t.Errorf("%s: %v", h.Name, err)
					}
				})
			}
			all.Wait()
			logons, failed := 0, 0
			for _, s := range servers {
				logons += s.Counters().Logons
				failed += s.Counters().FailedLogons
			}
			if logons != tt.logons || failed != tt.failed {
				t.Errorf("%d logons, %d of them failed; want %d and %d", logons, failed, tt.logons, tt.failed)
			}
		})
	}
}
