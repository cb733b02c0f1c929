package arch

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns is how wide a line of Go may be, a tab counted as four: two of them stand beside each other on a screen.
const columns = 120

// TestLinesFitTheScreen measures every line of Go but those within a text of another language (HCL, SQL, PowerShell,
// what the program prints), whose line breaks mean something.
func TestLinesFitTheScreen(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		within := textLines(src)
		for i, line := range strings.Split(string(src), "\n") {
			if n := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); n > columns && !within[i+1] {
				t.Errorf("%s:%d: %d columns", strings.TrimPrefix(path, "../../"), i+1, n)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// textLines are the numbers of the lines that a raw string of several lines touches.
func textLines(src []byte) map[int]bool {
	within := map[int]bool{}
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return within
		}
		if tok != token.STRING || lit[0] != '`' {
			continue
		}
		first := file.Line(pos)
		if last := first + strings.Count(lit, "\n"); last > first {
			for n := first; n <= last; n++ {
				within[n] = true
			}
		}
	}
}
