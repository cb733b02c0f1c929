package doctor_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// TestChannelBinding is row 12: TLS ends at a proxy with its own certificate, and the host insists on the binding.
func TestChannelBinding(t *testing.T) {
	b := newBench(t, true, func(c *wsman.Config) { c.StrictCBT = true })
	behind := fmt.Sprintf("127.0.0.1:%d", b.host.Connection.Port)
	cert := certificate(t, func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames = "web-filter.example", []string{"web-filter.example"}
	})
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go forward(l, func() (net.Conn, error) {
		return tls.Dial("tcp", behind, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it is the proxy
	})
	b.point(l.Addr(), true)
	b.cfg.TLS.Fingerprint = winrm.Fingerprint(cert.Leaf)
	r := b.examine()
	want{
		id: "channel-binding", row: 12, check: "logon", name: "http_status", value: "401", command: "winrm get",
		logons: 1,
	}.compare(t, b, r)
	if cause := r.Finding.Text(text.German).Cause; !strings.Contains(cause, "web-filter.example") ||
		!strings.Contains(cause, "MUELLER-SRV01") {
		t.Error(cause)
	}
}

func forward(l net.Listener, dial func() (net.Conn, error)) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := dial()
		if err != nil {
			_ = in.Close()
			continue
		}
		go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
		go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
	}
}

func certificate(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "MUELLER-SRV01"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	change(c)
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// TestCertificates is row 13 with certificates of a CA that is trusted, so that it is the certificate itself that is
// wrong.
func TestCertificates(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*x509.Certificate)
		want   want
	}{
		{"expired", func(c *x509.Certificate) {
			c.NotAfter = time.Now().Add(-49 * time.Hour)
			c.NotBefore = c.NotAfter.Add(-time.Hour)
			c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		}, want{
			id: "cert-time", row: 13, check: "tls", name: "days_left", value: "-2",
			command: `fingerprint = "sha256:`,
		}},
		{
			"another name", func(c *x509.Certificate) { c.DNSNames = []string{"srv01.praxis.local"} },
			want{id: "cert-name", row: 13, check: "tls", name: "names", value: "[srv01.praxis.local]"},
		},
		{"common name only", func(*x509.Certificate) {}, want{
			id: "cert-name", row: 13, check: "tls", name: "names",
			value: "[]",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cert := certificate(t, tt.change)
			b := newBench(t, true, func(c *wsman.Config) { c.Certificate = &cert })
			b.cfg.TLS = winrm.TLS{CAFile: writePEM(t, cert.Certificate[0])}
			tt.want.compare(t, b, b.examine())
		})
	}
}

// TestFirstUse: looking pins nothing; the logon does, and a certificate that changed afterwards is an alarm before any
// logon.
func TestFirstUse(t *testing.T) {
	pins := filepath.Join(t.TempDir(), "pins")
	b := newBench(t, true, nil)
	b.cfg.TLS = winrm.TLS{FirstUse: true, PinFile: pins}
	if r := b.examine(); r.Finding != nil || evidence(r, "tls", "pinned") == "" {
		t.Errorf("%+v", r.Checks)
	}
	port := fmt.Sprintf("127.0.0.1:%d", b.host.Connection.Port)
	_ = b.server.Close()
	other, err := wsman.New(wsman.Config{
		Machine: machine(), Hostname: "MUELLER-SRV01",
		Users: map[string]string{user: password},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	if _, err := other.Listen(port, true); err != nil {
		t.Skip("the port was taken in between:", err)
	}
	b.server = other
	want{id: "identity-changed", row: 13, check: "tls", name: "trusted", value: "false"}.compare(t, b, b.examine())
}
