package exec

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	keepTime  = 2 * time.Minute  // how long exchanges wait for a person's yes
	allowTime = 20 * time.Second // what finding out whether one is still there may take
)

// kept is a host's exchange between its plan and its changes. What it looked with is in it already, so that only what
// writes is sent afterwards, and not before. Whoever has not come in time finds a connection that is closed, and what
// it has cost.
type kept struct {
	mu   sync.Mutex
	conn *hostConn
}

func (k *kept) put(c *hostConn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.conn = c
}

// take gives what was kept to who goes on with it; nil where nothing was.
func (k *kept) take() *hostConn {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := k.conn
	if k.conn = nil; c != nil {
		c.keep, c.again = false, false
	}
	return c
}

// close ends exchange and connection, if they are still there.
func (k *kept) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.conn != nil && k.conn.conn != nil {
		k.conn.disconnect()
		k.conn.reached = false
	}
}

// waiting counts a run's hosts that are not planned yet, and exchanges that are kept meanwhile.
type waiting struct {
	mu   sync.Mutex
	left int
	kept int
	lack bool               // this computer has not even enough for those that are in use: none is kept any more
	end  context.CancelFunc // of the time for which they are; nil where none is
}

// planned says that a host is planned and nothing of it was kept.
func (run *Run) planned() {
	run.waiting.mu.Lock()
	defer run.waiting.mu.Unlock()
	run.waiting.left--
}

// mayKeep says whether a host that is planned now keeps its connection, and counts it: hosts that are still to be
// planned need theirs, and all together are never more than Parallel.
func (run *Run) mayKeep() bool {
	w := &run.waiting
	w.mu.Lock()
	defer w.mu.Unlock()
	if !run.r.Keep || w.lack || w.kept+1+min(run.r.Parallel, w.left-1) > run.r.Parallel {
		return false
	}
	w.left--
	w.kept++
	return true
}

// scarce gives up what is kept: it is in the way of hosts that wait for a connection, and they are waited for.
func (run *Run) scarce() {
	run.waiting.mu.Lock()
	run.waiting.lack = true
	run.waiting.mu.Unlock()
	run.release()
}

// expire begins the time for which exchanges are kept.
func (run *Run) expire(ctx context.Context) {
	if run.waiting.kept == 0 {
		return
	}
	ctx, run.waiting.end = context.WithCancel(ctx)
	go func() {
		run.r.Pause(ctx, keepTime)
		run.release()
	}()
}

// release closes what is still kept. Hosts that are changed afterwards are connected to anew.
func (run *Run) release() {
	run.r.each(len(run.targets), func(i int) { run.targets[i].kept.close() })
}

// Close ends the exchanges that were kept for Apply, where it was not called. It may be called again.
func (run *Run) Close() {
	if run.waiting.end != nil {
		run.waiting.end()
	}
	run.release()
}

// allowed is the exchange that was kept, which may change things from now on; nil where there is none, or it broke
// meanwhile: it was sent nothing that changes anything, so going on over a new connection is harmless. The error is
// that somebody else changes the host.
func (a *applier) allowed(ctx context.Context) (Session, error) {
	session := a.session
	if session == nil {
		return nil, nil
	}
	a.session = nil
	ctx, cancel := context.WithTimeout(ctx, allowTime)
	defer cancel()
	session, err := a.claim(ctx, session, a.run.info.ID)
	var other *held
	if err == nil || errors.As(err, &other) {
		return session, err
	}
	a.disconnect()
	return nil, nil
}
