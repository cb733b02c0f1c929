package winrm

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// wire is HTTP/1.1 on one TCP connection: requests one after the other, never on another connection, never repeated.
type wire struct {
	raw    net.Conn
	conn   net.Conn
	limit  io.LimitedReader // of the response being read
	first  [1]byte          // of the response: read before there was a reader
	ahead  bool             // the reader has not had it yet
	reader *bufio.Reader    // nil while nothing is there to read, so that a host that is waited for keeps none
	host   string
	sent   *atomic.Int64
	got    *atomic.Int64
}

type response struct {
	status int
	header http.Header
	body   []byte
	// close: the host ends the connection behind it. Of the header, which net/http takes away, nothing is left.
	close bool
}

// maxHeader bounds the head of a response.
const maxHeader = 64 << 10

var (
	// readers are small: long bodies are read past them.
	readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 4<<10) }}
	// requests are buffers that requests are put together in.
	requests = sync.Pool{New: func() any { return new(bytes.Buffer) }}
)

// dial connects, with TLS if configured; highest is its highest version, 0 for all. Errors are problems.
func dial(ctx context.Context, cfg *Config, highest uint16, sent, got *atomic.Int64) (*wire, error) {
	raw, err := cfg.Dial(ctx, "tcp", cfg.hostPort())
	if err != nil {
		return nil, transport.DialError(err, cfg.hostPort())
	}
	w := &wire{raw: raw, host: cfg.itself(), sent: sent, got: got}
	w.conn = &countConn{Conn: raw, w: w}
	if cfg.HTTPS {
		conn, err := handshake(ctx, w.conn, cfg, highest)
		if err != nil {
			_ = raw.Close()
			return nil, err
		}
		w.conn = conn
	}
	w.limit.R = w.conn
	return w, nil
}

// state is what TLS agreed on; nil without TLS.
func (w *wire) state() *tls.ConnectionState {
	if c, ok := w.conn.(*tls.Conn); ok {
		s := c.ConnectionState()
		return &s
	}
	return nil
}

// post sends one request and reads its response. The context and the time limit reach the socket. After an error the
// connection must not be used any more. The body comes in parts; maxBody bounds the body of the response.
func (w *wire) post(ctx context.Context, within time.Duration, header http.Header, body [][]byte,
	maxBody int,
) (*response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	defer w.bound(ctx, within)()
	r, err := w.exchange(header, body, maxBody)
	if err != nil {
		return nil, why(ctx, within, err)
	}
	return r, nil
}

// bound makes a time limit and a context those of the socket, until release.
func (w *wire) bound(ctx context.Context, within time.Duration) (release func()) {
	_ = w.conn.SetDeadline(time.Now().Add(within))
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = w.conn.SetDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	return func() {
		if !stop() {
			<-interrupted // else it could strike the next request
		}
	}
}

// why is why an exchange failed: where its context or its time ended, that.
func why(ctx context.Context, within time.Duration, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var own *problem.Problem
	if errors.As(err, &own) {
		return err
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		err = fmt.Errorf("no answer within %s: %w", within, err)
	}
	return err
}

func (w *wire) exchange(header http.Header, body [][]byte, maxBody int) (*response, error) {
	if err := w.send(header, body); err != nil {
		return nil, err
	}
	w.limit.N = int64(maxHeader) + int64(maxBody)
	if err := w.wait(); err != nil {
		return nil, w.tooLong(err, maxBody)
	}
	return w.receive(maxBody)
}

// receive reads an answer that has begun.
func (w *wire) receive(maxBody int) (*response, error) {
	if first, err := w.reader.Peek(1); err == nil && first[0] == 0x15 {
		return nil, problem.New(problem.TLSOnHTTP).With("%s", w.host)
	}
	for range 4 {
		r, err := http.ReadResponse(w.reader, &http.Request{Method: http.MethodPost})
		if err != nil {
			return nil, w.tooLong(err, maxBody)
		}
		if r.StatusCode < 200 {
			continue // 100 Continue
		}
		data, err := io.ReadAll(io.LimitReader(r.Body, int64(maxBody)+1))
		if err == nil && len(data) > maxBody {
			w.limit.N = 0
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, w.tooLong(err, maxBody)
		}
		if w.reader.Buffered() == 0 {
			w.reader.Reset(nil)
			readers.Put(w.reader)
			w.reader = nil
		}
		return &response{status: r.StatusCode, header: r.Header, body: data, close: r.Close}, nil
	}
	return nil, errors.New("the host answers with interim responses only")
}

// wait waits for an answer to begin. A host may be waited for for minutes, and a thousand at once, so from here up to
// the caller's caller little is on the stack: one that was deep then shrinks. TLS needs much, and has a goroutine for
// it.
func (w *wire) wait() error {
	if w.reader != nil { // more came than the last answer
		return nil
	}
	if _, secure := w.conn.(*tls.Conn); secure {
		return apart(w.readFirst)
	}
	return w.readFirst()
}

func (w *wire) readFirst() error {
	for range 100 { // as often as bufio
		if n, err := w.limit.Read(w.first[:]); n > 0 || err != nil {
			return w.begun(n, err)
		}
	}
	return io.ErrNoProgress
}

// begun makes a reader for the answer whose first byte was read.
func (w *wire) begun(n int, err error) error {
	switch {
	case n > 0:
		w.ahead, w.reader = true, readers.Get().(*bufio.Reader)
		w.reader.Reset(w)
		return nil
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}

// apart calls a function on a goroutine of its own. A panic of it is the caller's, and must not cost more than his
// host.
func apart(f func() error) (err error) {
	var defect any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { defect = recover() }()
		err = f()
	}()
	if <-done; defect != nil {
		panic(defect)
	}
	return err
}

// Read reads the response: what its reader takes.
func (w *wire) Read(b []byte) (int, error) {
	if w.ahead && len(b) > 0 {
		w.ahead = false
		return copy(b, w.first[:]), nil
	}
	return w.limit.Read(b)
}

// send writes a request, all of it in one piece.
func (w *wire) send(header http.Header, body [][]byte) error {
	size := 0
	for _, part := range body {
		size += len(part)
	}
	b := requests.Get().(*bytes.Buffer)
	defer requests.Put(b)
	b.Reset()
	b.Grow(size + 1024)
	fmt.Fprintf(b, "POST /wsman HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", w.host, size)
	b.WriteString("Connection: Keep-Alive\r\nUser-Agent: xops\r\n")
	_ = header.Write(b)
	b.WriteString("\r\n")
	for _, part := range body {
		b.Write(part)
	}
	_, err := w.conn.Write(b.Bytes())
	return err
}

// tooLong tells an answer that went over the bound from one that was cut off.
func (w *wire) tooLong(err error, maxBody int) error {
	if w.limit.N > 0 {
		return err
	}
	return problem.New(problem.NotWinRM).With("%s: the answer has more than %d bytes", w.host, maxBody)
}

// close closes at once: TLS would wait for seconds to say goodbye on a line that is dead.
func (w *wire) close() { _ = w.raw.Close() }

type countConn struct {
	net.Conn
	w *wire
}

func (c *countConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.w.got.Add(int64(n))
	return n, err
}

func (c *countConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.w.sent.Add(int64(n))
	return n, err
}
