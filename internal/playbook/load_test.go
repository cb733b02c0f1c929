package playbook

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/hclx/hclxtest"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

var update = flag.Bool("update", false, "write the expected parts of testdata anew")

type note struct {
	Text string            `hcl:"text"`
	Map  map[string]string `hcl:"map,optional"`
}

func (*note) Observe(step.World) []resource.Query         { return nil }
func (*note) Plan(step.World) ([]step.Change, error)      { return nil, nil }
func (*note) Ask() []resource.Query                       { return nil }
func (*note) Answer(step.World) ([]map[string]any, error) { return nil, nil }

func testLoader(files map[string][]byte) *Loader {
	return &Loader{
		Parser: hclx.NewParser(),
		Read: func(name string) ([]byte, error) {
			if b, ok := files[name]; ok {
				return b, nil
			}
			return nil, fmt.Errorf("open %s: %w", name, fs.ErrNotExist)
		},
		Kinds: []step.Kind{
			{Name: "ini", New: func() step.Step { return new(note) }},
			{Name: "service", New: func() step.Step { return new(note) }},
		},
		QueryTypes: []step.QueryType{
			{Name: "file", New: func() step.Query { return new(note) }},
			{Name: "firewall", New: func() step.Query { return new(note) }},
		},
	}
}

// Each case has the playbook main.hcl, files that it includes, and the mistakes that Load finds.
func TestLoad(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{}
			for _, f := range a.Files {
				files[f.Name] = f.Data
			}
			_, diags := testLoader(files).Load("main.hcl")
			got := told(diags)
			hclxtest.Told(t, diags)
			if *update {
				for i := range a.Files {
					if a.Files[i].Name == "mistakes" {
						a.Files[i].Data = []byte(got)
					}
				}
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(files["mistakes"]), got); diff != "" && !*update {
				t.Error(diff)
			}
			for _, d := range diags {
				if d.Subject == nil {
					t.Errorf("no place: %s", d.Summary)
				}
			}
		})
	}
}

func told(diags hcl.Diagnostics) string {
	hclx.SortDiagnostics(diags)
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s:%d:%d %s: %s\n", d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column,
			d.Summary, d.Detail)
	}
	return b.String()
}

func TestLoadKeepsOrderAndBlocks(t *testing.T) {
	p, diags := testLoader(map[string][]byte{"main.hcl": []byte(`
playbook {
  name = "p"
  serves = ["SP-1"]
  rollout {
    batches = [1, "10%"]
    max_failures = "5%"
  }
}
step "ini" "a" { text = "x" }
include "sub" { source = "sub.hcl" }
step "service" "b" {
  text     = "y"
  after    = [step.ini.a, include.sub.step.ini.c]
  on_error = "continue"
  stage    = 1
}
`), "sub.hcl": []byte(`
playbook { name = "sub" }
step "ini" "c" { text = "z" }
`)}).Load("main.hcl")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	b := p.Items[2].Step
	if p.Items[0].Step.Name != "a" || p.Items[1].Include.Playbook.Name != "sub" || b.OnError != "continue" ||
		b.Stage != 1 || len(b.After) != 2 {
		t.Errorf("got %+v", p.Items)
	}
	if got := b.After[1].Address(); got != "include.sub.step.ini.c" {
		t.Errorf("after: %s", got)
	}
	if want := (Rollout{
		Batches: []Amount{{1, false}, {10, true}}, MaxFailures: &Amount{5, true},
		Range: p.Rollout.Range,
	}); !cmp.Equal(*p.Rollout, want) {
		t.Errorf("rollout: %+v", p.Rollout)
	}
}

func TestGarbageIsRefusedQuickly(t *testing.T) {
	garbage := bytes.Repeat([]byte("step \"ini\" { ((((\x00 "), 600_000)
	_, diags := testLoader(map[string][]byte{"main.hcl": garbage}).Load("main.hcl")
	if !diags.HasErrors() || len(diags) > 25 {
		t.Fatalf("%d diagnostics", len(diags))
	}
}

func TestVariables(t *testing.T) {
	p, diags := testLoader(map[string][]byte{"main.hcl": []byte(`
playbook { name = "p" }
variable "port" {
  type = number
  default = 1
}
variable "names" { type = list(string) }
`)}).Load("main.hcl")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	given := func(args ...string) []Given {
		var out []Given
		for _, a := range args {
			g, ok := ParseVar(a)
			if !ok {
				t.Fatal(a)
			}
			out = append(out, g)
		}
		return out
	}
	set, diags := NewSet([]*Playbook{p}, given("port=2", `names=["a"]`, "port=3"))
	if diags.HasErrors() || set.Vars[0]["port"].AsBigFloat().String() != "3" || set.Vars[0]["names"].LengthInt() != 1 {
		t.Fatalf("%v %v", set.Vars, diags)
	}
	for args, want := range map[string]string{
		"":                      "needs a value for \"names\"",
		"names=[]\x00prot=1":    `Did you mean "port"`,
		"names=[]\x00port=many": "number is required",
	} {
		var list []string
		if args != "" {
			list = strings.Split(args, "\x00")
		}
		if _, diags := NewSet([]*Playbook{p}, given(list...)); !strings.Contains(diags.Error(), want) {
			t.Errorf("%q: %v", args, diags)
		}
	}
	if _, diags := NewSet([]*Playbook{p, p}, given("names=[]")); !strings.Contains(diags.Error(),
		"Playbook given twice") {
		t.Error(diags)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`playbook { name = "p" }` + "\n" + `step "ini" "a" { text = query.file.x[0].path }` + "\n" +
		`query "file" "x" { text = local.a }` + "\nlocals { a = 1 }"))
	f.Add([]byte(`include "a" { source = "main.hcl" }`))
	f.Fuzz(func(t *testing.T, src []byte) {
		testLoader(map[string][]byte{"main.hcl": src}).Load("main.hcl") // must not panic, must end
	})
}
