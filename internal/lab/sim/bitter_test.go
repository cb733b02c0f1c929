package sim

import (
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

func set1(t *testing.T, h *Host, typ, key string, before, after, args props) resource.Result {
	t.Helper()
	return h.Set(resource.Op{ID: "1", Type: typ, Key: key, Before: before, After: after, Args: args})
}

// TestWindowsGroupsAddresses: what is wanted comes back in another order and form, and is the same.
func TestWindowsGroupsAddresses(t *testing.T) {
	h := newHost(t)
	want := props{
		"exists": true, "enabled": false, "protocol": "tcp", "local_ports": "23174",
		"remote_addresses": "192.168.1.5,10.9.0.1-10.9.0.9,10.8.0.7/24,localsubnet",
		"program":          `%ProgramFiles%\x.exe`,
	}
	for _, status := range []resource.Status{resource.Done, resource.Already} {
		if r := set1(t, h, "firewall_rule", "x", props{"exists": false}, want, nil); r.Status != status {
			t.Fatalf("%s, want %s: %+v", r.Status, status, r)
		}
	}
	p := one(t, h, "firewall_rule", "x", nil)
	if p["remote_addresses"] == want["remote_addresses"] || p["program"] != `C:\Program Files\x.exe` {
		t.Errorf("%v", p)
	}
	if r := set1(t, h, "firewall_rule", "x", want, props{"remote_addresses": "10.9.0.0/24"}, nil); r.Status !=
		resource.Done {
		t.Errorf("%+v", r)
	}
	if r := set1(t, h, "firewall_rule", "x", want, props{"remote_addresses": "*"}, nil); r.Status != resource.Drift {
		t.Errorf("%+v", r)
	}
}

// TestDriveWithoutDisc: nothing is on it, and nothing can be written to it.
func TestDriveWithoutDisc(t *testing.T) {
	h := newHost(t)
	if p := one(t, h, "file", `E:\praxis\x.ini`, nil); p["exists"] != false || p["drive"] != "optical" {
		t.Errorf("%v", p)
	}
	if a := h.Get(resource.Query{Type: "file", Key: `E:\*\*.ini`}); a.Fault != nil || len(a.Items) != 0 {
		t.Errorf("%+v", a)
	}
	for _, op := range []resource.Op{
		{
			Type: "file", Key: `E:\x.ini`, Before: props{"content": nil},
			After: props{"content": resource.Encode([]byte("x"))},
		},
		{Type: "file", Key: `E:\x`, Before: props{"exists": false}, After: props{"exists": true, "kind": "directory"}},
	} {
		if r := h.Set(op); r.Status != resource.Failed || r.Fault.Code != resource.Absent ||
			r.Fault.HResult != "0x80070015" {
			t.Errorf("%+v", r)
		}
	}
	h.AddDrive('E', "optical", "Setup", 700<<20, 0)
	must(t, h.WriteFile(`E:\setup.exe`, []byte("MZ")))
	if p := one(t, h, "file", `E:\setup.exe`, nil); p["exists"] != true {
		t.Errorf("%v", p)
	}
}

// TestFilesAreHeldForAMoment: what was written is scanned, and the next change waits for it; what is held for long is
// locked, and stays as it is.
func TestFilesAreHeldForAMoment(t *testing.T) {
	h := newHost(t)
	text := func(s string) props { return props{"content": resource.Encode([]byte(s))} }
	must(t, h.WriteFile(`C:\a.ini`, []byte("1")))
	for i, r := range []resource.Result{
		set1(t, h, "file", `C:\a.ini`, text("1"), text("2"), nil),
		set1(t, h, "file", `C:\a.ini`, text("2"), text("3"), nil),
	} {
		if r.Status != resource.Done {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if h.Waited() != 400*time.Millisecond {
		t.Errorf("waited %s", h.Waited())
	}
	h.Hold(`C:\a.ini`, 2*time.Second)
	if a := h.Get(resource.Query{Type: "file", Key: `C:\a.ini`, Args: props{"content": true}}); a.Fault != nil {
		t.Errorf("%+v", a.Fault)
	}
	h.Hold(`C:\a.ini`, time.Minute)
	if r := set1(t, h, "file", `C:\a.ini`, text("3"), text("4"), nil); r.Status != resource.Failed ||
		r.Fault.Code != resource.Locked {
		t.Errorf("%+v", r)
	}
	if p := one(t, h, "file", `C:\a.ini`, nil); p["exists"] != true { // its name is no secret meanwhile
		t.Errorf("%v", p)
	}
	if data, _ := h.ReadFile(`C:\a.ini`); string(data) != "3" {
		t.Errorf("%q", data)
	}
}

// TestRefusalTakesTime: a port that nothing listens on refuses after two seconds; who waits less does not learn it.
func TestRefusalTakesTime(t *testing.T) {
	h := newHost(t)
	if p := one(t, h, "tcp", "localhost:1", nil); p["result"] != "refused" || p["ms"] != int64(2035) {
		t.Errorf("%v", p)
	}
	if p := one(t, h, "tcp", "localhost:1", props{"timeout_ms": int64(1000)}); p["result"] != "timeout" {
		t.Errorf("%v", p)
	}
}

// TestServicesTakeTimeToStart: a change waits until a service runs; after a restart of Windows services come up behind
// those that they need, delayed ones after two minutes; what waits for one sees it come.
func TestServicesTakeTimeToStart(t *testing.T) {
	now := clock()
	h := New(Options{Computer: "SRV01", Server: true, Now: func() time.Time { return now }})
	h.AddService(Service{Name: "Slow", State: Stopped, Takes: 20 * time.Second, DependsOn: []string{"Spooler"}})
	h.AddService(Service{Name: "Hangs", State: Stopped, Start: Manual, Takes: time.Hour})
	state := func(name string) any { return one(t, h, "service", name, nil)["state"] }

	if r := set1(t, h, "service", "Slow", props{"state": Stopped}, props{"state": Running}, nil); r.Status !=
		resource.Done || h.Waited() != 20*time.Second {
		t.Errorf("%+v after %s", r, h.Waited())
	}
	r := set1(t, h, "service", "Hangs", props{"state": Stopped}, props{"state": Running},
		props{"deadline_s": int64(30)})
	if r.Status != resource.Failed || r.Fault.Code != resource.Timeout || state("Hangs") != StartPending {
		t.Errorf("%+v, %v", r, state("Hangs"))
	}

	h.Reboot()
	if state("Spooler") != StartPending || state("Slow") != StartPending || state("W32Time") != Stopped {
		t.Errorf("%v %v %v", state("Spooler"), state("Slow"), state("W32Time"))
	}
	now = now.Add(10 * time.Second)
	if state("Spooler") != Running || state("Slow") != StartPending || state("W32Time") != Stopped {
		t.Errorf("%v %v %v", state("Spooler"), state("Slow"), state("W32Time"))
	}
	wait := func(key string, seconds int64) resource.Status {
		return set1(t, h, "wait", key, nil, props{"met": true}, props{"deadline_s": seconds}).Status
	}
	if got := wait("service/running/Slow", 5); got != resource.Failed {
		t.Errorf("%s", got)
	}
	if got := wait("service/running/Slow", 30); got != resource.Done {
		t.Errorf("%s", got)
	}
	if got := wait("service/running/W32Time", 300); got != resource.Done || state("W32Time") != Running {
		t.Errorf("%s, %v", got, state("W32Time"))
	}
}

// TestRegistryKeepsSpelling: a name is found in any spelling, and keeps the one that it has.
func TestRegistryKeepsSpelling(t *testing.T) {
	h := newHost(t)
	must(t, h.SetRegistry(`HKLM\SOFTWARE\Praxis`, "Port", "dword", 1))
	r := set1(t, h, "registry", `HKLM\software\PRAXIS\\PORT`, props{"value": int64(1)}, props{"value": int64(2)}, nil)
	if r.Status != resource.Done {
		t.Fatalf("%+v", r)
	}
	a := h.Get(resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\prax*\\p*`})
	if a.Fault != nil || len(a.Items) != 1 || a.Items[0].Key != `HKLM\SOFTWARE\Praxis\\Port` ||
		a.Items[0].Props["value"] != int64(2) {
		t.Errorf("%+v", a)
	}
}

// TestVariablesInPaths: services tell their program with variables replaced, and the registry has them as they stand.
func TestVariablesInPaths(t *testing.T) {
	h := newHost(t)
	p := one(t, h, "service", "W32Time", nil)
	if p["program"] != `C:\Windows\System32\svchost.exe` ||
		p["image_path"] != `%SystemRoot%\System32\svchost.exe -k LocalService` {
		t.Errorf("%v", p)
	}
	v := one(t, h, "registry", `HKLM\SYSTEM\CurrentControlSet\Services\W32Time\\ImagePath`, nil)
	if v["type"] != "expand_sz" || v["value"] != p["image_path"] {
		t.Errorf("%v", v)
	}
}
