package agent

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/need"

	xexec "github.com/xops-dev/xops/internal/exec"
)

// check asks the engine itself for each text which word of it is suspicious: CheckSuspiciousContent decides what is
// logged in spite of the policy, and is the same in Windows PowerShell 5.1 (engine/runtime/CompiledScriptBlock.cs).
const check = `
$flags = [Reflection.BindingFlags]'NonPublic,Static'
$method = [Management.Automation.ScriptBlock].GetMethod('CheckSuspiciousContent', $flags)
foreach ($file in [IO.Directory]::GetFiles($folder, '*.txt')) {
    $word = $method.Invoke($null, @([ScriptBlock]::Create([IO.File]::ReadAllText($file)).Ast))
    if ($null -ne $word) { [IO.Path]::GetFileNameWithoutExtension($file) + '=' + $word }
}
`

// withDigits are the words that newer engines no longer find, because a digit is in them.
var withDigits = []string{"FromBase64String", "ToBase64String", "kernel32", "WriteInt32", "SHA1Managed"}

func TestWhatIsLogged(t *testing.T) {
	texts := map[string]string{"boot": compact(bootstrap), "canary": "Add-Type -TypeDefinition $x"}
	for _, p := range allParts() {
		texts[p.name] = p.text
	}
	for name, text := range texts {
		for _, word := range withDigits {
			if warned[name] == "" && strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%s has %s", name, word)
			}
		}
	}
	want := maps.Clone(warned)
	want["canary"] = "Add-Type"
	verify := func(t *testing.T, out string) {
		t.Helper()
		got := map[string]string{}
		for line := range strings.FieldsSeq(out) {
			name, word, _ := strings.Cut(line, "=")
			got[name] = word
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("logged (-want +got):\n%s", diff)
		}
	}
	t.Run("pwsh", func(t *testing.T) {
		pwsh, dir := need.PowerShell(t), t.TempDir()
		for name, text := range texts {
			if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command(pwsh, "-NoProfile", "-Command", "$folder='"+dir+"'\n"+check).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		verify(t, string(out))
	})
	t.Run("windows", func(t *testing.T) {
		h := agenttest.WindowsHost(t)
		for name, text := range texts {
			h.WriteFile(`C:\parts\`+name+".txt", []byte(text))
		}
		verify(t, h.Script("$folder='C:\\parts'\n"+check))
	})
}

// The document for those who find them has the right numbers.
func TestLoggedInTheDocument(t *testing.T) {
	doc, err := os.ReadFile("../../docs/footprint.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, word := range warned {
		n := fmt.Sprint(len(parts[name].text))
		if len(n) > 3 {
			n = n[:len(n)-3] + "," + n[len(n)-3:]
		}
		if row := fmt.Sprintf("| `%s` | %s | %s |", name, word, n); !strings.Contains(string(doc), row) {
			t.Errorf("docs/footprint.md has no row %s", row)
		}
	}
}

// TestLoggedBytes pins how much of it a plan and an apply with everything in them leave in a host's log.
func TestLoggedBytes(t *testing.T) {
	for _, c := range []struct {
		mode xexec.Mode
		most int
	}{{xexec.Observe, 240}, {xexec.Apply, 2626}, {xexec.Command, 3616}} {
		sent := []*part{core}
		for typ := range types {
			for _, set := range []bool{false, true} {
				for _, p := range partsFor(c.mode, typ, set) {
					if !slices.Contains(sent, p) {
						sent = append(sent, p)
					}
				}
			}
		}
		all, written, names := 0, 0, []string{}
		for _, p := range sent {
			all += len(p.text)
			if warned[p.name] != "" && !slices.Contains(spare, p.name) {
				written += len(p.text)
				names = append(names, fmt.Sprint(p.name, " ", len(p.text)))
			}
		}
		slices.Sort(names)
		t.Logf("%s: %d parts, %d bytes, %d of them logged: %v", c.mode, len(sent), all, written, names)
		if written > c.most {
			t.Errorf("%s: %d bytes are logged, %d are known: %v", c.mode, written, c.most, names)
		}
	}
}
