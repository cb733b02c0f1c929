package winrm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// mutual is what a request says in place of a password when the user is known by the client certificate (DSP0226,
// dossier 1.7).
const mutual = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

// loadClient reads the client certificate and judges what would be refused anyhow, so that nobody need be dialled for
// it.
func loadClient(certFile, keyFile string, now time.Time) (*tls.Certificate, error) {
	if certFile == "" || keyFile == "" {
		return nil, problem.New(problem.ClientCertMissing).With("cert_file = %q, key_file = %q", certFile, keyFile)
	}
	certPEM, err := os.ReadFile(certFile)
	if err != nil {
		return nil, problem.New(problem.ClientCertFiles).Because(err)
	}
	keyPEM, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, problem.New(problem.ClientCertFiles).Because(err)
	}
	if encrypted(keyPEM) {
		return nil, problem.New(problem.ClientKeyEncrypted, "file", keyFile).With("%s", keyFile)
	}
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, problem.New(problem.ClientCertFiles).With("%s, %s: %v", certFile, keyFile, err).Because(err)
	}
	leaf := cert.Leaf
	wrong := func(id problem.ID) error {
		from := leaf.NotBefore.UTC().Format(time.DateTime)
		return problem.New(id).With("%s: %s, valid from %s", certFile, describe(leaf), from)
	}
	forLogons := len(leaf.ExtKeyUsage)+len(leaf.UnknownExtKeyUsage) == 0 ||
		slices.Contains(leaf.ExtKeyUsage, x509.ExtKeyUsageClientAuth) || slices.Contains(leaf.ExtKeyUsage,
		x509.ExtKeyUsageAny)
	switch {
	case now.After(leaf.NotAfter):
		return nil, wrong(problem.ClientCertExpired)
	case now.Before(leaf.NotBefore):
		return nil, wrong(problem.ClientCertEarly)
	case !forLogons:
		return nil, wrong(problem.ClientCertUsage)
	}
	return &cert, nil
}

// CheckClient says why a client certificate cannot be used, before anything is dialled.
func CheckClient(certFile, keyFile string, now time.Time) error {
	_, err := loadClient(certFile, keyFile, now)
	return err
}

// encrypted knows both forms of encrypted keys in PEM.
func encrypted(keyPEM []byte) bool {
	for block, rest := pem.Decode(keyPEM); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			return true
		}
	}
	return false
}

// certificate logs on: TLS has shown the certificate already, or shows it when the host asks for it during this
// request.
func (c *Conn) certificate(ctx context.Context) error {
	c.authorization = mutual
	c.stats.Logons++
	r, err := c.empty(ctx, mutual)
	if err != nil {
		return err
	}
	if r.status != http.StatusUnauthorized && r.status != http.StatusForbidden {
		return c.admitted(r)
	}
	return problem.New(problem.CertificateRefused).With("%s: HTTP status %d; offered: %s; %s",
		c.cfg.hostPort(), r.status, strings.Join(offered(r.header), ", "), describe(c.cfg.client.Leaf))
}
