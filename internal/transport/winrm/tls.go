package winrm

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// handshake makes TLS of a connection and verifies the certificate as configured. Highest is the highest version, 0 for
// all. Errors are problems.
func handshake(ctx context.Context, raw net.Conn, cfg *Config, highest uint16) (*tls.Conn, error) {
	roots, err := loadRoots(cfg.TLS.CAFile)
	if err != nil {
		return nil, err
	}
	name := cfg.TLS.ServerName
	if name == "" {
		name = cfg.bare()
	}
	var refused error
	terms := &tls.Config{
		ServerName: name,
		MinVersion: tls.VersionTLS12,
		MaxVersion: highest,
		// Old Windows and boxes between choke on the long hello of post-quantum key shares.
		CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384},
		// The usual verification is replaced, not left out: verify decides by fingerprint, pin or roots.
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			refused = verify(cfg, name, roots, state.PeerCertificates)
			return refused
		},
	}
	if cfg.client != nil {
		// Windows asks for the certificate after the handshake, by a second one: TLS 1.3 has none, and Server 2022
		// breaks there (dossier 1.7).
		terms.MaxVersion = tls.VersionTLS12
		terms.Renegotiation = tls.RenegotiateFreelyAsClient
		// Whatever authorities the host names: it gets this certificate and may judge it.
		terms.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return cfg.client,
				nil
		}
	}
	conn := tls.Client(raw, terms)
	if err := conn.HandshakeContext(ctx); err != nil {
		if refused != nil {
			return nil, refused
		}
		if ctx.Err() != nil {
			return nil, transport.DialError(ctx.Err(), cfg.hostPort())
		}
		return nil, handshakeError(cfg, err)
	}
	return conn, nil
}

func handshakeError(cfg *Config, err error) error {
	var record tls.RecordHeaderError
	var alert *net.OpError
	detail := cfg.hostPort() + ": " + err.Error()
	switch {
	case errors.As(err, &record):
		return problem.New(problem.HTTPOnTLS).With("%s", detail).Because(err)
	case cfg.client != nil && errors.As(err, &alert) && alert.Op == "remote error" &&
		strings.Contains(alert.Err.Error(), "certificate"):
		return problem.New(problem.CertificateRefused).With("%s; %s", detail, describe(cfg.client.Leaf)).Because(err)
	}
	return problem.New(problem.TLSHandshake).With("%s", detail).Because(handshakeFailed{err})
}

// handshakeFailed marks a handshake that may come about with TLS 1.2 as the highest version: nothing was said yet but
// the greeting, and no certificate was refused (dossier section 6, row 14).
type handshakeFailed struct{ error }

func (e handshakeFailed) Unwrap() error { return e.error }

func loadRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.New(problem.CAFile).Because(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, problem.New(problem.CAFile).With("%s has no certificate", file)
	}
	return pool, nil
}

// CheckCA says why a file of authorities cannot be used, before anything is dialled.
func CheckCA(file string) error {
	_, err := loadRoots(file)
	return err
}

// Fingerprint is a certificate's SHA-256 as the inventory writes it.
func Fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func verify(cfg *Config, name string, roots *x509.CertPool, chain []*x509.Certificate) error {
	if len(chain) == 0 {
		return problem.New(problem.NoCertificate).With("%s", cfg.hostPort())
	}
	leaf := chain[0]
	switch {
	case cfg.TLS.Fingerprint != "":
		want := "sha256:" + strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(cfg.TLS.Fingerprint), "sha256:"), ":",
			"")
		if Fingerprint(leaf) != want {
			return changed(cfg, leaf, want, "the inventory's fingerprint")
		}
		return nil
	case cfg.TLS.FirstUse:
		return pinned(cfg, leaf)
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: between})
	if err == nil {
		return nil
	}
	id := problem.CertUntrusted
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &wrongName):
		id = problem.CertName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		id = problem.CertTime
	}
	return problem.New(id, "fingerprint", Fingerprint(leaf)).With("%s: %v; %s", cfg.hostPort(), err,
		describe(leaf)).Because(err)
}

// describe says whose certificate it is (dossier section 6, row 13).
func describe(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		names = []string{"none"}
	}
	return fmt.Sprintf("certificate: subject %s, names %s, valid until %s, %s",
		c.Subject, strings.Join(names, " "), c.NotAfter.UTC().Format(time.DateOnly), Fingerprint(c))
}

func changed(cfg *Config, leaf *x509.Certificate, want, source string) error {
	return problem.New(problem.IdentityChanged, "fingerprint", Fingerprint(leaf)).
		With("%s: %s is %s; %s", cfg.hostPort(), source, want, describe(leaf))
}

// pins guards the pin files against this process' own goroutines; between processes an append is one short write.
var pins sync.Mutex

// pinned compares a certificate with the pin file, one "host:port sha256:…" a line, and adds it on first contact.
func pinned(cfg *Config, leaf *x509.Certificate) error {
	broken := func(err error) error { return problem.New(problem.PinFile).Because(err) }
	if cfg.TLS.PinFile == "" {
		return broken(errors.New("no file is configured"))
	}
	pins.Lock()
	defer pins.Unlock()
	if err := os.MkdirAll(filepath.Dir(cfg.TLS.PinFile), 0o700); err != nil {
		return broken(err)
	}
	f, err := os.OpenFile(cfg.TLS.PinFile, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return broken(err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		host, pin, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if !strings.EqualFold(host, cfg.hostPort()) {
			continue
		}
		if pin = strings.TrimSpace(pin); pin != Fingerprint(leaf) {
			return changed(cfg, leaf, pin, fmt.Sprintf("the pin of the first contact (%s:%d)", cfg.TLS.PinFile, n))
		}
		return nil
	}
	if err := lines.Err(); err != nil {
		return broken(err)
	}
	if _, err := f.WriteString(strings.ToLower(cfg.hostPort()) + " " + Fingerprint(leaf) + "\n"); err != nil {
		return broken(err)
	}
	if err := f.Sync(); err != nil {
		return broken(err)
	}
	if cfg.TLS.Met != nil {
		cfg.TLS.Met(transport.Identity{
			Fingerprint: Fingerprint(leaf), Name: leaf.Subject.CommonName, Until: leaf.NotAfter,
		})
	}
	return nil
}
