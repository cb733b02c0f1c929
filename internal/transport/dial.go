package transport

import (
	"context"
	"errors"
	"net"
	"syscall"
)

// DialError says why no TCP connection came about: cause and cure by what the network answered (dossier section 6, rows 10 and 11).
func DialError(err error, address string) *Error {
	e := &Error{Detail: address + ": " + err.Error(), Err: err}
	var dns *net.DNSError
	var own *Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &dns):
		e.Code, e.Summary = "dns", "The name of the host is not known"
		e.Hint = "Check the address in the inventory and the name server; write the IP address if the practice has no name server."
	case errors.Is(err, context.Canceled):
		e.Code, e.Summary = "cancelled", "Connecting was cancelled"
	case isTimeout(err):
		e.Code, e.Summary = "unreachable", "The host does not answer"
		e.Hint = "The computer is off, the VPN is down, or a firewall drops the packets. Check VPN and power, then the Windows firewall rule and network profile (Public blocks)."
	case errors.Is(err, syscall.ECONNREFUSED) || isConnRefused(err):
		e.Code, e.Summary = "refused", "The host is there, but nothing listens on this port"
		e.Hint = "Start the service and make it listen: WinRM (winrm quickconfig; it is off by default on Windows 10 and 11) or sshd. Check the port in the inventory."
	default:
		e.Code, e.Summary = "unreachable", "The host cannot be reached"
		e.Hint = "Check address, VPN and route to the practice."
	}
	return e
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// isConnRefused knows Windows' own number (WSAECONNREFUSED), which is not the one of syscall there.
func isConnRefused(err error) bool {
	var n syscall.Errno
	return errors.As(err, &n) && n == 10061
}
