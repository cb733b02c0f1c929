package ntlm

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/binary"
)

// Binding is the application data of a channel binding for a server certificate (RFC 5929, tls-server-end-point): its
// hash by the algorithm of the certificate's signature, SHA-256 where that is MD5 or SHA-1. Nil if there is no rule for
// it.
func Binding(cert *x509.Certificate) []byte {
	var hash []byte
	switch cert.SignatureAlgorithm {
	case x509.SHA384WithRSA, x509.ECDSAWithSHA384, x509.SHA384WithRSAPSS:
		h := sha512.Sum384(cert.Raw)
		hash = h[:]
	case x509.SHA512WithRSA, x509.ECDSAWithSHA512, x509.SHA512WithRSAPSS:
		h := sha512.Sum512(cert.Raw)
		hash = h[:]
	case x509.PureEd25519, x509.UnknownSignatureAlgorithm:
		return nil
	default:
		h := sha256.Sum256(cert.Raw)
		hash = h[:]
	}
	return append([]byte("tls-server-end-point:"), hash...)
}

// BindingHash is what travels in a logon, by NTLM or Kerberos: MD5 of a channel binding structure that has application
// data only.
func BindingHash(applicationData []byte) [md5.Size]byte {
	b := make([]byte, 16, 20+len(applicationData))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(applicationData)))
	return md5.Sum(append(b, applicationData...))
}
