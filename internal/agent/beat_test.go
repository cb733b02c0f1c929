package agent

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// beaten makes a file as soon as a host says that it is still at it.
type beaten struct {
	transport.Conn
	file string
}

type beatenProcess struct {
	transport.Process
	file string
}

func (b beaten) Start(ctx context.Context, line string) (transport.Process, error) {
	p, err := b.Conn.Start(ctx, line)
	return beatenProcess{p, b.file}, err
}

func (p beatenProcess) Receive(ctx context.Context) ([]byte, error) {
	piece, err := p.Process.Receive(ctx)
	if bytes.Contains(piece, []byte(`{"t":"beat"}`)) {
		if err := os.WriteFile(p.file, nil, 0o644); err != nil {
			return nil, err
		}
	}
	return piece, err
}

// waits is PowerShell that goes on when there is a file.
func waits(file string) string {
	return fmt.Sprintf("while (-not [IO.File]::Exists('%s')) { [Threading.Thread]::Sleep(20) }", file)
}

// beats runs a change that ends only when its beat has arrived.
func beats(t *testing.T, conn transport.Conn, file string, op resource.Op) {
	t.Helper()
	alter(t, "10000, 10000))", "50, 50))", parts["change"])
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := Open(ctx, beaten{conn, file}, exec.Apply, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	op.ID = "1"
	err = s.Apply(ctx, []resource.Op{op}, func(r resource.Result) {
		if r.Status != resource.Done {
			t.Errorf("%+v %v", r, r.Fault)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBeat(t *testing.T) {
	file := filepath.Join(t.TempDir(), "beat")
	beats(t, agenttest.PwshConn(t), file, resource.Op{
		Type: "script", Key: "step.script.x", After: resource.Props{"script": waits(file)},
	})
}

// TestBeatOfOneCall: Windows hands a list down to all that is below in one call.
func TestBeatOfOneCall(t *testing.T) {
	h := agenttest.WindowsHost(t)
	h.MakeFolder(`C:\Baum`)
	const set = "$info.SetAccessControl($x.Security)"
	alter(t, set, waits(`C:\beat`)+"\n"+set, parts["permissionwrite"])
	const entry = "allow|S-1-5-32-546|OICI"
	beats(t, h.Conn(), h.Local(`C:\beat`), resource.Op{
		Type: "permission", Key: `C:\Baum`, Before: resource.Props{entry: nil},
		After: resource.Props{entry: int64(0x1301bf)},
	})
}
