package winrm

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// piped is a wire whose other end answers its first request with these bytes, and the later ones not at all.
func piped(t *testing.T, answer string) *wire {
	t.Helper()
	near, far := net.Pipe()
	t.Cleanup(func() { _ = near.Close() })
	go func() {
		defer func() { _ = far.Close() }()
		in := bufio.NewReader(far)
		for {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if _, err = io.Copy(io.Discard, r.Body); err != nil {
				return
			}
			if _, err = io.WriteString(far, answer); err != nil {
				return
			}
			answer = ""
		}
	}()
	w := &wire{raw: near, host: "srv01:5985", sent: new(atomic.Int64), got: new(atomic.Int64)}
	w.conn = &countConn{Conn: near, w: w}
	w.limit.R = w.conn
	return w
}

func (w *wire) ask(t *testing.T, within time.Duration) (string, error) {
	t.Helper()
	r, err := w.post(t.Context(), within, http.Header{}, [][]byte{[]byte("a"), []byte("b")}, 1<<20)
	if err != nil {
		return "", err
	}
	return string(r.body), nil
}

// What came beyond an answer is not lost, and without that nothing is kept to read with.
func TestNothingKeptWhileWaiting(t *testing.T) {
	w := piped(t, plain(200, "", "one")+plain(200, "", "two"))
	for _, want := range []string{"one", "two"} {
		if got, err := w.ask(t, time.Minute); err != nil || got != want {
			t.Fatalf("%q, want %q: %v", got, want, err)
		}
	}
	if w.reader != nil || w.ahead {
		t.Error("a reader is kept")
	}
	if got, err := w.ask(t, time.Millisecond); err == nil || !strings.Contains(err.Error(), "no answer within 1ms") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestLongAnswer(t *testing.T) {
	long := strings.Repeat("x", 100<<10)
	w := piped(t, plain(200, "", long))
	if got, err := w.ask(t, time.Minute); err != nil || got != long {
		t.Errorf("%d bytes: %v", len(got), err)
	}
}

// A panic while an answer is waited for is the caller's, who makes an error of it: it must not end the program.
func TestApart(t *testing.T) {
	if err := apart(func() error { return io.EOF }); err != io.EOF {
		t.Error(err)
	}
	defer func() {
		if cause := recover(); cause != "defect" {
			t.Errorf("%v", cause)
		}
	}()
	t.Error("no panic", apart(func() error { panic("defect") }))
}
