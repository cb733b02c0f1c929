package agent

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestThroughput: a program's output is read as fast as it comes; while it is not read the program stands still. What
// slept between two pieces came to 0.6 MB/s here, and to 0.05 on the practice Windows, whose pipes are smaller.
func TestThroughput(t *testing.T) {
	const megabytes = 40
	rate := throughput(t, agenttest.PwshConn(t), "head", "-c 40000000 /dev/zero", megabytes)
	if rate < 2 {
		t.Errorf("%.2f MB/s", rate)
	}
}

// TestThroughputOnWindows shows the figure; how fast that machine is depends on what else runs.
func TestThroughputOnWindows(t *testing.T) {
	h := agenttest.WindowsHost(t)
	h.WriteFile(`C:\big.txt`, bytes.Repeat([]byte(strings.Repeat("x", 98)+"\r\n"), 20_000))
	if rate := throughput(t, h.Conn(), "cmd.exe", `/c type C:\big.txt`, 2); rate <= 0 {
		t.Errorf("%.2f MB/s", rate)
	}
}

// throughput runs a program that writes so many megabytes, and gives how many a second were read.
func throughput(t *testing.T, conn *agenttest.Conn, program, arguments string, megabytes float64) float64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	s, err := Open(ctx, conn, exec.Command, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	run := func(id, arguments string) (result resource.Result, took time.Duration) {
		t.Helper()
		begun := time.Now()
		err := s.Apply(ctx, []resource.Op{{
			ID: id, Type: "command", Key: "exec",
			After: resource.Props{"command": map[string]any{"program": program, "arguments": arguments}},
		}}, func(r resource.Result) { result = r })
		if err != nil || result.Status != resource.Done {
			t.Fatalf("%v %+v %v", err, result, result.Fault)
		}
		return result, time.Since(begun)
	}
	run("1", "/c exit") // the first one loads more
	result, took := run("2", arguments)
	data, _ := result.Now.Bytes("stdout")
	if len(data) != 1<<20 || !result.Now.Bool("cut") {
		t.Errorf("%d bytes kept, cut: %v", len(data), result.Now["cut"])
	}
	t.Logf("%.0f MB in %s: %.1f MB/s", megabytes, took, megabytes/took.Seconds())
	return megabytes / took.Seconds()
}
