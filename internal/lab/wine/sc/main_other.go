//go:build !windows

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "sc is built with GOOS=windows")
	os.Exit(1)
}
