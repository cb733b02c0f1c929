package hclx

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// neverLess checks that what the quick look says is no less than what the tokens say.
func neverLess(t interface {
	Helper()
	Errorf(format string, args ...any)
}, src []byte,
) (ok bool) {
	t.Helper()
	nesting, operators, ok := depth(src)
	if !ok || notText("x", src) != nil {
		return false
	}
	if d := deeper("x", src, nesting, operators); d != nil {
		t.Errorf("%d deep with %d operators, and by the tokens more at %s: %q", nesting, operators, d.Subject, src)
	}
	return true
}

func TestDepth(t *testing.T) {
	plain := rapid.SampledFrom([]string{
		"a", "1", "ä", " ", "\t", "\n", "\n", "\r\n", "=", "==", "=>", ",", ".", "...", "(", ")", "[", "]", "{", "}",
		`""`, `"x"`, `"\""`, `"\\"`,
		`"[{#//"`, "# \"[\n", "// {\r\n", "/", "*", "+", "-", "!", "?", ":", "&&", "<", "'", "`", ";", "~}", `\`,
	})
	rare := rapid.SampledFrom([]string{
		`"`, "$", "%", "${", "%{", "$${", "#", "//", "/*", "*/", "<<", "<<-E\n", "E\n",
		"\r", `"\`,
	})
	quick := 0
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(plain, 0, 40).Draw(t, "words")
		for range rapid.IntRange(0, 2).Draw(t, "rare") {
			words = slices.Insert(words, rapid.IntRange(0, len(words)).Draw(t, "at"), rare.Draw(t, "word"))
		}
		if neverLess(t, []byte(strings.Join(words, ""))) {
			quick++
		}
	})
	if quick < 20 {
		t.Errorf("only %d texts were told without tokens", quick)
	}
	for src, want := range map[string]bool{
		"": true, "a = [1, 2] # [[[\n": true, "a {\n  b = \"[[[\" // (\n}\n": true, "a = \"\\\"[\"": true,
		"a = \"${b}\"": false, "a = <<E\n[\nE\n": false, "/* [ */": false, "# \r[[": false, "a = \"x\n\"": false,
	} {
		if ok := neverLess(t, []byte(src)); ok != want {
			t.Errorf("%q: %v", src, ok)
		}
	}
	// What the limits are about is found, and what is usual is quick.
	for src, want := range map[string]bool{
		strings.Repeat("[", 98): true, strings.Repeat("[", 98) + `""`: true, strings.Repeat("[", 99): true,
		strings.Repeat("[", 99) + `""`: false, strings.Repeat("[", 100): false, "a = " + strings.Repeat("!", 400): true,
		"a = " + strings.Repeat("!", 501): false,
	} {
		if got := tooDeep("x", []byte(src)) == nil; got != want {
			t.Errorf("%q: %v", src, got)
		}
	}
}

func FuzzDepth(f *testing.F) {
	for _, pattern := range []string{"../../inventory.hcl", "../../playbooks/*.hcl"} {
		files, _ := filepath.Glob(pattern)
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) { neverLess(t, src) })
}
