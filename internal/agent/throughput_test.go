package agent

import (
	"context"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestThroughput: a program's output is read as it comes, whatever the agent waits for: while it is not read the
// program stands still. Here each wait of the agent is a minute long; what looked for output only between two of them
// would need hours. How fast it is, bench measures (BenchmarkExecOutput).
func TestThroughput(t *testing.T) {
	alter(t, "$open, 100)", "$open, 60000)", parts["command"])
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	s, err := Open(ctx, agenttest.PwshConn(t), exec.Command, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	var result resource.Result
	err = s.Apply(ctx, []resource.Op{{
		ID: "1", Type: "command", Key: "exec", Args: resource.Props{"deadline_s": int64(200)},
		After: resource.Props{"command": map[string]any{"program": "head", "arguments": "-c 40000000 /dev/zero"}},
	}}, func(r resource.Result) { result = r })
	data, _ := result.Now.Bytes("stdout")
	if err != nil || result.Status != resource.Done || result.Now.Int("exit_code") != 0 || len(data) != 1<<20 ||
		!result.Now.Bool("cut") {
		t.Errorf("%v: %s %v, %d bytes kept, cut: %v", err, result.Status, result.Fault, len(data), result.Now["cut"])
	}
}
