package agenttest

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// Prepared is a Host as the conformance suite prepares it: what needs PowerShell is collected and done in one start.
type Prepared struct {
	*Host
	script strings.Builder
	files  int
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

// SetRaw sets a registry value of any type.
func (p *Prepared) SetRaw(key string, typ int, data []byte) {
	p.files++
	file := fmt.Sprintf(`C:\value-%d.reg`, p.files)
	p.WriteFile(file, RegFile(key, typ, data))
	fmt.Fprintf(&p.script, "& reg.exe import '%s'\r\n", file)
}

// RegFile is what reg.exe imports to set one value: as UTF-16, else the bytes of texts are taken for ANSI.
func RegFile(key string, typ int, data []byte) []byte {
	path, name, _ := strings.Cut(key, `\\`)
	bytes := make([]string, len(data))
	for i, b := range data {
		bytes[i] = fmt.Sprintf("%02x", b)
	}
	text := fmt.Sprintf("Windows Registry Editor Version 5.00\r\n\r\n[%s]\r\n\"%s\"=hex(%x):%s\r\n",
		strings.Replace(path, "HKLM", "HKEY_LOCAL_MACHINE", 1),
		strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name), typ, strings.Join(bytes, ","))
	out := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// RuleStores are the registry keys of the firewall's rules.
var RuleStores = map[string]string{
	"local":  `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`,
	"mdm":    `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\Mdm\FirewallRules`,
	"policy": `HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules`,
}

// AddRule adds a raw firewall rule.
func (p *Prepared) AddRule(id, raw, store string) { p.SetValue(RuleStores[store]+`\\`+id, "sz", raw) }

// RemoveRules takes rules out of all stores.
func (p *Prepared) RemoveRules(ids ...string) {
	for _, id := range ids {
		for _, key := range RuleStores {
			fmt.Fprintf(&p.script, "$k=[Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('%s',$true); "+
				"if ($k) { $k.DeleteValue('%s',$false) }\r\n", strings.TrimPrefix(key, `HKLM\`), quote(id))
		}
	}
}

// AddService makes a service known.
func (p *Prepared) AddService(name, imagePath string) {
	p.Run("sc.exe", "create", name, "binPath=", imagePath, "start=", "auto")
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
	if name == "scheduled_task/none" {
		return "the practice Windows has no GetFolders (proven on the simulator, and by the pilot's " +
			"claim N-04)"
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
