package winrm

import (
	"context"
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
)

// TestSilenceHasOneCause: whichever of the two limits strikes first, a host that never answers is slow.
func TestSilenceHasOneCause(t *testing.T) {
	cfg := &Config{Address: "10.20.30.5", Port: 5985}
	socket := &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}
	for _, err := range []error{
		context.DeadlineExceeded, socket, fmt.Errorf("no answer within 20s: %w", socket),
	} {
		if got := inspectError(t.Context(), cfg, err); !problem.Is(got, problem.Slow) {
			t.Errorf("%v: %v", err, got)
		}
	}
	if got := inspectError(t.Context(), cfg, net.ErrClosed); !problem.Is(got, problem.ConnectionLost) {
		t.Errorf("%v", got)
	}
}
