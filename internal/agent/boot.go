// Package agent speaks with PowerShell on a host: it starts the bootstrap over a transport, delivers the agent's
// source and then batches of requests, and reads the answers (docs/protocol.md). A Session is one such process.
package agent

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/exec"
)

//go:embed boot.ps1
var bootstrap string

//go:embed ps
var parts embed.FS

// order is how the agent's parts are put together: what is run at once first, the loop last.
var order = []string{
	"head", "json", "compare", "fault", "native", "path", "file", "filewrite", "registry", "service", "servicecontrol",
	"firewall", "firewallrule", "permission", "os", "network", "cim", "script", "program", "taskrun", "task", "wait",
	"verbs", "loop",
}

// commandOrder is the agent of exec.Command: it only runs programs.
var commandOrder = []string{"head", "json", "compare", "fault", "native", "registry", "os", "verbs", "command", "loop"}

// script is an agent as it is sent: made once, the same for every host.
type script struct{ text, sum string }

var (
	full      = newScript(order)
	commander = newScript(commandOrder)

	source    = full.text
	sourceSum = full.sum
)

func newScript(parts []string) *script {
	text := join(parts)
	return &script{text: text, sum: sum(text)}
}

// scriptOf is the agent for a mode.
func scriptOf(mode exec.Mode) *script {
	if mode == exec.Command {
		return commander
	}
	return full
}

func join(order []string) string {
	var b strings.Builder
	for _, name := range order {
		text, err := parts.ReadFile("ps/" + name + ".ps1")
		if err != nil {
			panic(err) // embedded with the program: a test finds it
		}
		b.WriteString(unindent(string(text)))
	}
	return b.String()
}

// unindent removes indentation, blank lines and all comments but the headings: more than a quarter of the bytes that
// every exchange carries. The agent has no text over several lines.
func unindent(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ----") &&
			!strings.HasPrefix(line, "# xops") {
			continue
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

// Source is agent.ps1 as it is sent to hosts: ASCII, with its headings, so that it can be read in a host's script-block
// log.
func Source() string { return source }

// CommandLine starts the bootstrap on a host. It is the same for every host, has under 2,000 characters, and none
// that cmd.exe, PowerShell or sh would change (dossier 1.3, 1.10 and 2).
func CommandLine() string {
	units := utf16.Encode([]rune(compact(bootstrap)))
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return "powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -OutputFormat Text " +
		"-EncodedCommand " +
		base64.StdEncoding.EncodeToString(raw)
}

// compact removes what only people need: whole-line comments, indentation, blank lines.
func compact(script string) string {
	var lines []string
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// preamble is what the bootstrap reads: the header line and the agent's source. It has room for a batch behind it.
func (s *script) preamble(token string, batch int) []byte {
	data := make([]byte, 0, len(s.text)+128+batch)
	data = fmt.Appendf(data, "xops1 %s %d %s\n", token, len(s.text), s.sum)
	return append(data, s.text...)
}
