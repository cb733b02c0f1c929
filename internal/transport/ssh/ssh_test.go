package ssh

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cryptossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

func config(s *sshtest.Server) Config {
	return Config{Address: "127.0.0.1", Port: s.Port, User: s.User, Auth: "key", KeyFile: s.Key, KnownHosts: s.Known}
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
	s := sshtest.Start(t)
	c := dial(t, config(s))
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
	if st := c.Stats(); st.Connections != 1 || st.Logons != 1 || st.Starts != 1 || st.BytesReceived != 1<<20 ||
		st.BytesSent != 1<<20 {
		t.Errorf("%+v", st)
	}
}

func TestCloseEndsTheCommand(t *testing.T) {
	s := sshtest.Start(t)
	c := dial(t, config(s))
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
	s := sshtest.Start(t)
	c := dial(t, config(s))
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
		problemtest.Told(t, err, problem.SSHLost)
		return
	}
}

func TestLogons(t *testing.T) {
	s := sshtest.Start(t)
	text := func(v string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return v, nil }
	}
	for name, c := range map[string]struct {
		change func(*Config)
		id     problem.ID
	}{
		"key": {func(*Config) {}, ""},
		"key with passphrase": {func(c *Config) {
			c.KeyFile, c.Secrets.Passphrase = s.LockedKey,
				text(sshtest.Passphrase)
		}, ""},
		"wrong passphrase": {
			func(c *Config) { c.KeyFile, c.Secrets.Passphrase = s.LockedKey, text("x") },
			problem.PassphraseWrong,
		},
		"no passphrase":    {func(c *Config) { c.KeyFile = s.LockedKey }, problem.PassphraseMissing},
		"key not accepted": {func(c *Config) { c.KeyFile = s.OtherKey }, problem.SSHLogon},
		"no key file":      {func(c *Config) { c.KeyFile = filepath.Join(s.Dir, "gone") }, problem.SSHKeyFile},
		"no key":           {func(c *Config) { c.KeyFile = s.Known }, problem.SSHKeyFormat},
		"password refused": {func(c *Config) { c.Auth, c.Secrets.Password = "password", text("x") }, problem.SSHLogon},
		"nothing listens":  {func(c *Config) { c.Port = sshtest.FreePort(t) }, problem.SSHNoListener},
		"no known_hosts":   {func(c *Config) { c.KnownHosts = "" }, problem.KnownHostsMissing},
		"host not known":   {func(c *Config) { c.KnownHosts = filepath.Join(s.Dir, "empty") }, problem.SSHKeyUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(s)
			c.change(&cfg)
			conn, err := Dial(deadline(t), cfg)
			if conn != nil {
				_ = conn.Close()
			}
			if c.id == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if p := problemtest.Told(t, err, c.id); !p.Class().NoConnection() {
				t.Errorf("%s does not count as unreachable", p.ID)
			}
		})
	}
}

func TestAgent(t *testing.T) {
	s := sshtest.Start(t)
	ring := agent.NewKeyring()
	signerKey := rawKey(t, s.Key)
	if err := ring.Add(agent.AddedKey{PrivateKey: signerKey}); err != nil {
		t.Fatal(err)
	}
	cfg := config(s)
	cfg.Auth = "agent"
	cfg.Secrets.Agent = func(context.Context) (net.Conn, error) {
		here, there := net.Pipe()
		go func() { _ = agent.ServeAgent(ring, there) }()
		return here, nil
	}
	dial(t, cfg)
}

func TestHostKeys(t *testing.T) {
	s := sshtest.Start(t)
	cfg := config(s)
	cfg.KnownHosts, cfg.FirstUse = filepath.Join(s.Dir, "new", "known_hosts"), true
	dial(t, cfg) // first use writes the key
	first, err := os.ReadFile(cfg.KnownHosts)
	if err != nil || !strings.HasPrefix(string(first), fmt.Sprintf("[127.0.0.1]:%d ", s.Port)) {
		t.Fatalf("%q %v", first, err)
	}
	dial(t, cfg) // the second time it is known
	if again, _ := os.ReadFile(cfg.KnownHosts); !bytes.Equal(first, again) {
		t.Errorf("written twice: %s", again)
	}
	other, _ := os.ReadFile(s.OtherKey + ".pub")
	sshtest.Write(t, cfg.KnownHosts, fmt.Sprintf("[127.0.0.1]:%d %s", s.Port, other))
	_, err = Dial(deadline(t), cfg) // a changed key is an alarm in first-use mode, too
	if p := problemtest.Told(t, err, problem.SSHKeyChanged); strings.Count(p.Detail, "SHA256:") != 2 {
		t.Errorf("%+v", err)
	}
}

func TestJump(t *testing.T) {
	outer, inner := sshtest.Start(t), sshtest.Start(t)
	both := filepath.Join(outer.Dir, "both")
	a, _ := os.ReadFile(outer.Known)
	b, _ := os.ReadFile(inner.Known)
	sshtest.Write(t, both, string(a)+string(b))
	key, _ := os.ReadFile(outer.Key + ".pub")
	f, err := os.OpenFile(filepath.Join(inner.Dir, "authorized_keys"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(key); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	cfg := config(outer)
	cfg.KnownHosts, cfg.Port = both, inner.Port
	cfg.Jump = []Hop{
		{User: outer.User, Address: "127.0.0.1", Port: outer.Port},
		{User: inner.User, Address: "127.0.0.1", Port: inner.Port},
	}
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
	cfg.Jump[0].Port = sshtest.FreePort(t)
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
