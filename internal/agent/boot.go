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

// CommandLine starts the bootstrap on a host. It is the same for every host. Where double quotes arrive, the bootstrap
// stands in it as it is, so that whoever reads a host's log of processes sees what runs; elsewhere it is encoded, in
// characters that cmd.exe, PowerShell and sh leave alone (dossier 1.3, 1.10 and 2). It has under 4,000 characters.
func CommandLine(quotes bool) string {
	const start = "powershell.exe -NoLogo -NoProfile -NonInteractive -OutputFormat Text "
	text := compact(bootstrap)
	if quotes {
		return start + `-Command "` + text + `"`
	}
	units := utf16.Encode([]rune(text))
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return start + "-EncodedCommand " + base64.StdEncoding.EncodeToString(raw)
}

// compact is the bootstrap on one line, without what only people need: comments and indentation.
func compact(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "{") && line != "}" {
			b.WriteString(";")
		}
		b.WriteString(line)
	}
	return b.String()
}
