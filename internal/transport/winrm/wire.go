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
	reader *bufio.Reader
	host   string
	sent   *atomic.Int64
	got    *atomic.Int64
}

type response struct {
	status int
	header http.Header
	body   []byte
}

// maxHeader bounds the head of a response.
const maxHeader = 64 << 10

// dial connects, with TLS if configured; highest is its highest version, 0 for all. Errors are problems.
func dial(ctx context.Context, cfg *Config, highest uint16, sent, got *atomic.Int64) (*wire, error) {
	raw, err := cfg.Dial(ctx, "tcp", cfg.hostPort())
	if err != nil {
		return nil, transport.DialError(err, cfg.hostPort())
	}
	w := &wire{raw: raw, host: cfg.hostPort(), sent: sent, got: got}
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
	w.reader = bufio.NewReaderSize(&w.limit, 32<<10)
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
// connection must not be used any more. maxBody bounds the body of the response.
func (w *wire) post(ctx context.Context, within time.Duration, header http.Header, body []byte, maxBody int) (*response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_ = w.conn.SetDeadline(time.Now().Add(within))
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = w.conn.SetDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	defer func() {
		if !stop() {
			<-interrupted // else it could strike the next request
		}
	}()
	r, err := w.exchange(header, body, maxBody)
	if err == nil {
		return r, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var own *problem.Problem
	if errors.As(err, &own) {
		return nil, err
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		err = fmt.Errorf("no answer within %s: %w", within, err)
	}
	return nil, err
}

func (w *wire) exchange(header http.Header, body []byte, maxBody int) (*response, error) {
	var b bytes.Buffer
	b.Grow(len(body) + 1024)
	fmt.Fprintf(&b, "POST /wsman HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nConnection: Keep-Alive\r\nUser-Agent: xops\r\n", w.host, len(body))
	_ = header.Write(&b)
	b.WriteString("\r\n")
	b.Write(body)
	if _, err := w.conn.Write(b.Bytes()); err != nil {
		return nil, err
	}
	w.limit.N = int64(maxHeader) + int64(maxBody)
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
		return &response{status: r.StatusCode, header: r.Header, body: data}, nil
	}
	return nil, errors.New("the host answers with interim responses only")
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
