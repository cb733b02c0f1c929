package doctor_test

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

// TestReach is rows 10 and 11: what the ports say.
func TestReach(t *testing.T) {
	for _, tt := range []struct {
		name  string
		https bool
		ports map[int]string // open, refused; others time out
		want  want
	}{
		{"off", true, nil, want{id: "host-off", row: 10, check: "tcp", name: "port_5986", value: "timeout"}},
		{
			"no listener", true,
			map[int]string{5986: "refused", 445: "open", 22: "refused"},
			want{
				id: "no-listener", row: 10, check: "tcp", name: "port_445", value: "open",
				command: "winrm quickconfig",
			},
		},
		{"only HTTP", true, map[int]string{5986: "refused", 5985: "open"}, want{
			id: "wrong-port", row: 10, check: "tcp",
			name: "port_5985", value: "open", command: "https = false\nport  = 5985",
		}},
		{
			"only HTTPS", false,
			map[int]string{5985: "refused", 5986: "open", 445: "open"},
			want{id: "wrong-port", row: 10, check: "tcp", command: "https = true\nport  = 5986"},
		},
		{"dropped", false, map[int]string{3389: "open", 445: "refused"}, want{
			id: "firewall", row: 11, check: "tcp",
			name: "port_5985", value: "timeout", command: "Set-NetConnectionProfile",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &bench{t: t}
			b.point(&net.TCPAddr{Port: 0}, tt.https)
			b.deps.Ports, b.deps.ProbeTimeout = nil, 50*time.Millisecond
			b.cfg.Dial = func(ctx context.Context, _, address string) (net.Conn, error) {
				_, port, _ := net.SplitHostPort(address)
				var n int
				_, _ = fmt.Sscan(port, &n)
				switch tt.ports[n] {
				case "open":
					here, there := net.Pipe()
					_ = there.Close()
					return here, nil
				case "refused":
					// A port of this machine where nobody listens.
					l, err := net.Listen("tcp", "127.0.0.1:0")
					if err != nil {
						return nil, err
					}
					_ = l.Close()
					return new(net.Dialer).DialContext(context.Background(), "tcp", l.Addr().String())
				}
				<-ctx.Done()
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
			}
			r := b.examine()
			tt.want.compare(t, b, r)
			if r.Status != doctor.Unreachable || r.Logons != 0 {
				t.Errorf("%s, %d logons", r.Status, r.Logons)
			}
		})
	}
}

func TestName(t *testing.T) {
	b := &bench{t: t}
	b.point(&net.TCPAddr{Port: 5985}, false)
	b.host.Address = "gibt-es-nicht.praxis.example"
	b.deps.LookupHost = func(context.Context, string) ([]string, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "gibt-es-nicht.praxis.example", IsNotFound: true}
	}
	want{id: "dns", row: 10, check: "dns", name: "name", value: "gibt-es-nicht"}.compare(t, b, b.examine())
}

// TestSchemes is row 10: the right port with the wrong scheme.
func TestSchemes(t *testing.T) {
	b := newBench(t, true, nil)
	b.host.Connection.HTTPS = false
	want{id: "tls-on-http", row: 10, check: "http", name: "tls", value: "true", command: "https = true"}.compare(t, b,
		b.examine())
	b = newBench(t, false, nil)
	b.host.Connection.HTTPS = true
	want{id: "http-on-tls", row: 10, check: "tls", command: "https = false"}.compare(t, b, b.examine())
}

// TestReset is row 14: what is on the way ends the connection.
func TestReset(t *testing.T) {
	for _, https := range []bool{true, false} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = c.Read(make([]byte, 1))
				_ = c.(*net.TCPConn).SetLinger(0)
				_ = c.Close()
			}
		}()
		b := &bench{t: t}
		b.point(l.Addr(), https)
		told := want{id: "lost", row: 19, check: "http"} // nothing about TLS where there is none
		if https {
			told = want{id: "tls-handshake", row: 14, check: "tls", command: "Schannel"}
		}
		told.compare(t, b, b.examine())
	}
}

// TestSilence: a host that takes connections and never says a word has one cause over HTTP, whichever limit strikes
// first, and it is not TLS.
func TestSilence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
		}
	}()
	b := &bench{t: t}
	b.point(l.Addr(), false)
	for range 30 {
		b.cfg.Timeout = 10 * time.Millisecond
		want{id: "slow", row: 18, check: "http"}.compare(t, b, b.examine())
	}
}

// TestCancel: an interrupt ends an examination, and leaves no shell behind.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, false, func(c *wsman.Config) {
		c.Intercept = func(_ int, action string) wsman.Action {
			if action == "Receive" {
				cancel()
			}
			return wsman.Action{}
		}
	})
	r := doctor.Examine(ctx, b.host, b.deps)
	check(t, r)
	if r.Finding == nil || b.server.Counters().OpenShells != 0 {
		t.Errorf("%+v %+v", r.Finding, b.server.Counters())
	}
}
