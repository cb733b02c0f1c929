package winrm

import (
	"context"
	"crypto/tls"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bodgit/ntlmssp"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

const (
	// slack is what an answer may take beyond the operation's own time (dossier 1.4).
	slack = 10 * time.Second
	// serviceTime is the operation time for all but Receive: what Windows allows by default (MaxTimeoutms).
	serviceTime = 60 * time.Second
	// cleanupTime is for closing a shell whose command could not be started.
	cleanupTime = 3 * time.Second
)

// Conn is a connection to one host; it implements transport.Conn.
type Conn struct {
	cfg           Config
	wire          *wire                    // nil when the connection is gone
	session       *ntlmssp.SecuritySession // seals messages over HTTP
	authorization string                   // Basic, certificate: sent with every request
	ticket        *krb.Ticket              // Kerberos
	everyRequest  bool                     // Kerberos: the host wants each request authorised
	why           error                    // why the connection is gone
	foreign       bool                     // it is gone because something other than the host we know answered
	closed        bool
	stats         transport.Stats
	sent, got     atomic.Int64
	// holds one: messages go one after the other, also where Send and Receive run side by side
	turn chan struct{}
}

var _ transport.Conn = (*Conn)(nil)

// Dial connects and logs on, once. Errors are problems.
func Dial(ctx context.Context, cfg Config) (*Conn, error) {
	if err := transport.Patiently(ctx, cfg.Address, cfg.defaults); err != nil {
		return nil, err
	}
	c := &Conn{cfg: cfg, turn: make(chan struct{}, 1)}
	if err := c.connect(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Conn) connect(ctx context.Context) error {
	return transport.Patiently(ctx, c.cfg.hostPort(), func() error { return c.attempt(ctx) })
}

func (c *Conn) attempt(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	c.session, c.authorization, c.everyRequest = nil, "", false
	err := c.prepare(limited)
	var w *wire
	if err == nil {
		w, err = c.dial(limited)
	}
	if err == nil {
		c.wire = w
		err = c.logon(limited)
	}
	if err == nil {
		return nil
	}
	c.drop(err)
	var own *problem.Problem
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(ctx.Err(), context.Canceled):
		return problem.New(problem.CallCancelled).With("%s", c.cfg.hostPort()).Because(err)
	}
	return problem.New(problem.Slow).With("%s: %s", c.cfg.hostPort(), transport.Evidence(err)).Because(err)
}

// dial opens the connection. A TLS handshake that fails is tried once more with TLS 1.2 as the highest version, which
// some hosts and boxes between need; that is no weaker than what is accepted anyhow, and nothing was said before.
func (c *Conn) dial(ctx context.Context) (*wire, error) {
	w, err := dial(ctx, &c.cfg, 0, &c.sent, &c.got)
	if transport.Lacks(err) {
		return nil, err
	}
	c.stats.Connections++
	var failed handshakeFailed
	if err == nil || !errors.As(err, &failed) || c.cfg.client != nil || ctx.Err() != nil {
		return w, err
	}
	c.stats.Connections++
	if w, again := dial(ctx, &c.cfg, tls.VersionTLS12, &c.sent, &c.got); again == nil {
		return w, nil
	} else if transport.Lacks(again) || !errors.As(again, &failed) && !problem.ClassOf(again).Away() {
		return nil, again // it got further: that says more
	}
	return nil, err
}

// Quotes is true: cmd.exe starts what is run.
func (c *Conn) Quotes() bool { return true }

// Stats counts what this connection has cost so far.
func (c *Conn) Stats() transport.Stats {
	s := c.stats
	s.BytesSent, s.BytesReceived = c.sent.Load(), c.got.Load()
	return s
}

// Close ends the connection. It says nothing to the host: shells are closed by their processes.
func (c *Conn) Close() error {
	c.closed = true
	c.drop(errors.New("the connection was closed"))
	return nil
}

func (c *Conn) drop(why error) {
	if c.wire != nil {
		c.wire.close()
		c.wire = nil
	}
	c.session, c.why = nil, why
}

// lost ends the connection after an error on it and says what happened; a context's own error stays what it is.
func (c *Conn) lost(err error) error {
	c.drop(err)
	var own *problem.Problem
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return c.stopped(err)
	}
	return problem.New(problem.ConnectionLost).With("%s: %s", c.cfg.hostPort(), transport.Evidence(err)).Because(err)
}

// stopped says where a context ended the work.
func (c *Conn) stopped(err error) error { return fmt.Errorf("%s: %w", c.cfg.hostPort(), err) }

// broken ends the connection because what came over it is not what WinRM says.
func (c *Conn) broken(err error) error {
	c.foreign = true
	c.drop(err)
	return problem.New(problem.NotProtocol).With("%s: %s", c.cfg.hostPort(), clean(err.Error())).Because(err)
}

// call sends a message and gives the answer. Every answer that is not success is an error. Within is the operation's
// time.
func (c *Conn) call(ctx context.Context, m *message, within time.Duration) (*envelope, error) {
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	defer c.end()
	r, err := c.deliver(ctx, within, m)
	if err != nil {
		return nil, err
	}
	return c.answer(r, m)
}

// begin waits for its turn and says why nothing can be sent; without an error, end ends the turn.
func (c *Conn) begin(ctx context.Context) error {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return c.stopped(ctx.Err())
	}
	err := c.ready(ctx)
	if err != nil {
		c.end()
	}
	return err
}

func (c *Conn) end() { <-c.turn }

func (c *Conn) ready(ctx context.Context) error {
	if c.wire == nil {
		if c.why == nil {
			c.why = errors.New("not connected")
		}
		return problem.New(problem.ConnectionLost).With("%s: %v", c.cfg.hostPort(), c.why).Because(c.why)
	}
	if err := ctx.Err(); err != nil {
		return c.stopped(err)
	}
	return nil
}

// answer is what came back, opened and judged.
func (c *Conn) answer(r *response, m *message) (*envelope, error) {
	e, err := c.read(r, m)
	if err != nil {
		return nil, err
	}
	if r.close {
		c.drop(errors.New("the host closed the connection"))
	}
	if e.Body.Fault != nil {
		return nil, faultError(c.cfg.hostPort(), e.Body.Fault)
	}
	return e, nil
}

// deliver posts a message. With Kerberos a host that does not keep the logon with the connection answers 401: it has
// not looked at the message, so it gets that again, once, with a proof of its own, as all that follow; on a new
// connection where it has closed this one.
func (c *Conn) deliver(ctx context.Context, within time.Duration, m *message) (*response, error) {
	r, proof, err := c.post(ctx, within, m)
	if err == nil && r.status == http.StatusUnauthorized && m.body != nil {
		c.everyRequest = true
		if r.close {
			err = c.redial(ctx)
		}
		if err == nil {
			r, proof, err = c.post(ctx, within, m)
		}
	}
	if err == nil && proof != nil {
		if r.status == http.StatusUnauthorized {
			err = c.kerberosRefused(r)
		} else {
			err = c.confirm(proof, r)
		}
		if err != nil {
			err = c.lost(err)
		}
	}
	return r, err
}

// redial opens another connection in place of one that the host has closed; nobody is logged on with it.
func (c *Conn) redial(ctx context.Context) error {
	c.wire.close()
	w, err := c.dial(ctx)
	if err != nil {
		return c.lost(err)
	}
	c.wire = w
	return nil
}

// post sends a message and waits for what comes back. Nothing is kept of the message while it waits, unless the host
// may want it again.
func (c *Conn) post(ctx context.Context, within time.Duration, m *message) (*response, *krb.Logon, error) {
	h, body, proof, err := c.sealed(m)
	if err != nil {
		return nil, nil, c.broken(err)
	}
	if c.ticket == nil || c.everyRequest {
		m.body = nil
	}
	c.stats.Requests++
	r, err := c.wire.post(ctx, within+slack, h, body, c.cfg.Limits.Response)
	if err != nil {
		return nil, nil, c.lost(err)
	}
	return r, proof, nil
}

// sealed is a message as it goes over the wire, and the proof of the logon in it, if there is one.
func (c *Conn) sealed(m *message) (h http.Header, body [][]byte, proof *krb.Logon, err error) {
	h = http.Header{"Content-Type": {ntlm.PlainType}}
	switch {
	case c.session != nil:
		data, signature, err := c.session.Wrap(m.body)
		if err != nil {
			return nil, nil, nil, err
		}
		h.Set("Content-Type", ntlm.SealedType)
		return h, ntlm.Parts(data, signature, len(m.body)), nil, nil
	case !c.cfg.HTTPS:
		return nil, nil, nil, errors.New("nothing to seal the message with") // never in clear text
	case c.everyRequest:
		if proof, err = c.prove(); err != nil {
			return nil, nil, nil, err
		}
		h.Set("Authorization", negotiate(proof.Token))
	case c.authorization != "":
		h.Set("Authorization", c.authorization)
	}
	return h, [][]byte{m.body}, proof, nil
}

// read opens and checks an answer. Over HTTP only what is sealed counts; the rest could be anybody's.
func (c *Conn) read(r *response, m *message) (*envelope, error) {
	plain := r.body
	if c.session != nil {
		if !ntlm.IsSealed(r.header.Get("Content-Type")) {
			return nil, c.refused(r)
		}
		var err error
		if plain, err = c.unseal(r.body); err != nil {
			return nil, c.broken(err)
		}
	}
	var e envelope
	if err := xml.Unmarshal(plain, &e); err != nil {
		if r.status != http.StatusOK {
			return nil, c.refused(r)
		}
		return nil, c.broken(fmt.Errorf("not SOAP: %w", err))
	}
	if r.status != http.StatusOK && e.Body.Fault == nil {
		return nil, c.refused(r)
	}
	if got := strings.TrimSpace(e.Header.RelatesTo); !strings.EqualFold(got, m.id) &&
		(got != "" || e.Body.Fault == nil) {
		return nil, c.broken(fmt.Errorf("the answer belongs to message %q, not to %s", got, m.id))
	}
	if got := strings.TrimSpace(e.Header.Action); e.Body.Fault == nil && got != m.action+"Response" {
		return nil, c.broken(fmt.Errorf("the answer is %q to %s", got, m.action))
	}
	return &e, nil
}

// refused makes an error of an answer that has no sealed or readable fault, and ends the connection: its state is
// unknown.
func (c *Conn) refused(r *response) error {
	if r.status == http.StatusOK {
		return c.broken(errors.New("the answer is not sealed"))
	}
	err := statusError(c.cfg.hostPort(), r)
	c.drop(err)
	return err
}

func (c *Conn) unseal(body []byte) ([]byte, error) {
	sealed, signature, length, err := ntlm.Unframe(body)
	if err != nil {
		return nil, err
	}
	plain, err := c.session.Unwrap(sealed, signature)
	if err != nil {
		return nil, err
	}
	if len(plain) != length {
		return nil, fmt.Errorf("the sealed message has %d bytes, not %d", len(plain), length)
	}
	return plain, nil
}
