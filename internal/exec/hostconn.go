package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// hostConn is one host's connection and what it has cost, over all connections to it.
type hostConn struct {
	r     *Runner
	host  *inventory.Host
	conn  Conn
	spent transport.Stats // of connections that are closed
	told  transport.Stats // what earlier turns have told of the cost
	again bool            // a lost connection was made anew while nothing but reading went on: once is enough

	reached bool // it was logged on to

	session Session // an exchange that has only asked and is kept for the changes; nil: there is none
	keep    bool    // connection and exchange outlive the present turn
}

func (c *hostConn) say(phase string, what text.Saying) {
	c.r.event(Event{Host: c.host.ID(), Phase: phase, Text: what})
}

// connect makes the connection, if there is none.
func (c *hostConn) connect(ctx context.Context) error {
	if c.conn != nil {
		return nil
	}
	c.say(PhaseConnect, text.Saying{})
	conn, err := c.r.Dialer.Dial(ctx, c.host)
	if err != nil {
		return err
	}
	c.conn, c.reached = conn, true
	return nil
}

// open starts an exchange, on the connection that there is or on a new one.
func (c *hostConn) open(ctx context.Context, mode Mode) (Session, error) {
	if err := c.connect(ctx); err != nil {
		return nil, err
	}
	return c.conn.Open(ctx, mode)
}

// leave ends an exchange in order, for a short time even when the context is cancelled. What was asked and done in it
// is known already, so an error here changes nothing.
func leave(ctx context.Context, s Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	_ = s.Close(ctx)
}

// disconnect closes the connection. What it has cost stays counted.
func (c *hostConn) disconnect() {
	if c.session != nil {
		leave(context.Background(), c.session)
		c.session = nil
	}
	if c.conn == nil {
		return
	}
	c.spent = c.cost()
	_ = c.conn.Close()
	c.conn = nil
}

// cost is what the host has cost so far.
func (c *hostConn) cost() transport.Stats {
	t := c.spent
	if c.conn != nil {
		now := c.conn.Stats()
		t.Requests += now.Requests
		t.Connections += now.Connections
		t.Logons += now.Logons
		t.Starts += now.Starts
		t.BytesSent += now.BytesSent
		t.BytesReceived += now.BytesReceived
	}
	return t
}
