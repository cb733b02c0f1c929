package exec

import (
	"slices"
	"strings"
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
	p.Error = &diag.Error{
		Code:    "no_mandate",
		Summary: "The practice has given no mandate: xops reads here and changes nothing",
		Detail:  "practice " + h.Practice.Name + " has no mandate = true in the inventory",
		Hint:    "If the practice has given its mandate, set mandate = true in its practice block; otherwise hand over the listed changes.",
	}
}

// closed says that a host's practice has windows and now is in none of them; nil when changes are allowed.
func closed(h *inventory.Host, now time.Time) *diag.Error {
	windows := h.Practice.Windows
	if len(windows) == 0 || slices.ContainsFunc(windows, func(w inventory.Window) bool { return within(w, now) }) {
		return nil
	}
	texts := make([]string, len(windows))
	for i, w := range windows {
		texts[i] = describeWindow(w)
	}
	return &diag.Error{
		Code:    "outside_window",
		Summary: "Changes are not allowed here at this time",
		Detail:  "it is " + now.Format("Mon 15:04") + "; practice " + h.Practice.Name + " allows " + strings.Join(texts, ", and "),
		Hint:    "Run it again within the window.",
	}
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// within says whether a time of day and week lies in a window. A window that ends before it begins goes over midnight and
// belongs to the day on which it begins; one that ends when it begins lasts a day.
func within(w inventory.Window, t time.Time) bool {
	minute := t.Hour()*60 + t.Minute()
	on := func(d time.Weekday) bool { return len(w.Days) == 0 || slices.Contains(w.Days, weekdays[d]) }
	today, yesterday := t.Weekday(), (t.Weekday()+6)%7
	if w.From < w.To {
		return on(today) && minute >= w.From && minute < w.To
	}
	return on(today) && minute >= w.From || on(yesterday) && minute < w.To
}

func describeWindow(w inventory.Window) string {
	clock := func(m int) string { return time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04") }
	days := "every day"
	if len(w.Days) > 0 {
		days = strings.Join(w.Days, " ")
	}
	return days + " " + clock(w.From) + "–" + clock(w.To)
}
