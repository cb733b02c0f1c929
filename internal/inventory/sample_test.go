package inventory

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/xops-dev/xops/internal/hclx"
)

// The sample at the root is the first thing that a technician copies.
func TestSample(t *testing.T) {
	inv, diags := Load("../../inventory.hcl", hclx.NewParser())
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if got := ids(inv.Hosts()); got != "mueller/srv01 mueller/empfang mueller/sprechzimmer1 "+
		"gemeinschaftspraxis-nord/srv01 gemeinschaftspraxis-nord/ts01 schmidt/praxis-pc schmidt/laptop" {
		t.Error(got)
	}
	src, err := os.ReadFile("../../inventory.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(hclwrite.Format(src)), string(src)); d != "" {
		t.Errorf("not formatted as hclwrite does:\n%s", d)
	}
	with, without := 0, 0
	for _, p := range inv.Practices {
		if p.Mandate {
			with++
		} else {
			without++
		}
	}
	if with == 0 || without == 0 {
		t.Error("the sample shows practices with and without mandate")
	}
}

func BenchmarkLoadThousandPractices(b *testing.B) {
	dir := b.TempDir()
	path := writeFleet(b, dir, 1000)
	for b.Loop() {
		inv, diags := Load(path, hclx.NewParser())
		if len(diags) > 0 || len(inv.Practices) != 1000 {
			b.Fatal(len(inv.Practices), diags)
		}
		if hosts, diags := inv.Select([]string{"*/srv"}, "practice.mandate"); len(hosts) != 1000 || len(diags) > 0 {
			b.Fatal(len(hosts), diags)
		}
	}
}

func writeFleet(b *testing.B, dir string, practices int) string {
	b.Helper()
	var text strings.Builder
	text.WriteString("defaults {\n  connection {\n    user     = \"xops\"\n    password = env(\"P\")\n  }\n}\n")
	for i := range practices {
		fmt.Fprintf(&text, "practice \"p%d\" {\n  mandate = true\n", i)
		for j, name := range []string{"srv", "ws1", "ws2"} {
			fmt.Fprintf(&text, "  host %q {\n    address = \"10.%d.%d.%d\"\n    role    = \"server\"\n  }\n", name,
				i/250, i%250, j+1)
		}
		text.WriteString("}\n")
	}
	path := filepath.Join(dir, "inventory.hcl")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
