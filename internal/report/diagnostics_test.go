package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestDiagnosticsShowThePlace(t *testing.T) {
	src := "practice \"müller\" {\n  \ttitel = \"ä\" # \x1b[31m\n}\n"
	file, _ := hclsyntax.ParseConfig([]byte(src), "inventory.hcl", hcl.InitialPos)
	attrs, _ := file.Body.(*hclsyntax.Body).Blocks[0].Body.JustAttributes()
	r := attrs["titel"].NameRange
	var b bytes.Buffer
	NewPrinter(&b, Options{}).Diagnostics(hcl.Diagnostics{
		{Severity: hcl.DiagError, Summary: "Unknown attribute", Detail: "Did you mean title?", Subject: &r},
		{Severity: hcl.DiagWarning, Summary: "No place"},
	}, map[string]*hcl.File{"inventory.hcl": file})
	golden(t, "diagnostics.txt", b.String())
}

// A line of megabytes, and a range that does not fit the file, must neither flood the terminal nor panic.
func TestDiagnosticsOfGarbage(t *testing.T) {
	src := []byte(strings.Repeat("ä", 1<<20))
	files := map[string]*hcl.File{"x": {Bytes: src}}
	for _, at := range []int{0, 1, 1 << 20, len(src) - 1, len(src), len(src) + 5, -1} {
		for _, n := range []int{-3, 0, 1, len(src)} {
			var b bytes.Buffer
			NewPrinter(&b, Options{}).Diagnostics(hcl.Diagnostics{{
				Severity: hcl.DiagError, Summary: "s",
				Subject: &hcl.Range{Filename: "x", Start: hcl.Pos{Line: 1, Column: 1, Byte: at}, End: hcl.Pos{Line: 1, Column: 2, Byte: at + n}},
			}}, files)
			if b.Len() > 1000 {
				t.Errorf("at %d, %d long: %d bytes of output", at, n, b.Len())
			}
		}
	}
}
