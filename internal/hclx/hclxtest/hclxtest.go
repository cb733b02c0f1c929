// Package hclxtest judges mistakes in files in tests.
package hclxtest

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/text"
)

// Told checks that each mistake that is not HCL's own is told in German and in English, with the same holes filled.
func Told(t testing.TB, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		if marked, _ := hclx.Words(d, text.Marked); marked == d.Summary {
			continue // HCL's own, with nothing of ours behind it
		}
		if p := hclx.Said(d).Detail; p.DE == p.EN || strings.Contains(p.DE, "…") != strings.Contains(p.EN, "…") {
			t.Errorf("one language for both:\n%s\n%s", p.DE, p.EN)
		}
	}
}
