package e2e

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/resource"
)

// sensitiveBook changes every kind of thing that can hold a secret, and says it wherever a playbook can say something.
const sensitiveBook = `
playbook {
  name = "sensitive"
}
variable "pw" {
  sensitive   = true
  description = "Kennwort"
}
variable "port" {
  default = "8443"
}
locals {
  login = "svc:${var.pw}"
  loud  = upper(var.pw)
}
query "registry" "was" {
  key  = "HKLM\\SOFTWARE\\xops-test"
  name = "Password"
}
step "registry_value" "password" {
  key   = "HKLM\\SOFTWARE\\xops-test"
  name  = "Password"
  value = local.login
  title = "Kennwort ${var.pw}"
}
step "registry_value" "loud" {
  key   = "HKLM\\SOFTWARE\\xops-test"
  name  = "Loud"
  type  = "multi_sz"
  value = [var.port, local.loud]
}
step "file" "account" {
  path    = "C:\\xops-test.ini"
  content = "[Account]\nUser=svc\nPassword=${var.pw}\n"
}
step "ini" "account" {
  path    = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  section = "Account"
  set     = { Token = "t-${var.pw}", Port = var.port }
}
step "ini" "after" {
  path    = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  section = "Account"
  set     = { Host = "srv" }
}
check "said" {
  severity = "info"
  ok       = try(one(query.registry.was).value, "") == var.pw
  message  = "Soll ${var.pw}"
}
check "seen" {
  severity = "info"
  ok       = false
  message  = "Ist ${try(one(query.registry.was).value, "")}"
}
`

// TestASecretOfAPlaybookIsNowhere plans, saves, applies, takes back and exports with a secret value and looks for it,
// in all its shapes, in what is printed and in every byte that is kept.
func TestASecretOfAPlaybookIsNowhere(t *testing.T) {
	t.Parallel()
	const canary, loud = "Kanarienvogel-7391", "KANARIENVOGEL-7391"
	f := newLab(t, lab.Config{Practices: 1})
	o := newOperator(t, f)
	book := filepath.Join(t.TempDir(), "sensitive.hcl")
	if err := os.WriteFile(book, []byte(sensitiveBook), 0o600); err != nil {
		t.Fatal(err)
	}
	host := f.Practices[0].Hosts[0].ID()
	saved, pack := filepath.Join(o.dir, "s.plan"), filepath.Join(o.dir, "run.json")
	o.env["XOPS_VAR_pw"] = canary
	said := ""
	run := func(code int, args ...string) ran {
		t.Helper()
		r := o.xops(args...)
		if found := append(leaks([]byte(r.out+r.err), canary), leaks([]byte(r.out+r.err), loud)...); len(found) > 0 {
			t.Errorf("the secret is printed (%v)\n%s", found, r)
		}
		if r.code != code {
			t.Errorf("exit code %d, want %d\n%s", r.code, code, r)
		}
		said += r.out
		return r
	}
	at := func(args ...string) []string { return append(o.on(args...), "--host", host) }
	run(2, at("plan", book, "-v")...)
	r := run(2, at("plan", book, "--json", "-v", "--out", saved)...)
	var d struct {
		Hosts []struct {
			Changes []struct {
				Step          string
				Reversible    bool
				Before, After map[string]any
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &d); err != nil || len(d.Hosts) != 1 || len(d.Hosts[0].Changes) < 5 {
		t.Fatalf("%v: %s", err, r)
	}
	hidden := func(v any) bool {
		m, ok := v.(map[string]any)
		return ok && len(m) == 1 && m["$secret"] != ""
	}
	for _, c := range d.Hosts[0].Changes {
		if c.Reversible {
			t.Errorf("%s can be taken back: then what was there is kept", c.Step)
		}
		switch c.Step {
		case "step.ini.account":
			if !hidden(c.After["Token"]) || c.After["Port"] != "8443" {
				t.Errorf("%s: %v", c.Step, c.After)
			}
		case "step.file.account":
			if !hidden(c.After["sha256"]) || !hidden(c.After["size"]) || c.After["exists"] != true {
				t.Errorf("%s: %v", c.Step, c.After)
			}
		case "step.ini.after":
			if c.After["Host"] != "srv" {
				t.Errorf("%s: %v", c.Step, c.After)
			}
		default:
			if !hidden(c.After["value"]) {
				t.Errorf("%s: %v", c.Step, c.After)
			}
		}
	}

	// The plan is applied with the same value only.
	o.env["XOPS_VAR_pw"] = ""
	if r := run(1, o.on("apply", "--yes", saved)...); !strings.Contains(r.err, "XOPS_VAR_pw") {
		t.Errorf("nothing says how the value is given: %s", r)
	}
	run(1, o.on("apply", "--yes", saved, "--var", "pw=Kanarienvogel-7392")...)
	run(0, o.on("apply", "--yes", saved, "--var", "pw="+canary)...)
	got := f.Practices[0].Hosts[0].Sim.Get(resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\xops-test\\Password`})
	if len(got.Items) != 1 || got.Items[0].Props["value"] != "svc:"+canary {
		t.Errorf("the host has not got the value: %v", got)
	}
	run(0, append(at("plan", book, "-v"), "--var", "pw="+canary)...)

	// Another value: what was there is as secret as what comes.
	o.env["XOPS_VAR_pw"] = "Nachtigall-1234"
	run(0, at("apply", "--yes", book, "-v")...)
	run(0, "runs", "show", "last", "--json")
	run(0, "runs", "show", "last", "-v")
	run(0, "runs", "export", "last", "--out", pack)
	run(0, "runs", "export", "last", "--format", "html", "--out", pack+".html")
	run(0, "runs", "export", "last", "--format", "csv")
	run(0, "runs", "verify")
	r = run(0, at("undo", "last", "--yes", "-v")...)
	if strings.Contains(r.out, "taken back:") {
		t.Errorf("a secret was put back: %s", r)
	}
	kept := 0
	err := filepath.WalkDir(o.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		kept += len(data)
		for _, secret := range []string{canary, loud, "Nachtigall-1234", "NACHTIGALL-1234"} {
			if found := append(leaks(data, secret), leaks([]byte(path), secret)...); len(found) > 0 {
				at := bytes.Index(data, []byte(secret))
				t.Errorf("the secret is in %s (%v): %q", path, found, data[max(0, at-300):max(0, at)+40])
			}
		}
		return err
	})
	if err != nil || kept < 50_000 || said == "" {
		t.Errorf("%d bytes are kept, %v: the journal and the plan should be more", kept, err)
	}
}

// TestAScriptThatSaysItsSecret on practice Windows: it gets the value, and whatever it says of it, also when it fails,
// is in nothing that is printed or kept.
func TestAScriptThatSaysItsSecret(t *testing.T) {
	need.PracticeWindows(t)
	const canary = "Kanarienvogel-7391"
	f, err := lab.NewFleet(lab.Config{Engine: lab.Windows, Practices: 1, Listen: "127.86.0.0/16"})
	if err == nil {
		err = f.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	o := newOperator(t, f)
	o.env["XOPS_VAR_pw"] = canary
	book := filepath.Join(t.TempDir(), "script.hcl")
	text := "playbook {\n  name = \"script\"\n}\nvariable \"pw\" {\n  sensitive = true\n}\n"
	for name, script := range map[string]string{
		"says":   `\"said \" + $args[0].pw; [IO.File]::WriteAllText('C:\\said.txt', $args[0].pw)`,
		"throws": `throw (\"cannot use \" + $args[0].pw)`,
	} {
		text += "step \"script\" \"" + name + "\" {\n  done = false\n  on_error = \"continue\"\n  script = \"" +
			strings.ReplaceAll(script, "$args[0]", "$p") + "\"\n  parameters = { pw = var.pw }\n}\n"
	}
	if err := os.WriteFile(book, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	host := f.Practices[0].Hosts[0]
	r := o.xops(append(o.on("apply", "--yes", book, "-v"), "--host", host.ID())...)
	shown := o.xops("runs", "show", "last", "--json")
	if found := leaks([]byte(r.out+r.err+shown.out), canary); len(found) > 0 {
		t.Errorf("the secret is printed (%v): %s\n%s", found, r, shown)
	}
	if !strings.Contains(shown.out, "said ***") || !strings.Contains(shown.out, "cannot use ***") {
		t.Errorf("what the scripts said is not there: %s\n%s", r, shown)
	}
	if got, err := host.Real().ReadFile(`C:\said.txt`); err != nil || string(got) != canary {
		t.Errorf("the script got %q (%v)", got, err)
	}
	err = filepath.WalkDir(o.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if found := leaks(data, canary); len(found) > 0 {
			t.Errorf("the secret is in %s (%v)", path, found)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestASecretStandsWhereItIsHidden: anywhere else it is refused before anything is sent, and not shown.
func TestASecretStandsWhereItIsHidden(t *testing.T) {
	t.Parallel()
	const canary = "Kanarienvogel-7391"
	f := newLab(t, lab.Config{Practices: 1})
	o := newOperator(t, f)
	o.env["XOPS_VAR_pw"] = canary
	host := f.Practices[0].Hosts[0].ID()
	for name, block := range map[string]string{
		"path":     `step "file" "x" { path = "C:\\${var.pw}.txt", content = "x" }`,
		"name":     `step "registry_value" "x" { key = "HKLM\\SOFTWARE\\x", name = var.pw, value = "1" }`,
		"for_each": `step "file" "x" { for_each = toset([var.pw]), path = "C:\\x.txt", content = each.value }`,
		"query":    `query "file" "x" { path = "C:\\${var.pw}.txt" }`,
		"key":      `step "ini" "x" { path = "C:\\Windows\\win.ini", section = "x", set = { (var.pw) = "1" } }`,
		"number": `step "registry_value" "x" { key = "HKLM\\SOFTWARE\\x", name = "x", type = "dword",` +
			` value = var.pw }`,
	} {
		book := filepath.Join(t.TempDir(), "x.hcl")
		text := "playbook {\n  name = \"x\"\n}\nvariable \"pw\" {\n  sensitive = true\n}\n" +
			strings.NewReplacer(" { ", " {\n", ", ", "\n", "\",", "\"\n", " }", "\n}").Replace(block) + "\n" +
			"check \"x\" {\n  ok = length(try(query.file.x, [])) >= 0\n}\n"
		if name == "key" {
			text = strings.Replace(text, "{\n(var.pw) = \"1\"\n}\n}", "{ (var.pw) = \"1\" }\n}", 1)
		}
		if name != "query" {
			text = strings.Replace(text, "try(query.file.x, [])", "[]", 1)
		}
		if err := os.WriteFile(book, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, more := range [][]string{nil, {"--json"}} {
			r := o.xops(append(o.on("plan", book, "--host", host), more...)...)
			if r.code == 0 || r.code == 2 || len(leaks([]byte(r.out+r.err), canary)) > 0 {
				t.Errorf("%s: %s", name, r)
			}
		}
	}
}
