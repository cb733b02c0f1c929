package agent

import (
	"encoding/json"
	"testing"

	"github.com/xops-dev/xops/internal/agent/agenttest"
)

// TestTaskOutput: what runs as a task writes as much as it likes without being held up, and what it wrote last is kept.
// Between two reads of 8 KiB there was a sleep: ten million bytes were ended after 40 s, and now they take 4.
func TestTaskOutput(t *testing.T) {
	h := agenttest.WindowsHost(t)
	h.WriteFile(`C:\viel.ps1`, []byte("$out = [Console]::OpenStandardOutput()\r\n"+
		"$bytes = [Text.Encoding]::ASCII.GetBytes(\"eine Zeile`n\" * 6000)\r\n"+
		"foreach ($i in 1..152) { $out.Write($bytes, 0, $bytes.Length) }\r\n[Console]::Out.WriteLine('zuletzt')\r\n"))
	h.WriteFile(`C:\task\task.json`, []byte(`{"file":"powershell.exe","arguments":["-NoProfile","-File",`+
		`"C:\\viel.ps1"],"raw_tail":"","working_dir":"C:\\","limit_s":40,"linger_s":1,"retry_s":1}`))
	h.Script("Set-StrictMode -Version 2\n$ascii = [Text.Encoding]::ASCII\n" +
		"$invariant = [Globalization.CultureInfo]::InvariantCulture\n" +
		newPart("all", "json", "native", "taskrun").text + "Invoke-Task 'C:\\task'\n")
	data := h.ReadFile(`C:\task\result.json`)
	var result struct {
		State  string
		Exit   int `json:"exit_code"`
		Output []string
	}
	if err := json.Unmarshal(data, &result); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	n := len(result.Output)
	if result.State != "done" || result.Exit != 0 || n != 60 || result.Output[n-1] != "zuletzt" ||
		result.Output[0] != "eine Zeile" {
		t.Errorf("%s", data)
	}
}
