package transport

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"

	"github.com/xops-dev/xops/internal/problem"
)

// DialError says why no TCP connection came about: cause and cure by what the network answered (dossier section 6, rows
// 10 and 11).
func DialError(err error, address string) *problem.Problem {
	var dns *net.DNSError
	var own *problem.Problem
	id := problem.NoRoute
	local, _ := lack(err)
	switch {
	case errors.As(err, &own):
		return own
	case local != "":
		id = local
	case errors.As(err, &dns):
		id = problem.DNS
	case errors.Is(err, context.Canceled):
		id = problem.CallCancelled
	case IsTimeout(err):
		id = problem.NoAnswer
	case errors.Is(err, syscall.ECONNREFUSED) || isConnRefused(err):
		id = problem.NoListener
	}
	return problem.New(id).With("%s: %s", address, Evidence(err)).Because(err)
}

// Evidence is an error of the network as it stands beside an address: without those that it names itself.
func Evidence(err error) string {
	var own *problem.Problem
	var dns *net.DNSError
	var op *net.OpError
	text := err.Error()
	switch {
	case errors.As(err, &own):
	case errors.As(err, &dns):
		if text = dns.Err; dns.Server != "" {
			text += " (asked " + dns.Server + ")"
		}
	case errors.As(err, &op) && op.Err != nil:
		what := strings.TrimPrefix(op.Err.Error(), op.Op+": ")
		text = strings.Replace(text, op.Error(), op.Op+": "+what, 1)
	}
	return text
}

// IsTimeout says whether a time limit, of a context or of a socket, ended something; also behind other errors.
func IsTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// isConnRefused knows Windows' own number (WSAECONNREFUSED), which is not the one of syscall there.
func isConnRefused(err error) bool {
	var n syscall.Errno
	return errors.As(err, &n) && n == 10061
}
