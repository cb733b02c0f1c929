package agent

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/transport"
)

// Codes of errors that end a session, besides those of the transport. "lost" says that the process ended before it had answered.
const (
	codeLanguage  = "language"   // PowerShell is restricted on this host
	codeBlocked   = "blocked"    // an antivirus program refused the script (AMSI)
	codeNoShell   = "powershell" // PowerShell did not start
	codeVersion   = "version"
	codeIntegrity = "integrity"
	codeProtocol  = "protocol"
	codeOutput    = "output"
)

func languageError(mode string) error {
	return &diag.Error{
		Code:    codeLanguage,
		Summary: "PowerShell on this computer runs in " + mode + " mode, which does not allow what xops does",
		Detail:  "language mode " + mode,
		Hint:    "AppLocker or Windows Defender Application Control restricts scripts here. Allow this account's scripts in that policy, or work on this computer by hand.",
	}
}

// fatal makes an error of the agent's or the bootstrap's own "error" line.
func fatal(code, message string) error {
	switch code {
	case "language":
		return languageError(message)
	case "version":
		return &diag.Error{
			Code: codeVersion, Summary: "The agent speaks another version of the protocol", Detail: message,
			Hint: "This is a defect of xops: program and agent are built together.",
		}
	case "integrity":
		return &diag.Error{
			Code: codeIntegrity, Summary: "The agent's source did not arrive as it was sent", Detail: text([]byte(message)),
			Hint: "Something on the way changes data. Try again; if it stays, check proxies and antivirus programs between here and the computer.",
		}
	}
	return &diag.Error{
		Code: codeProtocol, Summary: "The agent could not go on", Detail: strings.TrimSpace(code + " " + text([]byte(message))),
		Hint: "This is a defect of xops; please report it with the run's log.",
	}
}

func broken(format string, args ...any) error {
	return &diag.Error{
		Code: codeProtocol, Summary: "The host's answer makes no sense", Detail: fmt.Sprintf(format, args...),
		Hint: "This is a defect of xops or of something between; please report it with the run's log.",
	}
}

// ended says why a process ended before it had answered everything.
func ended(exit int, stderr, noise string, greeted bool) error {
	evidence := excerpt(stderr)
	if evidence == "" {
		evidence = excerpt(noise)
	}
	detail := fmt.Sprintf("exit code %d", exit)
	if evidence != "" {
		detail += ": " + evidence
	}
	all := stderr + noise
	switch {
	case strings.Contains(all, "ScriptContainedMaliciousContent"):
		return &diag.Error{
			Code: codeBlocked, Summary: "The antivirus program on this computer blocked the agent", Detail: detail,
			Hint: "Nothing was changed by the blocked part. Look into the antivirus program's log there and allow xops' agent (SHA-256 " + sourceSum[:16] + "…); do not switch protection off.",
		}
	case !greeted && (exit == 9009 || exit == 127 || exit == 1 && strings.Contains(strings.ToLower(all), "powershell.exe")):
		return &diag.Error{
			Code: codeNoShell, Summary: "PowerShell did not start on this computer", Detail: detail,
			Hint: `Check that C:\Windows\System32\WindowsPowerShell\v1.0 is in the PATH there and that no policy forbids powershell.exe.`,
		}
	case strings.Contains(all, "OutOfMemoryException"):
		return &transport.Error{
			Code: "quota", Summary: "PowerShell ran out of memory on this computer", Detail: detail,
			Hint: "WinRM limits a shell's memory (MaxMemoryPerShellMB). On Server 2012 install update KB2842230 or WMF 5.1.",
		}
	}
	return &transport.Error{
		Code: "lost", Summary: "PowerShell on the host ended before it had answered everything", Detail: detail,
		Hint: "It may have been ended there, or the computer was shut down. Plan again: what was not answered is looked at anew.",
	}
}

// excerpt is the beginning of a host's text, on one line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 500 {
		s = string(runes[:500]) + "…"
	}
	return s
}
