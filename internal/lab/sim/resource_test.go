package sim

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

type props = resource.Props

func get(t *testing.T, h *Host, typ, key string, args props) []resource.Item {
	t.Helper()
	a := h.Get(resource.Query{Type: typ, Key: key, Args: args})
	if a.Fault != nil {
		t.Fatalf("%s %s: %v", typ, key, a.Fault)
	}
	return a.Items
}

func one(t *testing.T, h *Host, typ, key string, args props) props {
	t.Helper()
	items := get(t, h, typ, key, args)
	if len(items) != 1 {
		t.Fatalf("%s %s: %d items", typ, key, len(items))
	}
	return items[0].Props
}

func keysOf(items []resource.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Key)
	}
	return strings.Join(out, "|")
}

// change sets and expects a status.
func change(t *testing.T, h *Host, typ, key string, before, after props, want resource.Status) resource.Result {
	t.Helper()
	r := h.Set(resource.Op{ID: "1", Type: typ, Key: key, Before: before, After: after})
	if r.Status != want {
		t.Fatalf("%s %s: %s %v, now %v, want %s", typ, key, r.Status, r.Fault, r.Now, want)
	}
	return r
}

// changeAndBack sets, sets again, and takes back; a second taking back is already done.
func changeAndBack(t *testing.T, h *Host, typ, key string, before, after props) {
	t.Helper()
	change(t, h, typ, key, before, after, resource.Done)
	change(t, h, typ, key, before, after, resource.Already)
	change(t, h, typ, key, after, before, resource.Done)
	change(t, h, typ, key, after, before, resource.Already)
}

func TestPatterns(t *testing.T) {
	h := newHost(t)
	for _, p := range []string{
		`C:\Prog\SP_b\X.ini`, `C:\Prog\SP_A\x.INI`, `C:\Prog\SP_A\y.ini`, `C:\Prog\other\x.ini`,
		`C:\Prog\SP_c.txt`, `C:\Prog\[1]\Ü.ini`,
	} {
		must(t, h.WriteFile(p, []byte("x")))
	}
	for pattern, want := range map[string]string{
		`c:\prog\sp_*\x.ini`:         `C:\Prog\SP_A\x.INI|C:\Prog\SP_b\X.ini`,
		`C:/prog/sp_?/*`:             `C:\Prog\SP_A\x.INI|C:\Prog\SP_A\y.ini|C:\Prog\SP_b\X.ini`,
		`C:\*\*\Y.ini`:               `C:\Prog\SP_A\y.ini`,
		`C:\Prog\SP_*`:               `C:\Prog\SP_A|C:\Prog\SP_b|C:\Prog\SP_c.txt`,
		`C:\Prog\[1]\ü*`:             `C:\Prog\[1]\Ü.ini`,
		`C:\none\*`:                  ``,
		`C:\Prog\SP_c.txt\*`:         ``,
		`Z:\*`:                       ``,
		`%SystemDrive%\prog\o*er\x*`: `C:\Prog\other\x.ini`,
	} {
		if got := keysOf(get(t, h, "file", pattern, nil)); got != want {
			t.Errorf("%s: %s, want %s", pattern, got, want)
		}
	}
	for _, bad := range []string{`prog\x`, `C:x`, `C:\a\..\b`, `C:\a:stream`, `C:\a<b`, `\\`, ``} {
		if a := h.Get(resource.Query{Type: "file", Key: bad}); a.Fault == nil || a.Fault.Code != resource.Invalid {
			t.Errorf("%q: %+v", bad, a)
		}
	}
}

func TestFile(t *testing.T) {
	h := newHost(t)
	text := func(s string) any { return resource.Encode([]byte(s)) }
	must(t, h.WriteFile(`C:\d\Alt.ini`, []byte("alt")), h.WriteProgram(`C:\d\p.exe`, "2.1.0.7"))
	h.AddDrive('N', "network", "", 0, 0)

	p := one(t, h, "file", `c:\D\alt.INI`, props{"content": true})
	if p["path"] != `C:\d\Alt.ini` || p["size"] != int64(3) || p["content"] != text("alt") || p["drive"] != "fixed" ||
		p["modified"] != "2026-11-24T18:03:05.123Z" {
		t.Errorf("%v", p)
	}
	p = one(t, h, "file", `C:\d\alt.ini`, props{"content": true, "max_bytes": int64(2)})
	if p["content"] != nil || p["sha256"] != digest([]byte("alt")) {
		t.Errorf("too large: %v", p)
	}
	if p := one(t, h, "file", `C:\d\p.exe`, nil); p["version"] != "2.1.0.7" {
		t.Errorf("%v", p)
	}
	if p := one(t, h, "file", `N:\x`, nil); p["exists"] != false || p["drive"] != "network" {
		t.Errorf("%v", p)
	}

	changeAndBack(t, h, "file", `C:\d\ALT.ini`, props{"content": text("alt")}, props{"content": text("neu")})
	changeAndBack(t, h, "file", `C:\d\neu.ini`, props{"content": nil}, props{"content": text("")})
	change(t, h, "file", `C:\d\alt.ini`, props{"sha256": digest([]byte("alt"))}, props{"content": text("neu")},
		resource.Done)
	r := change(t, h, "file", `C:\d\alt.ini`, props{"content": text("alt")}, props{"content": text("x")},
		resource.Drift)
	if r.Now["sha256"] != digest([]byte("neu")) {
		t.Errorf("drift says %v", r.Now)
	}
	if one(t, h, "file", `C:\d\alt.ini`, nil)["path"] != `C:\d\Alt.ini` {
		t.Error("the spelling of the name changed")
	}
	changeAndBack(t, h, "file", `C:\d\alt.ini`, props{"attributes": []any{}},
		props{"attributes": []any{"readonly", "hidden"}})
	gone, there := props{"exists": false, "kind": nil}, props{"exists": true, "kind": "directory"}
	change(t, h, "file", `C:\neu\tief`, gone, there, resource.Failed) // no folder is made by the way
	change(t, h, "file", `C:\d`, props{"path": `C:\d`}, props{"path": `C:\quarantäne\d`}, resource.Failed)
	changeAndBack(t, h, "file", `C:\neu`, gone, there)
	change(t, h, "file", `C:\quarantäne`, gone, there, resource.Done)
	changeAndBack(t, h, "file", `C:\d`, props{"path": `C:\d`}, props{"path": `C:\quarantäne\d`})
	if data, _ := h.ReadFile(`C:\d\alt.ini`); string(data) != "neu" {
		t.Error("the folder came back without its files")
	}
	// A new file needs its folder; a move that would overwrite is drift; a full folder is not removed.
	if r := change(t, h, "file", `C:\no\x.ini`, props{"content": nil}, props{"content": text("x")},
		resource.Failed); r.Fault.Code != resource.Absent {
		t.Errorf("%v", r.Fault)
	}
	must(t, h.Mkdir(`C:\e`))
	change(t, h, "file", `C:\e`, props{"path": `C:\e`}, props{"path": `C:\d`}, resource.Drift)
	change(t, h, "file", `C:\d`, props{"exists": true, "kind": "directory"}, props{"exists": false, "kind": nil},
		resource.Failed)
	if r := change(t, h, "file", `C:\d`, props{"path": `C:\d`}, props{"path": `N:\d`},
		resource.Failed); r.Fault.Code != resource.Unsupported {
		t.Errorf("%v", r.Fault)
	}
}

func TestAccessList(t *testing.T) {
	h := newHost(t)
	must(t, h.WriteFile(`C:\winacs\TEMP\x.tmp`, nil), h.Mkdir(`C:\winacs\TEMP\sub`))
	before := one(t, h, "permission", `C:\winacs\temp`, nil)
	if before["protected"] != false || before["canonical"] != true || before["owner"] != sidAdministrators ||
		before["kind"] != "directory" {
		t.Errorf("%v", before)
	}
	covers := func(path, sid string, folder bool) bool {
		t.Helper()
		d, err := windows.ParseDACL(one(t, h, "permission", path, nil).String("sddl"))
		must(t, err)
		return d.Covers(sid, windows.RightsModify, folder)
	}
	if covers(`C:\winacs\TEMP`, sidUsers, true) || !covers(`C:\winacs\TEMP`, sidAdministrators, true) ||
		!covers(`C:\winacs\TEMP\x.tmp`, sidSystem, false) {
		t.Error("what is inherited from the drive is wrong")
	}
	name := "allow|" + sidUsers + "|OICI"
	changeAndBack(t, h, "permission", `C:\winacs\TEMP`, props{name: nil}, props{name: int64(windows.RightsModify)})
	if after := one(t, h, "permission", `C:\winacs\temp`, nil); after["sddl"] != before["sddl"] {
		t.Errorf("taken back: %v, was %v", after["sddl"], before["sddl"])
	}
	change(t, h, "permission", `C:\winacs\TEMP`, props{name: nil}, props{name: int64(windows.RightsModify)},
		resource.Done)
	for path, folder := range map[string]bool{
		`C:\winacs\TEMP`: true, `C:\winacs\TEMP\sub`: true,
		`C:\winacs\TEMP\x.tmp`: false,
	} {
		if !covers(path, sidUsers, folder) {
			t.Errorf("%s: %s", path, h.SDDL(path))
		}
	}
	// A protected folder takes nothing over, and what is below it follows it.
	must(t, h.SetACL(`C:\winacs\TEMP\sub`, "D:PAI(D;;SD;;;BU)(A;OICI;FA;;;BA)"))
	if got := h.SDDL(`C:\winacs\TEMP\sub`); got != "D:PAI(D;;0x10000;;;BU)(A;OICI;FA;;;BA)" {
		t.Error(got)
	}
	deny := "deny|" + sidUsers + "|"
	change(t, h, "permission", `C:\winacs\TEMP\sub`, props{deny: int64(0x10000)}, props{deny: nil}, resource.Done)
	if got := h.SDDL(`C:\winacs\TEMP\sub`); got != "D:PAI(A;OICI;FA;;;BA)" {
		t.Error(got)
	}
	// Deny entries stand first; a list in another order is not touched.
	change(t, h, "permission", `C:\winacs\TEMP\sub`, props{deny: nil}, props{deny: int64(0x40)}, resource.Done)
	must(t, h.SetACL(`C:\winacs`, "D:(A;;FA;;;BA)(D;;SD;;;BU)"))
	if one(t, h, "permission", `C:\winacs`, nil)["canonical"] != false {
		t.Error("canonical")
	}
	change(t, h, "permission", `C:\winacs`, props{name: nil}, props{name: int64(1)}, resource.Failed)
	if r := change(t, h, "permission", `C:\none`, props{name: nil}, props{name: int64(1)},
		resource.Failed); r.Fault.Code != resource.Absent {
		t.Error(r.Fault)
	}
}

func TestRegistry(t *testing.T) {
	h := newHost(t)
	must(
		t, h.SetRegistry(`HKLM32\SOFTWARE\Praxis\Eins`, "DisplayName", "sz", "Eins"),
		h.SetRegistry(`HKLM32\SOFTWARE\Praxis\Zwei`, "DisplayName", "sz", "Zwei"),
		h.SetRegistry(`HKLM\SOFTWARE\Praxis\Drei`, "DisplayName", "sz", "Drei"),
	)
	for key, want := range map[string]string{
		`HKLM32\SOFTWARE\Praxis\*\\Display*`: `HKLM32\SOFTWARE\Praxis\Eins\\DisplayName|HKLM3` +
			`2\SOFTWARE\Praxis\Zwei\\DisplayName`,
		`HKLM\SOFTWARE\Praxis\*\\*`:                       `HKLM\SOFTWARE\Praxis\Drei\\DisplayName`,
		`hklm\software\wow6432node\praxis\?ins\\display*`: `HKLM\SOFTWARE\WOW6432Node\Praxis\Eins\\DisplayName`,
	} {
		if got := keysOf(get(t, h, "registry", key, nil)); got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
	if p := one(t, h, "registry", `HKLM32\Software\Praxis\Drei\\DisplayName`, nil); p["exists"] != false {
		t.Errorf("the views are mixed: %v", p)
	}
	absent := props{"exists": false, "type": nil, "value": nil}
	for typ, value := range map[string]any{
		"sz": "Müller", "expand_sz": `%TEMP%\x`, "multi_sz": []any{"a", "b"}, "dword": int64(4294967295),
		"qword": int64(1), "binary": resource.Encode([]byte{0, 1}),
	} {
		changeAndBack(t, h, "registry", `HKLM\SOFTWARE\Neu\\`+typ, absent, props{
			"exists": true, "type": typ,
			"value": value,
		})
	}
	changeAndBack(t, h, "registry", `HKLM\SOFTWARE\Praxis\Drei\\DisplayName`, props{"type": "sz", "value": "Drei"},
		props{"type": "sz", "value": "Vier"})
	changeAndBack(t, h, "registry", `HKLM\SOFTWARE\Praxis\Drei\\`, absent, props{
		"exists": true, "type": "sz",
		"value": "Vorgabe",
	})
	if a := h.Get(resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\X`}); a.Fault == nil ||
		a.Fault.Code != resource.Invalid {
		t.Errorf("%+v", a)
	}
}

func TestService(t *testing.T) {
	h := newHost(t)
	must(t, h.WriteFile(`C:\SP\sp.ini`, []byte("1")))
	ports := func(read func(string) ([]byte, bool)) []int {
		if data, _ := read(`C:\SP\sp.ini`); string(data) == "1" {
			return []int{23174}
		}
		return nil
	}
	h.AddService(Service{
		Name: "Mx$SP", DisplayName: "Service-Provider", State: Running,
		ImagePath: `"C:\SP Ordner\sp.exe" -x`, DependsOn: []string{"RpcSs"}, Behaviour: ports,
	})
	h.AddService(Service{
		Name: "Plugin", State: Running, ImagePath: `C:\SP\plugin.exe /s`,
		DependsOn: []string{"mx$sp"},
	})

	p := one(t, h, "service", "MX$sp", props{"crashes": true})
	if p["name"] != "Mx$SP" || p["program"] != `C:\SP Ordner\sp.exe` || p["state"] != Running ||
		p["crashes"] != int64(0) || !slices.Equal(p.Strings("dependents"), []string{"Plugin"}) {
		t.Errorf("%v", p)
	}
	if got := keysOf(get(t, h, "service", "*", props{"program": `C:\SP*\*`})); got != "Mx$SP|Plugin" {
		t.Error(got)
	}
	if p := one(t, h, "service", "nothing", nil); p["exists"] != false {
		t.Errorf("%v", p)
	}
	if got := keysOf(get(t, h, "listener", "tcp/23174", nil)); got != "tcp/0.0.0.0:23174" {
		t.Error(got)
	}
	changeAndBack(t, h, "service", "mx$sp", props{"start": "auto"}, props{"start": "delayed"})

	// A restart takes the dependent along, and the ini is read anew.
	must(t, h.WriteFile(`C:\SP\sp.ini`, []byte("0")))
	pid := p.Int("pid")
	change(t, h, "service", "Mx$SP", props{}, props{"restart": true}, resource.Done)
	if q := one(t, h, "service", "Plugin", nil); q["state"] != Running {
		t.Errorf("%v", q)
	}
	if q := one(t, h, "service", "Mx$SP", nil); q.Int("pid") == pid ||
		len(get(t, h, "listener", "tcp/23174", nil)) != 0 {
		t.Errorf("%v", q)
	}
	if r := change(t, h, "service", "Mx$SP", props{"state": Running}, props{"state": Stopped},
		resource.Failed); r.Fault.Code != resource.Refused {
		t.Errorf("with a running dependent: %v", r.Fault)
	}
	changeAndBack(t, h, "service", "Plugin", props{"state": Running}, props{"state": Stopped})
	if r := change(t, h, "service", "WinRM", props{}, props{"restart": true},
		resource.Failed); r.Fault.Code != resource.Refused {
		t.Error(r.Fault)
	}
	change(t, h, "service", "Plugin", props{"state": Running}, props{"state": Stopped, "start": "disabled"},
		resource.Done)
	if r := change(t, h, "service", "Plugin", props{"state": Stopped}, props{"state": Running},
		resource.Failed); r.Fault.HResult != "0x80070422" {
		t.Error(r.Fault)
	}
	change(t, h, "service", "nothing", props{"state": Stopped}, props{"state": Running}, resource.Drift)
}

func TestThirdStartDoesNotWork(t *testing.T) {
	h := newHost(t)
	h.AddService(Service{
		Name: "SP", State: Running, ImagePath: `C:\sp.exe`,
		Behaviour: func(func(string) ([]byte, bool)) []int { return []int{23174} },
	})
	for crash, want := range []bool{true, true, false} {
		if h.Functional("SP") != want {
			t.Errorf("after %d crashes functional is %v", crash, !want)
		}
		if got := one(t, h, "service", "SP", props{"crashes": true}); got.Int("crashes") != int64(crash) ||
			got["state"] != Running {
			t.Errorf("%v", got)
		}
		if len(get(t, h, "listener", "tcp/23174", nil)) != 1 {
			t.Error("it is not reachable")
		}
		if crash < 2 {
			h.Crash("SP")
		}
	}
	change(t, h, "service", "SP", props{}, props{"restart": true}, resource.Done)
	if !h.Functional("SP") {
		t.Error("a controlled restart did not help")
	}
}

func TestFirewall(t *testing.T) {
	h := newHost(t)
	h.AddRule("policy", "GPO", `v2.30|Action=Block|Active=FALSE|Dir=In|Protocol=6|LPort2_10=23000-23999|Name=Sperre|`)
	h.SetProfile("public", Profile{Enabled: true, BlockAll: true, LocalRules: true})
	p := one(t, h, "firewall", "in/tcp/23174", nil)
	rules := p["rules"].([]any)
	if len(rules) != 1 || rules[0].(map[string]any)["store"] != "policy" || !slices.Equal(p.Strings("active"),
		[]string{"private"}) || p["service"] != Running {
		t.Errorf("%v", p)
	}
	if n := len(one(t, h, "firewall", "in/tcp/5985", nil)["rules"].([]any)); n != 1 {
		t.Errorf("%d rules for WinRM", n)
	}
	peer := New(Options{Computer: "WS01", Now: clock, Network: lan{"srv01": h, "weg": nil}})
	meets := func(want string) {
		t.Helper()
		if got := one(t, peer, "tcp", "SRV01:23174", nil).String("result"); got != want {
			t.Errorf("the port is %s, want %s", got, want)
		}
	}
	meets("timeout")
	name := "xops-service-provider-23174"
	absent := one(t, h, "firewall_rule", name, nil)
	after := props{
		"exists": true, "enabled": true, "action": "allow", "direction": "in", "protocol": "tcp",
		"local_ports": "23174", "remote_addresses": "LocalSubnet",
		"profiles": []any{"domain", "private"}, "program": nil, "service": nil, "grouping": "xops",
		"description": "Arbeitsplätze", "count": int64(1),
	}
	changeAndBack(t, h, "firewall_rule", name, absent, after)
	change(t, h, "firewall_rule", name, absent, after, resource.Done)
	raw := h.Rules(name)
	if len(raw) != 1 || raw[0] != "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Private"+
		"|LPort=23174|RA4=LocalSubnet|RA6=LocalSubnet|"+
		"Name=xops-service-provider-23174|Desc=Arbeitsplätze|EmbedCtxt=xops|" {
		t.Errorf("%q", raw)
	}
	meets("refused")
	h.Listen(Socket{Protocol: "tcp", Address: "0.0.0.0", Port: 23174, PID: 9, Program: `C:\sp.exe`})
	meets("open")
	changeAndBack(t, h, "firewall_rule", name, props{"enabled": true}, props{"enabled": false})
	h.AddRule("local", "B", `v2.30|Action=Block|Active=TRUE|Dir=In|App=C:\sp.exe|Name=Blockiert|`)
	meets("timeout")
	if n := h.RemoveRules("Blockiert"); n != 1 {
		t.Error(n)
	}
	h.SetProfile("private", Profile{Enabled: true, LocalRules: false})
	meets("timeout")
	// Two rules of one name are left alone, and without its service the firewall does not answer.
	h.AddRule("local", "twin", raw[0])
	change(t, h, "firewall_rule", name, props{"enabled": true}, props{"enabled": false}, resource.Failed)
	h.AddService(Service{Name: "mpssvc", State: Stopped})
	if a := h.Get(resource.Query{Type: "firewall_rule", Key: name}); a.Fault == nil ||
		a.Fault.Code != resource.Unavailable {
		t.Errorf("%+v", a)
	}
	if p := one(t, h, "firewall", "in/tcp/23174", nil); p["service"] != Stopped || p["active"] != nil {
		t.Errorf("%v", p)
	}
}

type lan map[string]*Host

func (n lan) Find(name string) (*Host, string, bool) {
	h, known := n[strings.ToLower(name)]
	return h, "127.1.2.3", known
}

func TestNetwork(t *testing.T) {
	h := newHost(t)
	h.network = lan{"weg": nil}
	for key, want := range map[string]string{
		"localhost:445": "open", "SRV01:9": "refused", "weg:445": "timeout",
		"unbekannt:80": "dns",
	} {
		if got := one(t, h, "tcp", key, nil); got["result"] != want {
			t.Errorf("%s: %v", key, got)
		}
	}
	if a := h.Get(resource.Query{Type: "tcp", Key: "host"}); a.Fault == nil {
		t.Error("no port")
	}
	if got := keysOf(get(t, h, "listener", "tcp/*", nil)); got != "tcp/0.0.0.0:135|tcp/0.0.0.0:445|tcp/0.0.0.0:5985" {
		t.Error(got)
	}
	h.AddProcess(Process{PID: 4711, Parent: 1, Path: `C:\Praxis\Client.exe`})
	for _, key := range []string{`c:\praxis\*`, "client.exe", "CL*"} {
		if got := keysOf(get(t, h, "process", key, nil)); got != "4711" {
			t.Errorf("%s: %s", key, got)
		}
	}
}

func TestFacts(t *testing.T) {
	h := New(Options{Computer: "PC1", Now: clock, OS: OS{DotNetRelease: -1}})
	p := one(t, h, "os", "", nil)
	if p["computer"] != "PC1" || p["product_type"] != int64(1) || p["dotnet_release"] != nil ||
		p["language"] != int64(1031) || p["workgroup"] != "WORKGROUP" {
		t.Errorf("%v", p)
	}
	h.AddDrive('Z', "network", "Praxis", 10, 5)
	items := get(t, h, "cim", "win32_logicaldisk", props{
		"select": []any{"DeviceID", "DriveType"},
		"filter": map[string]any{"DriveType": int64(4)},
	})
	if len(items) != 1 || items[0].Key != "0" || items[0].Props["DeviceID"] != "Z:" || len(items[0].Props) != 2 {
		t.Errorf("%v", items)
	}
	items = get(t, h, "cim", "Win32_Service", props{
		"select": []any{"Name", "StartMode"},
		"filter": map[string]any{"name": "W*m"},
	})
	if len(items) != 1 || items[0].Props["Name"] != "WinRM" {
		t.Errorf("%v", items)
	}
	for _, class := range []string{"Win32_OperatingSystem", "Win32_ComputerSystem"} {
		if n := len(get(t, h, "cim", class, props{"select": []any{"Caption"}})); n != 1 {
			t.Errorf("%s: %d", class, n)
		}
	}
	if a := h.Get(resource.Query{
		Type: "cim", Key: "Win32_Nothing",
		Args: props{"select": []any{"x"}},
	}); a.Fault == nil || a.Fault.HResult != "0x80041010" {
		t.Errorf("%+v", a)
	}
	if a := h.Get(resource.Query{Type: "nothing"}); a.Fault == nil || a.Fault.Code != resource.Unsupported {
		t.Errorf("%+v", a)
	}
}

func TestScript(t *testing.T) {
	h := newHost(t)
	after := props{"script": "Get-It", "parameters": map[string]any{"n": int64(2)}}
	if r := change(t, h, "script", "step.script.x", nil, after, resource.Failed); r.Fault.Code != resource.Unsupported {
		t.Error(r.Fault)
	}
	h.OnScript(func(_ context.Context, script string, p resource.Props) ([]string, int, error) {
		return []string{script}, int(p.Int("n")), nil
	})
	if r := change(t, h, "script", "step.script.x", nil, after, resource.Failed); r.Now.Int("exit_code") != 2 {
		t.Error(r.Now)
	}
	after["parameters"] = map[string]any{"n": int64(0)}
	if r := change(t, h, "script", "step.script.x", nil, after, resource.Done); !slices.Equal(r.Now.Strings("output"),
		[]string{"Get-It"}) {
		t.Error(r.Now)
	}
}
