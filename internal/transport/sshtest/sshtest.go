// Package sshtest starts a real OpenSSH sshd on loopback for tests.
package sshtest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/need"
)

// Passphrase opens LockedKey.
const Passphrase = "geheim-äöü"

// Server is a running sshd that accepts Key and LockedKey for User.
type Server struct {
	Port      int
	Dir, User string
	Key       string // private key file
	LockedKey string // with Passphrase
	OtherKey  string // a key that is not accepted; also one that is not the host's
	Known     string // known_hosts with the server's key
	log       log
}

// Start starts a server; it ends with the test. Extra are lines for sshd_config.
func Start(t testing.TB, extra ...string) *Server {
	t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil {
		need.Missing(t, "OpenSSH's sshd (Debian package openssh-server)")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Dir: t.TempDir(), User: me.Username}
	file := func(name string) string { return filepath.Join(s.Dir, name) }
	s.Key, s.Known, s.LockedKey, s.OtherKey = file("id"), file("known_hosts"), file("locked"), file("other")
	Keygen(t, file("host"), "", "ed25519")
	Keygen(t, file("host_ecdsa"), "", "ecdsa")
	Keygen(t, s.Key, "", "ed25519")
	Keygen(t, s.LockedKey, Passphrase, "ed25519")
	Keygen(t, s.OtherKey, "", "ed25519")
	Write(t, file("authorized_keys"), Read(t, s.Key+".pub")+Read(t, s.LockedKey+".pub"))
	s.Port = FreePort(t)
	Write(t, file("sshd_config"), fmt.Sprintf(`
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
LogLevel VERBOSE
%s
`, s.Port, file("host"), file("host_ecdsa"), file("authorized_keys"), strings.Join(extra, "\n")))
	if os.Geteuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(sshd, "-D", "-e", "-f", file("sshd_config"))
	cmd.Stderr = &s.log
	cmd.WaitDelay = 5 * time.Second // its sessions hold the log open
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if !Until(func() bool { return strings.Contains(s.log.String(), "Server listening") }) {
		t.Fatalf("sshd does not listen: %s", s.log.String())
	}
	Write(t, s.Known, s.KnownLine(t, file("host")))
	return s
}

// KnownLine is the line of known_hosts for this server with the public key beside a key file.
func (s *Server) KnownLine(t testing.TB, key string) string {
	t.Helper()
	return fmt.Sprintf("[127.0.0.1]:%d %s", s.Port, Read(t, key+".pub"))
}

// Log is what sshd has written so far.
func (s *Server) Log() string { return s.log.String() }

// Logons counts the logons that sshd has seen, refused or not.
func (s *Server) Logons() int {
	n := 0
	for line := range strings.Lines(s.Log()) {
		if method, _, ok := strings.Cut(line, " for "); ok && (strings.HasPrefix(method, "Failed ") ||
			strings.HasPrefix(method, "Accepted ")) {
			n++
		}
	}
	return n
}

// Until waits until something is so; false if that takes more than 20 s.
func Until(f func() bool) bool {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if f() {
			return true
		}
	}
	return f()
}

// Keygen makes a key pair with ssh-keygen.
func Keygen(t testing.TB, file, passphrase, kind string) {
	t.Helper()
	if out, err := exec.Command("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f",
		file).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
}

// Write writes a file for its owner only.
func Write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Read reads a file.
func Read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// FreePort is a port on which nothing listens.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
