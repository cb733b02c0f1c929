package journal

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// migrations make the schema; each is applied once, in order. A journal's version is how many it has had.
// Times are UTC text, property sets are JSON (props.go).
var migrations = []string{`
CREATE TABLE runs (
	id        TEXT PRIMARY KEY,
	command   TEXT NOT NULL,
	operator  TEXT NOT NULL,
	playbooks TEXT NOT NULL,
	started   TEXT NOT NULL,
	ended     TEXT,
	status    TEXT NOT NULL
) STRICT;
CREATE TABLE hosts (
	run      TEXT NOT NULL REFERENCES runs(id),
	host     TEXT NOT NULL,
	position INTEGER NOT NULL,
	title    TEXT NOT NULL DEFAULT '',
	status   TEXT,                      -- NULL: its work has not ended
	error    TEXT,
	ended    TEXT,
	duration_ms INTEGER NOT NULL DEFAULT 0,
	requests INTEGER NOT NULL DEFAULT 0,
	starts   INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (run, host)
) STRICT, WITHOUT ROWID;
CREATE TABLE operations (
	run        TEXT NOT NULL,
	host       TEXT NOT NULL,
	seq        INTEGER NOT NULL,        -- the order in which they were intended
	id         TEXT NOT NULL,
	reverts    TEXT,                    -- the operation that this one takes back
	playbook   TEXT NOT NULL,           -- empty if the run has only one
	step       TEXT NOT NULL,
	title      TEXT NOT NULL,
	kind       TEXT NOT NULL,
	action     TEXT NOT NULL,
	on_error   TEXT NOT NULL,
	stage      INTEGER NOT NULL,
	type       TEXT NOT NULL,
	key        TEXT NOT NULL,
	shown_before TEXT NOT NULL,         -- what a person sees
	shown_after  TEXT NOT NULL,
	before     TEXT NOT NULL,           -- what is sent: all that taking back needs
	after      TEXT NOT NULL,
	args       TEXT NOT NULL,
	reversible INTEGER NOT NULL,
	intended   TEXT NOT NULL,
	ended      TEXT,
	status     TEXT,                    -- NULL: sent, or about to be, and no outcome is known
	now        TEXT,
	fault      TEXT,
	PRIMARY KEY (run, host, seq),
	UNIQUE (run, host, id),
	FOREIGN KEY (run, host) REFERENCES hosts(run, host)
) STRICT, WITHOUT ROWID;
CREATE TABLE blobs (
	sha256 TEXT PRIMARY KEY,
	data   BLOB NOT NULL
) STRICT;
`, `
ALTER TABLE runs ADD COLUMN plan TEXT REFERENCES blobs(sha256); -- the reviewed document; NULL: exec, or of an older xops
ALTER TABLE runs ADD COLUMN digest TEXT NOT NULL DEFAULT '';    -- of the document
ALTER TABLE runs ADD COLUMN undoes TEXT;                        -- the run that this one takes back
ALTER TABLE hosts ADD COLUMN reason TEXT;                       -- why nothing, or no more, was done
ALTER TABLE hosts ADD COLUMN owed TEXT;                         -- restarts that were not made although they are due
ALTER TABLE operations ADD COLUMN section TEXT NOT NULL DEFAULT '';
CREATE TABLE due (
	host  TEXT NOT NULL,
	type  TEXT NOT NULL,
	canonical TEXT NOT NULL,
	key   TEXT NOT NULL,
	run   TEXT NOT NULL,                -- that owes it
	step  TEXT NOT NULL,
	PRIMARY KEY (host, type, canonical)
) STRICT, WITHOUT ROWID;
`, `
ALTER TABLE runs ADD COLUMN rollout TEXT NOT NULL DEFAULT ''; -- the batches: 1 → 4 → 34
CREATE TABLE chain (
	seq    INTEGER PRIMARY KEY,         -- from 1, without a gap
	tbl    TEXT NOT NULL,
	key    TEXT NOT NULL,               -- of the row, a JSON array
	digest TEXT NOT NULL,               -- of the row; empty: it is gone
	hash   TEXT NOT NULL                -- over this entry and the hash of the one before
) STRICT;
`, `
CREATE TABLE pruned (
	id       INTEGER PRIMARY KEY,
	at       TEXT NOT NULL,
	operator TEXT NOT NULL,
	before   TEXT NOT NULL,             -- runs that had ended by then
	runs     TEXT NOT NULL,             -- their ids, a JSON array
	removed  INTEGER NOT NULL,          -- how many rows they were
	head     TEXT NOT NULL              -- of the chain until then
) STRICT;
`}

// chained is the schema from which on rows are sealed.
const chained = 3

// migrate brings the schema up to date. Another process may be doing the same at the same time.
func migrate(db *sql.DB, path string, noted *note) error {
	late := time.After(busyTimeout)
	for {
		err := migrateOnce(db, path, noted)
		if !busy(err) {
			return opened(path, err)
		}
		select {
		case <-late:
			return opened(path, err)
		case <-time.After(20 * time.Millisecond): // changing to WAL does not wait for another process by itself
		}
	}
}

func migrateOnce(db *sql.DB, path string, noted *note) error {
	tx, err := db.Begin() // immediate: it waits for others here
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	var version int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch newer := version > len(migrations); {
	case version < 0, newer && noted != nil && noted.schema <= len(migrations):
		return fmt.Errorf("schema %d", version) // nobody has written that
	case newer:
		return problem.New(problem.JournalNewer, "file", path, "schema", strconv.Itoa(version), "known",
			strconv.Itoa(len(migrations)))
	}
	for ; version < len(migrations); version++ {
		if _, err := tx.Exec(migrations[version]); err != nil {
			return fmt.Errorf("schema %d: %w", version+1, err)
		}
		if version+1 == chained {
			if err := adopt(tx); err != nil {
				return err
			}
		}
	}
	if err := noted.check(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}
