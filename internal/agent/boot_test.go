package agent

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	plain := CommandLine(true)
	_, text, _ := strings.Cut(plain, ` -OutputFormat Text -Command "`)
	// What cmd.exe would look at within quotes: variables, delayed expansion, the ends of quotes and of the line.
	if text, quoted := strings.CutSuffix(text, `"`); !quoted || strings.ContainsAny(text, "%!\"\r\n") {
		t.Errorf("cmd.exe would change this: %s", plain)
	}
	line := CommandLine(false)
	for _, l := range []string{line, plain} {
		if len(l) >= 4000 || strings.Contains(l, "Bypass") {
			t.Errorf("%d characters; cmd.exe allows 8191, the bootstrap promises less than half of it", len(l))
		}
	}
	if !regexp.MustCompile(`^[A-Za-z0-9 .+/=-]+$`).MatchString(line) {
		t.Errorf("a shell would change this: %s", line)
	}
	if strings.Contains(strings.ToLower(bootstrap), "$input") {
		t.Error("the console host would read standard input itself (dossier 1.10)")
	}
}

func TestSource(t *testing.T) {
	all := ""
	for _, p := range allParts() {
		for i := range len(p.text) {
			if c := p.text[i]; c != '\n' && (c < ' ' || c > '~') {
				t.Fatalf("%s: byte %#x at %d: the agent must be ASCII", p.name, c, i)
			}
		}
		all += p.text
	}
	for _, word := range []string{"Add-Type", "Invoke-Expression", "$input", "iex ", "@'", "@\""} {
		if strings.Contains(strings.ToLower(all+bootstrap), strings.ToLower(word)) {
			t.Errorf("%q has no place in the agent", word)
		}
	}
	if len(all) > 200<<10 {
		t.Errorf("%d bytes: with a batch behind it, it would no longer be one Send of 240 KiB", len(all))
	}
	if len(core.text) > 30_000 {
		t.Errorf("the core has %d bytes", len(core.text))
	}
}

// allParts are the core and every part, by name.
func allParts() []*part {
	all := []*part{core}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		all = append(all, parts[name])
	}
	return all
}

func TestReadable(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"plain \x1b[31mred\r\n", "plain [31mred"},
		{"#< CLIXML\r\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj " +
			"S=\"progress\" RefId=\"0\"><MS><S N=\"x\">no</S></MS></Obj><S " +
			"S=\"Error\">Gr_x00F6__x00DF_e_x000D__x000A_</S><S S=\"Error\">zwei &lt;3</S></Objs>", "Größe\nzwei <3"},
		{"#< CLIXML\r\n<Objs><S S=\"Error\">cut o", "cut o"},
		{"before\n#< CLIXML\r\n", "before"},
	} {
		if got := readable([]byte(c.raw)); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.raw, got, c.want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("noise\nxops1:0123456789abcdef {\"t\":\"hello\"}\r\nmore"), 3)
	f.Add([]byte("half xops1:0123456789abcdef {}\n\xffxops1:0000000000000000 {\"t\":\"error\"}\n"), 1)
	f.Fuzz(func(t *testing.T, data []byte, step int) {
		read := func(step int) (bodies []string, noise string) {
			r := lineReader{token: "0123456789abcdef", limit: 1 << 20}
			for rest := data; len(rest) > 0; {
				n := min(max(1, step), len(rest))
				got, err := r.add(append([]byte(nil), rest[:n]...))
				if err != nil {
					return nil, "too much"
				}
				for _, b := range got {
					bodies = append(bodies, string(b))
				}
				rest = rest[n:]
			}
			r.finish()
			return bodies, string(r.noise)
		}
		whole, noise := read(len(data))
		parts, other := read(step%64 + 1)
		if strings.Join(whole, "\n") != strings.Join(parts, "\n") || noise != other {
			t.Errorf("lines depend on where pieces end: %q and %q", whole, parts)
		}
		_ = readable(data)
	})
}
