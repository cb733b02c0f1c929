package inventory

import (
	"slices"
	"time"
)

// Contains says whether t lies in the window, by the wall clock of t's own location: pass local time.
// A window over midnight belongs to the day on which it begins. Only what the clock shows counts, so
// a change to or from summer time shortens or lengthens a window but does not shift it.
func (w *Window) Contains(t time.Time) bool {
	now := t.Hour()*60 + t.Minute()
	today := w.onDay(t.Weekday())
	if w.From < w.To {
		return today && w.From <= now && now < w.To
	}
	yesterday := w.onDay((t.Weekday() + 6) % 7)
	return today && now >= w.From || yesterday && now < w.To
}

// onDay says whether the window begins on that day of the week.
func (w *Window) onDay(day time.Weekday) bool {
	return len(w.Days) == 0 || slices.Contains(w.Days, Days[(int(day)+6)%7]) // Days begins with Monday
}

// InWindow says whether changes are allowed at t: in any of the windows, or always if there is none.
func (p *Practice) InWindow(t time.Time) bool {
	if len(p.Windows) == 0 {
		return true
	}
	return slices.ContainsFunc(p.Windows, func(w Window) bool { return w.Contains(t) })
}

// InBackup says whether the practice's backups run at t, and when that is over, in t's location.
func (p *Practice) InBackup(t time.Time) (until time.Time, running bool) {
	for i := range p.Backups {
		w := &p.Backups[i]
		if !w.Contains(t) {
			continue
		}
		end := time.Date(t.Year(), t.Month(), t.Day(), 0, w.To, 0, 0, t.Location())
		if !end.After(t) { // over midnight
			end = time.Date(t.Year(), t.Month(), t.Day()+1, 0, w.To, 0, 0, t.Location())
		}
		return end, true
	}
	return time.Time{}, false
}

// NextWindow is when the next window begins after t, in t's location; false if there is none.
func (p *Practice) NextWindow(t time.Time) (time.Time, bool) {
	var next time.Time
	for i := range p.Windows {
		w := &p.Windows[i]
		for d := range 8 { // this day next week, if today's has begun
			begin := time.Date(t.Year(), t.Month(), t.Day()+d, 0, w.From, 0, 0, t.Location())
			if begin.After(t) && w.onDay(begin.Weekday()) {
				if next.IsZero() || begin.Before(next) {
					next = begin
				}
				break
			}
		}
	}
	return next, !next.IsZero()
}
