package inventory

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// Need is something on the operator's side without which a host cannot be dialled: a secret, or a file.
type Need struct {
	Attr   string  // of the connection
	Secret *Secret // nil with a File; without one nothing is written where a secret has to be
	File   string
	Range  hcl.Range // where the inventory says so; of what is not written: the host
}

// Needs are what dialling a host takes, by its transport and its kind of logon.
func (h *Host) Needs() []Need {
	c := &h.Connection
	var needs []Need
	secret := func(attr string, s *Secret) {
		at := h.Range
		if s != nil {
			at = c.Ranges[attr]
		}
		needs = append(needs, Need{Attr: attr, Secret: s, Range: at})
	}
	file := func(attr, path string) {
		if path != "" {
			needs = append(needs, Need{Attr: attr, File: path, Range: c.Ranges[attr]})
		}
	}
	key := func() {
		file("key_file", c.KeyFile)
		if c.KeyPassphrase != nil {
			secret("key_passphrase", c.KeyPassphrase)
		}
	}
	if c.Transport == "local" {
		return nil
	}
	ssh := c.Transport == "ssh"
	if (ssh && c.Fingerprint == "" || c.Jump != "") && c.Trust != "first-use" { // there the file is made
		file("known_hosts", c.KnownHosts)
	}
	if !ssh && c.HTTPS {
		file("ca_file", c.CAFile)
	}
	switch {
	case ssh && c.Auth == "agent", c.Auth == "kerberos" && c.Password == nil && c.Keytab == "": // tickets of kinit
	case c.Auth == "key":
		key()
	case c.Auth == "certificate":
		file("cert_file", c.CertFile)
		file("key_file", c.KeyFile)
	case c.Auth == "kerberos" && c.Keytab != "":
		file("keytab", c.Keytab)
	default:
		secret("password", c.Password)
	}
	if !ssh && c.Jump != "" && c.Auth != "certificate" { // there it is the certificate's
		key()
	}
	return needs
}

// ID is the same for the same source, whoever needs it.
func (n *Need) ID() string {
	switch {
	case n.File != "":
		return n.Attr + "\x00" + n.File
	case n.Secret == nil:
		return n.Attr
	}
	return n.Secret.ID()
}

// Asks says whether a person has to be asked for it.
func (n *Need) Asks() bool { return n.Secret != nil && n.Secret.Typed() }

// Hidden says whether the line that asks for it may hold a secret itself.
func (n *Need) Hidden() bool { return n.Secret != nil && n.Secret.source == "command" }

// Meet looks whether a need can be met, and keeps the secret for the run. The error is a problem.
func (n *Need) Meet(ctx context.Context, r Resolver) error {
	if n.File == "" {
		_, err := r.Resolve(ctx, n.Secret)
		return err
	}
	f, err := os.Open(n.File)
	if err == nil {
		defer f.Close() //nolint:errcheck // read only
		if info, e := f.Stat(); e == nil && info.IsDir() {
			err = problem.Say(text.AFolder)
		}
	}
	if err == nil || transport.Lacks(err) {
		return err
	}
	return unread(problem.New(problem.OwnFile, "file", n.File, "attribute", n.Attr), err)
}

// unread says of a problem why a file could not be read: in words of ours where they say it, else in the system's.
func unread(p *problem.Problem, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		err = problem.Say(text.NotThere)
	}
	if problem.Is(err, problem.Plain) {
		p.Err = err
		return p
	}
	return p.Because(err)
}
