package installers

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// installer is a real one, made with NSIS. Each start writes one character into C:\<Name>\runs.txt.
type installer struct {
	Name, Version string
	View          string // 64 or 32
	Code          int    // exit code
	Body          string // what else it does, before it is in the list of programs
	Silent        bool   // whether it never shows a window
}

const nsis = `Unicode true
Target amd64-unicode
Name "%[1]s"
OutFile "%[6]s"
RequestExecutionLevel user
InstallDir "C:\%[1]s"
%[5]s
Section
  SetOutPath "$INSTDIR"
  FileOpen $0 "$INSTDIR\runs.txt" a
  FileSeek $0 0 END
  FileWrite $0 "x"
  FileClose $0
%[4]s
  SetRegView %[3]s
  WriteUninstaller "$INSTDIR\uninst.exe"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\%[1]s" "DisplayName" "%[1]s"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\%[1]s" "DisplayVersion" "%[2]s"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\%[1]s" "UninstallString" '"$INSTDIR\uninst.exe"'
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\%[1]s" "QuietUninstallString" '"$INSTDIR\uninst.exe" /S'
  SetErrorLevel %[7]d
SectionEnd
Section "Uninstall"
  Sleep 700
  SetRegView %[3]s
  DeleteRegKey HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\%[1]s"
  Delete "$INSTDIR\uninst.exe"
SectionEnd
`

// windowsRig is a practice Windows on which programs can show windows, and where one can see them.
func windowsRig(t *testing.T) (*rig, *agenttest.Host) {
	t.Helper()
	need.Tool(t, "makensis", "nsis")
	need.PracticeWindows(t)
	h := agenttest.WindowsHost(t)
	h.Script(`[Microsoft.Win32.Registry]::SetValue('HKEY_CURRENT_USER\Software\Wine\Drivers','Graphics','null')`)
	r := newRig(t, func() transport.Conn { return h.Conn() })
	r.pause = func(ctx context.Context, _ time.Duration) {
		select {
		case <-time.After(time.Second): // how often it is looked at; nothing rests on it
		case <-ctx.Done():
		}
	}
	return r, h
}

// put makes an installer and brings it to the host; it gives its path there.
func put(t *testing.T, h *agenttest.Host, i installer) string {
	t.Helper()
	dir := t.TempDir()
	exe := filepath.Join(dir, "setup.exe")
	mode := ""
	if i.Silent {
		mode = "SilentInstall silent"
	}
	script := fmt.Sprintf(nsis, i.Name, i.Version, i.View, i.Body, mode, exe, i.Code)
	if err := os.WriteFile(filepath.Join(dir, "x.nsi"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("makensis", "-V2", "-INPUTCHARSET", "UTF8",
		filepath.Join(dir, "x.nsi")).CombinedOutput(); err != nil {
		t.Fatalf("makensis: %v\n%s", err, out)
	}
	data, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	path := `C:\Setup\` + i.Name + " " + i.Version + ".exe"
	h.WriteFile(path, data)
	return path
}

func install(name, version, path string, more ...string) string {
	return fmt.Sprintf("step \"program\" \"p\" {\n  name = %q\n  version = %q\n  installer = %q\n  timeout = 120\n "+
		" %s\n}\n", name+"*", version, path, strings.Join(more, "\n  "))
}

// starts is how often an installer was started.
func starts(h *agenttest.Host, name string) int { return len(h.ReadFile(`C:\` + name + `\runs.txt`)) }

const quiet = `arguments = ["/S"]`

func TestRealInstallers(t *testing.T) {
	t.Parallel()
	r, h := windowsRig(t)
	tidy := func(t *testing.T) {
		t.Helper()
		if left := h.List(`C:\ProgramData\xops\tasks`); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}

	for _, view := range []string{"64", "32"} {
		t.Run("good in the "+view+"-bit view, upgrade, uninstall", func(t *testing.T) {
			r.t = t
			name := "Gut Größe " + view
			one := install(name, "1.0", put(t, h, installer{
				Name: name, Version: "1.0", View: view, Silent: true,
				Body: "  Sleep 500",
			}), quiet)
			p := r.plan(one)
			want(t, p, plan.Changes, "")
			if p.Starts != 1 {
				t.Errorf("%d starts to plan", p.Starts)
			}
			want(t, r.apply(one), plan.Changed, "")
			want(t, r.plan(one), plan.OK, "")
			two := install(name, "2.0", put(t, h, installer{Name: name, Version: "2.0", View: view, Silent: true}),
				quiet)
			up := r.apply(two)
			want(t, up, plan.Changed, "")
			if c := up.Items[0]; c.Action != "update" || c.Before["version"] != "1.0" {
				t.Errorf("%+v", c)
			}
			if n := starts(h, name); n != 2 {
				t.Errorf("%d starts", n)
			}
			gone := r.apply(fmt.Sprintf("step \"program\" \"p\" {\n  name = %q\n  state = \"absent\"\n}\n", name+"*"))
			want(t, gone, plan.Changed, "")
			if len(gone.Items) != 1 || h.ReadFile(`C:\`+name+`\uninst.exe`) != nil {
				t.Errorf("not uninstalled: %+v", gone)
			}
			tidy(t)
		})
	}
	t.Run("nobody else can write what SYSTEM runs", func(t *testing.T) {
		for _, dir := range []string{`C:\ProgramData\xops`, `C:\ProgramData\xops\tasks`} {
			out := h.Script(`$a=(New-Object IO.DirectoryInfo '` + dir +
				`').GetAccessControl(); $a.GetSecurityDescriptorSddlForm('Owner, Access')`)
			if out != "O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)" {
				t.Errorf("%s: %s", dir, out)
			}
		}
	})
	t.Run("restart needed", func(t *testing.T) {
		r.t = t
		book := install("Neustart", "1", put(t, h, installer{
			Name: "Neustart", Version: "1", View: "64", Code: 3010,
			Silent: true,
		}), quiet)
		p := r.apply(book)
		want(t, p, plan.Changed, "")
		if o := outcome(t, p); o.Now.Int("exit_code") != 3010 || o.Now["reboot_required"] != true {
			t.Errorf("%+v", o)
		}
		tidy(t)
	})
	t.Run("fails", func(t *testing.T) {
		r.t = t
		book := install("Kaputt", "1", put(t, h, installer{
			Name: "Kaputt", Version: "1", View: "64", Silent: true,
			Body: "  SetErrorLevel 1603\n  Quit",
		}), quiet)
		want(t, r.apply(book), plan.Failed, "change_failed", "exit code 1603")
		if op := r.lastRun().Hosts[0].Operations[0]; op.Status != resource.Failed || op.Now.Int("exit_code") != 1603 {
			t.Errorf("journal: %+v", op)
		}
		tidy(t)
	})
	t.Run("asks and hangs", func(t *testing.T) {
		r.t = t
		book := install("Frage", "1", put(t, h, installer{
			Name: "Frage", Version: "1", View: "64",
			Body: `  MessageBox MB_OK "Weiter?"`,
		}))
		want(t, r.apply(strings.Replace(book, "120", "6", 1)), plan.Failed, "change_failed", "6 s", "Frage Setup",
			"Frage 1.exe (")
		if out := h.Script(`@([Diagnostics.Process]::GetProcesses() | Where-Object { $_.ProcessName -like 'Frage*' ` +
			`}).Count`); out != "0" {
			t.Errorf("%s processes are left", out)
		}
		tidy(t)
	})
	t.Run("wrong hash", func(t *testing.T) {
		r.t = t
		book := install("Gefälscht", "1", put(t, h, installer{
			Name: "Gefälscht", Version: "1", View: "64",
			Silent: true,
		}), quiet, `sha256 = "`+strings.Repeat("ab", 32)+`"`)
		want(t, r.apply(book), plan.Failed, "change_failed", "SHA-256")
		if starts(h, "Gefälscht") != 0 {
			t.Error("it was started")
		}
	})
}

// slow is an installer that goes on when a file is there, so that a test need not guess at times.
func slow(name string) installer {
	return installer{
		Name: name, Version: "1", View: "64", Silent: true,
		Body: "  wait:\n  IfFileExists \"C:\\weiter.txt\" go\n  Sleep 100\n  Goto wait\n  go:",
	}
}

// operatorEnv tells this test's program to be an operator on a host that is there already: journal, host, playbook.
const operatorEnv = "XOPS_TEST_OPERATOR"

// TestOperatorProcess is no test of its own: it is the program that TestRealOperatorKilled kills.
func TestOperatorProcess(t *testing.T) {
	args := strings.SplitN(os.Getenv(operatorEnv), "|", 3)
	if len(args) != 3 {
		t.Skip("only as part of TestRealOperatorKilled")
	}
	h := agenttest.At(t, args[1])
	j, err := journal.Open(args[0])
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, journal: j, connect: func() transport.Conn { return h.Conn() }, clock: time.Now}
	r.pause = func(context.Context, time.Duration) {
		fmt.Println("started")
		select {} // until it is killed
	}
	t.Logf("%+v", r.apply(args[2]))
}

// killed runs an operator's program until the task was started, and kills it.
func killed(t *testing.T, journalDir string, h *agenttest.Host, book string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestOperatorProcess$", "-test.v")
	cmd.Env = append(os.Environ(), operatorEnv+"="+journalDir+"|"+h.Dir+"|"+book)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, said := bufio.NewScanner(out), ""
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "started") {
		said += lines.Text() + "\n"
	}
	ended := cmd.Process.Kill() != nil
	_ = cmd.Wait()
	if ended || cmd.ProcessState.Exited() {
		t.Fatalf("the operator's program ended by itself:\n%s", said)
	}
}

// The operator's program is killed while the installer runs, and started again: it finds the task, whether it still
// runs or has ended.
func TestRealOperatorKilled(t *testing.T) {
	t.Parallel()
	r, h := windowsRig(t)
	for _, ended := range []bool{false, true} {
		t.Run(fmt.Sprintf("ended %v", ended), func(t *testing.T) {
			r.t = t
			name := fmt.Sprintf("Langsam %v", ended)
			_ = os.Remove(h.Local(`C:\weiter.txt`))
			book := install(name, "1", put(t, h, slow(name)), quiet)
			killed(t, r.dir, h, book)
			before := r.lastRun()
			if before.Status != plan.RunInterrupted || before.Operations.Unknown != 1 {
				t.Errorf("journal: %+v", before)
			}
			if ended {
				h.WriteFile(`C:\weiter.txt`, nil)
				waitFor(t, func() bool {
					left := h.List(`C:\ProgramData\xops\tasks`)
					return len(left) == 1 && h.ReadFile(`C:\ProgramData\xops\tasks\`+left[0]+`\result.json`) != nil
				})
			} else {
				r.events = eventFunc(func(e xexec.Event) {
					if strings.Contains(e.Text.In(""), "runs for") { // it was found running
						h.WriteFile(`C:\weiter.txt`, nil)
					}
				})
			}
			again := r.apply(book)
			r.events = nil
			want(t, again, plan.Changed, "")
			if o := outcome(t, again); o.Status != resource.Done || starts(h, name) != 1 {
				t.Errorf("%+v after %d starts", o, starts(h, name))
			}
			want(t, r.plan(book), plan.OK, "")
		})
	}
}

// The power goes while the installer runs: it is told, and the next run starts it anew.
func TestRealPowerCut(t *testing.T) {
	t.Parallel()
	r, h := windowsRig(t)
	book := install("Strom", "1", put(t, h, slow("Strom")), quiet)
	cut := false
	pause := r.pause
	r.pause = func(ctx context.Context, d time.Duration) {
		if !cut && starts(h, "Strom") == 1 {
			cut = true
			h.Stop()
		}
		pause(ctx, d)
	}
	want(t, r.apply(book), plan.Failed, "change_failed", "interrupted")
	h.WriteFile(`C:\weiter.txt`, nil)
	want(t, r.apply(book), plan.Changed, "")
	if n := starts(h, "Strom"); n != 2 {
		t.Errorf("%d starts", n)
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not come")
		}
	}
}
