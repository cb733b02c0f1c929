package doctor_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/transport/ssh"
)

// sshBench is a lab host that is reached by SSH.
type sshBench struct {
	t      *testing.T
	server *sshd.Server
	host   *inventory.Host
	cfg    ssh.Config
	deps   doctor.Deps
}

func newSSHBench(t *testing.T, change func(*sshd.Config)) *sshBench {
	t.Helper()
	cfg := sshd.Config{Machine: machine(), Users: map[string]string{user: password}}
	if change != nil {
		change(&cfg)
	}
	s, err := sshd.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &sshBench{t: t, server: s}
	b.host = &inventory.Host{
		Practice: &inventory.Practice{Name: "mueller", Title: "Praxis Dr. Müller"}, Name: "ws01", Address: "127.0.0.1",
		Connection: inventory.Connection{
			Transport: "ssh", Port: addr.(*net.TCPAddr).Port, Auth: "password",
			User: user,
		},
	}
	b.cfg.KnownHosts = filepath.Join(t.TempDir(), "known_hosts")
	b.know(s.HostKey())
	b.cfg.Secrets.Password = func(context.Context) (string, error) { return password, nil }
	b.deps = doctor.Deps{Ports: []int{}, SSH: func(_ context.Context, h *inventory.Host) (ssh.Config, error) {
		c := b.cfg
		c.Address, c.Port, c.Auth, c.User = h.Address, h.Connection.Port, h.Connection.Auth, h.Connection.User
		return c, nil
	}}
	return b
}

// know makes a key the one that is known of the host.
func (b *sshBench) know(key xssh.PublicKey) {
	b.t.Helper()
	at := net.JoinHostPort("127.0.0.1", itoa(b.host.Connection.Port))
	if err := os.WriteFile(b.cfg.KnownHosts, []byte(knownhosts.Line([]string{knownhosts.Normalize(at)}, key)+"\n"),
		0o600); err != nil {
		b.t.Fatal(err)
	}
}

func key(t *testing.T) (xssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := xssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, private
}

// useKey logs on with a new key, which the host knows or not.
func (b *sshBench) useKey(private ed25519.PrivateKey) {
	b.t.Helper()
	block, err := xssh.MarshalPrivateKey(private, "")
	if err != nil {
		b.t.Fatal(err)
	}
	b.cfg.KeyFile = filepath.Join(b.t.TempDir(), "id")
	if err := os.WriteFile(b.cfg.KeyFile, pem.EncodeToMemory(block), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.host.Connection.Auth = "key"
}

func TestSSH(t *testing.T) {
	mine, private := key(t)
	other, foreign := key(t)
	for _, tt := range []struct {
		name   string
		lab    func(*sshd.Config)
		inv    func(*sshBench)
		want   want // id "" is a host in order
		logons int
	}{
		{name: "in order", want: want{check: "hostkey", name: "known", value: "known"}, logons: 1},
		{
			name: "in order with a key",
			lab:  func(c *sshd.Config) { c.Keys = map[string][]xssh.PublicKey{user: {mine.PublicKey()}} },
			inv:  func(b *sshBench) { b.useKey(private) }, want: want{
				check: "banner", name: "banner",
				value: "SSH-2.0-OpenSSH_for_Windows",
			}, logons: 1,
		},
		{
			name: "first contact", inv: func(b *sshBench) {
				b.cfg.KnownHosts,
					b.cfg.FirstUse = filepath.Join(t.TempDir(), "new"), true
			},
			want: want{check: "hostkey", name: "known", value: "unknown"}, logons: 1,
		},
		{
			name: "1 wrong password", inv: func(b *sshBench) {
				b.cfg.Secrets.Password = func(context.Context) (string, error) { return "falsch", nil }
			},
			want: want{
				id: "ssh-logon", row: 1, check: "logon", name: "tries", value: "1",
				command: "administrators_authorized_keys",
			}, logons: 1,
		},
		{
			name: "1 key that nobody knows",
			lab:  func(c *sshd.Config) { c.Keys = map[string][]xssh.PublicKey{user: {mine.PublicKey()}} },
			inv:  func(b *sshBench) { b.useKey(foreign) }, want: want{id: "ssh-logon", row: 1, check: "logon"},
			logons: 1,
		},
		{
			name: "key not known", inv: func(b *sshBench) { b.cfg.KnownHosts = filepath.Join(t.TempDir(), "empty") },
			want: want{
				id: "ssh-key-unknown", check: "hostkey", name: "fingerprint", value: "SHA256:",
				command: "first-use",
			},
		},
		{
			name: "key changed", inv: func(b *sshBench) { b.know(other.PublicKey()) },
			want: want{id: "ssh-key-changed", check: "hostkey", name: "known", value: "changed"},
		},
		{
			name: "key is not the one of the fingerprint", inv: func(b *sshBench) {
				b.cfg.Fingerprint = "sha256:" +
					strings.Repeat("0", 64)
			},
			want: want{id: "ssh-key-changed", check: "hostkey", name: "known", value: "changed"},
		},
		{
			name: "14 cut before the banner", lab: func(c *sshd.Config) {
				c.Intercept = func(_ int, event string) sshd.Action {
					if event == "Connect" {
						return sshd.Action{Cut: wire.CutBefore}
					}
					return sshd.Action{}
				}
			},
			want: want{id: "ssh-cut", row: 14, check: "banner"},
		},
		{
			name: "no session", lab: func(c *sshd.Config) {
				c.Intercept = func(_ int, event string) sshd.Action { return sshd.Action{Refuse: event == "Session"} }
			},
			want: want{id: "ssh-sessions", row: 7, check: "shell"}, logons: 1,
		},
		{
			name: "no command", lab: func(c *sshd.Config) {
				c.Intercept = func(_ int, event string) sshd.Action { return sshd.Action{Refuse: event == "Exec"} }
			},
			want: want{id: "ssh-command", check: "shell"}, logons: 1,
		},
		{
			name: "23 umlauts", lab: func(c *sshd.Config) {
				c.Machine = scripted(func(ctx context.Context, line string, stdin io.Reader, stdout,
					stderr io.Writer,
				) (int, error) {
					return machine().Run(ctx, line, nil, stdin, &lossy{to: stdout}, stderr)
				})
			},
			want: want{id: "umlauts", row: 23, check: "echo"}, logons: 1,
		},
		{
			name: "9 out of memory", lab: func(c *sshd.Config) {
				c.Machine = scripted(func(_ context.Context, _ string, stdin io.Reader, _, stderr io.Writer) (int,
					error,
				) {
					_, _ = io.CopyN(io.Discard, stdin, 1000)
					_, _ = io.WriteString(stderr, "System.OutOfMemoryException")
					return 1, nil
				})
			},
			want: want{id: "memory", row: 9, check: "agent"}, logons: 1,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newSSHBench(t, tt.lab)
			if tt.inv != nil {
				tt.inv(b)
			}
			r := doctor.Examine(t.Context(), b.host, b.deps)
			check(t, r)
			if tt.want.id == "" {
				if r.Finding != nil || !strings.HasPrefix(evidence(r, tt.want.check, tt.want.name), tt.want.value) {
					t.Errorf("%+v %+v", r.Finding, r.Checks)
				}
			} else {
				tt.want.compare(t, &bench{t: t}, r)
			}
			if n := b.server.Counters(); n.Logons != tt.logons || r.Logons != tt.logons {
				t.Errorf("%d logons, the report says %d", n.Logons, r.Logons)
			}
		})
	}
}

// TestNotSSH: another program on the port.
func TestNotSSH(t *testing.T) {
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
			_, _ = io.WriteString(c, "220 smtp.example ESMTP\r\n"+strings.Repeat("x", 600)+"\r\n")
			_, _ = c.Read(make([]byte, 64))
			_ = c.Close()
		}
	}()
	b := newSSHBench(t, nil)
	b.host.Connection.Port = l.Addr().(*net.TCPAddr).Port
	r := doctor.Examine(t.Context(), b.host, b.deps)
	check(t, r)
	want{id: "not-ssh", check: "banner", name: "banner", value: "220 smtp"}.compare(t, &bench{t: t}, r)
}
