package winrm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// exchange is one whole exchange: dial, start, send, receive, close. It gives the first error, and Close's own.
func exchange(t *testing.T, h *host) (first, closing error) {
	t.Helper()
	c, err := winrm.Dial(t.Context(), h.cfg)
	if err != nil {
		return err, nil
	}
	defer func() { _ = c.Close() }()
	p, err := c.Start(t.Context(), "line")
	if err != nil {
		return err, nil
	}
	if first = p.Send(t.Context(), []byte("x\n")); first == nil {
		_, first = p.Receive(t.Context())
	}
	return first, p.Close(t.Context())
}

// TestCutAtEveryRequest closes the connection at each request in turn: the error says so, nothing hangs, and no
// command stays on the host as far as its shell was known.
func TestCutAtEveryRequest(t *testing.T) {
	actions := []string{"Logon", "Logon", "Create", "Command", "Send", "Receive", "Delete"}
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		for _, cut := range []wire.Cut{wire.CutBefore, wire.CutAfter, wire.CutMiddle} {
			skip := 0
			h := start(t, wsman.Config{})
			if h.cfg.Auth == "basic" {
				skip = 1
			}
			for n := 1; n <= len(actions)-skip; n++ {
				action := actions[n-1+skip]
				h := start(t, wsman.Config{Intercept: func(at int, got string) wsman.Action {
					if at != n {
						return wsman.Action{}
					}
					if got != action {
						t.Errorf("request %d is %s, not %s", n, got, action)
					}
					return wsman.Action{Cut: cut}
				}})
				first, closing := exchange(t, h)
				if action == "Delete" {
					if first != nil || closing != nil {
						t.Errorf("cut %d at Delete: %v, %v", cut, first, closing)
					}
				} else if first == nil || class(t, first) != "lost" || closing != nil {
					t.Errorf("cut %d at %s: %v, %v", cut, action, first, closing)
				}
				orphans := 0
				if action == "Create" && cut != wire.CutBefore {
					orphans = 1 // nobody knows its id: the host's idle time ends it
				}
				if n := h.Counters(); n.OpenShells != orphans || n.FailedLogons != 0 || n.Logons > 2 {
					t.Errorf("cut %d at %s: %+v", cut, action, n)
				}
			}
		}
	})
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		action string
		fault  uint32
		id     problem.ID
		class  problem.Class
	}{
		{"Create", 5, problem.TokenFilter, problem.Access},
		{"Create", 14, problem.HostMemory, problem.Busy},
		{"Create", 1455, problem.HostMemory, problem.Busy},
		{"Create", 1115, problem.ShuttingDown, problem.Busy},
		{"Create", 1190, problem.ShuttingDown, problem.Busy},
		{"Create", 1326, problem.LogonRefused, problem.Logon},
		{"Create", 1330, problem.PasswordExpired, problem.Logon},
		{"Create", 1331, problem.AccountLocked, problem.Logon},
		{"Create", 1909, problem.AccountLocked, problem.Logon},
		{"Create", 0x80070000 + 1115, problem.ShuttingDown, problem.Busy}, // as a HRESULT
		{"Create", 2150859173, problem.ShellsUsedUp, problem.Quota},
		{"Create", 2150859180, problem.RemoteShellsOff, problem.Access},
		{"Create", 2150859238, problem.QuotaUsedUp, problem.Quota},
		{"Command", 2150858825, problem.Envelope, problem.Quota},
		{"Command", 4711, problem.UnknownFault, problem.Protocol},
		{"Send", 87, problem.NotUnderstood, problem.Defect},
		{"Receive", 2150858843, problem.ShellGone, problem.Lost},
		{"Receive", 995, problem.ShellGone, problem.Lost},
		{"Receive", 2147943418, problem.ProfileUnloaded, problem.Lost},
	} {
		t.Run(fmt.Sprint(tt.action, tt.fault), func(t *testing.T) {
			h := start(t, false, wsman.Config{Intercept: func(_ int, action string) wsman.Action {
				if action == tt.action {
					return wsman.Action{Fault: tt.fault}
				}
				return wsman.Action{}
			}}, "ntlm")
			first, closing := exchange(t, h)
			p := problemtest.Told(t, first, tt.id)
			number := fmt.Sprint(tt.fault)
			if p.Class() != tt.class || uint32(winrm.FaultOf(first)) != tt.fault || p.Values["fault"] != number ||
				!strings.Contains(p.Detail, number) {
				t.Errorf("%#v", first)
			}
			if closing != nil || h.Counters().OpenShells != 0 || h.Counters().Connections != 1 {
				t.Errorf("%v %+v", closing, h.Counters())
			}
		})
	}
}

func TestRealFaultsOfTheHost(t *testing.T) {
	h := start(t, false, wsman.Config{MaxShells: 1, Denied: map[string]bool{"arzt": true}}, "ntlm")
	c := h.dial(t)
	p, err := c.Start(t.Context(), "hang")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Start(t.Context(), "echo x"); class(t, err) != "quota" {
		t.Error(err)
	}
	h.CloseShells()
	if _, err := p.Receive(t.Context()); class(t, err) != "lost" {
		t.Error(err)
	}
	if err := p.Close(t.Context()); err != nil {
		t.Error("a shell that is gone is closed:", err)
	}
	if out, _, _ := run(t, c, "echo x"); out != "x\n" {
		t.Errorf("the connection works on: %q", out)
	}
	h.cfg.User = `PRAXIS\arzt`
	if _, err := h.dial(t).Start(t.Context(), "echo x"); class(t, err) != "access" {
		t.Error(err)
	}
}

func TestSendThatTimesOutIsNotRepeated(t *testing.T) {
	timedOut := false
	h := start(t, false, wsman.Config{Intercept: func(_ int, action string) wsman.Action {
		if action == "Send" && !timedOut {
			timedOut = true
			return wsman.Action{Fault: 2150858793}
		}
		return wsman.Action{}
	}}, "ntlm")
	p, err := h.dial(t).Start(t.Context(), "line")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Send(t.Context(), []byte("x")); err != nil {
		t.Error(err)
	}
	sends := 0
	for _, r := range h.Records() {
		if r.Action == "Send" {
			sends++
		}
	}
	if sends != 1 {
		t.Errorf("%d Sends", sends)
	}
	_ = p.Close(t.Context())
}

// A host whose policy leaves it small envelopes gets smaller pieces, and everything once.
func TestSmallEnvelopes(t *testing.T) {
	for _, https := range []bool{false, true} {
		h := start(t, https, wsman.Config{MaxEnvelope: 150 << 10}, "ntlm")
		p, err := h.dial(t).Start(t.Context(), "cat")
		if err != nil {
			t.Fatal(err)
		}
		sent := bytes.Repeat([]byte("0123456789abcde\n"), 40<<10)
		if err := p.Send(t.Context(), sent[:len(sent)/2]); err != nil {
			t.Fatal(err)
		}
		if err := p.Send(t.Context(), sent[len(sent)/2:]); err != nil {
			t.Fatal(err)
		}
		var got []byte
		for len(got) < len(sent) {
			piece, err := p.Receive(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, piece...)
		}
		if !bytes.Equal(got, sent) {
			t.Error("what arrived is not what was sent")
		}
		refused := 0
		for _, r := range h.Records() {
			if r.Action == "Send" && r.Size > 155<<10 {
				refused++
			}
		}
		if refused != 2 {
			t.Errorf("%d messages were too large: it must be learnt from, 240 then 120 then 60 KiB", refused)
		}
		_ = p.Close(t.Context())
	}
}

func TestBusy(t *testing.T) {
	for busy, want := range map[int]problem.Class{3: "", 4: "busy"} {
		n := 0
		h := start(t, false, wsman.Config{Intercept: func(_ int, action string) wsman.Action {
			if action == "Send" {
				if n++; n <= busy {
					return wsman.Action{Fault: 170}
				}
			}
			return wsman.Action{}
		}}, "ntlm")
		p, err := h.dial(t).Start(t.Context(), "line")
		if err != nil {
			t.Fatal(err)
		}
		err = p.Send(t.Context(), []byte("x\n"))
		if want == "" && err != nil || want != "" && class(t, err) != want {
			t.Errorf("busy %d times: %v", busy, err)
		}
		_ = p.Close(t.Context())
	}
}

// TestSilentReceiveIsAskedAgain: a Receive that has nothing to say ends with a fault after its time, which is normal.
func TestSilentReceiveIsAskedAgain(t *testing.T) {
	receives := 0
	h := start(t, false, wsman.Config{Intercept: func(_ int, action string) wsman.Action {
		if action == "Receive" {
			if receives++; receives <= 3 {
				return wsman.Action{Fault: 2150858793}
			}
		}
		return wsman.Action{}
	}}, "ntlm")
	if out, _, _ := run(t, h.dial(t), "echo x"); out != "x\n" || receives < 4 {
		t.Errorf("%q after %d Receives", out, receives)
	}
}

func TestContextReachesTheSocket(t *testing.T) {
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		for _, way := range []string{"cancel", "deadline"} {
			receiving := make(chan struct{}, 10)
			h := start(t, wsman.Config{Intercept: func(_ int, action string) wsman.Action {
				if action == "Receive" {
					receiving <- struct{}{}
				}
				return wsman.Action{}
			}})
			c := h.dial(t)
			p, err := c.Start(t.Context(), "hang")
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			want := context.Canceled
			if way == "deadline" {
				ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
				want = context.DeadlineExceeded
			} else {
				go func() {
					<-receiving
					cancel()
				}()
			}
			began := time.Now()
			_, err = p.Receive(ctx)
			cancel()
			if !errors.Is(err, want) || time.Since(began) > 10*time.Second {
				t.Errorf("%s: %v after %s", way, err, time.Since(began))
			}
			// The command is ended all the same, on a new connection.
			if err := p.Close(t.Context()); err != nil {
				t.Error(err)
			}
			n, s := h.Counters(), c.Stats()
			if n.OpenShells != 0 || s.Connections != n.Connections || s.Logons != n.Logons || s.Logons > 2 {
				t.Errorf("%s: %+v, the host counted %+v", way, s, n)
			}
			if way == "cancel" && s.Connections != 2 { // a deadline may have passed before anything was sent
				t.Errorf("%+v", s)
			}
		}
	})
}

func TestClosedConnection(t *testing.T) {
	h := start(t, false, wsman.Config{}, "ntlm")
	c := h.dial(t)
	p, err := c.Start(t.Context(), "hang")
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	_ = c.Close()
	if err := p.Close(t.Context()); class(t, err) != "lost" {
		t.Error(err)
	}
	if _, err := p.Receive(t.Context()); class(t, err) != "lost" {
		t.Error(err)
	}
	if h.Counters().Connections != 1 {
		t.Error("a closed connection dialled again")
	}
}

func TestDialErrors(t *testing.T) {
	base := winrm.Config{Address: "127.0.0.1", User: "x", Password: secret("y")}
	dialError := func(err error) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return nil, err }
	}
	for _, tt := range []struct {
		name   string
		id     problem.ID
		change func(*winrm.Config)
	}{
		{
			"nothing listens", problem.NoListener,
			func(c *winrm.Config) { c.Dial = dialError(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}) },
		},
		{
			"unknown name", problem.DNS,
			func(c *winrm.Config) { c.Dial = dialError(&net.DNSError{Err: "no such host", IsNotFound: true}) },
		},
		{"silence", problem.NoAnswer, func(c *winrm.Config) { c.Dial = dialError(context.DeadlineExceeded) }},
		{"no route", problem.NoRoute, func(c *winrm.Config) { c.Dial = dialError(syscall.EHOSTUNREACH) }},
		{"basic over http", problem.BasicClear, func(c *winrm.Config) { c.Auth = "basic" }},
		{"kerberos", problem.AuthNeedsHTTPS, func(c *winrm.Config) { c.Auth = "kerberos" }},
		{"certificate", problem.AuthNeedsHTTPS, func(c *winrm.Config) { c.Auth = "certificate" }},
		{"unknown auth", problem.AuthUnknown, func(c *winrm.Config) { c.Auth = "digest" }},
		{"no user", problem.UserMissing, func(c *winrm.Config) { c.User = "" }},
		{"no CA file", problem.CAFile, func(c *winrm.Config) {
			c.HTTPS, c.TLS.CAFile = true, "/nonexistent.pem"
			c.Dial = dialPipe
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := base
			tt.change(&cfg)
			_, err := winrm.Dial(t.Context(), cfg)
			if p := problemtest.Told(t, err, tt.id); !p.Class().NoConnection() {
				t.Errorf("%s does not count as unreachable", p.ID)
			}
		})
	}
}

func dialPipe(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	_ = far.Close()
	return near, nil
}

func TestHTTPStatus(t *testing.T) {
	for status, want := range map[int]problem.Class{
		404: "protocol", 503: "unreachable", 500: "protocol",
		400: "protocol",
	} {
		h := start(t, false,
			wsman.Config{Intercept: func(n int, _ string) wsman.Action { return wsman.Action{Status: status} }}, "ntlm")
		if _, err := winrm.Dial(t.Context(), h.cfg); class(t, err) != want {
			t.Errorf("%d at the logon: %v", status, err)
		}
		h = start(t, false, wsman.Config{Intercept: func(n int, action string) wsman.Action {
			if action == "Create" {
				return wsman.Action{Status: status}
			}
			return wsman.Action{}
		}}, "ntlm")
		if _, err := h.dial(t).Start(t.Context(), "echo x"); class(t, err) != want {
			t.Errorf("%d at Create: %v", status, err)
		}
	}
}

func TestReceiveAfterEnd(t *testing.T) {
	h := start(t, false, wsman.Config{}, "ntlm")
	p, err := h.dial(t).Start(t.Context(), "exit 4")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.Receive(t.Context()); !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	}
	if p.ExitCode() != 4 {
		t.Error(p.ExitCode())
	}
	for range 2 {
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if h.Counters().Requests != 6 {
		t.Errorf("%+v", h.Counters())
	}
}
