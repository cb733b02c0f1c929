package transport

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// How long Patiently waits before it tries again: at first, at the most, and in all where the context has no end.
const (
	firstPause = 50 * time.Millisecond
	mostPause  = 2 * time.Second
	mostWait   = 10 * time.Minute
)

// Dial opens a TCP connection as net.Dialer does. A name that could not be looked up because this computer lacked
// something is no unknown name: Lacks knows that error, too.
func Dial(ctx context.Context, network, address string) (net.Conn, error) {
	var lacking atomic.Pointer[error] // the resolver keeps such an error's text only
	lookup := net.Resolver{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if Lacks(err) {
			lacking.Store(&err)
		}
		return c, err
	}}
	c, err := (&net.Dialer{Resolver: &lookup}).DialContext(ctx, network, address)
	var dns *net.DNSError
	if errors.As(err, &dns) && !dns.IsNotFound {
		if cause := lacking.Load(); cause != nil {
			return nil, *cause
		}
	}
	return c, err
}

// Lacks says whether a connection, or a file that is needed for one, could not be opened because this computer has no
// files, ports or memory left: no host is to blame, and it passes when others are done.
func Lacks(err error) bool {
	id, _ := lack(err)
	return id != ""
}

type lackKey struct{}

// WithLack has f called whenever a connection of this context must wait because this computer lacks what it needs:
// whoever keeps connections that nobody uses gives them up then. f is called from many goroutines.
func WithLack(ctx context.Context, f func()) context.Context {
	return context.WithValue(ctx, lackKey{}, f)
}

// Patiently calls try, which is to connect to the address, and again as long as this computer lacks what it needs,
// until the context ends; with a deadline the error is then a *problem.Problem that says what is lacking. Nothing may
// have been proven to the host when try fails so: it opens first.
func Patiently(ctx context.Context, address string, try func() error) error {
	if _, ends := ctx.Deadline(); !ends {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, mostWait)
		defer cancel()
	}
	var lacking *problem.Problem
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		err := try()
		id, evidence := lack(err)
		switch {
		case id != "":
			lacking = problem.New(id).With("%s: %v", address, evidence).Because(evidence)
			if f, ok := ctx.Value(lackKey{}).(func()); ok {
				f()
			}
		case lacking != nil && ctx.Err() != nil && errors.Is(err, context.DeadlineExceeded):
			return lacking // that is what the time was lost with
		default:
			return err
		}
		// Others wait for the same: they must not all come back at once.
		timer := time.NewTimer(pause/2 + rand.N(pause))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			if errors.Is(ctx.Err(), context.Canceled) {
				return DialError(ctx.Err(), address)
			}
			return lacking
		}
	}
}

// Windows' own numbers, which are not those of syscall there.
const (
	errTooManyOpenFiles  = syscall.Errno(4)
	errNoSystemResources = syscall.Errno(1450)
	wsaEMFILE            = syscall.Errno(10024)
	wsaEADDRINUSE        = syscall.Errno(10048)
	wsaENOBUFS           = syscall.Errno(10055)
)

// lack says what was lacking when something could not be opened, and which error tells; "" if it was something else.
func lack(err error) (problem.ID, error) {
	var file *fs.PathError
	var dial *net.OpError
	evidence := err
	switch {
	case errors.As(err, &dial):
		if evidence = dial; dial.Op != "dial" {
			return "", nil
		}
	case errors.As(err, &file):
		if evidence = file; file.Op != "open" {
			return "", nil
		}
	default:
		return "", nil
	}
	var number syscall.Errno
	_ = errors.As(evidence, &number)
	switch number {
	case syscall.EMFILE, syscall.ENFILE, wsaEMFILE:
		return problem.LocalFiles, evidence
	case wsaEADDRINUSE, wsaENOBUFS: // what Windows says when its ports are used up
		return problem.LocalPorts, evidence
	case syscall.EADDRNOTAVAIL:
		if speaksTo(dial) {
			return problem.LocalPorts, evidence
		}
	case syscall.ENOBUFS, syscall.ENOMEM, errNoSystemResources:
		return problem.LocalMemory, evidence
	case errTooManyOpenFiles:
		if runtime.GOOS == "windows" {
			return problem.LocalFiles, evidence
		}
	}
	return "", nil
}

// speaksTo says whether this computer has an address from which it can speak to that of a failed dial. Where it has
// none TCP fails with the number of used up ports, but so does UDP, which sends nothing here.
func speaksTo(dial *net.OpError) bool {
	if dial == nil || dial.Addr == nil {
		return false
	}
	c, err := net.Dial("udp", dial.Addr.String())
	if err != nil {
		return !errors.Is(err, syscall.EADDRNOTAVAIL)
	}
	_ = c.Close()
	return true
}
