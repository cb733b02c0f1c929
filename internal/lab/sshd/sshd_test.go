package sshd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/need"
)

// machine runs a function.
type machine func(ctx context.Context, line string, env map[string]string, in io.Reader, out, errs io.Writer) (int,
	error)

func (m machine) Run(ctx context.Context, line string, env map[string]string, in io.Reader, out, errs io.Writer) (int,
	error,
) {
	return m(ctx, line, env, in, out, errs)
}

func serve(t *testing.T, cfg Config) (*Server, string) {
	t.Helper()
	if cfg.Users == nil {
		cfg.Users = map[string]string{"xops": "geheim", "leer": ""}
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Close()
		if c := s.Counters(); c.OpenConnections != 0 || c.OpenCommands != 0 {
			t.Errorf("after Close: %+v", c)
		}
	})
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return s, addr.String()
}

func dial(s *Server, addr, user string, auth ...ssh.AuthMethod) (*ssh.Client, error) {
	return ssh.Dial("tcp", addr, &ssh.ClientConfig{
		User: user, Auth: auth,
		HostKeyCallback: ssh.FixedHostKey(s.HostKey()), Timeout: 20 * time.Second,
	})
}

func connect(t *testing.T, s *Server, addr string) *ssh.Client {
	t.Helper()
	c, err := dial(s, addr, "xops", ssh.Password("geheim"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func openSession(t *testing.T, c *ssh.Client) *ssh.Session {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// eventually waits for what another goroutine is about to do.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !f(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

func TestLogons(t *testing.T) {
	right, wrong := newKey(t), newKey(t)
	s, addr := serve(t, Config{Keys: map[string][]ssh.PublicKey{"xops": {right.PublicKey()}}})
	for name, c := range map[string]struct {
		user   string
		auth   []ssh.AuthMethod
		ok     bool
		logons int
	}{
		"password":       {"xops", []ssh.AuthMethod{ssh.Password("geheim")}, true, 1},
		"other case":     {"XOPS", []ssh.AuthMethod{ssh.Password("geheim")}, true, 1},
		"key":            {"xops", []ssh.AuthMethod{ssh.PublicKeys(right)}, true, 1},
		"wrong password": {"xops", []ssh.AuthMethod{ssh.Password("x")}, false, 1},
		"wrong key":      {"xops", []ssh.AuthMethod{ssh.PublicKeys(wrong)}, false, 1},
		"wrong user":     {"root", []ssh.AuthMethod{ssh.PublicKeys(right)}, false, 1},
		"no password":    {"leer", []ssh.AuthMethod{ssh.Password("")}, false, 1},
		"none":           {"xops", nil, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.Counters()
			client, err := dial(s, addr, c.user, c.auth...)
			if (err == nil) != c.ok {
				t.Errorf("%v", err)
			}
			if client != nil {
				_ = client.Close()
			}
			after := s.Counters()
			if after.Logons-before.Logons != c.logons || (after.FailedLogons > before.FailedLogons) != (!c.ok &&
				c.logons > 0) {
				t.Errorf("%+v, before %+v", after, before)
			}
		})
	}
}

func newKey(t *testing.T) ssh.Signer {
	t.Helper()
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s.key
}

func TestCommand(t *testing.T) {
	var line string
	var env map[string]string
	s, addr := serve(t, Config{Machine: machine(func(_ context.Context, l string, e map[string]string, in io.Reader,
		out, errs io.Writer,
	) (int, error) {
		line, env = l, maps.Clone(e)
		_, _ = io.WriteString(errs, "fehler")
		_, err := io.Copy(out, in)
		return 3221225786, err
	})})
	c := connect(t, s, addr)
	x := openSession(t, c)
	if err := x.Setenv("WINRS_CODEPAGE", "65001"); err != nil {
		t.Error(err)
	}
	var out, errs bytes.Buffer
	sent := bytes.Repeat([]byte("Müller\r\n\x00"), 500_000) // larger than any window
	x.Stdin, x.Stdout, x.Stderr = bytes.NewReader(sent), &out, &errs
	err := x.Run(`echo "ä b"`)
	var exit *ssh.ExitError
	if !errors.As(err, &exit) || exit.ExitStatus() != 3221225786 {
		t.Errorf("%v", err)
	}
	if !bytes.Equal(out.Bytes(), sent) || errs.String() != "fehler" || line != `echo "ä b"` ||
		env["WINRS_CODEPAGE"] != "65001" {
		t.Errorf("%d bytes of %d, %q, line %q, environment %v", out.Len(), len(sent), errs.String(), line, env)
	}
	r := s.Records()
	if last := r[len(r)-1]; last.Event != "Exec" || last.CommandLine != `echo "ä b"` || last.User != "xops" {
		t.Errorf("%+v", r)
	}
}

// What a Windows computer without a terminal does not do is refused, and the session can still be used.
func TestPoliteRefusals(t *testing.T) {
	s, addr := serve(t, Config{Machine: machine(func(context.Context, string, map[string]string, io.Reader, io.Writer,
		io.Writer,
	) (int, error) {
		return 0, nil
	})})
	c := connect(t, s, addr)
	x := openSession(t, c)
	if err := x.RequestPty("xterm", 24, 80, nil); err == nil {
		t.Error("a pty was given")
	}
	if err := x.RequestSubsystem("sftp"); err == nil {
		t.Error("sftp was started")
	}
	if err := x.Run("egal"); err != nil {
		t.Error(err)
	}
	if err := openSession(t, c).Shell(); err == nil {
		t.Error("a shell was started")
	}
	if _, err := c.Dial("tcp", addr); err == nil {
		t.Error("a connection was forwarded")
	}
	if _, _, err := c.OpenChannel("x11", nil); err == nil {
		t.Error("an unknown channel was opened")
	}
	if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		t.Error(err)
	}
	if n := s.Counters().KeepAlives; n != 1 {
		t.Errorf("%d keep-alives", n)
	}
}

// hanging is a machine whose commands end by their context only.
func hanging(started chan<- struct{}) machine {
	return func(ctx context.Context, _ string, _ map[string]string, _ io.Reader, _, _ io.Writer) (int, error) {
		started <- struct{}{}
		<-ctx.Done()
		return 0, ctx.Err()
	}
}

func TestWhatEndsACommand(t *testing.T) {
	for name, end := range map[string]func(*Server, *ssh.Client, *ssh.Session){
		"signal":  func(_ *Server, _ *ssh.Client, x *ssh.Session) { _ = x.Signal(ssh.SIGKILL) },
		"channel": func(_ *Server, _ *ssh.Client, x *ssh.Session) { _ = x.Close() },
		"client":  func(_ *Server, c *ssh.Client, _ *ssh.Session) { _ = c.Close() },
		"server":  func(s *Server, _ *ssh.Client, _ *ssh.Session) { s.CutAll() },
	} {
		t.Run(name, func(t *testing.T) {
			started := make(chan struct{}, 1)
			s, addr := serve(t, Config{Machine: hanging(started)})
			c := connect(t, s, addr)
			x := openSession(t, c)
			if err := x.Start("x"); err != nil {
				t.Fatal(err)
			}
			<-started
			end(s, c, x)
			eventually(t, "the command ends", func() bool { return s.Counters().OpenCommands == 0 })
			var exit *ssh.ExitError
			if err := x.Wait(); name == "signal" && (!errors.As(err, &exit) || exit.Signal() != "KILL") {
				t.Errorf("%v", err)
			} else if err == nil {
				t.Error("no error")
			}
		})
	}
}

// A client that does not read stops the command, not the memory.
func TestBackpressure(t *testing.T) {
	const chunk, chunks = 32 << 10, 400
	written := make(chan int, chunks)
	s, addr := serve(t, Config{Machine: machine(func(_ context.Context, _ string, _ map[string]string, _ io.Reader, out,
		_ io.Writer,
	) (int, error) {
		defer close(written)
		for i := range chunks {
			if _, err := out.Write(make([]byte, chunk)); err != nil {
				return 1, err
			}
			written <- i
		}
		return 0, nil
	})})
	x := openSession(t, connect(t, s, addr))
	out, err := x.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Start("x"); err != nil {
		t.Fatal(err)
	}
	// The client's window is 2 MiB, and it has read nothing yet.
	eventually(t, "the window is full", func() bool { return len(written) >= 60 })
	if n := len(written); n > 70 {
		t.Errorf("%d bytes were written without a reader", n*chunk)
	}
	n, err := io.Copy(io.Discard, out)
	if n != chunk*chunks || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := x.Wait(); err != nil {
		t.Error(err)
	}
}

func TestFaults(t *testing.T) {
	m := machine(func(_ context.Context, _ string, _ map[string]string, _ io.Reader, out, _ io.Writer) (int, error) {
		_, err := out.Write(make([]byte, 1000))
		return 0, err
	})
	for name, c := range map[string]struct {
		event  string
		act    Action
		output int
		check  func(error) bool
	}{
		"none":            {"", Action{}, 1000, func(err error) bool { return err == nil }},
		"delay":           {"Exec", Action{Delay: time.Millisecond}, 1000, func(err error) bool { return err == nil }},
		"cut connect":     {"Connect", Action{Cut: wire.CutBefore}, 0, isError},
		"cut logon":       {"Logon", Action{Cut: wire.CutBefore}, 0, isError},
		"cut after logon": {"Logon", Action{Cut: wire.CutAfter}, 0, isError},
		"refuse logon":    {"Logon", Action{Refuse: true}, 0, isError},
		"refuse session":  {"Session", Action{Refuse: true}, 0, isError},
		"cut session":     {"Session", Action{Cut: wire.CutAfter}, 0, isError},
		"refuse exec":     {"Exec", Action{Refuse: true}, 0, isError},
		"cut before exec": {"Exec", Action{Cut: wire.CutBefore}, 0, isError},
		"cut after exec":  {"Exec", Action{Cut: wire.CutAfter}, 0, isError},
		"cut output":      {"Exec", Action{CutOutput: 123}, 123, isError},
		"no exit status": {"Exec", Action{NoStatus: true}, 1000, func(err error) bool {
			var e *ssh.ExitMissingError
			return errors.As(err, &e)
		}},
		"hanging server":   {"Connect", Action{Hang: true}, 0, isError},
		"hanging logon":    {"Logon", Action{Hang: true}, 0, isError},
		"hanging session":  {"Session", Action{Hang: true}, 0, isError},
		"hanging exec":     {"Exec", Action{Hang: true}, 0, isError},
		"slow all the way": {"", Action{}, 1000, func(err error) bool { return err == nil }},
	} {
		t.Run(name, func(t *testing.T) {
			met := make(chan struct{}, 10)
			cfg := Config{Machine: m, Intercept: func(_ int, event string) Action {
				if event == c.event {
					met <- struct{}{}
					return c.act
				}
				return Action{}
			}}
			if name == "slow all the way" {
				cfg.Latency = time.Millisecond
			}
			s, addr := serve(t, cfg)
			raw, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			if c.act.Hang {
				go func() { <-met; _ = raw.Close() }() // the client gives up
			}
			n, err := use(s, raw)
			if !c.check(err) {
				t.Errorf("%v", err)
			}
			if n > c.output || err == nil && n != c.output {
				t.Errorf("%d bytes", n)
			}
			_ = raw.Close()
			eventually(t, "the connection ends", func() bool { return s.Counters().OpenConnections == 0 })
		})
	}
}

func isError(err error) bool { return err != nil }

// use runs one command on a TCP connection and counts its output.
func use(s *Server, raw net.Conn) (int, error) {
	inner, chans, reqs, err := ssh.NewClientConn(raw, "lab", &ssh.ClientConfig{
		User: "xops", Auth: []ssh.AuthMethod{ssh.Password("geheim")}, HostKeyCallback: ssh.FixedHostKey(s.HostKey()),
	})
	if err != nil {
		return 0, err
	}
	c := ssh.NewClient(inner, chans, reqs)
	defer c.Close()
	x, err := c.NewSession()
	if err != nil {
		return 0, err
	}
	out, err := x.Output("x")
	return len(out), err
}

func TestMaxSessions(t *testing.T) {
	started := make(chan struct{}, 2)
	s, addr := serve(t, Config{MaxSessions: 1, Machine: hanging(started)})
	c := connect(t, s, addr)
	x := openSession(t, c)
	if err := x.Start("x"); err != nil {
		t.Fatal(err)
	}
	<-started
	if _, err := c.NewSession(); err == nil {
		t.Error("a second session was opened")
	}
	_ = x.Close()
	eventually(t, "there is room again", func() bool {
		y, err := c.NewSession()
		if err == nil {
			_ = y.Close()
		}
		return err == nil
	})
}

func TestBastion(t *testing.T) {
	inner, innerAddr := serve(t,
		Config{Machine: machine(func(_ context.Context, _ string, _ map[string]string, _ io.Reader, out,
			_ io.Writer,
		) (int, error) {
			_, err := io.WriteString(out, "durch")
			return 0, err
		})})
	bastion, addr := serve(t, Config{Forward: new(net.Dialer).DialContext})
	c := connect(t, bastion, addr)
	raw, err := c.Dial("tcp", innerAddr)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := use(inner, raw); n != 5 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	_ = raw.Close()
	if n := bastion.Counters().Forwards; n != 1 {
		t.Errorf("%d forwards", n)
	}
	if err := openSession(t, c).Run("x"); err == nil {
		t.Error("a bastion without a machine ran a command")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if _, err := c.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("a connection to nothing was opened")
	}
}

// OpenSSH's own client runs commands here, by key, and through here.
func TestOpenSSHClient(t *testing.T) {
	for _, program := range []string{"ssh", "ssh-keygen"} {
		need.Tool(t, program, "openssh-client")
	}
	dir := t.TempDir()
	key, known := filepath.Join(dir, "id"), filepath.Join(dir, "known_hosts")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	authorized, _, _, _, err := ssh.ParseAuthorizedKey(public)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]ssh.PublicKey{"xops": {authorized}}
	s, addr := serve(t, Config{Keys: keys, Machine: machine(func(_ context.Context, line string, env map[string]string,
		in io.Reader, out, errs io.Writer,
	) (int, error) {
		fmt.Fprintf(errs, "%s, ROLLE=%s", line, env["ROLLE"])
		_, err := io.Copy(out, in)
		return 42, err
	})})
	bastion, bastionAddr := serve(t, Config{Keys: keys, Forward: new(net.Dialer).DialContext})
	lines := knownhosts.Line([]string{knownhosts.Normalize(addr)}, s.HostKey()) + "\n" +
		knownhosts.Line([]string{knownhosts.Normalize(bastionAddr)}, bastion.HostKey()) + "\n"
	if err := os.WriteFile(known, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	common := fmt.Sprintf("-F none -T -i %s -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes -o "+
		"UserKnownHostsFile=%s -o GlobalKnownHostsFile=none -o StrictHostKeyChecking=yes", key, known)
	target := func(address string) string {
		host, port, _ := net.SplitHostPort(address)
		return "-p " + port + " xops@" + host
	}
	for name, extra := range map[string]string{
		"direct":      "",
		"by a jump":   "-o ProxyCommand=ssh#" + strings.ReplaceAll(common+" -W %h:%p "+target(bastionAddr), " ", "#"),
		"environment": "-o SetEnv=ROLLE=server",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			var args []string
			for _, a := range strings.Fields(common + " " + extra + " " + target(addr)) {
				args = append(args, strings.ReplaceAll(a, "#", " "))
			}
			cmd := exec.CommandContext(ctx, "ssh", append(args, "powershell.exe", "-NoProfile")...)
			sent := bytes.Repeat([]byte("Müller\r\n\x00"), 300_000)
			var out, errs bytes.Buffer
			cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(sent), &out, &errs
			err := cmd.Run()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 42 {
				t.Fatalf("%v: %s", err, errs.String())
			}
			role := ""
			if name == "environment" {
				role = "server"
			}
			if !bytes.Equal(out.Bytes(), sent) || !strings.Contains(errs.String(), "powershell.exe -NoProfile, ROLLE="+
				role) {
				t.Errorf("%d bytes of %d, %q", out.Len(), len(sent), errs.String())
			}
		})
	}
	if n := bastion.Counters().Forwards; n != 1 {
		t.Errorf("%d forwards", n)
	}
}
