package exec

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"
)

// NewRunID gives a run's id: its UTC time, so that ids sort, and five random characters, so that
// two runs begun in one second differ. 20261124-150419-k7q2m
func NewRunID(now time.Time) string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // crypto/rand does not fail: it ends the program instead
	tail := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
	return now.UTC().Format("20060102-150405-") + tail[:5]
}
