package windows

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var (
	names  = rapid.StringMatching(`[A-Za-zÄöß][A-Za-z0-9ä _-]{0,8}[A-Za-z0-9ü]`)
	values = rapid.StringMatching(`[A-Za-z0-9:\\;=#" äöüß€.-]{0,20}`)
	ends   = rapid.SampledFrom([]string{"\r\n", "\n", "\r"})
)

// iniText draws the text of an INI file with everything that occurs in practice, and much that should not.
func iniText(t *rapid.T) string {
	var b strings.Builder
	n := rapid.IntRange(0, 25).Draw(t, "lines")
	for i := range n {
		name, value := names.Draw(t, "name"), values.Draw(t, "value")
		pad := rapid.SampledFrom([]string{"", "", " ", "\t", "  "})
		line := rapid.SampledFrom([]string{
			"[Install]", "[INSTALL]", " [ Install ] ", "[Log] ; x", "[" + name + "]", "[broken",
			pad.Draw(t, "p") + name + pad.Draw(t, "p") + "=" + pad.Draw(t, "p") + value + pad.Draw(t, "p"),
			"Installed" + pad.Draw(t, "p") + "=" + pad.Draw(t, "p") + value, "installed=" + value, "Port=" + value,
			"; " + value, "# " + name + "=1", "", " ", name, "=" + value,
		}).Draw(t, "line")
		b.WriteString(line)
		if i < n-1 || rapid.Bool().Draw(t, "end") {
			b.WriteString(ends.Draw(t, "line end"))
		}
	}
	b.WriteString(rapid.SampledFrom([]string{"", "", "\x1a", "\x1a\r\n"}).Draw(t, "tail"))
	return b.String()
}

func iniBytes(t *rapid.T) []byte {
	enc := rapid.SampledFrom([]Encoding{Windows1252, UTF8, UTF8BOM, UTF16LE}).Draw(t, "encoding")
	data, err := Encode(iniText(t), enc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parse(t interface{ Fatal(...any) }, data []byte) *INI {
	f, err := ParseINI(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t interface{ Fatal(...any) }, f *INI) []byte {
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestUntouchedIsIdentical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := iniBytes(t)
		f := parse(t, data)
		if f.Changed() || len(f.Diff()) > 0 || !bytes.Equal(write(t, f), data) {
			t.Fatalf("%q became %q", data, write(t, f))
		}
	})
}

// lines are a text's lines with their ends.
func lines(t interface{ Fatal(...any) }, data []byte) []string {
	var out []string
	for _, l := range parse(t, data).lines {
		out = append(out, l.text+l.end)
	}
	return out
}

func TestSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := iniBytes(t)
		section := rapid.SampledFrom([]string{"install", "Log", "Neu"}).Draw(t, "section")
		key := rapid.SampledFrom([]string{"INSTALLED", "Port", "Kundennummer"}).Draw(t, "key")
		value := values.Draw(t, "value")
		f := parse(t, data)
		old, spelling, existed := f.Get(section, key)
		hadSection := f.section(section) != nil
		if err := f.Set(section, key, value); err != nil {
			if f.Changed() {
				t.Fatal("a refused value changed the file")
			}
			return
		}
		after, err := f.Bytes()
		if err != nil { // "ß€" in Windows-1252 reads as UTF-8
			return
		}
		g := parse(t, after)
		got, now, ok := g.Get(section, key)
		if !ok || got != value {
			t.Fatalf("%q reads back as %q (%v) from %q", value, got, ok, after)
		}
		if g.Encoding() != f.Encoding() && !(f.Encoding() == Windows1252 && isASCII(data)) && !isASCII(after) {
			t.Fatalf("the encoding became %s, was %s", g.Encoding(), f.Encoding())
		}
		if existed && (now != spelling || (old == value) == f.Changed()) {
			t.Fatalf("the spelling became %q, was %q; changed %v from %q to %q", now, spelling, f.Changed(), old, value)
		}
		if err := g.Set(section, key, value); err != nil || g.Changed() {
			t.Fatal("setting the same twice changes something")
		}
		checkRest(t, lines(t, data), lines(t, after), existed, hadSection)
	})
}

// checkRest: all lines but the touched ones are the same, in the same order; the end of a last line may have moved.
func checkRest(t *rapid.T, before, after []string, existed, hadSection bool) {
	added := 0
	switch {
	case !hadSection:
		added = 2
	case !existed:
		added = 1
	}
	if len(after) != len(before)+added {
		t.Fatalf("%d lines became %d: %q, %q", len(before), len(after), before, after)
	}
	from, differ := 0, 0
	for i := range before {
		if from < len(after) && after[from] != before[i] && added > 0 &&
			!(i == len(before)-1 && strings.HasPrefix(after[from], before[i])) {
			from += added
			added = 0
		}
		if after[from] != before[i] && !(i == len(before)-1 && strings.TrimRight(after[from], "\r\n") == before[i]) {
			differ++
		}
		from++
	}
	if limit := map[bool]int{true: 1, false: 0}[existed]; differ > limit {
		t.Fatalf("%d other lines changed: %q, %q", differ, before, after)
	}
}

func isASCII(data []byte) bool {
	return bytes.IndexFunc(data, func(r rune) bool { return r >= 0x80 }) < 0
}

func TestTrimAndRemove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := iniBytes(t)
		f := parse(t, data)
		before := f.Sections()
		f.TrimAll("install")
		g := parse(t, write(t, f))
		if s := g.Sections()["install"]; len(s.Padded) > 0 {
			t.Fatalf("still padded: %v in %q", s.Padded, write(t, f))
		}
		for name, s := range before {
			for key, value := range s.Values {
				if got := g.Sections()[name].Values[key]; got != value {
					t.Fatalf("trimming changed %s.%s from %q to %q", name, key, value, got)
				}
			}
		}
		g.Remove("INSTALL", "installed")
		h := parse(t, write(t, g))
		if _, _, ok := h.Get("install", "Installed"); ok {
			t.Fatal("the removed key is alive")
		}
		for key, value := range before["install"].Values {
			if got, _, ok := h.Get("install", key); key != "installed" && (!ok || got != value) {
				t.Fatalf("removing took %s along", key)
			}
		}
	})
}

func TestEditsByExample(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		edit                func(f *INI) error
	}{
		{"empty file", "", "[S]\r\nk=v\r\n", func(f *INI) error { return f.Set("S", "k", "v") }},
		{
			"last line of an earlier section has its end", "[A]\nx=1\n[B]\ny=2", "[A]\nx=1\nz=3\n[B]\ny=2",
			func(f *INI) error { return f.Set("a", "z", "3") },
		},
		{"section without keys at the end", "[A]", "[A]\r\nz=3", func(f *INI) error { return f.Set("a", "z", "3") }},
		{"unix file without end", "[A]\nx=1", "[A]\nx=1\nz=3", func(f *INI) error { return f.Set("a", "z", "3") }},
		{
			"new section behind a last line without end", "[A]\nx=1", "[A]\nx=1\n[B]\nk=v",
			func(f *INI) error { return f.Set("B", "k", "v") },
		},
		{
			"blanks of an empty value", "[A]\r\nx=  \r\n", "[A]\r\nx=  1\r\n",
			func(f *INI) error { return f.Set("A", "x", "1") },
		},
		{
			"a value that needs quotes", "[A]\r\nx=1\r\n", "[A]\r\nx=\" 1 \"\r\n",
			func(f *INI) error { return f.Set("A", "x", " 1 ") },
		},
		{
			"a value with its own quotes", "[A]\r\nx=1\r\n", "[A]\r\nx=\"\"1\"\"\r\n",
			func(f *INI) error { return f.Set("A", "x", `"1"`) },
		},
		{
			"equals signs in the value", "[A]\r\nc=a=b; d = e\r\n", "[A]\r\nc=a=c; d = e\r\n",
			func(f *INI) error { return f.Set("A", "c", "a=c; d = e") },
		},
		{"emptied", "[A]\r\nx=1\r\n", "[A]\r\nx=\r\n", func(f *INI) error { return f.Set("A", "x", "") }},
		{
			"control characters that 1252 leaves open", "[A]\r\nx=\x81\x8d\x8f\x90\x9d\r\n",
			"[A]\r\nx=\x81\x8d\x8f\x90\x9d\r\ny=1\r\n", func(f *INI) error { return f.Set("A", "y", "1") },
		},
		{"removed last line", "[A]\r\nx=1\r\ny=2", "[A]\r\nx=1\r\n", func(f *INI) error {
			f.Remove("A", "y")
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, []byte(c.before))
			if err := c.edit(f); err != nil {
				t.Fatal(err)
			}
			if got := string(write(t, f)); got != c.after {
				t.Errorf("got  %q\nwant %q", got, c.after)
			}
		})
	}
}

func TestTextThatWouldBeReadAsAnotherEncoding(t *testing.T) {
	f := parse(t, []byte("[A]\r\n"))
	if err := f.Set("A", "k", "ß€"); err != nil {
		t.Fatal(err)
	}
	if data, err := f.Bytes(); err == nil {
		t.Errorf("%q", data)
	}
}

func TestRefusedNamesAndValues(t *testing.T) {
	for _, c := range []struct{ section, key, value string }{
		{"", "k", "v"},
		{"a]b", "k", "v"},
		{"a\r\nb", "k", "v"},
		{"a", "", "v"},
		{"a", "k=", "v"},
		{"a", " k", "v"},
		{"a", ";k", "v"},
		{"a", "[k", "v"},
		{"a", "k", "v\r\n[x]"},
		{"a", "k", "v\x00"},
		{"a", "k", "\x1a"},
	} {
		f := parse(t, []byte("[a]\r\nk=1\r\n"))
		if err := f.Set(c.section, c.key, c.value); err == nil || f.Changed() {
			t.Errorf("%q %q %q: %v", c.section, c.key, c.value, err)
		}
	}
}

func FuzzINI(f *testing.F) {
	for _, s := range []string{
		"", "[A]\r\nx=1\r\n", "\xEF\xBB\xBF[A]\nx = \"1\"", "\xFF\xFE[\x00A\x00]\x00", "x=1\r[A]\r\r\n\x1a",
		"[A\x81]\r\n\x81=\x9d",
	} {
		f.Add([]byte(s), "A", "x", "2")
	}
	f.Fuzz(func(t *testing.T, data []byte, section, key, value string) {
		ini, err := ParseINI(data)
		if err != nil {
			return
		}
		if same, err := ini.Bytes(); err != nil || !bytes.Equal(same, data) {
			t.Fatalf("%q became %q: %v", data, same, err)
		}
		if ini.Set(section, key, value) != nil {
			return
		}
		after, err := ini.Bytes()
		if err != nil {
			return
		}
		again, err := ParseINI(after)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, ok := again.Get(section, key); !ok || got != value {
			t.Fatalf("%q.%q = %q reads back as %q from %q", section, key, value, got, after)
		}
	})
}

func ExampleINI_Diff() {
	f, _ := ParseINI([]byte("[INSTALL]\r\nInstalled = 0\r\n"))
	_ = f.Set("install", "installed", "1")
	_ = f.Set("install", "Kundennummer", "123456")
	fmt.Println(strings.Join(f.Diff(), "\n"))
	// Output:
	//  [INSTALL]
	// -Installed = 0
	// +Installed = 1
	// +Kundennummer=123456
}

// A file that a crash has left holes in is refused, and so is a change of one whose sections cannot be told apart.
func TestDamagedINI(t *testing.T) {
	for _, data := range []string{"\x00\x00\x00\x00", "[A]\r\nB=1\r\n\x00\x00", "\xff\xfe[\x00A\x00]\x00\x00\x00"} {
		if _, err := ParseINI([]byte(data)); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%q: %v", data, err)
		}
	}
	for _, data := range []string{"[A][B]\r\nC=1\r\n", "[A[B]\r\n", "[A]]\r\n"} {
		f, err := ParseINI([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Bytes(); err != nil {
			t.Errorf("%q cannot even be read: %v", data, err)
		}
		if err := f.Set("A", "X", "1"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Bytes(); err == nil || !strings.Contains(err.Error(), "line 1 has two section headers") {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// What a transfer has made of the line ends stays, and a new line ends as its neighbours do.
func TestDoubledLineEnds(t *testing.T) {
	f, err := ParseINI([]byte("[Install]\r\r\nInstalled=0\r\r\nTCPPort=1\r\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{"Installed": "1", "Kundennummer": "123456"} {
		if err := f.Set("Install", key, value); err != nil {
			t.Fatal(err)
		}
	}
	got, err := f.Bytes()
	if want := "[Install]\r\r\nInstalled=1\r\r\nTCPPort=1\r\r\nKundennummer=123456\r\r\n"; err != nil ||
		string(got) != want {
		t.Errorf("%q %v", got, err)
	}
}
