// Package dial turns a host of the inventory into a connection: over WinRM, SSH or locally, through bastions, with an
// agent on it.
package dial

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/local"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// pinFile is where certificates that are trusted on first use are remembered, in the state directory.
const pinFile = "certificates"

// Dialer connects to hosts by what the inventory says. Secrets are read once in a run: by Needs, else when a host is
// dialled.
type Dialer struct {
	// Secrets resolves what the inventory only refers to.
	Secrets inventory.Resolver
	// State gives the state directory, where identities that are trusted on first use are remembered.
	State  func() (string, error)
	Getenv func(string) string
	Now    func() time.Time
	// Met is told what is remembered of a host at the first contact; it is called from many goroutines. nil: nobody
	// wants to know.
	Met func(h *inventory.Host, id transport.Identity)
	// Tickets of Kerberos, for the whole run.
	Tickets *krb.Cache
	// Again asks a person once more for a password that a host has refused, and gives it; nil: nobody can be asked.
	Again func(ctx context.Context, h *inventory.Host) (string, error)

	trials  trials
	refused func(error) // is told where a host refuses a logon on a connection that is made anew; may be nil
}

// Dial connects and logs on, once; more often only with a password that a person types anew each time.
func (d *Dialer) Dial(ctx context.Context, h *inventory.Host) (exec.Conn, error) {
	var c transport.Conn
	err := d.once(ctx, h, func(one *Dialer) (err error) {
		c, err = one.connect(ctx, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &conn{c}, nil
}

// Password is what a logon asks for a host's password; nil where the host has none.
type Password func(ctx context.Context) (string, error)

// Logon has somebody else log on, over a connection of his own, with a password that is on trial as Dial's are: once
// hosts have refused it, it is given to nobody any more. Where it is another host's turn to try it, logon is called
// again.
func (d *Dialer) Logon(ctx context.Context, h *inventory.Host, logon func(Password) error) error {
	return d.once(ctx, h, func(one *Dialer) error { return logon(one.password(h)) })
}

// once hands on a dialer that gives a host's password away only as far as its trial allows.
func (d *Dialer) once(ctx context.Context, h *inventory.Host, connect func(*Dialer) error) error {
	if t := d.find(h); t != nil {
		return d.tried(ctx, h, t, connect)
	}
	return connect(d)
}

func (d *Dialer) password(h *inventory.Host) Password {
	s := h.Connection.Password
	if s == nil {
		return nil
	}
	return func(ctx context.Context) (string, error) { return d.Secrets.Resolve(ctx, s) }
}

func (d *Dialer) connect(ctx context.Context, h *inventory.Host) (transport.Conn, error) {
	switch h.Connection.Transport {
	case "local":
		return local.Dial(local.Config{})
	case "ssh":
		return d.ssh(ctx, h)
	}
	return d.winrm(ctx, h)
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

func (d *Dialer) winrm(ctx context.Context, h *inventory.Host) (transport.Conn, error) {
	c, err := d.WinRM(ctx, h)
	if err != nil {
		return nil, err
	}
	if h.Connection.Jump == "" {
		return dialWinRM(ctx, c)
	}
	way, err := d.Bastions(ctx, h)
	if err != nil {
		return nil, err
	}
	path, err := ssh.Through(ctx, way)
	if err != nil {
		return nil, err
	}
	c.Dial = path.Dial
	conn, err := dialWinRM(ctx, c)
	if err != nil {
		path.Close()
		return nil, err
	}
	return &jumped{conn, path}, nil
}

func dialWinRM(ctx context.Context, c winrm.Config) (transport.Conn, error) {
	conn, err := winrm.Dial(ctx, c)
	if err != nil {
		return nil, err // not a nil *Conn in an interface
	}
	return conn, nil
}

// jumped is a connection through bastions, which end with it.
type jumped struct {
	transport.Conn
	path *ssh.Path
}

// Close closes the connection, then the way to it.
func (j *jumped) Close() error {
	err := j.Conn.Close()
	j.path.Close()
	return err
}

// WinRM is how the inventory says that a host is reached. The password is asked for when it is used.
func (d *Dialer) WinRM(_ context.Context, h *inventory.Host) (winrm.Config, error) {
	k := &h.Connection
	c := winrm.Config{
		Address: h.Address, Port: k.Port, HTTPS: k.HTTPS, Auth: k.Auth, User: k.User,
		CertFile: k.CertFile, KeyFile: k.KeyFile, Now: d.Now,
		TLS: winrm.TLS{
			CAFile: k.CAFile, ServerName: k.TLSServerName, Fingerprint: k.Fingerprint,
			FirstUse: k.Trust == "first-use", Met: d.met(h),
		},
	}
	if k.Auth == "kerberos" {
		c.Kerberos = d.kerberos(h)
	}
	c.Password, c.Refused = d.password(h), d.refused
	if c.TLS.FirstUse {
		dir, err := d.State()
		if err != nil {
			return c, err
		}
		c.TLS.PinFile = filepath.Join(dir, pinFile)
	}
	return c, nil
}

// met is what tells of a host's identity.
func (d *Dialer) met(h *inventory.Host) func(transport.Identity) {
	if d.Met == nil {
		return nil
	}
	return func(id transport.Identity) { d.Met(h, id) }
}

// kerberos is how the inventory says that tickets are come by.
func (d *Dialer) kerberos(h *inventory.Host) winrm.Kerberos {
	k := winrm.Kerberos{
		Realm: h.Connection.Realm, Keytab: h.Connection.Keytab, CCache: d.Getenv("KRB5CCNAME"),
		Conf: d.Getenv("KRB5_CONFIG"), Scope: h.Practice.Name, Tickets: d.Tickets,
	}
	if uid := os.Getuid(); k.CCache == "" && uid >= 0 {
		k.CCache = fmt.Sprintf("/tmp/krb5cc_%d", uid) // where kinit leaves tickets
	}
	return k
}
