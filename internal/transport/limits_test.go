package transport

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

func dialling(n syscall.Errno) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("socket", n)}
}

func TestLack(t *testing.T) {
	here := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}
	for name, tt := range map[string]struct {
		err  error
		want problem.ID
	}{
		"files of this process":  {dialling(syscall.EMFILE), problem.LocalFiles},
		"files of this computer": {dialling(syscall.ENFILE), problem.LocalFiles},
		"memory":                 {dialling(syscall.ENOBUFS), problem.LocalMemory},
		"Windows: handles":       {dialling(10024), problem.LocalFiles},
		"Windows: buffers":       {dialling(10055), problem.LocalPorts},
		"Windows: ports":         {dialling(10048), problem.LocalPorts},
		"a file":                 {&fs.PathError{Op: "open", Path: "ca.pem", Err: syscall.EMFILE}, problem.LocalFiles},
		"behind another error": {
			problem.New(problem.Other).Because(fmt.Errorf("pins: %w", &fs.PathError{
				Op: "open", Path: "pins",
				Err: syscall.EMFILE,
			})), problem.LocalFiles,
		},
		"ports": {&net.OpError{Op: "dial", Addr: here, Err: os.NewSyscallError("connect",
			syscall.EADDRNOTAVAIL)}, problem.LocalPorts},
		"an address that is impossible": {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect",
			syscall.EADDRNOTAVAIL)}, ""},
		"refused": {dialling(syscall.ECONNREFUSED), ""},
		// Something was said to the host already.
		"while writing":     {&net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.ENOBUFS)}, ""},
		"reading a file":    {&fs.PathError{Op: "read", Path: "ca.pem", Err: syscall.ENOMEM}, ""},
		"the host's own":    {errors.New("open failed: connect failed: Too many open files"), ""},
		"nothing at all":    {nil, ""},
		"not while opening": {syscall.EMFILE, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := lack(tt.err)
			if got != tt.want || Lacks(tt.err) != (tt.want != "") {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if got != "" && problem.New(got).Class() != problem.Local {
				t.Errorf("%s is not this computer's", got)
			}
		})
	}
}

// failing gives an error n times.
func failing(n int, err error) (try func() error, tried *int) {
	tried = new(int)
	return func() error {
		if *tried++; *tried > n {
			return nil
		}
		return err
	}, tried
}

func TestPatiently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		try, tried := failing(8, dialling(syscall.EMFILE))
		if err := Patiently(t.Context(), "srv01:5985", try); err != nil || *tried != 9 {
			t.Errorf("tried %d times: %v", *tried, err)
		}
		// 50 ms, 100, 200 … 2 s, each give or take half.
		if took := time.Since(begun); took < 3575*time.Millisecond || took > 10725*time.Millisecond {
			t.Errorf("%s", took)
		}
		refused := dialling(syscall.ECONNREFUSED)
		try, tried = failing(8, refused)
		if err := Patiently(t.Context(), "srv01:5985", try); err != refused || *tried != 1 {
			t.Errorf("tried %d times: %v", *tried, err)
		}
	})
}

func TestPatientlyEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		always, tried := failing(1<<30, dialling(syscall.EMFILE))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		begun := time.Now()
		err := Patiently(ctx, "srv01:5985", always)
		if !problem.Is(err, problem.LocalFiles) || !errors.Is(err, syscall.EMFILE) ||
			errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if time.Since(begun) != time.Minute || *tried < 25 {
			t.Errorf("%s, tried %d times", time.Since(begun), *tried)
		}
		const want = "This computer has no file left to open another connection. (srv01:5985: dial tcp: socket: " +
			"too many open files)"
		if err.Error() != want {
			t.Errorf("%s", err)
		}

		begun = time.Now()
		if err := Patiently(context.Background(), "srv01:5985", always); !problem.Is(err, problem.LocalFiles) ||
			time.Since(begun) != mostWait {
			t.Errorf("%s: %v", time.Since(begun), err)
		}

		// The time ends while it is tried once more.
		once, _ := failing(1, dialling(syscall.EMFILE))
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		err = Patiently(ctx, "srv01:5985", func() error {
			if err := once(); err != nil {
				return err
			}
			<-ctx.Done()
			return DialError(ctx.Err(), "srv01:5985")
		})
		cancel()
		if !problem.Is(err, problem.LocalFiles) {
			t.Errorf("%v", err)
		}

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := Patiently(ctx, "srv01:5985", always); !errors.Is(err, context.Canceled) ||
			problem.Is(err, problem.LocalFiles) {
			t.Errorf("%v", err)
		}
	})
}
