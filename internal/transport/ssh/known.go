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
	"strings"
	"sync"
	"syscall"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/transport"
)

// keys checks one host's key against a known_hosts file.
type keys struct {
	file     string
	firstUse bool
	address  string
	callback ssh.HostKeyCallback

	seen    ssh.PublicKey // what the host showed
	problem error         // why it was refused
}

// writing keeps two hosts that are met for the first time from writing the file at once.
var writing sync.Mutex

func openKnownHosts(cfg Config, address string) (*keys, error) {
	k := &keys{file: cfg.KnownHosts, firstUse: cfg.FirstUse, address: address}
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
		return nil, &transport.Error{
			Code: "identity", Summary: "No known_hosts file is configured", Detail: address,
			Hint: "Set known_hosts in the host's connection. Host keys are always checked.",
		}
	}
	writing.Lock()
	defer writing.Unlock()
	if _, err := os.Stat(k.file); errors.Is(err, os.ErrNotExist) {
		k.callback = func(string, net.Addr, ssh.PublicKey) error { return &knownhosts.KeyError{} }
		return k, nil
	}
	callback, err := knownhosts.New(k.file)
	if err != nil {
		return nil, &transport.Error{Code: "identity", Summary: "The known_hosts file cannot be used", Detail: err.Error(), Hint: "Correct the line, or name another file.", Err: err}
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

// algorithms asks for a key of the kind that is known, so that another kind of key is not taken for a changed one. nil: any.
func (k *keys) algorithms() []string {
	var out []string
	for _, w := range k.known() {
		if t := w.Key.Type(); t == ssh.KeyAlgoRSA {
			out = append(out, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		} else {
			out = append(out, t)
		}
	}
	return out
}

func (k *keys) check(hostname string, remote net.Addr, key ssh.PublicKey) error {
	k.seen = key
	err := k.callback(hostname, remote, key)
	var ke *knownhosts.KeyError
	if errors.As(err, &ke) && len(ke.Want) == 0 && k.firstUse {
		err = k.add(key)
	}
	k.problem = err
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

// probeKey is a key that no file has; asking for it shows what the file has.
type probeKey struct{}

func (probeKey) Type() string                        { return "xops-probe" }
func (probeKey) Marshal() []byte                     { return []byte("xops-probe") }
func (probeKey) Verify([]byte, *ssh.Signature) error { return errors.New("not a key") }

// handshakeError says why no SSH connection came about after TCP did.
func handshakeError(ctx context.Context, err error, k *keys, user, address string) *transport.Error {
	var revoked *knownhosts.RevokedError
	var ke *knownhosts.KeyError
	switch {
	case ctx.Err() != nil && k.problem == nil:
		return &transport.Error{
			Code: "timeout", Summary: "The SSH logon took too long", Detail: address, Err: ctx.Err(),
			Hint: "The port answers but SSH does not: check that it is an SSH server, and how busy the computer is.",
		}
	case errors.Is(k.problem, errFingerprint):
		return &transport.Error{
			Code: "identity", Summary: "The host's key is not the one of the fingerprint", Detail: address + " shows " + fingerprint(k.seen) + ", which is " + hexFingerprint(k.seen), Err: err,
			Hint: "This may be an attack. A computer has a key of each kind: compare with ssh-keygen -lf for all of them in C:\\ProgramData\\ssh, then correct fingerprint in the inventory.",
		}
	case errors.As(k.problem, &revoked):
		return &transport.Error{Code: "identity", Summary: "The host's key is revoked", Detail: revoked.Error(), Hint: "Do not connect. Ask who revoked it.", Err: err}
	case errors.As(k.problem, &ke) && len(ke.Want) > 0:
		return &transport.Error{
			Code: "identity", Summary: "The host shows another key than before: this may be an attack",
			Detail: fmt.Sprintf("%s shows %s; %s:%d has %s", address, fingerprint(k.seen), ke.Want[0].Filename, ke.Want[0].Line, fingerprint(ke.Want[0].Key)),
			Hint:   "If Windows was installed anew on this computer, compare the fingerprint there (ssh-keygen -lf in C:\\ProgramData\\ssh) and remove the old line.", Err: err,
		}
	case errors.As(k.problem, &ke):
		return &transport.Error{
			Code: "identity", Summary: "The host's key is not known yet", Detail: address + " shows " + fingerprint(k.seen),
			Hint: "Compare the fingerprint on the computer (ssh-keygen -lf in C:\\ProgramData\\ssh), then add it to " + k.file + ", or set trust = \"first-use\".", Err: err,
		}
	case k.problem != nil:
		return &transport.Error{Code: "identity", Summary: "The host's key could not be checked", Detail: k.problem.Error(), Err: err}
	case strings.Contains(err.Error(), "unable to authenticate"):
		return &transport.Error{
			Code: "auth", Summary: "The SSH logon was refused", Detail: "user " + user + " at " + address + ": " + err.Error(), Err: err,
			Hint: "Check user and key. For administrators the key belongs into C:\\ProgramData\\ssh\\administrators_authorized_keys, with rights for SYSTEM and Administrators only.",
		}
	case strings.Contains(err.Error(), "authentication failures"): // the server's goodbye
		return &transport.Error{
			Code: "auth", Summary: "The SSH server took no more logons", Detail: "user " + user + " at " + address + ": " + err.Error(), Err: err,
			Hint: "Too many keys were offered (MaxAuthTries): set auth = \"key\" and key_file instead of the agent.",
		}
	case broken(err):
		return &transport.Error{
			Code: "unreachable", Summary: "The connection ended before the SSH logon was done", Detail: address + ": " + err.Error(), Err: err,
			Hint: "A firewall or VPN cuts it, or sshd ends it: too many logons at once (MaxStartups), or wrong rights of its own key files. Its log on the computer says which.",
		}
	}
	return &transport.Error{
		Code: "protocol", Summary: "No SSH connection came about", Detail: address + ": " + err.Error(), Err: err,
		Hint: "Check that this port is SSH and that both sides have an algorithm in common.",
	}
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
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) || errors.As(err, &n) || errors.As(err, &number)
}

var errFingerprint = errors.New("the host's key has another fingerprint")

// hexFingerprint is a key's fingerprint as the inventory writes it.
func hexFingerprint(key ssh.PublicKey) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256(key.Marshal()))
}
