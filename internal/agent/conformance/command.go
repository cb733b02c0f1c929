package conformance

import (
	"bytes"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
)

// oemText is what the command cases read: "Größe: Ä\r\n" in code page 850.
var oemText = []byte("Gr\x94\xe1e: \x8e\r\n")

const oemFile = `C:\Conf2\oem.txt`

// commands are what xops exec sends.
func (s *suite) commands(t *testing.T) {
	run := func(command obj, args resource.Props) resource.Result {
		return s.batch(t, resource.Op{
			Type: "command", Key: "exec", After: obj{"command": map[string]any(command)},
			Args: args,
		})[0]
	}
	program := func(name, arguments string) obj { return obj{"program": name, "arguments": arguments} }
	bytesOf := func(r resource.Result, name string) []byte {
		t.Helper()
		data, ok := r.Now.Bytes(name)
		if !ok {
			t.Fatalf("no bytes in %s of %v (%s, %v)", name, r.Now, r.Status, r.Fault)
		}
		return data
	}

	want(t, run(program("cmd", "/c exit 5"), nil), resource.Done, obj{"exit_code": 5, "cut": false})

	r := run(program("cmd.exe", "/c type "+oemFile), nil)
	want(t, r, resource.Done, obj{"exit_code": 0})
	if got := bytesOf(r, "stdout"); !bytes.Equal(got, oemText) {
		t.Errorf("the bytes %q came as %q", oemText, got)
	}
	r = run(program("cmd.exe", "/c type "+oemFile), resource.Props{"max_bytes": int64(4)})
	want(t, r, resource.Done, obj{"exit_code": 0, "cut": true})
	if got := bytesOf(r, "stdout"); !bytes.Equal(got, oemText[:4]) {
		t.Errorf("four bytes of %q are %q", oemText, got)
	}

	r = run(program("no-such-program-of-xops", ""), nil)
	want(t, r, resource.Failed, nil)
	wantFault(t, r.Fault, resource.Absent)

	r = run(obj{"powershell": "'Größe €'; exit 3"}, nil)
	want(t, r, resource.Done, obj{"exit_code": 3})
	if got := bytesOf(r, "stdout"); string(bytes.TrimSpace(got)) != "Größe €" {
		t.Errorf("PowerShell's text came as %q", got)
	}

	r = run(obj{"powershell": "'vorher'; [Threading.Thread]::Sleep(60000)"}, resource.Props{"deadline_s": int64(4)})
	want(t, r, resource.Failed, obj{"exit_code": nil})
	wantFault(t, r.Fault, resource.Timeout)
}
