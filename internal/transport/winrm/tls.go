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

	"github.com/xops-dev/xops/internal/transport"
)

// handshake makes TLS of a connection and verifies the certificate as configured. Highest is the highest version, 0 for all. Errors are
// *transport.Error.
func handshake(ctx context.Context, raw net.Conn, cfg *Config, highest uint16) (*tls.Conn, error) {
	roots, err := loadRoots(cfg.TLS.CAFile)
	if err != nil {
		return nil, err
	}
	name := cfg.TLS.ServerName
	if name == "" {
		name = cfg.Address
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
		// Windows asks for the certificate after the handshake, by a second one: TLS 1.3 has none, and Server 2022 breaks there (dossier 1.7).
		terms.MaxVersion = tls.VersionTLS12
		terms.Renegotiation = tls.RenegotiateFreelyAsClient
		// Whatever authorities the host names: it gets this certificate and may judge it.
		terms.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return cfg.client, nil }
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
	e := &transport.Error{
		Code: "tls", Summary: "No TLS connection came about", Detail: cfg.hostPort() + ": " + err.Error(), Err: err,
		Hint: "Check that both sides have a TLS version and a cipher suite in common (xops: TLS 1.2 and 1.3 with ECDHE); the host's System event log, source Schannel, tells its side.",
	}
	var record tls.RecordHeaderError
	var alert *net.OpError
	switch {
	case errors.As(err, &record):
		e.Summary = "The port does not speak TLS"
		e.Hint = "5985 is WinRM's HTTP port: use port 5986, or https = false, where NTLM seals every message."
	case cfg.client != nil && errors.As(err, &alert) && alert.Op == "remote error" && strings.Contains(alert.Err.Error(), "certificate"):
		e.Code, e.Summary = "auth", "The logon was refused"
		e.Detail += "; " + describe(cfg.client.Leaf)
		e.Hint = certificateHint
	default:
		e.Err = handshakeFailed{err}
	}
	return e
}

// handshakeFailed marks a handshake that may come about with TLS 1.2 as the highest version: nothing was said yet but the greeting, and
// no certificate was refused (dossier section 6, row 14).
type handshakeFailed struct{ error }

func (e handshakeFailed) Unwrap() error { return e.error }

func loadRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, &transport.Error{Code: "tls", Summary: "The file of certificate authorities cannot be read", Detail: err.Error(), Hint: "Check ca_file in the inventory.", Err: err}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &transport.Error{Code: "tls", Summary: "The file of certificate authorities has no certificate", Detail: file, Hint: "ca_file is a file in PEM format."}
	}
	return pool, nil
}

// Fingerprint is a certificate's SHA-256 as the inventory writes it.
func Fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func verify(cfg *Config, name string, roots *x509.CertPool, chain []*x509.Certificate) error {
	if len(chain) == 0 {
		return &transport.Error{Code: "tls", Summary: "The host shows no certificate", Detail: cfg.hostPort()}
	}
	leaf := chain[0]
	switch {
	case cfg.TLS.Fingerprint != "":
		want := "sha256:" + strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(cfg.TLS.Fingerprint), "sha256:"), ":", "")
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
	e := &transport.Error{
		Code: "tls", Summary: "The host's certificate is not trusted", Detail: cfg.hostPort() + ": " + err.Error() + "; " + describe(leaf), Err: err,
		Hint: fmt.Sprintf("Compare the fingerprint on the computer, then write fingerprint = %q in its connection block, or ca_file, or trust = \"first-use\".", Fingerprint(leaf)),
	}
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &wrongName):
		e.Summary = "The host's certificate is for another name"
		e.Hint = "Write tls_server_name with one of its names, or pin it: fingerprint = \"" + Fingerprint(leaf) + "\"."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		e.Summary = "The host's certificate is not valid at this time"
		e.Hint = "Check both clocks. Make a new certificate for the WinRM listener, or pin this one: fingerprint = \"" + Fingerprint(leaf) + "\"."
	}
	return e
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
	return &transport.Error{
		Code: "identity", Summary: "The host shows another certificate than before: this may be an attack",
		Detail: fmt.Sprintf("%s: %s is %s; %s", cfg.hostPort(), source, want, describe(leaf)),
		Hint:   "If the certificate was renewed, compare its fingerprint on the computer and correct the pin. Otherwise do not connect.",
	}
}

// pins guards the pin files against this process' own goroutines; between processes an append is one short write.
var pins sync.Mutex

// pinned compares a certificate with the pin file, one "host:port sha256:…" a line, and adds it on first contact.
func pinned(cfg *Config, leaf *x509.Certificate) error {
	broken := func(err error) error {
		return &transport.Error{
			Code: "identity", Summary: "The file of pinned certificates cannot be used", Detail: err.Error(), Err: err,
			Hint: "trust = \"first-use\" needs it to recognise the host again.",
		}
	}
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
	return nil
}
