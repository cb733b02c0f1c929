package agent_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestTaskIsPlain: the scheduled task is there for everybody to see and starts a file as a server's own policy allows
// it, without any bypass; only where group policy demands signatures it starts the same text another way.
func TestTaskIsPlain(t *testing.T) {
	h := agenttest.WindowsHost(t)
	ctx, s := open(t, h.Conn(), xexec.Apply)
	run := func(id, key string) string {
		t.Helper()
		results, err := apply(ctx, s, resource.Op{
			ID: id, Type: "task", Key: key, Before: resource.Props{"started": false},
			After: resource.Props{"started": true},
			Args: resource.Props{"limit_s": int64(60), "command": resource.Props{
				"file": `%SystemRoot%\System32\cmd.exe`, "arguments": []any{"/c", "exit 3"},
			}},
		})
		if err != nil || len(results) != 1 || results[0].Status != resource.Done {
			t.Fatalf("%+v %v", results, err)
		}
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			a, err := s.Observe(ctx, []resource.Query{{Type: "task", Key: key}})
			if err != nil || a[0].Fault != nil {
				t.Fatal(a, err)
			}
			if p := a[0].Items[0].Props; p["state"] != "running" {
				if p["state"] != "done" || p.Int("exit_code") != 3 {
					t.Fatalf("%v", p)
				}
				break
			}
		}
		return h.Script("$s = New-Object -ComObject Schedule.Service\r\n$s.Connect()\r\n" +
			"$s.GetFolder('\\xops').GetTask('" + key + "').Xml")
	}
	const file = `\xops\tasks\c0f0c0f0c0f0c0f1\run.ps1"`
	if xml := run("1", "c0f0c0f0c0f0c0f1"); !strings.Contains(xml, "-ExecutionPolicy RemoteSigned -File ") ||
		!strings.Contains(strings.ReplaceAll(xml, "&quot;", `"`), file) || strings.Contains(xml, "<Hidden>true") ||
		strings.Contains(xml, "Bypass") || strings.Contains(xml, "ScriptBlock") {
		t.Error(xml)
	}
	h.SetRegistry(`SOFTWARE\Policies\Microsoft\Windows\PowerShell`, "EnableScripts", "DWord", "1")
	h.SetRegistry(`SOFTWARE\Policies\Microsoft\Windows\PowerShell`, "ExecutionPolicy", "String", "'AllSigned'")
	if xml := run("2", "c0f0c0f0c0f0c0f2"); !strings.Contains(xml, "ScriptBlock") || strings.Contains(xml, "Bypass") ||
		strings.Contains(xml, "-File") {
		t.Error(xml)
	}
}
