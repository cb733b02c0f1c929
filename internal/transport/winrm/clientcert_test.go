package winrm_test

import (
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/lab/wsman/wsmantest"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

func authority(t *testing.T) *wsmantest.Authority {
	t.Helper()
	a, err := wsmantest.NewAuthority("Praxis-CA")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// issue writes a client certificate and its key into files.
func issue(t *testing.T, a *wsmantest.Authority, upn string, from, to time.Duration, usage ...x509.ExtKeyUsage) (cert,
	key string,
) {
	t.Helper()
	certPEM, keyPEM, err := a.Issue(upn, time.Now().Add(from), time.Now().Add(to), usage...)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, "client.pem", certPEM), file(t, "client.key", keyPEM)
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// startCertificate is a host that knows xops@praxis.test by certificate.
func startCertificate(t *testing.T, a *wsmantest.Authority, cfg wsman.Config) *host {
	t.Helper()
	cfg.ClientCAs, cfg.ClientUsers = a.Pool(), map[string]string{"xops@praxis.test": "xöps"}
	h := start(t, true, cfg, "certificate")
	h.cfg.User, h.cfg.Password = "", nil
	h.cfg.CertFile, h.cfg.KeyFile = issue(t, a, "xops@praxis.test", -time.Hour, time.Hour)
	return h
}

func TestClientCertificate(t *testing.T) {
	a := authority(t)
	var version uint16
	h := startCertificate(t, a, wsman.Config{NoNTLM: true, TLS: func(c *tls.Config) {
		c.VerifyConnection = func(s tls.ConnectionState) error { version = s.Version; return nil }
	}})
	c := h.dial(t)
	if out, _, _ := run(t, c, "echo Größe"); out != "Größe\n" {
		t.Error(out)
	}
	if n := h.Counters(); n.Logons != 1 || n.FailedLogons != 0 || n.Connections != 1 || version != tls.VersionTLS12 {
		t.Errorf("%+v, %s", n, tls.VersionName(version))
	}
	if r := h.Records(); r[0].User != "xöps" {
		t.Errorf("%+v", r[0])
	}
}

func TestClientCertificateRefused(t *testing.T) {
	a, foreign := authority(t), authority(t)
	good, goodKey := issue(t, a, "xops@praxis.test", -time.Hour, time.Hour)
	expired, expiredKey := issue(t, a, "xops@praxis.test", -2*time.Hour, -time.Hour)
	early, earlyKey := issue(t, a, "xops@praxis.test", time.Hour, 2*time.Hour)
	server, serverKey := issue(t, a, "xops@praxis.test", -time.Hour, time.Hour, x509.ExtKeyUsageServerAuth)
	unknown, unknownKey := issue(t, a, "niemand@praxis.test", -time.Hour, time.Hour)
	untrusted, untrustedKey := issue(t, foreign, "xops@praxis.test", -time.Hour, time.Hour)
	sealed := file(t, "sealed.key", pem.EncodeToMemory(&pem.Block{
		Type:  "ENCRYPTED PRIVATE KEY",
		Bytes: []byte{0x30, 0},
	}))
	old := file(t, "old.key", []byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "+
		"AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"))
	for name, tt := range map[string]struct {
		cert, key string
		id        problem.ID
		reached   bool // the host was dialled
	}{
		"expired":       {expired, expiredKey, problem.ClientCertExpired, false},
		"not yet valid": {early, earlyKey, problem.ClientCertEarly, false},
		"for servers":   {server, serverKey, problem.ClientCertUsage, false},
		"unknown user":  {unknown, unknownKey, problem.CertificateRefused, true},
		"untrusted":     {untrusted, untrustedKey, problem.CertificateRefused, true},
		"encrypted key": {good, sealed, problem.ClientKeyEncrypted, false},
		"old encrypted": {good, old, problem.ClientKeyEncrypted, false},
		"other key":     {good, unknownKey, problem.ClientCertFiles, false},
		"no files":      {"", "", problem.ClientCertMissing, false},
		"no such file":  {"/nicht/da", goodKey, problem.ClientCertFiles, false},
		"no such key":   {good, "/nicht/da", problem.ClientCertFiles, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := startCertificate(t, a, wsman.Config{})
			h.cfg.CertFile, h.cfg.KeyFile = tt.cert, tt.key
			_, err := winrm.Dial(t.Context(), h.cfg)
			problemtest.Told(t, err, tt.id)
			if n := h.Counters(); (n.Connections > 0) != tt.reached || n.Logons != n.FailedLogons {
				t.Errorf("%+v", n)
			}
		})
	}
	t.Run("http", func(t *testing.T) {
		h := startCertificate(t, a, wsman.Config{})
		h.cfg.HTTPS = false
		if _, err := winrm.Dial(t.Context(), h.cfg); !problem.Is(err, problem.AuthNeedsHTTPS) ||
			h.Counters().Connections != 0 {
			t.Error(err)
		}
	})
	t.Run("refused in the handshake", func(t *testing.T) {
		h := startCertificate(t, a,
			wsman.Config{TLS: func(c *tls.Config) {
				c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert,
					foreign.Pool()
			}})
		_, err := winrm.Dial(t.Context(), h.cfg)
		if !problem.Is(err, problem.CertificateRefused) || !strings.Contains(err.Error(), "certificate") ||
			h.Counters().Connections != 1 {
			t.Errorf("%v %+v", err, h.Counters())
		}
	})
}

// TestClientCertificateByThumbprint: the lab maps by thumbprint, too.
func TestClientCertificateByThumbprint(t *testing.T) {
	a := authority(t)
	users := map[string]string{}
	h := start(t, true, wsman.Config{ClientCAs: a.Pool(), ClientUsers: users}, "certificate")
	h.cfg.CertFile, h.cfg.KeyFile = issue(t, a, "niemand@praxis.test", -time.Hour, time.Hour)
	text, err := os.ReadFile(h.cfg.CertFile)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	users[fmt.Sprintf("%X", sha1.Sum(block.Bytes))] = "arzt"
	run(t, h.dial(t), "echo x")
	if r := h.Records(); r[0].User != "arzt" {
		t.Errorf("%+v", r[0])
	}
}

// issueServer makes a server's certificate.
func issueServer(t *testing.T, a *wsmantest.Authority, from, to time.Duration) (cert, key string) {
	t.Helper()
	certPEM, keyPEM, err := a.IssueServer("srv01", time.Now().Add(from), time.Now().Add(to))
	if err != nil {
		t.Fatal(err)
	}
	return file(t, "server.pem", certPEM), file(t, "server.key", keyPEM)
}

func caFile(t *testing.T, a *wsmantest.Authority) string {
	t.Helper()
	return file(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw}))
}
