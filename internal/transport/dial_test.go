package transport

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
)

// TestEvidence: an address stands once in a message, and what the network said beside it.
func TestEvidence(t *testing.T) {
	const address = "10.20.30.5:5985"
	far := &net.TCPAddr{IP: net.IPv4(10, 20, 30, 5), Port: 5985}
	near := &net.TCPAddr{IP: net.IPv4(192, 168, 1, 7), Port: 50000}
	refused := os.NewSyscallError("connect", syscall.ECONNREFUSED)
	for _, tt := range []struct {
		err  error
		want string
	}{
		{
			&net.OpError{Op: "dial", Net: "tcp", Addr: far, Err: refused},
			address + ": dial: connect: connection refused",
		},
		{
			fmt.Errorf("no answer within 20s: %w", &net.OpError{Op: "read", Source: near, Addr: far, Err: io.EOF}),
			address + ": no answer within 20s: read: EOF",
		},
		{
			&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "srv01", Server: "10.0.0.1:53"}},
			address + ": no such host (asked 10.0.0.1:53)",
		},
		{errors.New("something else"), address + ": something else"},
	} {
		p := DialError(tt.err, address)
		if p.Detail != tt.want || strings.Count(p.Detail, "10.20.30.5") != 1 {
			t.Errorf("%q, want %q", p.Detail, tt.want)
		}
	}
	if id := DialError(&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host"}}, "x").ID; id != problem.DNS {
		t.Error(id)
	}
}
