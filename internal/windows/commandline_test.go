package windows

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every argument that is text without NUL is read back as it was, whatever is in it.
func FuzzCommandLine(f *testing.F) {
	for _, s := range []string{
		"", "\x00", "a b\x00c\"d\x00\\\\\"\x00", `C:\a b\` + "\x00" + `\\srv\x\`, "\"\"\"\x00\\",
		"tab\there\x00line\nend", "ü\x00€", "&|<>^%PATH%\x00'$x'",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, joined string) {
		if !utf8.ValidString(joined) {
			t.Skip("JSON could not carry it")
		}
		args := strings.Split(joined, "\x00")
		line := CommandLine(`C:\Program Files\x.exe`, args)
		file, got := SplitCommandLine(line)
		if file != `C:\Program Files\x.exe` || !slices.Equal(got, args) {
			t.Errorf("%q is %s and read back as %q %q", args, line, file, got)
		}
	})
}
