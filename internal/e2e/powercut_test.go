package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

const cutPlaybook = `
playbook {
  name  = "strom"
  title = "Ein Wert in einer ini-Datei"
}

variable "wert" {
  type    = string
  default = "neu"
}

step "ini" "wert" {
  path    = "C:\\Praxis\\strom.ini"
  section = "A"
  set     = { Wert = var.wert }
}
`

const (
	cutFile = `C:\Praxis\strom.ini`
	cutOld  = "[A]\r\nWert=alt\r\n"
	cutNew  = "[A]\r\nWert=neu\r\n"
)

// TestPowerCut ends a practice Windows before, in and after a change, as a power cut would. The file is the old or the
// new one, whole; the journal says that the change is unknown; the next run looks, finishes, and nothing is left beside
// the file.
func TestPowerCut(t *testing.T) {
	need.PracticeWindows(t)
	for _, c := range []struct {
		name  string
		holds string // the file after the cut
		at    string // the request at which the power goes: the first that sends the change, or asks for its result
		due   func(t *testing.T, h *lab.Host) bool
	}{
		{"before", cutOld, "Send", func(*testing.T, *lab.Host) bool { return true }},
		{"in it", cutOld, "Receive", func(t *testing.T, h *lab.Host) bool {
			return appears(t, h.Real().Path(`C:\Praxis`)+"/strom.ini.xops-new", cutNew)
		}},
		{"after", cutNew, "Receive", func(t *testing.T, h *lab.Host) bool {
			return appears(t, h.Real().Path(cutFile), cutNew)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sent, dead, healed atomic.Bool
			var o *operator
			f, err := lab.NewFleet(lab.Config{
				Engine: lab.Windows, Practices: 1, Sets: [][]lab.Fault{{}},
				Intercept: func(h *lab.Host, _ int, action string) wsman.Action {
					if healed.Load() {
						return wsman.Action{}
					}
					if dead.Load() {
						return wsman.Action{Cut: wire.CutBefore}
					}
					if action == "Send" && !sent.Load() {
						sent.Store(o.intends())
					}
					if sent.Load() && action == c.at && c.due(t, h) {
						dead.Store(true)
						h.Real().PowerCut()
						return wsman.Action{Cut: wire.CutBefore}
					}
					return wsman.Action{}
				},
			})
			if err == nil {
				err = f.Start(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(f.Stop)
			h := f.Practices[0].Hosts[0]
			if err := h.Real().WriteFile(cutFile, []byte(cutOld)); err != nil {
				t.Fatal(err)
			}
			if c.name == "in it" {
				holdForWriting(t, h)
			}
			o = newOperator(t, f)
			book := filepath.Join(o.dir, "strom.hcl")
			if err := os.WriteFile(book, []byte(cutPlaybook), 0o600); err != nil {
				t.Fatal(err)
			}
			apply := []string{"apply", "--yes", "--host", h.ID(), book}
			r := o.xops(o.on(apply...)...)
			if !dead.Load() {
				t.Fatalf("the power did not go: %s", r)
			}
			doc := r.document(t)
			if r.code != 3 || len(doc.Hosts[0].Changes) != 1 {
				t.Fatal(r)
			}
			outcome := doc.Hosts[0].Changes[0].Outcome
			run := o.show(doc.Run)
			ops := run.Hosts[0].Operations
			if outcome == nil || outcome.Status != resource.Unknown || len(ops) != 1 ||
				ops[0].Status != resource.Unknown {
				t.Errorf("the outcome is %+v, the journal has %+v", outcome, ops)
			}
			if got := readHost(t, h, cutFile); got != c.holds {
				t.Errorf("the file holds %q", got)
			}
			beside := besides(t, h)
			t.Logf("beside the file there is %q", beside)
			if c.name == "in it" && len(beside) == 0 || c.name == "before" && len(beside) > 0 {
				t.Error("that was not the moment meant")
			}

			// The power is back.
			healed.Store(true)
			next := o.document([]int{0, 2}, "plan", "--host", h.ID(), book)
			told := ""
			for _, check := range next.Hosts[0].Checks {
				told += check.Message
			}
			for _, name := range beside {
				if !strings.Contains(told, name) {
					t.Errorf("%s is left behind, and the next plan says %q", name, told)
				}
			}
			second := o.document([]int{0}, apply...)
			due := plan.Changed
			if c.holds == cutNew {
				due = plan.OK
			}
			if second.Hosts[0].Status != due {
				t.Errorf("the next run: %s", summary(second))
			}
			o.document([]int{0}, "plan", "--host", h.ID(), book)
			if got := readHost(t, h, cutFile); got != cutNew {
				t.Errorf("in the end the file holds %q", got)
			}
			// What was left beside a file that needed no change goes with the next one that it needs.
			o.document([]int{0}, append(apply, "--var", "wert=neuer")...)
			if got := besides(t, h); len(got) > 0 {
				t.Errorf("in the end there is %q", got)
			}
		})
	}
}

// intends says whether the journal holds an operation: from then on the host may be changed.
func (o *operator) intends() bool {
	o.t.Helper()
	dir := o.env["XOPS_STATE_DIR"]
	if !journal.Exists(dir) {
		return false
	}
	j, err := journal.Open(dir)
	if err != nil {
		o.t.Error(err)
		return false
	}
	defer func() { _ = j.Close() }()
	runs, err := j.Runs(o.t.Context(), 1)
	if err != nil {
		o.t.Error(err)
	}
	return len(runs) > 0 && runs[0].Operations.Total > 0
}

// appears waits until a file on this machine has this text; it says whether it came in time.
func appears(t *testing.T, path, text string) bool {
	t.Helper()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if data, err := os.ReadFile(path); err == nil && string(data) == text {
			return true
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Errorf("%s did not come to hold %q", path, text)
			return false
		}
	}
}

// holdForWriting opens the file in another program of the host, which lets others read and write: the agent cannot
// replace it and tries again. The power cut ends it.
func holdForWriting(t *testing.T, h *lab.Host) {
	t.Helper()
	script := fmt.Sprintf("$f=New-Object IO.FileStream '%s','Open','ReadWrite','ReadWrite'; "+
		"[Console]::Out.WriteLine('held'); [Threading.Thread]::Sleep(120000)", cutFile)
	units := []byte{}
	for _, c := range []byte(script) {
		units = append(units, c, 0)
	}
	cmd := h.Real().Command(nil, "powershell.exe", "-NoProfile", "-EncodedCommand",
		base64.StdEncoding.EncodeToString(units))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := make([]byte, 4)
	if n, err := out.Read(said); err != nil || !bytes.Equal(said[:n], []byte("held")) {
		t.Fatalf("%q %v", said[:n], err)
	}
}

func readHost(t *testing.T, h *lab.Host, path string) string {
	t.Helper()
	data, err := h.Real().ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// besides are the names beside the file.
func besides(t *testing.T, h *lab.Host) []string {
	t.Helper()
	entries, err := os.ReadDir(h.Real().Path(`C:\Praxis`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != "strom.ini" {
			names = append(names, e.Name())
		}
	}
	return names
}
