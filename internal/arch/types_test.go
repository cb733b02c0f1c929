package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
)

// tellTypesApart are where types of resources are told apart by their names: what reads and writes them on a host.
// Everywhere else a row of a table says what is special about one: resource.Type for what everybody must know of it,
// step/types.go for what planning knows.
var tellTypesApart = []string{
	"internal/agent/parts.go", // which part of the agent a request needs
	"internal/lab/sim/",       // a computer of its own, with a table of its own
}

// TestTypesOfResourcesHaveTheirRow: no other code compares a resource's type with a name, or knows the property that
// holds a file's bytes by its name.
func TestTypesOfResourcesHaveTheirRow(t *testing.T) {
	names := resource.Types()
	sources(t, func(path string, files *token.FileSet, f *ast.File) {
		if slices.ContainsFunc(tellTypesApart, func(at string) bool { return strings.HasPrefix(path, at) }) {
			return
		}
		compared := func(subject, value ast.Expr) {
			if s := text(value); isType(subject) && slices.Contains(names, s) {
				t.Errorf("%s:%d tells the type %s apart: give it a row in resource/types.go or step/types.go", path,
					files.Position(value.Pos()).Line, s)
			}
		}
		blob := func(e ast.Expr) {
			own := path == "internal/step/query_file.go" // an attribute that playbooks see
			if text(e) == resource.Content && !own {
				t.Errorf("%s:%d: say resource.Content", path, files.Position(e.Pos()).Line)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					compared(n.X, n.Y)
					compared(n.Y, n.X)
				}
			case *ast.SwitchStmt:
				for _, clause := range n.Body.List {
					for _, value := range clause.(*ast.CaseClause).List {
						compared(n.Tag, value)
					}
				}
			case *ast.IndexExpr:
				blob(n.Index)
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Bytes" && len(n.Args) == 1 {
					blob(n.Args[0])
				}
			}
			return true
		})
	})
}

// isType says whether an expression is a resource's type: x.Type, or a variable that is named for one.
func isType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == "Type"
	case *ast.Ident:
		return e.Name == "typ" || e.Name == "Type"
	}
	return false
}

// text is the value of an expression that is a text; "" for any other.
func text(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

// sources calls f for each Go file of the program, without its tests.
func sources(t *testing.T, f func(path string, files *token.FileSet, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		rel := filepath.ToSlash(strings.TrimPrefix(path, filepath.FromSlash("../../")))
		tests := func(dir string) bool { return strings.HasPrefix(rel, dir+"/") }
		if err != nil || !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") ||
			slices.ContainsFunc(apart, tests) {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		f(rel, files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
