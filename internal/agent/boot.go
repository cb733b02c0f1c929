// Package agent speaks with PowerShell on a host: it starts the bootstrap over a transport, delivers the agent's core,
// then the parts that a batch of requests needs with the batch itself, and reads the answers (docs/protocol.md). A
// Session is one such process.
package agent

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

//go:embed boot.ps1
var bootstrap string

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

// CommandLine starts the bootstrap on a host. It is the same for every host, has under 4,000 characters, and none
// that cmd.exe, PowerShell or sh would change (dossier 1.3, 1.10 and 2).
func CommandLine() string {
	units := utf16.Encode([]rune(compact(bootstrap)))
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return "powershell.exe -NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand " +
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
