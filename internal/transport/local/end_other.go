//go:build !windows

package local

import (
	"os/exec"
	"strings"
)

// confine is of use on Windows only.
func confine(cmd *exec.Cmd) (kill, free func()) {
	return func() { _ = cmd.Process.Kill() }, func() {}
}

// asItIs gives a command the rest of its line as it stands: elsewhere than on Windows there is no such thing.
func asItIs(cmd *exec.Cmd, rest string) { cmd.Args = append(cmd.Args, strings.Fields(rest)...) }
