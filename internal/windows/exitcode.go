package windows

import (
	"slices"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// ExitMeaning is what an installer's exit code says (dossier 4.5).
type ExitMeaning struct {
	OK     bool
	Reboot bool // a restart is needed to finish, or is on its way
	Text   text.Phrase
}

// InstallerBusy is the exit code for: another installation is running. Nothing was done then.
const InstallerBusy = 1618

// The exit codes with which something was done.
const (
	done           = 0
	restarts       = 1641 // the installer has begun to restart the computer
	restartsNeeded = 3010
)

// ExitCode tells what an installer's exit code means. Those in success count as done, too.
func ExitCode(code int64, success []int64) ExitMeaning {
	m := ExitMeaning{
		OK:     code == done || code == restarts || code == restartsNeeded,
		Reboot: code == restarts || code == restartsNeeded,
	}
	means, known := text.InstallerCodes[code]
	if !known {
		means = text.OwnCode
	}
	if !m.OK && slices.Contains(success, code) {
		m.OK, means = true, text.CountedAsDone
	}
	number := resource.ExitText(code)
	m.Text.DE = text.EndedWith.In(text.German, "code", number, "meaning", means.DE)
	m.Text.EN = text.EndedWith.In(text.English, "code", number, "meaning", means.EN)
	return m
}
