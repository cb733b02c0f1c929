package winrm_test

import (
	"context"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/krb/krbtest"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

const fqdn = "srv01.praxis.test"

// domain is a realm with a host that is known by its keytab.
func domain(t *testing.T) (*krbtest.KDC, string) {
	k := krbtest.Start(t)
	k.Admin(t, `addprinc -pw "`+password+`" xops`, `addprinc -pw "`+password+`" -pwexpire yesterday alt`,
		"addprinc -pw x dienst",
		"addprinc -randkey HTTP/"+fqdn, "addprinc -randkey HTTP/srv02.praxis.test")
	return k, k.Keytab(t, false, "HTTP/"+fqdn)
}

// startKerberos is a host of the domain. It is dialled by address, and known to Kerberos and by its certificate's pin.
func startKerberos(t *testing.T, k *krbtest.KDC, keytab string, cfg wsman.Config) *host {
	t.Helper()
	server, err := krb.NewServer(keytab)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Kerberos = server
	h := start(t, true, cfg, "kerberos")
	h.cfg.User, h.cfg.TLS.ServerName = "xops@PRAXIS.TEST", fqdn
	h.cfg.Kerberos = winrm.Kerberos{Conf: k.Conf, Tickets: krb.NewCache()}
	return h
}

func TestKerberos(t *testing.T) {
	k, keytab := domain(t)
	keys, ccache := k.Keytab(t, true, "dienst"), k.Kinit(t, "xops", password)
	for name, tt := range map[string]struct {
		change func(*winrm.Config)
		server wsman.Config
		user   string
	}{
		"password": {func(*winrm.Config) {}, wsman.Config{}, "xops"},
		"keytab": {func(c *winrm.Config) {
			c.User, c.Kerberos.Realm, c.Kerberos.Keytab = "dienst", "praxis.test", keys
		}, wsman.Config{}, "dienst"},
		"ccache": {
			func(c *winrm.Config) { c.User, c.Password, c.Kerberos.CCache = "", nil, ccache },
			wsman.Config{},
			"xops",
		},
		"strict binding":       {func(*winrm.Config) {}, wsman.Config{StrictCBT: true}, "xops"},
		"no NTLM":              {func(*winrm.Config) {}, wsman.Config{NoNTLM: true}, "xops"},
		"each request for its": {func(*winrm.Config) {}, wsman.Config{NoPersist: true}, "xops"},
	} {
		t.Run(name, func(t *testing.T) {
			h := startKerberos(t, k, keytab, tt.server)
			tt.change(&h.cfg)
			c := h.dial(t)
			for range 2 {
				if out, _, _ := run(t, c, "echo Größe"); out != "Größe\n" {
					t.Error(out)
				}
			}
			n := h.Counters()
			if tt.server.NoPersist {
				// The 401 that says so closes its connection.
				if n.FailedLogons != 0 || n.Connections != 2 || n.OpenShells != 0 {
					t.Errorf("%+v", n)
				}
			} else if n.Logons != 1 || n.FailedLogons != 0 || n.Connections != 1 || c.Stats().Logons != 1 {
				t.Errorf("%+v %+v", n, c.Stats())
			}
			for i, r := range h.Records() {
				if i > 0 && r.User != tt.user+"@PRAXIS.TEST" && !tt.server.NoPersist {
					t.Errorf("%+v", r)
				}
			}
		})
	}
}

// TestKerberosRun: one logon at the KDC and one ticket for each host in a run, reconnects included.
func TestKerberosRun(t *testing.T) {
	k, keytab := domain(t)
	tickets := krb.NewCache()
	other := k.Keytab(t, false, "HTTP/srv02.praxis.test")
	hosts := []*host{startKerberos(t, k, keytab, wsman.Config{}), startKerberos(t, k, other, wsman.Config{})}
	hosts[1].cfg.TLS.ServerName = "srv02.praxis.test"
	var all sync.WaitGroup
	for range 5 {
		for _, h := range hosts {
			cfg := h.cfg
			cfg.Kerberos.Tickets = tickets
			all.Go(func() {
				c, err := winrm.Dial(t.Context(), cfg)
				if err != nil {
					t.Error(err)
					return
				}
				run(t, c, "echo x")
				_ = c.Close()
			})
		}
	}
	all.Wait()
	if (tickets.Counts != krb.Counts{Logons: 1, Tickets: 2}) {
		t.Errorf("%+v", tickets.Counts)
	}
}

func TestKerberosRefused(t *testing.T) {
	k, keytab := domain(t)
	before := func() int { return k.Count(t, "PREAUTH_FAILED") }
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = nobody.Close()
	away := t.TempDir() + "/krb5.conf"
	if err := os.WriteFile(away, []byte("[realms]\nPRAXIS.TEST = {\n kdc = "+nobody.Addr().String()+"\n}\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	clock := func(d time.Duration) wsman.Config {
		return wsman.Config{Clock: func() time.Time { return time.Now().Add(d) }}
	}
	for name, tt := range map[string]struct {
		change         func(*winrm.Config)
		server         wsman.Config
		id             problem.ID
		has            string
		wrong, reached int // wrong passwords at the KDC, logons at the host
	}{
		"wrong password": {
			func(c *winrm.Config) { c.Password = secret("falsch") },
			wsman.Config{},
			problem.KerberosRefused, "tried exactly once", 1, 0,
		},
		"expired password": {
			func(c *winrm.Config) { c.User = "alt@PRAXIS.TEST" },
			wsman.Config{},
			problem.PasswordExpired, "", 0, 0,
		},
		"unknown host": {
			func(c *winrm.Config) { c.TLS.ServerName = "srv99.praxis.test" },
			wsman.Config{},
			problem.KerberosSPN, "setspn -Q HTTP/srv99.praxis.test", 0, 0,
		},
		"other host": {
			func(c *winrm.Config) { c.TLS.ServerName = "srv02.praxis.test" },
			wsman.Config{},
			problem.KerberosTicketRefused, "srv02", 0, 1,
		},
		"address only": {
			func(c *winrm.Config) { c.TLS.ServerName = "" },
			wsman.Config{},
			problem.KerberosNeedsName,
			"tls_server_name", 0, 0,
		},
		"http": {
			func(c *winrm.Config) { c.HTTPS = false },
			wsman.Config{},
			problem.AuthNeedsHTTPS,
			"https = true", 0, 0,
		},
		"clock behind": {func(*winrm.Config) {}, clock(-10 * time.Minute), problem.KerberosClocks, "10m", 0, 1},
		"clock ahead":  {func(*winrm.Config) {}, clock(10 * time.Minute), problem.KerberosClocks, "m", 0, 1},
		"no KDC": {
			func(c *winrm.Config) { c.Kerberos.Conf = away },
			wsman.Config{},
			problem.KDCSilent, "88", 0,
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := before()
			h := startKerberos(t, k, keytab, tt.server)
			tt.change(&h.cfg)
			_, err := winrm.Dial(t.Context(), h.cfg)
			p := problemtest.Told(t, err, tt.id)
			if text := p.Text(text.English); !strings.Contains(p.Detail+text.Cause+text.Cure, tt.has) ||
				!p.Class().NoConnection() {
				t.Errorf("%#v", err)
			}
			if n := h.Counters(); n.Logons != tt.reached || before()-wrong != tt.wrong {
				t.Errorf("%+v, %d wrong passwords at the KDC", n, before()-wrong)
			}
		})
	}
	t.Run("not offered", func(t *testing.T) {
		h := startKerberos(t, k, keytab, wsman.Config{})
		plain := start(t, true, wsman.Config{NoNTLM: true, AllowBasic: true}, "kerberos")
		cfg := plain.cfg
		cfg.User, cfg.TLS.ServerName, cfg.Kerberos = h.cfg.User, h.cfg.TLS.ServerName, h.cfg.Kerberos
		_, err := winrm.Dial(t.Context(), cfg)
		if problemtest.Told(t, err, problem.KerberosOff); plain.Counters().Logons != 0 {
			t.Errorf("%v %+v", err, plain.Counters())
		}
	})
}

// TestKerberosProof: a host that takes the logon but does not prove itself is not the one that was meant.
func TestKerberosProof(t *testing.T) {
	k, keytab := domain(t)
	h := startKerberos(t, k, keytab,
		wsman.Config{Intercept: func(int, string) wsman.Action { return wsman.Action{Status: 200} }})
	run := func(cfg winrm.Config) error { _, err := winrm.Dial(t.Context(), cfg); return err }
	if err := run(h.cfg); err != nil {
		t.Errorf("the lab's answer has its proof whatever the status: %v", err)
	}
	silent := start(t, true,
		wsman.Config{Intercept: func(int, string) wsman.Action { return wsman.Action{Status: 200} }}, "kerberos")
	cfg := silent.cfg
	cfg.User, cfg.TLS.ServerName, cfg.Kerberos = h.cfg.User, fqdn, h.cfg.Kerberos
	if err := run(cfg); class(t, err) != "identity" {
		t.Error(err)
	}
}

// TestKerberosOneRequest: the logon costs one request, and nothing of the password leaves for the host.
func TestKerberosOneRequest(t *testing.T) {
	k, keytab := domain(t)
	h := startKerberos(t, k, keytab, wsman.Config{})
	var dialled []string
	h.cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	c := h.dial(t)
	if s := c.Stats(); s.Requests != 1 || s.Logons != 1 || s.Connections != 1 {
		t.Errorf("%+v", s)
	}
	if !slices.Contains(dialled, k.Address) {
		t.Errorf("the KDC was not reached by the way to the host: %v", dialled)
	}
	dialled = nil
	_ = h.dial(t)
	if len(dialled) != 1 {
		t.Errorf("the ticket was not kept: %v", dialled)
	}
}
