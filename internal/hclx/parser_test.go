package hclx

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/text"
)

func TestSourceRefuses(t *testing.T) {
	deep := func(open, close string, n int) string {
		return "a = " + strings.Repeat(open, n) + "1" + strings.Repeat(close, n) + "\n"
	}
	for name, tc := range map[string]struct{ src, want string }{
		"ANSI":             {"a = 1\n# M\xfcller\n", "x.hcl:2,4-5: Not UTF-8 text; The byte 0xFC is not UTF-8"},
		"UTF-16":           {"\xff\xfea\x00 \x00", "x.hcl:1,1-2: Not UTF-8 text; The file was saved as UTF-16"},
		"UTF-16, swapped":  {"\xfe\xff\x00a\x00 ", "x.hcl:1,1-2: Not UTF-8 text; The file was saved as UTF-16"},
		"a zero byte":      {"a\x00 \x00", "zero byte"},
		"parentheses":      {deep("(", ")", 20_000), "Nested too deeply"},
		"brackets":         {deep("[", "]", 20_000), "Nested too deeply"},
		"open brackets":    {strings.Repeat("[", 20_000), "Nested too deeply"},
		"blocks":           {strings.Repeat("a {\n", 10_000), "Nested too deeply"},
		"negations":        {deep("!", "", 20_000), "Nested too deeply"},
		"conditionals":     {deep("true ? 1 : ", "", 15_000), "Nested too deeply"},
		"sums":             {deep("1 + ", "", 10_000), "Nested too deeply"},
		"sums over lines":  {deep("(", ")", 1) + "b = (" + strings.Repeat("1 +\n", 10_000) + "1)", "Nested too deeply"},
		"indexes":          {"a = b" + strings.Repeat("[0]", 10_000), "Nested too deeply"},
		"splats":           {"a = b" + strings.Repeat(".*", 10_000), "Nested too deeply"},
		"templates":        {"a = " + strings.Repeat(`"${`, 10_000), "Nested too deeply"},
		"template control": {"a = <<E\n" + strings.Repeat("%{if true}", 20_000) + "\nE\n", "Nested too deeply"},
		"garbage":          {strings.Repeat("?? !! ;; ''\n", 20_000), "Argument or block definition required"},
		"many errors":      {strings.Repeat("a = 1\n", 1000), "And 979 more errors in this file."},
		"large":            {strings.Repeat("x", 10<<20), "more than 2 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := NewParser().Source("x.hcl", []byte(tc.src))
			if !diags.HasErrors() {
				t.Fatal("accepted")
			}
			var all strings.Builder
			for _, d := range diags {
				all.WriteString(d.Error() + "\n")
			}
			if !strings.Contains(all.String(), tc.want) {
				t.Errorf("got %.500s\nwant %s", all.String(), tc.want)
			}
			if len(diags) > maxReported+1 {
				t.Errorf("%d diagnostics", len(diags))
			}
		})
	}
}

func TestSourceAccepts(t *testing.T) {
	long := "list = [\n" + strings.Repeat("  \"a\", -1,\n", 5000) + "]\nobject = {\n" + strings.Repeat("  a = -1\n",
		5000) + "}\n" + strings.Repeat("block \"x\" {\n  a = !true\n}\n", 5000)
	for name, src := range map[string]string{
		"empty": "", "byte order mark": "\xef\xbb\xbfa = 1\r\n", "long": long,
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParser()
			f, diags := p.Source("x.hcl", []byte(src))
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if f == nil || p.Files()["x.hcl"] == nil {
				t.Fatal("the file is not kept")
			}
		})
	}
}

// What is just within the limits must not exhaust the stack in the parser or the evaluator.
func TestDeepestAccepted(t *testing.T) {
	levels := maxNesting - 2
	for name, unit := range map[string]string{
		"negations":    strings.Repeat("!", maxOperators-10),
		"sums":         strings.Repeat("1 + ", maxOperators-10),
		"conditionals": strings.Repeat("true ? 1 : ", (maxOperators-10)/2),
	} {
		t.Run(name, func(t *testing.T) {
			src := "a = " + strings.Repeat(unit+"(", levels) + "true" + strings.Repeat(")", levels) + "\n"
			f, diags := NewParser().Source("x.hcl", []byte(src))
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			attrs, _ := f.Body.JustAttributes()
			_, _ = attrs["a"].Expr.Value(nil)
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, src []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), src, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, diags := NewParser().Load(dir)
	if !strings.Contains(diags.Error(), "no file whose name ends in .hcl") {
		t.Error(diags)
	}
	write("b.hcl", []byte("b = 1\n"))
	write("a.hcl", []byte("a = 1\n"))
	write("c.xtest.hcl", []byte("not read"))
	write("d.txt", []byte("not read"))
	if err := os.Mkdir(filepath.Join(dir, "e.hcl"), 0o700); err != nil {
		t.Fatal(err)
	}
	files, diags := NewParser().Load(dir)
	if diags.HasErrors() || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), diags)
	}
	if attrs, _ := files[0].Body.JustAttributes(); attrs["a"] == nil {
		t.Error("a.hcl is not first")
	}

	write("b.hcl", bytes.Repeat([]byte("garbage "), 10<<20/8))
	write("c.hcl", []byte("c = \n"))
	files, diags = NewParser().Load(dir)
	if len(diags) != 2 || !strings.Contains(diags[0].Detail, "more than 2 MiB") || diags[1].Subject.Start.Line != 1 {
		t.Errorf("not every file was looked at: %v", diags)
	}
	if len(files) == 0 {
		t.Error("good files are lost")
	}

	for path, want := range map[string]string{
		filepath.Join(dir, "missing.hcl"): "does not exist",
		filepath.Join(dir, "d.txt"):       "",
	} {
		if _, diags := NewParser().Load(path); want != "" && !strings.Contains(diags.Error(), want) {
			t.Errorf("%s: %v", path, diags)
		}
	}
	if _, diags := NewParser().File(dir); !strings.Contains(diags.Error(), "is a folder") {
		t.Error(diags)
	}
}

func TestFSFile(t *testing.T) {
	fsys := fstest.MapFS{"p/x.hcl": {Data: []byte("a = ")}}
	_, diags := NewParser().FSFile(fsys, "p/x.hcl", "shipped:x.hcl")
	if !diags.HasErrors() || diags[0].Subject.Filename != "shipped:x.hcl" {
		t.Error(diags)
	}
	if _, diags = NewParser().FSFile(fsys, "p/y.hcl", "shipped:y.hcl"); !strings.Contains(diags.Error(),
		"shipped:y.hcl does not exist") {
		t.Error(diags)
	}
}

func TestContent(t *testing.T) {
	p := NewParser()
	f, diags := p.Source("x.hcl", []byte("adress = 1\nhost = 2\nrole {\n}\nhots \"a\" {\n}\nquux = 1\ninsecure = "+
		"true\n"))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	_, diags = Content(f.Body, Schema{
		What: text.Same("this"), Attributes: []string{"address", "role"}, Required: []string{"role"},
		Blocks:  []hcl.BlockHeaderSchema{{Type: "host", LabelNames: []string{"name"}}},
		Explain: map[string]text.Phrase{"insecure": {DE: "Gibt es nicht.", EN: "There is none."}},
	})
	var got []string
	for _, d := range diags {
		got = append(got, d.Error())
	}
	want := []string{
		`x.hcl:1,1-1: Missing required argument; The argument "role" is required, but no definition was found.`,
		`x.hcl:1,1-7: Unsupported attribute; this has no attribute "adress". Did you mean "address"?`,
		`x.hcl:2,1-5: Unsupported attribute; "host" is a block: write host { … } without "=".`,
		`x.hcl:3,1-5: Unsupported block; "role" is an attribute: write role = …`,
		`x.hcl:5,1-5: Unsupported block; this has no block "hots". Did you mean "host"?`,
		`x.hcl:7,1-5: Unsupported attribute; this has no attribute "quux". Known: address, role, host.`,
		`x.hcl:8,1-9: Unsupported attribute; There is none.`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"address", "role", "tags", "connection"}
	for got, want := range map[string]string{
		"adress": "address", "Role": "role", "rolle": "role", "conection": "connection", "x": "", "quux": "",
		"tag":                    "tags",
		strings.Repeat("a", 100): "",
	} {
		if s := DidYouMean(got, known); s != want {
			t.Errorf("%s: got %q, want %q", got, s, want)
		}
	}
}
