//go:build unix

package conformance

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net"
	"path/filepath"
	"testing"

	cryptossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

func splitAddr(a net.Addr) (string, int) {
	tcp := a.(*net.TCPAddr)
	return tcp.IP.String(), tcp.Port
}

// conn keeps a nil pointer from becoming a Conn.
func conn[C transport.Conn](c C, err error) (transport.Conn, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

func TestOpenSSH(t *testing.T) {
	s := sshtest.Start(t)
	other := filepath.Join(s.Dir, "known_others")
	sshtest.Write(t, other, s.KnownLine(t, s.OtherKey))
	Run(t, Target{
		// On Unix sshd lets a command live until its connection ends, other than on Windows: so no Alive.
		Program: Program(), Logons: s.Logons, Cuts: 25,
		Dial: func(ctx context.Context, o Options) (transport.Conn, error) {
			cfg := ssh.Config{
				Address: "127.0.0.1", Port: s.Port, User: s.User, Auth: "key", KeyFile: s.Key,
				KnownHosts: s.Known, Dial: o.Line.Dial,
			}
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

// lab is a lab host with SSH, the bastion before it, and their known_hosts.
type lab struct {
	machine        *Machine
	host           *sshd.Server
	bastion        ssh.Hop
	known, strange string // strange has another key for the host
	address        net.Addr
	key            string // for the bastion
}

func newLab(t *testing.T) *lab {
	t.Helper()
	serve := func(cfg sshd.Config) (*sshd.Server, net.Addr) {
		s, err := sshd.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = s.Close()
			if c := s.Counters(); c.OpenCommands != 0 || c.OpenConnections != 0 {
				t.Errorf("%+v", c)
			}
		})
		addr, err := s.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return s, addr
	}
	line := func(a net.Addr, k cryptossh.PublicKey) string {
		return knownhosts.Line([]string{knownhosts.Normalize(a.String())}, k) + "\n"
	}
	dir := t.TempDir()
	l := &lab{
		machine: &Machine{}, known: filepath.Join(dir, "known"), strange: filepath.Join(dir, "strange"),
		key: filepath.Join(dir, "id"),
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := cryptossh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	sshtest.Write(t, l.key, string(pem.EncodeToMemory(block)))
	signer, err := cryptossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	l.host, l.address = serve(sshd.Config{Machine: l.machine, Users: map[string]string{`praxis\xops`: "geheim"}})
	bastion, at := serve(sshd.Config{
		Keys:    map[string][]cryptossh.PublicKey{"jump": {signer.PublicKey()}},
		Forward: new(net.Dialer).DialContext,
	})
	stranger, _ := serve(sshd.Config{})
	l.bastion.User = "jump"
	l.bastion.Address, l.bastion.Port = splitAddr(at)
	sshtest.Write(t, l.known, line(l.address, l.host.HostKey())+line(at, bastion.HostKey()))
	sshtest.Write(t, l.strange, line(l.address, stranger.HostKey())+line(at, bastion.HostKey()))
	return l
}

// config reaches the host.
func (l *lab) config(o Options) ssh.Config {
	password := "geheim"
	if o.WrongSecret {
		password = "falsch"
	}
	cfg := ssh.Config{
		User: `PRAXIS\xops`, Auth: "password", KnownHosts: l.known, Dial: o.Line.Dial,
		Secrets: ssh.Secrets{Password: func(context.Context) (string, error) { return password, nil }},
	}
	cfg.Address, cfg.Port = splitAddr(l.address)
	if o.WrongHost {
		cfg.KnownHosts = l.strange
	}
	return cfg
}

func (l *lab) target() Target {
	return Target{
		Program: "far", Alive: l.machine.Alive, Logons: func() int { return l.host.Counters().Logons },
		Codes: []int{256, 3010, 2147942405, 3221225786}, Cuts: 120,
		Dial: func(ctx context.Context, o Options) (transport.Conn, error) { return conn(ssh.Dial(ctx, l.config(o))) },
	}
}

func TestLabSSH(t *testing.T) { Run(t, newLab(t).target()) }

// The bastion's logon is by the agent, since the host's is by password.
func TestLabSSHThroughBastion(t *testing.T) {
	l := newLab(t)
	target := l.target()
	target.Hops = 1
	ring := agent.NewKeyring()
	key, err := cryptossh.ParseRawPrivateKey([]byte(sshtest.Read(t, l.key)))
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	target.Dial = func(ctx context.Context, o Options) (transport.Conn, error) {
		cfg := l.config(o)
		cfg.Jump = []ssh.Hop{l.bastion}
		cfg.Secrets.Agent = func(context.Context) (net.Conn, error) {
			here, there := net.Pipe()
			go func() { _ = agent.ServeAgent(ring, there); _ = there.Close() }()
			return here, nil
		}
		return conn(ssh.Dial(ctx, cfg))
	}
	Run(t, target)
}
