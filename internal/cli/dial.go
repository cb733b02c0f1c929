package cli

import (
	"context"
	"path/filepath"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// pinFile is where certificates that are trusted on first use are remembered, in the state directory.
const pinFile = "certificates"

// dialer connects to hosts by what the inventory says. Secrets are read when a host is dialled, each once in a run.
type dialer struct {
	secrets inventory.Resolver
	state   func() (string, error)
	getenv  func(string) string
}

func (p *program) dialer() exec.Dialer {
	if p.dial != nil {
		return p.dial
	}
	return p.configurer()
}

// configurer makes a dialer that goes by the inventory.
func (p *program) configurer() *dialer {
	lookup := func(name string) (string, bool) {
		v := p.Getenv(name)
		return v, v != ""
	}
	return &dialer{secrets: inventory.NewResolver(lookup, p.ReadSecret), state: p.stateDir, getenv: p.Getenv}
}

// Dial connects and logs on, once.
func (d *dialer) Dial(ctx context.Context, h *inventory.Host) (exec.Conn, error) {
	if h.Connection.Transport != "winrm" {
		return nil, later("transport = \""+h.Connection.Transport+"\"", h)
	}
	if h.Connection.Jump != "" {
		return nil, later("jump", h) // going there directly instead could reach another computer
	}
	c, err := d.winrm(ctx, h)
	if err != nil {
		return nil, err
	}
	return &conn{c}, nil
}

// conn starts agents over a connection.
type conn struct{ transport.Conn }

// Open starts one agent process.
func (c *conn) Open(ctx context.Context, mode exec.Mode) (exec.Session, error) {
	s, err := agent.Open(ctx, c.Conn, mode, agent.Options{})
	if err != nil {
		return nil, err // not a nil *Session in an interface
	}
	return s, nil
}

func (d *dialer) winrm(ctx context.Context, h *inventory.Host) (transport.Conn, error) {
	c, err := d.winrmConfig(ctx, h)
	if err != nil {
		return nil, err
	}
	return winrm.Dial(ctx, c)
}

// winrmConfig is how the inventory says that a host is reached. The password is asked for when it is used.
func (d *dialer) winrmConfig(_ context.Context, h *inventory.Host) (winrm.Config, error) {
	k := &h.Connection
	c := winrm.Config{
		Address: h.Address, Port: k.Port, HTTPS: k.HTTPS, Auth: k.Auth, User: k.User,
		TLS: winrm.TLS{CAFile: k.CAFile, ServerName: k.TLSServerName, Fingerprint: k.Fingerprint, FirstUse: k.Trust == "first-use"},
	}
	if k.Password != nil {
		c.Password = func(ctx context.Context) (string, error) { return d.secrets.Resolve(ctx, k.Password) }
	}
	if c.TLS.FirstUse {
		dir, err := d.state()
		if err != nil {
			return c, err
		}
		c.TLS.PinFile = filepath.Join(dir, pinFile)
	}
	return c, nil
}

func later(what string, h *inventory.Host) error {
	return &transport.Error{
		Code: "unsupported", Summary: what + " comes with a later version of xops",
		Detail: h.ID(), Hint: "Use transport = \"winrm\" without jump for this host.",
	}
}
