package agent_test

import (
	"os"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

var (
	anna = xexec.Holder{Operator: "anna@büro", Run: "r1"}
	otto = xexec.Holder{Operator: "otto@pc", Run: "r2"}
)

// allowed opens an exchange that may change the host, unless it tells who keeps it from that.
func allowed(t *testing.T, h *agenttest.Host, by xexec.Holder) (*agent.Session, *xexec.Holder) {
	t.Helper()
	ctx, s := open(t, h.Conn(), xexec.Apply)
	held, err := s.Allow(ctx, by)
	if err != nil {
		t.Fatal(err)
	}
	return s, held
}

// TestLockGoesWithTheProcess: a host whose exchange was killed in the middle is free at once.
func TestLockGoesWithTheProcess(t *testing.T) {
	h := agenttest.WindowsHost(t)
	if _, held := allowed(t, h, anna); held != nil {
		t.Fatal(held)
	}
	if _, held := allowed(t, h, otto); held == nil || held.Operator != anna.Operator || held.Run != anna.Run ||
		held.For < 0 || held.For > time.Minute {
		t.Fatalf("held by %+v", held)
	}
	h.Run("taskkill", "/f", "/im", "powershell.exe")
	if _, held := allowed(t, h, otto); held != nil {
		t.Errorf("a dead process holds the host: %+v", held)
	}
}

// TestTaskHoldsTheLock: a program that goes on after its exchange holds the host until it has ended.
func TestTaskHoldsTheLock(t *testing.T) {
	h := agenttest.WindowsHost(t)
	h.WriteFile(`C:\runs`, nil)
	defer func() { _ = os.Remove(h.Local(`C:\runs`)) }() // an exchange's end is waited for with the task's
	s, held := allowed(t, h, anna)
	if held != nil {
		t.Fatal(held)
	}
	own, err := apply(t.Context(), s, script("0", "$PID"))
	if err != nil || own[0].Status != resource.Done {
		t.Fatalf("%+v %v", own, err)
	}
	const key = "c0f0c0f0c0f0c0f3"
	results, err := apply(t.Context(), s, resource.Op{
		ID: "1", Type: "task", Key: key, Before: resource.Props{"started": false},
		After: resource.Props{"started": true},
		Args: resource.Props{"limit_s": int64(600), "command": resource.Props{
			"file": `%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe`, "arguments": []any{
				"-NoProfile", "-Command", `while([IO.File]::Exists('C:\runs')){[Threading.Thread]::Sleep(50)}`,
			},
		}},
	})
	if err != nil || results[0].Status != resource.Done {
		t.Fatalf("%+v %v", results, err)
	}
	h.Run("taskkill", "/f", "/pid", own[0].Now.Strings("output")[0]) // its end would be waited for with the task's
	if _, held := allowed(t, h, otto); held == nil || held.Operator != anna.Operator {
		t.Fatalf("held by %+v", held)
	}
	if err := os.Remove(h.Local(`C:\runs`)); err != nil {
		t.Fatal(err)
	}
	ctx, looks := open(t, h.Conn(), xexec.Observe)
	for {
		a, err := looks.Observe(ctx, []resource.Query{{Type: "task", Key: key}})
		if err != nil || a[0].Fault != nil {
			t.Fatal(a, err)
		}
		if a[0].Items[0].Props["state"] == "done" {
			break
		}
	}
	if _, held := allowed(t, h, otto); held != nil {
		t.Errorf("held by %+v", held)
	}
}
