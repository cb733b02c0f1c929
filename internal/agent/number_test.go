package agent

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/resource"
)

// onHosts says whether an agent has to know a number: NTSTATUS are only met by who started a program.
func onHosts(x resource.Number) bool { return x.Code != "" && x.N>>28 != 0xC }

// listed are the numbers of each code, in a form that agent and document have them in.
func listed(write func(n uint32) string) map[string]string {
	lists := map[string][]string{}
	for _, x := range resource.Numbers {
		if onHosts(x) {
			lists[string(x.Code)] = append(lists[string(x.Code)], write(x.N))
		}
	}
	out := map[string]string{}
	for code, list := range lists {
		out[code] = strings.Join(list, ", ")
	}
	return out
}

// TestOneTableOfNumbers holds the agent's table and the document's against the program's.
func TestOneTableOfNumbers(t *testing.T) {
	script, err := sources.ReadFile("ps/fault.ps1")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(script), "$numbers = @{\n")
	table, _, _ = strings.Cut(table, "}")
	got := map[string]string{}
	for line := range strings.Lines(table) {
		code, list, _ := strings.Cut(strings.TrimSpace(line), " = ")
		got[code] = list
	}
	if diff := cmp.Diff(listed(func(n uint32) string {
		if n > 0xFFFF {
			return fmt.Sprintf("0x%XL", n)
		}
		return fmt.Sprint(n)
	}), got); diff != "" {
		t.Errorf("the agent (-want +got):\n%s", diff)
	}
	doc, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	for code, list := range listed(func(n uint32) string {
		if n > 0xFFFF {
			return fmt.Sprintf("0x%X", n)
		}
		return fmt.Sprint(n)
	}) {
		if !strings.Contains(string(doc), " | "+list+" |\n") || !strings.Contains(string(doc), "| `"+code+"` | ") {
			t.Errorf("docs/protocol.md has not %s: %s", code, list)
		}
	}
}

// faults are what the real engine makes of exceptions with a number, as Windows and .NET throw them.
const faults = `
function Test-Numbers($list) {
    foreach ($n in $list) {
        $hresult = $(if ($n -le 0xFFFF) { 0x80070000L + $n } else { [long]$n })
        $int = [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$hresult), 0)
        $io = New-Object IO.IOException -ArgumentList 'x', $int
        $thrown = @($io, (New-Object InvalidOperationException -ArgumentList 'x', $io))
        if ($n -le 0xFFFF) { $thrown += New-Object ComponentModel.Win32Exception -ArgumentList ([int]$n) }
        foreach ($e in $thrown) { try { throw $e } catch { Write-Output ([string]$n + '=' + (Get-Fault $_).code) } }
    }
}
`

// psFaults runs a script behind the agent's part about faults.
func psFaults(t *testing.T, script string) (run func(func(t *testing.T, out string))) {
	fault := ""
	for _, name := range []string{"fault", "file", "path"} {
		text, err := sources.ReadFile("ps/" + name + ".ps1")
		if err != nil {
			t.Fatal(err)
		}
		fault += string(text)
	}
	script = "$ErrorActionPreference = 'Stop'\nSet-StrictMode -Version 2\n$readers = @{}\n$slept = @()\n" +
		"function Wait-Moment([int]$ms, $what) { $script:slept += $ms }\n" +
		"$invariant = [Globalization.CultureInfo]::InvariantCulture\n" + fault + script
	return func(verify func(t *testing.T, out string)) {
		t.Run("pwsh", func(t *testing.T) {
			out, err := exec.Command(need.PowerShell(t), "-NoProfile", "-Command", script).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			verify(t, string(out))
		})
		t.Run("windows", func(t *testing.T) { verify(t, agenttest.WindowsHost(t).Script(script)) })
	}
}

// TestNumbersOnTheHost throws every number of the table on the host side.
func TestNumbersOnTheHost(t *testing.T) {
	want, list := map[string]string{}, []string{"1", "4711", "0x80040154L", "0x80131509L"}
	for _, x := range resource.Numbers {
		if !onHosts(x) {
			continue
		}
		want[strconv.FormatUint(uint64(x.N), 10)] = string(x.Code)
		list = append(list, fmt.Sprintf("0x%XL", x.N))
	}
	want["1"], want["4711"], want["2147746132"], want["2148734217"] = "internal", "internal", "unavailable", "internal"
	psFaults(t, faults+"Test-Numbers "+strings.Join(list, ","))(func(t *testing.T, out string) {
		got := map[string]string{}
		for line := range strings.FieldsSeq(out) {
			n, code, _ := strings.Cut(line, "=")
			if got[n] != "" && got[n] != code {
				t.Errorf("%s is %s and %s", n, got[n], code)
			}
			got[n] = code
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// TestRetries: a file in use is tried again five times, one that a scanner looks at where it is put in place three
// times, anything else not once.
func TestRetries(t *testing.T) {
	script := `
foreach ($case in @(32, 0), @(1224, 0), @(1176, 3), @(5, 0), @(5, 3), @(2, 3), @(112, 3)) {
    $script:slept = @()
    $tries = 0
    try { Use-Retry { $script:tries++; throw (New-Object ComponentModel.Win32Exception -ArgumentList $case[0]) } $case[1] } catch { $null = $_ }
    Write-Output ([string]$case[0] + '/' + $case[1] + '=' + $tries + ':' + ($script:slept -join '+'))
}`
	psFaults(t, script)(func(t *testing.T, out string) {
		want := "32/0=6:200+400+600+800+1000 1224/0=6:200+400+600+800+1000 1176/3=6:200+400+600+800+1000 5/0=1: " +
			"5/3=4:200+400+600 2/3=1: 112/3=1:"
		if got := strings.Join(strings.Fields(out), " "); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	})
}
