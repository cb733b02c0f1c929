//go:build !windows

package local

import "os/exec"

// confine is of use on Windows only.
func confine(cmd *exec.Cmd) (kill, free func()) {
	return func() { _ = cmd.Process.Kill() }, func() {}
}
