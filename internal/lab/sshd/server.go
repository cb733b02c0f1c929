// Package sshd is an SSH server as a Windows computer has it (OpenSSH for Windows): logons by key or password, exec
// requests that are handed to a Machine, no pty; also a bastion, by direct-tcpip. Facts: dossier section 2.
package sshd

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/lab/wire"
)

// Config is one server: one lab host, or a bastion.
type Config struct {
	Machine wire.Machine               // nil: exec requests are refused
	Users   map[string]string          // password by user, names without regard to case; "" is no password
	Keys    map[string][]ssh.PublicKey // authorized_keys by user
	HostKey ssh.Signer                 // nil: a new ed25519 key
	// Forward opens what direct-tcpip asks for; nil: refused.
	Forward func(ctx context.Context, network, address string) (net.Conn, error)

	MaxSessions int           // open sessions on one connection; 0: 10, as sshd has it
	LoginGrace  time.Duration // for handshake and logon; 0: 2 min, as sshd has it
	// Latency is added to every event.
	Latency time.Duration
	// Intercept is asked once for every event, n counting from 1; see Action. Events are Connect (TCP), Logon (each
	// try but "none"), Session, Env, Exec, Signal, Forward, KeepAlive.
	Intercept func(n int, event string) Action
}

// Action is a fault that a test wishes for one event. The zero Action is none.
type Action struct {
	Delay  time.Duration
	Hang   bool // nothing is answered any more, and the connection stays open
	Refuse bool // the logon, channel or request is refused
	Cut    wire.Cut
	// Exec only: the connection is cut once that many bytes of standard output are written; 0: not.
	CutOutput int
	// Exec only: the channel is closed without an exit status, as when sshd's child is killed.
	NoStatus bool
}

// Counters count since the start.
type Counters struct {
	Connections     int // TCP connections accepted
	OpenConnections int // open now
	Logons          int // tries, but for "none", which asks what is offered
	FailedLogons    int
	Sessions        int
	Commands        int // commands started
	OpenCommands    int // running now
	Forwards        int
	KeepAlives      int
	BytesReceived   int64 // on the wire
	BytesSent       int64
}

// Record is one event as a test may look at it.
type Record struct {
	N           int
	Event       string
	Connection  int // number of the TCP connection, from 1
	User        string
	Method      string // Logon: password, publickey
	CommandLine string // Exec
	Target      string // Forward: host:port
}

// Server serves one host. It is safe for concurrent use.
type Server struct {
	cfg    Config
	key    ssh.Signer
	ctx    context.Context // ends with the server
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	listeners []net.Listener
	conns     map[net.Conn]bool
	book      wire.Book[Counters, Record]
}

// New makes a server; Listen or Serve start it, Close ends it.
func New(cfg Config) (*Server, error) {
	if cfg.MaxSessions == 0 {
		cfg.MaxSessions = 10
	}
	if cfg.LoginGrace == 0 {
		cfg.LoginGrace = 2 * time.Minute
	}
	s := &Server{cfg: cfg, key: cfg.HostKey, conns: map[net.Conn]bool{}}
	if s.key == nil {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		if s.key, err = ssh.NewSignerFromKey(private); err != nil {
			return nil, err
		}
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s, nil
}

// HostKey is the public key that the server shows.
func (s *Server) HostKey() ssh.PublicKey { return s.key.PublicKey() }

// Listen opens a port and serves it in the background. Address is as net.Listen takes it; port 0 picks a free one.
func (s *Server) Listen(address string) (net.Addr, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if err := s.Serve(l); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l.Addr(), nil
}

// Serve serves a listener in the background until Close.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	s.listeners = append(s.listeners, l)
	s.wg.Go(func() {
		for {
			raw, err := l.Accept()
			var passing net.Error
			if errors.As(err, &passing) && passing.Timeout() {
				continue
			}
			if err != nil {
				return
			}
			s.accept(raw)
		}
	})
	return nil
}

// Counters gives the present counts.
func (s *Server) Counters() Counters {
	c := s.book.Counters()
	s.mu.Lock()
	defer s.mu.Unlock()
	c.OpenConnections = len(s.conns)
	return c
}

// Records gives the events so far, at most 10,000.
func (s *Server) Records() []Record { return s.book.Records() }

// CutAll closes all connections, as a restart of the computer does. The server goes on.
func (s *Server) CutAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close()
	}
}

// Close ends listeners, connections and commands, and waits for them.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	for _, l := range s.listeners {
		_ = l.Close()
	}
	s.mu.Unlock()
	s.cancel()
	s.CutAll()
	s.wg.Wait()
	return nil
}

func (s *Server) metered(received, sent int) {
	s.book.Count(func(t *Counters) {
		t.BytesReceived += int64(received)
		t.BytesSent += int64(sent)
	})
}

func (s *Server) accept(raw net.Conn) {
	c := &connection{server: s, tcp: wire.Meter(s.metered).Conn(raw)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = raw.Close()
		return
	}
	s.conns[c.tcp] = true
	s.book.Count(func(t *Counters) {
		t.Connections++
		c.number = t.Connections
	})
	c.ctx, c.cancel = context.WithCancel(s.ctx)
	s.wg.Go(func() {
		defer func() {
			c.cancel()
			_ = c.tcp.Close()
			c.wg.Wait()
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.conns, c.tcp)
		}()
		c.serve()
	})
}
