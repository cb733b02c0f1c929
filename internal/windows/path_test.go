package windows

import (
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	for _, c := range []struct{ path, dir, base string }{
		{`C:\a\b.ini`, `C:\a`, "b.ini"},
		{`C:\a`, `C:\`, "a"},
		{`C:/a/b/`, `C:\a`, "b"},
		{`a`, "", "a"},
		{`\\srv\share\x`, `\\srv\share`, "x"},
		{"", "", ""},
	} {
		if Dir(c.path) != c.dir || Base(c.path) != c.base {
			t.Errorf("%q: %q, %q", c.path, Dir(c.path), Base(c.path))
		}
	}
	for path, want := range map[string]string{`c:\a`: "C", `D:/`: "D", `\\srv\x`: "", "c:a": "", "": "", `1:\a`: ""} {
		if got, ok := Drive(path); got != want && ok {
			t.Errorf("%q is on %q", path, got)
		}
	}
	if !SamePath(`"%ProgramFiles(x86)%\A\b.EXE"`, `c:/program files (x86)/a/B.exe`) || SamePath(`C:\a`, `C:\b`) {
		t.Error("SamePath")
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		ok            bool
	}{
		{`C:\a\*.ini`, `c:\A\x.INI`, true},
		{`C:\a\*`, `C:\a\b\c`, false},
		{`C:\a_*\x.ini`, `C:\a_1\x.ini`, true},
		{`C:\a_?\x.ini`, `C:\a_\x.ini`, false},
		{`*ÄÖ?`, `xäöü`, true},
		{`*`, ``, true},
		{`*.exe`, `C:\a\b.exe`, true}, // a pattern without path looks at the whole
		{`a*b*c`, `aXbXbXc`, true},
		{`a*b*c`, `aXbXbX`, false},
	} {
		if Match(c.pattern, c.name) != c.ok {
			t.Errorf("%s %s: %v", c.pattern, c.name, !c.ok)
		}
	}
	if Match(strings.Repeat("*a", 2000), strings.Repeat("a", 4000)+"b") {
		t.Error("matched")
	}
}

func TestLies(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{`*\sqlservr.exe`, `D:\SQL\Binn\SQLSERVR.EXE`, true},
		{`*\sqlservr.exe`, `sqlservr.exe`, false},
		{`*\docexpert\deservice*`, `C:\Program Files (x86)\docexpert\deservice\De.exe`, true},
		{`*\docexpert\deservice*`, `C:\docexpert2\deservice\De.exe`, false},
		{`*\medatixx\x.qm\*`, `C:\medatixx\x.qm\bin\qm.exe`, true},
		{`*\medatixx\x.qm\*`, `C:\medatixx\x.qm`, false},
		{`C:\sp\*.exe`, `C:\sp\a.exe`, true},
		{`C:\sp\*.exe`, `D:\C:\sp\a.exe`, false},
		{`System`, `System`, true},
		{`System`, `C:\System`, false},
	} {
		if got := Lies(c.pattern, c.path); got != c.want {
			t.Errorf("%s in %s: %v", c.path, c.pattern, got)
		}
	}
}
