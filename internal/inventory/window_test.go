package inventory

import (
	"testing"
	"time"
)

// berlin has summer time.
func berlin(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("this computer has no time zone database:", err)
	}
	return loc
}

func TestWindowContains(t *testing.T) {
	night := Window{Days: []string{"wed", "sat"}, From: 19 * 60, To: 6 * 60}
	day := Window{Days: []string{"mon"}, From: 8 * 60, To: 12*60 + 30}
	always := Window{From: 0, To: 24 * 60}
	early := Window{Days: []string{"sun"}, From: 0, To: 60}
	never := Window{Days: []string{"never"}, From: 0, To: 24 * 60}
	for _, tc := range []struct {
		name   string
		window Window
		at     string // 2026-11-23 is a Monday
		want   bool
	}{
		{"before it begins", night, "2026-11-25 18:59", false},
		{"the first minute", night, "2026-11-25 19:00", true},
		{"before midnight", night, "2026-11-25 23:59", true},
		{"midnight", night, "2026-11-26 00:00", true},
		{"the last minute", night, "2026-11-26 05:59", true},
		{"the end", night, "2026-11-26 06:00", false},
		{"the morning of its own day belongs to the day before", night, "2026-11-25 05:00", false},
		{"the next evening", night, "2026-11-26 20:00", false},
		{"Saturday into Sunday", night, "2026-11-29 03:00", true},
		{"Sunday into Monday", night, "2026-11-30 03:00", false},
		{"a day", day, "2026-11-23 08:00", true},
		{"within the hour", day, "2026-11-23 12:29", true},
		{"a day's end", day, "2026-11-23 12:30", false},
		{"another day", day, "2026-11-24 09:00", false},
		{"always, begin", always, "2026-11-24 00:00", true},
		{"always, end", always, "2026-11-24 23:59", true},
		{"Sunday's first hour", early, "2026-11-29 00:30", true},
		{"Monday's first hour", early, "2026-11-30 00:30", false},
		{"a window that could not be read", never, "2026-11-24 12:00", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			at, err := time.Parse("2006-01-02 15:04", tc.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := tc.window.Contains(at); got != tc.want {
				t.Errorf("%s: %t", at.Format("Mon 15:04"), got)
			}
		})
	}
}

// In the night to 2026-03-29 the clock goes from 02:00 to 03:00, in that to 2026-10-25 from 03:00 back to 02:00.
func TestWindowSummerTime(t *testing.T) {
	loc := berlin(t)
	w := Window{Days: []string{"sat"}, From: 19 * 60, To: 6 * 60}
	for _, begin := range []time.Time{
		time.Date(2026, 3, 28, 19, 0, 0, 0, loc), time.Date(2026, 10, 24, 19, 0, 0, 0, loc),
	} {
		for at := begin.Add(-time.Hour); at.Before(begin.Add(14 * time.Hour)); at = at.Add(time.Minute) {
			want := at.Day() == begin.Day() && at.Hour() >= 19 || at.Day() != begin.Day() && at.Hour() < 6
			if got := w.Contains(at); got != want {
				t.Fatalf("%s: %t", at, got)
			}
		}
	}
	hour := Window{Days: []string{"sun"}, From: 2 * 60, To: 3 * 60}
	open := 0
	for at := time.Date(2026, 10, 25, 0, 0, 0, 0, loc); at.Day() == 25; at = at.Add(time.Minute) {
		if hour.Contains(at) {
			open++
		}
	}
	if open != 120 {
		t.Errorf("the hour that comes twice is open for %d minutes", open)
	}
}

func TestInWindow(t *testing.T) {
	at := time.Date(2026, 11, 25, 20, 0, 0, 0, time.UTC) // Wednesday
	for name, tc := range map[string]struct {
		windows []Window
		want    bool
		next    string
	}{
		"none":   {nil, true, ""},
		"open":   {[]Window{{Days: []string{"wed"}, From: 19 * 60, To: 6 * 60}}, true, "2026-12-02 19:00"},
		"closed": {[]Window{{Days: []string{"mon"}, From: 19 * 60, To: 6 * 60}}, false, "2026-11-30 19:00"},
		"second": {
			[]Window{{Days: []string{"mon"}, From: 0, To: 60}, {From: 20 * 60, To: 21 * 60}},
			true,
			"2026-11-26 20:00",
		},
		"later":      {[]Window{{From: 22 * 60, To: 23 * 60}}, false, "2026-11-25 22:00"},
		"unreadable": {[]Window{{Days: []string{"never"}}}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := &Practice{Windows: tc.windows}
			if got := p.InWindow(at); got != tc.want {
				t.Errorf("InWindow: %t", got)
			}
			next, ok := p.NextWindow(at)
			got := ""
			if ok {
				got = next.Format("2006-01-02 15:04")
			}
			if got != tc.next {
				t.Errorf("NextWindow: got %s, want %s", got, tc.next)
			}
		})
	}
}

func TestNextWindowSummerTime(t *testing.T) {
	loc := berlin(t)
	p := &Practice{Windows: []Window{{Days: []string{"sun"}, From: 6 * 60, To: 7 * 60}}}
	next, ok := p.NextWindow(time.Date(2026, 3, 28, 12, 0, 0, 0, loc))
	if want := time.Date(2026, 3, 29, 6, 0, 0, 0, loc); !ok || !next.Equal(want) {
		t.Errorf("got %s, want %s", next, want)
	}
}

func TestInBackup(t *testing.T) {
	p := &Practice{Backups: []Window{
		{Days: []string{"mon"}, From: 20 * 60, To: 4 * 60}, {From: 12 * 60, To: 13 * 60},
	}}
	for _, c := range []struct{ at, until string }{ // 2026-11-23 is a Monday
		{"2026-11-23 19:59", ""},
		{"2026-11-23 20:00", "2026-11-24 04:00"},
		{"2026-11-24 03:59", "2026-11-24 04:00"},
		{"2026-11-24 04:00", ""},
		{"2026-11-25 12:30", "2026-11-25 13:00"},
		{"2026-11-25 21:00", ""},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, berlin(t))
		if err != nil {
			t.Fatal(err)
		}
		until, running := p.InBackup(at)
		if got := until.Format("2006-01-02 15:04"); running != (c.until != "") || running && got != c.until {
			t.Errorf("%s: %v until %s, want %q", c.at, running, got, c.until)
		}
	}
}
