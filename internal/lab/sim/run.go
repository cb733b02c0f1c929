package sim

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Run runs a command line: xops' bootstrap, or one of a few plain commands. What it does not know ends with exit
// code 1 and cmd's own sentence on stderr. When the context ends, Run closes stdin if it can be closed, and returns
// the context's error.
func (h *Host) Run(ctx context.Context, commandLine string, _ map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (exitCode int, err error) {
	if stdin == nil {
		stdin = strings.NewReader("")
	}
	if c, ok := stdin.(io.Closer); ok {
		stop := context.AfterFunc(ctx, func() { _ = c.Close() })
		defer stop()
	}
	script, isPowerShell := powershell(commandLine)
	if isPowerShell && strings.Contains(script, "xops1") {
		h.mu.Lock()
		h.runs++
		up := h.due()
		h.mu.Unlock()
		if !up {
			return 1, ErrPowerCut
		}
		err := h.exchange(ctx, stdin, stdout)
		switch {
		case ctx.Err() != nil:
			return 1, ctx.Err()
		case errors.Is(err, errEnd):
			return 0, nil
		case errors.Is(err, errBoot):
			return 3, nil
		case err != nil:
			return 1, err
		}
		return 0, nil
	}
	if isPowerShell {
		return h.plainPowerShell(script, stdout, stderr)
	}
	return h.plainCommand(commandLine, stdout, stderr)
}

var powershellName = regexp.MustCompile(`(?i)^\s*"?(?:[a-z]:\\[^"]*\\)?powershell(?:\.exe)?"?(?:\s+|$)`)

// powershell gives the script of a command line that starts PowerShell.
func powershell(commandLine string) (script string, ok bool) {
	name := powershellName.FindString(commandLine)
	if name == "" {
		return "", false
	}
	args := strings.Fields(commandLine[len(name):])
	for i, a := range args {
		flag := strings.ToLower(strings.TrimLeft(a, "-/"))
		if flag == a || flag == "" {
			return unquote(strings.Join(args[i:], " ")), true
		}
		switch {
		case i+1 < len(args) && strings.HasPrefix("encodedcommand", flag) && (len(flag) == 1 || flag == "ec" ||
			strings.HasPrefix(flag, "en")):
			return decodeScript(unquote(args[i+1])), true
		case strings.HasPrefix("command", flag):
			return unquote(strings.Join(args[i+1:], " ")), true
		}
		switch flag {
		case "executionpolicy", "ex", "exec", "ep", "outputformat", "of", "inputformat", "if", "version", "windowstyle",
			"w":
			if i+1 < len(args) {
				args[i+1] = "-nologo" // its value is no script
			}
		}
	}
	return "", true
}

func unquote(s string) string { return strings.Trim(s, `"`) }

func decodeScript(b64 string) string {
	data, err := base64.StdEncoding.DecodeString(b64)
	if err != nil || len(data)%2 != 0 {
		return ""
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// plainPowerShell knows what a person or another client types to see whether a connection works.
func (h *Host) plainPowerShell(script string, stdout, stderr io.Writer) (int, error) {
	// Clients put a preference in front; the last statement gives the output.
	statements := strings.FieldsFunc(script, func(r rune) bool { return r == ';' || r == '\n' })
	code := 0
	for _, s := range statements {
		s = strings.TrimSpace(s)
		lower := strings.ToLower(s)
		switch {
		case s == "" || strings.HasPrefix(s, "$") && strings.Contains(s, "="):
		case lower == "$env:computername" || lower == "hostname" || lower == "[environment]::machinename":
			_, _ = fmt.Fprintf(stdout, "%s\r\n", h.computer)
		case lower == "whoami":
			_, _ = fmt.Fprintf(stdout, "%s\r\n", h.whoami())
		case lower == "$psversiontable.psversion.tostring()":
			_, _ = fmt.Fprintf(stdout, "%s\r\n", h.os.PowerShell)
		case strings.HasPrefix(lower, "write-output ") || strings.HasPrefix(lower, "echo ") ||
			strings.HasPrefix(s, "'") || strings.HasPrefix(s, `"`):
			_, rest, found := strings.Cut(s, " ")
			if !found || strings.ContainsAny(s[:1], `'"`) {
				rest = s
			}
			_, _ = fmt.Fprintf(stdout, "%s\r\n", strings.Trim(rest, `'"`))
		case strings.HasPrefix(lower, "exit "):
			_, _ = fmt.Sscanf(lower, "exit %d", &code)
			return code, nil
		default:
			_, _ = fmt.Fprintf(stderr, "The simulated host runs no PowerShell but the agent's: %.200s\r\n", s)
			return 1, nil
		}
	}
	return code, nil
}

func (h *Host) whoami() string {
	at := h.computer
	if h.domain != "" {
		at, _, _ = strings.Cut(h.domain, ".")
	}
	return strings.ToLower(at) + `\xops`
}

var cmdPrefix = regexp.MustCompile(`(?i)^"?(?:[a-z]:\\windows\\system32\\)?cmd(?:\.exe)?"?\s+/[ck]\s*`)

func (h *Host) plainCommand(line string, stdout, stderr io.Writer) (int, error) {
	line = strings.TrimSpace(line)
	if p := cmdPrefix.FindString(line); p != "" {
		line = unquote(strings.TrimSpace(line[len(p):]))
		if script, ok := powershell(line); ok {
			return h.plainPowerShell(script, stdout, stderr)
		}
	}
	name, rest, _ := strings.Cut(line, " ")
	name = strings.TrimSuffix(strings.ToLower(unquote(name)), ".exe")
	switch name[strings.LastIndexByte(name, '\\')+1:] {
	case "hostname":
		_, _ = fmt.Fprintf(stdout, "%s\r\n", h.computer)
	case "whoami":
		_, _ = fmt.Fprintf(stdout, "%s\r\n", h.whoami())
	case "echo":
		_, _ = fmt.Fprintf(stdout, "%s\r\n", h.expandLocked(strings.ReplaceAll(rest, "%COMPUTERNAME%", h.computer)))
	case "ver":
		_, _ = fmt.Fprintf(stdout, "\r\nMicrosoft Windows [Version 10.0.%d.%d]\r\n", h.os.Build, h.os.UBR)
	case "exit":
		code := 0
		_, _ = fmt.Sscanf(strings.TrimPrefix(strings.TrimSpace(rest), "/b "), "%d", &code)
		return code, nil
	default:
		_, _ = fmt.Fprintf(stderr, "Der Befehl \"%s\" ist entweder falsch geschrieben oder\r\nkonnte nicht "+
			"gefunden werden.\r\n", name)
		return 1, nil
	}
	return 0, nil
}

func (h *Host) expandLocked(s string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.expand(s)
}
