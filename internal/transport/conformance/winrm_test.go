//go:build unix

package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// winrmOverHTTP is a lab host; way leads to it.
func winrmOverHTTP(t *testing.T, way func(ctx context.Context, o Options) (*ssh.Path, error)) Target {
	t.Helper()
	m := &Machine{}
	server, err := wsman.New(wsman.Config{Machine: m, Hostname: "SRV01", Users: map[string]string{"xops": "geheim"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	addr, err := server.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	return Target{
		Program: "far", Alive: m.Alive, Logons: func() int { return server.Counters().Logons },
		Codes: []int{256, 3010, 2147942405, 3221225786}, Cuts: 32, NoIdentity: true,
		Dial: func(ctx context.Context, o Options) (transport.Conn, error) {
			path, err := way(ctx, o)
			if err != nil {
				return nil, err
			}
			password := "geheim"
			if o.WrongSecret {
				password = "falsch"
			}
			host, port := splitAddr(addr)
			c, err := winrm.Dial(ctx, winrm.Config{
				Address: host, Port: port, User: "xops", OperationTimeout: 500 * time.Millisecond, Dial: path.Dial,
				Password: func(context.Context) (string, error) { return password, nil },
			})
			if err != nil {
				path.Close()
				return nil, err
			}
			return tidy{c, server, path}, nil
		},
	}
}

// Over HTTP the messages are sealed by NTLM; HTTPS is tested beside the transport itself.
func TestWinRMOverHTTP(t *testing.T) {
	Run(t, winrmOverHTTP(t, func(ctx context.Context, o Options) (*ssh.Path, error) {
		return ssh.Through(ctx, ssh.Config{Dial: o.Line.Dial})
	}))
}

func TestWinRMThroughBastion(t *testing.T) {
	l := newLab(t)
	Run(t, winrmOverHTTP(t, func(ctx context.Context, o Options) (*ssh.Path, error) {
		return ssh.Through(ctx, ssh.Config{
			Jump: []ssh.Hop{l.bastion}, Auth: "key", KeyFile: l.key, KnownHosts: l.known,
			Dial: o.Line.Dial,
		})
	}))
}

// tidy ends the shells that a cut left on the host, where they would live for 15 minutes.
type tidy struct {
	transport.Conn
	host *wsman.Server
	path *ssh.Path
}

func (c tidy) Close() error {
	defer c.host.CloseShells()
	defer c.path.Close()
	return c.Conn.Close()
}
