// Package arch tests the rules of the house: which package may import which, and what pure packages stay away from.
package arch

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/xops-dev/xops"

// house lists the packages from the bottom up: each may import only what stands before it.
var house = []string{
	"internal/text",
	"internal/problem",
	"internal/resource", "internal/windows", "internal/step", "internal/ntlm", "internal/transport", "internal/krb",
	"internal/hclx", "internal/sign",
	"internal/inventory",
	"internal/catalogue", "internal/playbook", "internal/plan", "internal/eval", "internal/exec",
	"internal/transport/pipe", "internal/transport/local", "internal/transport/ssh", "internal/transport/winrm",
	"internal/agent", "internal/dial",
	"internal/lab/wire", "internal/lab/wsman", "internal/lab/sshd", "internal/lab/sim", "internal/lab/serviceprovider",
	"internal/lab/wine/sc", "internal/lab/wine", "internal/lab",
	"internal/journal", "internal/doctor", "internal/report", "internal/demo", "playbooks", "internal/cli", "cmd/xops",
}

// apart are tests' own packages, which may use anything and which the program does not use.
var apart = []string{
	"internal/arch", "internal/need", "internal/text/texttest", "internal/problem/problemtest", "internal/krb/krbtest",
	"internal/hclx/hclxtest",
	"internal/agent/agenttest", "internal/agent/conformance", "internal/transport/conformance",
	"internal/transport/conformance/far", "internal/transport/sshtest", "internal/lab/wsman/wsmantest", "internal/e2e",
	"bench",
}

// pure packages decide; they look at nothing but their arguments, so that a plan is the same wherever it is made.
var pure = []string{
	"internal/text",
	"internal/problem", "internal/resource", "internal/windows", "internal/step", "internal/plan",
	"internal/eval",
}

type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
	GoFiles    []string
}

func list(t *testing.T) map[string]pkg {
	t.Helper()
	// go test takes an old result for good while the files that a test has read are as they were; what go list reads it
	// does not see.
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			_, err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-deps=false", "-json=ImportPath,Imports,Deps,GoFiles", module+
		"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	pkgs := map[string]pkg{}
	d := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 {
			pkgs[strings.TrimPrefix(p.ImportPath, module+"/")] = p
		}
	}
	return pkgs
}

func TestImportsGoDownward(t *testing.T) {
	pkgs := list(t)
	for name, p := range pkgs {
		if slices.Contains(apart, name) {
			continue
		}
		at := slices.Index(house, name)
		if at < 0 {
			t.Errorf("%s has no place in the house: add it to the list in this test, above what uses it", name)
			continue
		}
		for _, imp := range p.Imports {
			rel, own := strings.CutPrefix(imp, module+"/")
			if !own {
				continue
			}
			if slices.Contains(apart, rel) {
				t.Errorf("%s imports %s, which is for tests only", name, rel)
			} else if slices.Index(house, rel) >= at {
				t.Errorf("%s imports %s, which stands above it: a package knows only what it is built from, else "+
					"nothing can be changed alone", name, rel)
			}
		}
	}
}

// TestProblemStandsOnTheGround: everything can say a problem, so it is built from the standard library and the texts
// alone.
func TestProblemStandsOnTheGround(t *testing.T) {
	for _, dep := range list(t)["internal/problem"].Deps {
		if first, _, _ := strings.Cut(dep, "/"); strings.Contains(first, ".") && dep != module+"/internal/text" {
			t.Errorf("internal/problem reaches %s", dep)
		}
	}
}

// TestPurePackagesStayPure asserts that no pure package imports a clock, files, chance, processes or the network
// itself, and that none reaches the network or processes through what it imports. Reaching os cannot be asserted: fmt
// does, and so does HCL's parser.
func TestPurePackagesStayPure(t *testing.T) {
	pkgs := list(t)
	for _, name := range pure {
		p, ok := pkgs[name]
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		for _, imp := range []string{
			"os", "context", "time", "net", "net/http", "os/exec", "math/rand", "math/rand/v2",
			"crypto/rand",
		} {
			if slices.Contains(p.Imports, imp) {
				t.Errorf("%s imports %s: what decides about a doctor's server must not depend on a clock, a file, "+
					"chance or the network", name, imp)
			}
		}
		for _, dep := range []string{"net", "net/http", "os/exec"} {
			if slices.Contains(p.Deps, dep) {
				t.Errorf("%s reaches %s: through one of %v", name, dep, p.Imports)
			}
		}
	}
}
