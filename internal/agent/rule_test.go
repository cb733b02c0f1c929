package agent

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/need"
)

// ruleCases are what is wanted of a rule's property, what Windows shows afterwards, and whether that is the same.
var ruleCases = []struct {
	name, wanted, read string
	same               bool
}{
	{"remote_addresses", "LocalSubnet,10.8.0.0/24,192.168.1.5", "192.168.1.5,10.8.0.0/24,LOCALSUBNET", true},
	{"remote_addresses", "10.8.0.0/255.255.255.0", "10.8.0.0/24", true},
	{"remote_addresses", "10.8.0.0/24", "10.9.0.0/24", false},
	{"remote_addresses", "10.8.0.0/24,LocalSubnet", "10.8.0.0/24", false},
	{"remote_addresses", "*", "*", true},
	{"local_ports", "5000-5010, 80", "80,5000-5010", true},
	{"local_ports", "80", "443", false},
	{"program", "%XOPS_TEST%/x.exe", "C:/Programme/X.EXE", true},
	{"program", "%XOPS_TEST%/x.exe", "C:/Programme/y.exe", false},
}

// TestRulesMeanTheSame: what Windows has regrouped, masked or expanded is what was wanted, and what differs is not.
func TestRulesMeanTheSame(t *testing.T) {
	pwsh := need.PowerShell(t)
	var text strings.Builder
	// A rule object that gives back what it is given.
	text.WriteString(`Set-StrictMode -Version 2
$env:XOPS_TEST = 'C:/Programme'
$anyCase = [StringComparison]::OrdinalIgnoreCase
$readers = @{}; $writers = @{}
function New-Object {
    if ($args -contains 'HNetCfg.FWRule') { return @{ RemoteAddresses = '' } }
}
`)
	text.WriteString(newPart("r", "firewallrule").text + newPart("w", "firewallrulewrite").text)
	text.WriteString("function Read-Rule([string]$name) { return $now }\n")
	want := map[string]string{}
	for _, c := range ruleCases {
		key := c.name + "|" + c.wanted + "|" + c.read
		want[key] = map[bool]string{true: c.read, false: c.wanted}[c.same]
		text.WriteString("$now = @{ remote_addresses = $null; local_ports = $null; program = $null }\n$now['" +
			c.name + "'] = '" + c.read + "'\n$op = @{ key = 'x'; touched = @('" + c.name +
			"'); want = @{ before = @{}; after = @{ '" +
			c.name + "' = '" + c.wanted + "' } } }\n$null = Read-RuleNow $op\n'" + key +
			"' + [char]9 + $op.want.after['" + c.name + "']\n")
	}
	out, err := exec.Command(pwsh, "-NoProfile", "-Command", text.String()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := map[string]string{}
	for line := range strings.Lines(string(out)) {
		key, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		got[key] = value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
