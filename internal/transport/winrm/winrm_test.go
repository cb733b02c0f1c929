package winrm_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// machine is a small computer: its command line is its program.
type machine struct{}

func (machine) Run(ctx context.Context, line string, env map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "echo":
		fmt.Fprintln(stdout, rest)
	case "env":
		fmt.Fprintln(stdout, env[rest])
	case "exit":
		var n int
		_, err := fmt.Sscan(rest, &n)
		return n, err
	case "warn":
		fmt.Fprint(stderr, rest)
	case "count": // reads as many bytes as told, then answers and waits for its end
		var n int64
		if _, err := fmt.Sscan(rest, &n); err != nil {
			return 1, err
		}
		h := sha256.New()
		got, _ := io.CopyN(h, stdin, n)
		fmt.Fprintf(stdout, "%d %x\n", got, h.Sum(nil))
		<-ctx.Done()
	case "cat":
		_, err := io.Copy(stdout, stdin)
		return 0, err
	case "print":
		var n int
		if _, err := fmt.Sscan(rest, &n); err != nil {
			return 1, err
		}
		_, _ = stdout.Write(bytes.Repeat([]byte("x"), n))
	case "line": // answers one line of input
		s, _ := bufio.NewReader(stdin).ReadString('\n')
		fmt.Fprint(stdout, s)
		<-ctx.Done()
	case "hang":
		<-ctx.Done()
	default:
		return 1, fmt.Errorf("unknown command %q", verb)
	}
	return 0, nil
}

const password = "Pässwört 1"

// host is one lab host and how to reach it.
type host struct {
	*wsman.Server
	cfg winrm.Config
}

func start(t *testing.T, https bool, cfg wsman.Config, auth string) *host {
	t.Helper()
	cfg.Machine, cfg.Hostname = machine{}, "SRV01"
	cfg.Users = map[string]string{"xöps": password, `PRAXIS\arzt`: password}
	s, err := wsman.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0", https)
	if err != nil {
		t.Fatal(err)
	}
	h := &host{Server: s, cfg: winrm.Config{
		Address: "127.0.0.1", Port: addr.(*net.TCPAddr).Port, HTTPS: https, Auth: auth, User: "xöps",
		Password: secret(password),
		BusyWait: time.Millisecond,
	}}
	if https {
		h.cfg.TLS.Fingerprint = winrm.Fingerprint(s.Certificate())
	}
	return h
}

func secret(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}

func (h *host) dial(t *testing.T) *winrm.Conn {
	t.Helper()
	c, err := winrm.Dial(t.Context(), h.cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// run runs a command line to its end.
func run(t *testing.T, c *winrm.Conn, line string) (stdout, stderr string, exit int) {
	t.Helper()
	p, err := c.Start(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for {
		piece, err := p.Receive(t.Context())
		out = append(out, piece...)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return string(out), string(p.Stderr()), p.ExitCode()
}

func class(t *testing.T, err error) problem.Class {
	t.Helper()
	return problemtest.Told(t, err).Class()
}

// ways are the three ways to log on.
func ways(t *testing.T, f func(t *testing.T, start func(t *testing.T, cfg wsman.Config) *host)) {
	for _, way := range []struct {
		name, auth string
		https      bool
	}{{"http ntlm", "ntlm", false}, {"https ntlm", "ntlm", true}, {"https basic", "basic", true}} {
		t.Run(way.name, func(t *testing.T) {
			f(t, func(t *testing.T, cfg wsman.Config) *host {
				cfg.AllowBasic = way.auth == "basic"
				return start(t, way.https, cfg, way.auth)
			})
		})
	}
}

func TestCommands(t *testing.T) {
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		h := start(t, wsman.Config{})
		c := h.dial(t)
		for _, tt := range []struct {
			line, stdout, stderr string
			exit                 int
		}{
			{"echo Größe & <Maß> \"%PATH%\" ]]> 'x'", "Größe & <Maß> \"%PATH%\" ]]> 'x'\n", "", 0},
			{"exit 3", "", "", 3},
			{"exit 2147942402", "", "", 2147942402}, // 0x80070002
			{"warn Schlüssel fehlt", "", "Schlüssel fehlt", 0},
			{"env WINRS_CODEPAGE", "65001\n", "", 0},
			{"env WINRS_CONSOLEMODE_STDIN", "FALSE\n", "", 0},
			{"env WINRS_NOPROFILE", "FALSE\n", "", 0},
			{"print 1500000", strings.Repeat("x", 1500000), "", 0},
		} {
			stdout, stderr, exit := run(t, c, tt.line)
			if stdout != tt.stdout || stderr != tt.stderr || exit != tt.exit {
				t.Errorf("%s: %.100q %q %d", tt.line, stdout, stderr, exit)
			}
		}
		if n := h.Counters(); n.OpenShells != 0 || n.Connections != 1 || n.Logons != 1 {
			t.Errorf("left behind: %+v", n)
		}
		if s := c.Stats(); s.Requests != h.Counters().Requests || s.Logons != 1 || s.Connections != 1 || s.Starts != 8 {
			t.Errorf("stats %+v, the host counted %+v", s, h.Counters())
		}
	})
}

func TestRequestBudget(t *testing.T) {
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		h := start(t, wsman.Config{})
		c := h.dial(t)
		logon := c.Stats().Requests
		if logon > 2 {
			t.Errorf("%d requests for the logon", logon)
		}
		p, err := c.Start(t.Context(), "line")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Send(t.Context(), []byte("Grüße\n")); err != nil {
			t.Fatal(err)
		}
		got, err := p.Receive(t.Context())
		if err != nil || string(got) != "Grüße\n" {
			t.Fatalf("%q %v", got, err)
		}
		if err := p.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		var actions []string
		for _, r := range h.Records()[logon:] {
			actions = append(actions, r.Action)
		}
		if diff := cmp.Diff([]string{"Create", "Command", "Send", "Receive", "Delete"}, actions); diff != "" {
			t.Error(diff)
		}
		s, n := c.Stats(), h.Counters()
		if s.Requests != n.Requests || s.BytesSent != n.BytesReceived || s.BytesReceived != n.BytesSent {
			t.Errorf("stats %+v, the host counted %+v", s, n)
		}
	})
}

func TestOneMegabyteOfInput(t *testing.T) {
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		h := start(t, wsman.Config{})
		c := h.dial(t)
		data := make([]byte, 1<<20)
		for i := range data {
			data[i] = byte(i * 7 >> 3)
		}
		p, err := c.Start(t.Context(), fmt.Sprint("count ", len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Send(t.Context(), data); err != nil {
			t.Fatal(err)
		}
		got, err := p.Receive(t.Context())
		sum := sha256.Sum256(data)
		if want := fmt.Sprintf("%d %s\n", len(data), hex.EncodeToString(sum[:])); err != nil || string(got) != want {
			t.Errorf("%q %v, want %q", got, err, want)
		}
		if err := p.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, r := range h.Records() {
			if r.Size > 500<<10 {
				t.Errorf("%s has %d bytes, more than an envelope holds", r.Action, r.Size)
			}
		}
	})
}

func TestWrongPasswordIsTriedOnce(t *testing.T) {
	ways(t, func(t *testing.T, start func(*testing.T, wsman.Config) *host) {
		h := start(t, wsman.Config{})
		h.cfg.Password = secret("falsch")
		_, err := winrm.Dial(t.Context(), h.cfg)
		if class(t, err) != problem.Logon || strings.Contains(err.Error(), "falsch") {
			t.Error(err)
		}
		if n := h.Counters(); n.Logons != 1 || n.FailedLogons != 1 || n.Connections != 1 {
			t.Errorf("%+v", n)
		}
	})
}

func TestUserNames(t *testing.T) {
	h := start(t, false, wsman.Config{}, "ntlm")
	for user, ok := range map[string]bool{
		`.\xöps`: true, "XÖPS": true, `PRAXIS\arzt`: true, `SRV01\xöps`: true,
		"xöps@praxis.local": true, `ANDERE\arzt`: false, "niemand": false,
	} {
		h.cfg.User = user
		c, err := winrm.Dial(t.Context(), h.cfg)
		if (err == nil) != ok {
			t.Errorf("%s: %v", user, err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
}

// tap copies what goes over the wire.
type tap struct {
	net.Conn
	mu   *sync.Mutex
	seen *bytes.Buffer
}

func (c *tap) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.seen.Write(b)
	c.mu.Unlock()
	return c.Conn.Write(b)
}

func (c *tap) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	c.seen.Write(b[:n])
	c.mu.Unlock()
	return n, err
}

func TestNothingInClearText(t *testing.T) {
	h := start(t, false, wsman.Config{}, "ntlm")
	var mu sync.Mutex
	var seen bytes.Buffer
	h.cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		return &tap{c, &mu, &seen}, err
	}
	run(t, h.dial(t), "echo geheim")
	mu.Lock()
	defer mu.Unlock()
	for _, text := range []string{"Envelope", "schemas.", "geheim", "Z2VoZWlt", password} {
		if bytes.Contains(seen.Bytes(), []byte(text)) {
			t.Errorf("%q went over the wire in clear text", text)
		}
	}
}

func TestNoGoroutineStays(t *testing.T) {
	before := runtime.NumGoroutine()
	h := start(t, true, wsman.Config{}, "ntlm")
	for range 3 {
		c := h.dial(t)
		run(t, c, "echo x")
		_ = c.Close()
	}
	_ = h.Close()
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines more than before", n-before)
	}
}

func TestFirstUse(t *testing.T) {
	pins := filepath.Join(t.TempDir(), "state", "pins")
	h := start(t, true, wsman.Config{}, "ntlm")
	h.cfg.TLS = winrm.TLS{FirstUse: true, PinFile: pins}
	run(t, h.dial(t), "echo x")
	run(t, h.dial(t), "echo x")
	port := fmt.Sprint("127.0.0.1:", h.cfg.Port)
	_ = h.Close()

	other, err := wsman.New(wsman.Config{
		Machine: machine{}, Hostname: "SRV01",
		Users: map[string]string{"xöps": password},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	if _, err := other.Listen(port, true); err != nil {
		t.Skip("the port was taken in between:", err)
	}
	_, err = winrm.Dial(t.Context(), h.cfg)
	if class(t, err) != "identity" || other.Counters().Logons != 0 || !strings.Contains(err.Error(),
		winrm.Fingerprint(other.Certificate())) {
		t.Errorf("%v, %d logons", err, other.Counters().Logons)
	}
}
