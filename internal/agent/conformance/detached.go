package conformance

import (
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

const uninstall = `\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\`

func preparePrograms(h Host) {
	for name, v := range map[string]string{
		"DisplayName": "Konformität [64] é", "DisplayVersion": "1.2", "Publisher": "Größe GmbH",
		"InstallLocation": `C:\Conf`, "UninstallString": `"C:\Conf\u.exe"`,
		"QuietUninstallString": `"C:\Conf\u.exe" /S`, "InstallDate": "20261124",
	} {
		h.SetValue(`HKLM`+uninstall+`conf64\\`+name, "sz", v)
	}
	h.SetValue(`HKLM32`+uninstall+`{12345678-1234-1234-1234-123456789012}\\DisplayName`, "sz", "Konformität 32")
	h.SetValue(`HKLM32`+uninstall+`{12345678-1234-1234-1234-123456789012}\\WindowsInstaller`, "dword", int64(1))
	h.SetValue(`HKLM32`+uninstall+`{12345678-1234-1234-1234-123456789012}\\SystemComponent`, "dword", int64(1))
	h.SetValue(`HKLM32`+uninstall+`{12345678-1234-1234-1234-123456789012}\\DisplayVersion`, "dword", int64(7)) // broken
	h.SetValue(`HKLM`+uninstall+`nameless\\DisplayVersion`, "sz", "1")
}

func (s *suite) programs(t *testing.T) {
	a := s.ask(t, resource.Query{Type: "program", Key: "konformit?t*"})
	if a.Fault != nil || len(a.Items) != 2 {
		t.Fatalf("%+v", a)
	}
	if a.Items[1].Key != "HKLM"+uninstall+"conf64" { // 3 stands before the backslash
		t.Errorf("key %s", a.Items[1].Key)
	}
	wantProps(t, a.Items[1].Props, obj{
		"exists": true, "name": "Konformität [64] é", "version": "1.2", "publisher": "Größe GmbH",
		"location": `C:\Conf`, "uninstall": `"C:\Conf\u.exe"`,
		"quiet_uninstall": `"C:\Conf\u.exe" /S`, "installed": "20261124", "msi": false, "hidden": false, "parent": nil,
		"id": "conf64", "view": "64",
	})
	wantProps(t, a.Items[0].Props, obj{
		"version": nil, "uninstall": nil, "msi": true, "hidden": true,
		"id": "{12345678-1234-1234-1234-123456789012}", "view": "32",
	})
	if a := s.ask(t, resource.Query{Type: "program", Key: "konformität [?"}); a.Fault != nil || len(a.Items) != 0 {
		t.Errorf("%+v", a)
	}
	if a := s.ask(t, resource.Query{Type: "program", Key: "Konformität 32"}); len(a.Items) != 1 {
		t.Errorf("%+v", a)
	}
}

// tasks runs cmd.exe /c exit 3, detached.
func (s *suite) tasks(t *testing.T) {
	const key = "c0f0c0f0c0f0c0f0"
	off, on := obj{"started": false}, obj{"started": true}
	start := func(key, file string, more obj) resource.Result {
		command := map[string]any{"file": file, "arguments": []any{"/c", "exit 3"}}
		for k, v := range more {
			command[k] = v
		}
		return s.batch(t, resource.Op{
			Type: "task", Key: key, Before: off, After: on,
			Args: obj{"detached": true, "limit_s": int64(60), "command": command},
		})[0]
	}
	wantProps(t, s.one(t, "task", key, nil), obj{
		"state": "absent", "started": false, "exit_code": nil,
		"output": []any{},
	})
	wantFault(t, s.ask(t, resource.Query{Type: "task", Key: `..\x`}).Fault, resource.Invalid)
	want(t, s.set(t, "task", key, on, off), resource.Already, off)
	want(t, s.set(t, "task", key, on, on), resource.Drift, off) // what only waits starts nothing
	r := start(key, `C:\Conf\nix.exe`, nil)
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Absent)
	r = start(key, `%SystemRoot%\System32\cmd.exe`, obj{"sha256": "00"})
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Refused)
	wantProps(t, s.one(t, "task", key, nil), obj{"state": "absent"})

	want(t, start(key, `%SystemRoot%\System32\cmd.exe`, nil), resource.Done, on)
	want(t, start(key, `%SystemRoot%\System32\cmd.exe`, nil), resource.Already, on)
	p := s.one(t, "task", key, nil)
	for deadline := time.Now().Add(time.Minute); p["state"] == "running" && time.Now().Before(deadline); p = s.one(t,
		"task", key, nil) {
		time.Sleep(50 * time.Millisecond)
	}
	wantProps(t, p, obj{"state": "done", "started": true, "exit_code": 3, "attempts": 1})
	if p.String("begun") == "" || p.String("ended") < p.String("begun") {
		t.Errorf("times: %v", p)
	}
	want(t, start(key, `%SystemRoot%\System32\cmd.exe`, nil), resource.Already, on)
	want(t, s.set(t, "task", key, on, off), resource.Done, off)
	wantProps(t, s.one(t, "task", key, nil), obj{"state": "absent", "exit_code": nil})
}

func (s *suite) waits(t *testing.T) {
	met := obj{"met": true}
	wait := func(key string) resource.Result {
		return s.batch(t, resource.Op{Type: "wait", Key: key, After: met, Args: obj{"deadline_s": int64(1)}})[0]
	}
	want(t, wait(`file/C:\Conf\acl`), resource.Already, met)
	want(t, wait(`nofile/C:\Conf\nix`), resource.Already, met)
	want(t, wait("service/running/RpcSs"), resource.Already, met)
	want(t, wait("seconds/0"), resource.Done, met)
	for _, key := range []string{
		`file/C:\Conf\nix`, "service/stopped/RpcSs", "service/running/xops-nix",
		"tcp/127.0.0.1:1",
	} {
		r := wait(key)
		want(t, r, resource.Failed, nil)
		wantFault(t, r.Fault, resource.Timeout)
	}
	r := wait("moon/full")
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Invalid)
}

func (s *suite) reboots(t *testing.T) {
	boot := s.one(t, "os", "", nil).String("boot_time")
	wantProps(t, s.one(t, "reboot", "x", obj{"boot_time": boot}), obj{"state": "running", "boot_time": boot})
	wantProps(t, s.one(t, "reboot", "x", obj{"boot_time": "2001-01-01T00:00:00.000Z"}), obj{"state": "done"})
	wantFault(t, s.ask(t, resource.Query{Type: "reboot", Key: "x"}).Fault, resource.Invalid)
	want(t, s.set(t, "reboot", "x", obj{"boot_time": "2001-01-01T00:00:00.000Z"}, obj{"boot_time": "later"}),
		resource.Already, obj{"boot_time": "later"})
}
