package conformance_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/agent/conformance"
	xexec "github.com/xops-dev/xops/internal/exec"
)

// TestRealWindows runs the suite on this computer's own Windows PowerShell. It writes files, registry values and
// firewall rules: it is for machines that are thrown away afterwards, and only runs where XOPS_REAL_WINDOWS=1 says so.
// It has not been run yet.
func TestRealWindows(t *testing.T) {
	if os.Getenv("XOPS_REAL_WINDOWS") != "1" {
		t.Skip("XOPS_REAL_WINDOWS=1 is not set: this would change the computer that it runs on")
	}
	conn := &agenttest.Conn{Command: func(line string) *exec.Cmd {
		cmd := exec.Command("powershell.exe")
		cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: line}
		return cmd
	}}
	conformance.Run(t, &realHost{t}, func(t *testing.T, mode xexec.Mode) xexec.Session {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
		s, err := agent.Open(ctx, conn, mode, agent.Options{Timeout: 4 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close(ctx); cancel() })
		return s
	})
}

// realHost is the computer that the test runs on.
type realHost struct{ t *testing.T }

func (h *realHost) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *realHost) WriteFile(path string, data []byte) {
	h.MakeFolder(filepath.Dir(path))
	h.must(os.WriteFile(path, data, 0o644))
}

func (h *realHost) MakeFolder(path string) { h.must(os.MkdirAll(path, 0o755)) }

func (h *realHost) ReadFile(path string) []byte {
	data, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		h.must(err)
	}
	return data
}

func (h *realHost) List(path string) []string {
	entries, err := os.ReadDir(path)
	h.must(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (h *realHost) SetValue(key, kind string, value any) {
	path, name, _ := strings.Cut(key, `\\`)
	hive, path, _ := strings.Cut(path, `\`)
	view := map[string]uint32{"HKLM": registry.WOW64_64KEY, "HKLM32": registry.WOW64_32KEY}[hive]
	k, _, err := registry.CreateKey(registry.LOCAL_MACHINE, path, registry.SET_VALUE|view)
	h.must(err)
	defer k.Close()
	switch x := value.(type) {
	case []string:
		err = k.SetStringsValue(name, x)
	case int64:
		err = k.SetQWordValue(name, uint64(x))
		if kind == "dword" {
			err = k.SetDWordValue(name, uint32(x))
		}
	case string:
		switch kind {
		case "binary":
			data, bad := base64.StdEncoding.DecodeString(x)
			h.must(bad)
			err = k.SetBinaryValue(name, data)
		case "expand_sz":
			err = k.SetExpandStringValue(name, x)
		default:
			err = k.SetStringValue(name, x)
		}
	}
	h.must(err)
}

func (h *realHost) SetRaw(key string, typ int, data []byte) {
	file := filepath.Join(h.t.TempDir(), "value.reg")
	h.must(os.WriteFile(file, agenttest.RegFile(key, typ, data), 0o600))
	h.must(exec.Command("reg.exe", "import", file).Run())
}

func (h *realHost) AddRule(id, raw, store string) {
	h.SetValue(agenttest.RuleStores[store]+`\\`+id, "sz", raw)
}

func (h *realHost) RemoveRules(ids ...string) {
	for _, id := range ids {
		for _, key := range agenttest.RuleStores {
			_ = exec.Command("reg.exe", "delete", key, "/v", id, "/f").Run() // it is in one of them
		}
	}
}

func (h *realHost) AddService(name, imagePath string) {
	_ = exec.Command("sc.exe", "create", name, "binPath=", imagePath, "start=", "auto").Run() // of an earlier run
}

func (h *realHost) SetSDDL(path, sddl string) {
	sd, err := windows.SecurityDescriptorFromString(sddl)
	h.must(err)
	dacl, _, err := sd.DACL()
	h.must(err)
	control, _, err := sd.Control()
	h.must(err)
	var info windows.SECURITY_INFORMATION = windows.DACL_SECURITY_INFORMATION |
		windows.UNPROTECTED_DACL_SECURITY_INFORMATION
	if control&windows.SE_DACL_PROTECTED != 0 {
		info = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	h.must(windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, info, nil, nil, dacl, nil))
}

// Service is the print spooler, stopped and manual.
func (h *realHost) Service() string {
	_ = exec.Command("sc.exe", "stop", "Spooler").Run() // it may be stopped
	h.must(exec.Command("sc.exe", "config", "Spooler", "start=", "demand").Run())
	return "Spooler"
}

func (h *realHost) Ready() {}

// Except: what an administrator may always do cannot be denied.
func (h *realHost) Except(name string) string {
	switch name {
	case "registry/denied", "permission/denied", "service/denied", "firewall_rule/denied":
		return "the tests run as an administrator, to whom this is not denied"
	}
	return ""
}

func (h *realHost) Deny(_, key string, allow bool) {
	sddl := "D:P(D;;GRGW;;;WD)(A;;GA;;;WD)"
	if allow {
		sddl = "D:(A;;GA;;;WD)"
	}
	h.SetSDDL(key, sddl)
}

func (h *realHost) Hold(path string) func() {
	p, err := windows.UTF16PtrFromString(path)
	h.must(err)
	f, err := windows.CreateFile(p, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING, 0, 0)
	h.must(err)
	return func() { h.must(windows.CloseHandle(f)) }
}
