package conformance

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Line is the network between a transport and its host, with a fault at a place that a test chooses. Its Dial is for
// the transport's configuration.
type Line struct {
	// The fault happens after that many bytes in this direction, over all connections; negative: never.
	AfterRead, AfterWritten int
	Stall                   bool   // nothing goes through any more, instead of a cut
	Piece                   int    // at most that many bytes at once; 0: any
	Redirect                string // dial this address instead

	mu            sync.Mutex
	read, written int
	dials, open   int
	happened      chan struct{} // closed by the fault
	once          sync.Once
}

// NewLine makes a line without a fault.
func NewLine() *Line { return &Line{AfterRead: -1, AfterWritten: -1, happened: make(chan struct{})} }

// Dial opens a connection on the line.
func (l *Line) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if l.Redirect != "" {
		address = l.Redirect
	}
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dials++
	l.open++
	return &lineConn{Conn: c, line: l, closed: make(chan struct{}), moved: make(chan struct{})}, nil
}

// Happened is closed when the fault has taken effect.
func (l *Line) Happened() <-chan struct{} { return l.happened }

func (l *Line) counts() (read, written, dials, open int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read, l.written, l.dials, l.open
}

// room is how many of n bytes may go in a direction now; 0 is the fault.
func (l *Line) room(n, done, limit int) int {
	if l.Piece > 0 {
		n = min(n, l.Piece)
	}
	if limit >= 0 {
		n = min(n, max(0, limit-done))
	}
	return n
}

type lineConn struct {
	net.Conn
	line   *Line
	closed chan struct{}
	once   sync.Once

	mu       sync.Mutex
	deadline time.Time     // for writing
	moved    chan struct{} // closed when deadline changes
}

func (c *lineConn) Read(b []byte) (int, error) {
	l := c.line
	l.mu.Lock()
	n := l.room(len(b), l.read, l.AfterRead)
	l.mu.Unlock()
	if n == 0 && len(b) > 0 {
		l.once.Do(func() { close(l.happened) })
		if l.Stall {
			for scratch := make([]byte, 4096); ; {
				if _, err := c.Conn.Read(scratch); err != nil { // closed here, or a deadline
					return 0, err
				}
			}
		}
		_ = c.Conn.Close()
		return 0, syscall.ECONNRESET
	}
	n, err := c.Conn.Read(b[:n])
	l.mu.Lock()
	l.read += n
	l.mu.Unlock()
	return n, err
}

func (c *lineConn) Write(b []byte) (int, error) {
	l := c.line
	done := 0
	for done < len(b) {
		l.mu.Lock()
		n := l.room(len(b)-done, l.written, l.AfterWritten)
		l.mu.Unlock()
		if n == 0 {
			l.once.Do(func() { close(l.happened) })
			if l.Stall {
				return done, c.stall()
			}
			_ = c.Conn.Close()
			return done, syscall.ECONNRESET
		}
		n, err := c.Conn.Write(b[done : done+n])
		done += n
		l.mu.Lock()
		l.written += n
		l.mu.Unlock()
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// stall blocks a Write as full buffers do.
func (c *lineConn) stall() error {
	for {
		c.mu.Lock()
		deadline, moved := c.deadline, c.moved
		c.mu.Unlock()
		var over <-chan time.Time
		if !deadline.IsZero() {
			t := time.NewTimer(time.Until(deadline))
			defer t.Stop()
			over = t.C
		}
		select {
		case <-c.closed:
			return net.ErrClosed
		case <-over:
			return os.ErrDeadlineExceeded
		case <-moved:
		}
	}
}

func (c *lineConn) SetDeadline(t time.Time) error {
	_ = c.SetWriteDeadline(t)
	return c.SetReadDeadline(t)
}

func (c *lineConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	close(c.moved)
	c.moved = make(chan struct{})
	return c.Conn.SetWriteDeadline(t)
}

func (c *lineConn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		c.line.mu.Lock()
		defer c.line.mu.Unlock()
		c.line.open--
	})
	return c.Conn.Close()
}
