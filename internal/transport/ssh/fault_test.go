package ssh

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

// quiet is a machine whose commands say a word and end with their context or their input.
type quiet struct{}

func (quiet) Run(ctx context.Context, line string, _ map[string]string, _ io.Reader, out, _ io.Writer) (int, error) {
	_, err := io.WriteString(out, "da\n")
	if line == "wait" {
		<-ctx.Done()
	}
	return 0, err
}

func lab(t *testing.T, cfg sshd.Config) (*sshd.Server, Config) {
	t.Helper()
	cfg.Machine, cfg.Users = quiet{}, map[string]string{"xops": "geheim"}
	s, err := sshd.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	known := filepath.Join(t.TempDir(), "known_hosts")
	sshtest.Write(t, known, knownhosts.Line([]string{knownhosts.Normalize(addr.String())}, s.HostKey())+"\n")
	return s, Config{
		Address: "127.0.0.1", Port: addr.(*net.TCPAddr).Port, User: "xops", Auth: "password", KnownHosts: known,
		Secrets: Secrets{Password: func(context.Context) (string, error) { return "geheim", nil }},
	}
}

// A lack of files on this computer is waited out; when the time is over it is this computer that is to blame, and not a
// VPN.
func TestFilesOfThisComputer(t *testing.T) {
	lacking := func(n int) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, network, address string) (net.Conn, error) {
			if n--; n >= 0 {
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", syscall.EMFILE)}
			}
			return transport.Dial(ctx, network, address)
		}
	}
	s, cfg := lab(t, sshd.Config{})
	cfg.Dial = lacking(3)
	if _, err := Inspect(deadline(t), cfg); err != nil {
		t.Error(err)
	}
	cfg.Dial = lacking(3)
	c, err := Dial(deadline(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	if n := s.Counters(); n.Logons != 1 {
		t.Errorf("%+v", n)
	}
	cfg.Dial, cfg.Jump = lacking(1<<30), []Hop{{User: "xops", Address: "127.0.0.1", Port: cfg.Port}}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Dial(ctx, cfg); !problem.Is(err, problem.LocalFiles) {
		t.Error(err)
	}
}

// Each fault of a server has its own code, words that fit it, and a cure.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		event  string
		act    sshd.Action
		change func(*Config)
		id     problem.ID
		text   string
	}{
		"ends at once": {"Connect", sshd.Action{Cut: wire.CutBefore}, nil, problem.SSHCut, ""},
		"says nothing": {
			"Connect",
			sshd.Action{Hang: true},
			func(c *Config) { c.Timeout = 50 * time.Millisecond }, problem.SSHSlow, "",
		},
		"ends in the logon": {"Logon", sshd.Action{Cut: wire.CutBefore}, nil, problem.SSHCut, ""},
		"hangs in the logon": {
			"Logon",
			sshd.Action{Hang: true},
			func(c *Config) { c.Timeout = 200 * time.Millisecond }, problem.SSHSlow, "",
		},
		"refuses the logon":   {"Logon", sshd.Action{Refuse: true}, nil, problem.SSHLogon, ""},
		"no further session":  {"Session", sshd.Action{Refuse: true}, nil, problem.SSHSessions, ""},
		"ends at the session": {"Session", sshd.Action{Cut: wire.CutBefore}, nil, problem.SSHLost, ""},
		"no commands":         {"Exec", sshd.Action{Refuse: true}, nil, problem.SSHCommand, ""},
		"ends at the start":   {"Exec", sshd.Action{Cut: wire.CutAfter}, nil, problem.SSHLost, ""},
		"ends in the output":  {"Exec", sshd.Action{CutOutput: 2}, nil, problem.SSHLost, ""},
		"command has no end":  {"Exec", sshd.Action{NoStatus: true}, nil, problem.SSHLost, "without an exit status"},
		"no answer any more": {
			"KeepAlive",
			sshd.Action{Hang: true},
			func(c *Config) { c.KeepAlive = 10 * time.Millisecond }, problem.SSHLost, "",
		},
		"session is not given": {"Session", sshd.Action{Hang: true}, nil, "", context.DeadlineExceeded.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			_, cfg := lab(t, sshd.Config{Intercept: func(_ int, event string) sshd.Action {
				if event == c.event {
					return c.act
				}
				return sshd.Action{}
			}})
			if c.change != nil {
				c.change(&cfg)
			}
			line := "go"
			if c.event == "KeepAlive" {
				line = "wait"
			}
			patience := time.Minute
			if c.id == "" {
				patience = 100 * time.Millisecond
			}
			err := runOnce(t, cfg, line, patience)
			if err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%v", err)
			}
			if c.id != "" {
				problemtest.Told(t, err, c.id)
			}
		})
	}
}

// runOnce runs one command; patience is for its start.
func runOnce(t *testing.T, cfg Config, line string, patience time.Duration) error {
	t.Helper()
	conn, err := Dial(deadline(t), cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(deadline(t), patience)
	defer cancel()
	p, err := conn.Start(ctx, line)
	if err != nil {
		return err
	}
	defer p.Close(deadline(t))
	for {
		if _, err := p.Receive(deadline(t)); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestBastionsThatDoNotForward(t *testing.T) {
	nothing := sshtest.FreePort(t)
	for name, c := range map[string]struct {
		forward func(context.Context, string, string) (net.Conn, error)
		id      problem.ID
	}{
		"not allowed":     {nil, problem.BastionForbids},
		"nothing listens": {new(net.Dialer).DialContext, problem.NoListener},
		"no route": {func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no route to host")
		}, problem.BastionNoRoute},
	} {
		t.Run(name, func(t *testing.T) {
			_, cfg := lab(t, sshd.Config{Forward: c.forward})
			path := through(dial(t, cfg).client, Hop{Address: "bastion"})
			_, err := path(deadline(t), "tcp", hostPort("127.0.0.1", nothing))
			if p := problemtest.Told(t, err, c.id); !p.Class().NoConnection() {
				t.Errorf("%s does not count as unreachable", p.ID)
			}
		})
	}
}

// What WinRM's HTTP relies on works through a bastion, too.
func TestDeadlinesThroughABastion(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan net.Conn, 1)
	go func() {
		if c, err := l.Accept(); err == nil {
			accepted <- c
		}
	}()
	_, cfg := lab(t, sshd.Config{Forward: new(net.Dialer).DialContext})
	c, err := through(dial(t, cfg).client, Hop{})(deadline(t), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	far := <-accepted
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
		t.Error(err)
	}
	var n net.Error
	if _, err := c.Read(make([]byte, 1)); !errors.As(err, &n) || !n.Timeout() {
		t.Errorf("%v", err)
	}
	_ = c.SetReadDeadline(time.Time{})
	if _, err := far.Write([]byte("spät")); err != nil {
		t.Fatal(err)
	}
	_ = far.Close()
	if got, err := io.ReadAll(c); string(got) != "spät" || err != nil {
		t.Errorf("%q %v", got, err)
	}
	_ = c.Close()
}

func TestFingerprint(t *testing.T) {
	s, cfg := lab(t, sshd.Config{})
	cfg.KnownHosts = ""
	cfg.Fingerprint = hexFingerprint(s.HostKey())
	dial(t, cfg)
	cfg.Fingerprint, cfg.FirstUse = "sha256:"+strings.Repeat("1", 64), true
	_, err := Dial(deadline(t), cfg)
	if p := problemtest.Told(t, err, problem.SSHKeyFingerprint); !strings.Contains(p.Detail,
		hexFingerprint(s.HostKey())) {
		t.Errorf("%+v", err)
	}
	if n := s.Counters().Logons; n != 1 {
		t.Errorf("%d logons: a password went to a host that is not the known one", n)
	}
}
