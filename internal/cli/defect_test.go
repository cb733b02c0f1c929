package cli

import (
	"os"
	"strings"
	"testing"
	"time"
)

// A mistake in xops costs no screen: what is for its makers is in a file, once for each kind.
func TestDefectsAreKept(t *testing.T) {
	dir := t.TempDir()
	p := &program{Streams: Streams{Now: time.Now, Getenv: func(string) string { return dir }}}
	d := &defects{p: p}
	first, again, other := d.keep("not bool", []byte("goroutine 7")), d.keep("not bool", nil), d.keep("nil", nil)
	if first != again || first == other || !strings.HasPrefix(first, dir) {
		t.Error(first, again, other)
	}
	if data, err := os.ReadFile(first); err != nil || !strings.Contains(string(data), "not bool\n\ngoroutine 7") {
		t.Errorf("%q %v", data, err)
	}
}
