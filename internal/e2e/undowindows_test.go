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

// TestUndoOnPracticeWindows: after undo of the remedies, and of a step of every kind, a practice Windows is as before.
// A long run: -practices 10
func TestUndoOnPracticeWindows(t *testing.T) {
	need.PracticeWindows(t)
	sets := make([][]lab.Fault, *windowsPractices)
	for i := range sets {
		sets[i] = [][]lab.Fault{fiveSteps, everything, {lab.KundennummerMissing}}[i%3]
	}
	f, err := lab.NewFleet(lab.Config{Engine: lab.Windows, Practices: len(sets), Sets: sets, Listen: "127.82.0.0/16"})
	if err == nil {
		err = f.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	o := newOperator(t, f)
	for _, names := range [][]string{shipped, {"--var", "scripts=true", kinds}} {
		before := snapshots(t, f)
		o.document([]int{0, 3}, append([]string{"apply", "--yes", "--batch", "all"}, names...)...)
		if slices.Equal(before, snapshots(t, f)) {
			t.Errorf("%v changed nothing", names)
		}
		undone := o.document([]int{0}, "undo", "last", "--yes")
		t.Logf("%s", summary(undone))
		for i, now := range snapshots(t, f) {
			if d := cmp.Diff(strings.Split(before[i], "\n"), strings.Split(now, "\n")); d != "" {
				t.Errorf("%s, %v taken back:\n%s", f.Hosts()[i].ID(), names, d)
			}
		}
	}
}

// snapshots are those of all hosts, two at a time.
func snapshots(t *testing.T, f *lab.Fleet) []string {
	t.Helper()
	out := make([]string, len(f.Hosts()))
	var wg sync.WaitGroup
	places := make(chan struct{}, 2)
	for i, h := range f.Hosts() {
		wg.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			folders := fmt.Sprintf(`@('%s','C:\winacs','C:\Austausch','C:\Program Files (x86)\medatixx GmbH & Co. KG')`,
				h.Practice.DataDir)
			cmd := h.Real().Command(nil, "powershell.exe", "-NoProfile", "-Command", "-")
			cmd.Stdin = strings.NewReader(fmt.Sprintf(snapshot, folders))
			data, err := cmd.Output()
			if err != nil || len(data) == 0 {
				t.Errorf("%s: %v %q", h.ID(), err, data)
			}
			out[i] = strings.ReplaceAll(string(data), "\r", "")
		})
	}
	wg.Wait()
	return out
}
