package agenttest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/need"
)

// Host is a practice Windows.
type Host struct {
	Dir string // its drive C: is Dir/drive_c
	t   testing.TB

	in  string
	mu  sync.Mutex
	env []string
}

// WindowsHost makes a fresh practice Windows, which is stopped and removed when the test ends. It takes a second or
// two.
func WindowsHost(t testing.TB) *Host {
	t.Helper()
	need.PracticeWindows(t)
	tools, template := os.Getenv("XOPS_WINDOWS_TOOLS"), os.Getenv("XOPS_WINDOWS_TEMPLATE")
	// On the template's file system its files can be hard links; elsewhere each host is a copy of 700 MB.
	root, err := os.MkdirTemp(filepath.Dir(template), "test-host-")
	if err != nil {
		t.Fatal(err)
	}
	h := &Host{Dir: filepath.Join(root, "host"), t: t, in: filepath.Join(tools, "in-host")}
	t.Cleanup(func() {
		if _, err := os.Stat(h.Dir); err == nil {
			_ = exec.Command(h.in, h.Dir, "--stop").Run()
		}
		_ = os.RemoveAll(root)
	})
	if out, err := exec.Command(filepath.Join(tools, "new-host"), h.Dir, "KH-SRV01").CombinedOutput(); err != nil {
		t.Fatalf("new-host: %v\n%s", err, out)
	}
	if err := wine.EmitInvoke(h.Dir); err != nil {
		t.Fatal(err)
	}
	return h
}

// At is a practice Windows that another process of the same test has made and will remove.
func At(t testing.TB, dir string) *Host {
	return &Host{Dir: dir, t: t, in: filepath.Join(os.Getenv("XOPS_WINDOWS_TOOLS"), "in-host")}
}

// Setenv gives later processes a variable, for instance WINRS_CODEPAGE or PRACTICE_LANGUAGE_MODE.
func (h *Host) Setenv(name, value string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.env = append(h.env, name+"="+value)
}

func (h *Host) command(args ...string) *exec.Cmd {
	h.mu.Lock()
	defer h.mu.Unlock()
	cmd := exec.Command(h.in, append([]string{h.Dir}, args...)...)
	cmd.Env = append(os.Environ(), h.env...)
	return cmd
}

// Conn is a connection that starts command lines as WinRM does, by cmd /c.
func (h *Host) Conn() *Conn {
	return &Conn{Command: func(line string) *exec.Cmd {
		return h.command(append([]string{"cmd", "/c"}, Words(line)...)...)
	}}
}

// Run runs a program with arguments and gives its output; it must end with 0.
func (h *Host) Run(args ...string) string {
	h.t.Helper()
	cmd := h.command(args...)
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Run(); err != nil {
		h.t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errors.String())
	}
	return out.String()
}

// Local is where a Windows path on drive C: lies on this machine. Windows finds names whatever their case; here they
// are as first written.
func (h *Host) Local(path string) string {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(path, `\`, "/"), "C:/")
	if !ok {
		h.t.Fatalf("%s is not on drive C:", path)
	}
	return filepath.Join(h.Dir, "drive_c", rest)
}

// WriteFile writes a file, with the folders that it needs.
func (h *Host) WriteFile(path string, data []byte) {
	h.t.Helper()
	local := h.Local(path)
	err := os.MkdirAll(filepath.Dir(local), 0o755)
	if err == nil {
		err = os.WriteFile(local, data, 0o644)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// MakeFolder makes a folder.
func (h *Host) MakeFolder(path string) {
	h.t.Helper()
	if err := os.MkdirAll(h.Local(path), 0o755); err != nil {
		h.t.Fatal(err)
	}
}

// ReadFile reads a file; nil when it is not there.
func (h *Host) ReadFile(path string) []byte {
	h.t.Helper()
	data, err := os.ReadFile(h.Local(path))
	if err != nil && !os.IsNotExist(err) {
		h.t.Fatal(err)
	}
	return data
}

// List is the names in a folder, sorted.
func (h *Host) List(path string) []string {
	h.t.Helper()
	entries, err := os.ReadDir(h.Local(path))
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Script runs PowerShell text on the host and gives its output; it must end with 0.
func (h *Host) Script(text string) string {
	h.t.Helper()
	h.WriteFile(`C:\prepare.ps1`, []byte("\ufeff$ErrorActionPreference='Stop'\r\n"+text))
	defer func() { _ = os.Remove(h.Local(`C:\prepare.ps1`)) }()
	return strings.TrimSpace(h.Run("powershell.exe", "-NoProfile", "-File", `C:\prepare.ps1`))
}

// Hold opens a file in another process for reading and writing, which shares it as told ("None", "ReadWrite"), until
// release is called.
func (h *Host) Hold(path, share string) (release func()) {
	h.t.Helper()
	cmd := h.command("powershell.exe", "-NoProfile", "-Command",
		fmt.Sprintf("$f=New-Object IO.FileStream '%s','Open','ReadWrite','%s'; [Console]::Out.WriteLine('held'); "+
			"$null=[Console]::In.ReadLine(); $f.Dispose()", quote(path), share))
	in, err := cmd.StdinPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); strings.TrimSpace(line) != "held" {
		h.t.Fatalf("%s is not held: %q %v", path, line, err)
	}
	var once sync.Once
	release = func() { once.Do(func() { _ = in.Close(); _ = cmd.Wait() }) }
	h.t.Cleanup(release)
	return release
}

// SetRegistry sets a value of HKLM's 64-bit view; kind is .NET's name, value a PowerShell expression.
func (h *Host) SetRegistry(key, name, kind, value string) {
	h.t.Helper()
	h.Script(fmt.Sprintf("$k=[Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine','Registry64').CreateSubKey("+
		"'%s')\r\n$k.SetValue('%s',%s,'%s')", quote(key), quote(name), value, kind))
}

func quote(s string) string { return strings.ReplaceAll(s, "'", "''") }

// Stop is a power cut: everything that runs on the host ends at once. The next command starts it again.
func (h *Host) Stop() {
	h.t.Helper()
	if out, err := h.command("--stop").CombinedOutput(); err != nil {
		h.t.Fatalf("--stop: %v\n%s", err, out)
	}
}
