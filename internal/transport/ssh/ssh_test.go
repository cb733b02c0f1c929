package ssh

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cryptossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/xops-dev/xops/internal/transport"
)

// server is a real OpenSSH sshd on loopback.
type server struct {
	port                    int
	dir, key, known, user   string
	lockedKey, otherHostKey string
}

const passphrase = "geheim-äöü"

func startServer(t *testing.T) *server {
	t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil {
		if os.Getenv("XOPS_CI") != "" {
			t.Fatal("sshd is missing: install openssh-server")
		}
		t.Skip("skipped: needs OpenSSH's sshd (package openssh-server)")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{dir: t.TempDir(), user: me.Username}
	file := func(name string) string { return filepath.Join(s.dir, name) }
	s.key, s.known, s.lockedKey, s.otherHostKey = file("id"), file("known_hosts"), file("locked"), file("other")
	keygen := func(name, pass, kind string) {
		run(t, "ssh-keygen", "-q", "-t", kind, "-N", pass, "-f", file(name))
	}
	keygen("host", "", "ed25519")
	keygen("host_ecdsa", "", "ecdsa")
	keygen("id", "", "ed25519")
	keygen("locked", passphrase, "ed25519")
	keygen("other", "", "ed25519")
	a, _ := os.ReadFile(file("id.pub"))
	b, _ := os.ReadFile(file("locked.pub"))
	write(t, file("authorized_keys"), string(a)+string(b))
	s.port = freePort(t)
	write(t, file("sshd_config"), fmt.Sprintf(`
ListenAddress 127.0.0.1:%d
HostKey %s
HostKey %s
AuthorizedKeysFile %s
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
AllowTcpForwarding yes
MaxStartups 200
`, s.port, file("host"), file("host_ecdsa"), file("authorized_keys")))
	if os.Geteuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(sshd, "-D", "-e", "-f", file("sshd_config"))
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address := fmt.Sprintf("127.0.0.1:%d", s.port)
	for deadline := time.Now().Add(20 * time.Second); ; {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("sshd does not listen: %s", log.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
	host, _ := os.ReadFile(file("host.pub"))
	write(t, s.known, fmt.Sprintf("[127.0.0.1]:%d %s", s.port, host))
	return s
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *server) config() Config {
	return Config{Address: "127.0.0.1", Port: s.port, User: s.user, Auth: "key", KeyFile: s.key, KnownHosts: s.known}
}

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func dial(t *testing.T, cfg Config) *Conn {
	t.Helper()
	c, err := Dial(deadline(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// all reads a process to its end.
func all(t *testing.T, p transport.Process) []byte {
	t.Helper()
	var out []byte
	for {
		piece, err := p.Receive(deadline(t))
		out = append(out, piece...)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestStreamsAndExitCode(t *testing.T) {
	s := startServer(t)
	c := dial(t, s.config())
	p, err := c.Start(deadline(t), "head -c 1048576 | cat; echo fehler 1>&2; exit 7")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close(deadline(t))
	sent := bytes.Repeat([]byte("Müller€\x00\r\n"), 1<<20/12+1)[:1<<20]
	done := make(chan error, 1)
	go func() { done <- p.Send(deadline(t), sent) }()
	got := all(t, p)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, sent) {
		t.Errorf("got %d bytes of %d", len(got), len(sent))
	}
	if p.ExitCode() != 7 || strings.TrimSpace(string(p.Stderr())) != "fehler" {
		t.Errorf("exit %d, stderr %q", p.ExitCode(), p.Stderr())
	}
	if st := c.Stats(); st.Connections != 1 || st.Logons != 1 || st.Starts != 1 || st.BytesReceived != 1<<20 || st.BytesSent != 1<<20 {
		t.Errorf("%+v", st)
	}
}

func TestCloseEndsTheCommand(t *testing.T) {
	s := startServer(t)
	c := dial(t, s.config())
	p, err := c.Start(deadline(t), "echo here; sleep 300")
	if err != nil {
		t.Fatal(err)
	}
	if piece, err := p.Receive(deadline(t)); err != nil || string(piece) != "here\n" {
		t.Fatal(string(piece), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Receive(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := p.Close(deadline(t)); err != nil {
		t.Error(err)
	}
	if p, err = c.Start(deadline(t), "exit 0"); err != nil { // the connection is good for more
		t.Fatal(err)
	}
	all(t, p)
	_ = p.Close(deadline(t))
}

func TestALostConnectionIsAnError(t *testing.T) {
	s := startServer(t)
	c := dial(t, s.config())
	p, err := c.Start(deadline(t), "echo here; kill -9 $PPID; sleep 300")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close(deadline(t))
	for {
		_, err := p.Receive(deadline(t))
		if err == nil {
			continue
		}
		var e *transport.Error
		if !errors.As(err, &e) || e.Code != "lost" {
			t.Errorf("%#v", err)
		}
		return
	}
}

func TestLogons(t *testing.T) {
	s := startServer(t)
	text := func(v string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return v, nil }
	}
	for name, c := range map[string]struct {
		change func(*Config)
		code   string
		text   string
	}{
		"key":                 {func(*Config) {}, "", ""},
		"key with passphrase": {func(c *Config) { c.KeyFile, c.Secrets.Passphrase = s.lockedKey, text(passphrase) }, "", ""},
		"wrong passphrase":    {func(c *Config) { c.KeyFile, c.Secrets.Passphrase = s.lockedKey, text("x") }, "auth", "passphrase does not open"},
		"no passphrase":       {func(c *Config) { c.KeyFile = s.lockedKey }, "auth", "key_passphrase"},
		"key not accepted":    {func(c *Config) { c.KeyFile = s.otherHostKey }, "auth", "refused"},
		"no key file":         {func(c *Config) { c.KeyFile = filepath.Join(s.dir, "gone") }, "auth", "cannot be read"},
		"no key":              {func(c *Config) { c.KeyFile = s.known }, "auth", "not a private key"},
		"password refused":    {func(c *Config) { c.Auth, c.Secrets.Password = "password", text("x") }, "auth", "refused"},
		"nothing listens":     {func(c *Config) { c.Port = freePort(t) }, "refused", "nothing listens"},
		"no known_hosts":      {func(c *Config) { c.KnownHosts = "" }, "identity", "known_hosts"},
		"host not known":      {func(c *Config) { c.KnownHosts = filepath.Join(s.dir, "empty") }, "identity", "not known yet"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := s.config()
			c.change(&cfg)
			conn, err := Dial(deadline(t), cfg)
			if conn != nil {
				_ = conn.Close()
			}
			if c.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var e *transport.Error
			if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Summary+e.Detail, c.text) || e.Hint == "" {
				t.Errorf("%+v", e)
			}
			if e != nil && !e.Unreachable() {
				t.Errorf("%s does not count as unreachable", e.Code)
			}
		})
	}
}

func TestAgent(t *testing.T) {
	s := startServer(t)
	ring := agent.NewKeyring()
	signerKey := rawKey(t, s.key)
	if err := ring.Add(agent.AddedKey{PrivateKey: signerKey}); err != nil {
		t.Fatal(err)
	}
	cfg := s.config()
	cfg.Auth = "agent"
	cfg.Secrets.Agent = func(context.Context) (net.Conn, error) {
		here, there := net.Pipe()
		go func() { _ = agent.ServeAgent(ring, there) }()
		return here, nil
	}
	dial(t, cfg)
}

func TestHostKeys(t *testing.T) {
	s := startServer(t)
	cfg := s.config()
	cfg.KnownHosts, cfg.FirstUse = filepath.Join(s.dir, "new", "known_hosts"), true
	dial(t, cfg) // first use writes the key
	first, err := os.ReadFile(cfg.KnownHosts)
	if err != nil || !strings.HasPrefix(string(first), fmt.Sprintf("[127.0.0.1]:%d ", s.port)) {
		t.Fatalf("%q %v", first, err)
	}
	dial(t, cfg) // the second time it is known
	if again, _ := os.ReadFile(cfg.KnownHosts); !bytes.Equal(first, again) {
		t.Errorf("written twice: %s", again)
	}
	other, _ := os.ReadFile(s.otherHostKey + ".pub")
	write(t, cfg.KnownHosts, fmt.Sprintf("[127.0.0.1]:%d %s", s.port, other))
	_, err = Dial(deadline(t), cfg) // a changed key is an alarm in first-use mode, too
	var e *transport.Error
	if !errors.As(err, &e) || e.Code != "identity" || !strings.Contains(e.Summary, "another key") || strings.Count(e.Detail, "SHA256:") != 2 {
		t.Errorf("%+v", err)
	}
}

func TestJump(t *testing.T) {
	outer, inner := startServer(t), startServer(t)
	both := filepath.Join(outer.dir, "both")
	a, _ := os.ReadFile(outer.known)
	b, _ := os.ReadFile(inner.known)
	write(t, both, string(a)+string(b))
	key, _ := os.ReadFile(outer.key + ".pub")
	f, err := os.OpenFile(filepath.Join(inner.dir, "authorized_keys"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(key); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	cfg := outer.config()
	cfg.KnownHosts, cfg.Port = both, inner.port
	cfg.Jump = []Hop{{User: outer.user, Address: "127.0.0.1", Port: outer.port}, {User: inner.user, Address: "127.0.0.1", Port: inner.port}}
	c := dial(t, cfg)
	p, err := c.Start(deadline(t), "echo durch")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close(deadline(t))
	if got := all(t, p); string(got) != "durch\n" {
		t.Errorf("%q", got)
	}
	if st := c.Stats(); st.Connections != 3 || st.Logons != 3 {
		t.Errorf("%+v", st)
	}
	cfg.Jump[0].Port = freePort(t)
	if _, err := Dial(deadline(t), cfg); err == nil {
		t.Error("a bastion that is not there was passed")
	}
}

func rawKey(t *testing.T, file string) any {
	t.Helper()
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	key, err := cryptossh.ParseRawPrivateKey(pem)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
