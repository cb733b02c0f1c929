package ssh

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Path is a way through bastions: what is dialled on it comes out at the last one.
type Path struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	clients []io.Closer
}

// Dial opens a TCP connection from the end of the path.
func (p *Path) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return p.dial(ctx, network, address)
}

// Close closes the bastions' connections, last to first.
func (p *Path) Close() {
	for i := len(p.clients) - 1; i >= 0; i-- {
		_ = p.clients[i].Close()
	}
}

// Through connects to the bastions of a configuration, one through the other. Without any it is the plain network.
func Through(ctx context.Context, cfg Config) (*Path, error) {
	p := &Path{dial: cfg.Dial}
	if p.dial == nil {
		p.dial = transport.Dial
	}
	cfg.Fingerprint = "" // the host's
	for _, hop := range cfg.Jump {
		client, err := logon(ctx, cfg, p.dial, hop.User, hostPort(hop.Address, hop.Port), methods(cfg, true))
		if err != nil {
			p.Close()
			var e *problem.Problem
			if errors.As(err, &e) {
				return nil, e.Clone().Set("bastion", hop.Address) // others may hold the same one: a secret's
			}
			return nil, err
		}
		p.clients = append(p.clients, client)
		p.dial = through(client, hop)
	}
	return p, nil
}

// through dials from a bastion.
func through(client *ssh.Client, hop Hop) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := client.DialContext(ctx, network, address)
		if err == nil {
			return withDeadlines(c), nil
		}
		var refused *ssh.OpenChannelError
		if !errors.As(err, &refused) {
			return nil, err
		}
		id := problem.BastionNoRoute
		switch {
		case refused.Reason == ssh.Prohibited:
			id = problem.BastionForbids
		case strings.Contains(strings.ToLower(refused.Message), "refused"):
			id = problem.NoListener
		}
		return nil, problem.New(id, "via", hop.Address).With("%s: %s", address, refused.Message).Because(err)
	}
}

// withDeadlines gives a forwarded connection the deadlines that it lacks and that WinRM's HTTP relies on.
func withDeadlines(far net.Conn) net.Conn {
	near, inner := net.Pipe()
	go func() {
		_, _ = io.Copy(inner, far)
		_ = inner.Close()
		_ = far.Close()
	}()
	go func() {
		_, _ = io.Copy(far, inner)
		_ = inner.Close()
		_ = far.Close()
	}()
	return &forwarded{Conn: near, far: far}
}

// forwarded is a connection through a bastion, under its own addresses.
type forwarded struct {
	net.Conn
	far net.Conn
}

func (f *forwarded) LocalAddr() net.Addr  { return f.far.LocalAddr() }
func (f *forwarded) RemoteAddr() net.Addr { return f.far.RemoteAddr() }
