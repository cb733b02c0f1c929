package doctor_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

const (
	user     = "xops"
	password = "Pässwört-Kanarie 1"
)

// machine is the computer of a lab host.
func machine() *sim.Host { return sim.New(sim.Options{Computer: "MUELLER-SRV01", Server: true}) }

// scripted is a computer that runs a function instead.
type scripted func(ctx context.Context, line string, stdin io.Reader, stdout, stderr io.Writer) (int, error)

func (f scripted) Run(ctx context.Context, line string, _ map[string]string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	return f(ctx, line, stdin, stdout, stderr)
}

// bench is one lab host with what the inventory says of it.
type bench struct {
	t      *testing.T
	server *wsman.Server
	host   *inventory.Host
	cfg    winrm.Config
	deps   doctor.Deps
}

// newBench starts a lab host; change alters it before, and host what the inventory says of it after the start.
func newBench(t *testing.T, https bool, change func(*wsman.Config)) *bench {
	t.Helper()
	cfg := wsman.Config{Machine: machine(), Hostname: "MUELLER-SRV01", Domain: "PRAXIS", Users: map[string]string{user: password}}
	if change != nil {
		change(&cfg)
	}
	s, err := wsman.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0", https)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, server: s}
	b.point(addr, https)
	if https {
		b.cfg.TLS.Fingerprint = winrm.Fingerprint(s.Certificate())
	}
	return b
}

// point makes the inventory say that the host is at an address.
func (b *bench) point(addr net.Addr, https bool) {
	port := addr.(*net.TCPAddr).Port
	b.host = &inventory.Host{
		Practice: &inventory.Practice{Name: "mueller", Title: "Praxis Dr. Müller"}, Name: "srv01", Address: "127.0.0.1",
		Connection: inventory.Connection{Transport: "winrm", HTTPS: https, Port: port, Auth: "ntlm", User: user},
	}
	b.cfg.BusyWait = time.Millisecond
	b.cfg.Password = func(context.Context) (string, error) { return password, nil }
	b.deps = doctor.Deps{Ports: []int{}, WinRM: func(_ context.Context, h *inventory.Host) (winrm.Config, error) {
		c := b.cfg
		c.Address, c.Port, c.HTTPS, c.Auth, c.User = h.Address, h.Connection.Port, h.Connection.HTTPS, h.Connection.Auth, h.Connection.User
		return c, nil
	}}
}

// examine runs the doctor, and checks what holds for every report.
func (b *bench) examine() *doctor.Report {
	b.t.Helper()
	r := doctor.Examine(b.t.Context(), b.host, b.deps)
	check(b.t, r)
	if b.server != nil {
		if n := b.server.Counters(); n.Logons != r.Logons || n.FailedLogons > 0 && n.Logons > 1 || n.OpenShells != 0 {
			b.t.Errorf("the host counted %+v, the report says %d logons", n, r.Logons)
		}
	}
	return r
}

// check is what holds for every report: one failed check, what follows is skipped, texts in both languages, no secret.
func check(t *testing.T, r *doctor.Report) {
	t.Helper()
	failed := 0
	for _, c := range r.Checks {
		switch {
		case c.Status == doctor.Failed:
			failed++
		case failed > 0 && c.Status != doctor.Skipped:
			t.Errorf("%s is %s behind the check that failed", c.ID, c.Status)
		}
	}
	if (r.Finding != nil) != (failed == 1) || failed > 1 || (r.Status == doctor.OK) != (r.Finding == nil) {
		t.Errorf("%d checks failed, status %s, finding %+v", failed, r.Status, r.Finding)
	}
	if f := r.Finding; f != nil {
		for _, l := range []doctor.Lang{doctor.German, doctor.English} {
			if f.Cause(l) == "" || f.Cure(l) == "" || strings.ContainsAny(f.Cause(l)+f.Cure(l)+f.Command(), "{") && !strings.Contains(f.Command(), "@{") {
				t.Errorf("%s: %q %q %q", l, f.Cause(l), f.Cure(l), f.Command())
			}
		}
	}
	if strings.Contains(fmt.Sprintf("%+v %+v", r, r.Finding), "Kanarie") {
		t.Error("the password stands in the report")
	}
}

// evidence is a fact of a check, "" if it has none.
func evidence(r *doctor.Report, id, name string) string {
	for _, c := range r.Checks {
		if c.ID != id {
			continue
		}
		for _, f := range c.Evidence {
			if f.Name == name {
				return fmt.Sprint(f.Value)
			}
		}
	}
	return ""
}

// fault answers an action of the protocol with a fault.
func fault(action string, a wsman.Action) func(*wsman.Config) {
	return func(c *wsman.Config) {
		c.Intercept = func(_ int, got string) wsman.Action {
			if got == action {
				return a
			}
			return wsman.Action{}
		}
	}
}

func run(f scripted) func(*wsman.Config) { return func(c *wsman.Config) { c.Machine = f } }

// want is what a case expects: the finding, its row, where it was found, a number that proves it, and what is to be copied.
type want struct {
	id, check      string
	row            int
	name, value    string // evidence of the check, by its beginning
	command        string // contains
	logons, shells int
}

func (w want) compare(t *testing.T, b *bench, r *doctor.Report) {
	t.Helper()
	if r.Finding == nil || r.Finding.ID != w.id || r.Finding.Row != w.row {
		t.Fatalf("finding %+v, want %s (row %d)\n%+v", r.Finding, w.id, w.row, r.Checks)
	}
	for _, c := range r.Checks {
		if c.Status == doctor.Failed && c.ID != w.check {
			t.Errorf("found at %s, want %s", c.ID, w.check)
		}
	}
	if got := evidence(r, w.check, w.name); w.name != "" && !strings.HasPrefix(got, w.value) {
		t.Errorf("%s %s = %q, want %q: %+v", w.check, w.name, got, w.value, r.Checks)
	}
	if w.command != "" && !strings.Contains(r.Finding.Command(), w.command) {
		t.Errorf("command %q", r.Finding.Command())
	}
	if b.server != nil {
		if n := b.server.Counters(); n.Logons != w.logons || n.Shells != w.shells {
			t.Errorf("%d logons, %d shells, want %d, %d", n.Logons, n.Shells, w.logons, w.shells)
		}
	}
}

func TestHealthy(t *testing.T) {
	for _, https := range []bool{false, true} {
		b := newBench(t, https, nil)
		r := b.examine()
		if r.Finding != nil || r.Status != doctor.OK || len(r.Notes) > 0 {
			t.Fatalf("%+v %+v", r.Finding, r.Checks)
		}
		for _, tt := range [][3]string{
			{"http", "http_status", "401"},
			{"http", "server", "Microsoft-HTTPAPI/2.0"},
			{"http", "offered", "[Negotiate]"},
			{"ntlm", "computer", "MUELLER-SRV01"},
			{"ntlm", "domain", "PRAXIS"},
			{"logon", "tries", "1"},
			{"agent", "language_mode", "FullLanguage"},
			{"agent", "elevated", "true"},
			{"agent", "bits", "64"},
		} {
			if got := evidence(r, tt[0], tt[1]); got != tt[2] {
				t.Errorf("%s %s = %q, want %q", tt[0], tt[1], got, tt[2])
			}
		}
		if https && (evidence(r, "tls", "fingerprint") != b.cfg.TLS.Fingerprint || evidence(r, "tls", "version") != "TLS 1.3" || evidence(r, "tls", "subject") != "CN=MUELLER-SRV01") {
			t.Errorf("%+v", r.Checks)
		}
		if n := b.server.Counters(); n.Logons != 1 || n.Shells != 1 || n.Commands != 1 {
			t.Errorf("%+v", n)
		}
	}
}

// TestWinRM reproduces the rows of dossier section 6 that show at a WinRM host, each as a fault of the lab.
func TestWinRM(t *testing.T) {
	for _, tt := range []struct {
		name  string
		https bool
		lab   func(*wsman.Config)
		inv   func(*bench)
		want  want
	}{
		{
			name: "1 wrong password", inv: func(b *bench) {
				b.cfg.Password = func(context.Context) (string, error) { return "falsch", nil }
			},
			want: want{id: "logon-refused", row: 1, check: "logon", name: "http_status", value: "401", logons: 1},
		},
		{
			name: "1 NTLM is not offered", lab: func(c *wsman.Config) { c.NoNTLM = true },
			want: want{id: "ntlm-not-offered", row: 1, check: "http", name: "offered", value: "[]", command: "Negotiate"},
		},
		{
			name: "1 Basic is not offered", https: true, inv: func(b *bench) { b.host.Connection.Auth = "basic" },
			want: want{id: "auth-not-offered", row: 1, check: "http", name: "offered", value: "[Negotiate]"},
		},
		{
			name: "2 local account, refused", lab: func(c *wsman.Config) { c.Users = nil }, inv: func(b *bench) { b.host.Connection.User = `.\technik` },
			want: want{id: "logon-filtered", row: 2, check: "logon", name: "user", value: `.\technik`, command: "LocalAccountTokenFilterPolicy", logons: 1},
		},
		{
			name: "2 the built-in administrator is never filtered", lab: func(c *wsman.Config) { c.Users = nil }, inv: func(b *bench) { b.host.Connection.User = `.\Administrator` },
			want: want{id: "logon-refused", row: 1, check: "logon", logons: 1},
		},
		{
			name: "2 no right to open a shell", lab: func(c *wsman.Config) { c.Denied = map[string]bool{user: true} },
			want: want{id: "token-filter", row: 2, check: "shell", name: "fault", value: "5", command: "LocalAccountTokenFilterPolicy", logons: 1},
		},
		{
			name: "3 NTLM without encryption", lab: func(c *wsman.Config) { c.NoSeal = true },
			want: want{id: "no-sealing", row: 3, check: "ntlm", name: "encryption", value: "false", command: "https = true"},
		},
		{
			name: "4 500 after the logon", lab: fault("Create", wsman.Action{Status: 500}),
			want: want{id: "not-sealed", row: 4, check: "shell", command: "https = true", logons: 1},
		},
		{
			name: "5 a proxy mixes connections", lab: fault("Create", wsman.Action{Status: 400}),
			want: want{id: "split-connection", row: 5, check: "shell", command: "https = true", logons: 1},
		},
		{
			name: "6 a fault that nobody knows", lab: fault("Command", wsman.Action{Fault: 2150859999}),
			want: want{id: "unknown-fault", row: 6, check: "shell", name: "fault_hex", value: "0x803384DF", command: "winrm helpmsg 0x803384DF", logons: 1, shells: 1},
		},
		{
			name: "7 no shell left", lab: fault("Create", wsman.Action{Fault: 2150859173}),
			want: want{id: "shells-used-up", row: 7, check: "shell", name: "fault", value: "2150859173", command: "Restart-Service WinRM", logons: 1},
		},
		{
			name: "7 too many users", lab: fault("Create", wsman.Action{Fault: 2150859179}),
			want: want{id: "quota", row: 7, check: "shell", name: "fault", value: "2150859179", logons: 1},
		},
		{
			name: "8 no operation left", lab: fault("Command", wsman.Action{Fault: 2150859174}),
			want: want{id: "operations-used-up", row: 8, check: "shell", name: "fault", value: "2150859174", logons: 1, shells: 1},
		},
		{
			name: "9 out of memory", lab: run(func(_ context.Context, _ string, stdin io.Reader, _, stderr io.Writer) (int, error) {
				_, _ = io.CopyN(io.Discard, stdin, 1000)
				_, _ = io.WriteString(stderr, "Exception of type 'System.OutOfMemoryException' was thrown.")
				return 1, nil
			}),
			want: want{id: "memory", row: 9, check: "agent", command: "MaxMemoryPerShellMB", logons: 1, shells: 1},
		},
		{
			name: "11 the service says that the profile is public", lab: fault("Create", wsman.Action{Fault: 2150859113}),
			want: want{id: "firewall-public", row: 11, check: "shell", name: "fault", value: "2150859113", command: "Set-NetConnectionProfile", logons: 1},
		},
		{
			name: "13 self-signed", https: true, inv: func(b *bench) { b.cfg.TLS.Fingerprint = "" },
			want: want{id: "cert-untrusted", row: 13, check: "tls", name: "fingerprint", value: "sha256:", command: `fingerprint = "sha256:`},
		},
		{
			name: "13 changed", https: true, inv: func(b *bench) { b.cfg.TLS.Fingerprint = "sha256:" + strings.Repeat("00", 32) },
			want: want{id: "identity-changed", row: 13, check: "tls", name: "trusted", value: "false"},
		},
		{
			name: "14 old TLS only", https: true, lab: func(c *wsman.Config) {
				c.TLS = func(t *tls.Config) { t.MinVersion, t.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }
			},
			want: want{id: "tls-old", row: 14, check: "tls", name: "version", value: "TLS 1.1", command: "SCHANNEL"},
		},
		{
			name: "15 Kerberos by address", inv: func(b *bench) { b.host.Connection.Auth = "kerberos" },
			want: want{id: "kerberos-name", row: 15, check: "ntlm", name: "dns_computer", value: "mueller-srv01"},
		},
		{
			name: "15 clocks apart", lab: func(c *wsman.Config) { c.Clock = func() time.Time { return time.Now().Add(-7 * time.Minute) } },
			inv: func(b *bench) {
				b.host.Connection.Auth, b.host.Address = "kerberos", "srv01.praxis.example"
				b.deps.LookupHost = func(context.Context, string) ([]string, error) { return []string{"127.0.0.1"}, nil }
				b.cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
					_, port, _ := net.SplitHostPort(address)
					return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
				}
			},
			want: want{id: "clock-skew", row: 15, check: "clock", name: "skew_s", value: "-42", command: "w32tm"},
		},
		{
			name: "16 busy", lab: fault("Send", wsman.Action{Fault: 170}),
			want: want{id: "busy", row: 16, check: "agent", name: "fault", value: "170", logons: 2, shells: 1},
		},
		{
			name: "18 nothing comes", lab: run(func(ctx context.Context, _ string, _ io.Reader, _, _ io.Writer) (int, error) {
				<-ctx.Done()
				return 1, nil
			}),
			inv:  func(b *bench) { b.deps.AgentTimeout = 100 * time.Millisecond },
			want: want{id: "hang", row: 18, check: "agent", name: "waited_s", value: "0.1", command: "Get-Process", logons: 2, shells: 1},
		},
		{
			name: "19 the shell dies in the middle", lab: fault("Receive", wsman.Action{Fault: 2150858843}),
			want: want{id: "lost", row: 19, check: "agent", name: "fault", value: "2150858843", logons: 1, shells: 1},
		},
		{
			name: "20 the parameter is incorrect", lab: fault("Command", wsman.Action{Fault: 87}),
			want: want{id: "defect", row: 20, check: "shell", name: "fault", value: "87", logons: 1, shells: 1},
		},
		{
			name: "21 nothing under /wsman", lab: fault("Logon", wsman.Action{Status: 404}),
			want: want{id: "no-wsman", row: 21, check: "http", name: "http_status", value: "404", command: "winrm enumerate"},
		},
		{
			name: "22 standard input is ignored", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout, _ io.Writer) (int, error) {
				_, err := io.WriteString(stdout, "xops1:0000000000000000 {\"t\":\"error\",\"code\":\"protocol\",\"message\":\"FullLanguage\"}\r\n")
				return 3, err
			}),
			want: want{id: "stdin", row: 22, check: "agent", name: "hello", value: "false", logons: 1, shells: 1},
		},
		{
			name: "23 umlauts are lost on the way back", lab: run(func(ctx context.Context, line string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
				return machine().Run(ctx, line, nil, stdin, &lossy{to: stdout}, stderr)
			}),
			want: want{id: "umlauts", row: 23, check: "echo", name: "first_difference", value: "0", logons: 1, shells: 1},
		},
		{
			name: "the service is stopped", lab: fault("Logon", wsman.Action{Status: 503}),
			want: want{id: "service-stopped", row: 10, check: "http", name: "http_status", value: "503", command: "Start-Service WinRM"},
		},
		{
			name: "something else answers", lab: fault("Logon", wsman.Action{Status: 200}),
			want: want{id: "not-winrm", row: 21, check: "http", name: "http_status", value: "200"},
		},
		{
			name: "remote shells are off", lab: fault("Create", wsman.Action{Fault: 2150859180}),
			want: want{id: "remote-shells-off", check: "shell", name: "fault", value: "2150859180", command: "AllowRemoteShellAccess", logons: 1},
		},
		{
			name: "restricted language", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout, _ io.Writer) (int, error) {
				_, err := io.WriteString(stdout, "xops1:0000000000000000 {\"t\":\"error\",\"code\":\"language\",\"message\":\"ConstrainedLanguage\"}\r\n")
				return 3, err
			}),
			want: want{id: "language-mode", check: "agent", name: "hello", value: "false", logons: 1, shells: 1},
		},
		{
			name: "the antivirus program blocks", lab: run(func(_ context.Context, _ string, _ io.Reader, _, stderr io.Writer) (int, error) {
				_, _ = io.WriteString(stderr, "FullyQualifiedErrorId : ScriptContainedMaliciousContent")
				return 1, nil
			}),
			want: want{id: "antivirus", check: "agent", logons: 1, shells: 1},
		},
		{
			name: "there is no PowerShell", lab: run(func(context.Context, string, io.Reader, io.Writer, io.Writer) (int, error) { return 9009, nil }),
			want: want{id: "no-powershell", check: "agent", logons: 1, shells: 1},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, tt.https, tt.lab)
			if tt.inv != nil {
				tt.inv(b)
			}
			tt.want.compare(t, b, b.examine())
		})
	}
}

// lossy loses what stands for umlauts, as a program on the way can.
type lossy struct{ to io.Writer }

func (l *lossy) Write(b []byte) (int, error) {
	_, err := io.WriteString(l.to, strings.ReplaceAll(string(b), `\u00e4`, "?"))
	return len(b), err
}

// TestSkewIsANote: NTLM bears clocks that are apart, so that it is told and stops nothing.
func TestSkewIsANote(t *testing.T) {
	b := newBench(t, false, func(c *wsman.Config) { c.Clock = func() time.Time { return time.Now().Add(420 * time.Second) } })
	r := b.examine()
	if r.Finding != nil || len(r.Notes) != 1 || r.Notes[0].ID != "clock-skew" || !strings.HasPrefix(evidence(r, "clock", "skew_s"), "4") {
		t.Errorf("%+v %+v", r.Notes, r.Checks)
	}
}

// TestChannelBinding is row 12: TLS ends at a proxy with its own certificate, and the host insists on the binding.
func TestChannelBinding(t *testing.T) {
	b := newBench(t, true, func(c *wsman.Config) { c.StrictCBT = true })
	behind := fmt.Sprintf("127.0.0.1:%d", b.host.Connection.Port)
	cert := certificate(t, func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames = "web-filter.example", []string{"web-filter.example"}
	})
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go forward(l, func() (net.Conn, error) {
		return tls.Dial("tcp", behind, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it is the proxy
	})
	b.point(l.Addr(), true)
	b.cfg.TLS.Fingerprint = winrm.Fingerprint(cert.Leaf)
	r := b.examine()
	want{id: "channel-binding", row: 12, check: "logon", name: "http_status", value: "401", command: "winrm get", logons: 1}.compare(t, b, r)
	if cause := r.Finding.Cause(doctor.German); !strings.Contains(cause, "web-filter.example") || !strings.Contains(cause, "MUELLER-SRV01") {
		t.Error(cause)
	}
}

func forward(l net.Listener, dial func() (net.Conn, error)) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := dial()
		if err != nil {
			_ = in.Close()
			continue
		}
		go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
		go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
	}
}

func certificate(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "MUELLER-SRV01"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	change(c)
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// TestCertificates is row 13 with certificates of a CA that is trusted, so that it is the certificate itself that is wrong.
func TestCertificates(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*x509.Certificate)
		want   want
	}{
		{"expired", func(c *x509.Certificate) {
			c.NotAfter = time.Now().Add(-49 * time.Hour)
			c.NotBefore = c.NotAfter.Add(-time.Hour)
			c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		}, want{id: "cert-time", row: 13, check: "tls", name: "days_left", value: "-2", command: `fingerprint = "sha256:`}},
		{"another name", func(c *x509.Certificate) { c.DNSNames = []string{"srv01.praxis.local"} }, want{id: "cert-name", row: 13, check: "tls", name: "names", value: "[srv01.praxis.local]"}},
		{"common name only", func(*x509.Certificate) {}, want{id: "cert-name", row: 13, check: "tls", name: "names", value: "[]"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cert := certificate(t, tt.change)
			b := newBench(t, true, func(c *wsman.Config) { c.Certificate = &cert })
			b.cfg.TLS = winrm.TLS{CAFile: writePEM(t, cert.Certificate[0])}
			tt.want.compare(t, b, b.examine())
		})
	}
}

// TestFirstUse: looking pins nothing; the logon does, and a certificate that changed afterwards is an alarm before any logon.
func TestFirstUse(t *testing.T) {
	pins := filepath.Join(t.TempDir(), "pins")
	b := newBench(t, true, nil)
	b.cfg.TLS = winrm.TLS{FirstUse: true, PinFile: pins}
	if r := b.examine(); r.Finding != nil || evidence(r, "tls", "pinned") == "" {
		t.Errorf("%+v", r.Checks)
	}
	port := fmt.Sprintf("127.0.0.1:%d", b.host.Connection.Port)
	_ = b.server.Close()
	other, err := wsman.New(wsman.Config{Machine: machine(), Hostname: "MUELLER-SRV01", Users: map[string]string{user: password}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	if _, err := other.Listen(port, true); err != nil {
		t.Skip("the port was taken in between:", err)
	}
	b.server = other
	want{id: "identity-changed", row: 13, check: "tls", name: "trusted", value: "false"}.compare(t, b, b.examine())
}

// TestReach is rows 10 and 11: what the ports say.
func TestReach(t *testing.T) {
	for _, tt := range []struct {
		name  string
		https bool
		ports map[int]string // open, refused; others time out
		want  want
	}{
		{"off", true, nil, want{id: "host-off", row: 10, check: "tcp", name: "port_5986", value: "timeout"}},
		{"no listener", true, map[int]string{5986: "refused", 445: "open", 22: "refused"}, want{id: "no-listener", row: 10, check: "tcp", name: "port_445", value: "open", command: "winrm quickconfig"}},
		{"only HTTP", true, map[int]string{5986: "refused", 5985: "open"}, want{id: "wrong-port", row: 10, check: "tcp", name: "port_5985", value: "open", command: "https = false\nport  = 5985"}},
		{"only HTTPS", false, map[int]string{5985: "refused", 5986: "open", 445: "open"}, want{id: "wrong-port", row: 10, check: "tcp", command: "https = true\nport  = 5986"}},
		{"dropped", false, map[int]string{3389: "open", 445: "refused"}, want{id: "firewall", row: 11, check: "tcp", name: "port_5985", value: "timeout", command: "Set-NetConnectionProfile"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &bench{t: t}
			b.point(&net.TCPAddr{Port: 0}, tt.https)
			b.deps.Ports, b.deps.ProbeTimeout = nil, 50*time.Millisecond
			b.cfg.Dial = func(ctx context.Context, _, address string) (net.Conn, error) {
				_, port, _ := net.SplitHostPort(address)
				var n int
				_, _ = fmt.Sscan(port, &n)
				switch tt.ports[n] {
				case "open":
					here, there := net.Pipe()
					_ = there.Close()
					return here, nil
				case "refused":
					// A port of this machine where nobody listens.
					l, err := net.Listen("tcp", "127.0.0.1:0")
					if err != nil {
						return nil, err
					}
					_ = l.Close()
					return new(net.Dialer).DialContext(context.Background(), "tcp", l.Addr().String())
				}
				<-ctx.Done()
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
			}
			r := b.examine()
			tt.want.compare(t, b, r)
			if r.Status != doctor.Unreachable || r.Logons != 0 {
				t.Errorf("%s, %d logons", r.Status, r.Logons)
			}
		})
	}
}

func TestName(t *testing.T) {
	b := &bench{t: t}
	b.point(&net.TCPAddr{Port: 5985}, false)
	b.host.Address = "gibt-es-nicht.praxis.example"
	b.deps.LookupHost = func(context.Context, string) ([]string, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "gibt-es-nicht.praxis.example", IsNotFound: true}
	}
	want{id: "dns", row: 10, check: "dns", name: "name", value: "gibt-es-nicht"}.compare(t, b, b.examine())
}

// TestSchemes is row 10: the right port with the wrong scheme.
func TestSchemes(t *testing.T) {
	b := newBench(t, true, nil)
	b.host.Connection.HTTPS = false
	want{id: "tls-on-http", row: 10, check: "http", name: "tls", value: "true", command: "https = true"}.compare(t, b, b.examine())
	b = newBench(t, false, nil)
	b.host.Connection.HTTPS = true
	want{id: "http-on-tls", row: 10, check: "tls", command: "https = false"}.compare(t, b, b.examine())
}

// TestReset is row 14: what is on the way ends the connection.
func TestReset(t *testing.T) {
	for _, https := range []bool{true, false} {
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
				_, _ = c.Read(make([]byte, 1))
				_ = c.(*net.TCPConn).SetLinger(0)
				_ = c.Close()
			}
		}()
		b := &bench{t: t}
		b.point(l.Addr(), https)
		at := "http"
		if https {
			at = "tls"
		}
		want{id: "tls-handshake", row: 14, check: at, command: "Schannel"}.compare(t, b, b.examine())
	}
}

// TestCancel: an interrupt ends an examination, and leaves no shell behind.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, false, func(c *wsman.Config) {
		c.Intercept = func(_ int, action string) wsman.Action {
			if action == "Receive" {
				cancel()
			}
			return wsman.Action{}
		}
	})
	r := doctor.Examine(ctx, b.host, b.deps)
	check(t, r)
	if r.Finding == nil || b.server.Counters().OpenShells != 0 {
		t.Errorf("%+v %+v", r.Finding, b.server.Counters())
	}
}
