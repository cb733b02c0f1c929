package inventory

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Need is something on the operator's side without which a host cannot be dialled: a secret, or a file.
type Need struct {
	Attr   string // of the connection
	Secret *Secret
	File   string
	Range  hcl.Range // where the inventory says so
}

// Needs are what dialling a host takes, by its transport and its kind of logon.
func (h *Host) Needs() []Need {
	c := &h.Connection
	var needs []Need
	secret := func(attr string, s *Secret) {
		if s != nil {
			needs = append(needs, Need{Attr: attr, Secret: s, Range: c.Ranges[attr]})
		}
	}
	file := func(attr, path string) {
		if path != "" {
			needs = append(needs, Need{Attr: attr, File: path, Range: c.Ranges[attr]})
		}
	}
	key := func() {
		file("key_file", c.KeyFile)
		secret("key_passphrase", c.KeyPassphrase)
	}
	switch c.Transport {
	case "local":
		return nil
	case "ssh":
		file("known_hosts", c.KnownHosts)
		switch c.Auth {
		case "password":
			secret("password", c.Password)
		case "key":
			key()
		}
	default:
		if c.HTTPS {
			file("ca_file", c.CAFile)
		}
		switch c.Auth {
		case "certificate":
			file("cert_file", c.CertFile)
			file("key_file", c.KeyFile)
		case "kerberos":
			file("keytab", c.Keytab)
			secret("password", c.Password)
		default:
			secret("password", c.Password)
		}
		if c.Jump != "" && c.Auth != "certificate" {
			key()
		}
	}
	return needs
}

// ID is the same for the same source, whoever needs it.
func (n *Need) ID() string {
	if n.Secret != nil {
		return n.Secret.id()
	}
	return "file\x00" + n.File
}

// Asks says whether a person has to be asked for it.
func (n *Need) Asks() bool { return n.Secret != nil && n.Secret.source == "prompt" }

// Meet looks whether a need can be met, and keeps the secret for the run. The error is a problem.
func (n *Need) Meet(ctx context.Context, r Resolver) error {
	if n.Secret != nil {
		_, err := r.Resolve(ctx, n.Secret)
		if transport.Lacks(err) {
			return nil // it is waited for where the host is dialled
		}
		return err
	}
	f, err := os.Open(n.File)
	if transport.Lacks(err) {
		return nil
	}
	if err == nil {
		defer f.Close() //nolint:errcheck // read only
		if info, e := f.Stat(); e == nil && info.IsDir() {
			err = errors.New("it is a folder")
		}
	}
	if err == nil {
		return nil
	}
	detail := err
	if errors.Is(err, fs.ErrNotExist) {
		detail = errors.New("it does not exist")
	}
	return problem.New(problem.OwnFile, "file", n.File, "attribute", n.Attr).Because(detail)
}
