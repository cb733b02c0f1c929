package winrm_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/conformance"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// tidy ends the shells that a cut left on the host, where they would live for 15 minutes.
type tidy struct {
	transport.Conn
	host *wsman.Server
}

func (c *tidy) Close() error {
	defer c.host.CloseShells()
	return c.Conn.Close()
}

// logon is one way to log on as the suite needs it.
type logon struct {
	auth    string
	server  wsman.Config
	prepare func(t *testing.T, c *winrm.Config)
	// wrong makes the secret wrong; refused counts the logons that are refused before the host is asked.
	wrong   func(c *winrm.Config)
	refused func() int
}

func wrongPassword(c *winrm.Config) { c.Password = secret("falsch") }

func passwords(auth string) func(t *testing.T) logon {
	return func(*testing.T) logon {
		return logon{
			auth: auth, server: wsman.Config{Users: map[string]string{"xops": password}, AllowBasic: true},
			wrong:   wrongPassword,
			prepare: func(_ *testing.T, c *winrm.Config) { c.User, c.Password = "xops", secret(password) },
		}
	}
}

func tickets(t *testing.T) logon {
	k, keytab := domain(t)
	server, err := krb.NewServer(keytab)
	if err != nil {
		t.Fatal(err)
	}
	cache := krb.NewCache()
	return logon{
		auth: "kerberos", server: wsman.Config{Kerberos: server}, wrong: wrongPassword,
		refused: func() int { return k.Count(t, "PREAUTH_FAILED") },
		prepare: func(_ *testing.T, c *winrm.Config) {
			c.User, c.Password, c.TLS.ServerName = "xops@PRAXIS.TEST", secret(password), fqdn
			// The line of the suite is the one to the host, and the ticket is there before it breaks.
			c.Kerberos = winrm.Kerberos{Conf: k.Conf, Tickets: cache, Dial: new(net.Dialer).DialContext}
		},
	}
}

func certificates(t *testing.T) logon {
	a := authority(t)
	cert, key := issue(t, a, "xops@praxis.test", -time.Hour, time.Hour)
	other, otherKey := issue(t, a, "niemand@praxis.test", -time.Hour, time.Hour)
	return logon{
		auth: "certificate", server: wsman.Config{
			ClientCAs:   a.Pool(),
			ClientUsers: map[string]string{"xops@praxis.test": "xops"},
		},
		prepare: func(_ *testing.T, c *winrm.Config) { c.CertFile, c.KeyFile = cert, key },
		wrong:   func(c *winrm.Config) { c.CertFile, c.KeyFile = other, otherKey },
	}
}

// TestConformance runs the suite of all transports over HTTPS. (Over HTTP there is no identity of the host to check.)
func TestConformance(t *testing.T) {
	for _, way := range []struct {
		name string
		make func(t *testing.T) logon
	}{
		{"ntlm", passwords("ntlm")},
		{"basic", passwords("basic")},
		{"kerberos", tickets},
		{"certificate", certificates},
	} {
		t.Run(way.name, func(t *testing.T) {
			m, l := &conformance.Machine{}, way.make(t)
			l.server.Machine, l.server.Hostname = m, "SRV01"
			s, err := wsman.New(l.server)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			addr, err := s.Listen("127.0.0.1:0", true)
			if err != nil {
				t.Fatal(err)
			}
			conformance.Run(t, conformance.Target{
				Program: "far", Alive: m.Alive, Codes: []int{256, 3010, 2147942405, 3221225786}, Cuts: 32,
				Logons: func() int {
					n := s.Counters().Logons
					if l.refused != nil {
						n += l.refused()
					}
					return n
				},
				Dial: func(ctx context.Context, o conformance.Options) (transport.Conn, error) {
					cfg := winrm.Config{
						Address: "127.0.0.1", Port: addr.(*net.TCPAddr).Port, HTTPS: true, Auth: l.auth,
						TLS:              winrm.TLS{Fingerprint: winrm.Fingerprint(s.Certificate())},
						OperationTimeout: 500 * time.Millisecond, Dial: o.Line.Dial,
					}
					l.prepare(t, &cfg)
					if o.WrongSecret {
						l.wrong(&cfg)
					}
					if o.WrongHost {
						cfg.TLS.Fingerprint = "sha256:" + strings.Repeat("1", 64)
					}
					c, err := winrm.Dial(ctx, cfg)
					if err != nil {
						return nil, err
					}
					return &tidy{c, s}, nil
				},
			})
		})
	}
}
