package eval

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
)

var update = flag.Bool("update", false, "write what the cases give now into their files; look at every difference")

// corpusCase is one file of testdata/plans: playbooks (p0.hcl, p1.hcl, …, and what they include), the world of the
// host, and what is pinned of it: what is asked in which round, and the plan with what would be sent.
type corpusCase struct {
	path    string
	archive *txtar.Archive
	set     *playbook.Set
	world   world
}

func corpus(t testing.TB) []*corpusCase {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "plans", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases", err)
	}
	var cases []*corpusCase
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c := &corpusCase{path: path, archive: a}
		files := map[string]string{}
		for _, f := range a.Files {
			files[f.Name] = strings.ReplaceAll(string(f.Data), "\r\n", "\n")
		}
		if err := json.Unmarshal([]byte(files["world.json"]), &c.world); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		c.set = newSet(t, files)
		cases = append(cases, c)
	}
	return cases
}

// settled asks until nothing is open, and gives what was asked and the plan, both as they are pinned.
func (c *corpusCase) settled(t testing.TB, e *Evaluation) (asked, planned []byte) {
	t.Helper()
	for range 6 {
		queries := e.Queries()
		if len(queries) == 0 {
			break
		}
		answers := make([]resource.Answer, len(queries))
		for i, q := range queries {
			answers[i] = c.world.answer(q)
			asked = fmt.Appendf(asked, "%s ", q.Key)
		}
		asked = append(bytes.TrimRight(asked, " "), '\n')
		e.Add(queries, answers)
	}
	h := e.Plan()
	ops := make([]*resource.Op, len(h.Changes))
	for i := range h.Changes {
		ops[i] = h.Changes[i].Op
	}
	planned, err := json.MarshalIndent(map[string]any{"plan": h, "sent": ops}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return asked, append(planned, '\n')
}

// TestPlansStayAsTheyAre pins plans and rounds of questions: how they are worked out may change, what comes out may
// not.
func TestPlansStayAsTheyAre(t *testing.T) {
	for _, c := range corpus(t) {
		t.Run(strings.TrimSuffix(filepath.Base(c.path), ".txtar"), func(t *testing.T) {
			asked, planned := c.settled(t, New(c.set, testTarget))
			now := map[string][]byte{"asked": asked, "plan.json": planned}
			var kept []txtar.File
			for _, f := range c.archive.Files {
				got, pinned := now[f.Name]
				if pinned && !*update {
					if d := cmp.Diff(strings.ReplaceAll(string(f.Data), "\r\n", "\n"), string(got)); d != "" {
						t.Errorf("%s (-pinned +now)\n%s", f.Name, d)
					}
				}
				if !pinned {
					kept = append(kept, f)
				}
			}
			if !*update {
				if len(kept)+len(now) != len(c.archive.Files) {
					t.Error("the case has nothing to compare with: -update writes it")
				}
				return
			}
			c.archive.Files = append(kept, txtar.File{Name: "asked", Data: asked},
				txtar.File{Name: "plan.json", Data: planned})
			if err := os.WriteFile(c.path, txtar.Format(c.archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Hosts that are evaluated at the same time, in sets that share their playbooks, get the plans that each gets alone.
func TestHostsShareTheirPlaybooks(t *testing.T) {
	for _, c := range corpus(t) {
		targets := []Target{testTarget, testTarget}
		targets[1].Practice = cty.ObjectVal(map[string]cty.Value{"kundennummer": cty.NullVal(cty.String)})
		second, diags := playbook.NewSet(c.set.Playbooks, nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		var want [2][]byte
		for i, target := range targets {
			_, want[i] = c.settled(t, New(newSetOf(t, c.archive), target))
		}
		if bytes.Equal(want[0], want[1]) && strings.Contains(string(c.archive.Files[0].Data), ".kundennummer") {
			t.Errorf("%s: both hosts have the same plan", c.path)
		}
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				set := []*playbook.Set{c.set, second}[i/4]
				if _, got := c.settled(t, New(set, targets[i%2])); !bytes.Equal(got, want[i%2]) {
					t.Errorf("%s, host %d: %s", c.path, i, cmp.Diff(string(want[i%2]), string(got)))
				}
			})
		}
		group.Wait()
	}
}

func newSetOf(t testing.TB, a *txtar.Archive) *playbook.Set {
	files := map[string]string{}
	for _, f := range a.Files {
		files[f.Name] = string(f.Data)
	}
	return newSet(t, files)
}
