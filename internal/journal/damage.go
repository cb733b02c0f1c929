package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
)

// told is the error of a write as others get it: one of the database itself is told from one of what was to be written.
func told(err error) error {
	var e *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e) && e.Code()&0xff != sqlite3.SQLITE_CONSTRAINT:
		return fmt.Errorf("journal: %w: %w", exec.ErrUnwritable, err)
	}
	return fmt.Errorf("journal: %w", err)
}

// read is the error of reading as others get it: a journal that is not what xops has written is said to be damaged.
func (j *Journal) read(err error) error {
	switch {
	case err == nil:
		return nil
	case damage(err):
		return damaged(filepath.Join(j.dir, fileName), err)
	}
	return fmt.Errorf("journal: %w", err)
}

// opened is the error of opening as others get it.
func opened(path string, err error) error {
	var e *sqlite.Error
	switch {
	case err == nil:
		return nil
	case damage(err), errors.As(err, &e) && e.Code() == sqlite3.SQLITE_READONLY: // its file is not: its head says so
		return damaged(path, err)
	}
	return problem.Or(err, problem.JournalOpen, "file", path)
}

func damaged(path string, err error) *problem.Problem {
	return problem.New(problem.JournalDamaged, "file", path).Because(err)
}

// damage says whether an error means that a journal is not what xops has written. Every error does that is neither a
// problem of its own, nor one of this computer: what was read makes no sense.
func damage(err error) bool {
	var p *problem.Problem
	var e *sqlite.Error
	switch {
	case err == nil, errors.As(err, &p), errors.Is(err, ErrNoRun), errors.Is(err, ErrClosed),
		errors.Is(err, sql.ErrConnDone), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case !errors.As(err, &e):
		return true
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
		sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
		sqlite3.SQLITE_PROTOCOL:
		return false
	case sqlite3.SQLITE_IOERR:
		return e.Code() == sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return true
}

// busy says whether an error means that another process has the database.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}
