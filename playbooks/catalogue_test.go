package playbooks_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/playbooks"
)

func TestTheShippedCatalogueIsRead(t *testing.T) {
	c, diags := playbooks.Shipped()
	for _, d := range diags {
		t.Error(d)
	}
	if c == nil || len(c.Rows) != 212 || len(c.Decisions) != 100 {
		t.Fatal("rows or decisions are missing")
	}
}

// own loads a playbook that is not shipped.
func own(src string) (*playbook.Playbook, error) {
	l := &playbook.Loader{
		Parser: hclx.NewParser(), Kinds: step.Kinds(), QueryTypes: step.QueryTypes(), Catalogue: playbooks.Catalogue,
		Read: func(string) ([]byte, error) { return []byte("playbook { name = \"p\" }\n" + src), nil },
	}
	p, diags := l.Load("p.hcl")
	if diags.HasErrors() {
		return nil, diags
	}
	return p, nil
}

func TestExpressionsReadTheCatalogue(t *testing.T) {
	p, err := own(`
locals {
  enough = catalogue.limits["WS-03"].memory_gb
}
check "memory" {
  row     = "WS-03"
  ok      = 7 >= local.enough
  message = "${catalogue.rows["WS-03"].title.de}: ${catalogue.edition.name}"
}
check "bandwidth" {
  for_each = toset([for d in ["A52"] : d])
  ok       = 12 >= catalogue.decisions[each.key].ok_from_mbit
  message  = { de = catalogue.products["x.concept"].data, en = "x" }
}
`)
	if err != nil {
		t.Fatal(err)
	}
	set, diags := playbook.NewSet([]*playbook.Playbook{p}, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	h := eval.New(set, newSite(t, "x.concept").target(), eval.Options{Checks: true}).Plan()
	if len(h.Checks) != 2 || h.Checks[0].Status != plan.CheckFinding || h.Checks[1].Status != plan.CheckFinding {
		t.Fatalf("%+v %+v", h.Checks, h.Blocks)
	}
	if got, want := h.Checks[0].Message, "Arbeitsspeicher ab 8 GB: 08/2023"; got != want {
		t.Error(got)
	}
}

// What is not in the catalogue is found before any host is looked at.
func TestAnUnknownNameOfTheCatalogueIsAMistake(t *testing.T) {
	for _, e := range []string{
		`catalogue.limits["WS-99"].memory_gb`, `catalogue.limits["WS-03"].memory`, `catalogue.limit`,
		`catalogue.decisions["A52"].from`,
	} {
		_, err := own("check \"c\" {\n  ok = host.role == \"server\" && 1 >= " + e + "\n  message = \"m\"\n}\n")
		if err == nil || !strings.Contains(err.Error(), "p.hcl:3") {
			t.Errorf("%s: %v", e, err)
		}
	}
}

// What shipped playbooks say that they serve is in the document.
func TestPlaybooksServeRowsThatThereAre(t *testing.T) {
	c, _ := playbooks.Shipped()
	names, err := fs.Glob(playbooks.FS, "*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		pb := load(t, strings.TrimSuffix(name, ".hcl"))[0]
		rows := slices.Clone(pb.Serves)
		for _, check := range pb.Checks {
			rows = append(rows, check.Serves...)
		}
		for _, i := range pb.Items {
			if i.Step != nil {
				rows = append(rows, i.Step.Serves...)
			}
		}
		for _, r := range rows {
			if c.Row(r) == nil {
				t.Errorf("%s serves %s, which there is not", name, r)
			}
		}
	}
}

// A run whose playbooks refer to the catalogue reads it once.
func BenchmarkReadTheCatalogue(b *testing.B) {
	for b.Loop() {
		if _, diags := playbooks.ReadCatalogue(); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}
