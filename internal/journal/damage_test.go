package journal

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

var damages = flag.Int("damages", 40, "how many damages of a journal are tried")

// long is a journal with several runs: files, outcomes of every sort, restarts that are owed. step is called whenever
// something was written.
func long(t *testing.T, dir string, step func(*Journal)) *Journal {
	t.Helper()
	j := open(t, dir)
	ctx := t.Context()
	for r := range 4 {
		id := fmt.Sprintf("20261124-15041%d-aaaaa", r)
		document := &plan.Plan{Program: "test", Hosts: []*plan.Host{{Host: "p/0"}}}
		info := exec.RunInfo{
			ID: id, Command: "apply", Operator: "anna", Started: began.Add(time.Duration(r) * time.Second),
			Playbooks: []string{"p"}, Plan: document,
		}
		for h := range 4 {
			info.Hosts = append(info.Hosts, fmt.Sprintf("p/%d", h))
		}
		must(t, j.Begin(ctx, info))
		step(j)
		for h, host := range info.Hosts {
			old := bytes.Repeat([]byte{byte(r), byte(h)}, 800*(h+1))
			must(t, j.Intend(ctx, id, host, []exec.Intent{
				writing("1", `C:\a.ini`, old, append(old, 1)), writing("2", `C:\b.ini`, nil, []byte{byte(h)}),
			}))
			step(j)
			must(t, j.Outcome(ctx, id, host, resource.Result{Op: "1", Status: resource.Done}))
			step(j)
			if h > 0 {
				must(t, j.HostDone(ctx, id, &plan.Result{
					Visit: plan.Visit{Host: host}, Plan: &plan.Host{},
					Owed: []plan.Due{{Type: "service", Key: fmt.Sprint("sp", r), Step: "s"}},
				}))
			}
		}
		if r < 3 {
			must(t, j.End(ctx, id, plan.RunPartly))
		}
	}
	return j
}

// rowsOf are all rows of a journal, by table and key.
func rowsOf(t *testing.T, j *Journal) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, table := range []string{"runs", "hosts", "operations", "due", "blobs"} {
		key := tables[table]
		if key == nil {
			key = []string{"sha256"}
		}
		rows, err := j.db.Query("SELECT * FROM " + table)
		must(t, err)
		must(t, eachRow(rows, func(columns []string, values []any) error {
			name := []any{table}
			for _, k := range key {
				name = append(name, values[slices.Index(columns, k)])
			}
			b, err := json.Marshal(values)
			out[fmt.Sprint(name...)] = string(b)
			return err
		}))
	}
	return out
}

// files are those of a journal as they are on the disk at this moment.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, name := range []string{fileName, fileName + "-wal", noteName} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			out[name] = data
		}
	}
	return out
}

// hurt damages the database or its log: what a computer leaves behind that lost its power, or its disk.
func hurt(r *rand.Rand, whole map[string][]byte) (string, map[string][]byte) {
	out := maps.Clone(whole)
	name := fileName
	if len(out[fileName+"-wal"]) > 0 && r.IntN(2) == 0 {
		name += "-wal"
	}
	data := bytes.Clone(out[name])
	at := r.IntN(len(data))
	if r.IntN(6) == 0 {
		at = r.IntN(100) // the head of the file
	}
	how := ""
	switch r.IntN(4) {
	case 0:
		data, how = data[:at], "cut off"
	case 1:
		end := min(len(data), at+512)
		clear(data[at:end])
		how = "a sector of zeros"
	case 2:
		for range 1 + r.IntN(8) {
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		}
		how = "some bits"
	default:
		data[at] = byte(r.Uint32())
		how = "a byte"
	}
	out[name] = data
	return fmt.Sprintf("%s: %s at %d of %d", name, how, at, len(whole[name])), out
}

// Whatever is damaged in a journal, xops never panics over it, and what is lost is told; set aside, the damaged journal
// stays as it is, and the new one has nothing that was not written, and goes on.
func TestDamagedJournals(t *testing.T) {
	dir := t.TempDir()
	written := map[string]bool{} // each row as it ever was
	j := long(t, dir, func(j *Journal) {
		for name, row := range rowsOf(t, j) {
			written[name+row] = true
		}
	})
	want := rowsOf(t, j)
	crashed := files(t, dir) // as a kill leaves it: much of it is in the log
	must(t, j.Close())
	closed := files(t, dir)
	if len(crashed[fileName+"-wal"]) == 0 || len(closed[fileName+"-wal"]) > 0 {
		t.Fatal("the log is not as it was thought")
	}
	told := map[string]int{}
	for seed := range *damages {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		whole := closed
		if seed%2 == 0 {
			whole = crashed
		}
		what, damaged := hurt(r, whole)
		t.Run(fmt.Sprintf("%d", seed), func(t *testing.T) {
			t.Log(what)
			dir := t.TempDir()
			for name, data := range damaged {
				must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
			}
			found := look(t, dir, want)
			told[found]++
			for name, data := range damaged { // looking may have mended the log
				must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
			}
			_ = os.Remove(filepath.Join(dir, fileName+"-shm"))
			mended(t, dir, damaged, want, written, found)
		})
	}
	t.Log(told)
	if told["sound"] == 0 || told["damaged"] == 0 || told["faults"] == 0 {
		t.Errorf("one sort of damage was never met: %v", told)
	}
}

// look reads a damaged journal as the commands do, and says how that was told: sound, damaged, faults.
func look(t *testing.T, dir string, want map[string]string) string {
	t.Helper()
	isDamage := func(err error) {
		t.Helper()
		if !problem.Is(err, problem.JournalDamaged) {
			t.Errorf("told as %v", err)
		}
	}
	j, err := Open(dir)
	if err != nil {
		isDamage(err)
		return "damaged"
	}
	defer j.Close()
	runs, err := j.Runs(t.Context(), 0)
	if err != nil {
		isDamage(err)
	}
	for _, r := range runs {
		if _, err := j.Run(t.Context(), r.ID); err != nil {
			isDamage(err)
		}
		if _, err := j.Plan(t.Context(), r.ID); err != nil {
			isDamage(err)
		}
	}
	if _, err := j.Due(t.Context()); err != nil {
		isDamage(err)
	}
	v, err := j.Verify(t.Context())
	switch {
	case err != nil:
		isDamage(err)
		return "damaged"
	case len(v.Faults) > 0:
		return "faults"
	}
	if d := cmp.Diff(want, rowsOf(t, j)); d != "" {
		t.Errorf("nothing is told, and this is another journal:\n%s", d)
	}
	return "sound"
}

// mended repairs a damaged journal and holds it against what was written.
func mended(t *testing.T, dir string, damaged map[string][]byte, want map[string]string, written map[string]bool,
	found string,
) {
	t.Helper()
	repaired, err := Repair(t.Context(), dir, began)
	must(t, err)
	if (repaired.Aside == "") != (found == "sound") {
		t.Errorf("found to be %s, and set aside as %q", found, repaired.Aside)
	}
	if repaired.Aside != "" {
		for _, suffix := range []string{"", "-wal"} {
			data, err := os.ReadFile(repaired.Aside + suffix)
			if was := damaged[fileName+suffix]; len(was) > 0 && (err != nil || !bytes.Equal(data, was)) {
				t.Errorf("what was set aside as %s%s is not what was damaged: %v", repaired.Aside, suffix, err)
			}
		}
	}
	j := open(t, dir)
	if v := verified(t, j); len(v.Faults) > 0 {
		t.Errorf("after the repair: %+v", v.Faults)
	}
	got := rowsOf(t, j)
	for name, row := range got {
		if row != want[name] && !written[name+row] && !withoutPlan(row, want[name]) {
			t.Errorf("%s is %s, and was written as %s", name, row, want[name])
		}
	}
	lost := len(want) - len(got)
	left := 0
	for _, n := range repaired.Left {
		left += n
	}
	if lost > 0 && left == 0 {
		t.Errorf("%d rows are lost, and nothing is told", lost)
	}
	t.Logf("%s: %d of %d rows are taken over, %d are told as left out", found, len(got), len(want), left)
	runs, err := j.Runs(t.Context(), 0)
	must(t, err)
	for _, r := range runs {
		get(t, j, r.ID)
	}
	begin(t, j, "next", "p/1")
	must(t, j.End(t.Context(), "next", plan.RunDone))
	if v := verified(t, j); len(v.Faults) > 0 || get(t, j, "last").ID != "next" {
		t.Errorf("it does not go on: %+v", v.Faults)
	}
}

// withoutPlan says whether a row is that of a run but for its plan.
func withoutPlan(row, want string) bool {
	var a, b []any
	if json.Unmarshal([]byte(row), &a) != nil || json.Unmarshal([]byte(want), &b) != nil || len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range a {
		if !cmp.Equal(a[i], b[i]) {
			if differ++; a[i] != nil {
				return false
			}
		}
	}
	return differ == 1
}

// A clock that was set back between two runs changes neither their order nor what the chain proves.
func TestAClockThatWasSetBack(t *testing.T) {
	j := open(t, t.TempDir())
	for i, id := range []string{"20261124-150419-aaaaa", "20261124-140419-aaaaa", "20261124-133000-aaaaa"} {
		now := began.Add(-time.Duration(i) * time.Hour)
		j.Clock = func() time.Time { return now }
		must(t, j.Begin(t.Context(), exec.RunInfo{ID: id, Started: now, Hosts: []string{"h"}}))
		must(t, j.Intend(t.Context(), id, "h", writings(1)))
		now = now.Add(-time.Minute)
		must(t, j.Outcome(t.Context(), id, "h", resource.Result{Op: "1", Status: resource.Done}))
		must(t, j.HostDone(t.Context(), id, &plan.Result{Visit: plan.Visit{Host: "h"}, Plan: &plan.Host{}}))
		must(t, j.End(t.Context(), id, plan.RunDone))
		if last := get(t, j, "last"); last.ID != id {
			t.Errorf("the last run is %s, not %s", last.ID, id)
		}
	}
	runs, err := j.Runs(t.Context(), 2)
	must(t, err)
	if len(runs) != 2 || runs[0].ID != "20261124-133000-aaaaa" || runs[1].ID != "20261124-140419-aaaaa" {
		t.Errorf("%+v", runs)
	}
	if v := verified(t, j); len(v.Faults) > 0 {
		t.Errorf("%+v", v.Faults)
	}
}

// A journal that others work with is not set aside under them.
func TestAJournalInUseIsNotRepaired(t *testing.T) {
	j := lived(t)
	if _, err := Repair(t.Context(), j.dir, began); !problem.Is(err, problem.JournalInUse) {
		t.Error(err)
	}
}

// Restarts that are owed outlive the loss of their rows: the hosts' rows tell of them, and the chain which of them are
// still due. One that was made meanwhile does not come back.
func TestOwedRestartsOutliveADamage(t *testing.T) {
	dir := t.TempDir()
	j := long(t, dir, func(*Journal) {})
	made := &plan.Item{Outcome: &resource.Result{Status: resource.Done}}
	made.Action, made.Resource = "restart", resource.ID{Type: "service", Key: "sp0"}
	begin(t, j, "later", "p/1")
	must(t, j.HostDone(t.Context(), "later", &plan.Result{
		Visit: plan.Visit{Host: "p/1"}, Plan: &plan.Host{}, Items: []*plan.Item{made},
	}))
	want, err := j.Due(t.Context())
	must(t, err)
	if len(want["p/1"]) != 3 || len(want["p/2"]) != 4 {
		t.Fatalf("owed are %v", want)
	}
	run(t, j, "DELETE FROM due")
	must(t, j.Close())
	repaired, err := Repair(t.Context(), dir, began)
	must(t, err)
	j = open(t, dir)
	got, err := j.Due(t.Context())
	must(t, err)
	if d := cmp.Diff(want, got); d != "" || len(repaired.Left) > 0 {
		t.Errorf("%+v\n%s", repaired, d)
	}
}
