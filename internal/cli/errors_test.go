package cli

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
)

func TestExitCodeOf(t *testing.T) {
	mistake := hclx.AsError(hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "S"}}, nil)
	for _, tt := range []struct {
		err  error
		want int
	}{
		{nil, exitDone},
		{exitCode(exitPending), exitPending},
		{errors.Join(errors.New("x"), exitCode(exitFailed)), exitFailed},
		{problem.New(problem.NoCommand), exitUsage},
		{fmt.Errorf("load: %w", mistake), exitUsage},
		{errors.New("disk full"), exitUsage},
		{problem.New(problem.CallCancelled), exitCancelled},
		{fmt.Errorf("stopped: %w", context.Canceled), exitCancelled},
	} {
		if got := exitCodeOf(tt.err); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.err, got, tt.want)
		}
	}
}
