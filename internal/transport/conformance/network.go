package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

const exchangeSize = 3000

// exchange does all that a session does, up to the first error: connect, start, send, receive, close. ended says that
// the command's end was seen.
func (g *Target) exchange(ctx context.Context, l *Line) (got []byte, ended bool, dialled bool, err error) {
	c, err := g.Dial(ctx, Options{Line: l})
	if err != nil {
		return nil, false, false, err
	}
	defer func() { _ = c.Close() }()
	p, err := c.Start(ctx, g.line("echo", exchangeSize, 3))
	if err != nil {
		return nil, false, true, err
	}
	defer func() {
		// When the line is dead this can fail, but must not take for ever.
		brief, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		if ctx.Err() == nil {
			brief, cancel = context.WithTimeout(ctx, patience/2)
		}
		defer cancel()
		_ = p.Close(brief)
	}()
	if err := p.Send(ctx, Pattern(exchangeSize)); err != nil {
		return nil, false, true, err
	}
	got, err = collect(ctx, p)
	if err != nil {
		return got, false, true, err
	}
	if p.ExitCode() != 3 {
		return got, true, true, fmt.Errorf("exit code %d", p.ExitCode())
	}
	return got, true, true, nil
}

func testStats(t *testing.T, g *Target) {
	l := NewLine()
	logons := 0
	if g.Logons != nil {
		logons = g.Logons()
	}
	c, err := g.Dial(bounded(t), Options{Line: l})
	if err != nil {
		t.Fatal(err)
	}
	p := g.start(t, c, "echo", 5, 0)
	if err := p.Send(bounded(t), []byte("abcde")); err != nil {
		t.Fatal(err)
	}
	same(t, rest(t, p), []byte("abcde"))
	closeProcess(t, p)
	s := c.Stats()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	_, _, dials, open := l.counts()
	if dials != 1 || open != 0 {
		t.Errorf("%d connections were opened, %d are left open", dials, open)
	}
	if s.Connections != 1+g.Hops || s.Logons != 1+g.Hops || s.Starts != 1 || s.Requests < 2 || s.BytesSent < 5 ||
		s.BytesReceived < 5 {
		t.Errorf("%+v", s)
	}
	if g.Logons != nil && !until(func() bool { return g.Logons() == logons+1 }) {
		t.Errorf("the host saw %d logons", g.Logons()-logons)
	}
}

// A line of one byte at a time, so that no reader relies on pieces.
func testSlow(t *testing.T, g *Target) {
	l := NewLine()
	l.Piece = 1
	got, _, _, err := g.exchange(bounded(t), l)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, Pattern(exchangeSize))
}

func unreachable(t *testing.T, err error, classes ...problem.Class) {
	t.Helper()
	p := problemtest.Told(t, err)
	if !slices.Contains(classes, p.Class()) || !p.Class().NoConnection() {
		t.Errorf("%s of class %s instead of one of %v: %v", p.ID, p.Class(), classes, err)
	}
}

func testRefused(t *testing.T, g *Target) {
	l := NewLine()
	before := 0
	if g.Logons != nil {
		before = g.Logons()
	}
	c, err := g.Dial(bounded(t), Options{Line: l, WrongSecret: true})
	if err == nil { // a transport may log on with its first command
		_, err = c.Start(bounded(t), g.line("quit", 0))
		_ = c.Close()
	}
	unreachable(t, err, problem.Logon)
	if g.Logons == nil {
		return
	}
	if !until(func() bool { return g.Logons() > before }) {
		t.Fatal("the host saw no logon")
	}
	// Another good logon comes after whatever the first has done: then all of it has been counted.
	if _, _, _, err := g.exchange(bounded(t), NewLine()); err != nil {
		t.Fatal(err)
	}
	if !until(func() bool { return g.Logons() >= before+2 }) || g.Logons() != before+2 {
		t.Errorf("a refused logon was tried %d times: that locks accounts", g.Logons()-before-1)
	}
}

func testWrongHost(t *testing.T, g *Target) {
	before := 0
	if g.Logons != nil {
		before = g.Logons()
	}
	c, err := g.Dial(bounded(t), Options{Line: NewLine(), WrongHost: true})
	if err == nil {
		_, err = c.Start(bounded(t), g.line("quit", 0))
		_ = c.Close()
	}
	unreachable(t, err, "identity", "tls")
	if g.Logons != nil && g.Logons() != before {
		t.Error("a secret was sent to a host that is not the known one")
	}
}

func testNothingListens(t *testing.T, g *Target) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	line := NewLine()
	line.Redirect = l.Addr().String()
	_, _, _, err = g.exchange(bounded(t), line)
	unreachable(t, err, problem.Refused)
}

// A server that accepts connections and then does not say anything: the context ends it, and nothing is left.
func testSilent(t *testing.T, g *Target) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan struct{}, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- struct{}{}
			go func() { _, _ = io.Copy(io.Discard, c); _ = c.Close() }()
		}
	}()
	line := NewLine()
	line.Redirect = l.Addr().String()

	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, _, _, err = g.exchange(ctx, line)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not say that the deadline has passed", err)
	}
	unreachable(t, err, problem.Timeout, problem.Unreachable)
	select {
	case <-accepted:
	case <-bounded(t).Done():
		t.Fatal("no connection was opened")
	}

	ctx, cancel = context.WithCancel(bounded(t))
	defer cancel()
	go func() { <-accepted; cancel() }()
	if _, _, _, err = g.exchange(ctx, line); !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not say that it was cancelled", err)
	}
}

// measure is how many bytes a whole exchange takes in a direction.
func (g *Target) measure(t *testing.T, reading bool) int {
	t.Helper()
	l := NewLine()
	if _, _, _, err := g.exchange(bounded(t), l); err != nil {
		t.Fatal(err)
	}
	read, written, _, _ := l.counts()
	if reading {
		return read
	}
	return written
}

// places spreads n places over total, with both ends.
func places(total, n int) []int {
	var out []int
	for i := range n {
		at := total * i / max(1, n-1)
		if len(out) == 0 || out[len(out)-1] != at {
			out = append(out, at)
		}
	}
	return out
}

func faulty(reading bool, at int) *Line {
	l := NewLine()
	if reading {
		l.AfterRead = at
	} else {
		l.AfterWritten = at
	}
	return l
}

// The connection is cut at places all over an exchange: never a wrong result, never a hang, always an error for people.
func testCuts(t *testing.T, g *Target, reading bool) {
	for _, at := range places(g.measure(t, reading), g.Cuts) {
		got, ended, dialled, err := g.exchange(bounded(t), faulty(reading, at))
		if !bytes.HasPrefix(Pattern(exchangeSize), got) || ended && len(got) != exchangeSize {
			t.Errorf("cut at %d: %d bytes that are not right", at, len(got))
		}
		if err == nil {
			continue // it was complete by then
		}
		if errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("cut at %d: it was not noticed: %v", at, err)
		}
		switch p := problemtest.Told(t, err); p.Class() {
		case problem.Lost, problem.Unreachable:
		case problem.TLS:
			if dialled {
				t.Errorf("cut at %d: %s after the logon: %v", at, p.ID, err)
			}
		default:
			t.Errorf("cut at %d: %s of class %s: %v", at, p.ID, p.Class(), err)
		}
	}
}

// From some place on nothing goes through any more, and the operator gives up.
func testStalls(t *testing.T, g *Target, reading bool) {
	total := g.measure(t, reading)
	for _, at := range places(total, max(8, g.Cuts/4)) {
		l := faulty(reading, at)
		l.Stall = true
		ctx, cancel := context.WithCancel(bounded(t))
		done := make(chan struct{})
		go func() {
			select {
			case <-l.Happened():
				cancel()
			case <-done:
			}
		}()
		begun := time.Now()
		got, _, _, err := g.exchange(ctx, l)
		close(done)
		cancel()
		if err == nil {
			same(t, got, Pattern(exchangeSize)) // only the goodbye was stalled
		} else if !errors.Is(err, context.Canceled) {
			t.Errorf("stalled at %d of %d: %v", at, total, err)
		}
		if took := time.Since(begun); took > patience/2 {
			t.Errorf("stalled at %d of %d: %s to give up", at, total, took)
		}
	}
}
