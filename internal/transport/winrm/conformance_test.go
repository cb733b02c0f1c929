package winrm_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

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

// TestConformance runs the suite of all transports over HTTPS. (Over HTTP there is no identity of the host to check.)
func TestConformance(t *testing.T) {
	for _, auth := range []string{"ntlm", "basic"} {
		t.Run(auth, func(t *testing.T) {
			m := &conformance.Machine{}
			s, err := wsman.New(wsman.Config{Machine: m, Hostname: "SRV01", Users: map[string]string{"xops": password}, AllowBasic: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			addr, err := s.Listen("127.0.0.1:0", true)
			if err != nil {
				t.Fatal(err)
			}
			conformance.Run(t, conformance.Target{
				Program: "far", Alive: m.Alive, Logons: func() int { return s.Counters().Logons },
				Codes: []int{256, 3010, 2147942405, 3221225786}, Cuts: 32,
				Dial: func(ctx context.Context, o conformance.Options) (transport.Conn, error) {
					cfg := winrm.Config{
						Address: "127.0.0.1", Port: addr.(*net.TCPAddr).Port, HTTPS: true, Auth: auth, User: "xops", Password: secret(password),
						TLS: winrm.TLS{Fingerprint: winrm.Fingerprint(s.Certificate())}, OperationTimeout: 500 * time.Millisecond, Dial: o.Line.Dial,
					}
					if o.WrongSecret {
						cfg.Password = secret("falsch")
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
