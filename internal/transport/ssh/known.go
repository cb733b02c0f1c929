package ssh

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// keys checks one host's key against a known_hosts file.
type keys struct {
	file     string
	firstUse bool
	met      func(transport.Identity)
	address  string
	callback ssh.HostKeyCallback

	seen    ssh.PublicKey // what the host showed
	refused error         // why it was refused
}

// writing keeps two hosts that are met for the first time from writing the file at once.
var writing sync.Mutex

func openKnownHosts(cfg Config, address string) (*keys, error) {
	k := &keys{file: cfg.KnownHosts, firstUse: cfg.FirstUse, met: cfg.Met, address: address}
	if cfg.Fingerprint != "" {
		k.firstUse = false
		k.callback = func(_ string, _ net.Addr, key ssh.PublicKey) error {
			if key.Type() == (probeKey{}).Type() || strings.EqualFold(cfg.Fingerprint, hexFingerprint(key)) {
				return nil
			}
			return errFingerprint
		}
		return k, nil
	}
	if k.file == "" {
		return nil, problem.New(problem.KnownHostsMissing).With("%s", address)
	}
	writing.Lock()
	defer writing.Unlock()
	if _, err := os.Stat(k.file); errors.Is(err, os.ErrNotExist) {
		k.callback = func(string, net.Addr, ssh.PublicKey) error { return &knownhosts.KeyError{} }
		return k, nil
	}
	callback, err := knownhosts.New(k.file)
	if err != nil {
		return nil, problem.New(problem.SSHKnownHosts).Because(err)
	}
	k.callback = callback
	return k, nil
}

// known are the keys that the file has for this host.
func (k *keys) known() []knownhosts.KnownKey {
	var probe probeKey
	var ke *knownhosts.KeyError
	if errors.As(k.callback(k.address, &net.TCPAddr{}, probe), &ke) {
		return ke.Want
	}
	return nil
}

// algorithms asks for a key of the kind that is known, so that another kind of key is not taken for a changed one. A
// host that has none of that kind any more shows another, which is a changed one. nil: any.
func (k *keys) algorithms() []string {
	var out []string
	for _, w := range k.known() {
		if t := w.Key.Type(); t == ssh.KeyAlgoRSA {
			out = append(out, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		} else {
			out = append(out, t)
		}
	}
	if out == nil {
		return nil
	}
	return append(out, slices.Concat(keyKinds...)...)
}

func (k *keys) check(hostname string, remote net.Addr, key ssh.PublicKey) error {
	k.seen = key
	err := k.callback(hostname, remote, key)
	var ke *knownhosts.KeyError
	if errors.As(err, &ke) && len(ke.Want) == 0 && k.firstUse {
		if err = k.add(key); err == nil && k.met != nil {
			k.met(transport.Identity{Fingerprint: hexFingerprint(key), Kind: key.Type()})
		}
	}
	k.refused = err
	return err
}

// add writes the key of a host that is met for the first time.
func (k *keys) add(key ssh.PublicKey) error {
	writing.Lock()
	defer writing.Unlock()
	if err := os.MkdirAll(filepath.Dir(k.file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(k.file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	line := knownhosts.Line([]string{knownhosts.Normalize(k.address)}, key) + "\n"
	info, err := f.Stat()
	if err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			line = "\n" + line
		}
	}
	if err == nil {
		_, err = f.WriteAt([]byte(line), info.Size())
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// keyKinds are the kinds of host keys, as OpenSSH makes one of each.
var keyKinds = [][]string{
	{ssh.KeyAlgoED25519},
	{ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521},
	{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256},
}

// probeKey is a key that no file has; asking for it shows what the file has.
type probeKey struct{}

func (probeKey) Type() string                        { return "xops-probe" }
func (probeKey) Marshal() []byte                     { return []byte("xops-probe") }
func (probeKey) Verify([]byte, *ssh.Signature) error { return errors.New("not a key") }

// handshakeError says why no SSH connection came about after TCP did.
func handshakeError(ctx context.Context, err error, k *keys, user, address string) *problem.Problem {
	var revoked *knownhosts.RevokedError
	var ke *knownhosts.KeyError
	shows := func(id problem.ID, pairs ...string) *problem.Problem {
		return problem.New(id, pairs...).With("%s shows %s", address, fingerprint(k.seen))
	}
	text := err.Error()
	logon := fmt.Sprintf("user %s at %s: %s", user, address, text)
	p := problem.New(problem.NotSSH).With("%s: %s", address, text)
	switch {
	case ctx.Err() != nil && k.refused == nil:
		return problem.New(problem.SSHSlow).With("%s", address).Because(ctx.Err())
	case errors.Is(k.refused, errFingerprint):
		p = problem.New(problem.SSHKeyFingerprint).
			With("%s shows %s, which is %s", address, fingerprint(k.seen), hexFingerprint(k.seen))
	case errors.As(k.refused, &revoked):
		p = problem.New(problem.SSHKeyRevoked).With("%v", revoked)
	case errors.As(k.refused, &ke) && len(ke.Want) > 0:
		known := ke.Want[0]
		p = shows(problem.SSHKeyChanged)
		p.Detail += fmt.Sprintf("; %s:%d has %s", known.Filename, known.Line, fingerprint(known.Key))
	case errors.As(k.refused, &ke):
		p = shows(problem.SSHKeyUnknown, "known_hosts", k.file)
	case k.refused != nil:
		p = problem.New(problem.SSHKnownHosts).With("%v", k.refused)
	case strings.Contains(text, "unable to authenticate"):
		p = problem.New(problem.SSHLogon).With("%s", logon)
	case strings.Contains(text, "authentication failures"): // the server's goodbye
		p = problem.New(problem.SSHManyKeys).With("%s", logon)
	case broken(err):
		p = problem.New(problem.SSHCut).With("%s: %s", address, text)
	}
	return p.Because(err)
}

func fingerprint(key ssh.PublicKey) string {
	if key == nil {
		return "no key"
	}
	return key.Type() + " " + ssh.FingerprintSHA256(key)
}

// broken says whether an error is of the line and not of what was said on it.
func broken(err error) bool {
	var n net.Error
	var number syscall.Errno
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.ErrClosedPipe) || errors.As(err, &n) || errors.As(err, &number)
}

var errFingerprint = errors.New("the host's key has another fingerprint")

// hexFingerprint is a key's fingerprint as the inventory writes it.
func hexFingerprint(key ssh.PublicKey) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256(key.Marshal()))
}
