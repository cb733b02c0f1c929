//go:build !windows

package journal

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile locks a file until it is closed, or fails at once.
func lockFile(f *os.File, exclusive bool) error {
	how := unix.LOCK_SH
	if exclusive {
		how = unix.LOCK_EX
	}
	return unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
}
