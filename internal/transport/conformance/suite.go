// Package conformance is one suite for everything that is a transport.Conn: what a transport must do, and what it must
// say when the line, the host or the operator ends it.
package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/transport"
)

// Target is one transport to one host.
type Target struct {
	Program string // what starts Far on the host, as the first words of a command line
	Dial    func(ctx context.Context, o Options) (transport.Conn, error)
	// Alive says whether the far end with this process id still runs; nil: it cannot be told.
	Alive func(pid int) bool
	// Logons counts the logons that the host has seen, refused or not; nil: it cannot be told.
	Logons func() int
	Codes  []int // exit codes that the host can have, beside 0, 1, 3 and 255
	Hops   int   // bastions on the way that the transport counts
	Local  bool  // there is no network, no logon and no identity
	// NoIdentity: the protocol has nothing by which the host could prove itself (NTLM over HTTP proves it by sealing).
	NoIdentity bool
	Cuts       int // how many places of a direction are cut, spread evenly; 0: 40
}

// Options is what one case asks of its target.
type Options struct {
	Line        *Line // the network; never nil
	WrongSecret bool
	WrongHost   bool // the host shows another identity than the known one
}

// Run runs the suite.
func Run(t *testing.T, target Target) {
	if target.Cuts == 0 {
		target.Cuts = 40
	}
	for _, c := range []struct {
		name string
		run  func(*testing.T, *Target)
	}{
		{"1 MB there and back", testMegabyte},
		{"exit codes", testExitCodes},
		{"output comes before the end", testStreaming},
		{"turns", testTurns},
		{"stderr is bounded", testStderr},
		{"several commands on one connection", testSeveral},
		{"command that does not read", testUnread},
		{
			"deadline while receiving",
			func(t *testing.T, g *Target) { testEndWhileReceiving(t, g, context.DeadlineExceeded) },
		},
		{"cancel while receiving", func(t *testing.T, g *Target) { testEndWhileReceiving(t, g, context.Canceled) }},
		{"cancel while sending", testCancelWhileSending},
		{"cancelled before the start", testCancelledStart},
		{"close in the middle", testCloseInTheMiddle},
	} {
		t.Run(c.name, func(t *testing.T) { noLeaks(t); c.run(t, &target) })
	}
	if target.Local {
		return
	}
	for _, c := range []struct {
		name string
		run  func(*testing.T, *Target)
	}{
		{"what it costs", testStats},
		{"slow line", testSlow},
		{"logon refused", testRefused},
		{"wrong host", testWrongHost},
		{"nothing listens", testNothingListens},
		{"host that says nothing", testSilent},
		{"cut while reading", func(t *testing.T, g *Target) { testCuts(t, g, true) }},
		{"cut while writing", func(t *testing.T, g *Target) { testCuts(t, g, false) }},
		{"stall while reading", func(t *testing.T, g *Target) { testStalls(t, g, true) }},
		{"stall while writing", func(t *testing.T, g *Target) { testStalls(t, g, false) }},
	} {
		if c.name == "wrong host" && target.NoIdentity {
			continue
		}
		t.Run(c.name, func(t *testing.T) { noLeaks(t); c.run(t, &target) })
	}
}

// patience is how long anything may take that should take no time. It is never waited for unless something is wrong.
const patience = 60 * time.Second

// noLeaks checks at the end of a test that no goroutine is left of it.
func noLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		if until(func() bool { return runtime.NumGoroutine() <= before }) {
			return
		}
		buf := make([]byte, 1<<20)
		t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
	})
}

func until(f func() bool) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if f() {
			return true
		}
	}
	return f()
}

func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func (g *Target) connect(t *testing.T) transport.Conn {
	t.Helper()
	c, err := g.Dial(bounded(t), Options{Line: NewLine()})
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("closing the connection: %v", err)
		}
	})
	return c
}

func (g *Target) line(words ...any) string {
	return g.Program + " " + strings.TrimSpace(fmt.Sprintln(words...))
}

func (g *Target) start(t *testing.T, c transport.Conn, words ...any) transport.Process {
	t.Helper()
	p, err := c.Start(bounded(t), g.line(words...))
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	return p
}

func closeProcess(t *testing.T, p transport.Process) {
	t.Helper()
	if err := p.Close(bounded(t)); err != nil {
		t.Errorf("closing the command: %v", err)
	}
}

// rest reads to the end.
func rest(t *testing.T, p transport.Process) []byte {
	t.Helper()
	got, err := collect(bounded(t), p)
	if err != nil {
		t.Fatalf("receive: %v (stderr %q)", err, p.Stderr())
	}
	return got
}

func collect(ctx context.Context, p transport.Process) ([]byte, error) {
	var got []byte
	for {
		piece, err := p.Receive(ctx)
		got = append(got, piece...)
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, err
		}
	}
}

// receiveLine reads up to a line's end.
func receiveLine(t *testing.T, p transport.Process) string {
	t.Helper()
	var got []byte
	for !bytes.HasSuffix(got, []byte("\n")) {
		piece, err := p.Receive(bounded(t))
		if err != nil {
			t.Fatalf("receive: %v after %q (stderr %q)", err, got, p.Stderr())
		}
		got = append(got, piece...)
	}
	return string(got)
}

func same(t *testing.T, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	t.Errorf("%d bytes instead of %d; the first difference is at %d", len(got), len(want), i)
}

func testMegabyte(t *testing.T, g *Target) {
	c := g.connect(t)
	const size = 1 << 20
	p := g.start(t, c, "echo", size, 0)
	defer closeProcess(t, p)
	sent := make(chan error, 1)
	go func() { sent <- p.Send(bounded(t), Pattern(size)) }() // sending and receiving do not wait for each other
	got := rest(t, p)
	if err := <-sent; err != nil {
		t.Error(err)
	}
	same(t, got, Pattern(size))
	if p.ExitCode() != 0 {
		t.Errorf("exit code %d, stderr %q", p.ExitCode(), p.Stderr())
	}
}

func testExitCodes(t *testing.T, g *Target) {
	c := g.connect(t)
	for _, code := range append([]int{0, 1, 3, 255}, g.Codes...) {
		p := g.start(t, c, "quit", code)
		if got := rest(t, p); len(got) > 0 || p.ExitCode() != code {
			t.Errorf("exit code %d instead of %d, output %q", p.ExitCode(), code, got)
		}
		if _, err := p.Receive(bounded(t)); !errors.Is(err, io.EOF) {
			t.Errorf("after the end: %v", err)
		}
		closeProcess(t, p)
	}
}

func testStreaming(t *testing.T, g *Target) {
	p := g.start(t, g.connect(t), "early", 7)
	defer closeProcess(t, p)
	if got := receiveLine(t, p); got != "early\n" { // it waits for input: without streaming this hangs
		t.Errorf("%q", got)
	}
	if err := p.Send(bounded(t), []byte("ä\n")); err != nil {
		t.Fatal(err)
	}
	if got := rest(t, p); string(got) != "got ä\n" || p.ExitCode() != 7 {
		t.Errorf("%q, exit code %d", got, p.ExitCode())
	}
}

func testTurns(t *testing.T, g *Target) {
	const n = 20
	p := g.start(t, g.connect(t), "turns", n, 0)
	defer closeProcess(t, p)
	for i := range n {
		want := strconv.Itoa(i) + "\n"
		if err := p.Send(bounded(t), []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got := receiveLine(t, p); got != "got "+want {
			t.Fatalf("%q", got)
		}
	}
	if got := rest(t, p); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func testStderr(t *testing.T, g *Target) {
	c := g.connect(t)
	for _, size := range []int{0, 1000, 1 << 20} {
		p := g.start(t, c, "noise", size, 5)
		got, errs := rest(t, p), p.Stderr()
		if string(got) != "ok" || p.ExitCode() != 5 {
			t.Errorf("%q, exit code %d", got, p.ExitCode())
		}
		if len(errs) > 256<<10 || len(errs) < min(size, 1000) || !bytes.HasPrefix(Pattern(size), errs) {
			t.Errorf("%d bytes of standard error were kept as %d", size, len(errs))
		}
		closeProcess(t, p)
	}
}

func testSeveral(t *testing.T, g *Target) {
	c := g.connect(t)
	before := c.Stats()
	const n, size = 5, 10_000
	for i := range n {
		p := g.start(t, c, "echo", size, i)
		if err := p.Send(bounded(t), Pattern(size)); err != nil {
			t.Fatal(err)
		}
		same(t, rest(t, p), Pattern(size))
		if p.ExitCode() != i {
			t.Errorf("exit code %d", p.ExitCode())
		}
		closeProcess(t, p)
	}
	after := c.Stats()
	if after.Starts-before.Starts != n || after.BytesSent-before.BytesSent < n*size ||
		after.BytesReceived-before.BytesReceived < n*size {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	want := 1 + g.Hops
	if g.Local {
		want = 0
	}
	if after.Connections != want || after.Logons != want {
		t.Errorf("a command cost a connection or a logon: %+v, before %+v", after, before)
	}
}

// A command that ends without reading its input still tells its exit code.
func testUnread(t *testing.T, g *Target) {
	p := g.start(t, g.connect(t), "quit", 3)
	defer closeProcess(t, p)
	sent := make(chan error, 1)
	go func() { sent <- p.Send(bounded(t), Pattern(1<<20)) }()
	if got := rest(t, p); len(got) > 0 || p.ExitCode() != 3 {
		t.Errorf("%q, exit code %d, stderr %q", got, p.ExitCode(), p.Stderr())
	}
	if err := <-sent; errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("sending to a command that has ended: %v", err)
	}
}

// hang starts a command that does not end and waits until it runs.
func (g *Target) hang(t *testing.T, c transport.Conn) (p transport.Process, pid int) {
	t.Helper()
	p = g.start(t, c, "hang")
	line := receiveLine(t, p)
	if _, err := fmt.Sscanf(line, "here %d\n", &pid); err != nil {
		t.Fatalf("%q", line)
	}
	return p, pid
}

func (g *Target) mustEnd(t *testing.T, pid int) {
	t.Helper()
	if g.Alive != nil && !until(func() bool { return !g.Alive(pid) }) {
		t.Errorf("the command (%d) still runs", pid)
	}
}

func testEndWhileReceiving(t *testing.T, g *Target, want error) {
	c := g.connect(t)
	p, pid := g.hang(t, c)
	ctx, cancel := context.WithCancel(bounded(t))
	if want == context.DeadlineExceeded {
		ctx, cancel = context.WithTimeout(bounded(t), 50*time.Millisecond)
	} else {
		time.AfterFunc(50*time.Millisecond, cancel)
	}
	defer cancel()
	if piece, err := p.Receive(ctx); !errors.Is(err, want) {
		t.Errorf("%q, %v instead of %v", piece, err, want)
	}
	closeProcess(t, p)
	g.mustEnd(t, pid)
}

func testCancelWhileSending(t *testing.T, g *Target) {
	c := g.connect(t)
	p, pid := g.hang(t, c)
	ctx, cancel := context.WithCancel(bounded(t))
	defer cancel()
	time.AfterFunc(100*time.Millisecond, cancel)
	var err error
	for data := Pattern(256 << 10); err == nil; {
		err = p.Send(ctx, data)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	closeProcess(t, p)
	g.mustEnd(t, pid)
}

func testCancelledStart(t *testing.T, g *Target) {
	c := g.connect(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, err := c.Start(ctx, g.line("hang"))
	if err == nil {
		closeProcess(t, p)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func testCloseInTheMiddle(t *testing.T, g *Target) {
	c := g.connect(t)
	p := g.start(t, c, "flood", 8<<20, 0)
	if _, err := p.Receive(bounded(t)); err != nil {
		t.Fatal(err)
	}
	closeProcess(t, p)
	p, pid := g.hang(t, c) // the connection is good for more
	closeProcess(t, p)
	g.mustEnd(t, pid)
	p = g.start(t, c, "echo", 3, 0)
	defer closeProcess(t, p)
	if err := p.Send(bounded(t), []byte("abc")); err != nil {
		t.Fatal(err)
	}
	same(t, rest(t, p), []byte("abc"))
}
