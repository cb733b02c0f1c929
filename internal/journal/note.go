package journal

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// noteName is a file beside the database that notes how long its chain was after each write: a database that was cut
// off, whose log was lost, or that is empty, looks whole.
const noteName = "journal.head"

// note says how far the chain had come. It is not waited for and may lag behind the database, but is never ahead of it.
type note struct {
	schema  int
	entries int64
	hash    string // of the last entry
}

// String is the note as it stands in its file, always of the same length, with a sum that a torn one does not have.
func (n note) String() string {
	line := fmt.Sprintf("%04d %016d %s", n.schema, n.entries, n.hash)
	sum := sha256.Sum256([]byte(line))
	return line + " " + hex.EncodeToString(sum[:8]) + "\n"
}

// writeNote notes it. That this fails takes nothing away from what is in the database.
func writeNote(dir string, n note) {
	f, err := os.OpenFile(filepath.Join(dir, noteName), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	_, _ = f.WriteAt([]byte(n.String()), 0)
	_ = f.Close()
}

// readNote gives the note of a directory; nil where there is none, or none that can be read.
func readNote(dir string) *note {
	data, err := os.ReadFile(filepath.Join(dir, noteName))
	if err != nil {
		return nil
	}
	n := new(note)
	if _, err := fmt.Sscanf(string(data), "%d %d %64s", &n.schema, &n.entries, &n.hash); err != nil ||
		n.String() != string(data) {
		return nil
	}
	return n
}

// looked checks a database with a log before it is opened to write: that would leave out for good what comes in the log
// behind a damage.
func (n *note) looked(path string) error {
	if info, err := os.Stat(path + "-wal"); n == nil || err != nil || info.Size() == 0 {
		return nil
	}
	q := url.Values{"mode": {"ro"}, "_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: slashed(path), RawQuery: q.Encode()}).String())
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // only read
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // only read
	return n.check(tx)
}

// check says whether a chain has come as far as was noted; without a note it has.
func (n *note) check(tx *sql.Tx) error {
	if n == nil {
		return nil
	}
	hash := ""
	err := tx.QueryRow("SELECT hash FROM chain WHERE seq = ?", n.entries).Scan(&hash)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case hash != n.hash:
		return fmt.Errorf("chain: entry %d is missing", n.entries)
	}
	return nil
}
