package exec

import (
	"time"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
)

// mandate turns the plan of a practice that has given no mandate into information: its changes stay listed, and
// are never made (DOC-03, A91).
func mandate(h *inventory.Host, p *plan.Host) {
	if h.Practice.Mandate || p.Status != plan.Changes {
		return
	}
	p.Status = plan.Skipped
	p.Error = noMandate(h, "If the practice has given its mandate, set mandate = true in its practice block; otherwise hand over the listed changes.")
}

func noMandate(h *inventory.Host, hint string) *diag.Error {
	return &diag.Error{
		Code:    "no_mandate",
		Summary: "The practice has given no mandate: xops reads here and changes nothing",
		Detail:  "practice " + h.Practice.Name + " has no mandate = true in the inventory",
		Hint:    hint,
	}
}

// closed says that a host's practice has windows and now is in none of them; nil when changes are allowed.
func closed(h *inventory.Host, now time.Time) *diag.Error {
	now = now.Local() // a window is in the operator's time
	if h.Practice.InWindow(now) {
		return nil
	}
	e := &diag.Error{
		Code:    "outside_window",
		Summary: "The practice allows changes at other times only",
		Detail:  "it is " + now.Format("Mon 15:04") + " now, outside of the windows of practice " + h.Practice.Name,
		Hint:    "Run it again within the window.",
	}
	if next, ok := h.Practice.NextWindow(now); ok {
		e.Hint = "Run it again within the window; the next one begins on " + next.Format("Mon 2006-01-02 at 15:04") + "."
	}
	return e
}
