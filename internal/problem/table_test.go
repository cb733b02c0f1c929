package problem

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/text"
)

func TestEntriesAreWhole(t *testing.T) {
	rows := map[int]bool{}
	classes := []Class{
		Unreachable, Refused, Setup, Logon, Identity, TLS, Access, Quota, Busy, Protocol, Lost, Timeout,
		Cancelled, Local, Usage, Defect, Host, Held, Note,
	}
	holes := func(s string) []string {
		all := text.Open(s, nil)
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, e := range Entries() {
		rows[e.Row] = true
		if !slices.Contains(classes, e.Class) {
			t.Errorf("%s: class %q", e.ID, e.Class)
		}
		texts := []string{e.DE.Cause, e.EN.Cause}
		if e.Class != Note {
			texts = append(texts, e.DE.Cure, e.EN.Cure)
		} else if e.DE.Cure+e.EN.Cure != "" {
			t.Errorf("%s: there is nothing to be cured about a note", e.ID)
		}
		for _, s := range texts {
			if strings.TrimSpace(s) == "" || strings.Count(s, "[[") != strings.Count(s, "]]") {
				t.Errorf("%s: a text is missing or not whole: %q", e.ID, s)
			}
		}
		// words that are filled in have a hole for each language
		de, en := holes(strings.ReplaceAll(e.DE.Cause+e.DE.Cure, "{de}", "{en}")), holes(e.EN.Cause+e.EN.Cure)
		if !slices.Equal(de, en) {
			t.Errorf("%s: the German text has %q, the English one %q", e.ID, de, en)
		}
		asks := strings.HasSuffix(e.DE.Cure, ":")
		if asks != strings.HasSuffix(e.EN.Cure, ":") || asks && e.Command == "" {
			t.Errorf("%s: what stands behind the colon?", e.ID)
		}
	}
	// 24 is what must never be said: TestNoDangerousAdvice. 2 and 13 have several.
	for row := 1; row <= 23; row++ {
		if !rows[row] {
			t.Errorf("row %d of dossier section 6 has no entry", row)
		}
	}
}

// TestNoDangerousAdvice is row 24, and rows 3 and 4: what weakens security is never advised, in neither language.
func TestNoDangerousAdvice(t *testing.T) {
	for _, e := range Entries() {
		for _, text := range []string{e.DE.Cause, e.DE.Cure, e.EN.Cause, e.EN.Cure, e.Command} {
			for _, bad := range []string{
				"TrustedHosts", "AllowUnencrypted", "CredSSP", "Basic=\"true\"", "CbtHardeningLevel=None",
				"Set-ExecutionPolicy", "insecure",
			} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: %q stands in: %s", e.ID, bad, text)
				}
			}
		}
	}
}

// TestCuresNameEachCause: what looks alike from outside is told with all that it may be.
func TestCuresNameEachCause(t *testing.T) {
	for id, causes := range map[ID][]string{
		// a policy keeps local accounts out, whatever the filter says
		LogonRefused:  {"LocalAccountTokenFilterPolicy", "S-1-5-113", "S-1-5-114"},
		LogonFiltered: {"UAC", "S-1-5-113", "S-1-5-114"},
		NotPowerShell: {"ForceCommand", "DefaultShell", "sftp", "powershell.exe", "DisableCMD"},
		TLSHandshake:  {"ECDHE", "makecert", "SHA-1"},
	} {
		for _, said := range []Text{table[id].DE, table[id].EN} {
			for _, cause := range causes {
				if !strings.Contains(said.Cause+said.Cure, cause) {
					t.Errorf("%s does not speak of %s: %s", id, cause, said.Cure)
				}
			}
		}
	}
}

// TestEveryIDIsUsed: each constant has an entry, each entry is of a constant, and somebody outside says it.
func TestEveryIDIsUsed(t *testing.T) {
	ids, names := map[ID]bool{}, map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			if typ, ok := v.Type.(*ast.Ident); ok && typ.Name == "ID" {
				id, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				ids[ID(id)] = true
				// Package exec still has words of its own.
				if name != "rows_run.go" && !strings.HasPrefix(v.Names[0].Name, "Exec") {
					names[v.Names[0].Name] = false
				}
			}
			return true
		})
	}
	for id := range ids {
		if table[id] == nil {
			t.Errorf("%s has no entry", id)
		}
	}
	for id := range table {
		if !ids[id] {
			t.Errorf("the entry %s has no constant", id)
		}
	}
	said := regexp.MustCompile(`problem\.([A-Z]\w*)`)
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range said.FindAllSubmatch(src, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, used := range names {
		if !used && name != "Other" && name != "Plain" { // From and Said give them
			t.Errorf("nobody says %s: its texts are of no use", name)
		}
	}
}

// TestPolicy is what the program does by a problem's class.
func TestPolicy(t *testing.T) {
	is := func(list string, c Class) bool { return slices.Contains(strings.Fields(list), string(c)) }
	for _, e := range Entries() {
		c := e.Class
		if c.NoConnection() != is("unreachable refused setup logon identity tls access timeout", c) ||
			c.Stale() == is("setup logon identity tls access quota", c) ||
			c.Away() != is("unreachable refused", c) || c.Work() != is("host defect", c) {
			t.Errorf("%s: %v, stale %v, away %v, work %v", c, c.NoConnection(), c.Stale(), c.Away(), c.Work())
		}
	}
	if none := Class(""); none.NoConnection() || !none.Stale() || none.Away() || none.Work() {
		t.Error("an error of which nothing is known may be a connection that died")
	}
}
