package doctor_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

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
		if https && (evidence(r, "tls", "fingerprint") != b.cfg.TLS.Fingerprint ||
			evidence(r, "tls", "version") != "TLS 1.3" || evidence(r, "tls", "subject") != "CN=MUELLER-SRV01") {
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
			want: want{
				id: "ntlm-not-offered", row: 1, check: "http", name: "offered", value: "[]",
				command: "Negotiate",
			},
		},
		{
			name: "1 Basic is not offered", https: true, inv: func(b *bench) { b.host.Connection.Auth = "basic" },
			want: want{id: "auth-not-offered", row: 1, check: "http", name: "offered", value: "[Negotiate]"},
		},
		{
			name: "2 local account, refused", lab: func(c *wsman.Config) { c.Users = nil },
			inv: func(b *bench) { b.host.Connection.User = `.\technik` },
			want: want{
				id: "logon-filtered", row: 2, check: "logon", name: "user", value: `.\technik`,
				command: "LocalAccountTokenFilterPolicy", logons: 1,
			},
		},
		{
			name: "2 the built-in administrator is never filtered", lab: func(c *wsman.Config) { c.Users = nil },
			inv:  func(b *bench) { b.host.Connection.User = `.\Administrator` },
			want: want{id: "logon-refused", row: 1, check: "logon", logons: 1},
		},
		{
			name: "2 no right to open a shell", lab: func(c *wsman.Config) { c.Denied = map[string]bool{user: true} },
			want: want{
				id: "token-filter", row: 2, check: "shell", name: "fault", value: "5",
				command: "LocalAccountTokenFilterPolicy", logons: 1,
			},
		},
		{
			name: "3 NTLM without encryption", lab: func(c *wsman.Config) { c.NoSeal = true },
			want: want{
				id: "no-sealing", row: 3, check: "ntlm", name: "encryption", value: "false",
				command: "https = true",
			},
		},
		{
			name: "1 NTLM is turned away", lab: func(c *wsman.Config) { c.RefuseNTLM = true },
			want: want{id: "ntlm-refused", row: 1, check: "logon", command: "RestrictReceivingNTLMTraffic"},
		},
		{
			// The connection is of no use after that: another one takes the shell away.
			name: "the envelope is tiny", lab: fault("Send", wsman.Action{Status: 413}),
			want: want{id: "envelope", check: "agent", command: "MaxEnvelopeSizekb", logons: 2, shells: 1},
		},
		{
			name: "9 no memory", lab: fault("Create", wsman.Action{Fault: 14}),
			want: want{id: "host-memory", row: 9, check: "shell", name: "fault", value: "14", logons: 1},
		},
		{
			name: "a restart is on its way", lab: fault("Create", wsman.Action{Fault: 1115}),
			want: want{id: "shutting-down", check: "shell", name: "fault", value: "1115", logons: 1},
		},
		{
			name: "PowerShell is refused", lab: fault("Command", wsman.Action{Fault: 0x80070005}),
			want: want{
				id: "blocked", check: "shell", name: "fault_hex", value: "0x80070005", logons: 1, shells: 1,
			},
		},
		{
			name: "PowerShell has a virus, it says", lab: fault("Command", wsman.Action{Fault: 0x800700E1}),
			want: want{id: "blocked", check: "shell", name: "fault_hex", value: "0x800700E1", logons: 1, shells: 1},
		},
		{
			name: "PowerShell was ended before its input", lab: fault("Send", wsman.Action{Fault: 0x8007006D}),
			want: want{id: "blocked", check: "agent", logons: 1, shells: 1},
		},
		{
			name: "PowerShell is killed at its start", lab: run(func(context.Context, string, io.Reader, io.Writer,
				io.Writer,
			) (int, error) {
				return 0, nil
			}),
			want: want{id: "blocked", check: "agent", logons: 1, shells: 1},
		},
		{
			name: "cmd.exe is switched off by a policy", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout,
				_ io.Writer,
			) (int, error) {
				_, err := io.WriteString(stdout, "Die Eingabeaufforderung ist vom Administrator deaktiviert.\r\n")
				return 1, err
			}),
			want: want{id: "not-powershell", row: 19, check: "agent", logons: 1, shells: 1},
		},
		{
			name: "19 something else answers", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout,
				_ io.Writer,
			) (int, error) {
				_, err := io.WriteString(stdout, "This service allows sftp connections only.\r\n")
				return 1, err
			}),
			want: want{id: "not-powershell", row: 19, check: "agent", logons: 1, shells: 1},
		},
		{
			name: "9 the desktop heap is used up", lab: run(func(context.Context, string, io.Reader, io.Writer,
				io.Writer,
			) (int, error) {
				return 0xC0000142, nil
			}),
			want: want{id: "desktop-heap", row: 9, check: "agent", logons: 1, shells: 1},
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
			want: want{
				id: "unknown-fault", row: 6, check: "shell", name: "fault_hex", value: "0x803384DF",
				command: "winrm helpmsg 0x803384DF", logons: 1, shells: 1,
			},
		},
		{
			name: "7 no shell left", lab: fault("Create", wsman.Action{Fault: 2150859173}),
			want: want{
				id: "shells-used-up", row: 7, check: "shell", name: "fault", value: "2150859173",
				command: "Restart-Service WinRM", logons: 1,
			},
		},
		{
			name: "7 too many users", lab: fault("Create", wsman.Action{Fault: 2150859179}),
			want: want{id: "users-used-up", row: 7, check: "shell", name: "fault", value: "2150859179", logons: 1},
		},
		{
			name: "8 no operation left", lab: fault("Command", wsman.Action{Fault: 2150859174}),
			want: want{
				id: "operations-used-up", row: 8, check: "shell", name: "fault", value: "2150859174", logons: 1,
				shells: 1,
			},
		},
		{
			name: "9 out of memory", lab: run(func(_ context.Context, _ string, stdin io.Reader, _,
				stderr io.Writer,
			) (int, error) {
				_, _ = io.CopyN(io.Discard, stdin, 1000)
				_, _ = io.WriteString(stderr, "Exception of type 'System.OutOfMemoryException' was thrown.")
				return 1, nil
			}),
			want: want{id: "memory", row: 9, check: "agent", command: "MaxMemoryPerShellMB", logons: 1, shells: 1},
		},
		{
			name: "11 the service says that the profile is public",
			lab:  fault("Create", wsman.Action{Fault: 2150859113}),
			want: want{
				id: "firewall-public", row: 11, check: "shell", name: "fault", value: "2150859113",
				command: "Set-NetConnectionProfile", logons: 1,
			},
		},
		{
			name: "13 self-signed", https: true, inv: func(b *bench) { b.cfg.TLS.Fingerprint = "" },
			want: want{
				id: "cert-untrusted", row: 13, check: "tls", name: "fingerprint", value: "sha256:",
				command: `fingerprint = "sha256:`,
			},
		},
		{
			name: "13 changed", https: true, inv: func(b *bench) {
				b.cfg.TLS.Fingerprint = "sha256:" +
					strings.Repeat("00", 32)
			},
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
			name: "15 clocks apart",
			lab:  func(c *wsman.Config) { c.Clock = func() time.Time { return time.Now().Add(-7 * time.Minute) } },
			inv: func(b *bench) {
				b.host.Connection.Auth, b.host.Address = "kerberos", "srv01.praxis.example"
				b.deps.LookupHost = func(context.Context, string) ([]string, error) {
					return []string{"127.0.0.1"},
						nil
				}
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
			name: "18 nothing comes", lab: run(func(ctx context.Context, _ string, _ io.Reader, _, _ io.Writer) (int,
				error,
			) {
				<-ctx.Done()
				return 1, nil
			}),
			inv: func(b *bench) { b.deps.AgentTimeout = 100 * time.Millisecond },
			want: want{
				id: "hang", row: 18, check: "agent", name: "waited_s", value: "0.1", command: "Get-Process",
				logons: 2, shells: 1,
			},
		},
		{
			name: "19 the shell dies in the middle", lab: fault("Receive", wsman.Action{Fault: 2150858843}),
			want: want{
				id: "shell-gone", row: 19, check: "agent", name: "fault", value: "2150858843", logons: 1,
				shells: 1,
			},
		},
		{
			name: "20 the parameter is incorrect", lab: fault("Command", wsman.Action{Fault: 87}),
			want: want{id: "defect", row: 20, check: "shell", name: "fault", value: "87", logons: 1, shells: 1},
		},
		{
			name: "21 nothing under /wsman", lab: fault("Logon", wsman.Action{Status: 404}),
			want: want{
				id: "no-wsman", row: 21, check: "http", name: "http_status", value: "404",
				command: "winrm enumerate",
			},
		},
		{
			name: "22 standard input is ignored", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout,
				_ io.Writer,
			) (int, error) {
				_, err := io.WriteString(stdout, "xops1:0000000000000000 "+
					"{\"t\":\"error\",\"code\":\"protocol\",\"message\":\"FullLanguage\"}\r\n")
				return 3, err
			}),
			want: want{id: "stdin", row: 22, check: "agent", name: "hello", value: "false", logons: 1, shells: 1},
		},
		{
			name: "23 umlauts are lost on the way back",
			lab: run(func(ctx context.Context, line string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
				return machine().Run(ctx, line, nil, stdin, &lossy{to: stdout}, stderr)
			}),
			want: want{
				id: "umlauts", row: 23, check: "echo", name: "first_difference", value: "0", logons: 1,
				shells: 1,
			},
		},
		{
			name: "the service is stopped", lab: fault("Logon", wsman.Action{Status: 503}),
			want: want{
				id: "service-stopped", row: 10, check: "http", name: "http_status", value: "503",
				command: "Start-Service WinRM",
			},
		},
		{
			name: "something else answers", lab: fault("Logon", wsman.Action{Status: 200}),
			want: want{id: "not-winrm", row: 21, check: "http", name: "http_status", value: "200"},
		},
		{
			name: "remote shells are off", lab: fault("Create", wsman.Action{Fault: 2150859180}),
			want: want{
				id: "remote-shells-off", check: "shell", name: "fault", value: "2150859180",
				command: "AllowRemoteShellAccess", logons: 1,
			},
		},
		{
			name: "restricted language", lab: run(func(_ context.Context, _ string, _ io.Reader, stdout,
				_ io.Writer,
			) (int, error) {
				_, err := io.WriteString(stdout, "xops1:0000000000000000 "+
					"{\"t\":\"error\",\"code\":\"language\",\"message\":\"ConstrainedLanguage\"}\r\n")
				return 3, err
			}),
			want: want{id: "language-mode", check: "agent", name: "hello", value: "false", logons: 1, shells: 1},
		},
		{
			name: "32-bit PowerShell on 64-bit Windows", lab: run(func(_ context.Context, _ string, stdin io.Reader,
				stdout, _ io.Writer,
			) (int, error) {
				header, err := bufio.NewReader(stdin).ReadString('\n')
				if f := strings.Fields(header); err == nil && len(f) == 4 {
					_, err = fmt.Fprintf(stdout, "xops1:%[1]s {\"t\":\"hello\",\"v\":1,\"agent\":\"%[2]s\",\"bytes\":"+
						"%[3]s,\"language\":\"FullLanguage\",\"bits\":32}\r\nxops1:%[1]s {\"t\":\"error\",\"code\":"+
						"\"bits\",\"message\":\"32 of 64\"}\r\n", f[1], f[3], f[2])
				}
				return 0, err
			}),
			want: want{id: "wrong-bits", check: "agent", logons: 1, shells: 1},
		},
		{
			name: "the antivirus program blocks",
			lab: run(func(_ context.Context, _ string, _ io.Reader, _, stderr io.Writer) (int, error) {
				_, _ = io.WriteString(stderr, "FullyQualifiedErrorId : ScriptContainedMaliciousContent")
				return 1, nil
			}),
			want: want{id: "blocked", check: "agent", logons: 1, shells: 1},
		},
		{
			name: "there is no PowerShell", lab: run(func(context.Context, string, io.Reader, io.Writer,
				io.Writer,
			) (int, error) {
				return 9009, nil
			}),
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
	b := newBench(t, false,
		func(c *wsman.Config) { c.Clock = func() time.Time { return time.Now().Add(420 * time.Second) } })
	r := b.examine()
	if r.Finding != nil || len(r.Notes) != 1 || r.Notes[0].ID != "clock-skew" ||
		!strings.HasPrefix(evidence(r, "clock", "skew_s"), "4") {
		t.Errorf("%+v %+v", r.Notes, r.Checks)
	}
}
