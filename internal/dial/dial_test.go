package dial

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/krb/krbtest"
	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/lab/wsman/wsmantest"
	"github.com/xops-dev/xops/internal/transport/conformance"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// TestDomainLogons dials by what an inventory says: Kerberos by password and by kinit's ticket, and a client
// certificate.
func TestDomainLogons(t *testing.T) {
	k := krbtest.Start(t)
	k.Admin(t, "addprinc -pw geheim xops", "addprinc -randkey HTTP/srv01.praxis.test")
	server, err := krb.NewServer(k.Keytab(t, false, "HTTP/srv01.praxis.test"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := wsmantest.NewAuthority("Praxis-CA")
	if err != nil {
		t.Fatal(err)
	}
	s, err := wsman.New(wsman.Config{
		Machine: &conformance.Machine{}, Hostname: "SRV01", Kerberos: server, ClientCAs: a.Pool(),
		ClientUsers: map[string]string{"xops@praxis.test": "xops"}, NoNTLM: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cert, key, err := a.Issue("xops@praxis.test", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	write("client.pem", cert)
	write("client.key", key)
	write("inventory.hcl", fmt.Appendf(nil, `
practice "huber" {
  connection {
    port            = %d
    fingerprint     = %q
    tls_server_name = "srv01.praxis.test"
  }
  host "password" {
    address = "127.0.0.1"
    connection {
      auth     = "kerberos"
      realm    = "PRAXIS.TEST"
      user     = "PRAXIS\\xops"
      password = env("KENNWORT")
    }
  }
  host "ticket" {
    address = "127.0.0.1"
    connection {
      auth = "kerberos"
    }
  }
  host "certificate" {
    address = "127.0.0.1"
    connection {
      auth      = "certificate"
      cert_file = "client.pem"
      key_file  = "client.key"
    }
  }
}
`, addr.(*net.TCPAddr).Port, winrm.Fingerprint(s.Certificate())))
	inv, diags := inventory.Load(filepath.Join(dir, "inventory.hcl"), nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	env := map[string]string{"KENNWORT": "geheim", "KRB5_CONFIG": k.Conf, "KRB5CCNAME": "FILE:" +
		k.Kinit(t, "xops", "geheim")}
	getenv := func(name string) string { return env[name] }
	d := &Dialer{
		Secrets: inventory.NewResolver(func(name string) (string, bool) { v, ok := env[name]; return v, ok }, nil),
		State:   func() (string, error) { return dir, nil }, Getenv: getenv, Tickets: krb.NewCache(),
	}
	for _, h := range inv.Practices[0].Hosts {
		c, err := d.Dial(context.Background(), h)
		if err != nil {
			t.Errorf("%s: %v", h.Name, err)
			continue
		}
		_ = c.(*conn).Close()
	}
	if n := s.Counters(); n.Logons != 3 || n.FailedLogons != 0 {
		t.Errorf("%+v", n)
	}
}

// TestAddressWithZone dials an IPv6 address with its zone as an inventory has it, over both transports.
func TestAddressWithZone(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	zone := ""
	for _, i := range interfaces {
		if i.Flags&net.FlagLoopback != 0 {
			zone = i.Name
		}
	}
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this computer has no IPv6: ", err)
	}
	_ = l.Close()
	w, err := wsman.New(wsman.Config{
		Machine: &conformance.Machine{}, Hostname: "SRV01", Users: map[string]string{"xops": "geheim"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	s, err := sshd.New(sshd.Config{Machine: &conformance.Machine{}, Users: map[string]string{"xops": "geheim"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	byWinRM, err := w.Listen("[::1]:0", false)
	if err != nil {
		t.Fatal(err)
	}
	bySSH, err := s.Listen("[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "inventory.hcl")
	if err := os.WriteFile(path, fmt.Appendf(nil, `
practice "huber" {
  connection {
    https    = false
    user     = "xops"
    password = env("KENNWORT")
    trust    = "first-use"
  }
  host "srv01" {
    address = "::1%%%[1]s"
    connection {
      port = %[2]d
    }
  }
  host "srv02" {
    address = "::1%%%[1]s"
    connection {
      transport = "ssh"
      auth      = "password"
      port      = %[3]d
    }
  }
}
`, zone, byWinRM.(*net.TCPAddr).Port, bySSH.(*net.TCPAddr).Port), 0o600); err != nil {
		t.Fatal(err)
	}
	inv, diags := inventory.Load(path, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	d := &Dialer{
		Secrets: inventory.NewResolver(func(string) (string, bool) { return "geheim", true }, nil),
		State:   func() (string, error) { return dir, nil }, Getenv: func(string) string { return "" },
	}
	for _, h := range inv.Practices[0].Hosts {
		c, err := d.Dial(t.Context(), h)
		if err != nil {
			t.Errorf("%s: %v", h.Name, err)
			continue
		}
		_ = c.(*conn).Close()
	}
}
