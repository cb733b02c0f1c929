// Package wsmantest has what tests of connections to the lab need beside its servers.
package wsmantest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// Authority issues certificates, as a domain's certificate service does.
type Authority struct {
	Certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// How Windows keeps a user principal name in a certificate: in an alternative name of its own form.
var (
	subjectAltName = asn1.ObjectIdentifier{2, 5, 29, 17}
	principalName  = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3}
)

type otherName struct {
	ID    asn1.ObjectIdentifier
	Value string `asn1:"utf8,explicit,tag:0"`
}

// NewAuthority makes an authority that is valid for some years.
func NewAuthority(name string) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().AddDate(-2, 0, 0),
		NotAfter: time.Now().AddDate(5, 0, 0),
		KeyUsage: x509.KeyUsageCertSign, BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &Authority{Certificate: cert, key: key}, err
}

// Pool holds the authority.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.Certificate)
	return pool
}

// Issue makes a client certificate for a user principal name, and its key, both in PEM.
func (a *Authority) Issue(upn string, from, to time.Time, usage ...x509.ExtKeyUsage) (certPEM, keyPEM []byte,
	err error,
) {
	other, err := asn1.MarshalWithParams(otherName{principalName, upn}, "tag:0")
	if err != nil {
		return nil, nil, err
	}
	names, err := asn1.Marshal([]asn1.RawValue{{FullBytes: other}})
	if err != nil {
		return nil, nil, err
	}
	if len(usage) == 0 {
		usage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	return a.sign(&x509.Certificate{
		Subject: pkix.Name{CommonName: upn}, NotBefore: from, NotAfter: to, ExtKeyUsage: usage,
		ExtraExtensions: []pkix.Extension{{Id: subjectAltName, Value: names}},
	})
}

// IssueServer makes a certificate of a host, and its key, both in PEM.
func (a *Authority) IssueServer(name string, from, to time.Time) (certPEM, keyPEM []byte, err error) {
	return a.sign(&x509.Certificate{
		Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{name, "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	})
}

func (a *Authority) sign(template *x509.Certificate) (certPEM, keyPEM []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, key.Public(), a.key)
	if err != nil {
		return nil, nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), nil
}
