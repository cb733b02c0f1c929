package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/transport"
)

// visit is one host's turn, whatever happens in it: bounded, counted, its connection closed at the end. What work
// returns is how the turn ended.
func (r *Runner) visit(ctx context.Context, h *inventory.Host, work func(ctx context.Context,
	s *site) error,
) (v plan.Visit) {
	s := &site{r: r, host: h}
	begun := r.Clock()
	defer func() {
		if cause := recover(); cause != nil {
			v.Reason, v.Error = nil, r.defect(cause)
		}
		s.disconnect()
		v.Host, v.Title, v.Reached = h.ID(), h.Practice.Title, s.reached
		v.DurationMS = r.Clock().Sub(begun).Milliseconds()
		v.Requests, v.Starts = s.spent.Requests, s.spent.Starts
	}()
	if r.halted(ctx) {
		v.Reason = cancelled()
		return v
	}
	bounded, cancel := r.bound(ctx)
	defer cancel()
	v.Reason, v.Error = ended(ctx, work(bounded, s))
	return v
}

// site is one host's connection and what it has cost, over all connections to it.
type site struct {
	r     *Runner
	host  *inventory.Host
	conn  Conn
	spent transport.Stats // of connections that are closed
	again bool            // a lost connection was made anew while nothing but reading went on: once is enough

	reached bool // it was logged on to
}

func (s *site) say(phase, text string) {
	s.r.event(Event{Host: s.host.ID(), Phase: phase, Text: text})
}

// connect makes the connection, if there is none.
func (s *site) connect(ctx context.Context) error {
	if s.conn != nil {
		return nil
	}
	s.say(PhaseConnect, "")
	c, err := s.r.Dialer.Dial(ctx, s.host)
	if err != nil {
		return err
	}
	s.conn, s.reached = c, true
	return nil
}

// open starts an exchange, on the connection that there is or on a new one.
func (s *site) open(ctx context.Context, mode Mode) (Session, error) {
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	return s.conn.Open(ctx, mode)
}

// leave ends an exchange in order, for a short time even when the context is cancelled. What was asked and done in it
// is known already, so an error here changes nothing.
func leave(ctx context.Context, s Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	_ = s.Close(ctx)
}

// disconnect closes the connection. What it has cost stays counted.
func (s *site) disconnect() {
	if s.conn == nil {
		return
	}
	s.spent = s.cost()
	_ = s.conn.Close()
	s.conn = nil
}

// cost is what the host has cost so far.
func (s *site) cost() transport.Stats {
	t := s.spent
	if s.conn != nil {
		c := s.conn.Stats()
		t.Requests += c.Requests
		t.Connections += c.Connections
		t.Logons += c.Logons
		t.Starts += c.Starts
		t.BytesSent += c.BytesSent
		t.BytesReceived += c.BytesReceived
	}
	return t
}
