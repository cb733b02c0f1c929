package agent_test

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/resource"
)

// TestAllow: an exchange that has looked is sent nothing that writes until it is allowed to, refuses to write until
// then, and afterwards is sent the writing parts alone. Nothing makes one that changes out of any other.
func TestAllow(t *testing.T) {
	h := agenttest.WindowsHost(t)
	const file = `C:\conf\a.ini`
	h.WriteFile(file, []byte("alt"))
	conn := &recorder{Conn: h.Conn()}
	ctx := t.Context()
	s, err := agent.Open(ctx, conn, xexec.Observe, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	sent := func() string {
		conn.mu.Lock()
		defer conn.mu.Unlock()
		defer conn.sent.Reset()
		return withoutSource(conn.sent.String())
	}
	write := func(id string) resource.Result {
		t.Helper()
		results, err := apply(ctx, s, resource.Op{
			ID: id, Type: "file", Key: file, Before: resource.Props{"content": resource.Encode([]byte("alt"))},
			After: resource.Props{"content": resource.Encode([]byte("neu"))},
		})
		if err != nil || len(results) != 1 {
			t.Fatal(results, err)
		}
		return results[0]
	}
	if _, err := s.Observe(ctx, []resource.Query{{Type: "file", Key: file}}); err != nil {
		t.Fatal(err)
	}
	if r := write("1"); r.Status != resource.Failed || r.Fault.Code != resource.Refused {
		t.Errorf("%+v", r)
	}
	by := xexec.Holder{Operator: "anna@büro", Run: "r1"}
	if before := sent(); strings.Contains(before, "<change.ps1>") {
		t.Errorf("what writes was sent before it was allowed:\n%s", before)
	}
	if held, err := s.Allow(ctx, by); err != nil || held != nil {
		t.Fatal(held, err)
	}
	allowed := sent()
	if open, part := strings.Index(allowed, `"mode":"apply"`), strings.Index(allowed, "<change.ps1>"); open < 0 ||
		part < open || strings.Contains(allowed, "<filewrite.ps1>") {
		t.Errorf("what writes was sent before it was allowed:\n%s", allowed)
	}
	if r := write("2"); r.Status != resource.Done || string(h.ReadFile(file)) != "neu" {
		t.Errorf("%+v", r)
	}
	if _, err := s.Observe(ctx, []resource.Query{{Type: "file", Key: file}}); err != nil {
		t.Fatal(err)
	}
	text := allowed + sent()
	for part, want := range map[string]int{"change": 1, "lock": 1, "filewrite": 1, "file": 0, "core": 0, "path": 0} {
		if n := strings.Count(text, "<"+part+".ps1>"); n != want {
			t.Errorf("%s was sent %d times:\n%s", part, n, text)
		}
	}
	_, err = s.Allow(ctx, by)
	problemtest.Told(t, err, problem.AnswerSenseless)
}
