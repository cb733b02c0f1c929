// Package need is for tests that need what not every machine has. Without it they are skipped with a line that says so;
// where XOPS_CI is set, as .ci/run does, they fail instead: there everything is installed.
package need

import (
	"os"
	"os/exec"
	"testing"
)

// Missing ends a test that cannot run here. The text says what is missing and how to get it.
func Missing(t testing.TB, text string) {
	t.Helper()
	if os.Getenv("XOPS_CI") != "" {
		t.Fatal("missing: " + text)
	}
	t.Skip("skipped: needs " + text)
}

// Tool is the path of a program from a Debian package.
func Tool(t testing.TB, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		Missing(t, program+" (Debian package "+debian+")")
	}
	return path
}

// PowerShell is the path of the PowerShell that runs on Linux, from the practice Windows' setup.
func PowerShell(t testing.TB) string {
	t.Helper()
	path := os.Getenv("XOPS_PWSH")
	if path == "" {
		Missing(t, "XOPS_PWSH, a PowerShell for this system (CONTRIBUTING.md says how)")
	}
	return path
}

// PracticeWindows ends the test where no practice Windows is set up.
func PracticeWindows(t testing.TB) {
	t.Helper()
	if os.Getenv("XOPS_WINDOWS_TOOLS") == "" || os.Getenv("XOPS_WINDOWS_TEMPLATE") == "" {
		Missing(t, "XOPS_WINDOWS_TOOLS and XOPS_WINDOWS_TEMPLATE, a practice Windows (CONTRIBUTING.md says how)")
	}
}
