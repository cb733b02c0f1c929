package step

import (
	"testing"
	"time"
)

func TestMoment(t *testing.T) {
	at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 4000 {
		at = at.Add(389*time.Hour + 61*time.Second)
		if got, ok := moment(at.Format("2006-01-02T15:04:05.000Z")); !ok || got != at.Unix() {
			t.Fatalf("%s is %d, want %d", at, got, at.Unix())
		}
	}
	for _, text := range []string{
		"", "Z", "2026-11-24", "2026-11-24T18:03:05", "2026-11-24T18:03:xxZ", "26-1-2T3:4:5Z",
	} {
		if got, ok := moment(text); ok {
			t.Errorf("%q is %d", text, got)
		}
	}
}
