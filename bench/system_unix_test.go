//go:build unix

package bench

import (
	"os"
	"syscall"
	"time"
)

// cpuTime is what this process has used of its processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const canLimitFiles = true

// limitFiles lets this process open n files more than it has now, and no more.
func limitFiles(n uint64) error {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	n += uint64(f.Fd())
	_ = f.Close()
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: n, Max: n})
}
