// Package wire has what the lab's servers share: what runs behind them, what goes over their connections, what a test
// may look at of it, and how a connection is cut.
package wire

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// Machine is one lab host as its servers see it: something that runs command lines.
type Machine interface {
	// Run runs a command line to its end with these standard streams and gives its exit code.
	// Env has what the client asked for (WINRS_CODEPAGE and the shell's environment). Cancelling the
	// context kills the command.
	Run(ctx context.Context, commandLine string, env map[string]string, stdin io.Reader, stdout,
		stderr io.Writer) (exitCode int, err error)
}

// Cut is when the TCP connection is closed.
type Cut int

// The moments of a cut.
const (
	NoCut     Cut = iota
	CutBefore     // before the request is handled
	CutAfter      // handled, but nothing is answered
	CutMiddle     // half of the answer is sent; only where an answer is one piece
)

const maxRecords = 10_000

// Book is what a server counts (C) and the events that it records (R), the first 10,000 of them. Its zero value is
// empty; it is safe for concurrent use.
type Book[C, R any] struct {
	mu       sync.Mutex
	counters C
	records  []R
	events   int
}

// Count changes the counters.
func (b *Book[C, R]) Count(f func(c *C)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.counters)
}

// Record takes an event down; f counts it and gives it its number, from 1.
func (b *Book[C, R]) Record(f func(n int, c *C) R) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events++
	if r := f(b.events, &b.counters); len(b.records) < maxRecords {
		b.records = append(b.records, r)
	}
}

// Counters are the present counts.
func (b *Book[C, R]) Counters() C {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.counters
}

// Records are the events so far.
func (b *Book[C, R]) Records() []R {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]R(nil), b.records...)
}

// Meter is told of bytes that a server received and sent.
type Meter func(received, sent int)

// Conn counts what goes over a connection.
func (m Meter) Conn(c net.Conn) net.Conn { return &metered{c, m} }

// Listener counts what goes over the connections of a listener.
func (m Meter) Listener(l net.Listener) net.Listener { return &listener{l, m} }

type listener struct {
	net.Listener
	meter Meter
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.meter.Conn(c), nil
}

type metered struct {
	net.Conn
	meter Meter
}

func (c *metered) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.meter(n, 0)
	return n, err
}

func (c *metered) Write(b []byte) (int, error) {
	c.meter(0, len(b)) // before, so that a client that has its answer finds it counted
	n, err := c.Conn.Write(b)
	c.meter(0, n-len(b))
	return n, err
}

// Wait lets some time go by, or less when the context ends.
func Wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
