// Command xops is remote operations for practice computers. Everything is in internal/cli; here is what comes from the
// operating system.
package main

import (
	"os"

	"github.com/xops-dev/xops/internal/cli"
)

func main() {
	s, restore := system()
	code := cli.Main(os.Args[1:], s)
	restore()
	os.Exit(code)
}
