package inventory

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/txtar"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/hclx/hclxtest"
)

var update = flag.Bool("update", false, "write what Load gives into the testdata")

// TestLoad reads the *.hcl files of each archive as one inventory. want.txt is what a technician
// sees, want.json what the program gets; an archive has either or both.
func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/load/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range archives {
		name, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testArchive(t, name) })
	}
}

func testArchive(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	setHome(t, filepath.Join(dir, "home"))
	var sources []string
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".hcl") {
			sources = append(sources, f.Name)
			if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := "."
	if len(sources) == 1 {
		path = sources[0]
	}
	parser := hclx.NewParser()
	inv, diags := Load(path, parser)
	hclxtest.Told(t, diags)
	var text bytes.Buffer
	if err := hclx.WriteDiagnostics(&text, diags, parser.Files(), hclx.TextOptions{Width: 110}); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"want.txt": text.String()}
	if !diags.HasErrors() {
		got["want.json"] = strings.ReplaceAll(filepath.ToSlash(dump(t, inv)), filepath.ToSlash(dir), "DIR")
	}
	for i, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".hcl") {
			continue
		}
		if *update {
			archive.Files[i].Data = []byte(got[f.Name])
		} else if d := cmp.Diff(string(f.Data), got[f.Name]); d != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, d)
		}
		delete(got, f.Name)
	}
	if got["want.txt"] != "" {
		t.Errorf("diagnostics, but no want.txt:\n%s", got["want.txt"])
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func setHome(t *testing.T, dir string) {
	t.Helper()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
}

// dump is an inventory as JSON: expressions' view of practices and hosts, and each connection's
// settings that are not zero. Secrets appear as references.
func dump(t *testing.T, inv *Inventory) string {
	t.Helper()
	var list []any
	for _, p := range inv.Practices {
		v := PracticeValue(p)
		js, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, map[string]any{"practice": json.RawMessage(js), "windows": windows(p)})
	}
	for _, h := range inv.Hosts() {
		v := HostValue(h)
		js, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, map[string]any{"host": json.RawMessage(js), "connection": settingsOf(h.Connection)})
	}
	out, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out) + "\n"
}

func windows(p *Practice) []string {
	list := []string{}
	for _, w := range p.Windows {
		list = append(list, fmt.Sprint(w.Days, " ", w.From, "-", w.To))
	}
	return list
}

func settingsOf(c Connection) string {
	port := ""
	if c.Port != 0 {
		port = fmt.Sprint(c.Port)
	}
	text := c.Transport + " " + c.Auth + fmt.Sprintf(" https=%t port=%d", c.HTTPS, c.EffectivePort())
	for _, x := range []struct{ name, value string }{
		{"port", port},
		{"user", c.User},
		{"key_file", c.KeyFile},
		{"cert_file", c.CertFile},
		{"ca_file", c.CAFile},
		{"tls_server_name", c.TLSServerName},
		{"fingerprint", c.Fingerprint},
		{"trust", c.Trust},
		{"known_hosts", c.KnownHosts},
		{"jump", c.Jump},
		{"realm", c.Realm},
		{"keytab", c.Keytab},
	} {
		if x.value != "" {
			text += " " + x.name + "=" + x.value
		}
	}
	if c.Password != nil {
		text += " password=" + c.Password.reference()
	}
	if c.KeyPassphrase != nil {
		text += " key_passphrase=" + c.KeyPassphrase.reference()
	}
	return text
}

func load(t *testing.T, src string) (*Inventory, hcl.Diagnostics) {
	t.Helper()
	parser := hclx.NewParser()
	f, diags := parser.Source("inventory.hcl", []byte(src))
	if f == nil {
		return &Inventory{}, diags
	}
	inv, more := decode([]*hcl.File{f}, diags.HasErrors())
	inv.parser = parser
	return inv, append(diags, more...)
}

func mustLoad(t *testing.T, src string) *Inventory {
	t.Helper()
	inv, diags := load(t, src)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return inv
}
