package transport

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// filesVariable makes of this test's program one with few files: the address that it dials.
const filesVariable = "XOPS_TEST_FEW_FILES"

// TestFewFiles dials from a process with 5 free files 40 times at once: all connections come about, one after the
// other. The far end holds its answers back until a dial has failed for want of a file.
func TestFewFiles(t *testing.T) {
	if address := os.Getenv(filesVariable); address != "" {
		fewFiles(t, address)
		return
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	lacking := make(chan struct{})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				<-lacking
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFewFiles$", "-test.v")
	cmd.Env = append(os.Environ(), filesVariable+"="+l.Addr().String(), "GODEBUG=netdns=go") // as xops is built
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for in := bufio.NewScanner(out); in.Scan(); {
		if said.WriteString(in.Text() + "\n"); in.Text() == "lacking" {
			close(lacking)
		}
	}
	if err := cmd.Wait(); err != nil || !strings.Contains(said.String(), "lacking\n") {
		t.Errorf("%v\n%s", err, said.String())
	}
}

func fewFiles(t *testing.T, address string) {
	if c, err := Dial(t.Context(), "tcp", address); err != nil { // what the runtime opens for itself is open then
		t.Fatal(err)
	} else {
		_ = c.Close()
	}
	free, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	lowest := uint64(free.Fd())
	_ = free.Close()
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: lowest + 5, Max: lowest + 5}); err != nil {
		t.Fatal(err)
	}
	var lacked sync.Once
	var done atomic.Int32
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			var c net.Conn
			err := Patiently(t.Context(), address, func() (err error) {
				if c, err = Dial(t.Context(), "tcp", address); Lacks(err) {
					lacked.Do(func() { fmt.Println("lacking") })
				}
				return err
			})
			if err != nil {
				t.Error(err)
				return
			}
			_, err = c.Write([]byte("x"))
			if err == nil {
				_, err = io.ReadFull(c, make([]byte, 1))
			}
			if err != nil {
				t.Error(err)
			}
			_ = c.Close()
			done.Add(1)
		})
	}
	all.Wait()
	if n := done.Load(); n != 40 {
		t.Errorf("%d of 40 connections came about", n)
	}

	// With none left it is told as such, also where a name is looked up.
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 0, Max: lowest + 5}); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{address, "srv01.praxis.invalid:5985"} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		err := Patiently(ctx, to, func() error {
			_, err := Dial(ctx, "tcp", to)
			return err
		})
		cancel()
		if !problem.Is(err, problem.LocalFiles) {
			t.Errorf("%s: %v", to, err)
		}
	}
}
