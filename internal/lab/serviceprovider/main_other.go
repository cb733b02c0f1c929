//go:build !windows

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "serviceprovider is built with GOOS=windows")
	os.Exit(1)
}
