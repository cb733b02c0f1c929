package hclx

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

const source = "practice \"müller\" {\n\tmandat = true\n  password = \"Sommer2026!\" # x\n}\n"

func parsed(t *testing.T, src string) map[string]*hcl.File {
	t.Helper()
	p := NewParser()
	_, _ = p.Source("inventory.hcl", []byte(src))
	return p.Files()
}

// at is the range of a text in source.
func at(t *testing.T, src, text string) *hcl.Range {
	t.Helper()
	i := strings.Index(src, text)
	if i < 0 {
		t.Fatalf("%q is not in the source", text)
	}
	pos := func(offset int) hcl.Pos {
		line := strings.Count(src[:offset], "\n") + 1
		column := len([]rune(src[strings.LastIndex(src[:offset], "\n")+1:offset])) + 1
		return hcl.Pos{Line: line, Column: column, Byte: offset}
	}
	return &hcl.Range{Filename: "inventory.hcl", Start: pos(i), End: pos(i + len(text))}
}

func write(t *testing.T, diags hcl.Diagnostics, files map[string]*hcl.File, o TextOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteDiagnostics(&out, diags, files, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWriteDiagnostics(t *testing.T) {
	long := "x = \"" + strings.Repeat("ä", 500) + "\" + boom + \"" + strings.Repeat("b", 500) + "\"\n"
	for name, tc := range map[string]struct {
		src  string
		diag *hcl.Diagnostic
		opts TextOptions
		want string
	}{
		"with a caret": {
			source, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Unsupported attribute",
				Detail: "Did you mean \"mandate\"?", Subject: at(t, source, "mandat"),
			},
			TextOptions{},
			"Error: Unsupported attribute\n\n  on inventory.hcl line 2, in practice \"müller\":\n   2: \tmandat = " +
				"true\n      \t^^^^^^\n\nDid you mean \"mandate\"?\n",
		},
		"behind an umlaut": {
			source, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "S", Subject: at(t, source, "{")},
			TextOptions{},
			"Warning: S\n\n  on inventory.hcl line 1, in practice \"müller\":\n   1: practice \"müller\" {\n       " +
				"                 ^\n",
		},
		"colour and width": {
			source, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "S", Detail: "one two three four",
				Subject: at(t, source, "true"),
			},
			TextOptions{Width: 10, Color: true},
			"\x1b[1;31mError:\x1b[0m S\n\n  on inventory.hcl line 2, in practice \"müller\":\n   2: \tmandat = " +
				"true\n      \t         \x1b[1;31m^^^^\x1b[0m\n\none two\nthree four\n",
		},
		"no place": {
			source, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "File too large", Detail: "D."},
			TextOptions{},
			"Error: File too large\n\nD.\n",
		},
		"unknown file": {
			source, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: &hcl.Range{
				Filename: "other.hcl",
				Start:    hcl.Pos{Line: 3, Column: 1, Byte: 99},
			}},
			TextOptions{},
			"Error: S\n\n  on other.hcl line 3:\n",
		},
		"a literal password": {
			source, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: at(t, source, "password")},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 3, in practice \"müller\":\n   3:   password = \"…\" # x\n        " +
				"^^^^^^^^\n",
		},
		"within a literal password": {
			source, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: at(t, source, "2026")},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 3, in practice \"müller\":\n   3:   password = \"…\" # x\n        " +
				"                  ^\n",
		},
		"hidden": {
			source, HideSource(&hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "S",
				Subject: at(t, source, "mandat"),
			}),
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 2, in practice \"müller\":\n",
		},
		"a long line": {
			long, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: at(t, long, "boom")},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 1:\n   1: …" + strings.Repeat("ä", 74) + "\" + boom + \"" +
				strings.Repeat("b", 73) + "…\n" +
				strings.Repeat(" ", 6+1+78) + "^^^^\n",
		},
		"several lines": {
			"a = [\n  1,\n]\n", &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "S",
				Subject: at(t, "a = [\n  1,\n]\n", "[\n  1,\n]"),
			},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 1:\n   1: a = [\n          ^\n",
		},
		"control characters": {
			"a = \"\x1b[2Jx\" # \u202e\r\n", &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "S\x1b[31m",
				Detail: "D\x07", Subject: at(t, "a = \"\x1b[2Jx\" # \u202e\r\n", "a"),
			},
			TextOptions{},
			"Error: S�[31m\n\n  on inventory.hcl line 1:\n   1: a = \"�[2Jx\" # �\n      ^\n\nD�\n",
		},
		"at the end": {
			"a {", &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: &hcl.Range{
				Filename: "inventory.hcl",
				Start:    hcl.Pos{Line: 1, Column: 4, Byte: 3}, End: hcl.Pos{Line: 1, Column: 4, Byte: 3},
			}},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 1:\n   1: a {\n         ^\n",
		},
		"a range beyond the file": {
			"a", &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Subject: &hcl.Range{
				Filename: "inventory.hcl",
				Start:    hcl.Pos{Line: 9, Column: 4, Byte: 300},
			}},
			TextOptions{},
			"Error: S\n\n  on inventory.hcl line 9:\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := write(t, hcl.Diagnostics{tc.diag}, parsed(t, tc.src), tc.opts)
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestWriteDiagnosticsSeparates(t *testing.T) {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Detail: "D."}
	if got := write(t, hcl.Diagnostics{d, d}, nil, TextOptions{}); got != "Error: S\n\nD.\n\nError: S\n\nD.\n" {
		t.Errorf("%q", got)
	}
	if got := write(t, nil, nil, TextOptions{}); got != "" {
		t.Errorf("%q", got)
	}
}

func TestRecords(t *testing.T) {
	got, err := json.Marshal(Records(hcl.Diagnostics{
		{Severity: hcl.DiagError, Summary: "S", Detail: "D", Subject: at(t, source, "mandat")},
		{Severity: hcl.DiagWarning, Summary: "W\x1b"},
	}, text.German))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"severity":"error","summary":"S","detail":"D","range":{"file":"inventory.hcl","line":2,"column":2}},` +
		`{"severity":"warning","summary":"W�","detail":"","range":null}]`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got, _ := json.Marshal(Records(nil, text.German)); string(got) != "[]" {
		t.Errorf("none is %s", got)
	}
}

func TestConfigError(t *testing.T) {
	warning := &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "W"}
	if err := AsError(hcl.Diagnostics{warning}, nil); err != nil {
		t.Error("a warning is no error:", err)
	}
	one := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Detail: "D.", Subject: at(t, source, "mandat")}
	err := AsError(hcl.Diagnostics{warning, one, {Severity: hcl.DiagError, Summary: "T"}}, nil)
	if got := err.Error(); got != "inventory.hcl:2: S: D. (and 1 more)" {
		t.Error(got)
	}
	if p := problem.From(err); p.ID != problem.Configuration || p.Detail != err.Error() {
		t.Errorf("%+v", p)
	}
}
