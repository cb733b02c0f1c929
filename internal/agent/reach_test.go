//go:build unix

package agent

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// chained makes a certificate of a root of its own, as an inspecting firewall has one.
func chained(t *testing.T, names ...string) tls.Certificate {
	t.Helper()
	make := func(subject string, parent *x509.Certificate, parentKey, key *ecdsa.PrivateKey) []byte {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(int64(len(subject))), Subject: pkix.Name{CommonName: subject},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(100 * time.Hour),
			BasicConstraintsValid: true,
		}
		if parent == nil {
			c.IsCA, c.KeyUsage, parent, parentKey = true, x509.KeyUsageCertSign, c, key
		} else {
			c.DNSNames = names
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, parentKey)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	rootKey, leafKey := key(), key()
	rootDER := make("Praxis Inspection CA", nil, nil, rootKey)
	root, err := x509.ParseCertificate(rootDER)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{
		Certificate: [][]byte{make(names[0], root, rootKey, leafKey), rootDER}, PrivateKey: leafKey,
	}
}

// serve answers handshakes at an address of this computer.
func serve(t *testing.T, cert tls.Certificate, least uint16) (address string) {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: least})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _ = c.(*tls.Conn).Handshake(); time.Sleep(time.Second); _ = c.Close() }()
		}
	}()
	return l.Addr().String()
}

// TestHandshake: the names and the root that a far end shows are told, whoever has signed them, and what does not
// speak TLS 1.2 is told apart from what does not answer.
func TestHandshake(t *testing.T) {
	names := []string{"rs.example", "www.rs.example"}
	cert := chained(t, names...)
	good, old := serve(t, cert, tls.VersionTLS12), serve(t, cert, tls.VersionTLS11)
	silentPort := silent(t, "127.0.9.1")
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	dropped := fmt.Sprintf("127.0.9.1:%d", silentPort)
	refused := "127.0.0.1:1"
	begun := time.Now()
	a, err := ask(t, resource.Query{Type: "tls", Args: resource.Props{
		"targets":    []any{good, old, dropped, refused, mute.Addr().String()},
		"plain":      []any{"localhost:1", "nix.invalid:80"},
		"timeout_ms": int64(3000),
	}})
	if err != nil || a.Fault != nil {
		t.Fatal(a.Fault, err)
	}
	t.Log(time.Since(begun))
	at := map[string]resource.Props{}
	for _, i := range a.Items {
		at[i.Key] = i.Props
	}
	if p := at[good]; p["result"] != "open" || p["protocol"] != int64(3072) || p["subject"] != "CN=rs.example" ||
		p["issuer"] != "CN=Praxis Inspection CA" || strings.Join(p.Strings("names"), " ") != strings.Join(names, " ") ||
		p.Int("policy_errors")&4 == 0 {
		t.Errorf("%v", p)
	}
	for key, want := range map[string]string{
		old: "open handshake", dropped: "timeout <nil>", refused: "refused <nil>", mute.Addr().String(): "open timeout",
		"localhost:1": "refused <nil>", "nix.invalid:80": "dns <nil>",
	} {
		if got := fmt.Sprint(at[key]["result"], " ", at[key]["error"]); got != want {
			t.Errorf("%s: %s, want %s: %v", key, got, want, at[key])
		}
	}
}

// TestOffset: the difference of two clocks is told by one answer, and what is no answer of a clock is none.
func TestOffset(t *testing.T) {
	c, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	answers := make(chan []byte, 1)
	go func() {
		for {
			b := make([]byte, 64)
			n, from, err := c.ReadFromUDP(b)
			if err != nil {
				return
			}
			if n != 48 || b[0] != 0x23 {
				t.Errorf("asked with %d bytes: %v", n, b)
			}
			_, _ = c.WriteToUDP(<-answers, from)
		}
	}()
	moment := func(ahead time.Duration) []byte {
		b := make([]byte, 48)
		at := time.Now().Add(ahead)
		n := uint64(at.Unix()+2208988800)<<32 | uint64(at.Nanosecond())<<32/1e9
		for i := range 8 {
			b[40+i] = byte(n >> (56 - 8*i))
		}
		b[0], b[1] = 0x24, 2
		return b
	}
	for name, c2 := range map[string]struct {
		answer []byte
		result string
	}{
		"ahead":      {moment(90 * time.Second), "ok"},
		"no stratum": {make([]byte, 48), "silent"},
		"short":      {[]byte{0x24}, "silent"},
	} {
		answers <- c2.answer
		a, err := ask(t, resource.Query{
			Type: "time", Key: c.LocalAddr().String(), Args: resource.Props{"timeout_ms": int64(1500)},
		})
		if err != nil || a.Fault != nil || len(a.Items) != 1 {
			t.Fatal(a, err)
		}
		p := a.Items[0].Props
		if p["result"] != c2.result {
			t.Errorf("%s: %v", name, p)
		}
		if ms := p.Int("offset_ms"); c2.result == "ok" && (ms < 80_000 || ms > 91_000) {
			t.Errorf("%s: %d ms", name, ms)
		}
	}
}
