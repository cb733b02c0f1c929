//go:build !windows

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// outlive makes errors of writing out of signals that would end the program in the middle of a change: a reader that
// is gone, and a file that may not grow.
func outlive() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE, syscall.SIGXFSZ) }
