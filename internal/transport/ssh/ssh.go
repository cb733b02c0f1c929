// Package ssh reaches hosts by SSH: no pty, host keys always checked, bastions in between. Facts: dossier section 2.
package ssh

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/pipe"
)

// Config is how to reach one host.
type Config struct {
	Address string
	Port    int // 0: 22
	User    string
	Auth    string // agent, key, password
	Secrets Secrets
	KeyFile string // auth = key
	// AgentSocket is where the SSH agent listens (SSH_AUTH_SOCK); "": nowhere but, on Windows, at the system's own.
	AgentSocket string
	// KnownHosts is the file that host keys are checked against; it is never optional. FirstUse adds the key of a
	// host that is not in it yet; a key that changed is an alarm all the same.
	KnownHosts string
	FirstUse   bool
	// Met is told what FirstUse has added; nil: nobody wants to know.
	Met func(transport.Identity)
	// Fingerprint is "sha256:" and 64 hexadecimal digits: exactly this host key, instead of known_hosts. Bastions are
	// checked against known_hosts all the same.
	Fingerprint string
	Jump        []Hop         // bastions to go through, in order
	KeepAlive   time.Duration // 0: 15 s
	Timeout     time.Duration // for one connection with its logon; 0: 20 s
	// Dial opens TCP connections; nil: transport.Dial.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Secrets resolves what a logon needs, when it needs it. A function that is nil has nothing.
type Secrets struct {
	Password   func(ctx context.Context) (string, error)
	Passphrase func(ctx context.Context) (string, error) // of the key file
	Agent      func(ctx context.Context) (net.Conn, error)
}

// Hop is one bastion. Its logon uses the agent or the key of the configuration, never the host's password.
type Hop struct {
	User    string
	Address string
	Port    int // 0: 22
}

// Conn is a connection to one host; it implements transport.Conn.
type Conn struct {
	client *ssh.Client
	hops   []io.Closer // bastions, to be closed last to first
	stop   chan struct{}
	once   sync.Once

	mu    sync.Mutex
	stats transport.Stats
}

// Dial connects and logs on, once. Errors are problems.
func Dial(ctx context.Context, cfg Config) (*Conn, error) {
	if cfg.KeepAlive == 0 {
		cfg.KeepAlive = 15 * time.Second
	}
	c := &Conn{stop: make(chan struct{})}
	path, err := Through(ctx, cfg)
	if err != nil {
		return nil, err
	}
	c.hops = path.clients
	address := hostPort(cfg.Address, cfg.Port)
	client, err := logon(ctx, cfg, path.Dial, cfg.User, address, methods(cfg, false))
	if err != nil {
		path.Close()
		return nil, err
	}
	c.client = client
	c.stats = transport.Stats{Connections: 1 + len(path.clients), Logons: 1 + len(path.clients)}
	go c.keepAlive(cfg.KeepAlive)
	return c, nil
}

func hostPort(address string, port int) string {
	if port == 0 {
		port = 22
	}
	return net.JoinHostPort(address, strconv.Itoa(port))
}

type dialer = func(ctx context.Context, network, address string) (net.Conn, error)

// logon opens one SSH connection. A host has a key of each kind and shows one: where a fingerprint is not that of the
// first, the others are asked for, each with a connection of its own, before anybody logs on.
func logon(ctx context.Context, cfg Config, dial dialer, user, address string, auth authMethods) (c *ssh.Client,
	err error,
) {
	var other error
	for _, kind := range append([][]string{nil}, keyKinds...) {
		err = transport.Patiently(ctx, address, func() error {
			c, err = attempt(ctx, cfg, dial, user, address, auth, kind)
			return err
		})
		switch {
		case problem.Is(err, problem.SSHKeyFingerprint):
			other = err
		case err == nil || other == nil || problem.Is(err, problem.SSHLogon, problem.SSHManyKeys):
			return c, err
		}
	}
	return nil, other
}

// attempt opens one SSH connection, with a host key of a kind; nil: of the kind that is known, or of any. The deadline
// and the context reach the socket.
func attempt(ctx context.Context, cfg Config, dial dialer, user, address string, auth authMethods,
	kind []string,
) (*ssh.Client, error) {
	if cfg.Timeout == 0 {
		cfg.Timeout = 20 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	raw, err := dial(ctx, "tcp", address)
	if err != nil {
		return nil, dialError(err, address)
	}
	list, done, err := auth(ctx)
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	defer done()
	keys, err := openKnownHosts(cfg, address)
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	if kind == nil {
		kind = keys.algorithms()
	}
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	defer stop()
	inner, chans, requests, err := ssh.NewClientConn(raw, address, &ssh.ClientConfig{
		User: user, Auth: list, HostKeyCallback: keys.check, HostKeyAlgorithms: kind,
		ClientVersion: "SSH-2.0-xops",
	})
	if err != nil {
		_ = raw.Close()
		return nil, handshakeError(ctx, err, keys, user, address)
	}
	if !stop() {
		_ = inner.Close()
		return nil, handshakeError(ctx, ctx.Err(), keys, user, address)
	}
	return ssh.NewClient(inner, chans, requests), nil
}

// dialError is the transport's, in the words of SSH.
func dialError(err error, address string) *problem.Problem {
	p := transport.DialError(err, address)
	if p.ID == problem.NoListener {
		p.ID = problem.SSHNoListener
	}
	return p
}

// keepAlive asks for an answer now and then, since routers drop what is silent; a host that no longer answers is
// disconnected.
func (c *Conn) keepAlive(every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-ticker.C:
		}
		answered := make(chan error, 1)
		go func() {
			_, _, err := c.client.SendRequest("keepalive@openssh.com", true, nil)
			answered <- err
		}()
		select {
		case err := <-answered:
			if err == nil {
				continue
			}
		case <-time.After(3 * every):
		case <-c.stop:
			return
		}
		_ = c.client.Close()
		return
	}
}

// Start runs a command line in the host's default shell, whichever that is, so it must have no character that cmd,
// PowerShell or sh change (dossier section 2).
func (c *Conn) Start(ctx context.Context, commandLine string) (transport.Process, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.client.Close() }) // the only way to end a wait for an answer
	defer stop()
	session, err := c.client.NewSession()
	if err != nil {
		return nil, startError(ctx, err)
	}
	stdin, err := session.StdinPipe()
	outR, outW := io.Pipe()
	errR, errW := io.Pipe()
	session.Stdout, session.Stderr = outW, errW
	if err := errors.Join(err, session.Start(commandLine)); err != nil {
		_ = session.Close()
		return nil, startError(ctx, err)
	}
	if !stop() {
		return nil, ctx.Err()
	}
	c.count(func(s *transport.Stats) { s.Starts++; s.Requests += 2 })
	ended := make(chan error, 1)
	go func() {
		err := session.Wait()
		select {
		case ended <- err:
		default: // it was ended from here
		}
		_ = errW.Close()
		_ = outW.Close()
	}()
	return pipe.New(pipe.Command{
		Stdin: stdin, Stdout: outR, Stderr: errR,
		Wait: func() (int, error) {
			err := <-ended
			var exit *ssh.ExitError
			if errors.As(err, &exit) {
				return exit.ExitStatus(), nil
			}
			return 0, err
		},
		// A server may keep the channel open until the command has ended, and must not hold us with it. Messages come
		// last: on a dead line they block until the connection is closed.
		Kill: func() {
			select {
			case ended <- errors.New("ended by xops"):
			default:
			}
			_ = errR.Close()
			_ = outR.CloseWithError(io.EOF)
			_ = session.Signal(ssh.SIGKILL)
			_ = session.Close()
		},
		Lost:     lost,
		Sent:     func(n int) { c.count(func(s *transport.Stats) { s.BytesSent += int64(n) }) },
		Received: func(n int) { c.count(func(s *transport.Stats) { s.BytesReceived += int64(n) }) },
	}), nil
}

func (c *Conn) count(f func(*transport.Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.stats)
}

// Quotes is false: the shell is whatever the host has as its DefaultShell.
func (c *Conn) Quotes() bool { return false }

// Stats counts what the connection has cost.
func (c *Conn) Stats() transport.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// Close ends the connection and those to the bastions.
func (c *Conn) Close() error {
	c.once.Do(func() { close(c.stop) })
	err := c.client.Close()
	for i := len(c.hops) - 1; i >= 0; i-- {
		_ = c.hops[i].Close()
	}
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return err
}

// startError says why a command could not be started: the operator gave up, the host refused, or the line broke.
func startError(ctx context.Context, err error) error {
	var refused *ssh.OpenChannelError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused):
		return problem.New(problem.SSHSessions).With("%v", refused).Because(err)
	case strings.HasPrefix(err.Error(), "ssh: command "): // the library's text has the whole command line in it
		p := problem.New(problem.SSHCommand)
		p.Err = err
		return p
	}
	return lost(err)
}

func lost(err error) *problem.Problem {
	p := problem.New(problem.SSHLost)
	if missing := new(ssh.ExitMissingError); errors.As(err, &missing) {
		p.Detail = "the connection ended without an exit status"
	}
	return p.Because(err)
}
