package cli

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/plan"
)

// A fleet is reached by WinRM and by SSH through two bastions; one connection and one logon each.
func TestWays(t *testing.T) {
	fleet, err := lab.NewFleet(lab.Config{Practices: 2, Listen: "127.0.0.1", Faults: []lab.Fault{"installed-0"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := fleet.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Stop)
	dir := t.TempDir()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	key, known := filepath.Join(dir, "key"), filepath.Join(dir, "known_hosts")
	if err := os.WriteFile(key, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	authorized, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	serve := func(cfg sshd.Config) (*sshd.Server, string) {
		cfg.Keys = map[string][]ssh.PublicKey{"technik": {authorized}}
		s, err := sshd.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		a, err := s.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(known, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		fmt.Fprintln(f, knownhosts.Line([]string{a.String()}, s.HostKey()))
		return s, a.String()
	}
	outer, first := serve(sshd.Config{Forward: new(net.Dialer).DialContext})
	inner, second := serve(sshd.Config{Forward: new(net.Dialer).DialContext})
	server := fleet.Practices[0].Hosts[0]
	_, direct := serve(sshd.Config{Machine: server.Sim})

	text := strings.Replace(string(fleet.Inventory()), "auth      = \"ntlm\"", fmt.Sprintf(
		"auth      = \"ntlm\"\n    jump      = \"technik@%s, technik@%s\"\n    key_file  = %q\n    known_hosts = %q",
		first, second, key, known), 1)
	address, port, _ := net.SplitHostPort(direct)
	text += fmt.Sprintf(`
practice "ssh" {
  host "srv" {
    address = %q
    role    = "server"
    connection {
      transport = "ssh"
      port      = %s
      user      = "technik"
      auth      = "key"
    }
  }
}
`, address, port)
	inventory := filepath.Join(dir, "inventory.hcl")
	if err := os.WriteFile(inventory, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSurroundings(t)
	s.env["XOPS_LAB_PASSWORD"] = fleet.Password()
	if code := Main([]string{"ping", "-i", inventory, "--json"}, s.Streams); code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, s.out.String(), s.err.String())
	}
	var doc struct {
		Hosts []struct{ Host, Status string }
	}
	if err := json.Unmarshal(s.out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Hosts) != len(fleet.Hosts())+1 {
		t.Errorf("%d hosts answered", len(doc.Hosts))
	}
	for _, h := range doc.Hosts {
		if h.Status != "ok" {
			t.Errorf("%+v", h)
		}
	}
	for name, b := range map[string]*sshd.Server{"outer": outer, "inner": inner} {
		if c := b.Counters(); c.Logons != len(doc.Hosts) {
			t.Errorf("%s bastion: %d logons for %d hosts", name, c.Logons, len(doc.Hosts))
		}
	}
}

func TestLocalIsForWindows(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this is Windows")
	}
	s := newSurroundings(t)
	inventory := filepath.Join(t.TempDir(), "inventory.hcl")
	if err := os.WriteFile(inventory, []byte("practice \"p\" {\n  host \"h\" {\n    connection {\n      transport "+
		"= \"local\"\n    }\n  }\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := Main([]string{"ping", "-i", inventory}, s.Streams); code != plan.ExitFailed ||
		!strings.Contains(s.out.String(), "only where xops itself runs on Windows") {
		t.Errorf("exit code %d\n%s%s", code, s.out.String(), s.err.String())
	}
}
