package winrm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/transport"
)

// mutual is what a request says in place of a password when the user is known by the client certificate (DSP0226, dossier 1.7).
const mutual = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

const certificateHint = "On the host: certificate logon must be on (winrm set winrm/config/service/auth @{Certificate=\"true\"}), the certificate's issuer in the computer's " +
	"trusted root authorities, and the certificate mapped to a local administrator (dir WSMan:\\localhost\\ClientCertificate; subject = its UPN). Domain accounts cannot be mapped."

// loadClient reads the client certificate and judges what would be refused anyhow, so that nobody need be dialled for it.
func loadClient(certFile, keyFile string, now time.Time) (*tls.Certificate, error) {
	wrong := func(summary, detail, hint string, err error) error {
		return &transport.Error{Code: "auth", Summary: summary, Detail: detail, Hint: hint, Err: err}
	}
	const unreadable = "The client certificate cannot be read"
	if certFile == "" || keyFile == "" {
		return nil, wrong("There is no client certificate to log on with", fmt.Sprintf("cert_file = %q, key_file = %q", certFile, keyFile),
			"Set cert_file and key_file in the connection block of the inventory, both in PEM format.", nil)
	}
	certPEM, err := os.ReadFile(certFile)
	if err != nil {
		return nil, wrong(unreadable, err.Error(), "Check cert_file in the connection block of the inventory.", err)
	}
	keyPEM, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, wrong("The key of the client certificate cannot be read", err.Error(), "Check key_file in the connection block of the inventory.", err)
	}
	if encrypted(keyPEM) {
		return nil, wrong("The key of the client certificate is encrypted", keyFile,
			"xops reads it unencrypted, as a file that only you can read: openssl pkey -in "+keyFile+" -out plain.key, then chmod 600 plain.key.", nil)
	}
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, wrong(unreadable, certFile+", "+keyFile+": "+err.Error(),
			"Both are files in PEM format, and the key must be the certificate's. From a .pfx file: openssl pkcs12 -in x.pfx -nodes -out x.pem; it is then both.", err)
	}
	leaf := cert.Leaf
	what := certFile + ": " + describe(leaf)
	switch {
	case now.After(leaf.NotAfter):
		return nil, wrong("The client certificate has expired", what, "Make a new one and map it on the hosts, or check this computer's clock.", nil)
	case now.Before(leaf.NotBefore):
		return nil, wrong("The client certificate is not valid yet", what+", valid from "+leaf.NotBefore.UTC().Format(time.DateTime), "Check this computer's clock.", nil)
	case len(leaf.ExtKeyUsage)+len(leaf.UnknownExtKeyUsage) > 0 && !slices.Contains(leaf.ExtKeyUsage, x509.ExtKeyUsageClientAuth) && !slices.Contains(leaf.ExtKeyUsage, x509.ExtKeyUsageAny):
		return nil, wrong("The client certificate is not for logons", what, "It needs the extended key usage Client Authentication (1.3.6.1.5.5.7.3.2).", nil)
	}
	return &cert, nil
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

// certificate logs on: TLS has shown the certificate already, or shows it when the host asks for it during this request.
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
	return &transport.Error{
		Code: "auth", Summary: "The logon was refused",
		Detail: fmt.Sprintf("%s: HTTP status %d; offered: %s; %s", c.cfg.hostPort(), r.status, strings.Join(offered(r.header), ", "), describe(c.cfg.client.Leaf)),
		Hint:   certificateHint,
	}
}
