package winrm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bodgit/ntlmssp"

	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Greeting is what a host says before anybody logs on (dossier 6.1, step 2). Nothing of it is a logon, and no password
// is asked for.
type Greeting struct {
	Status  int       // HTTP status of an empty, unauthenticated POST /wsman; 0 if none came
	Server  string    // Server header
	Offered []string  // schemes of WWW-Authenticate
	Date    time.Time // Date header; zero without one
	Asked   time.Time // when this computer had the answer
	// The NTLM challenge, where Negotiate is offered and the host answers it. Sealable: it agrees to full encryption.
	NTLM     *ntlm.Facts
	Sealable bool
	TLS      *Handshake // nil over HTTP
}

// Handshake is one TLS handshake, made without judging the certificate.
type Handshake struct {
	Version, Suite string
	Chain          []*x509.Certificate
	// Trust is why a connection would not accept the certificate; nil if it would. First: it would be pinned now.
	Trust error
	First bool
	// Capped: the handshake came about only with TLS 1.2 as the highest version.
	Capped bool
	// Legacy: it came about only with TLS 1.0 or 1.1, which xops does not use.
	Legacy bool
}

// Inspect asks a host what it says to strangers: up to three handshakes, one empty POST and one NTLM negotiate message.
// It remembers nothing. Errors are problems; the greeting has what was learnt before.
func Inspect(ctx context.Context, cfg Config) (*Greeting, error) {
	if cfg.User == "" {
		cfg.User = "-" // none is needed here
	}
	if cfg.Auth != "basic" {
		cfg.Auth = "" // what is judged here is the host
	}
	if err := cfg.defaults(); err != nil {
		return &Greeting{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	g := &Greeting{}
	w, err := inspectDial(ctx, &cfg, g)
	if err != nil {
		return g, err
	}
	defer func() { w.close() }()
	r, err := w.post(ctx, cfg.Timeout, http.Header{"Content-Type": {ntlm.PlainType}}, nil, cfg.Limits.Response)
	if err != nil {
		return g, inspectError(ctx, &cfg, err)
	}
	g.Status, g.Server, g.Asked = r.status, clean(r.header.Get("Server")), cfg.Now()
	g.Date, _ = http.ParseTime(r.header.Get("Date"))
	if len(r.header.Values("WWW-Authenticate")) > 0 {
		g.Offered = offered(r.header)
	}
	if r.status != http.StatusUnauthorized || !g.Offers("Negotiate") {
		return g, nil
	}
	if r.close {
		w.close()
		if w, err = inspectDial(ctx, &cfg, &Greeting{}); err != nil {
			return g, err
		}
	}
	g.challenge(ctx, &cfg, w)
	return g, nil
}

// Offers says whether the host offers a scheme.
func (g *Greeting) Offers(scheme string) bool {
	for _, o := range g.Offered {
		if strings.EqualFold(o, scheme) {
			return true
		}
	}
	return false
}

// Skew is how far the host's clock is ahead of this computer's, by the Date header; ok is false without one.
func (g *Greeting) Skew(now time.Time) (skew time.Duration, ok bool) {
	if g.Date.IsZero() {
		return 0, false
	}
	// The header leaves out the fraction of its second: half of one is the best guess.
	return g.Date.Add(time.Second / 2).Sub(now).Round(time.Second), true
}

// challenge asks for the NTLM challenge. A host that gives none is not an error here: the logon will tell.
func (g *Greeting) challenge(ctx context.Context, cfg *Config, w *wire) {
	client, err := ntlmssp.NewClient()
	if err != nil {
		return
	}
	negotiate, err := client.Authenticate(nil, nil)
	if err != nil {
		return
	}
	h := http.Header{
		"Content-Type":  {ntlm.PlainType},
		"Authorization": {"Negotiate " + base64.StdEncoding.EncodeToString(negotiate)},
	}
	r, err := w.post(ctx, cfg.Timeout, h, nil, cfg.Limits.Response)
	if err != nil {
		return
	}
	for _, v := range r.header.Values("WWW-Authenticate") {
		_, token, _ := strings.Cut(v, " ")
		challenge, err := base64.StdEncoding.DecodeString(strings.TrimSpace(token))
		if err != nil {
			continue
		}
		if facts, ok := ntlm.ReadFacts(challenge); ok {
			facts.Computer, facts.Domain = clean(facts.Computer), clean(facts.Domain)
			facts.DNSComputer, facts.DNSDomain = clean(facts.DNSComputer), clean(facts.DNSDomain)
			g.NTLM, g.Sealable = &facts, ntlm.ChallengeFlags(challenge)&ntlm.Needed == ntlm.Needed
			return
		}
	}
}

// inspectDial connects; over HTTPS without judging the certificate, and with older TLS if that is what the host has.
func inspectDial(ctx context.Context, cfg *Config, g *Greeting) (*wire, error) {
	var sent, got atomic.Int64
	connect := func() (w *wire, err error) {
		plain := *cfg
		plain.HTTPS = false
		err = transport.Patiently(ctx, cfg.hostPort(), func() error {
			w, err = dial(ctx, &plain, 0, &sent, &got)
			return err
		})
		return w, err
	}
	w, err := connect()
	if err != nil || !cfg.HTTPS {
		return w, err
	}
	first := inspectHandshake(ctx, cfg, w, g, 0, 0)
	if first == nil {
		return w, nil
	}
	w.close()
	own := handshakeError(cfg, first)
	var record tls.RecordHeaderError
	if errors.As(first, &record) || ctx.Err() != nil {
		return nil, own
	}
	for _, try := range []struct{ low, high uint16 }{
		{tls.VersionTLS12, tls.VersionTLS12},
		{tls.VersionTLS10, tls.VersionTLS11},
	} {
		if w, err = connect(); err != nil {
			return nil, own
		}
		if inspectHandshake(ctx, cfg, w, g, try.low, try.high) == nil {
			g.TLS.Capped, g.TLS.Legacy = try.high == tls.VersionTLS12, try.high < tls.VersionTLS12
			if g.TLS.Legacy {
				w.close()
				return nil, own
			}
			return w, nil
		}
		w.close()
	}
	return nil, own
}

func inspectHandshake(ctx context.Context, cfg *Config, w *wire, g *Greeting, low, high uint16) error {
	name := cfg.TLS.ServerName
	if name == "" {
		name = cfg.bare()
	}
	if low == 0 {
		low = tls.VersionTLS12
	}
	conn := tls.Client(w.conn, &tls.Config{
		ServerName: name, MinVersion: low, MaxVersion: high,
		CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384},
		// Nothing secret travels on this connection; it is made to look at the certificate.
		InsecureSkipVerify: true, //nolint:gosec
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		return err
	}
	w.conn = conn
	w.limit.R = conn
	state := conn.ConnectionState()
	g.TLS = &Handshake{
		Version: tls.VersionName(state.Version), Suite: tls.CipherSuiteName(state.CipherSuite),
		Chain: state.PeerCertificates,
	}
	g.TLS.First, g.TLS.Trust = judge(cfg, name, state.PeerCertificates)
	return nil
}

// judge decides about a certificate as a connection would, but remembers nothing; first: it would be pinned now.
func judge(cfg *Config, name string, chain []*x509.Certificate) (first bool, err error) {
	roots, err := loadRoots(cfg.TLS.CAFile)
	if err != nil {
		return false, err
	}
	if !cfg.TLS.FirstUse || cfg.TLS.Fingerprint != "" || len(chain) == 0 {
		return false, verify(cfg, name, roots, chain)
	}
	pins.Lock()
	defer pins.Unlock()
	text, err := os.ReadFile(cfg.TLS.PinFile)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, problem.New(problem.PinFile).Because(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		host, pin, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.EqualFold(host, cfg.hostPort()) {
			continue
		}
		if pin = strings.TrimSpace(pin); pin != Fingerprint(chain[0]) {
			return false, changed(cfg, chain[0], pin, fmt.Sprintf("the pin of the first contact (%s:%d)",
				cfg.TLS.PinFile, n))
		}
		return false, nil
	}
	return true, nil
}

func inspectError(ctx context.Context, cfg *Config, err error) error {
	var own *problem.Problem
	if errors.As(err, &own) {
		return own
	}
	id := problem.ConnectionLost
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || transport.IsTimeout(err) {
		id = problem.Slow
	}
	return problem.New(id).With("%s: %s", cfg.hostPort(), transport.Evidence(err)).Because(err)
}
