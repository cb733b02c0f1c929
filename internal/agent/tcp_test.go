//go:build unix

package agent

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/resource"
)

// silent makes an address and port that answers nothing: its queue of connections is full.
func silent(t *testing.T, ip string) (port int) {
	t.Helper()
	s, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(s) })
	at := &syscall.SockaddrInet4{Addr: [4]byte(net.ParseIP(ip).To4())}
	if err := syscall.Bind(s, at); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(s, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(s)
	if err != nil {
		t.Fatal(err)
	}
	port = name.(*syscall.SockaddrInet4).Port
	for range 8 {
		c, err := net.DialTimeout("tcp", net.JoinHostPort(ip, strconv.Itoa(port)), 100*time.Millisecond)
		if err != nil {
			return port
		}
		t.Cleanup(func() { _ = c.Close() })
	}
	t.Fatal("the queue of connections has no end")
	return 0
}

// ask asks one question of a PowerShell for Linux.
func ask(t *testing.T, q resource.Query) (resource.Answer, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := Open(ctx, agenttest.PwshConn(t), exec.Observe, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	answers, err := s.Observe(ctx, []resource.Query{q})
	if err != nil {
		return resource.Answer{}, err
	}
	return answers[0], nil
}

// TestEveryAddress: a name is as good as its best address, whatever the others answer and however long it takes them.
func TestEveryAddress(t *testing.T) {
	const dropped, refused, open = "127.0.9.1", "127.0.9.2", "127.0.9.3"
	port := silent(t, dropped)
	l, err := net.Listen("tcp", net.JoinHostPort(open, strconv.Itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, c := range []struct {
		addresses    []string
		best, result string
	}{
		{[]string{dropped, open}, open, "open"},
		{[]string{refused, open}, open, "open"},
		{[]string{dropped, refused}, refused, "refused"},
		{[]string{refused, dropped}, refused, "refused"},
		{[]string{dropped}, dropped, "timeout"},
	} {
		t.Run(fmt.Sprint(c.addresses), func(t *testing.T) {
			alter(t, "[Net.Dns]::EndGetHostAddresses($r.Call)",
				"[Net.IPAddress[]]('"+strings.Join(c.addresses, "','")+"')", parts["dial"])
			a, err := ask(t, resource.Query{
				Type: "tcp", Key: fmt.Sprintf("localhost:%d", port), Args: resource.Props{"timeout_ms": 700},
			})
			if err != nil || a.Fault != nil || len(a.Items) != 1 {
				t.Fatal(a, err)
			}
			if p := a.Items[0].Props; p["result"] != c.result || p["address"] != c.best {
				t.Errorf("%v, want %s at %s", p, c.result, c.best)
			}
		})
	}
}

// TestWrongBits: a 32-bit PowerShell on a 64-bit Windows is refused before it has looked at anything.
func TestWrongBits(t *testing.T) {
	alter(t, "-not [Environment]::Is64BitProcess", "$true", core)
	a, err := ask(t, resource.Query{Type: "nix"})
	if a.Items != nil || a.Fault != nil {
		t.Errorf("it answered: %v", a)
	}
	problemtest.Told(t, err, problem.WrongBits)
}
