package conformance

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// setFiles are files in C:\Conf\set.
var setFiles = map[string]string{
	"a.ini":    "alt",
	"drift.i":  "anders",
	"gone.txt": "weg",
	"attr.txt": "x",
	"move.txt": "mv",
	"both1":    "1",
	"both2":    "2",
	odd:        "odd",
	"null.bin": "\x00\xff",
}

const dir = `C:\Conf\set\`

func (s *suite) files(t *testing.T) {
	content := func(text string) obj { return obj{"content": b64(text)} }
	none := obj{"content": nil}
	long := string(bytes.Repeat([]byte("0123456789abcdef"), 40_000)) // 640 kB
	for _, c := range []struct {
		name          string
		file          string
		before, after obj
		status        resource.Status
		holds         any // the file's bytes afterwards, nil: it is not there
	}{
		{"write", "a.ini", content("alt"), content("neu\r\nmit ü"), resource.Done, "neu\r\nmit ü"},
		{"write again", "a.ini", content("alt"), content("neu\r\nmit ü"), resource.Already, "neu\r\nmit ü"},
		{"take back", "a.ini", content("neu\r\nmit ü"), content("alt"), resource.Done, "alt"},
		{"empty", "a.ini", content("alt"), content(""), resource.Done, ""},
		{"long", "a.ini", content(""), content(long), resource.Done, long},
		{"drift", "drift.i", content("alt"), content("neu"), resource.Drift, "anders"},
		{"drift of what should not be there", "drift.i", none, content("neu"), resource.Drift, "anders"},
		{"create", "neu.txt", none, content("da"), resource.Done, "da"},
		{"drift of what is not there", "nix.txt", content("alt"), content("neu"), resource.Drift, nil},
		{"delete", "gone.txt", content("weg"), none, resource.Done, nil},
		{"delete again", "gone.txt", content("weg"), none, resource.Already, nil},
		{"odd name", odd, content("odd"), content("ungerade"), resource.Done, "ungerade"},
		{"bytes", "null.bin", content("\x00\xff"), content("\xff\x00"), resource.Done, "\xff\x00"},
		{
			"by hash", "null.bin",
			obj{"sha256": "06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8"},
			obj{"content": b64("x")},
			resource.Drift, "\xff\x00",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := s.set(t, "file", dir+c.file, c.before, c.after)
			var now obj
			if c.status != resource.Drift {
				now = c.after
			}
			want(t, r, c.status, now)
			got := s.host.ReadFile(dir + c.file)
			if text, there := c.holds.(string); !there && got != nil || there && string(got) != text {
				t.Errorf("the file holds %.60q", got)
			}
		})
	}
	t.Run("attributes", func(t *testing.T) {
		key := dir + "attr.txt"
		want(t, s.set(t, "file", key, obj{"attributes": []any{}}, obj{"attributes": []any{"readonly", "hidden"}}),
			resource.Done, obj{"attributes": []any{"readonly", "hidden"}})
		want(t, s.set(t, "file", key, obj{"content": b64("x")}, obj{"content": b64("y")}), resource.Done, nil)
		wantProps(t, s.one(t, "file", key, obj{"content": true}), obj{
			"attributes": []any{"readonly", "hidden"},
			"content":    b64("y"),
		})
		want(t, s.set(t, "file", key, obj{"content": b64("y")}, obj{"content": nil}), resource.Done, nil)
	})
	t.Run("folder", func(t *testing.T) {
		key := dir + `neu\tief`
		gone, there := obj{"exists": false, "kind": nil}, obj{"exists": true, "kind": "directory"}
		s.refused(t, "file", key, gone, there) // no folder is made by the way
		s.refused(t, "file", key+`\a.txt`, none, content("x"))
		s.refused(t, "file", key+`\b.txt`, none, content("x")) // the first leaves nothing behind that stops the second
		want(t, s.set(t, "file", dir+"neu", gone, there), resource.Done, there)
		want(t, s.set(t, "file", key, gone, there), resource.Done, there)
		want(t, s.set(t, "file", key, gone, there), resource.Already, there)
		want(t, s.set(t, "file", key, there, gone), resource.Done, gone)
		want(t, s.set(t, "file", dir+"tree", there, gone), resource.Failed, nil) // it is not empty
		want(t, s.set(t, "file", dir+"a.ini", there, gone), resource.Drift, nil)
	})
	t.Run("move", func(t *testing.T) {
		from, to := obj{"path": dir + "move.txt"}, obj{"path": dir + `Quarantäne\1\move.txt`}
		s.refused(t, "file", dir+"move.txt", from, to)
		gone, there := obj{"exists": false, "kind": nil}, obj{"exists": true, "kind": "directory"}
		for _, folder := range []string{`Quarantäne`, `Quarantäne\1`} {
			want(t, s.set(t, "file", dir+folder, gone, there), resource.Done, there)
		}
		want(t, s.set(t, "file", dir+"move.txt", from, to), resource.Done, to)
		want(t, s.set(t, "file", dir+"move.txt", from, to), resource.Already, to)
		want(t, s.set(t, "file", dir+"move.txt", to, from), resource.Done, from)
		want(t, s.set(t, "file", dir+"tree", obj{"path": dir + "tree"}, obj{"path": dir + `Quarantäne\tree`}),
			resource.Done, nil)
		if got := s.host.ReadFile(dir + `Quarantäne\tree\in\x.txt`); string(got) != "x" {
			t.Errorf("the folder's content is %q", got)
		}
		want(t, s.set(t, "file", dir+"both1", obj{"path": dir + "both1"}, obj{"path": dir + "both2"}), resource.Drift,
			nil)
		want(t, s.set(t, "file", dir+"nix", obj{"path": dir + "nix"}, obj{"path": dir + "nix2"}), resource.Drift,
			obj{"path": nil})
		want(t, s.set(t, "file", dir+"both1", obj{"path": dir + "both1"}, obj{"path": `D:\both1`}), resource.Failed,
			nil)
	})
	t.Run("nothing is left beside", func(t *testing.T) {
		for _, name := range s.host.List(`C:\Conf\set`) {
			known := []string{
				"a.ini", "drift.i", "both1", "both2", "move.txt", "null.bin", "neu.txt", "neu", "empty",
				"Quarantäne", odd,
			}
			if !slices.Contains(known, name) {
				t.Errorf("%s was left behind", name)
			}
		}
	})
}

// refused wants a change to fail because a folder is missing, and nothing to be made.
func (s *suite) refused(t *testing.T, typ, key string, before, after obj) {
	t.Helper()
	r := s.set(t, typ, key, before, after)
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Absent)
	if path := after.String("path"); path != "" {
		key = path
	}
	wantProps(t, s.one(t, "file", key[:strings.LastIndexByte(key, '\\')], nil), obj{"exists": false})
}

func (s *suite) registry(t *testing.T) {
	const key = `HKLM\SOFTWARE\Conf\Set\`
	none := obj{"exists": false, "type": nil, "value": nil}
	value := func(kind string, v any) obj { return obj{"exists": true, "type": kind, "value": v} }
	for _, c := range []struct {
		name          string
		key           string
		before, after obj
		status        resource.Status
	}{
		{"create", key + `Tief\\n`, none, value("sz", "Größe `$x` \"1\""), resource.Done},
		{"create again", key + `Tief\\n`, none, value("sz", "Größe `$x` \"1\""), resource.Already},
		{"case counts", key + `Tief\\n`, none, value("sz", "größe `$x` \"1\""), resource.Drift},
		{"type", key + `Tief\\n`, value("sz", "Größe `$x` \"1\""), value("expand_sz", `%A%`), resource.Done},
		{"dword", key + `\d`, none, value("dword", int64(4294967295)), resource.Done},
		{"qword", key + `\q`, none, value("qword", int64(1)<<62), resource.Done},
		{"multi_sz", key + `\m`, none, value("multi_sz", []any{"a", "b c"}), resource.Done},
		{
			"multi_sz with one", key + `\m`, value("multi_sz", []any{"a", "b c"}), value("multi_sz", []any{"a"}),
			resource.Done,
		},
		{"binary", key + `\b`, none, value("binary", b64("\x00\xff")), resource.Done},
		{"default", key + `\`, none, value("sz", "x"), resource.Done},
		{"only the value", key + `\d`, obj{"value": int64(4294967295)}, obj{"value": int64(7)}, resource.Done},
		{"32-bit view", `HKLM32\SOFTWARE\Conf\Set\\v`, none, value("sz", "32"), resource.Done},
		{"delete", key + `\d`, value("dword", int64(7)), none, resource.Done},
		{"delete again", key + `\d`, value("dword", int64(7)), none, resource.Already},
		{"drift", key + `\q`, value("qword", int64(5)), none, resource.Drift},
		{"no type", key + `\t`, none, value("nix", "x"), resource.Failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := s.set(t, "registry", c.key, c.before, c.after)
			want(t, r, c.status, nil)
			if c.status == resource.Done || c.status == resource.Already {
				wantProps(t, r.Now, c.after)
				wantProps(t, s.one(t, "registry", c.key, nil), c.after)
			}
		})
	}
	wantProps(t, s.one(t, "registry", `HKLM\SOFTWARE\Conf\Set\\v`, nil), none) // the views are apart
	// Keys that were made for a value go with it, those that were there, or that hold something else, stay.
	for _, view := range []string{"HKLM", "HKLM32"} {
		deep, top := view+`\SOFTWARE\Conf\Taken\Back\Deep`, view+`\SOFTWARE\Conf`
		wantProps(t, s.one(t, "registry", deep+`\\v`, nil), obj{"exists": false, "parent": top})
		back := resource.Op{
			Type: "registry", Key: deep + `\\v`, Before: none, After: value("sz", "x"),
			Args: obj{"parent": top},
		}
		want(t, s.batch(t, back)[0], resource.Done, nil)
		want(t, s.batch(t, back.Inverse())[0], resource.Done, nil)
		wantProps(t, s.one(t, "registry", deep+`\\v`, nil), obj{"exists": false, "parent": top})
		want(t, s.batch(t, back)[0], resource.Done, nil)
		want(t, s.set(t, "registry", view+`\SOFTWARE\Conf\Taken\\other`, none, value("sz", "theirs")), resource.Done,
			nil)
		want(t, s.batch(t, back.Inverse())[0], resource.Done, nil)
		wantProps(t, s.one(t, "registry", deep+`\\v`, nil), obj{"exists": false, "parent": view +
			`\SOFTWARE\Conf\Taken`})
	}
}

func (s *suite) services(t *testing.T) {
	name := s.host.Service()
	state := func(v string) obj { return obj{"state": v} }
	want(t, s.set(t, "service", name, state("stopped"), state("running")), resource.Done, state("running"))
	want(t, s.set(t, "service", name, state("stopped"), state("running")), resource.Already, state("running"))
	first := s.one(t, "service", name, nil)
	wantProps(t, first, obj{"exists": true, "state": "running", "start": "manual"})
	if first.Int("pid") == 0 || first.String("started") == "" || first.String("program") == "" {
		t.Errorf("a running service has a process: %v", first)
	}
	byProgram := s.ask(t, resource.Query{Type: "service", Key: "*", Args: obj{"program": first.String("program")}})
	if !slices.ContainsFunc(byProgram.Items, func(i resource.Item) bool { return i.Key == name }) {
		t.Errorf("%s is not found by its program: %v", name, byProgram)
	}
	want(t, s.set(t, "service", name, obj{"state": "running"}, obj{"restart": true}), resource.Done,
		obj{"state": "running", "restart": true})
	if second := s.one(t, "service", name, nil); second.Int("pid") == first.Int("pid") {
		t.Errorf("after a restart the process is still %d", second.Int("pid"))
	}
	want(t, s.set(t, "service", name, state("running"), state("stopped")), resource.Done, state("stopped"))
	want(t, s.set(t, "service", name, state("running"), obj{"restart": true}), resource.Drift, state("stopped"))
	r := s.set(t, "service", "xops-nix", obj{"exists": false}, state("running"))
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Absent)
	r = s.set(t, "service", "RpcSs", state("running"), state("stopped"))
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Refused)
}

func (s *suite) rules(t *testing.T) {
	const name = "xops-Prüfung [1] 'q'"
	none := obj{
		"exists": false, "enabled": nil, "action": nil, "direction": nil, "protocol": nil, "local_ports": nil,
		"remote_addresses": nil,
		"profiles":         nil, "program": nil, "grouping": nil, "description": nil,
	}
	full := obj{
		"exists": true, "enabled": true, "action": "allow", "direction": "in", "protocol": "tcp",
		"local_ports":      "23174,5000-5010",
		"remote_addresses": "LocalSubnet", "profiles": []any{"domain", "private"},
		"program": `C:\Program Files\Größe\x.exe`, "grouping": "xops", "description": "Anschluss",
	}
	want(t, s.set(t, "firewall_rule", name, none, full), resource.Done, full)
	want(t, s.set(t, "firewall_rule", name, none, full), resource.Already, full)
	wantProps(t, s.one(t, "firewall_rule", name, nil), full)
	wantProps(t, s.one(t, "firewall_rule", name, nil), obj{"count": 1})
	want(t, s.set(t, "firewall_rule", name, obj{"enabled": true}, obj{"enabled": false}), resource.Done,
		obj{"enabled": false})
	want(t, s.set(t, "firewall_rule", name, obj{"enabled": true}, obj{"enabled": false}), resource.Already,
		obj{"enabled": false})
	want(t, s.set(t, "firewall_rule", name, obj{"local_ports": "1"}, obj{"local_ports": "2"}), resource.Drift,
		obj{"local_ports": "23174,5000-5010"})
	want(t, s.set(t, "firewall_rule", name, obj{"protocol": "tcp", "local_ports": "23174,5000-5010"},
		obj{"protocol": "udp", "local_ports": "*"}), resource.Done, nil)
	want(t, s.set(t, "firewall_rule", name, obj{"program": `C:\Program Files\Größe\x.exe`}, obj{"program": nil}),
		resource.Done, obj{"program": nil})
	want(t, s.set(t, "firewall_rule", name, obj{"profiles": []any{"domain", "private"}},
		obj{"profiles": []any{"domain", "private", "public"}}), resource.Done, nil)
	wantProps(t, s.one(t, "firewall_rule", name, nil), obj{
		"enabled": false, "protocol": "udp",
		"description": "Anschluss", "count": 1,
	})
	want(t, s.set(t, "firewall_rule", name, obj{"exists": true}, obj{"exists": false}), resource.Done,
		obj{"exists": false})
	want(t, s.set(t, "firewall_rule", name, obj{"exists": true}, obj{"exists": false}), resource.Already,
		obj{"exists": false})
	// Windows regroups addresses, masks networks and replaces variables: that is what was wanted.
	many := obj{
		"exists": true, "direction": "in", "action": "allow", "enabled": false, "protocol": "tcp",
		"local_ports": "23174", "remote_addresses": "192.168.1.5,localsubnet,10.9.0.1-10.9.0.9,10.8.0.0/24",
		"program": `%ProgramFiles%\Conf\x.exe`,
	}
	gone := obj{"exists": false}
	want(t, s.set(t, "firewall_rule", name, gone, many), resource.Done, nil)
	want(t, s.set(t, "firewall_rule", name, gone, many), resource.Already, nil)
	regrouped := obj{
		"remote_addresses": "10.8.0.0/255.255.255.0,LocalSubnet,192.168.1.5,10.9.0.1-10.9.0.9",
		"program":          `C:\Program Files\Conf\X.exe`,
	}
	few := obj{"remote_addresses": "10.8.0.0/24", "program": nil}
	want(t, s.set(t, "firewall_rule", name, regrouped, few), resource.Done, obj{"program": nil})
	want(t, s.set(t, "firewall_rule", name, obj{"remote_addresses": "10.8.1.0/24"}, obj{"remote_addresses": "*"}),
		resource.Drift, nil)
	want(t, s.set(t, "firewall_rule", name, obj{"exists": true}, gone), resource.Done, nil)
}

func (s *suite) permissions(t *testing.T) {
	const key = `C:\Conf\acl`
	const users, other, guests = "allow|S-1-5-32-545|OICI", "allow|S-1-5-21-1-2-3-1001|OICI", "deny|S-1-5-32-546|OICI"
	old := s.one(t, "permission", key, nil)
	want(t, s.set(t, "permission", key, obj{users: 0x1200a9}, obj{users: 0x1301bf}), resource.Done,
		obj{users: 0x1301bf})
	want(t, s.set(t, "permission", key, obj{users: 0x1200a9}, obj{users: 0x1301bf}), resource.Already, nil)
	want(t, s.set(t, "permission", key, obj{users: 0x1200a9}, obj{users: 0x1f01ff}), resource.Drift,
		obj{users: 0x1301bf})
	want(t, s.set(t, "permission", key, obj{other: nil}, obj{other: 0x1301bf}), resource.Done, obj{other: 0x1301bf})
	want(t, s.set(t, "permission", key, obj{guests: 2}, obj{guests: 6}), resource.Done, obj{guests: 6})
	wantProps(t, s.one(t, "permission", key, nil), obj{"canonical": true, "protected": false, "owner": old["owner"]})
	want(t, s.batch(t,
		resource.Op{
			Type: "permission", Key: key, Before: obj{users: 0x1301bf, other: 0x1301bf},
			After: obj{users: 0x1200a9, other: nil},
		},
	)[0], resource.Done, nil)
	want(t, s.set(t, "permission", key, obj{guests: 6}, obj{guests: 2}), resource.Done, nil)
	if now := s.one(t, "permission", key, nil); now["sddl"] != old["sddl"] {
		t.Errorf("taken back it is %v, and it was %v", now["sddl"], old["sddl"])
	}
	want(t, s.set(t, "permission", key+`\datei.txt`, obj{"allow|S-1-5-32-545|": nil},
		obj{"allow|S-1-5-32-545|": 0x1301bf}), resource.Done, nil)
	r := s.set(t, "permission", `C:\Conf\nix`, obj{users: nil}, obj{users: 1})
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Absent)
	want(t, s.set(t, "permission", key, obj{"allow|Benutzer|": nil}, obj{"allow|Benutzer|": 1}), resource.Failed, nil)
}

func (s *suite) scripts(t *testing.T) {
	run := func(text string, parameters any) resource.Result {
		return s.set(t, "script", "step.script.x", nil, obj{"script": text, "parameters": parameters})
	}
	want(t, run("$p.name\n'zwei'\n", obj{"name": "Größe `$x`; '\"1\""}), resource.Done,
		obj{"output": []any{"Größe `$x`; '\"1\"", "zwei"}, "exit_code": 0})
	r := run("'vorher'; throw 'kaputt'", nil)
	want(t, r, resource.Failed, obj{"exit_code": 1})
	wantFault(t, r.Fault, resource.Internal)
	r = run("$global:LASTEXITCODE = 1603", nil)
	want(t, r, resource.Failed, obj{"exit_code": 1603})
	wantFault(t, r.Fault, resource.ExitCode)
	r = s.batch(t, resource.Op{Type: "script", Key: "step.script.y", After: obj{"script": "while ($true) { [Thread" +
		"ing.Thread]::Sleep(50) }"}, Args: obj{"deadline_s": int64(1)}})[0]
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Timeout)
}

func (s *suite) batches(t *testing.T) {
	bad := resource.Op{
		Type: "file", Key: dir + "drift.i", Before: obj{"content": b64("nie")},
		After: obj{"content": nil},
	}
	good := resource.Op{
		Type: "registry", Key: `HKLM\SOFTWARE\Conf\Batch\\v`, Before: obj{"value": nil},
		After: obj{"type": "sz", "value": "x"},
	}
	statuses := func(rs []resource.Result) (out []resource.Status) {
		for _, r := range rs {
			out = append(out, r.Status)
		}
		return out
	}
	if got := statuses(s.batch(t, bad, good, good)); !slices.Equal(got, []resource.Status{
		resource.Drift,
		resource.Skipped, resource.Skipped,
	}) {
		t.Errorf("behind a drift: %v", got)
	}
	bad.Continue = true
	if got := statuses(s.batch(t, bad, good, good)); !slices.Equal(got, []resource.Status{
		resource.Drift, resource.Done,
		resource.Already,
	}) {
		t.Errorf("behind one that others need not wait for: %v", got)
	}
}

func (s *suite) observeOnly(t *testing.T, session exec.Session) {
	op := resource.Op{
		ID: "1", Type: "file", Key: dir + "observe.txt", Before: obj{"content": nil},
		After: obj{"content": b64("x")},
	}
	err := session.Apply(s.ctx, []resource.Op{op}, func(r resource.Result) {
		want(t, r, resource.Failed, nil)
		wantFault(t, r.Fault, resource.Refused)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.host.ReadFile(op.Key) != nil {
		t.Error("it was written")
	}
	// What an interrupted change left behind is told, and stays.
	const seen = `C:\Conf\rest\nur-gesehen.ini`
	answers, err := session.Observe(s.ctx, []resource.Query{
		{Type: "file", Key: seen, Args: obj{"content": true}},
		{Type: "file", Key: `C:\Conf\re*\nur-gesehen.ini`},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Fault != nil || len(a.Items) != 1 || a.Items[0].Key != seen {
			t.Fatalf("%+v", a)
		}
		wantProps(t, a.Items[0].Props, obj{"exists": true, "path": seen, "leftovers": []string{seen + ".xops-old"}})
	}
	wantProps(t, answers[0].Items[0].Props, obj{"content": b64("nur-gesehen.ini.xops-old")})
	if s.host.ReadFile(seen+".xops-old") == nil || s.host.ReadFile(seen) != nil {
		t.Error("looking changed something")
	}
}
