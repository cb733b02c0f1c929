package dial

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// Need is something on this computer without which a host cannot be dialled: a secret, a file, an SSH agent. Needs with
// the same ID are met together.
type Need struct {
	inventory.Need
	ID   string
	meet func(ctx context.Context) error
}

// Meet looks whether a need can be met, and keeps a secret for the run. No host is touched. The error is a problem.
func (n *Need) Meet(ctx context.Context) error {
	err := n.meet(ctx)
	if transport.Lacks(err) {
		return nil // it is waited for when the host is dialled
	}
	return err
}

// Needs are what dialling a host takes of this computer.
func (d *Dialer) Needs(h *inventory.Host) []Need {
	c := &h.Connection
	var needs []Need
	for _, n := range h.Needs() {
		if n.Attr == "key_passphrase" {
			if locked, err := ssh.Locked(c.KeyFile); err == nil && !locked {
				continue // nobody need be asked for it
			}
		}
		needs = append(needs, Need{Need: n, ID: n.ID(), meet: func(ctx context.Context) error {
			if err := n.Meet(ctx, d.Secrets); err != nil {
				return err
			}
			return d.check(h, n.Attr)
		}})
	}
	auth := func(id string, meet func(context.Context) error) {
		at, ok := c.Ranges["auth"]
		if !ok {
			at = h.Range
		}
		needs = append(needs, Need{inventory.Need{Attr: "auth", Range: at}, "auth\x00" + id, meet})
	}
	if c.Transport == "winrm" && c.Auth == "kerberos" && c.Keytab == "" {
		k := d.account(h)
		auth("kerberos\x00"+k.User+"\x00"+k.Realm+"\x00"+k.CCache, func(context.Context) error { return krb.Check(k) })
	}
	if asksAgent(c) {
		auth("agent", func(ctx context.Context) error { return ssh.CheckAgent(ctx, d.Getenv("SSH_AUTH_SOCK")) })
	}
	return needs
}

// asksAgent says whether the SSH agent is asked, for the host or on the way to it.
func asksAgent(c *inventory.Connection) bool {
	switch c.Transport {
	case "ssh":
		return c.Auth == "agent" || c.Auth == "password" && c.Jump != ""
	case "winrm":
		return c.Jump != "" && (c.KeyFile == "" || c.Auth == "certificate")
	}
	return false
}

// check looks into a file that is there: whether it is what the logon can use.
func (d *Dialer) check(h *inventory.Host, attr string) error {
	c := &h.Connection
	switch attr {
	case "ca_file":
		return winrm.CheckCA(c.CAFile)
	case "keytab":
		return krb.Check(d.account(h))
	case "key_file":
		if c.Auth == "certificate" {
			return winrm.CheckClient(c.CertFile, c.KeyFile, d.Now())
		}
		return ssh.CheckKey(c.KeyFile, c.KeyPassphrase != nil)
	}
	return nil
}

// account is who logs on by Kerberos.
func (d *Dialer) account(h *inventory.Host) krb.Config {
	k := d.kerberos(h)
	c := krb.Config{
		User: h.Connection.User, Realm: k.Realm, Keytab: k.Keytab, CCache: k.CCache, Conf: k.Conf, Now: d.Now,
	}
	if s := h.Connection.Password; s != nil {
		c.Password = func(ctx context.Context) (string, error) { return d.Secrets.Resolve(ctx, s) }
	}
	return c
}
