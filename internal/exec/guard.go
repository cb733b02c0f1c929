package exec

import (
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
)

// Guard says why a host must not be changed now; nil when it may. It is asked before every exchange that can change
// something, whoever wants the change: a plan, a saved one, a command, a run that takes another one back.
func (r *Runner) Guard(h *inventory.Host) *plan.Reason {
	if !h.Practice.Mandate { // DOC-03, A91
		return &plan.Reason{Code: plan.ReasonNoMandate, Values: map[string]string{"practice": h.Practice.Name}}
	}
	now := r.Clock().Local() // a window is in the operator's time
	if !h.Practice.InWindow(now) {
		reason := &plan.Reason{
			Code: plan.ReasonWindow, Detail: now.Format("2006-01-02 15:04"),
			Values: map[string]string{"practice": h.Practice.Name},
		}
		if next, ok := h.Practice.NextWindow(now); ok {
			reason.Until = next.Format(time.RFC3339)
		}
		return reason
	}
	if until, running := h.Practice.InBackup(now); running {
		return &plan.Reason{
			Code: plan.ReasonBackup, Detail: now.Format("2006-01-02 15:04"), Until: until.Format(time.RFC3339),
			Values: map[string]string{"practice": h.Practice.Name},
		}
	}
	return nil
}
