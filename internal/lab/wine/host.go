//go:build unix

package wine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Kit is where the practice Windows is on this machine.
type Kit struct {
	tools string // folder with new-host and in-host
	hosts string // folder for hosts, on the file system of the template
}

// Find looks for the kit where its setup says it is: XOPS_WINDOWS_TOOLS and XOPS_WINDOWS_TEMPLATE.
func Find() (*Kit, error) {
	tools, template := os.Getenv("XOPS_WINDOWS_TOOLS"), os.Getenv("XOPS_WINDOWS_TEMPLATE")
	if tools == "" || template == "" {
		return nil, errors.New("the practice Windows is not set up: XOPS_WINDOWS_TOOLS and XOPS_WINDOWS_TEMPLATE " +
			"are not set (run eval \"$(…/windows/setup)\")")
	}
	if _, err := os.Stat(filepath.Join(template, "ready")); err != nil {
		return nil, fmt.Errorf("the practice Windows is not set up: %w", err)
	}
	hosts := filepath.Join(filepath.Dir(template), "hosts")
	if err := os.MkdirAll(hosts, 0o700); err != nil {
		return nil, err
	}
	return &Kit{tools: tools, hosts: hosts}, nil
}

// Host is one practice Windows; it implements lab.Machine.
type Host struct {
	kit  *Kit
	dir  string
	Name string
	gone sync.Once
	net  *os.File // its network, if it has one of its own
}

// NewHost makes a fresh Windows of this computer name. Close must be called.
func (k *Kit) NewHost(name string) (*Host, error) {
	dir, err := os.MkdirTemp(k.hosts, "host-")
	if err != nil {
		return nil, err
	}
	h := &Host{kit: k, dir: filepath.Join(dir, "c"), Name: name}
	if out, err := exec.Command(filepath.Join(k.tools, "new-host"), h.dir, name).CombinedOutput(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, fmt.Errorf("new-host: %w: %s", err, out)
	}
	if err := EmitInvoke(h.dir); err != nil {
		h.Close()
		return nil, err
	}
	shim := forwarder("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
	if err := os.WriteFile(h.Path(`C:\windows\system32\bcryptprimitives.dll`), shim, 0o755); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// Isolate gives the host a network of its own, before its first command: else all hosts share this machine's, and see
// each other's listeners. It needs the rights to do so; without them the host stays as it is.
func (h *Host) Isolate() error {
	if _, err := exec.LookPath("nsenter"); err != nil {
		return err
	}
	var err error
	h.net, err = newNetwork()
	return err
}

// AddDrive gives the host a drive, before its first command; C: it has.
func (h *Host) AddDrive(letter byte) error {
	if err := os.Mkdir(filepath.Join(h.dir, folder(letter)), 0o755); err != nil {
		return err
	}
	return os.Symlink("../"+folder(letter), filepath.Join(h.dir, "dosdevices", strings.ToLower(string(letter))+":"))
}

// folder is that of a drive.
func folder(letter byte) string { return "drive_" + strings.ToLower(string(letter)) }

// Path is where a file lies on this machine. Windows ignores case and this machine does not, so what exists is
// looked up; the rest of the path is taken as it is.
func (h *Host) Path(windows string) string {
	at := filepath.Join(h.dir, folder(windows[0]))
	for _, part := range strings.FieldsFunc(strings.TrimPrefix(windows[1:], ":"),
		func(r rune) bool { return r == '\\' || r == '/' }) {
		found := part
		if entries, err := os.ReadDir(at); err == nil {
			for _, e := range entries {
				if strings.EqualFold(e.Name(), part) {
					found = e.Name()
					break
				}
			}
		}
		at = filepath.Join(at, found)
	}
	return at
}

// WriteFile writes a file, with its folders.
func (h *Host) WriteFile(windows string, data []byte) error {
	path := h.Path(windows)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o755)
}

// ReadFile reads a file.
func (h *Host) ReadFile(windows string) ([]byte, error) { return os.ReadFile(h.Path(windows)) }

// Command prepares a command line, given as words; it is not started. WINRS_CODEPAGE is kept from env; the rest becomes
// the environment of the command.
func (h *Host) Command(env map[string]string, words ...string) *exec.Cmd {
	line := append([]string{filepath.Join(h.kit.tools, "in-host"), h.dir}, words...)
	if h.net != nil {
		line = append([]string{"nsenter", fmt.Sprintf("--net=/proc/%d/fd/%d", os.Getpid(), h.net.Fd()), "--"}, line...)
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = os.Environ()
	for k, v := range env {
		if k != "WINRS_CODEPAGE" && k != "PRACTICE_LANGUAGE_MODE" {
			k = "HOST_" + k
		}
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that what it starts can be ended with it
	return cmd
}

// CommandInterpreter is cmd.exe by its whole path: by its name alone Wine starts it through another program, which now
// and then fails under load.
const CommandInterpreter = `C:\windows\system32\cmd.exe`

// Run runs a command line as WinRM does: through cmd /c. Cancelling the context ends it and what it started.
func (h *Host) Run(ctx context.Context, commandLine string, env map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	cmd := h.Command(env, append([]string{CommandInterpreter, "/c"}, words(commandLine)...)...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.WaitDelay = 5 * time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer stop()
	if stdin != nil {
		go func() { // not waited for: the client may never end its input
			_, _ = io.Copy(in, stdin)
			_ = in.Close()
		}()
	} else {
		_ = in.Close()
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) || errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return cmd.ProcessState.ExitCode(), err
}

// words takes a command line apart at blanks outside of quotes.
func words(line string) []string {
	var out []string
	var word strings.Builder
	quoted, some := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, some = !quoted, true
		case r == ' ' && !quoted:
			if some {
				out = append(out, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteRune(r)
			some = true
		}
	}
	if some {
		out = append(out, word.String())
	}
	return out
}

// PowerCut ends everything in the host at once. The next command boots it again.
func (h *Host) PowerCut() {
	_ = exec.Command(filepath.Join(h.kit.tools, "in-host"), h.dir, "--stop").Run()
}

// Close ends the host and removes it.
func (h *Host) Close() {
	h.gone.Do(func() {
		h.PowerCut()
		if h.net != nil {
			_ = h.net.Close()
		}
		_ = os.RemoveAll(filepath.Dir(h.dir))
	})
}
