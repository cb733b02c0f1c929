package ssh

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

// hostKeys are a key of each kind, as OpenSSH makes them.
func hostKeys(t *testing.T) []ssh.Signer {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var all []ssh.Signer
	for _, key := range []crypto.Signer{ed, ec, rs} {
		signer, err := ssh.NewSignerFromSigner(key)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, signer)
	}
	return all
}

// serve is a host with these keys that lets everybody in. Logons counts them.
func serve(t *testing.T, keys []ssh.Signer) (cfg Config, logons *atomic.Int32) {
	t.Helper()
	logons = new(atomic.Int32)
	server := &ssh.ServerConfig{PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
		logons.Add(1)
		return nil, nil
	}}
	for _, key := range keys {
		server.AddHostKey(key)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				if _, _, requests, err := ssh.NewServerConn(c, server); err == nil {
					ssh.DiscardRequests(requests)
				}
				_ = c.Close()
			}()
		}
	}()
	return Config{
		Address: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "xops", Auth: "password",
		Secrets: Secrets{Password: func(context.Context) (string, error) { return "geheim", nil }},
	}, logons
}

// knowing makes a key the only one that is known of the host.
func knowing(t *testing.T, cfg *Config, key ssh.PublicKey) {
	t.Helper()
	cfg.Fingerprint, cfg.KnownHosts = "", filepath.Join(t.TempDir(), "known_hosts")
	at := knownhosts.Normalize(hostPort(cfg.Address, cfg.Port))
	sshtest.Write(t, cfg.KnownHosts, knownhosts.Line([]string{at}, key)+"\n")
}

// TestFingerprintOfAnyKey: a host has a key of each kind; the fingerprint of any of them is the host's, also for the
// doctor, and none is logged on to before that is known.
func TestFingerprintOfAnyKey(t *testing.T) {
	keys := hostKeys(t)
	cfg, logons := serve(t, keys)
	for _, key := range keys {
		kind := key.PublicKey().Type()
		logons.Store(0)
		cfg.Fingerprint = hexFingerprint(key.PublicKey())
		if g, err := Inspect(t.Context(), cfg); err != nil || g.Known != "known" || g.KeyType != kind {
			t.Errorf("%s: a stranger sees %+v, %v", kind, g, err)
		}
		c, err := Dial(t.Context(), cfg)
		if err != nil || logons.Load() != 1 {
			t.Errorf("%s: %d logons, %v", kind, logons.Load(), err)
			continue
		}
		_ = c.Close()
	}
	logons.Store(0)
	cfg.Fingerprint = "sha256:" + "00"
	if _, err := Dial(t.Context(), cfg); !problem.Is(err, problem.SSHKeyFingerprint) || logons.Load() != 0 {
		t.Errorf("%d logons, %v", logons.Load(), err)
	}
}

// TestKeysOfAHostThatIsNotKnown: whoever compares them with the host's own may have any kind at hand.
func TestKeysOfAHostThatIsNotKnown(t *testing.T) {
	keys := hostKeys(t)
	cfg, logons := serve(t, keys)
	var want []string
	for _, key := range keys {
		want = append(want, fingerprint(key.PublicKey()))
	}
	foreign := hostKeys(t)[0].PublicKey()
	for name, change := range map[string]func(){
		"changed": func() { knowing(t, &cfg, foreign) },
		"unknown": func() { cfg.KnownHosts = filepath.Join(t.TempDir(), "none") },
	} {
		change()
		g, err := Inspect(t.Context(), cfg)
		if err != nil || g.Known != name || !slices.Equal(g.Keys, want) {
			t.Errorf("%s: %+v, %v; its keys are %q", name, g, err, want)
		}
	}
	if n := logons.Load(); n > 0 {
		t.Errorf("%d logons", n)
	}
}

// TestTheKnownKindIsGone: a host that has no key of the known kind any more has changed; it is an SSH server all the
// same.
func TestTheKnownKindIsGone(t *testing.T) {
	keys := hostKeys(t)
	cfg, logons := serve(t, keys[:2])
	knowing(t, &cfg, keys[2].PublicKey())
	if _, err := Dial(t.Context(), cfg); !problem.Is(err, problem.SSHKeyChanged) || logons.Load() != 0 {
		t.Errorf("%d logons, %v", logons.Load(), err)
	}
	if g, err := Inspect(t.Context(), cfg); err != nil || g.Known != "changed" || len(g.Keys) != 2 {
		t.Errorf("a stranger sees %+v, %v", g, err)
	}
}
