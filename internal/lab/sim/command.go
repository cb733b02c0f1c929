package sim

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/xops-dev/xops/internal/resource"
)

// Command stands for the programs of a simulated host: what xops exec starts there. ok is false for a program that
// there is not. The context ends with the operation's deadline.
type Command func(ctx context.Context, program, arguments string) (stdout, stderr []byte, exitCode int, ok bool)

// OnCommand sets what answers before the few programs that the simulator knows itself. Call it before the host is used.
func (h *Host) OnCommand(run Command) { h.commands = run }

const maxOutput = 1 << 20

// runCommand runs one program, or a line of PowerShell.
func (h *Host) runCommand(ctx context.Context, op resource.Op) resource.Result {
	out := resource.Result{Op: op.ID, Status: resource.Failed}
	var c resource.Props
	if m, ok := op.After["command"].(map[string]any); ok {
		c = m
	}
	var stdout, stderr []byte
	code, ok := 0, true
	if line, isLine := c["powershell"].(string); isLine {
		stdout, stderr, code = h.powershellLine(ctx, line)
	} else {
		stdout, stderr, code, ok = h.program(ctx, c.String("program"), c.String("arguments"))
	}
	if !ok {
		out.Fault = fault(resource.Absent, "0x80070002", "Das System kann die angegebene Datei nicht finden")
		out.Now = resource.Props{}
		return out
	}
	most := maxOutput
	if n := op.Args.Int("max_bytes"); n > 0 {
		most = min(int(n), 4*maxOutput)
	}
	cut := len(stdout) > most || len(stderr) > most
	out.Now = resource.Props{
		"exit_code": int64(code), "cut": cut, "oem_codepage": int64(850), "ansi_codepage": int64(1252),
		"stdout": base64.StdEncoding.EncodeToString(stdout[:min(most, len(stdout))]),
		"stderr": base64.StdEncoding.EncodeToString(stderr[:min(most, len(stderr))]),
	}
	if ctx.Err() != nil {
		out.Now["exit_code"] = nil
		out.Fault = fault(resource.Timeout, "", "the command did not end within its time and was ended")
		return out
	}
	out.Status = resource.Done
	return out
}

var sleeping = regexp.MustCompile(`(?i)^\s*\[threading\.thread\]::sleep\((\d{1,9})\)\s*$`)

// powershellLine runs what plainPowerShell knows, and waits where it is told to.
func (h *Host) powershellLine(ctx context.Context, line string) (stdout, stderr []byte, code int) {
	var out, errs bytes.Buffer
	for _, s := range strings.Split(line, ";") {
		if m := sleeping.FindStringSubmatch(s); m != nil {
			var ms int64
			_, _ = fmt.Sscan(m[1], &ms)
			wait(ctx, time.Duration(ms)*time.Millisecond)
			continue
		}
		code, _ = h.plainPowerShell(s, &out, &errs)
		if code != 0 {
			break
		}
	}
	return out.Bytes(), errs.Bytes(), code
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// program runs a plain program. Text that it makes itself is in code page 850, as a console program's; files come as
// they are.
func (h *Host) program(ctx context.Context, name, arguments string) (stdout, stderr []byte, code int, ok bool) {
	if h.commands != nil {
		if stdout, stderr, code, ok = h.commands(ctx, name, arguments); ok {
			return stdout, stderr, code, true
		}
	}
	short := strings.TrimSuffix(strings.ToLower(name[strings.LastIndexAny(name, `\/`)+1:]), ".exe")
	switch short {
	case "sc", "reg":
		run := map[string]func(string, io.Writer) int{"sc": h.sc, "reg": h.reg}[short]
		var out bytes.Buffer
		code = run(arguments, &out)
		return oem(out.String()), nil, code, true
	case "hostname", "whoami":
	case "cmd":
		line := strings.TrimSpace(strings.TrimPrefix(arguments, "/d "))
		if len(line) < 2 || !strings.EqualFold(line[:2], "/c") {
			return nil, nil, 0, true // it has no input, and ends
		}
		line = strings.TrimSpace(line[2:])
		var listed bytes.Buffer
		if c, known := h.folderCommand(line, &listed); known {
			return oem(listed.String()), nil, c, true
		}
		if path, isType := strings.CutPrefix(line, "type "); isType {
			data, found := h.ReadFile(unquote(strings.TrimSpace(path)))
			if !found {
				return nil, oem("Das System kann die angegebene Datei nicht finden.\r\n"), 1, true
			}
			return data, nil, 0, true
		}
		name, arguments = line, ""
	default:
		return nil, nil, 0, false
	}
	var out, errs bytes.Buffer
	code, _ = h.plainCommand(strings.TrimSpace(name+" "+arguments), &out, &errs)
	return oem(out.String()), oem(errs.String()), code, true
}

// oem is text in code page 850; what it does not have becomes a question mark.
func oem(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := charmap.CodePage850.EncodeRune(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return out
}
