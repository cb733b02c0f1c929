package winrm_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// box stands between and breaks connections off, as some firewalls do: with TLS 1.3 in the greeting, or always.
type box struct {
	always        bool
	mu            sync.Mutex
	dials, broken int
}

type boxConn struct {
	net.Conn
	box  *box
	once sync.Once
	bad  bool
}

func (b *box) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dials++
	return &boxConn{Conn: c, box: b}, err
}

func (c *boxConn) Write(p []byte) (int, error) {
	c.once.Do(func() {
		// supported_versions (43) with TLS 1.3 in it
		c.bad = c.box.always || strings.Contains(string(p), "\x00\x2b\x00\x05\x04\x03\x04\x03\x03")
	})
	if c.bad {
		c.box.mu.Lock()
		c.box.broken++
		c.box.mu.Unlock()
		_ = c.Close()
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

// TestHandshakeWithTLS12: where TLS 1.3 is broken off, TLS 1.2 is tried, once, before anything else was said.
func TestHandshakeWithTLS12(t *testing.T) {
	for _, always := range []bool{false, true} {
		h := start(t, true, wsman.Config{}, "ntlm")
		b := &box{always: always}
		h.cfg.Dial = b.dial
		c, err := winrm.Dial(t.Context(), h.cfg)
		if always {
			if class(t, err) != "tls" || b.dials != 2 || h.Counters().Requests != 0 {
				t.Errorf("%v after %d connections", err, b.dials)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		run(t, c, "echo x")
		if s := c.Stats(); b.dials != 2 || b.broken != 1 || s.Connections != 2 || s.Logons != 1 ||
			h.Counters().Logons != 1 {
			t.Errorf("%+v %+v", b, s)
		}
		_ = c.Close()
	}
}

// TestNoSecondHandshake: what is no failed handshake is not tried again.
func TestNoSecondHandshake(t *testing.T) {
	for name, change := range map[string]func(*winrm.Config){
		"untrusted":      func(c *winrm.Config) { c.TLS = winrm.TLS{} },
		"wrong pin":      func(c *winrm.Config) { c.TLS.Fingerprint = "sha256:" + strings.Repeat("0", 64) },
		"wrong password": func(c *winrm.Config) { c.Password = secret("falsch") },
	} {
		h := start(t, true, wsman.Config{}, "ntlm")
		b := &box{}
		h.cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			b.dials++
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		change(&h.cfg)
		if _, err := winrm.Dial(t.Context(), h.cfg); err == nil || b.dials != 1 {
			t.Errorf("%s: %v after %d connections", name, err, b.dials)
		}
	}
	// A cut at the first byte of HTTP: the handshake was good.
	for _, cut := range []wire.Cut{wire.CutBefore, wire.CutMiddle} {
		h := start(t, true, wsman.Config{Intercept: func(int, string) wsman.Action { return wsman.Action{Cut: cut} }},
			"ntlm")
		if _, err := winrm.Dial(t.Context(), h.cfg); class(t, err) != "lost" || h.Counters().Connections != 1 {
			t.Errorf("%v %+v", err, h.Counters())
		}
	}
	plain := start(t, false, wsman.Config{}, "ntlm")
	plain.cfg.HTTPS = true
	if _, err := winrm.Dial(t.Context(), plain.cfg); class(t, err) != "tls" || plain.Counters().Connections != 1 {
		t.Errorf("%v %+v", err, plain.Counters())
	}
	// A client certificate: it is TLS 1.2 from the start.
	h := startCertificate(t, authority(t), wsman.Config{TLS: func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }})
	if _, err := winrm.Dial(t.Context(), h.cfg); class(t, err) != "tls" || h.Counters().Connections != 1 {
		t.Errorf("%v %+v", err, h.Counters())
	}
}

// TestExpiredServerCertificate: it says so with the date, and what to pin; a pin goes before the date.
func TestExpiredServerCertificate(t *testing.T) {
	a := authority(t)
	cert, key := issueServer(t, a, -48*time.Hour, -24*time.Hour)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	h := start(t, true, wsman.Config{Certificate: &pair}, "ntlm")
	print := winrm.Fingerprint(pair.Leaf)
	h.cfg.TLS = winrm.TLS{CAFile: caFile(t, a)}
	_, err = winrm.Dial(t.Context(), h.cfg)
	p := problemtest.Told(t, err, problem.CertTime)
	if !strings.Contains(p.Detail, pair.Leaf.NotAfter.UTC().Format(time.DateOnly)) || !strings.Contains(p.Command(),
		print) {
		t.Errorf("%#v", err)
	}
	if n := h.Counters(); n.Requests != 0 || n.Connections != 1 {
		t.Errorf("%+v", n)
	}
	h.cfg.TLS = winrm.TLS{Fingerprint: print}
	run(t, h.dial(t), "echo x")
}

// TestRenegotiation: Windows asks for the client certificate by a second handshake, in the middle of the first request.
// OpenSSL can do that; Go's server cannot.
func TestRenegotiation(t *testing.T) {
	openssl := need.Tool(t, "openssl", "openssl")
	a := authority(t)
	serverCert, serverKey := issueServer(t, a, -time.Hour, time.Hour)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, openssl, "s_server", "-accept", address.String(), "-cert", serverCert, "-key",
		serverKey, "-CAfile", caFile(t, a), "-tls1_2", "-client_renegotiation")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cancel(); _ = cmd.Wait() }()
	seen := &output{from: out}
	seen.until(t, "ACCEPT")

	cfg := winrm.Config{
		Address: "127.0.0.1", Port: address.Port, HTTPS: true, Auth: "certificate",
		TLS: winrm.TLS{CAFile: caFile(t, a), ServerName: "srv01"},
	}
	cfg.CertFile, cfg.KeyFile = issue(t, a, "xops@praxis.test", -time.Hour, time.Hour)
	done := make(chan error, 1)
	go func() {
		c, err := winrm.Dial(ctx, cfg)
		if err == nil {
			_ = c.Close()
		}
		done <- err
	}()
	seen.until(t, "secprofile/https/mutual")
	if strings.Contains(seen.text, "xops@praxis.test") {
		t.Fatal("the certificate was shown unasked")
	}
	_, _ = io.WriteString(in, "R\n") // asks for the certificate
	seen.until(t, "CN = xops@praxis.test")
	_, _ = io.WriteString(in, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	if err := <-done; err != nil {
		t.Errorf("%v\n%s", err, seen.text)
	}
}

// output reads what a program says.
type output struct {
	from io.Reader
	text string
}

func (o *output) until(t *testing.T, text string) {
	t.Helper()
	for b := make([]byte, 4096); !strings.Contains(o.text, text); {
		n, err := o.from.Read(b)
		o.text += string(b[:n])
		if err != nil {
			t.Fatalf("%q did not come: %v\n%s", text, err, o.text)
		}
	}
}
