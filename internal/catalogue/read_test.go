package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/hclx"
)

const minimal = `edition {
  name                = "1"
  date                = "2026-01-02"
  port_list           = "1"
  port_list_date      = "2026-01-02"
  reviewed_on         = "2026-01-02"
  review_after_months = 12
  source              = "s"
}
group "B" {
  title    = { de = "Arbeitsplatz", en = "Workstation" }
  prefixes = ["WS"]
}
product "x.concept" {
  listed           = true
  port_list        = true
  service_provider = true
}
`

// row is one that is in order; where the rest differs it is written with other values.
func row(id, class, kind, products string) string {
	return fmt.Sprintf("row %q {\n  title = { de = \"d\", en = \"e\" }\n  class = %q\n  kind = [%q]\n"+
		"  products = [%q]\n  roles = [\"server\"]\n  section = \"s\"\n}\n", id, class, kind, products)
}

// Every mistake is told with its place, and all of them in one go.
func TestMistakesHaveTheirPlace(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want []string
	}{
		"in order": {src: row("WS-01", "C", "check", "all")},
		"unknown words": {
			src: row("WS-01", "D", "chek", "x.concpt"),
			want: []string{
				`own.hcl:1,1-12: class: there is no "D". Did you mean "C"?`,
				`own.hcl:1,1-12: kind: there is no "chek". Did you mean "check"?`,
				`own.hcl:1,1-12: products: there is no "x.concpt". Did you mean "x.concept"?`,
			},
		},
		"no group": {
			src:  row("XX-01", "C", "check", "all"),
			want: []string{`own.hcl:1,1-12: Row without group; "XX-01": no group block has "XX" among its prefixes.`},
		},
		"twice": {
			src:  row("WS-01", "C", "check", "all") + row("WS-01", "C", "check", "all"),
			want: []string{`own.hcl:9,1-12: Name used twice; row "WS-01" is defined at own.hcl:1 already.`},
		},
		"block and attribute": {
			src: "prot \"P\" {}\nprinter \"P\" {\n  maker = 1\n  modell = \"m\"\n}\n",
			want: []string{
				`own.hcl:1,1-5: Unsupported block; A file of the catalogue has no block "prot". Did you mean "port"?`,
				`own.hcl:2,13-13: Missing required argument; The argument "model" is required, but no definition was ` +
					`found.`,
				`own.hcl:4,3-9: Unsupported attribute; printer "P" has no attribute "modell". Did you mean "model"?`,
			},
		},
		"limit without row": {
			src: row("WS-01", "C", "check", "all") + "limit \"WS-09\" \"gb\" {\n  value = 1\n" +
				"  severity = \"must\"\n  wording = \"w\"\n}\n",
			want: []string{
				`own.hcl:9,1-19: row: there is no "WS-09". Did you mean "WS-01"?`,
				`own.hcl:9,1-19: severity: there is no "must". Known: required, recommended, info.`,
			},
		},
		"no day": {
			src: "support \"s\" {\n  name = \"n\"\n  listed = true\n  until = \"14.10.2025\"\n" +
				"  reviewed_on = \"2026-01-02\"\n}\n",
			want: []string{`own.hcl:1,1-12: Not a day; "14.10.2025" is not a day. A day is written as "2026-10-13".`},
		},
		"no port": {
			src: "endpoint \"E\" {\n  host = \"h\"\n  ports = [\"70000\", \"9-1\"]\n  protocol = \"TCP\"\n" +
				"  products = [\"all\"]\n  purpose = \"p\"\n  testable = true\n}\n",
			want: []string{
				`own.hcl:1,1-13: Not a port; "70000" is not a port. It is a number ("443"), or a range ("9350-9354").`,
				`own.hcl:1,1-13: Not a port; "9-1" is not a port. It is a number ("443"), or a range ("9350-9354").`,
			},
		},
		"no text in both languages": {
			src:  strings.Replace(row("WS-01", "C", "check", "all"), `{ de = "d", en = "e" }`, `"d"`, 1),
			want: []string{`own.hcl:2,11-14: Unsuitable value; title must be an object, not the string "d".`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := Read(hclx.NewParser(), []File{
				{"catalogue.hcl", []byte(minimal)}, {"own.hcl", []byte(c.src)},
			})
			var got []string
			for _, d := range diags {
				got = append(got, strings.Replace(d.Error(), "Unknown value in the catalogue; ", "", 1))
			}
			same(t, "mistakes", got, c.want)
		})
	}
}

func TestAnEditionHasItsDay(t *testing.T) {
	src := strings.Replace(minimal, `date                = "2026-01-02"`, `date                = ""`, 1)
	_, diags := Read(hclx.NewParser(), []File{{"catalogue.hcl", []byte(src)}})
	if !diags.HasErrors() || !strings.Contains(diags.Error(), `catalogue.hcl:1,1-8: Not a day; "" is not a day.`) {
		t.Error(diags)
	}
}

func TestACatalogueHasAnEdition(t *testing.T) {
	_, diags := Read(hclx.NewParser(), nil)
	if !diags.HasErrors() || !strings.Contains(diags.Error(), "No file of the catalogue has an edition block.") {
		t.Error(diags)
	}
}
