package sshd

import (
	"context"
	"io"
	"net"
	"strconv"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/lab/wire"
)

// connection is one TCP connection.
type connection struct {
	server *Server
	tcp    net.Conn
	number int
	user   string
	ctx    context.Context // ends with the connection
	cancel context.CancelFunc
	wg     sync.WaitGroup // what goes on in its channels

	logonDone bool // from then on the SSH library reads the wire
	mu        sync.Mutex
	sessions  int // open now
}

// serve goes from the handshake to the end of the connection.
func (c *connection) serve() {
	stop := context.AfterFunc(c.ctx, func() { _ = c.tcp.Close() })
	defer stop()
	act, ok := c.event(Record{Event: "Connect"})
	if !ok || act.Refuse || act.Cut == wire.CutAfter {
		return
	}
	_ = c.tcp.SetDeadline(time.Now().Add(c.server.cfg.LoginGrace))
	conn, channels, requests, err := ssh.NewServerConn(c.tcp, c.serverConfig())
	if err != nil {
		return
	}
	_ = c.tcp.SetDeadline(time.Time{})
	c.logonDone, c.user = true, conn.User()
	c.wg.Go(func() { c.globals(requests) })
	c.wg.Go(func() { _ = conn.Wait(); c.cancel() })
	for n := range channels {
		c.open(n)
	}
}

// hang answers nothing until the connection ends.
func (c *connection) hang() {
	if !c.logonDone { // nobody else would see the client go
		_, _ = io.Copy(io.Discard, c.tcp)
		c.cancel()
	}
	<-c.ctx.Done()
}

// event writes an event down and does what Intercept wishes before it is handled. False: it must not be handled,
// and the connection is over.
func (c *connection) event(r Record) (Action, bool) {
	s := c.server
	s.book.Record(func(n int, _ *Counters) Record {
		r.N, r.Connection = n, c.number
		return r
	})
	var act Action
	if s.cfg.Intercept != nil {
		act = s.cfg.Intercept(r.N, r.Event)
	}
	wire.Wait(c.ctx, s.cfg.Latency+act.Delay)
	if act.Hang {
		c.hang()
		return act, false
	}
	if act.Cut == wire.CutBefore {
		_ = c.tcp.Close()
		return act, false
	}
	return act, c.ctx.Err() == nil
}

// globals answers requests about the whole connection. Like OpenSSH's server it fulfils none of them, and that is all
// that a keep-alive needs.
func (c *connection) globals(requests <-chan *ssh.Request) {
	for r := range requests {
		if r.Type == "keepalive@openssh.com" {
			c.server.book.Count(func(t *Counters) { t.KeepAlives++ })
			if _, ok := c.event(Record{Event: "KeepAlive", User: c.user}); !ok {
				continue
			}
		}
		if r.WantReply {
			_ = r.Reply(false, nil)
		}
	}
}

func (c *connection) open(n ssh.NewChannel) {
	switch n.ChannelType() {
	case "session":
		c.mu.Lock()
		full := c.sessions >= c.server.cfg.MaxSessions
		if !full {
			c.sessions++
		}
		c.mu.Unlock()
		if full {
			_ = n.Reject(ssh.Prohibited, "open failed")
			return
		}
		c.wg.Go(func() {
			defer func() {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.sessions--
			}()
			c.session(n)
		})
	case "direct-tcpip":
		c.wg.Go(func() { c.forward(n) })
	default:
		_ = n.Reject(ssh.UnknownChannelType, "unknown channel type")
	}
}

// forward connects a channel with a TCP connection from here: what makes a bastion.
func (c *connection) forward(n ssh.NewChannel) {
	var to struct {
		Host       string
		Port       uint32
		OriginHost string
		OriginPort uint32
	}
	if err := ssh.Unmarshal(n.ExtraData(), &to); err != nil || to.Port > 65535 {
		_ = n.Reject(ssh.ConnectionFailed, "malformed request")
		return
	}
	target := net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port)))
	act, ok := c.event(Record{Event: "Forward", User: c.user, Target: target})
	if !ok {
		return
	}
	if c.server.cfg.Forward == nil || act.Refuse {
		_ = n.Reject(ssh.Prohibited, "administratively prohibited")
		return
	}
	far, err := c.server.cfg.Forward(c.ctx, "tcp", target)
	if err != nil {
		_ = n.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	defer far.Close()
	stop := context.AfterFunc(c.ctx, func() { _ = far.Close() })
	defer stop()
	if act.Cut == wire.CutAfter {
		_ = c.tcp.Close()
		return
	}
	near, requests, err := n.Accept()
	if err != nil {
		return
	}
	c.server.book.Count(func(t *Counters) { t.Forwards++ })
	var both sync.WaitGroup
	both.Go(func() { // ends when the client closes the channel
		for r := range requests {
			if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
		_ = far.Close()
	})
	both.Go(func() { // the client's end of data is passed on; answers may still come
		_, _ = io.Copy(far, near)
		if half, ok := far.(interface{ CloseWrite() error }); ok {
			_ = half.CloseWrite()
		}
	})
	_, _ = io.Copy(near, far)
	_ = near.Close()
	both.Wait()
}
