package sim

import (
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// lockPatience is how long an exchange that holds the host waits for its next request.
const lockPatience = 2 * time.Minute

// lock is who changes the host, for as long as an exchange, or a task that was started meanwhile, holds it.
type lock struct {
	operator, run string
	since         time.Time
	by            map[*exchange]bool
}

// hold answers a set of the type lock, which holds the host until the exchange ends.
func (x *exchange) hold(op resource.Op) resource.Result {
	h := x.h
	h.mu.Lock()
	defer h.mu.Unlock()
	out := resource.Result{Op: op.ID, Status: resource.Done}
	l := h.holder()
	switch who := op.After.String("operator"); {
	case l == nil:
		l = &lock{operator: who, run: op.Args.String("run"), since: h.now(), by: map[*exchange]bool{}}
		h.lock = l
	case l.operator == who:
		out.Status = resource.Already
	default:
		out.Status = resource.Drift
	}
	if out.Status != resource.Drift {
		l.by[x] = true
	}
	out.Now = resource.Props{
		"operator": l.operator, "run": l.run, "held_s": int64(h.now().Sub(l.since).Seconds()),
	}
	return out
}

// holder is who holds the host; nil where nobody does.
func (h *Host) holder() *lock {
	if h.lock == nil {
		return nil
	}
	held := len(h.lock.by) > 0
	for _, t := range h.tasks {
		h.advance(t)
		held = held || t.state == "running" && t.lock == h.lock
	}
	if !held {
		h.lock = nil
	}
	return h.lock
}

// release is the end of an exchange.
func (x *exchange) release() {
	x.h.mu.Lock()
	defer x.h.mu.Unlock()
	if x.h.lock != nil {
		delete(x.h.lock.by, x)
	}
}

// abandoned says whether an exchange that holds the host has waited for its next request for too long.
func (x *exchange) abandoned() bool {
	x.h.mu.Lock()
	defer x.h.mu.Unlock()
	return x.h.lock != nil && x.h.lock.by[x] && x.h.now().Sub(x.asked) > lockPatience
}
