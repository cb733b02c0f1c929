package agent

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestNeighbours: what cannot be read does not take along what stands beside it; and where nothing stands beside it,
// that is the answer, never that there is nothing.
func TestNeighbours(t *testing.T) {
	const denied = "{ throw (New-Object ComponentModel.Win32Exception 5) } else "
	alter(t, "@($service.DependentServices)",
		"$(if ($service.ServiceName -eq 'PlugPlay') "+denied+"{ @($service.DependentServices) })", parts["service"])
	alter(t, "try { $config = Read-Config $s.ServiceName }",
		"try { if ($s.ServiceName -eq 'RpcSs') "+denied+"{ $config = Read-Config $s.ServiceName } }", parts["service"])
	alter(t, "try { $k = $root.OpenSubKey($id) }",
		"try { if ($id -eq 'Kaputt') "+denied+"{ $k = $root.OpenSubKey($id) } }", parts["program"])
	alter(t, "$value = $key.GetValue($name,", "if ($name -eq 'Kaputt') "+denied+"{ $value = $key.GetValue($name,",
		parts["registry"])
	alter(t, "'DoNotExpandEnvironmentNames')\n$type", "'DoNotExpandEnvironmentNames') }\n$type", parts["registry"])

	h := agenttest.WindowsHost(t)
	h.WriteFile(`C:\seed.reg`, []byte("Windows Registry Editor Version 5.00\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Nachbarn]`+"\r\n\"Gesund\"=dword:00000005\r\n"+
		"\"Lang\"=hex(4):00,00,00,00,ff,ff,ff,ff\r\n\"Kaputt\"=\"x\"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Allein]`+"\r\n\"Kaputt\"=\"x\"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Kaputt]`+
		"\r\n\"DisplayName\"=\"Nachbar 1\"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Gesund]`+
		"\r\n\"DisplayName\"=\"Nachbar 2\"\r\n"))
	h.Run("regedit", "/S", `C:\seed.reg`)
	s, err := Open(t.Context(), h.Conn(), exec.Observe, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(t.Context()) }()
	ask := func(typ, key string, args resource.Props) (map[string]resource.Props, *resource.Fault) {
		t.Helper()
		a, err := s.Observe(t.Context(), []resource.Query{{Type: typ, Key: key, Args: args}})
		if err != nil {
			t.Fatal(err)
		}
		items := map[string]resource.Props{}
		for _, i := range a[0].Items {
			items[i.Key[strings.LastIndexByte(i.Key, '\\')+1:]] = i.Props
		}
		return items, a[0].Fault
	}
	services, fault := ask("service", "*", nil)
	if p := services["PlugPlay"]; fault != nil || p["state"] == nil || p["start"] == nil || p["dependents"] != nil {
		t.Errorf("%v %v", fault, p)
	}
	if p := services["RpcSs"]; p["state"] == nil || p["start"] != nil || p["depends_on"] != nil {
		t.Errorf("%v", p)
	}
	if p := services["Eventlog"]; p["start"] == nil || p["dependents"] == nil {
		t.Errorf("%v", p)
	}
	if _, fault := ask("service", "*", resource.Props{"program": `*\nix.exe`}); fault == nil ||
		fault.Code != resource.Denied {
		t.Errorf("a program whose service may be the one that cannot be read: %v", fault)
	}
	values, fault := ask("registry", `HKLM\SOFTWARE\Nachbarn\\*`, nil)
	if fault != nil || len(values) != 2 || values["Gesund"].Int("value") != 5 || values["Lang"]["type"] != "unknown" {
		t.Errorf("%v %v", fault, values)
	}
	if values, fault := ask("registry", `HKLM\SOFTWARE\Allein\\*`, nil); fault == nil || fault.Code != resource.Denied {
		t.Errorf("%v %v", fault, values)
	}
	programs, fault := ask("program", "Nachbar*", nil)
	if fault != nil || len(programs) != 1 || programs["Gesund"]["name"] != "Nachbar 2" {
		t.Errorf("%v %v", fault, programs)
	}
	if programs, fault := ask("program", "Nachbar 1", nil); fault == nil || fault.Code != resource.Denied {
		t.Errorf("%v %v", fault, programs)
	}
}
