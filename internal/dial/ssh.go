package dial

import (
	"context"
	"net"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
)

// knownHosts is where SSH host keys that are trusted on first use are remembered, in the state directory.
const knownHosts = "known_hosts"

// SSH is how the inventory says that a host is reached by SSH. Host keys are checked against known_hosts of the
// connection, else against xops' own where they are learnt on first use, else against the user's.
func (d *Dialer) SSH(_ context.Context, h *inventory.Host) (ssh.Config, error) {
	k := &h.Connection
	c := ssh.Config{
		Address: h.Address, Port: k.Port, User: k.User, Auth: k.Auth, KeyFile: k.KeyFile,
		KnownHosts: k.KnownHosts, Fingerprint: k.Fingerprint, FirstUse: k.Trust == "first-use", Met: d.met(h),
		AgentSocket: d.Getenv("SSH_AUTH_SOCK"),
	}
	secret := func(s *inventory.Secret) func(context.Context) (string, error) {
		if s == nil {
			return nil
		}
		return func(ctx context.Context) (string, error) { return d.Secrets.Resolve(ctx, s) }
	}
	c.Secrets.Password, c.Secrets.Passphrase = secret(k.Password), secret(k.KeyPassphrase)
	if c.KnownHosts == "" {
		c.KnownHosts = d.home(".ssh/known_hosts")
		if c.FirstUse {
			dir, err := d.State()
			if err != nil {
				return c, err
			}
			c.KnownHosts = filepath.Join(dir, knownHosts)
		}
	}
	c.Jump = hops(k.Jump)
	return c, nil
}

// hops reads "user@host", "user@host:port", or several of them with commas between; the inventory has checked it.
func hops(jump string) []ssh.Hop {
	var out []ssh.Hop
	for part := range strings.SplitSeq(jump, ",") {
		user, address, ok := strings.Cut(strings.TrimSpace(part), "@")
		if !ok {
			continue
		}
		hop := ssh.Hop{User: user, Address: strings.Trim(address, "[]")}
		if host, port, err := net.SplitHostPort(address); err == nil {
			hop.Address = host
			hop.Port, _ = strconv.Atoi(port)
		}
		out = append(out, hop)
	}
	return out
}

func (d *Dialer) ssh(ctx context.Context, h *inventory.Host) (transport.Conn, error) {
	c, err := d.SSH(ctx, h)
	if err != nil {
		return nil, err
	}
	conn, err := ssh.Dial(ctx, c)
	if err != nil {
		return nil, err // not a nil *Conn in an interface
	}
	return conn, nil
}

// Bastions is the way to a host that is itself reached by WinRM: with the key, if the connection has one, else the
// agent.
func (d *Dialer) Bastions(ctx context.Context, h *inventory.Host) (ssh.Config, error) {
	c, err := d.SSH(ctx, h)
	c.Auth = "agent"
	if h.Connection.KeyFile != "" && h.Connection.Auth != "certificate" { // there it is the certificate's key
		c.Auth = "key"
	}
	c.Secrets.Password, c.Fingerprint = nil, "" // the host's, not the bastions'
	return c, err
}

// home is a path below the user's home folder; without one it is relative.
func (d *Dialer) home(path string) string {
	name := "HOME"
	if runtime.GOOS == "windows" {
		name = "USERPROFILE"
	}
	return filepath.Join(d.Getenv(name), path)
}
