package conformance

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
)

// oddNames are names of files, folders and values in which something stands that a shell, a pattern, a code page or a
// script could take for its own.
var oddNames = []string{
	"Größe Ärzte ß", "[eckig] [a-z]", "zwei  Blanks", "'einfach' ''", "$env;x $(1) ${x}", "`rück`wärts", "semi;kolon",
	"amp & und", "100%", "€ 😀", "-flag", "#raute",
	"{geschweift}", "~tilde^", "@at,komma", "(rund)", "a=b+c", "null", "NT-AUTORITÄT",
}

const oddDir = `C:\Conf\ungerade\`

// longest is how long a path may be that Windows PowerShell reaches; what is written needs nine characters more.
const (
	longest      = 259
	longestWrite = 250
)

const longDir = `C:\Conf\lang\`

func pathOf(length int) string {
	folder := longDir + strings.Repeat("o", 200) + `\`
	return folder + strings.Repeat("ä", length-len(folder))
}

func prepareOdd(h Host) {
	for _, name := range oddNames {
		h.WriteFile(oddDir+name+".ini", []byte(name))
		h.MakeFolder(oddDir + name)
		h.SetValue(`HKLM\SOFTWARE\Conf\Odd\`+name+`\\`+name, "sz", name)
	}
	h.WriteFile(pathOf(longestWrite), []byte("lang"))
	h.WriteFile(pathOf(longest), []byte("sehr lang"))
	for _, name := range []string{
		"gehalten.ini", "verboten.ini", "ganz.ini", "ganz.ini.xops-new", "ganz.ini.xops-old",
		"nur.ini.xops-old", "halb.ini.xops-new", "muster.cfg.xops-old", "nur-gesehen.ini.xops-old",
	} {
		h.WriteFile(`C:\Conf\rest\`+name, []byte(name))
	}
	h.SetValue(`HKLM\SOFTWARE\Conf\Verboten\\v`, "sz", "x")
}

func (s *suite) odd(t *testing.T) {
	for _, name := range oddNames {
		t.Run(name, func(t *testing.T) {
			file, text := oddDir+name+".ini", func(v string) obj { return obj{"content": b64(v)} }
			wantProps(t, s.one(t, "file", file, obj{"content": true}), obj{
				"exists": true, "path": file,
				"content": b64(name),
			})
			want(t, s.set(t, "file", file, text(name), text("neu")), resource.Done, text("neu"))
			want(t, s.set(t, "file", file, text(name), text("anders")), resource.Drift, nil)
			if got := s.host.ReadFile(file); string(got) != "neu" {
				t.Errorf("the file holds %q", got)
			}
			wantProps(t, s.one(t, "permission", oddDir+name, nil), obj{"exists": true, "kind": "directory"})
			const entry = "allow|S-1-5-32-546|OICI"
			want(t, s.set(t, "permission", oddDir+name, obj{entry: nil}, obj{entry: 0x1301bf}), resource.Done,
				obj{entry: 0x1301bf})

			value := `HKLM\SOFTWARE\Conf\Odd\` + name + `\\` + name
			wantProps(t, s.one(t, "registry", value, nil), obj{"exists": true, "value": name})
			want(t, s.set(t, "registry", value, obj{"value": name}, obj{"value": "neu"}), resource.Done,
				obj{"value": "neu"})

			wantProps(t, s.one(t, "service", name, nil), obj{"exists": false})
			r := s.set(t, "service", name, obj{"exists": false}, obj{"start": "manual"})
			wantFault(t, r.Fault, resource.Absent)
			if a := s.ask(t, resource.Query{Type: "process", Key: name}); a.Fault != nil || len(a.Items) != 0 {
				t.Errorf("a process of that name: %v", a)
			}

			rule := "xops " + name
			full := obj{
				"exists": true, "enabled": true, "action": "allow", "direction": "in", "protocol": "tcp",
				"local_ports": "23174", "description": name, "grouping": name,
			}
			none := obj{
				"exists": false, "enabled": nil, "action": nil, "direction": nil, "protocol": nil,
				"local_ports": nil, "description": nil, "grouping": nil,
			}
			want(t, s.set(t, "firewall_rule", rule, none, full), resource.Done, full)
			wantProps(t, s.one(t, "firewall_rule", rule, nil), obj{"exists": true, "description": name, "count": 1})
			want(t, s.set(t, "firewall_rule", rule, full, none), resource.Done, none)

			r = s.set(t, "script", "step.script.x", nil, obj{"script": "$p.n", "parameters": obj{"n": name}})
			want(t, r, resource.Done, obj{"output": []any{name}})
		})
	}
}

// long: what is longer than Windows PowerShell can reach is refused everywhere, and so is a change that has no room for
// the new bytes beside the file.
func (s *suite) long(t *testing.T) {
	text := func(v string) obj { return obj{"content": b64(v)} }
	wantProps(t, s.one(t, "file", pathOf(longest), obj{"content": true}),
		obj{"exists": true, "content": b64("sehr lang")})
	want(t, s.set(t, "file", pathOf(longestWrite), text("lang"), text("neu")), resource.Done, text("neu"))
	r := s.set(t, "file", pathOf(longest), text("sehr lang"), text("neu"))
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Unsupported)
	r = s.set(t, "file", pathOf(longestWrite+1), obj{"content": nil}, text("neu"))
	wantFault(t, r.Fault, resource.Unsupported)
	if got := s.host.List(longDir + strings.Repeat("o", 200)); len(got) != 2 {
		t.Errorf("left behind: %q", got)
	}
	for _, typ := range []string{"file", "permission"} {
		a := s.ask(t, resource.Query{Type: typ, Key: pathOf(longest + 1)})
		wantFault(t, a.Fault, resource.Invalid)
		a = s.ask(t, resource.Query{Type: typ, Key: pathOf(5000)})
		wantFault(t, a.Fault, resource.Invalid)
	}
	key := `HKLM\SOFTWARE\Conf\Long\` + strings.Repeat("k", 255) + `\\` + strings.Repeat("n", 400)
	want(t, s.set(t, "registry", key, obj{"value": nil}, obj{"type": "sz", "value": "x"}), resource.Done, nil)
	wantProps(t, s.one(t, "registry", key, nil), obj{"exists": true, "value": "x"})
	wantProps(t, s.one(t, "service", strings.Repeat("s", 300), nil), obj{"exists": false})
	wantProps(t, s.one(t, "firewall_rule", strings.Repeat("r", 300), nil), obj{"exists": false})
}

func (s *suite) large(t *testing.T) {
	big := string(bytes.Repeat([]byte("Zeile \xe4\r\n"), 100_000)) // 900 kB
	key := `C:\Conf\rest\gross.ini`
	want(t, s.set(t, "file", key, obj{"content": nil}, obj{"content": b64(big)}), resource.Done, nil)
	wantProps(t, s.one(t, "file", key, obj{"content": true}), obj{"content": b64(big), "size": len(big)})

	lines := make([]any, 2000)
	for i := range lines {
		lines[i] = "Zeile " + itoa(i) + " ü"
	}
	for name, v := range map[string]obj{
		"sz": {"type": "sz", "value": strings.Repeat("Größe ", 50_000)}, "multi_sz": {
			"type":  "multi_sz",
			"value": lines,
		},
		"binary": {"type": "binary", "value": b64(strings.Repeat("\x00\xff", 100_000))},
		"dword":  {"type": "dword", "value": int64(1)<<32 - 1}, "qword": {"type": "qword", "value": int64(1) << 62},
	} {
		for _, view := range []string{"HKLM", "HKLM32"} {
			key := view + `\SOFTWARE\Conf\Gross\\` + name
			want(t, s.set(t, "registry", key, obj{"value": nil}, v), resource.Done, nil)
			wantProps(t, s.one(t, "registry", key, nil), v)
			if view == "HKLM" { // the other view has none yet
				wantProps(t, s.one(t, "registry", `HKLM32\SOFTWARE\Conf\Gross\\`+name, nil), obj{"exists": false})
			}
		}
	}
	ports := make([]string, 200)
	for i := range ports {
		ports[i] = itoa(20000 + 2*i)
	}
	rule := obj{
		"exists": true, "protocol": "tcp", "direction": "in", "action": "allow", "enabled": true,
		"local_ports": strings.Join(ports, ","), "description": strings.Repeat("ü", 200),
	}
	want(t, s.set(t, "firewall_rule", "xops gross", obj{"exists": false}, rule), resource.Done, rule)
	r := s.set(t, "script", "step.script.x", nil, obj{
		"script":     "$p.x.Length; $p.x",
		"parameters": obj{"x": strings.Repeat("ü", 4000)},
	})
	want(t, r, resource.Done, obj{"output": []any{"4000", strings.Repeat("ü", 4000)}})
}

// wrong: what has not the type that it must have is refused, changes nothing, and is told as invalid.
func (s *suite) wrong(t *testing.T) {
	s.host.WriteFile(`C:\Conf\rest\falsch.ini`, []byte("x"))
	x := obj{"content": b64("x")}
	service := s.host.Service()
	for _, c := range []struct {
		name, typ, key string
		before, after  obj
	}{
		{"no base64", "file", `C:\Conf\rest\falsch.ini`, x, obj{"content": "kein base64!"}},
		{
			"no attribute", "file", `C:\Conf\rest\falsch.ini`,
			obj{"attributes": []any{}},
			obj{"attributes": []any{"nix"}},
		},
		{"nothing to change", "file", `C:\Conf\rest\falsch.ini`, x, obj{}},
		{"a pattern", "file", `C:\Conf\rest\*.ini`, x, x},
		{
			"a move to nowhere", "file", `C:\Conf\rest\falsch.ini`,
			obj{"path": `C:\Conf\rest\falsch.ini`},
			obj{"path": nil},
		},
		{
			"text for dword", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`,
			obj{"value": nil},
			obj{"type": "dword", "value": "abc"},
		},
		{
			"negative dword", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`,
			obj{"value": nil},
			obj{"type": "dword", "value": int64(-1)},
		},
		{
			"dword too large", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`,
			obj{"value": nil},
			obj{"type": "dword", "value": int64(1) << 32},
		},
		{
			"text for qword", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`,
			obj{"value": nil},
			obj{"type": "qword", "value": "abc"},
		},
		{
			"no base64 for binary", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`,
			obj{"value": nil},
			obj{"type": "binary", "value": "kein base64!"},
		},
		{"no type", "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`, obj{"value": nil}, obj{"type": "none", "value": "x"}},
		{"no hive", "registry", `HKXX\SOFTWARE\\v`, obj{"value": nil}, obj{"type": "sz", "value": "x"}},
		{"no state", "service", service, obj{"state": "stopped"}, obj{"state": "nix"}},
		{"no start type", "service", service, obj{"start": "manual"}, obj{"start": "nix"}},
		{"a pattern of services", "service", "*", obj{"state": "stopped"}, obj{"state": "running"}},
		{"no profile", "firewall_rule", "xops gross", obj{"exists": true}, obj{"profiles": []any{"nix"}}},
		{"no protocol", "firewall_rule", "xops gross", obj{"exists": true}, obj{"protocol": "nix"}},
		{"no rule name", "firewall_rule", "", obj{"exists": false}, obj{"exists": true}},
		{"no SID", "permission", `C:\Conf\acl`, obj{"allow|Jeder|": nil}, obj{"allow|Jeder|": 1}},
		{"no flags", "permission", `C:\Conf\acl`, obj{"allow|S-1-5-32-545|XX": nil}, obj{"allow|S-1-5-32-545|XX": 1}},
	} {
		t.Run(c.typ+"/"+c.name, func(t *testing.T) {
			if s.differs(t, c.typ, c.name) {
				return
			}
			r := s.set(t, c.typ, c.key, c.before, c.after)
			want(t, r, resource.Failed, nil)
			wantFault(t, r.Fault, resource.Invalid)
		})
	}
	if got := s.host.ReadFile(`C:\Conf\rest\falsch.ini`); string(got) != "x" {
		t.Errorf("the file holds %q", got)
	}
	wantProps(t, s.one(t, "registry", `HKLM\SOFTWARE\Conf\Falsch\\v`, nil), obj{"exists": false})
	// A value of another type is drift, not an error.
	want(t, s.set(t, "registry", `HKLM\SOFTWARE\Conf\A\\number`, obj{"value": "4294967295"}, obj{"value": int64(1)}),
		resource.Drift, nil)
	want(t, s.set(t, "registry", `HKLM\SOFTWARE\Conf\A\\list`, obj{"value": "eins"}, obj{"value": []any{"x"}}),
		resource.Drift, nil)
	for _, q := range []resource.Query{
		{Type: "listener", Key: "tcp/abc"},
		{Type: "firewall", Key: "in/icmp/1"},
		{Type: "firewall", Key: "in/tcp/abc"},
		{Type: "tcp", Key: "127.0.0.1:abc"},
		{Type: "tcp", Key: "127.0.0.1:70000"},
		{Type: "service", Key: ""},
		{Type: "firewall_rule", Key: ""},
		{Type: "registry", Key: ""},
		{Type: "file", Key: ""},
		{Type: "permission", Key: "x"},
	} {
		t.Run(q.Type+"/"+q.Key, func(t *testing.T) {
			wantFault(t, s.ask(t, q).Fault, resource.Invalid)
		})
	}
}

// denied: what may not be read is never taken for absent, and what may not be written stays.
func (s *suite) denied(t *testing.T) {
	for _, c := range []struct {
		typ, key      string
		before, after obj
	}{
		{"file", `C:\Conf\rest\verboten.ini`, obj{"content": b64("verboten.ini")}, obj{"content": b64("neu")}},
		{"registry", `HKLM\SOFTWARE\Conf\Verboten\\v`, obj{"value": "x"}, obj{"value": "y"}},
		{"permission", `C:\Conf\rest\verboten.ini`, obj{"allow|S-1-5-32-546|": nil}, obj{"allow|S-1-5-32-546|": 1}},
		{"service", s.host.Service(), obj{"state": "stopped"}, obj{"state": "running"}},
		{"firewall_rule", "xops gross", obj{"enabled": true}, obj{"enabled": false}},
	} {
		t.Run(c.typ, func(t *testing.T) {
			if s.differs(t, c.typ, "denied") {
				return
			}
			s.host.Deny(c.typ, c.key, false)
			wantFault(t, s.ask(t, resource.Query{Type: c.typ, Key: c.key, Args: obj{"content": true}}).Fault,
				resource.Denied)
			r := s.set(t, c.typ, c.key, c.before, c.after)
			want(t, r, resource.Failed, nil)
			wantFault(t, r.Fault, resource.Denied)
			s.host.Deny(c.typ, c.key, true)
			wantProps(t, s.one(t, c.typ, c.key, nil), obj{"exists": true})
			if got := s.host.ReadFile(`C:\Conf\rest\verboten.ini`); string(got) != "verboten.ini" {
				t.Errorf("the file holds %q", got)
			}
		})
	}
}

// locked: a file that another program holds is told as such, is not changed, and can be changed afterwards.
func (s *suite) locked(t *testing.T) {
	const key = `C:\Conf\rest\gehalten.ini`
	old, fresh := obj{"content": b64("gehalten.ini")}, obj{"content": b64("neu")}
	if s.differs(t, "file", "locked") {
		return
	}
	release := s.host.Hold(key)
	wantFault(t, s.ask(t, resource.Query{Type: "file", Key: key, Args: obj{"content": true}}).Fault, resource.Locked)
	r := s.set(t, "file", key, old, fresh)
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Locked)
	release()
	for _, name := range s.host.List(`C:\Conf\rest`) {
		if strings.HasPrefix(name, "gehalten.ini.") {
			t.Errorf("%s was left behind", name)
		}
	}
	want(t, s.set(t, "file", key, old, fresh), resource.Done, fresh)
}

// leftBehind: what a computer that went down in the middle of a change left beside a file is told while only looking,
// and put in order where changes are allowed. A file whose old bytes alone are there is that file.
func (s *suite) leftBehind(t *testing.T) {
	text := func(v string) obj { return obj{"content": b64(v)} }
	const rest = `C:\Conf\rest\`
	want(t, s.set(t, "file", rest+"ganz.ini", text("ganz.ini"), text("neu")), resource.Done, text("neu"))
	want(t, s.set(t, "file", rest+"nur.ini", text("nur.ini.xops-old"), text("neu")), resource.Done, text("neu"))
	want(t, s.set(t, "file", rest+"halb.ini", obj{"content": nil}, text("neu")), resource.Done, text("neu"))
	wantProps(t, s.one(t, "file", rest+"muster.cfg", obj{"content": true}),
		obj{"exists": true, "path": rest + "muster.cfg", "content": b64("muster.cfg.xops-old")})
	names := s.host.List(`C:\Conf\rest`)
	for _, name := range names {
		if strings.Contains(name, ".xops-") && !strings.HasPrefix(name, "nur-gesehen") {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range []string{"ganz.ini", "nur.ini", "halb.ini", "muster.cfg"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not there: %q", name, names)
		}
	}
}
