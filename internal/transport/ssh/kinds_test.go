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
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/problem"
)

// TestFingerprintOfAnyKey: a host has a key of each kind; the fingerprint of any of them is the host's, and none is
// logged on to before that is known.
func TestFingerprintOfAnyKey(t *testing.T) {
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
	var logons atomic.Int32
	server := &ssh.ServerConfig{PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
		logons.Add(1)
		return nil, nil
	}}
	var keys []ssh.PublicKey
	for _, key := range []crypto.Signer{ed, ec, rs} {
		signer, err := ssh.NewSignerFromSigner(key)
		if err != nil {
			t.Fatal(err)
		}
		server.AddHostKey(signer)
		keys = append(keys, signer.PublicKey())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nothing to lose
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
	cfg := Config{
		Address: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "xops", Auth: "password",
		Secrets: Secrets{Password: func(context.Context) (string, error) { return "geheim", nil }},
	}
	for _, key := range keys {
		logons.Store(0)
		cfg.Fingerprint = hexFingerprint(key)
		c, err := Dial(t.Context(), cfg)
		if err != nil || logons.Load() != 1 {
			t.Errorf("%s: %d logons, %v", key.Type(), logons.Load(), err)
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
