package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
)

var update = flag.Bool("update", false, "write the saved plans of this format that are not there yet")

// kinds is the playbook with a step of each kind.
var kinds = filepath.Join("testdata", "kinds.hcl")

// became is what a document says of each host and each of its changes, without times and what differs from fleet to
// fleet.
func became(t *testing.T, d *report.PlanDocument, f *lab.Fleet) []string {
	t.Helper()
	out := told(t, d, f)
	for _, h := range d.Hosts {
		code := ""
		if h.Error != nil {
			code = h.Error.Code
		}
		out = append(out, fmt.Sprint(h.Host, " ", h.Status, " ", code))
		for _, b := range h.Blocks {
			out = append(out, fmt.Sprint(h.Host, " ", b.Block, " ", b.By, " ", b.Error.Code, " ", b.Error.Detail))
		}
		for _, c := range h.Changes {
			if c.Outcome != nil {
				out = append(out, fmt.Sprint(h.Host, " ", c.Step, " ", c.Outcome.Status))
			}
		}
	}
	return out
}

// applied runs playbooks on a fleet by hand over a saved plan or at once.
func applied(t *testing.T, f *lab.Fleet, through bool, names ...string) []string {
	t.Helper()
	o := newOperator(t, f)
	o.t = t
	if !through {
		return became(t, o.document([]int{0, 3}, append([]string{"apply", "--yes"}, names...)...), f)
	}
	file := filepath.Join(o.dir, "saved.json")
	o.document([]int{0, 2, 3}, append([]string{"plan", "--out", file}, names...)...)
	return became(t, o.document([]int{0, 3}, "apply", "--yes", file), f)
}

// TestASavedPlanIsThePlan: plan, encode, decode and apply is the same run as plan and apply, and leaves the same hosts
// behind, for each playbook alone and for all of them at once.
func TestASavedPlanIsThePlan(t *testing.T) {
	t.Parallel()
	sets := [][]lab.Fault{
		everything, nil,
		{lab.Duplicate},
		{lab.NoMandate, lab.PortClosed},
		{lab.HostOff},
		{lab.TempNoDelete},
	}
	runs := [][]string{shipped, {kinds}}
	for _, name := range shipped {
		runs = append(runs, []string{name})
	}
	for _, names := range runs {
		t.Run(filepath.Base(names[0])+fmt.Sprint(len(names)), func(t *testing.T) {
			t.Parallel()
			var outcomes [2][]string
			var left [2][]state
			for i, through := range []bool{false, true} {
				f := newLab(t, lab.Config{Practices: len(sets), Sets: sets, Now: ticks()})
				outcomes[i] = applied(t, f, through, names...)
				for _, h := range f.Hosts() {
					left[i] = append(left[i], stateOf(h))
				}
			}
			if d := cmp.Diff(outcomes[0], outcomes[1]); d != "" {
				t.Errorf("applied at once (-), and as it was saved (+):\n%s", d)
			}
			for h := range left[0] {
				for _, r := range differences(left[0][h], left[1][h]) {
					t.Errorf("host %d: %s %s differs", h, r.Type, r.Key)
				}
			}
		})
	}
}

// The same on practice Windows.
func TestASavedPlanIsThePlanOnWindows(t *testing.T) {
	need.PracticeWindows(t)
	sets := [][]lab.Fault{fiveSteps, {lab.TempNoDelete, lab.KundennummerMissing}}
	var outcomes [2][]string
	var fleets [2]*lab.Fleet
	for i, through := range []bool{false, true} {
		f, err := lab.NewFleet(lab.Config{
			Engine: lab.Windows, Practices: len(sets), Sets: sets, Listen: fmt.Sprintf("127.%d.0.0/16", 82+i),
		})
		if err == nil {
			err = f.Start(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Stop)
		fleets[i] = f
		outcomes[i] = applied(t, f, through, append(slices.Clone(shipped), kinds, "--host", "*/srv01", "--var",
			"scripts=true")...)
	}
	if d := cmp.Diff(outcomes[0], outcomes[1]); d != "" {
		t.Errorf("applied at once (-), and as it was saved (+):\n%s", d)
	}
	if all := strings.Join(outcomes[0], "\n"); strings.Contains(all, " failed") {
		t.Error(all)
	}
	for i, p := range fleets[0].Practices {
		a, b := p.Hosts[0], fleets[1].Practices[i].Hosts[0]
		for _, path := range []string{p.DataDir + `\ServiceProvider.ini`, `C:\Austausch\2026\memo.txt`} {
			x, err := a.Real().ReadFile(path)
			y, err2 := b.Real().ReadFile(path)
			if err != nil || err2 != nil || !bytes.Equal(x, y) {
				t.Errorf("%s: %v %v\n%q\n%q", path, err, err2, x, y)
			}
		}
	}
}

// corpus are the saved plans that this and later versions must read: by the format's version and the playbooks.
var corpus = filepath.Join("testdata", "plans")

// corpusFleet is what they were made on.
func corpusFleet(t testing.TB) *lab.Fleet {
	return newLab(t, lab.Config{
		Practices: 4, Sets: [][]lab.Fault{everything, nil, {lab.NoMandate, lab.PortClosed}, {lab.Duplicate}},
		Now: ticks(),
	})
}

// TestSavedPlansOfEarlierVersions reads every plan that was ever kept here, says that it is the same to the byte when
// it is written again, and applies it: it does on its fleet what the playbooks do.
func TestSavedPlansOfEarlierVersions(t *testing.T) {
	t.Parallel()
	if *update {
		for name, books := range map[string][]string{"five": shipped, "kinds": {kinds}} {
			path := filepath.Join(corpus, fmt.Sprintf("v%d-%s.json", plan.Version, name))
			if _, err := os.Stat(path); err == nil {
				continue // what was kept is never written anew
			}
			o := newOperator(t, corpusFleet(t))
			o.document([]int{2}, append([]string{"plan", "--out", path}, books...)...)
		}
	}
	files, err := filepath.Glob(filepath.Join(corpus, "*.json"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := plan.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			var again bytes.Buffer
			if err := p.Encode(&again); err != nil {
				t.Fatal(err)
			}
			var version struct{ Version int }
			if err := json.Unmarshal(data, &version); err != nil {
				t.Fatal(err)
			}
			if version.Version == plan.Version && !bytes.Equal(again.Bytes(), data) {
				t.Error("written again, it is another document")
			}
			f := corpusFleet(t)
			o := newOperator(t, f)
			d := o.document([]int{0, 3}, "apply", "--yes", file)
			reviewed, done := 0, 0
			for i, h := range p.Hosts {
				if h.Reason != nil {
					continue
				}
				reviewed += len(h.Changes)
				for _, c := range d.Hosts[i].Changes {
					if c.Outcome != nil {
						done++
					}
				}
				if s := d.Hosts[i].Status; s != plan.OK && s != plan.Changed && s != plan.Manual && s != plan.Finding {
					t.Errorf("%s is %s: %v", h.Host, s, d.Hosts[i].Error)
				}
			}
			if reviewed == 0 || done < reviewed/2 {
				t.Errorf("%d of %d changes were made\n%s", done, reviewed, summary(d))
			}
		})
	}
}
