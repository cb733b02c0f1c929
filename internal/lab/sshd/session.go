package sshd

import (
	"context"
	"io"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/lab/wire"
)

// Bounds of what a client may ask for before its command.
const (
	maxEnv  = 64
	maxText = 32 << 10
)

// session is one channel that runs at most one command.
type session struct {
	c       *connection
	channel ssh.Channel
	env     map[string]string
	kill    context.CancelFunc // of the command; nil before there is one
	killed  bool               // by a signal
	mu      sync.Mutex
}

func (c *connection) session(n ssh.NewChannel) {
	act, ok := c.event(Record{Event: "Session", User: c.user})
	if !ok {
		return
	}
	if act.Refuse {
		_ = n.Reject(ssh.Prohibited, "open failed")
		return
	}
	if act.Cut == wire.CutAfter {
		_ = c.tcp.Close()
		return
	}
	channel, requests, err := n.Accept()
	if err != nil {
		return
	}
	c.server.book.Count(func(t *Counters) { t.Sessions++ })
	s := &session{c: c, channel: channel, env: map[string]string{}}
	ctx, cancel := context.WithCancel(c.ctx)
	var command sync.WaitGroup
	defer command.Wait()
	defer cancel() // the client has closed the channel, or is gone: the command dies with it (dossier section 2)
	for r := range requests {
		done, ok := s.request(ctx, cancel, r, &command)
		if r.WantReply && done != hidden {
			_ = r.Reply(done == yes, nil)
		}
		if !ok {
			break
		}
	}
	_ = channel.Close()
}

type answer int

const (
	no answer = iota
	yes
	hidden // no answer any more
)

// request handles one request; false: the channel is over.
func (s *session) request(ctx context.Context, cancel context.CancelFunc, r *ssh.Request,
	command *sync.WaitGroup,
) (answer, bool) {
	switch r.Type {
	case "env":
		var v struct{ Name, Value string }
		if ssh.Unmarshal(r.Payload, &v) != nil || len(s.env) >= maxEnv || len(v.Name)+len(v.Value) > maxText {
			return no, true
		}
		act, ok := s.c.event(Record{Event: "Env", User: s.c.user})
		if !ok {
			return hidden, false
		}
		if act.Refuse || s.kill != nil {
			return no, true
		}
		s.env[v.Name] = v.Value
		return yes, true
	case "exec":
		var v struct{ Command string }
		if ssh.Unmarshal(r.Payload, &v) != nil || len(v.Command) > maxText {
			return no, true
		}
		act, ok := s.c.event(Record{Event: "Exec", User: s.c.user, CommandLine: v.Command})
		if !ok {
			return hidden, false
		}
		if act.Refuse || s.kill != nil || s.c.server.cfg.Machine == nil {
			return no, true
		}
		s.kill = cancel
		s.c.server.book.Count(func(t *Counters) { t.Commands++; t.OpenCommands++ })
		if act.Cut == wire.CutAfter { // it runs, and the client will not know
			_ = s.c.tcp.Close()
		} else if r.WantReply {
			_ = r.Reply(true, nil) // before the first output
		}
		command.Go(func() { s.run(ctx, v.Command, act) })
		return hidden, true
	case "signal":
		var v struct{ Signal string }
		_, ok := s.c.event(Record{Event: "Signal", User: s.c.user})
		if !ok {
			return hidden, false
		}
		if ssh.Unmarshal(r.Payload, &v) != nil || s.kill == nil {
			return no, true
		}
		switch v.Signal {
		case "KILL", "TERM", "INT", "HUP", "QUIT":
			s.mu.Lock()
			s.killed = true
			s.mu.Unlock()
			s.kill()
			return yes, true
		}
	}
	return no, true // pty-req, shell, subsystem, window-change, …: this computer runs command lines
}

// run runs the command to its end and tells its exit code.
func (s *session) run(ctx context.Context, line string, act Action) {
	var out io.Writer = s.channel
	if act.CutOutput > 0 {
		out = &cutter{w: out, left: act.CutOutput, cut: func() { _ = s.c.tcp.Close() }}
	}
	code, err := s.c.server.cfg.Machine.Run(ctx, line, s.env, s.channel, out, s.channel.Stderr())
	s.c.server.book.Count(func(t *Counters) { t.OpenCommands-- })
	if err != nil && code == 0 {
		code = 1
	}
	s.mu.Lock()
	killed := s.killed
	s.mu.Unlock()
	_ = s.channel.CloseWrite()
	switch {
	case act.NoStatus:
	case killed:
		_, _ = s.channel.SendRequest("exit-signal", false, ssh.Marshal(struct {
			Signal   string
			Core     bool
			Text     string
			Language string
		}{Signal: "KILL"}))
	default:
		_, _ = s.channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{uint32(code)}))
	}
	_ = s.channel.Close()
}

// cutter cuts the connection after so many bytes.
type cutter struct {
	w    io.Writer
	left int
	cut  func()
}

func (c *cutter) Write(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrClosedPipe
	}
	n, err := c.w.Write(b[:min(len(b), c.left)])
	c.left -= n
	if err == nil && c.left <= 0 {
		c.cut()
		err = io.ErrClosedPipe
	}
	return n, err
}
