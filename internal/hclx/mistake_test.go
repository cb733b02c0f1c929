package hclx

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/text"
)

// Each mistake is told in either language, whatever was put behind it or hidden; HCL's own words are what they are.
func TestMistakesHaveTwoLanguages(t *testing.T) {
	path := text.Phrase{DE: "in {file}", EN: "in {file}"}.Filled("file", "{a}")
	ours := Mistake(hcl.Range{}, text.NoSuchFile, "path", path)
	further := Mistake(hcl.Range{}, text.NotTruth, "name", "when", "got", Article(cty.EmptyTuple), "ask", text.AskList)
	Further(HideSource(further), text.TwoDollars)
	own := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Invalid expression", Detail: "Bad."}
	Further(own, text.TwoPercents)
	bound := tooLarge(errText, hcl.Range{})
	for _, tt := range []struct {
		d      *hcl.Diagnostic
		de, en string
	}{
		{ours, "Datei fehlt: in {a} gibt es nicht.", "No such file: in {a} does not exist."},
		{
			further,
			"Nicht true oder false: when muss true oder false sein und ist eine Liste; ob es welche gibt, fragt " +
				"length(…) > 0 Ist ${ gemeint, wie es dasteht, etwa in PowerShell, schreiben Sie $${.",
			"Not true or false: when must be true or false, and is a list; to ask whether there are any, write " +
				"length(…) > 0 If ${ is meant as it stands, as in PowerShell, write $${.",
		},
		{
			own, "Invalid expression: Bad. Ist %{ gemeint, wie es dasteht, etwa in PowerShell, schreiben Sie %%{.",
			"Invalid expression: Bad. If %{ is meant as it stands, as in PowerShell, write %%{.",
		},
		{
			bound, "Zu groß: Das ist zu groß: der Text hat mehr als 4 MiB, das ist die Grenze.",
			"Too large: This is too large: the text has more than 4 MiB, which is the limit.",
		},
	} {
		for l, want := range map[text.Lang]string{text.German: tt.de, text.English: tt.en} {
			summary, detail := Words(tt.d, l)
			if got := summary + ": " + detail; got != want {
				t.Errorf("%s\ngot  %s\nwant %s", l, got, want)
			}
		}
		if got := tt.d.Summary + ": " + tt.d.Detail; got != tt.en {
			t.Errorf("the diagnostic itself says %s", got)
		}
	}
	if !SourceHidden(further) || SourceHidden(ours) || !OutOfBounds(bound) || OutOfBounds(ours) {
		t.Error("what a diagnostic carries besides its words is lost")
	}
	if !Is(ours, text.NoSuchFile) || Is(further, text.NoSuchFile) {
		t.Error("a mistake is not found by what it is")
	}
}

// The frame of a mistake is in the language of the call, too.
func TestWriteDiagnosticsInGerman(t *testing.T) {
	d := Doubt(*at(t, source, "mandat"), text.EmptyValue, "name", "mandat")
	got := write(t, hcl.Diagnostics{d}, parsed(t, source), TextOptions{Lang: text.German})
	want := "Warnung: Leerer Wert\n\n  in inventory.hcl, Zeile 2, in practice \"müller\":\n" +
		"   2: \tmandat = true\n      \t^^^^^^\n\n" +
		"mandat ist leer. Geben Sie einen Wert an, oder entfernen Sie die Zeile.\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if r := Records(hcl.Diagnostics{d}, text.German)[0]; r.Severity != "warning" || r.Summary != "Leerer Wert" {
		t.Errorf("%+v", r)
	}
	d.Severity = hcl.DiagError
	first := &ConfigError{Diagnostics: hcl.Diagnostics{d, d}}
	if s := first.In(text.German); s != "inventory.hcl:2: Leerer Wert: mandat ist leer. Geben Sie einen Wert an, oder "+
		"entfernen Sie die Zeile. (und 1 weitere)" {
		t.Error(s)
	}
}

// A syntax error of a whole file is HCL's; what is wrong with the file is ours.
func TestFilesAreJudgedInBothLanguages(t *testing.T) {
	var all hcl.Diagnostics
	p := NewParser()
	for _, src := range []string{"a\x00", "\xff\xfea", "a = \"\xe4\"", "a = " + strings.Repeat("[", 200)} {
		_, diags := p.Source("x.hcl", []byte(src))
		all = append(all, diags...)
	}
	_, diags := p.Load(t.TempDir())
	all = append(all, diags...)
	_, diags = p.Load("/no/such/file")
	all = append(all, diags...)
	if len(all) != 6 {
		t.Fatal(all)
	}
	for _, d := range all {
		de, en := Said(d).Detail.DE, Said(d).Detail.EN
		if de == en || strings.Contains(de+en, "…") || slices.Contains([]string{de, en}, "") {
			t.Errorf("%q %q", de, en)
		}
	}
}
