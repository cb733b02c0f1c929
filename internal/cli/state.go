package cli

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/xops-dev/xops/internal/problem"
)

// stateDir is the folder of the journal and of pinned certificates; it is made if it is missing. It is readable by its
// owner only: the journal holds the files of practices.
func (p *program) stateDir() (string, error) {
	dir, err := p.statePath()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", problem.New(problem.StateFolder).Because(err)
	}
	return dir, nil
}

func (p *program) statePath() (string, error) {
	if dir := p.Getenv("XOPS_STATE_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	if runtime.GOOS == "windows" {
		if dir := p.Getenv("LOCALAPPDATA"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "xops"), nil
		}
	}
	// The XDG rules ask to ignore a relative path.
	if dir := p.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "xops"), nil
	}
	home := p.Getenv("HOME")
	if runtime.GOOS == "windows" {
		home = p.Getenv("USERPROFILE")
	}
	if !filepath.IsAbs(home) {
		return "", problem.New(problem.StateNowhere)
	}
	return filepath.Join(home, ".local", "state", "xops"), nil
}
