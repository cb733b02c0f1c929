package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// precondition is something that a step needs on the host, broken.
type precondition struct {
	kind, what string
	step       string // its attributes
	broken     func(h *sim.Host)
	says       string // a fragment of what the plan says
}

func file(path, text string) func(h *sim.Host) {
	return func(h *sim.Host) { h.WriteFile(path, []byte(text)) }
}

func none(*sim.Host) {}

var preconditions = []precondition{
	{
		"file", "its folder", `path = "C:\\Nicht\\Da\\x.txt"` + "\n" + `content = "x"`, none,
		`C:\Nicht\Da does not exist`,
	},
	{"file", "its drive", `path = "Q:\\x.txt"` + "\n" + `content = "x"`, none, "no drive Q:"},
	{
		"file", "a folder, not a file", `path = "C:\\Akte\\x.txt"` + "\n" + `content = "x"`, file(`C:\Akte`, "x"),
		"is no folder",
	},
	{
		"file", "a place to move to", `path = "C:\\a.txt"` + "\n" + `move_to = "C:\\Weg\\a.txt"`, file(`C:\a.txt`, "x"),
		`C:\Weg does not exist`,
	},
	{"file", "not a folder itself", `path = "C:\\Windows"` + "\n" + `content = "x"`, none, "is a folder"},
	{"directory", "its drive", `path = "Q:\\Neu"`, none, "no drive Q:"},
	{"directory", "no file in its place", `path = "C:\\Akte\\Neu"`, file(`C:\Akte`, "x"), "is no folder"},
	{"ini", "the file", `path = "C:\\nicht.ini"` + "\nsection = \"A\"\nset = { B = 1 }", none, "nicht.ini"},
	{
		"ini", "a file that is text", `path = "C:\\x.ini"` + "\nsection = \"A\"\nset = { B = 1 }",
		file(`C:\x.ini`, "[A]\x00\x00"), "x.ini",
	},
	{"ini", "a file, not a folder", `path = "C:\\Windows"` + "\nsection = \"A\"\nset = { B = 1 }", none, "is a folder"},
	{
		"permission", "the path", `path = "C:\\Nicht"` + "\naccount = \"users\"\nrights = \"modify\"", none,
		`C:\Nicht does not exist`,
	},
	{
		"registry_value", "a key that may be read",
		`key = "HKLM\\SOFTWARE\\a"` + "\nname = \"x\"\nvalue = \"1\"", func(h *sim.Host) {
			h.Inject(sim.Failure{Verb: "get", Type: "registry", Fault: &resource.Fault{Code: resource.Denied}})
		}, "denied",
	},
	{"service", "the service", "name = \"nix\"\nstate = \"running\"", none, "no service nix"},
	{"service", "a start type with which it can run", "name = \"Probe\"\nstate = \"running\"", func(h *sim.Host) {
		h.AddService(sim.Service{Name: "Probe", State: sim.Stopped, Start: "disabled", ImagePath: `C:\p.exe`})
	}, "disabled"},
	{"service", "nobody who depends on it", "name = \"Probe\"\nstate = \"stopped\"", func(h *sim.Host) {
		h.AddService(sim.Service{Name: "Probe", State: sim.Running, Start: "auto", ImagePath: `C:\p.exe`})
		h.AddService(sim.Service{
			Name: "Other", State: sim.Running, Start: "auto", ImagePath: `C:\o.exe`,
			DependsOn: []string{"Probe"},
		})
	}, "depend on it"},
	{"service", "its port", "name = \"Probe\"\nstate = \"running\"\nlistens = [9100]", func(h *sim.Host) {
		h.AddService(sim.Service{Name: "Probe", State: sim.Stopped, Start: "manual", ImagePath: `C:\p.exe`})
		h.Listen(sim.Socket{Protocol: "tcp", Address: "0.0.0.0", Port: 9100, PID: 77, Program: `C:\fremd.exe`})
	}, `C:\fremd.exe`},
	{"program", "its installer", "name = \"Neu*\"\ninstaller = \"C:\\\\nicht.exe\"", none, `no file C:\nicht.exe`},
	{
		"program", "room", "name = \"Neu*\"\ninstaller = \"C:\\\\da.exe\"\nfree_space = 1000000",
		file(`C:\da.exe`, "MZ"),
		"MiB free",
	},
	{
		"program", "something to repair", "name = \"Neu*\"\nstate = \"repaired\"\nafter = [step.directory.before]",
		none,
		"nothing to repair",
	},
	{"firewall_rule", "no policy that blocks", "name = \"probe\"\nport = 9100", func(h *sim.Host) {
		h.AddRule("policy", "{GPO-1}", "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=9100|Name=GPO|")
	}, "GPO"},
	{"network_category", "the network", `name = "Nirgends"`, none, "Nirgends"},
	{"wait", "the service", "service = \"nix\"\nalways = false", none, "nix"},
}

// free are the kinds that need nothing of the host which a plan could miss.
var free = map[string]string{
	"manual": "a person does it",
	"script": "it is opaque: what it needs is in its queries and its when",
	"reboot": "every Windows restarts",
}

// TestThePlanSaysWhatApplyWouldFailOn breaks what each kind of step needs, one thing at a time: the plan says it, on
// the block, with its place; apply changes nothing of it. A kind without a row is a fault of this test.
func TestThePlanSaysWhatApplyWouldFailOn(t *testing.T) {
	t.Parallel()
	for _, k := range step.Kinds() {
		if free[k.Name] == "" && !slices.ContainsFunc(preconditions,
			func(p precondition) bool { return p.kind == k.Name }) {
			t.Errorf("no precondition of the kind %s is tried", k.Name)
		}
	}
	for _, c := range preconditions {
		t.Run(c.kind+"/"+c.what, func(t *testing.T) {
			t.Parallel()
			f := newLab(t, lab.Config{Practices: 1, Sets: [][]lab.Fault{nil}, Now: ticks()})
			h := f.Practices[0].Hosts[0]
			c.broken(h.Sim)
			o := newOperator(t, f)
			o.t = t
			book := filepath.Join(o.dir, "probe.hcl")
			text := "playbook {\n  name = \"probe\"\n}\n"
			if strings.Contains(c.step, "directory.before") {
				text += "step \"directory\" \"before\" {\n  path = \"C:\\\\Vorher\"\n}\n"
			}
			text += "step \"" + c.kind + "\" \"x\" {\n" + c.step + "\n}\n"
			if err := os.WriteFile(book, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			planned := o.document([]int{2, 3}, "plan", "--host", h.ID(), book)
			host := planned.Hosts[0]
			if len(host.Blocks) == 0 || host.Blocks[0].Block != "step."+c.kind+".x" {
				t.Fatalf("the plan says nothing of it: %s %+v", host.Status, host.Changes)
			}
			if e := host.Blocks[0].Error; host.Status != plan.Failed || !strings.Contains(e.Summary+e.Detail, c.says) ||
				!strings.Contains(e.Detail, "probe.hcl:") {
				t.Errorf("%s: %+v, want %q", host.Status, e, c.says)
			}
			before := settled(h)
			o.document([]int{3}, "apply", "--yes", "--host", h.ID(), book)
			for _, d := range differences(before, settled(h)) {
				if d != (resource.ID{Type: "file", Key: resource.Canonical("file", `C:\Vorher`)}) &&
					d.Type != "permission" {
					t.Errorf("%s %s is changed", d.Type, d.Key)
				}
			}
		})
	}
}
