package inventory

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/xops-dev/xops/internal/hclx"
)

// FuzzLoad: whatever the text is, loading, selecting and printing end without a panic, and what comes
// back without errors is an inventory that keeps its own rules.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"contract", "mistakes", "secrets", "constraints", "merge"} {
		archive, err := txtar.ParseFile("testdata/load/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Add("practice \"a\" {\n  host \"b\" {\n    address = \"x\"\n    vars = { a = [for x in range(3) : x] }\n  }\n}\n")
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Count(src, "range") > 1 || len(src) > 1<<16 {
			t.Skip("nested ranges cost time by design")
		}
		inv, diags := load(t, src)
		if err := hclx.WriteDiagnostics(io.Discard, diags, files(inv), hclx.TextOptions{Width: 80}); err != nil {
			t.Fatal(err)
		}
		hosts, _ := inv.Select(nil, `host.role == "server" || practice.mandate`)
		_, _ = inv.Select([]string{"*/" + firstWord(src)}, "")
		if diags.HasErrors() {
			return
		}
		seen := map[string]bool{}
		for _, h := range inv.Hosts() {
			id := strings.ToLower(h.ID())
			if seen[id] {
				t.Errorf("two hosts %s", id)
			}
			seen[id] = true
			if h.Address == "" && h.Connection.Transport != "local" {
				t.Errorf("%s has no address", id)
			}
			if h.Connection.Auth == "basic" && !h.Connection.HTTPS {
				t.Errorf("%s sends its password in clear text", id)
			}
			h.Practice.InWindow(time.Unix(0, 0))
		}
		if len(hosts) > len(seen) {
			t.Error("more hosts selected than there are")
		}
	})
}

func firstWord(src string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(src), " ")
	return word
}

func files(inv *Inventory) map[string]*hcl.File {
	if inv.parser == nil {
		return nil
	}
	return inv.parser.Files()
}
