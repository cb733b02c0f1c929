package windows

import (
	"fmt"

	"github.com/xops-dev/xops/internal/resource"
)

// ExitMeaning is what an installer's exit code says (dossier 4.5).
type ExitMeaning struct {
	OK     bool
	Reboot bool   // a restart is needed to finish, or is on its way
	Text   string // in words
}

var exitCodes = map[int64]ExitMeaning{
	0:    {OK: true, Text: "done"},
	1641: {OK: true, Reboot: true, Text: "done, and the installer has begun to restart the computer"},
	3010: {OK: true, Reboot: true, Text: "done, and a restart of the computer is needed to finish"},
	1602: {Text: "the installation was cancelled, by a person or because nobody could answer"},
	1603: {Text: "the installation failed as a whole: the installer's own log says why"},
	1605: {Text: "the product is not installed"},
	1612: {Text: "the source of the installation is not there any more"},
	1618: {Text: "another installation is running"},
	1619: {Text: "the package cannot be opened"},
	1620: {Text: "the package is not valid"},
	1625: {Text: "a policy of this computer forbids the installation"},
	1633: {Text: "the package is not for this kind of Windows"},
	1638: {Text: "another version of the product is installed"},
	1639: {Text: "the command line is not valid"},
	1640: {Text: "installing is not possible from a terminal session"},
}

// InstallerBusy is the exit code for: another installation is running. Nothing was done then.
const InstallerBusy = 1618

// ExitCode tells what an installer's exit code means. Those in success count as done, too.
func ExitCode(code int64, success []int64) ExitMeaning {
	m, known := exitCodes[code]
	if !known {
		m.Text = "a code of this installer's own; its documentation says what it means"
	}
	for _, s := range success {
		if s == code && !m.OK {
			m.OK, m.Text = true, "counted as done by success_codes"
		}
	}
	m.Text = fmt.Sprintf("exit code %s: %s", resource.ExitText(code), m.Text)
	return m
}
