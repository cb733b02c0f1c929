package dial

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
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
			all, servers := servers(t, tt.user, hosts, nil)
			d := &Dialer{Secrets: inventory.NewResolver(func(string) (string, bool) { return tt.password, true }, nil)}
			var wait sync.WaitGroup
			for _, h := range all {
				wait.Go(func() {
					c, err := d.Dial(t.Context(), h)
					switch {
					case err == nil:
						_ = c.(*conn).Close()
					case !problem.Is(err, problem.LogonRefused, problem.LogonNotTried):
						t.Errorf("%s: %v", h.Name, err)
					}
				})
			}
			wait.Wait()
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

// TestRefusedAfterwards: an account of a domain that a host has let in and then turns away, on a connection that it
// makes anew by itself, is tried nowhere any more; an account of each host's own is left alone at that host only.
func TestRefusedAfterwards(t *testing.T) {
	for user, elsewhere := range map[string]bool{`PRAXIS\xops`: false, "xops@praxis.test": false, `.\xops`: true} {
		t.Run(user, func(t *testing.T) {
			var asks atomic.Bool
			var refused atomic.Int32
			hosts, _ := servers(t, user, 2, func(_ int, action string) wsman.Action {
				switch {
				case action == "Receive" && asks.CompareAndSwap(false, true),
					action == "Logon" && asks.Load() && refused.Add(1)%2 == 0: // the second message of the two
					return wsman.Action{Status: http.StatusUnauthorized}
				}
				return wsman.Action{}
			})
			d := &Dialer{Secrets: inventory.NewResolver(func(string) (string, bool) { return "richtig", true }, nil)}
			c, err := d.Dial(t.Context(), hosts[0])
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close() //nolint:errcheck // nothing to lose
			p, err := c.(*conn).Start(t.Context(), "hang")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Receive(t.Context()); !problem.Is(err, problem.LogonAgain) {
				t.Fatal(err)
			}
			_ = p.Close(t.Context())
			if _, err := d.Dial(t.Context(), hosts[0]); !problem.Is(err, problem.LogonNotTried) || refused.Load() != 2 {
				t.Errorf("%v, after %d messages", err, refused.Load())
			}
			other, err := d.Dial(t.Context(), hosts[1])
			if (err == nil) != elsewhere || !elsewhere && !problem.Is(err, problem.LogonNotTried) {
				t.Errorf("the other host: %v", err)
			}
			if err == nil {
				_ = other.Close()
			}
		})
	}
}

// servers are hosts that take the password "richtig". Intercept is asked by the first of them; it may be nil.
func servers(t *testing.T, user string, n int, intercept func(int, string) wsman.Action) ([]*inventory.Host,
	[]*wsman.Server,
) {
	t.Helper()
	var all []*wsman.Server
	var text strings.Builder
	fmt.Fprintf(&text, "practice \"huber\" {\n  connection {\n    https = false\n    user = %q\n"+
		"    password = env(\"KENNWORT\")\n  }\n", user)
	for i := range n {
		s, err := wsman.New(wsman.Config{
			Machine: &conformance.Machine{}, Hostname: fmt.Sprintf("SRV%02d", i),
			Users: map[string]string{"xops": "richtig"}, Intercept: intercept,
		})
		if err != nil {
			t.Fatal(err)
		}
		intercept = nil
		t.Cleanup(func() { _ = s.Close() })
		addr, err := s.Listen("127.0.0.1:0", false)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
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
	return inv.Practices[0].Hosts, all
}
