// Command far is the suite's far end as a program of its own, for a host that cannot run the test's own program.
package main

import (
	"fmt"
	"os"

	"github.com/xops-dev/xops/internal/transport/conformance"
)

func main() {
	conformance.FarMain()
	fmt.Fprintln(os.Stderr, "far: its first argument is xops-far")
	os.Exit(2)
}
