package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wordless are the packages that show something to people and hold no words of their own: those are in internal/text
// and, of what goes wrong, in internal/problem.
var wordless = []string{
	"internal/report", "internal/cli", "internal/exec", "internal/demo", "internal/playbook", "internal/inventory",
	"internal/step", "internal/eval",
}

// noWords are literals that read like words and are none for a person, with the reason.
var noWords = map[string]string{
	"PowerShell ":  "a name",
	"powershell: ": "a name",
	"%d ms":        "a unit",
	"exit code %d": "an error whose result is shown already: nobody reads it",
	"de, en":       "values of a flag",

	"all practices": "tells questions apart; package cli words them", "%s for %s": "the same",
	"Key passphrase": "the same",
	"practice %q":    "a block's name", "host %q": "the same", `password = env("NAME")`: "a line of an inventory",
	"absent = true": "a line of a playbook", "PID %d": "a name", "in %s %d": "a key that is read",
	" was not observed": "a mistake in xops", " is not content with its own change of ": "the same",
	" or later": "a value of a plan",

	"Windows Server Backup": "a program's name", "Iperius Backup": "the same",

	`\Software\Microsoft\Windows\CurrentVersion\Internet Settings`: "a key of the registry",

	"must not be empty":                                        "HCL puts English around it",
	"%s is no name of an environment variable":                 "the same",
	"prompt takes one label at most":                           "the same",
	"must be a list of strings: the program and its arguments": "the same",
	"must name a program":                                      "the same",
	`(?i)medatixx|x\.(concept|comfort|isynet|vianova)|psyx|easymed|service-?provider|sql `: "a pattern",
}

// parsed are the files of a package without its tests.
func parsed(t *testing.T, dir string) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", dir, err)
	}
	files, fset := map[string]*ast.File{}, token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if files[name], err = parser.ParseFile(fset, name, src, 0); err != nil {
			t.Fatal(err)
		}
	}
	return fset, files
}

var (
	verb  = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z]`)
	call  = regexp.MustCompile(`^xops( [a-z]+)* ?(--[a-z]+)?$`)
	place = regexp.MustCompile(`^HK[A-Z0-9]+\\`) // a key of the registry
	words = regexp.MustCompile(`\pL{2,}[^\pL]* [^\pL]*\pL{2,}|\pL{2,}.? $|^ .?\pL{2,}`)
)

// TestNoWordsBesideTheCatalogue finds literals that a person would read in one language whatever the call's is.
func TestNoWordsBesideTheCatalogue(t *testing.T) {
	met := map[string]bool{}
	for _, dir := range wordless {
		fset, files := parsed(t, dir)
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Field: // its tag is no text
					if n.Tag != nil {
						n.Tag = nil
					}
				case *ast.KeyValueExpr: // a key is looked up, and Doc is of the documentation
					if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Doc" {
						return false
					}
					n.Key = ast.NewIdent("_")
				case *ast.CallExpr:
					if notes(n) {
						n.Args = n.Args[1:]
					}
					return !ofDefects(n)
				case *ast.BasicLit:
					s, err := strconv.Unquote(n.Value)
					if n.Kind != token.STRING || err != nil || call.MatchString(s) || place.MatchString(s) ||
						!words.MatchString(verb.ReplaceAllString(s, "")) {
						return true
					}
					if met[s] = true; noWords[s] == "" {
						t.Errorf("%s: %s: a person reads this in one language only: it belongs in internal/text, in "+
							"both", fset.Position(n.Pos()), n.Value)
					}
				}
				return true
			})
		}
	}
	for s := range noWords {
		if !met[s] {
			t.Errorf("%q is excepted and stands nowhere", s)
		}
	}
}

// notes says whether a call notes a mistake in attributes, whose names are its first argument.
func notes(c *ast.CallExpr) bool {
	f, ok := c.Fun.(*ast.SelectorExpr)
	return ok && len(c.Args) > 1 && slices.Contains([]string{"add", "addErr", "repeats"}, f.Sel.Name)
}

// ofDefects says whether a call makes the problem of a mistake in xops, whose words are for who mends it.
func ofDefects(c *ast.CallExpr) bool {
	if len(c.Args) == 0 {
		return false
	}
	id, ok := c.Args[0].(*ast.SelectorExpr)
	return ok && id.Sel.Name == "Internal"
}

var holes = regexp.MustCompile(`\{[a-z_]+\}`)

// TestPhrasesAreWholeAndUsed asserts of the catalogue that each phrase has both languages with the same holes, and that
// each variable of it is used.
func TestPhrasesAreWholeAndUsed(t *testing.T) {
	fset, files := parsed(t, "internal/text")
	names := map[string]token.Pos{}
	count := 0
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				for _, name := range s.(*ast.ValueSpec).Names {
					if name.IsExported() {
						names[name.Name] = name.Pos()
					}
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CompositeLit)
			if !ok || len(c.Elts) != 2 {
				return true
			}
			de, isText := phrase(c.Elts[0])
			en, both := phrase(c.Elts[1])
			if !isText || !both {
				return true
			}
			count++
			switch {
			case de == "" || en == "":
				t.Errorf("%s: a phrase without one of its languages", fset.Position(n.Pos()))
			case !slices.Equal(holesOf(de), holesOf(en)):
				t.Errorf("%s: holes %v in German, %v in English", fset.Position(n.Pos()), holesOf(de), holesOf(en))
			}
			return true
		})
	}
	if count < 100 {
		t.Fatalf("only %d phrases were found", count)
	}
	used := uses(t)
	for name, pos := range names {
		if !used[name] {
			t.Errorf("%s: nothing uses text.%s", fset.Position(pos), name)
		}
	}
}

// phrase is a text of possibly several literals.
func phrase(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := phrase(e.X)
		b, ok2 := phrase(e.Y)
		return a + b, ok && ok2
	}
	return "", false
}

func holesOf(s string) []string {
	set := map[string]bool{}
	for _, h := range holes.FindAllString(s, -1) {
		set[h] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// uses are the names that the program takes from package text.
func uses(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for name := range list(t) {
		if name == "internal/text" || slices.Contains(apart, name) {
			continue
		}
		_, files := parsed(t, name)
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "text" {
						used[s.Sel.Name] = true
					}
				}
				return true
			})
		}
	}
	return used
}
