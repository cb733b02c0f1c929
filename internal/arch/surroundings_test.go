package arch

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// surroundings are what the operating system tells a program of itself, by package.
var surroundings = map[string][]string{
	"os":      {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Hostname", "Stdin", "Stdout", "Stderr", "Args"},
	"os/user": {"Current", "Lookup"},
	"time":    {"Now", "Since", "Until"},
}

// meetsThem are the places that ask the operating system, each with its reason. Everywhere else it is handed in: the
// program does the same wherever and whenever it runs, and a test says what time it is.
var meetsThem = map[string]string{
	"cmd/xops/":                        "is who hands them in",
	"internal/transport/local/":        "is this computer",
	"internal/exec/command.go":         "a context's deadline is in the computer's own time",
	"internal/agent/session.go":        "a context's deadline is in the computer's own time",
	"internal/krb/exchange.go":         "a connection's deadline is in the computer's own time",
	"internal/transport/winrm/wire.go": "a connection's deadline is in the computer's own time",
	"internal/lab/":                    "is another computer",
	"internal/lab/serviceprovider/":    "is a program of its own",
	"internal/lab/wine/sc/":            "is a program of its own",
}

// TestSurroundingsAreHandedIn: time.Now may be named, as what a clock is where nobody hands one in; only main calls it.
func TestSurroundingsAreHandedIn(t *testing.T) {
	met := map[string]bool{}
	sources(t, func(path string, files *token.FileSet, f *ast.File) {
		names := map[string]string{} // of imports in this file, to their paths
		for _, imp := range f.Imports {
			full := text(imp.Path)
			name := full[strings.LastIndex(full, "/")+1:]
			if imp.Name != nil {
				name = imp.Name.Name
			}
			names[name] = full
		}
		defaults := map[ast.Expr]bool{} // x.Clock = time.Now
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Rhs {
					defaults[e] = true
				}
			case *ast.KeyValueExpr:
				defaults[n.Value] = true
			case *ast.SelectorExpr:
				pkg, ok := n.X.(*ast.Ident)
				if !ok || names[pkg.Name] == "" {
					return true
				}
				from := names[pkg.Name]
				for _, name := range surroundings[from] {
					if n.Sel.Name != name || from == "time" && defaults[n] {
						continue
					}
					if at := placeOf(path); at != "" {
						met[at] = true
						continue
					}
					t.Errorf("%s:%d asks %s.%s: have it handed in from main", path, files.Position(n.Pos()).Line, from,
						name)
				}
			}
			return true
		})
	})
	for at := range meetsThem {
		if !met[at] {
			t.Errorf("%s asks nothing of its surroundings: take it off the list", at)
		}
	}
}

// placeOf is the longest entry of meetsThem that a file belongs to; "" if none.
func placeOf(path string) string {
	found := ""
	for at := range meetsThem {
		if strings.HasPrefix(path, at) && len(at) > len(found) {
			found = at
		}
	}
	return found
}
