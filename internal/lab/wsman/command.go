package wsman

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/lab/wire"
)

// maxPending bounds the output that waits for a Receive and the input that waits for the command; a command that
// writes more waits, as it does on a pipe.
const maxPending = 8 << 20

// command is one running command with its three streams.
type command struct {
	ctx   context.Context
	kill  context.CancelFunc
	ended chan struct{} // closed when Run has returned

	mu             sync.Mutex
	changed        chan struct{} // closed and made anew whenever something below changes
	stdin          []byte
	stdinEnd       bool
	stdout, stderr []byte
	done           bool // Run has returned
	exitCode       int
	told           bool // a Receive said Done
}

func newCommand(ctx context.Context) *command {
	c := &command{changed: make(chan struct{}), ended: make(chan struct{})}
	c.ctx, c.kill = context.WithCancel(ctx)
	return c
}

func (c *command) run(m wire.Machine, line string, env map[string]string) {
	code, err := m.Run(c.ctx, line, env, (*stdinReader)(c), &outputWriter{c, &c.stdout}, &outputWriter{c, &c.stderr})
	if err != nil && code == 0 {
		code = 1
	}
	c.update(func() { c.done, c.exitCode = true, code })
	c.kill()
	close(c.ended)
}

// update changes the state and wakes who waits for a change.
func (c *command) update(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	c.wake()
}

// wake tells everybody that waits to look again; the lock is held.
func (c *command) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *command) finished() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told
}

// feed adds to standard input; it waits for room, and gives false if none comes in time. What a command that has ended
// does not read any more is thrown away.
func (c *command) feed(request context.Context, timeout time.Duration, data []byte, end bool) bool {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		c.mu.Lock()
		if c.done || len(c.stdin) == 0 || len(c.stdin)+len(data) <= maxPending {
			if !c.done && !c.stdinEnd {
				c.stdin = append(c.stdin, data...)
			}
			c.stdinEnd = c.stdinEnd || end
			c.wake()
			c.mu.Unlock()
			return true
		}
		changed := c.changed
		c.mu.Unlock()
		select {
		case <-changed:
		case <-timer.C:
			return false
		case <-request.Done():
			return false
		case <-c.ctx.Done():
			<-c.ended
		}
	}
}

// collect waits for output or the end, for a while and then some more for the rest of the burst. It takes at most
// limit bytes; ok is false if there is nothing to tell.
func (c *command) collect(request, server context.Context, timeout, settle time.Duration, limit int) (stdout,
	stderr []byte, done, ok bool,
) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	settling := settle < 0
	for {
		c.mu.Lock()
		ready := c.done || len(c.stdout)+len(c.stderr) > 0
		if ready && (settling || c.done) {
			n := min(limit, len(c.stdout))
			stdout, c.stdout = c.stdout[:n:n], c.stdout[n:]
			n = min(limit-n, len(c.stderr))
			stderr, c.stderr = c.stderr[:n:n], c.stderr[n:]
			done = c.done && len(c.stdout)+len(c.stderr) == 0
			c.told = c.told || done
			c.wake()
			c.mu.Unlock()
			return stdout, stderr, done, true
		}
		changed := c.changed
		c.mu.Unlock()
		if ready {
			changed = c.ended // the burst is collected; only the end shortens the wait
			timer.Reset(settle)
			settling = true
		}
		select {
		case <-changed:
		case <-timer.C:
			if !ready {
				return nil, nil, false, false
			}
		case <-request.Done():
			return nil, nil, false, false
		case <-server.Done():
			return nil, nil, false, false
		}
	}
}

type stdinReader command

func (r *stdinReader) Read(b []byte) (int, error) {
	c := (*command)(r)
	for {
		c.mu.Lock()
		if len(c.stdin) > 0 {
			n := copy(b, c.stdin)
			c.stdin = c.stdin[n:]
			c.wake()
			c.mu.Unlock()
			return n, nil
		}
		end, changed := c.stdinEnd, c.changed
		c.mu.Unlock()
		if end || len(b) == 0 {
			return 0, io.EOF
		}
		select {
		case <-changed:
		case <-c.ctx.Done():
			return 0, io.EOF
		}
	}
}

type outputWriter struct {
	c  *command
	to *[]byte
}

func (w *outputWriter) Write(b []byte) (int, error) {
	written := 0
	for written < len(b) {
		if w.c.ctx.Err() != nil {
			return written, io.ErrClosedPipe
		}
		var changed chan struct{}
		w.c.mu.Lock()
		if room := maxPending - len(*w.to); room > 0 {
			n := min(room, len(b)-written)
			*w.to = append(*w.to, b[written:written+n]...)
			written += n
			w.c.wake()
		} else {
			changed = w.c.changed
		}
		w.c.mu.Unlock()
		if changed != nil {
			select {
			case <-changed:
			case <-w.c.ctx.Done():
			}
		}
	}
	return written, nil
}
