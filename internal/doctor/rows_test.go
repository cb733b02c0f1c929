package doctor_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/local"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// TestEveryFaultIsTold is row 6: whatever number a host answers with, the work stops there, with that number, and
// nothing is skipped silently.
func TestEveryFaultIsTold(t *testing.T) {
	for number, id := range map[uint32]problem.ID{
		5: "token-filter", 87: "defect", 995: "shell-gone", 2147943418: "profile-unloaded", 2150858767: "defect",
		2150858793: "busy", 2150858817: "defect", 2150858824: "envelope",
		2150858825: "envelope", 2150858843: "shell-gone", 2150859113: "firewall-public", 2150859173: "shells-used-up",
		2150859174: "operations-used-up", 2150859175: "throttled",
		2150859176: "throttled", 2150859179: "users-used-up", 2150859180: "remote-shells-off",
		2150859229: "remote-access-off", 2150859230: "service-disconnected", 2150859235: "remote-access-off",
		2150859236: "quota", 2150859241: "quota", 4711: "unknown-fault", 4294967295: "unknown-fault",
	} {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			t.Parallel()
			b := newBench(t, false, fault("Create", wsman.Action{Fault: number}))
			r := b.examine()
			if r.Finding == nil || r.Finding.ID != id || evidence(r, "shell", "fault") != fmt.Sprint(number) ||
				!strings.Contains(r.Finding.Detail, fmt.Sprint(number)) {
				t.Errorf("%+v, want %s", r.Finding, id)
			}
		})
	}
}

// TestCommandLine is row 17: ours is far below the limit, and one above it is refused before anything is sent, with its
// cause.
func TestCommandLine(t *testing.T) {
	for _, quotes := range []bool{false, true} {
		if n := len(agent.CommandLine(quotes)); n >= 4000 {
			t.Errorf("the bootstrap has %d characters", n)
		}
	}
	b := newBench(t, false, nil)
	cfg, err := b.deps.WinRM(t.Context(), b.host)
	if err != nil {
		t.Fatal(err)
	}
	c, err := winrm.Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = c.Start(t.Context(), strings.Repeat("x", 9000))
	if cause := problemtest.Told(t, err, problem.CommandLine).Text(text.German).Cause; !strings.Contains(cause,
		"8191 Zeichen") || b.server.Counters().Shells != 0 {
		t.Errorf("%q, %v", cause, err)
	}
}

// TestBootstrapReadsTheStream is row 22: nothing relies on an interactive PowerShell, and nothing makes the host read
// standard input itself.
func TestBootstrapReadsTheStream(t *testing.T) {
	line := agent.CommandLine(false)
	words := strings.Fields(line)
	raw, err := base64.StdEncoding.DecodeString(words[len(words)-1])
	if err != nil {
		t.Fatal(err)
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i]) | uint16(raw[2*i+1])<<8
	}
	script := string(utf16.Decode(units))
	if !strings.Contains(script, "OpenStandardInput") || strings.Contains(strings.ToLower(script), "$input") ||
		strings.Contains(line, "-Command -") || !strings.Contains(line, "-NonInteractive") {
		t.Errorf("%s\n%s", line, script)
	}
}

// TestSelection: hosts are examined side by side, reports come in their order, and one that cannot be reached stops no
// other.
func TestSelection(t *testing.T) {
	var hosts []*inventory.Host
	byHost := map[*inventory.Host]*bench{}
	for i := range 12 {
		var change func(*wsman.Config)
		if i%3 == 1 {
			change = fault("Create", wsman.Action{Fault: 2150859173})
		}
		b := newBench(t, i%2 == 0, change)
		b.host.Name = fmt.Sprintf("ws%02d", i)
		hosts = append(hosts, b.host)
		byHost[b.host] = b
	}
	deps := doctor.Deps{Ports: []int{}, WinRM: func(ctx context.Context, h *inventory.Host) (winrm.Config, error) {
		return byHost[h].deps.WinRM(ctx, h)
	}}
	reports := doctor.All(t.Context(), hosts, deps, 4, 0, nil)
	for i, r := range reports {
		check(t, r)
		want := ""
		if i%3 == 1 {
			want = "shells-used-up"
		}
		got := ""
		if r.Finding != nil {
			got = string(r.Finding.ID)
		}
		if r.Host != hosts[i].ID() || got != want {
			t.Errorf("%d: %s %q, want %q", i, r.Host, got, want)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, r := range doctor.All(cancelled, hosts[:2], deps, 0, 0, nil) {
		if r.Finding == nil || r.Finding.ID != "cancelled" || r.Logons != 0 {
			t.Errorf("%+v", r.Finding)
		}
	}
}

// TestLocal: there is nothing to reach; the session is examined.
func TestLocal(t *testing.T) {
	b := &bench{t: t, host: &inventory.Host{
		Practice: &inventory.Practice{Name: "mueller"}, Name: "srv01",
		Connection: inventory.Connection{Transport: "local"},
	}}
	sim := machine()
	b.deps.Local = func(context.Context, *inventory.Host) (transport.Conn, error) { return &inProcess{sim}, nil }
	if r := b.examine(); r.Finding != nil || r.Logons != 0 || len(r.Checks) != 4 ||
		evidence(r, "agent", "bits") != "64" {
		t.Errorf("%+v %+v", r.Finding, r.Checks)
	}
	b.deps.Local = func(context.Context, *inventory.Host) (transport.Conn, error) {
		return local.Dial(local.Config{Command: func(string) (*exec.Cmd, error) {
			return exec.Command("/gibt/es/nicht"),
				nil
		}})
	}
	if r := b.examine(); r.Finding == nil || r.Finding.ID != "local-start" {
		t.Errorf("%+v", r.Finding)
	}
}

// TestBrokenConfiguration: what is wrong before anything is dialled is a finding too.
func TestBrokenConfiguration(t *testing.T) {
	b := newBench(t, false, nil)
	b.cfg.Password = func(context.Context) (string, error) { return "", errors.New("env XOPS_PASSWORD is not set") }
	want{id: "password-missing", check: "logon"}.compare(t, b, b.examine())
	b = newBench(t, false, nil)
	b.host.Connection.Auth, b.host.Connection.HTTPS = "basic", false
	r := b.examine()
	if r.Finding == nil || b.server.Counters().Logons != 0 || r.Finding.ID != "basic-clear" {
		t.Errorf("%+v", r.Finding)
	}
}

// TestBastion: what fails on the way is told of the bastion.
func TestBastion(t *testing.T) {
	b := newBench(t, false, nil)
	b.host.Connection.Jump = "tech@jump.example"
	b.deps.WinRM = func(context.Context, *inventory.Host) (winrm.Config, error) {
		return winrm.Config{}, problem.New(problem.SSHLogon, "bastion",
			"jump.example").With("user tech at jump.example:22")
	}
	r := b.examine()
	want{id: "ssh-logon", row: 1, check: "dns"}.compare(t, b, r)
	if cause := r.Finding.Text(text.German).Cause; !strings.HasPrefix(cause,
		"Sprungrechner jump.example: Die SSH-Anmeldung") {
		t.Error(cause)
	}
}

// TestEvidenceIsJSON keeps the order in which evidence was found.
func TestEvidenceIsJSON(t *testing.T) {
	data, err := json.Marshal(doctor.Evidence{{Name: "b", Value: 1}, {Name: "a", Value: []string{"ü"}}})
	if err != nil || string(data) != `{"b":1,"a":["ü"]}` {
		t.Errorf("%s %v", data, err)
	}
	if data, _ = json.Marshal(doctor.Evidence(nil)); string(data) != "{}" {
		t.Errorf("%s", data)
	}
}

// inProcess runs command lines in a simulated computer, without any network.
type inProcess struct{ m wire.Machine }

func (c *inProcess) Stats() transport.Stats { return transport.Stats{} }
func (c *inProcess) Close() error           { return nil }
func (c *inProcess) Quotes() bool           { return true }

func (c *inProcess) Start(ctx context.Context, line string) (transport.Process, error) {
	p := &running{done: make(chan struct{})}
	var in, out *io.PipeReader
	in, p.in = io.Pipe()
	out, p.to = io.Pipe()
	p.out = out
	go func() {
		defer close(p.done)
		_, _ = c.m.Run(context.WithoutCancel(ctx), line, nil, in, p.to, io.Discard)
		_ = p.to.Close()
	}()
	return p, nil
}

type running struct {
	in   *io.PipeWriter
	to   *io.PipeWriter
	out  *io.PipeReader
	done chan struct{}
}

func (p *running) Send(_ context.Context, data []byte) error { _, err := p.in.Write(data); return err }

func (p *running) Receive(context.Context) ([]byte, error) {
	b := make([]byte, 32<<10)
	n, err := p.out.Read(b)
	return b[:n], err
}

func (p *running) Stderr() []byte { return nil }
func (p *running) ExitCode() int  { return 0 }

func (p *running) Close(context.Context) error {
	_ = p.in.Close()
	_ = p.out.Close()
	<-p.done
	return nil
}
