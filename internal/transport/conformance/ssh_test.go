//go:build unix

package conformance

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

func TestMain(m *testing.M) {
	FarMain()
	os.Exit(m.Run())
}

func TestOpenSSH(t *testing.T) {
	s := sshtest.Start(t)
	other := filepath.Join(s.Dir, "known_others")
	sshtest.Write(t, other, s.KnownLine(t, s.OtherKey))
	Run(t, Target{
		// On Unix sshd lets a command live until its connection ends, other than on Windows: so no Alive.
		Program: Program(), Logons: s.Logons, Cuts: 25,
		Dial: func(ctx context.Context, o Options) (transport.Conn, error) {
			cfg := ssh.Config{Address: "127.0.0.1", Port: s.Port, User: s.User, Auth: "key", KeyFile: s.Key, KnownHosts: s.Known, Dial: o.Line.Dial}
			if o.WrongSecret {
				cfg.KeyFile = s.OtherKey
			}
			if o.WrongHost {
				cfg.KnownHosts = other
			}
			return conn(ssh.Dial(ctx, cfg))
		},
	})
}

func TestLabSSH(t *testing.T) {
	m := &Machine{}
	server, err := sshd.New(sshd.Config{Machine: m, Users: map[string]string{`praxis\xops`: "geheim"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	addr, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	known, other := filepath.Join(dir, "known"), filepath.Join(dir, "other")
	sshtest.Write(t, known, knownhosts.Line([]string{knownhosts.Normalize(addr.String())}, server.HostKey()))
	stranger, err := sshd.New(sshd.Config{})
	if err != nil {
		t.Fatal(err)
	}
	sshtest.Write(t, other, knownhosts.Line([]string{knownhosts.Normalize(addr.String())}, stranger.HostKey()))
	Run(t, Target{
		Program: "far", Alive: m.Alive, Logons: func() int { return server.Counters().Logons },
		Codes: []int{256, 3010, 2147942405, 3221225786}, Cuts: 120,
		Dial: func(ctx context.Context, o Options) (transport.Conn, error) {
			password := "geheim"
			if o.WrongSecret {
				password = "falsch"
			}
			host, port := splitAddr(addr)
			cfg := ssh.Config{
				Address: host, Port: port, User: `PRAXIS\xops`, Auth: "password", KnownHosts: known, Dial: o.Line.Dial,
				Secrets: ssh.Secrets{Password: func(context.Context) (string, error) { return password, nil }},
			}
			if o.WrongHost {
				cfg.KnownHosts = other
			}
			return conn(ssh.Dial(ctx, cfg))
		},
	})
	if c := server.Counters(); c.OpenCommands != 0 {
		t.Errorf("%+v", c)
	}
}
