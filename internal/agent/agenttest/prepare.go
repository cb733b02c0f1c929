package agenttest

import (
	"fmt"
	"strings"
)

// Prepared is a Host as the conformance suite prepares it: what needs PowerShell is collected and done in one start.
type Prepared struct {
	*Host
	script strings.Builder
}

// SetValue sets a registry value; key and kind as in the protocol.
func (p *Prepared) SetValue(key, kind string, value any) {
	path, name, _ := strings.Cut(key, `\\`)
	hive, path, _ := strings.Cut(path, `\`)
	view := map[string]string{"HKLM": "Registry64", "HKLM32": "Registry32"}[hive]
	types := map[string]string{
		"sz": "String", "expand_sz": "ExpandString", "multi_sz": "MultiString", "dword": "DWord",
		"qword": "QWord", "binary": "Binary",
	}
	var v string
	switch x := value.(type) {
	case string:
		v = "'" + quote(x) + "'"
		if kind == "binary" {
			v = "[Convert]::FromBase64String(" + v + ")"
		}
	case []string:
		v = "[string[]]('" + strings.Join(x, "','") + "')"
	case int64:
		v = fmt.Sprintf("[long]%d", x)
		if kind == "dword" {
			v = fmt.Sprintf("[int]%d", int32(uint32(x)))
		}
	}
	fmt.Fprintf(&p.script, "[Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine','%s').CreateSubKey('%s').Set"+
		"Value('%s',%s,'%s')\r\n", view, quote(path), quote(name), v, types[kind])
}

// AddRule adds a raw firewall rule.
func (p *Prepared) AddRule(id, raw string, policy bool) {
	key := `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`
	if policy {
		key = `HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules`
	}
	p.SetValue(key+`\\`+id, "sz", raw)
}

// SetSDDL gives a file or folder an access list of its own.
func (p *Prepared) SetSDDL(path, sddl string) {
	fmt.Fprintf(&p.script, "$i=New-Object IO.DirectoryInfo '%s'; $a=$i.GetAccessControl('Access'); "+
		"$a.SetSecurityDescriptorSddlForm('%s','Access'); $i.SetAccessControl($a)\r\n", quote(path), sddl)
}

// Service is one that Wine brings: the spooler.
func (p *Prepared) Service() string { return "Spooler" }

// Except names what Wine does not do as Windows does.
func (p *Prepared) Except(name string) string {
	if strings.HasSuffix(name, "/denied") {
		return "Wine keeps access lists and enforces none: nothing is ever denied (proven on the simulator, and by " +
			"the pilot's claim A-02)"
	}
	if name == "service/start type" {
		return "the bare practice Windows has no sc.exe that can set it (proven on the simulator, and in the lab " +
			"with its own)"
	}
	return ""
}

// Deny cannot be done here.
func (p *Prepared) Deny(typ, key string, _ bool) {
	p.t.Helper()
	p.t.Fatalf("nothing can be denied on a practice Windows: %s %s", typ, key)
}

// Hold opens a file in another process, which shares it with nobody.
func (p *Prepared) Hold(path string) (release func()) {
	p.t.Helper()
	return p.Host.Hold(path, "None")
}

// Ready does what was collected.
func (p *Prepared) Ready() {
	p.t.Helper()
	p.Script(p.script.String())
	p.script.Reset()
}
