package journal

import (
	"fmt"
	"os"
	"path/filepath"

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
