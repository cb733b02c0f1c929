package sim

import (
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// What takes time on a host takes it here without anybody waiting: an operation that waits moves the host's own clock
// on, at once. It is behind nothing but locks and services that start; what a host says of the time is the true one.

const (
	scanned   = 200 * time.Millisecond  // for which an antivirus program holds a file that was written
	starts    = 1500 * time.Millisecond // from start pending to running
	late      = 2 * time.Minute         // after which Windows begins to start delayed services
	refuses   = 2035 * time.Millisecond // until Windows tells that a port refused
	patience  = 2 * time.Minute         // of an operation that says nothing else
	waitPause = 500 * time.Millisecond  // between two looks at what is waited for
)

// clock is the host's own time.
func (h *Host) clock() time.Time { return h.now().Add(h.passed) }

func (h *Host) pass(d time.Duration) { h.passed += d }

// Waited is how long operations have waited on this host.
func (h *Host) Waited() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.passed
}

// Hold makes another program hold a file for a time. A file that is not there cannot be held.
func (h *Host) Hold(path string, d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := h.at(path); n != nil {
		n.busy = h.clock().Add(d)
	}
}

// retries are the agent's pauses before it tries once more to open a file that is in use.
var retries = []time.Duration{200, 400, 600, 800, 1000}

// open waits for a file as the agent does.
func (h *Host) open(n *node) *resource.Fault {
	if n == nil || n.folder() {
		return nil
	}
	for _, pause := range retries {
		if !h.clock().Before(n.busy) {
			return nil
		}
		h.pass(pause * time.Millisecond)
	}
	if h.clock().Before(n.busy) {
		return Locked
	}
	return nil
}

// settle lets services reach the state that the clock says.
func (h *Host) settle() {
	now := h.clock()
	for _, s := range h.sortedServices() {
		if !s.due.IsZero() && !now.Before(s.due) {
			s.due = time.Time{}
			_ = h.start(s) // one that cannot start stays stopped, as on a host
		}
	}
	for _, s := range h.sortedServices() {
		if s.State == StartPending && !now.Before(s.ready) {
			h.run(s)
		}
	}
}

// await lets the time pass until a service runs, as an operation that has started it does.
func (h *Host) await(s *Service, limit time.Duration) *resource.Fault {
	h.settle()
	if s.State != StartPending {
		return nil
	}
	if left := s.ready.Sub(h.clock()); left > limit {
		h.pass(limit)
		return fault(resource.Timeout, "", "starting %s: it is %s", s.Name, s.State)
	} else if left > 0 {
		h.pass(left)
	}
	h.settle()
	return nil
}

// within is how long an operation may take.
func within(op resource.Op) time.Duration {
	if n := op.Args.Int("deadline_s"); n > 0 {
		return time.Duration(n) * time.Second
	}
	return patience
}
