package doctor

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/transport"
)

// entries gives every part, so that ids that occur twice are seen.
func entries() []Entry {
	var all []Entry
	for _, part := range [][]Entry{networkEntries, tlsEntries, httpEntries, logonEntries, kerberosEntries, shellEntries, agentEntries, sshEntries} {
		all = append(all, part...)
	}
	return all
}

func TestCatalogueIsWhole(t *testing.T) {
	ids, says := map[string]bool{}, map[string]string{}
	rows := map[int]bool{}
	for _, e := range entries() {
		if e.ID == "" || ids[e.ID] {
			t.Errorf("id %q is empty or occurs twice", e.ID)
		}
		ids[e.ID], rows[e.Row] = true, true
		for _, text := range []string{e.DE.Cause, e.DE.Cure, e.EN.Cause, e.EN.Cure} {
			if text == "" {
				t.Errorf("%s: a text is missing", e.ID)
			}
			if len(e.Says) > 0 && holePattern.MatchString(text) {
				t.Errorf("%s: an error explains itself with this text, and has no value for %q", e.ID, holePattern.FindString(text))
			}
		}
		if asks := strings.HasSuffix(e.DE.Cure, ":"); asks != strings.HasSuffix(e.EN.Cure, ":") || asks && e.Command == "" {
			t.Errorf("%s: what stands behind the colon?", e.ID)
		}
		for _, s := range e.Says {
			if says[s] != "" {
				t.Errorf("%q means both %s and %s", s, says[s], e.ID)
			}
			says[s] = e.ID
		}
	}
	for code, id := range byCode {
		if !ids[id] {
			t.Errorf("code %s: there is no entry %q", code, id)
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
	var texts []string
	for _, e := range entries() {
		texts = append(texts, e.DE.Cause, e.DE.Cure, e.EN.Cause, e.EN.Cure, e.Command)
	}
	texts = append(texts, literals(t, nil)...)
	for _, text := range texts {
		for _, bad := range []string{"TrustedHosts", "AllowUnencrypted", "CredSSP", "Basic=\"true\"", "CbtHardeningLevel=None", "Set-ExecutionPolicy", "insecure"} {
			if strings.Contains(text, bad) {
				t.Errorf("%q stands in: %s", bad, text)
			}
		}
	}
}

// TestEveryErrorIsExplained reads the sources of what connects: every summary that an error there can have is in the catalogue.
func TestEveryErrorIsExplained(t *testing.T) {
	all := literals(t, isSummary)
	if len(all) < 50 {
		t.Fatalf("only %d summaries were found", len(all))
	}
	for _, s := range all {
		if s == "" || strings.HasPrefix(s, "The bastion ") {
			continue
		}
		if _, exact := lookup(&transport.Error{Summary: s}); !exact {
			t.Errorf("no entry says %q", s)
		}
	}
}

// literals gives the texts in the sources of the transports and the agent that a rule takes; * stands for what is put together at run time.
func literals(t *testing.T, rule func(n ast.Node) []ast.Expr) []string {
	t.Helper()
	var out []string
	for _, dir := range []string{"../transport", "../transport/winrm", "../transport/ssh", "../transport/local", "../agent", "../krb"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if rule == nil {
					if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
						s, _ := strconv.Unquote(l.Value)
						out = append(out, s)
					}
					return true
				}
				for _, e := range rule(n) {
					out = append(out, textOf(e))
				}
				return true
			})
		}
	}
	return out
}

// isSummary finds Summary: in composite literals, assignments to e.Summary, the second text of a WSMan meaning, and arguments of missing.
func isSummary(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Summary" {
			if s, ok := n.Value.(*ast.SelectorExpr); ok && s.Sel.Name == "summary" {
				return nil // of the meanings
			}
			if _, ok := n.Value.(*ast.Ident); ok {
				return nil // of missing
			}
			return []ast.Expr{n.Value}
		}
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			if s, ok := l.(*ast.SelectorExpr); ok && s.Sel.Name == "Summary" && len(n.Rhs) == len(n.Lhs) {
				return []ast.Expr{n.Rhs[i]}
			}
		}
	case *ast.CompositeLit:
		if len(n.Elts) == 3 {
			if l, ok := n.Elts[0].(*ast.BasicLit); ok && l.Kind == token.STRING && (n.Type == nil || fmt.Sprint(n.Type) == "meaning") {
				return n.Elts[1:2]
			}
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "missing" {
			return n.Args
		}
	}
	return nil
}

// textOf is the text of an expression.
func textOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return textOf(e.X) + textOf(e.Y)
	case *ast.CallExpr:
		if len(e.Args) > 0 { // Sprintf
			return strings.NewReplacer("%q", `"x"`, "%s", "x").Replace(textOf(e.Args[0]))
		}
	}
	return "x"
}

func TestExplain(t *testing.T) {
	refused := &transport.Error{Code: "auth", Summary: "The logon was refused", Hint: "Check user and password"}
	if cause, cure := Explain(refused, English); cause != refused.Summary || cure != refused.Hint {
		t.Errorf("%q %q", cause, cure)
	}
	cause, cure := Explain(fmt.Errorf("mueller/srv01: %w", refused), German)
	if !strings.HasPrefix(cause, "Die Anmeldung wurde abgewiesen (401)") || !strings.Contains(cure, "Der Reihe nach") {
		t.Errorf("%q %q", cause, cure)
	}
	print := "sha256:" + strings.Repeat("ab", 32)
	_, cure = Explain(&diag.Error{Code: "tls", Summary: "The host's certificate is not trusted", Detail: "10.0.0.1:5986: x; certificate: " + print}, German)
	if !strings.HasSuffix(cure, "\nfingerprint = \""+print+"\"") {
		t.Errorf("%q", cure)
	}
	cause, _ = Explain(&transport.Error{Code: "auth", Summary: "The bastion jump.example: The SSH logon was refused"}, German)
	if !strings.HasPrefix(cause, "Sprungrechner jump.example: Die SSH-Anmeldung") {
		t.Error(cause)
	}
	// What is not known word for word is told by its code, with its own words.
	cause, _ = Explain(&transport.Error{Code: "quota", Summary: "Something new"}, German)
	if !strings.HasPrefix(cause, "Ein Kontingent") || !strings.HasSuffix(cause, "[Something new]") {
		t.Error(cause)
	}
	if cause, _ = Explain(fmt.Errorf("disk full"), German); cause != "disk full" {
		t.Error(cause)
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		ui   uint16
		want Lang
	}{
		{map[string]string{"LANG": "de_DE.UTF-8"}, 0, German},
		{map[string]string{"LANG": "de_AT"}, 0, German},
		{map[string]string{"LANG": "den_XX"}, 0, English},
		{map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, 0, English},
		{map[string]string{"LC_MESSAGES": "de_CH.UTF-8", "LANG": "en_US.UTF-8"}, 0, German},
		{nil, 0x0407, German},
		{nil, 0x0C07, German},
		{nil, 0x0409, English},
		{map[string]string{"LANG": "en_US.UTF-8"}, 0x0407, English},
		{nil, 0, English},
	} {
		if got := DetectLang(func(n string) string { return tt.env[n] }, tt.ui); got != tt.want {
			t.Errorf("%v %x: %s", tt.env, tt.ui, got)
		}
	}
}
