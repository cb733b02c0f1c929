package windows

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSplitCommandLine(t *testing.T) {
	for _, c := range []struct {
		line, file string
		args       []string
	}{
		{
			`"C:\Program Files\X\unins.exe" /S _?=C:\Program Files`, `C:\Program Files\X\unins.exe`,
			[]string{"/S", `_?=C:\Program`, "Files"},
		},
		{
			`C:\Program Files (x86)\X Y\unins000.exe /SILENT`, `C:\Program Files (x86)\X Y\unins000.exe`,
			[]string{"/SILENT"},
		},
		{
			`MsiExec.exe /I{12345678-1234-1234-1234-123456789012}`, `MsiExec.exe`,
			[]string{"/I{12345678-1234-1234-1234-123456789012}"},
		},
		{`rundll32 "a b.dll",Entry "x\\" y\"z`, `rundll32`, []string{"a b.dll,Entry", `x\`, `y"z`}},
		{`"never closed`, "", nil},
		{"", "", nil},
		{`C:\x.exe "" a`, `C:\x.exe`, []string{"", "a"}},
	} {
		file, args := SplitCommandLine(c.line)
		if file != c.file || !slices.Equal(args, c.args) {
			t.Errorf("%s is %q %q", c.line, file, args)
		}
	}
}

func TestCommandLineReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOf(rapid.StringMatching(`[a-z \\"/=ü]{0,8}`)).Draw(t, "args")
		file, got := SplitCommandLine(CommandLine(`C:\Program Files\x.exe`, args))
		if file != `C:\Program Files\x.exe` || len(got) != len(args) || !slices.Equal(got, args) && len(args) > 0 {
			t.Fatalf("%q is read back as %q %q", args, file, got)
		}
	})
}

func TestAtLeast(t *testing.T) {
	for _, c := range []struct {
		version, wanted string
		want            bool
	}{
		{"3.1", "3.1.0.0", true},
		{"3.1.0 (x64)", "3.1", true},
		{"10.0", "9.9", true},
		{"1,2,3", "1.2.4", false},
		{"v2", "2", true},
		{"", "1", false},
		{"Build", "0", false},
		{"1", "", false},
	} {
		if got := AtLeast(c.version, c.wanted); got != c.want {
			t.Errorf("%q at least %q is %v", c.version, c.wanted, got)
		}
	}
}

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		code       int64
		success    []int64
		ok, reboot bool
	}{
		{0, nil, true, false},
		{3010, nil, true, true},
		{1641, nil, true, true},
		{1602, nil, false, false},
		{1603, []int64{2}, false, false},
		{2, []int64{2}, true, false},
		{-1, nil, false, false},
	} {
		m := ExitCode(c.code, c.success)
		if m.OK != c.ok || m.Reboot != c.reboot || m.Text.DE == "" || m.Text.EN == "" {
			t.Errorf("%d is %+v", c.code, m)
		}
	}
}
