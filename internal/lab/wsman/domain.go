package wsman

import (
	"crypto/sha1" //nolint:gosec // Windows names certificates by it
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/xops-dev/xops/internal/ntlm"
)

// mutual is the scheme of a request whose user is known by the client certificate, in small letters.
const mutual = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

// ticket logs on by Kerberos: one request, and the server's own proof in its answer (RFC 4559).
func (s *Server) ticket(w *answer, r *http.Request, c *connection, scheme string, token []byte) (string, bool) {
	var binding []byte
	if r.TLS != nil {
		binding = ntlm.Binding(s.Certificate())
	}
	c.user, c.session, c.logon = "", nil, nil
	user, proof, err := s.cfg.Kerberos.Accept(token, binding, s.cfg.StrictCBT, s.cfg.Clock())
	s.book.Count(func(t *Counters) {
		t.Logons++
		if err != nil {
			t.FailedLogons++
		}
	})
	if err != nil {
		s.unauthorized(w, r)
		return "", false
	}
	if proof != nil {
		w.header.Set("WWW-Authenticate", scheme+" "+base64.StdEncoding.EncodeToString(proof))
	}
	if !s.cfg.NoPersist {
		c.user = user
	}
	return user, true
}

// clientCertificate finds the user of a TLS client certificate. One that nobody trusts is 403, one that is nobody's
// 401.
func (s *Server) clientCertificate(w *answer, r *http.Request, c *connection) (string, bool) {
	user, err := "", errors.New("no certificate")
	if chain := r.TLS.PeerCertificates; len(chain) > 0 {
		between := x509.NewCertPool()
		for _, other := range chain[1:] {
			between.AddCert(other)
		}
		_, err = chain[0].Verify(x509.VerifyOptions{
			Roots: s.cfg.ClientCAs, Intermediates: between, CurrentTime: s.cfg.Clock(),
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		})
		user = s.mapped(chain[0])
	}
	if c.basic != mutual {
		c.basic = mutual
		s.book.Count(func(t *Counters) {
			t.Logons++
			if err != nil || user == "" {
				t.FailedLogons++
			}
		})
	}
	switch {
	case err != nil:
		w.status = http.StatusForbidden
		return "", false
	case user == "":
		s.unauthorized(w, r)
		return "", false
	}
	return user, true
}

// mapped is the user of a certificate, "" if there is none.
func (s *Server) mapped(cert *x509.Certificate) string {
	sum := sha1.Sum(cert.Raw) //nolint:gosec
	thumbprint, upn := strings.ToUpper(hex.EncodeToString(sum[:])), PrincipalName(cert)
	for name, user := range s.cfg.ClientUsers {
		if name == thumbprint || upn != "" && strings.EqualFold(name, upn) {
			return user
		}
	}
	return ""
}

var (
	subjectAltName = asn1.ObjectIdentifier{2, 5, 29, 17}
	principalName  = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3}
)

// otherName is the form of alternative names that Windows keeps a user principal name in.
type otherName struct {
	ID    asn1.ObjectIdentifier
	Value string `asn1:"tag:0,explicit,utf8"`
}

// PrincipalName is the user principal name in a certificate's alternative names, "" without one.
func PrincipalName(cert *x509.Certificate) string {
	for _, e := range cert.Extensions {
		if !e.Id.Equal(subjectAltName) {
			continue
		}
		var names []asn1.RawValue
		if _, err := asn1.Unmarshal(e.Value, &names); err != nil {
			return ""
		}
		for _, n := range names {
			var o otherName
			if n.Class != asn1.ClassContextSpecific || n.Tag != 0 {
				continue
			}
			if _, err := asn1.UnmarshalWithParams(n.FullBytes, &o, "tag:0"); err == nil && o.ID.Equal(principalName) {
				return o.Value
			}
		}
	}
	return ""
}
