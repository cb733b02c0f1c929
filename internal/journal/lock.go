package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
)

// A run's lock file is locked by the process that works on it. The system releases the lock when the process ends,
// however it ends, so that a run which claims to be running and whose lock is free was interrupted.
const lockDir = "running"

// use locks the journal of a directory until the file is closed: for who works with it together with others, or alone.
func use(dir string, alone bool) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "journal.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, problem.New(problem.StateFolder).Because(err)
	}
	if err := lockFile(f, alone); err != nil {
		_ = f.Close()
		return nil, problem.New(problem.JournalInUse, "file", filepath.Join(dir, fileName)).Because(err)
	}
	return f, nil
}

func (j *Journal) lockPath(run string) string { return filepath.Join(j.dir, lockDir, run) }

// acquire locks a run for this process.
func (j *Journal) acquire(run string) error {
	f, err := os.OpenFile(j.lockPath(run), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if err := lockFile(f, true); err != nil {
		_ = f.Close()
		return fmt.Errorf("journal: run %s cannot be locked for this process: %w", run, err)
	}
	j.lockMu.Lock()
	j.locks[run] = f
	j.lockMu.Unlock()
	return nil
}

// release gives the lock up. An error does not matter: a file that stays behind is not locked.
func (j *Journal) release(run string, f *os.File) {
	delete(j.locks, run)
	_ = f.Close()
	_ = os.Remove(j.lockPath(run))
}

// alive says whether a process works on the run.
func (j *Journal) alive(run string) bool {
	f, err := os.Open(j.lockPath(run))
	if err != nil {
		return false
	}
	defer f.Close()
	return lockFile(f, false) != nil // shared, so that two readers do not take each other for the worker
}

// Working is who changes a host now in another run than this one, by a process of this computer: something was about to
// be sent there and its turn has not ended. nil: nobody does.
func (j *Journal) Working(ctx context.Context, host, run string) (*exec.Holder, error) {
	entries, err := os.ReadDir(filepath.Join(j.dir, lockDir))
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	for _, e := range entries {
		if e.Name() == run || !j.alive(e.Name()) {
			continue
		}
		by := &exec.Holder{Run: e.Name()}
		var since sql.NullString
		err := j.db.QueryRowContext(ctx, `SELECT r.operator, (SELECT min(o.intended) FROM operations o
				WHERE o.run = h.run AND o.host = h.host)
			FROM hosts h JOIN runs r ON r.id = h.run WHERE h.run = ? AND h.host = ? AND h.status IS NULL`,
			e.Name(), host).Scan(&by.Operator, &since)
		if errors.Is(err, sql.ErrNoRows) || err == nil && !since.Valid {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("journal: %w", err)
		}
		begun, err := time.Parse(timeFormat, since.String)
		if err != nil {
			return nil, fmt.Errorf("journal: %w", err)
		}
		by.For = j.Clock().Sub(begun)
		return by, nil
	}
	return nil, nil
}
