package e2e

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/resource"
)

var windowsPractices = flag.Int("practices", 1, "how many practices of two computers TestUndoOnPracticeWindows has")

// snapshot tells, past xops, what a run can change on a practice Windows: files with their bytes and access lists,
// firewall rules, registry values, and services with how they start and whether they run.
const snapshot = `
$sha = [Security.Cryptography.SHA256]::Create()
function Show-Tree($path) {
    if ([IO.File]::Exists($path)) {
        $sum = [BitConverter]::ToString($sha.ComputeHash([IO.File]::ReadAllBytes($path)))
        $item = New-Object IO.FileInfo $path
    } elseif ([IO.Directory]::Exists($path)) {
        $sum = 'folder'
        $item = New-Object IO.DirectoryInfo $path
    } else { return }
    $sddl = $item.GetAccessControl('Access').GetSecurityDescriptorSddlForm('Access')
    [Console]::Out.WriteLine("file $path $($item.Attributes) $sum $sddl")
    if ($sum -eq 'folder') { foreach ($e in [IO.Directory]::GetFileSystemEntries($path)) { Show-Tree $e } }
}
function Show-Key($key, $path) {
    if (-not $key) { return }
    foreach ($n in $key.GetValueNames()) {
        [Console]::Out.WriteLine("value $path $n $($key.GetValueKind($n)) $($key.GetValue($n))")
    }
    foreach ($n in $key.GetSubKeyNames()) {
        [Console]::Out.WriteLine("key $path\$n")
        Show-Key $key.OpenSubKey($n) "$path\$n"
    }
}
foreach ($p in %s) { Show-Tree $p }
Show-Key ([Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE\xops-test')) 'xops-test'
foreach ($r in (New-Object -ComObject HNetCfg.FwPolicy2).Rules) {
    [Console]::Out.WriteLine("rule $($r.Name) $($r.Enabled) $($r.Direction) $($r.Action) $($r.Protocol) " +
        "$($r.LocalPorts) $($r.RemoteAddresses) $($r.Profiles)")
}
foreach ($s in [ServiceProcess.ServiceController]::GetServices()) {
    if ($s.ServiceName -eq 'RpcSs') { continue } # runs as long as somebody asks Wine's WMI
    [Console]::Out.WriteLine("service $($s.ServiceName) $($s.StartType) $($s.Status)")
}
`

// TestUndoOnPracticeWindows: after undo of a step of every kind a practice Windows is as before, and so it is after
// undo of the remedies, although everything happened to the fleet meanwhile. A long run: -practices 10
func TestUndoOnPracticeWindows(t *testing.T) {
	need.PracticeWindows(t)
	c := newChaos(t, *chaosSeed, *windowsPractices, lab.Windows, "127.82.0.0/16")
	before := c.snapshots()
	c.storm(c.dice("operator"), shipped)
	c.document([]int{0}, append([]string{"apply", "--yes", "--batch", "all"}, shipped...)...)
	c.undone(before)
	applied := c.document([]int{3}, "apply", "--yes", "--batch", "all", "--var", "scripts=true", kinds)
	for i, h := range c.fleet.Hosts() {
		for _, change := range applied.Hosts[i].Changes {
			o := change.Outcome // of the restart after its ini file was changed
			if h.Has(lab.NotInstalled) && o != nil && o.Error != nil && o.Error.Code != resource.Ended {
				t.Errorf("%s: %s: a service that ends at once is %+v", h.ID(), change.Step, o.Error)
			}
		}
	}
	c.undone(before)
	t.Logf("%d hosts; %v", len(c.fleet.Hosts()), c.happens)
}

// undone takes back what was not taken back yet, and compares.
func (c *chaos) undone(before []string) {
	c.T.Helper()
	changed := c.snapshots()
	c.undo()
	for i, now := range c.snapshots() {
		h := c.fleet.Hosts()[i]
		if d := cmp.Diff(c.lines(h, before[i]), c.lines(h, now)); d != "" {
			c.T.Errorf("%s, taken back:\n%s", h.ID(), d)
		}
		if changed[i] == before[i] && h.Role == "server" {
			c.T.Errorf("%s: nothing was changed", h.ID())
		}
	}
}

// lines of a snapshot; on a host that lost its power services are as they start.
func (c *chaos) lines(h *lab.Host, snapshot string) []string {
	return slices.DeleteFunc(strings.Split(snapshot, "\n"), func(line string) bool {
		return c.dark[h.ID()] && strings.HasPrefix(line, "service ")
	})
}

// snapshots are those of all hosts, two at a time.
func (c *chaos) snapshots() []string {
	c.T.Helper()
	out := make([]string, len(c.fleet.Hosts()))
	var wg sync.WaitGroup
	places := make(chan struct{}, 2)
	for i, h := range c.fleet.Hosts() {
		wg.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			folders := fmt.Sprintf(`@('%s','C:\winacs','C:\Austausch','C:\Program Files (x86)\medatixx GmbH & Co. KG')`,
				h.Practice.DataDir)
			cmd := h.Real().Command(nil, "powershell.exe", "-NoProfile", "-Command", "-")
			cmd.Stdin = strings.NewReader(fmt.Sprintf(snapshot, folders))
			data, err := cmd.Output()
			if err != nil || len(data) == 0 {
				c.T.Errorf("%s: %v %q", h.ID(), err, data)
			}
			out[i] = strings.ReplaceAll(string(data), "\r", "")
		})
	}
	wg.Wait()
	return out
}
