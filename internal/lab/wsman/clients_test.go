package wsman_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/need"
)

// shellHost answers the little that foreign clients ask in these tests.
type shellHost struct{}

func (shellHost) Run(_ context.Context, line string, _ map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	switch {
	// the same, as Ansible writes it
	case strings.Contains(line, "hostname"), strings.HasSuffix(line, " -EncodedCommand aABvAHMAdABuAGEAbQBlAA=="):
		fmt.Fprint(stdout, "SRV01\r\n")
	case strings.Contains(line, "fail"):
		fmt.Fprint(stderr, "kaputt: Größe\r\n")
		return 7, nil
	case strings.Contains(line, "sort"):
		b, _ := io.ReadAll(stdin)
		_, _ = stdout.Write(b)
	default:
		return 1, fmt.Errorf("unknown command %q", line)
	}
	return 0, nil
}

func serve(t *testing.T, https bool, cfg wsman.Config) (*wsman.Server, int) {
	t.Helper()
	cfg.Machine, cfg.Hostname, cfg.Users = shellHost{}, "SRV01", map[string]string{"xops": "Geheim-1"}
	s, err := wsman.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Listen("127.0.0.1:0", https)
	if err != nil {
		t.Fatal(err)
	}
	return s, addr.(*net.TCPAddr).Port
}

// python finds an interpreter that has pywinrm.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import winrm").Run() == nil {
			return name
		}
	}
	need.Missing(t, "python3's module winrm (Debian package python3-winrm)")
	return ""
}

// foreign runs a program without this machine's proxies and certificates, which some clients prefer to their arguments.
func foreign(t *testing.T, name string, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	for _, v := range os.Environ() {
		variable, _, _ := strings.Cut(strings.ToUpper(v), "=")
		if !strings.HasSuffix(variable, "_PROXY") && !strings.HasSuffix(variable, "_CA_BUNDLE") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+t.TempDir(), "NO_PROXY=*", "PYTHONWARNINGS=ignore")
	return cmd.CombinedOutput()
}

const pywinrm = `
import sys, warnings
warnings.simplefilter("ignore")
from cryptography.hazmat.backends.openssl import backend # switches MD4 on, which NTLM needs
import winrm
url, transport, encryption, ca = sys.argv[1:5]
options = dict(transport=transport, message_encryption=encryption, ca_trust_path=ca or None)
s = winrm.Session(url, auth=("xops", "Geheim-1"), **options)
r = s.run_cmd("hostname")
assert (r.status_code, r.std_out, r.std_err) == (0, b"SRV01\r\n", b""), (r.status_code, r.std_out, r.std_err)
r = s.run_cmd("fail", ["now"])
assert (r.status_code, r.std_err.decode("utf-8")) == (7, "kaputt: Gr\u00f6\u00dfe\r\n"), (r.status_code, r.std_err)
try:
    winrm.Session(url, auth=("xops", "falsch"), **options).run_cmd("hostname")
    raise SystemExit("a wrong password was let in")
except winrm.exceptions.InvalidCredentialsError:
    pass
print("fine")
`

func TestPywinrm(t *testing.T) {
	interpreter := python(t)
	for _, tt := range []struct {
		name, transport, encryption string
		https                       bool
		cfg                         wsman.Config
	}{
		{"http ntlm sealed", "ntlm", "always", false, wsman.Config{}},
		{"https ntlm", "ntlm", "auto", true, wsman.Config{StrictCBT: true}},
		{"https ntlm sealed", "ntlm", "always", true, wsman.Config{}},
		{"https basic", "basic", "auto", true, wsman.Config{AllowBasic: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, port := serve(t, tt.https, tt.cfg)
			scheme, ca := "http", ""
			if tt.https {
				scheme, ca = "https", filepath.Join(t.TempDir(), "ca.pem")
				block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
				if err := os.WriteFile(ca, block, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := foreign(t, interpreter, "-c", pywinrm, fmt.Sprintf("%s://127.0.0.1:%d/wsman", scheme, port),
				tt.transport, tt.encryption, ca)
			if err != nil || !strings.Contains(string(out), "fine") {
				t.Fatalf("%v\n%s", err, out)
			}
			if n := s.Counters(); n.OpenShells != 0 || n.Commands != 2 {
				t.Errorf("%+v", n)
			}
		})
	}
}

// TestPywinrmUnsealed: a client that does not seal its messages is refused over HTTP as Windows refuses it.
func TestPywinrmUnsealed(t *testing.T) {
	interpreter := python(t)
	s, port := serve(t, false, wsman.Config{})
	out, err := foreign(t, interpreter, "-c", pywinrm, fmt.Sprintf("http://127.0.0.1:%d/wsman", port), "ntlm", "never",
		"")
	if n := s.Counters(); err == nil || n.Shells != 0 || n.Logons == 0 || n.FailedLogons != 0 {
		t.Errorf("an unsealed message was not refused after the logon: %+v\n%s", n, out)
	}
}

func TestAnsibleRaw(t *testing.T) {
	ansible := need.Tool(t, "ansible", "ansible-core")
	python(t)
	s, port := serve(t, false, wsman.Config{})
	dir := t.TempDir()
	inventory := filepath.Join(dir, "hosts.ini")
	text := fmt.Sprintf("srv01 ansible_host=127.0.0.1 ansible_port=%d ansible_connection=winrm "+
		"ansible_winrm_scheme=http ansible_winrm_transport=ntlm "+
		"ansible_winrm_message_encryption=always ansible_user=xops ansible_password=Geheim-1 ansible_shell_type=cmd\n",
		port)
	if err := os.WriteFile(inventory, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "ansible.cfg")
	if err := os.WriteFile(config, []byte("[defaults]\nnocolor = true\nlocal_tmp = "+dir+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ANSIBLE_CONFIG", config)
	out, err := foreign(t, ansible, "srv01", "-i", inventory, "-m", "raw", "-a", "hostname")
	if err != nil || !strings.Contains(string(out), "SRV01") {
		t.Fatalf("%v\n%s\n%+v", err, out, s.Records())
	}
}
