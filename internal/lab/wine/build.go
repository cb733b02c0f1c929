//go:build unix

package wine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// BuildServiceProvider builds the program that stands in for the Service-Provider. It needs Go and the project's
// source, so it works in the project's folder only.
func BuildServiceProvider(ctx context.Context) ([]byte, error) {
	dir, err := os.MkdirTemp("", "xops-lab-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	exe := filepath.Join(dir, "sp.exe")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", exe,
		"github.com/xops-dev/xops/internal/lab/serviceprovider")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the lab's Service-Provider cannot be built (this works with Go, in the folder of "+
			"the project): %w %s", err, out)
	}
	return os.ReadFile(exe)
}
