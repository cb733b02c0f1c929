package agent

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
)

var (
	assigned = regexp.MustCompile(`(?m)^\$(\w+) = `)
	variable = regexp.MustCompile(`\$(?:\{)?(\w+)`)
	function = regexp.MustCompile(`(?m)^function ([A-Z]\w*-\w+)`)
)

// defines gives the functions and the variables of its own that a part brings: what stands at the beginning of a line.
func (p *part) defines(t *testing.T) (names []string) {
	files := []string{p.name}
	if p == core {
		files = coreParts
	}
	source := ""
	for _, f := range files {
		text, err := sources.ReadFile("ps/" + f + ".ps1")
		if err != nil {
			t.Fatal(err)
		}
		source += string(text)
	}
	for _, m := range function.FindAllStringSubmatch(source, -1) {
		names = append(names, m[1])
	}
	for _, m := range assigned.FindAllStringSubmatch(source, -1) {
		if m[1] != "null" {
			names = append(names, "$"+m[1])
		}
	}
	return names
}

// uses gives the functions that a part calls and the variables that it reads and does not define itself.
func (p *part) uses() (names []string) {
	s := split(p.name, p.text)
	for i, line := range s.code {
		for _, m := range verbNoun.FindAllStringSubmatch(line, -1) {
			names = append(names, m[2])
		}
		for _, m := range variable.FindAllStringSubmatch(line, -1) {
			names = append(names, "$"+m[1])
		}
		// A function can be named in a table: as what answers a type, and in the runner of a task.
		for _, m := range regexp.MustCompile(`'([A-Z][a-z]+-[A-Z]\w+)'`).FindAllStringSubmatch(s.whole[i], -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// TestNeeds: each part has what it calls in the core or in the parts that it needs, and needs no more.
func TestNeeds(t *testing.T) {
	home := map[string]string{"Receive-Part": "core", "$stdin": "core", "$token": "core", "$modules": "core"}
	for _, p := range allParts() {
		for _, name := range p.defines(t) {
			if other, ok := home[name]; ok {
				t.Errorf("%s is defined in %s and in %s", name, other, p.name)
			}
			home[name] = p.name
		}
	}
	for _, p := range allParts() {
		direct := []string{}
		for _, name := range p.uses() {
			if at, ok := home[name]; ok && at != "core" && at != "change" && at != p.name &&
				!slices.Contains(direct, at) {
				direct = append(direct, at)
			} else if !ok && !strings.HasPrefix(name, "$") && !slices.Contains(cmdlets, name) {
				t.Errorf("%s calls %s, which nothing defines", p.name, name)
			}
		}
		slices.Sort(direct)
		want := slices.DeleteFunc(slices.Clone(needs[p.name]), func(n string) bool { return n == "change" })
		slices.Sort(want)
		if !slices.Equal(direct, want) {
			t.Errorf("%s calls what is in %v, and needs says %v", p.name, direct, want)
		}
		if writes := strings.Contains(p.text, "$writers['"); writes != slices.Contains(needs[p.name], "change") {
			t.Errorf("%s answers a set: %v, and needs says otherwise", p.name, writes)
		}
	}
	for typ, v := range types {
		for table, name := range map[string]string{"$readers['": v.get, "$writers['": v.set} {
			if name != "" && !strings.Contains(parts[name].text, table+typ+"'] = ") {
				t.Errorf("%s does not answer %s", name, typ)
			}
		}
	}
}

// writing is what can change a computer: files, registry, access lists, services, processes, COM objects that keep
// things, and text that is run.
var writing = regexp.MustCompile(`(?i)\]::(Write|Move|Replace|Delete|Copy|Append|SetA|SetL|SetC|CreateD)|` +
	`\.(Delete|Set|Create)\w*\(|\.(Start|Stop|Pause|Continue|Kill|Run|Register\w*|Remove|Add|Write|Put|` +
	`ShutDown)\(|Invoke-System|` +
	`AddScript|FileMode|'(Create|CreateNew|OpenOrCreate|Append|ReadWrite|Write|Truncate)'|` +
	`Set-|New-Safe|Remove-|Stop-Tree`)

// harmless is what looks like that and is not: words of our own, lists in memory, standard output.
var harmless = regexp.MustCompile(`Set-StrictMode|Set-Until|Deny-Set|'Invoke-Set'|` +
	`\$(agent\.Seen|batch|names|next|seen|list)\.Add\(|\[void\]\$list\.Add\(|` +
	`\$agent\.Writer\.Write\(|\$agent\.(Out\.Remove|Flushed\.Start)\(|Stop-With|` +
	`\[Runtime\.Serialization\.Json\.JsonReaderWriterFactory\]::CreateJsonReader\(`)

// TestObserveHasNothingThatWrites: an exchange that observes is sent no code that could change a computer, whatever is
// asked of it: not one line.
func TestObserveHasNothingThatWrites(t *testing.T) {
	for typ := range types {
		for _, set := range []bool{false, true} {
			for _, p := range append(partsFor(exec.Observe, typ, set), core) {
				if strings.Contains(p.text, "$writers['") || strings.Contains(p.text, "$agent.Change =") {
					t.Errorf("%s for %s answers a set", p.name, typ)
				}
				for line := range strings.Lines(p.text) {
					if hit := writing.FindString(harmless.ReplaceAllString(line, "§")); hit != "" {
						t.Errorf("%s for %s: %q in %s", p.name, typ, hit, line)
					}
				}
			}
		}
	}
	// The words find what they are there for: each part that writes has some.
	for name := range needs {
		text := harmless.ReplaceAllString(parts[name].text, "§")
		if slices.Contains(needs[name], "change") && !writing.MatchString(text) {
			t.Errorf("nothing in %s looks like a change", name)
		}
	}
}

func TestUncommented(t *testing.T) {
	for line, want := range map[string]string{
		`$a = 1 # one`: `$a = 1`, `# all of it`: ``, `'it''s # no comment'`: `'it''s # no comment'`,
		`"a ` + "`\"# b\" # c": `"a ` + "`\"# b\"", `$x.y#z`: `$x.y#z`,
		`"'" + '"' # quotes of two kinds`: `"'" + '"'`, "$a`# b # c": "$a`# b",
	} {
		if got := uncommented(line); got != want {
			t.Errorf("%s is %s, want %s", line, got, want)
		}
	}
}

func TestPartsOfAnExchange(t *testing.T) {
	names := func(all []*part) (out []string) {
		for _, p := range all {
			out = append(out, p.name)
		}
		return out
	}
	for _, c := range []struct {
		mode exec.Mode
		typ  string
		set  bool
		want string
	}{
		{exec.Observe, "file", false, "base64 hash path file"},
		{exec.Observe, "file", true, "base64 hash path file"},
		{exec.Observe, "task", false, "task"},
		{exec.Apply, "task", false, "task"},
		{exec.Apply, "file", false, "base64 hash path file bytes change filewrite"},
		{exec.Apply, "service", true, "change native scm hive wmi service servicewrite"},
		{exec.Apply, "nix", false, ""},
		{exec.Apply, "command", true, ""}, // only an exchange for a command runs one
		{exec.Command, "command", true, "change hive native command"},
		{exec.Command, "file", true, ""},
	} {
		if got := strings.Join(names(partsFor(c.mode, c.typ, c.set)), " "); got != c.want {
			t.Errorf("%s %s %v: %s, want %s", c.mode, c.typ, c.set, got, c.want)
		}
	}
}
