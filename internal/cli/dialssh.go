package cli

import (
	"context"
	"net"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/transport/ssh"
)

// knownHosts is where SSH host keys that are trusted on first use are remembered, in the state directory.
const knownHosts = "known_hosts"

// sshConfig is how the inventory says that a host is reached by SSH. Host keys are checked against known_hosts of the connection, else
// against xops' own where they are learnt on first use, else against the user's.
func (d *dialer) sshConfig(_ context.Context, h *inventory.Host) (ssh.Config, error) {
	k := &h.Connection
	c := ssh.Config{Address: h.Address, Port: k.Port, User: k.User, Auth: k.Auth, KeyFile: k.KeyFile, KnownHosts: k.KnownHosts, FirstUse: k.Trust == "first-use"}
	secret := func(s *inventory.Secret) func(context.Context) (string, error) {
		if s == nil {
			return nil
		}
		return func(ctx context.Context) (string, error) { return d.secrets.Resolve(ctx, s) }
	}
	c.Secrets.Password, c.Secrets.Passphrase = secret(k.Password), secret(k.KeyPassphrase)
	if c.KnownHosts == "" {
		c.KnownHosts = d.home(".ssh/known_hosts")
		if c.FirstUse {
			dir, err := d.state()
			if err != nil {
				return c, err
			}
			c.KnownHosts = filepath.Join(dir, knownHosts)
		}
	}
	if k.Jump != "" {
		user, address, _ := strings.Cut(k.Jump, "@")
		hop := ssh.Hop{User: user, Address: strings.Trim(address, "[]")}
		if host, port, err := net.SplitHostPort(address); err == nil {
			hop.Address = host
			hop.Port, _ = strconv.Atoi(port) // the inventory has checked it
		}
		c.Jump = []ssh.Hop{hop}
	}
	return c, nil
}

// home is a path below the user's home folder; without one it is relative.
func (d *dialer) home(path string) string {
	name := "HOME"
	if runtime.GOOS == "windows" {
		name = "USERPROFILE"
	}
	return filepath.Join(d.getenv(name), path)
}
