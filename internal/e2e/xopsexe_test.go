package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/report"
)

// TestProgramOnPracticeWindows runs xops.exe itself where a technician would: on the practice's server, which it
// repairs with transport = "local". Its journal is where Windows keeps such things, and no code page of the console
// changes what it reads or writes.
func TestProgramOnPracticeWindows(t *testing.T) {
	need.PracticeWindows(t)
	exe := filepath.Join(t.TempDir(), "xops.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", exe, "github.com/xops-dev/xops/cmd/xops")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	f, err := lab.NewFleet(lab.Config{
		Engine: lab.Windows, Practices: 1, Sets: [][]lab.Fault{fiveSteps},
		Listen: "127.82.0.0/16",
	})
	if err == nil {
		err = f.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	h := f.Hosts()[0]
	p := h.Practice
	const folder = `C:\Werkzeuge für Praxen`
	inventory := fmt.Sprintf(`practice %q {
  title        = %q
  kundennummer = %q
  products     = [%q]
  mandate      = true
  vars         = { data_dir = %q }
  connection {
    transport = "local"
  }
  host "srv01" {
    address = "localhost"
    role    = "server"
  }
}
`, p.Name, p.Title, p.Kundennummer, p.Product, p.DataDir)
	for path, data := range map[string][]byte{folder + `\xops.exe`: program, folder +
		`\inventory.hcl`: []byte(inventory)} {
		if err := h.Real().WriteFile(path, data); err != nil {
			t.Fatal(err)
		}
	}
	// xops runs as a console with this code page does, and checks its exit code.
	xops := func(codepage string, want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		cmd := h.Real().Command(map[string]string{"WINRS_CODEPAGE": codepage}, append([]string{folder + `\xops.exe`},
			args...)...)
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != want {
			t.Fatalf("xops %s: %v, want exit code %d\n%s%s", strings.Join(args, " "), err, want, out.String(),
				errs.String())
		}
		return out.String()
	}
	const inv = "--inventory=" + folder + `\inventory.hcl`
	contains := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("no %q in\n%s", part, text)
			}
		}
	}
	contains(xops("850", 0, "version"), "windows/amd64")
	contains(xops("850", 0, "inventory", "validate", inv), "is valid: 1 host in 1 practice", "für")
	contains(xops("1252", 0, "inventory", "list", inv), p.Title)
	var first string
	for _, codepage := range []string{"850", "1252", "65001"} {
		text := xops(codepage, 2, "plan", inv, "installed-flag", "firewall-port")
		contains(text, p.Title, p.DataDir, "Arbeitsplätze")
		if first == "" {
			first = text
		} else if text != first {
			t.Errorf("with code page %s the plan reads\n%s\nand with 850\n%s", codepage, text, first)
		}
	}
	text := xops("850", 0, append([]string{"apply", "--yes", "--json", inv}, shipped...)...)
	var doc report.PlanDocument
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	t.Logf("\n%s", summary(&doc))
	for _, c := range doc.Hosts[0].Changes {
		if c.Outcome == nil || c.Outcome.Status != "done" {
			t.Errorf("%s: %+v", c.Step, c.Outcome)
		}
	}
	xops("850", 0, append([]string{"plan", inv}, shipped...)...)
	contains(xops("850", 0, "runs", "list"), doc.Run)
	contains(xops("850", 0, "runs", "show", doc.Run), "mueller/srv01")
	// Who reads no more ends nothing, not even here.
	read, write, err := os.Pipe()
	if err == nil {
		err = read.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd := h.Real().Command(nil, folder+`\xops.exe`, "exec", "--yes", inv, "--", "hostname")
	cmd.Stdout, cmd.Stderr = write, &errs
	if err := cmd.Run(); err != nil || strings.Contains(errs.String(), "pipe") {
		t.Errorf("unread: %v\n%s", err, errs.String())
	}
	_ = write.Close()
	local, err := filepath.Glob(h.Real().Path(`C:\users`) + "/*/AppData/Local/xops/journal.db")
	if err != nil || len(local) != 1 {
		t.Fatalf("nothing in %%LOCALAPPDATA%%\\xops: %v", err)
	}
	// A damaged journal is set aside, with what Windows has of locks and of files that are put in another's place.
	whole, err := os.ReadFile(local[0])
	if err == nil {
		err = os.WriteFile(local[0], append([]byte("no database any more"), whole[20:]...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	xops("850", 1, "runs", "list")
	contains(xops("850", 0, "runs", "verify", "--repair"), "journal-damaged-", "Taken over: 2 runs")
	contains(xops("850", 0, "runs", "list"), doc.Run)
	xops("850", 0, "runs", "verify")
	if after := providerOf(t, h); after.State != "Running" || !after.Open {
		t.Errorf("the Service-Provider is %+v", after)
	}
}
