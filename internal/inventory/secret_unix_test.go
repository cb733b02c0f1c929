//go:build unix

package inventory

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/xops-dev/xops/internal/transport"
)

// A secret that could not be read because this computer had no file left is read when it is asked for again.
func TestSecretWithoutFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	limit := func(r syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &r); err != nil {
			t.Fatal(err)
		}
	}
	defer limit(before)
	none := before
	none.Cur = 0
	r, secret := NewResolver(nil, nil), &Secret{source: "file", args: []string{path}}
	limit(none)
	_, err := r.Resolve(t.Context(), secret)
	limit(before)
	if !transport.Lacks(err) {
		t.Errorf("%v", err)
	}
	if got, err := r.Resolve(t.Context(), secret); got != "geheim" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
