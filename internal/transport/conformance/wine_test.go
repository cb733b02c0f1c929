//go:build unix

package conformance

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/agent"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/sshtest"
)

func newPractice(t *testing.T) *wine.Host {
	t.Helper()
	kit, err := wine.Find()
	if err != nil {
		need.Missing(t, err.Error())
	}
	host, err := kit.NewHost("KH-SRV01")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(host.Close)
	return host
}

// windowsBehindSSH is a real sshd whose commands run in a practice Windows.
func windowsBehindSSH(t *testing.T) (*wine.Host, *sshtest.Server, Target) {
	t.Helper()
	host := newPractice(t)
	inHost := strings.Join(host.Command(nil).Args, " ") // in-host FOLDER
	// As sshd on Windows starts it: the default shell is cmd.exe (dossier section 2).
	s := sshtest.Start(t, "ForceCommand exec "+inHost+" '"+wine.CommandInterpreter+"' /c $SSH_ORIGINAL_COMMAND",
		"SetEnv PATH="+os.Getenv("PATH"))
	other := filepath.Join(s.Dir, "known_others")
	sshtest.Write(t, other, s.KnownLine(t, s.OtherKey))
	return host, s, Target{
		Program: `C:\far.exe xops-far`, Logons: s.Logons, Codes: []int{256 - 2}, Cuts: 6,
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
	}
}

// install builds something for Windows and lays it on C:\.
func install(t *testing.T, host *wine.Host, name string, goCommand ...string) {
	t.Helper()
	exe := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", append(goCommand[:len(goCommand)-1:len(goCommand)-1], "-o", exe,
		goCommand[len(goCommand)-1])...)
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	if err := host.WriteFile(`C:\`+name, program); err != nil {
		t.Fatal(err)
	}
}

const module = "github.com/xops-dev/xops/internal/transport"

func TestWindowsBehindOpenSSH(t *testing.T) {
	host, _, target := windowsBehindSSH(t)
	install(t, host, "far.exe", "build", module+"/conformance/far")
	// boots it
	if out, err := host.Command(nil, `C:\far.exe`, "xops-far", "flood", "3", "0").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	Run(t, target)
}

// The tests of the local transport and its run of this suite, on Windows itself.
func TestLocalOnWindows(t *testing.T) {
	host := newPractice(t)
	for name, of := range map[string]string{"local.test.exe": module + "/local", "suite.test.exe": module +
		"/conformance"} {
		t.Run(name, func(t *testing.T) {
			install(t, host, name, "test", "-c", of)
			out, err := host.Command(nil, `C:\`+name, "-test.v", "-test.timeout=3m").CombinedOutput()
			if err != nil || !strings.HasSuffix(strings.TrimSpace(string(out)), "PASS") || strings.Contains(string(out),
				"--- SKIP") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// PowerShell behind sshd: an echo, then the agent's own exchange.
func TestPowerShellBehindOpenSSH(t *testing.T) {
	_, _, target := windowsBehindSSH(t)
	c := target.connect(t)
	p, err := c.Start(bounded(t), "powershell.exe -NoLogo -NoProfile -NonInteractive -Command "+
		"[Console]::Out.Write([Console]::In.ReadLine())")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Send(bounded(t), []byte("hin und zurueck\n")); err != nil {
		t.Fatal(err)
	}
	if got := rest(t, p); string(got) != "hin und zurueck" || p.ExitCode() != 0 {
		t.Errorf("%q, exit code %d, stderr %q", got, p.ExitCode(), p.Stderr())
	}
	closeProcess(t, p)

	s, err := agent.Open(bounded(t), c, xexec.Observe, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := s.Observe(bounded(t), []resource.Query{{Type: "os"}, {Type: "file", Key: `C:\windows\win.ini`}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(bounded(t)); err != nil {
		t.Error(err)
	}
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	if s.Hello().Computer != "KH-SRV01" || !strings.Contains(string(text), "KH-SRV01") ||
		!strings.Contains(strings.ToLower(string(text)), "win.ini") {
		t.Errorf("%+v: %s", s.Hello(), text)
	}
	if st := c.Stats(); st.Starts != 2 || st.Connections != 1 || st.Logons != 1 {
		t.Errorf("%+v", st)
	}
}
