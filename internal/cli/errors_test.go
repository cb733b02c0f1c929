package cli

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

func TestExitCodeOf(t *testing.T) {
	mistake := hclx.AsError(hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "S"}}, nil)
	for _, tt := range []struct {
		err  error
		want int
	}{
		{nil, plan.ExitDone},
		{exitCode(plan.ExitPending), plan.ExitPending},
		{errors.Join(errors.New("x"), exitCode(plan.ExitFailed)), plan.ExitFailed},
		{problem.New(problem.NoCommand), plan.ExitUsage},
		{fmt.Errorf("load: %w", mistake), plan.ExitUsage},
		{errors.New("disk full"), plan.ExitUsage},
		{problem.New(problem.CallCancelled), plan.ExitCancelled},
		{fmt.Errorf("stopped: %w", context.Canceled), plan.ExitCancelled},
	} {
		if got := exitCodeOf(tt.err); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.err, got, tt.want)
		}
	}
}
