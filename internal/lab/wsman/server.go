// Package wsman is a WS-Management server with remote shells (WinRS), as Windows has it: NTLM with sealed messages over
// HTTP, NTLM, Kerberos, client certificates or Basic over HTTPS, quotas and faults. What runs in its shells is a
// Machine. Facts: dossier section 1.
package wsman

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/lab/wire"
)

// Config is one server: one lab host.
type Config struct {
	Machine  wire.Machine
	Users    map[string]string // password by user: "xops", or `PRAXIS\xops` for that domain only
	Hostname string            // computer name; also the certificate's name
	Domain   string            // "": the computer name

	AllowBasic bool // offer Basic, over HTTPS only
	NoNTLM     bool // take no NTLM
	// Kerberos takes tickets; nil: none. The user is the ticket's, as name@REALM. NoPersist wants one with every
	// request.
	Kerberos  *krb.Server
	NoPersist bool
	// ClientCAs takes client certificates, over HTTPS only; nil: none. ClientUsers maps them to users: by user
	// principal name ("xops@praxis.test"), or by SHA-1 thumbprint in capitals, as Windows shows it.
	ClientCAs   *x509.CertPool
	ClientUsers map[string]string
	StrictCBT   bool // CbtHardeningLevel=Strict
	RefuseNTLM  bool // Negotiate is offered, but NTLM's first message is turned away, as a policy has it
	NoSeal      bool // the NTLM challenge does not agree to encryption
	// Clock is the host's clock, in the Date header and the NTLM challenge; nil: this computer's.
	Clock func() time.Time
	// TLS changes what HTTPS listeners agree to; nil: TLS 1.2 and 1.3.
	TLS func(*tls.Config)
	// Denied are users whose logon is right but who may not open a shell (fault 5).
	Denied map[string]bool

	MaxShells   int           // for one user; 0: 30
	MaxEnvelope int           // bytes of one message; 0: 500 KiB
	IdleTimeout time.Duration // of a shell that asks for none; 0: 2 h
	// Settle is how long a Receive that has something goes on collecting, so that a burst arrives in one piece;
	// 0: 5 ms, negative: not at all.
	Settle time.Duration
	// Latency is added to every request.
	Latency time.Duration
	// Intercept is asked once for every request, n counting from 1; see Action. Action names are those of the
	// protocol (Create, Command, Send, Receive, Signal, Delete, Identify), and Logon for requests that only log on.
	Intercept func(n int, action string) Action
	// Certificate is shown over HTTPS; nil: a new self-signed one for Hostname, localhost and the address of the
	// listener.
	Certificate *tls.Certificate
}

// Action is a fault that a test wishes for one request. The zero Action is none.
type Action struct {
	Delay  time.Duration
	Fault  uint32 // answer with this WSMan fault and do nothing
	Status int    // answer with this HTTP status, no body, and do nothing
	Cut    wire.Cut
}

// Counters count since the start.
type Counters struct {
	Requests    int // HTTP requests, logons included
	Connections int // TCP connections accepted
	// authentications tried: NTLM type 3 messages, Kerberos tickets, and Basic and certificates once for each
	// connection and header
	Logons        int
	FailedLogons  int
	Shells        int // shells opened
	OpenShells    int // shells open now
	Commands      int // commands started
	BytesReceived int64
	BytesSent     int64
}

// Record is one request as a test may look at it.
type Record struct {
	N           int
	Action      string
	Connection  int // number of the TCP connection, from 1
	Sealed      bool
	User        string
	Size        int    // bytes of the body on the wire
	Data        int    // Send: bytes of standard input
	CommandLine string // Command: as the Machine gets it
}

// Server serves one host. It is safe for concurrent use.
type Server struct {
	cfg    Config
	http   *http.Server
	ctx    context.Context // ends with the server
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu     sync.Mutex
	cert   *tls.Certificate
	shells map[string]*shell
	book   wire.Book[Counters, Record]
	closed bool
}

// New makes a server; Listen or Serve start it, Close ends it.
func New(cfg Config) (*Server, error) {
	if cfg.Machine == nil || cfg.Hostname == "" {
		return nil, errors.New("wsman: a server needs a Machine and a Hostname")
	}
	if cfg.Domain == "" {
		cfg.Domain = cfg.Hostname
	}
	if cfg.MaxShells == 0 {
		cfg.MaxShells = 30
	}
	if cfg.MaxEnvelope == 0 {
		cfg.MaxEnvelope = 500 << 10
	}
	if cfg.IdleTimeout == 0 {
		cfg.IdleTimeout = 2 * time.Hour
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Settle == 0 {
		cfg.Settle = 5 * time.Millisecond
	}
	if c := cfg.Certificate; c != nil && c.Leaf == nil {
		if len(c.Certificate) == 0 {
			return nil, errors.New("wsman: the certificate is empty")
		}
		leaf, err := x509.ParseCertificate(c.Certificate[0])
		if err != nil {
			return nil, err
		}
		clone := *c
		clone.Leaf = leaf
		cfg.Certificate = &clone
	}
	s := &Server{cfg: cfg, shells: map[string]*shell{}, cert: cfg.Certificate}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
		ConnContext:       s.connContext,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
		// no HTTP/2: NTLM lives on a connection
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	return s, nil
}

// Listen opens a port and serves it in the background. Address is as net.Listen takes it; port 0 picks a free one.
func (s *Server) Listen(address string, https bool) (net.Addr, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if err := s.Serve(l, https); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l.Addr(), nil
}

// Serve serves a listener in the background until Close. A server can serve HTTP and HTTPS at once.
func (s *Server) Serve(l net.Listener, https bool) error {
	l = wire.Meter(s.metered).Listener(l)
	if https {
		cert, err := s.certificate(l.Addr())
		if err != nil {
			return err
		}
		terms := &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12}
		if s.cfg.ClientCAs != nil {
			terms.ClientAuth = tls.RequestClientCert // judged with the request, as Windows does
		}
		if s.cfg.TLS != nil {
			s.cfg.TLS(terms)
		}
		l = tls.NewListener(l, terms)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return http.ErrServerClosed
	}
	s.wg.Go(func() { _ = s.http.Serve(l) })
	return nil
}

func (s *Server) certificate(addr net.Addr) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cert != nil {
		return s.cert, nil
	}
	cert, err := SelfSigned(s.cfg.Hostname, addr)
	if err == nil {
		s.cert = cert
	}
	return cert, err
}

// Certificate is what HTTPS listeners show; nil before the first.
func (s *Server) Certificate() *x509.Certificate {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cert == nil {
		return nil
	}
	return s.cert.Leaf
}

// Counters gives the present counts.
func (s *Server) Counters() Counters {
	c := s.book.Counters()
	s.mu.Lock()
	defer s.mu.Unlock()
	c.OpenShells = len(s.shells)
	return c
}

// Records gives the requests so far, at most 10,000.
func (s *Server) Records() []Record { return s.book.Records() }

// CloseShells ends all shells with all that runs in them, as a restart of the service does.
func (s *Server) CloseShells() {
	s.mu.Lock()
	var all []*shell
	for _, sh := range s.shells {
		all = append(all, sh)
	}
	s.mu.Unlock()
	for _, sh := range all {
		s.drop(sh)
	}
}

// Close ends listeners, connections, shells and commands, and waits for them.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	err := s.http.Close()
	s.cancel()
	s.CloseShells()
	s.wg.Wait()
	return err
}

func (s *Server) metered(received, sent int) {
	s.book.Count(func(c *Counters) {
		c.BytesReceived += int64(received)
		c.BytesSent += int64(sent)
	})
}
