package step

import (
	"strconv"
	"strings"
)

// moment is a time of the protocol (2026-11-24T18:03:05.123Z, always UTC) in seconds since 1970; ok is false for what
// is none. There is no clock here: what is an age is the difference of two answers of the host.
func moment(text string) (seconds int64, ok bool) {
	text, utc := strings.CutSuffix(text, "Z")
	text, _, _ = strings.Cut(text, ".")
	fields := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == 'T' || r == ':' })
	if !utc || len(fields) != 6 || len(text) != len("2006-01-02T15:04:05") {
		return 0, false
	}
	var n [6]int64
	for i, f := range fields {
		v, err := strconv.ParseInt(f, 10, 32)
		if err != nil || v < 0 {
			return 0, false
		}
		n[i] = v
	}
	// A year that begins with March has its leap day at its end.
	year, month := n[0], n[1]-3
	if month < 0 {
		year, month = year-1, month+12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + n[2] - 1
	const before1970 = 719468
	return (days-before1970)*86400 + n[3]*3600 + n[4]*60 + n[5], true
}

// hostNow is the host's own time; ok is false where it cannot be told.
func hostNow(w World) (seconds int64, ok bool, err error) {
	items, err := quiet(w, osQuery)
	if err != nil || len(items) == 0 {
		return 0, false, err
	}
	seconds, ok = moment(items[0].Props.String("time"))
	return seconds, ok, nil
}
