package agent

import (
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

func languageError(mode string) error {
	return problem.New(problem.LanguageMode, "mode", mode).With("language mode %s", mode)
}

// fatal makes an error of the agent's or the bootstrap's own "error" line.
func fatal(code, message string) error {
	switch code {
	case "language":
		return languageError(message)
	case "version":
		return problem.New(problem.AgentVersion).With("%s", message)
	case "bits":
		return problem.New(problem.WrongBits).With("%s", text([]byte(message)))
	case "integrity":
		return problem.New(problem.ChangedOnTheWay).With("%s", text([]byte(message)))
	}
	return problem.New(problem.AgentFailed).With("%s", strings.TrimSpace(code+" "+text([]byte(message))))
}

func broken(format string, args ...any) error {
	return problem.New(problem.AnswerSenseless).With(format, args...)
}

// ended says why a process ended before it had answered everything.
func ended(exit int, stderr, noise string, greeted bool) error {
	evidence := excerpt(stderr)
	if evidence == "" {
		evidence = excerpt(noise)
	}
	detail := "exit code " + resource.ExitText(int64(exit))
	if evidence != "" {
		detail += ": " + evidence
	}
	all := stderr + noise
	// An end that is told is no broken connection: another one would end the same way.
	id := problem.PowerShellEnded
	if !greeted {
		id = problem.NotPowerShell
	}
	switch {
	case strings.Contains(all, "ScriptContainedMaliciousContent"), !greeted && killed(exit, all):
		return problem.New(problem.Blocked, "agent", NewFootprint().Fingerprint[:16]).With("%s", detail)
	case !greeted && (exit == 9009 || exit == 127 || exit == 1 && strings.Contains(strings.ToLower(all),
		"powershell.exe")):
		id = problem.NoPowerShell
	case !greeted && exit == dllInitFailed:
		id = problem.DesktopHeap
	case strings.Contains(all, "OutOfMemoryException"):
		id = problem.Memory
	}
	return problem.New(id).With("%s", detail)
}

const dllInitFailed = 0xC0000142

// killed says whether a process that never said a word was ended by a protection program: those that strike at the
// start leave the exit code 0.
func killed(exit int, said string) bool {
	return exit == 0 && strings.TrimSpace(said) == "" ||
		exit > 0xFFFF && resource.CodeOf(uint32(exit)) == resource.Blocked
}

// excerpt is the beginning of a host's text, on one line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 500 {
		s = string(runes[:500]) + "…"
	}
	return s
}
