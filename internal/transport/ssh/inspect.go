package ssh

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/transport"
)

// Greeting is what an SSH server says before anybody logs on.
type Greeting struct {
	Banner  string   // its version line, "SSH-2.0-OpenSSH_for_Windows_9.5"
	KeyType string   // of the host key
	Key     string   // its fingerprint, SHA256:…
	Known   string   // known, unknown, changed, revoked; "" if no key came
	Keys    []string // of a host that is not known: its key of each kind, to be compared with the host's own
	Methods []string // publickey, password: those that it offers to the user, of those that xops knows
}

// Inspect connects as far as a stranger gets. It sends no key and no password, and remembers no host key. Errors are
// problems; the greeting has what was learnt before. A host key that is unknown or changed is in the greeting and is no
// error. A host that is not known is asked for its other keys, too: the fingerprint of any of them is the host's.
func Inspect(ctx context.Context, cfg Config) (*Greeting, error) {
	if cfg.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, cfg.Timeout)
		defer cancel()
	}
	path, err := Through(ctx, cfg)
	if err != nil {
		return &Greeting{}, err
	}
	defer path.Close()
	g, err := greet(ctx, cfg, path.Dial, nil)
	if err != nil || g.Known == "known" || g.Known == "unknown" && cfg.FirstUse {
		return g, err
	}
	for _, kind := range keyKinds {
		other, err := greet(ctx, cfg, path.Dial, kind)
		switch {
		case err != nil: // it has no key of this kind
		case cfg.Fingerprint != "" && other.Known == "known":
			return other, nil
		default:
			g.Keys = append(g.Keys, other.KeyType+" "+other.Key)
		}
	}
	return g, nil
}

// greet is one connection of Inspect, with a host key of a kind; nil: of the kind that is known, or of any.
func greet(ctx context.Context, cfg Config, dial dialer, kind []string) (*Greeting, error) {
	g := &Greeting{}
	address := hostPort(cfg.Address, cfg.Port)
	var raw net.Conn
	err := transport.Patiently(ctx, address, func() (err error) {
		if raw, err = dial(ctx, "tcp", address); err != nil {
			err = dialError(err, address)
		}
		return err
	})
	if err != nil {
		return g, err
	}
	defer raw.Close() //nolint:errcheck // nothing to lose
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	defer stop()
	cfg.FirstUse = false
	k, err := openKnownHosts(cfg, address)
	if err != nil {
		return g, err
	}
	if kind == nil {
		kind = k.algorithms()
	}
	wire := &listener{Conn: raw}
	// A method that is called was offered. Both then have nothing to offer, so that nothing is sent.
	offered := func(method string) { g.Methods = append(g.Methods, method) }
	_, _, _, err = ssh.NewClientConn(wire, address, &ssh.ClientConfig{
		User: cfg.User, ClientVersion: "SSH-2.0-xops", HostKeyAlgorithms: kind,
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error {
			g.KeyType, g.Key = key.Type(), ssh.FingerprintSHA256(key)
			g.Known = known(k.check(host, remote, key))
			return nil
		},
		Auth: []ssh.AuthMethod{
			ssh.PublicKeysCallback(func() ([]ssh.Signer, error) { offered("publickey"); return nil, nil }),
			ssh.PasswordCallback(func() (string, error) { offered("password"); return "", errors.New("not asked") }),
		},
	})
	g.Banner = wire.banner()
	if g.Key != "" { // the handshake is over; the logon was not meant to succeed
		return g, nil
	}
	return g, handshakeError(ctx, err, k, cfg.User, address)
}

func known(err error) string {
	var ke *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case err == nil:
		return "known"
	case errors.As(err, &revoked):
		return "revoked"
	case errors.As(err, &ke) && len(ke.Want) > 0, errors.Is(err, errFingerprint):
		return "changed"
	}
	return "unknown"
}

// listener keeps the first bytes that come.
type listener struct {
	net.Conn
	head []byte
}

func (l *listener) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if room := 256 - len(l.head); room > 0 {
		l.head = append(l.head, b[:min(n, room)]...)
	}
	return n, err
}

// banner is the version line; without one, the beginning of whatever came.
func (l *listener) banner() string {
	text := l.head
	if i := bytes.Index(text, []byte("SSH-")); i >= 0 {
		text = text[i:]
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, string(line)))
}
