// Package journal writes runs down: what is about to be changed before it is sent, and how it ended. It is one
// SQLite database in the state directory, and remembers enough to take a run back.
package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

const (
	fileName    = "journal.db"
	busyTimeout = 15 * time.Second // how long another xops may write at a stretch
	maxBatch    = 256              // writes in one transaction
	maxProps    = 16 << 20         // bytes of one property set as JSON; a file's content is at most 1 MiB
)

// ErrClosed is the error of a journal that was closed.
var ErrClosed = errors.New("journal: closed")

// Journal is the open journal. Its methods may be called from many goroutines, and several processes may
// have the same one open.
type Journal struct {
	// Clock gives the times that are written down. Set it before the first write, if at all.
	Clock func() time.Time

	dir    string
	db     *sql.DB
	writes chan *write
	ended  chan struct{} // closed when the writer has ended

	mu     sync.RWMutex // held for reading while handing something to the writer
	closed bool
	locks  map[string]*os.File // of the runs that this Journal has begun; guarded by lockMu
	lockMu sync.Mutex
	user   *os.File // says that the journal is in use

	head    *string // the chain's last hash; nil: to be read; owned by the writer
	entries int64   // of the chain, with head; owned by the writer
	commits int     // transactions, for tests; owned by the writer
}

// Exists says whether a directory has a journal.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, fileName))
	return err == nil
}

// Open opens the journal in a directory and makes both if they are not there, for this user only. A journal of a newer
// xops is an error.
func Open(dir string) (*Journal, error) {
	if err := os.MkdirAll(filepath.Join(dir, lockDir), 0o700); err != nil {
		return nil, problem.New(problem.StateFolder).Because(err)
	}
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, problem.New(problem.JournalOpen, "file", filepath.Join(dir, fileName)).Because(err)
	}
	user, err := use(dir, false)
	if err != nil {
		return nil, err
	}
	j, err := openFile(dir, path)
	if err != nil {
		_ = user.Close()
		return nil, err
	}
	j.user = user
	return j, nil
}

// openFile opens a journal that nobody sets aside meanwhile.
func openFile(dir, path string) (*Journal, error) {
	noted := readNote(dir) // before the database is looked at: from then on it only grows
	if err := noted.looked(path); err != nil {
		return nil, opened(path, err)
	}
	// SQLite would make the file readable for all; what it puts beside it takes over these rights.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, problem.New(problem.JournalOpen, "file", path).Because(err)
	}
	if err := f.Close(); err != nil {
		return nil, problem.New(problem.JournalOpen, "file", path).Because(err)
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, problem.New(problem.JournalOpen, "file", path).Because(err)
	}
	db.SetMaxOpenConns(4)
	if err := migrate(db, path, noted); err != nil {
		_ = db.Close()
		return nil, err
	}
	j := &Journal{
		Clock:  time.Now,
		dir:    dir,
		db:     db,
		writes: make(chan *write, maxBatch),
		ended:  make(chan struct{}),
		locks:  map[string]*os.File{},
	}
	go j.writer()
	return j, nil
}

// dataSource is the database's name with what every connection to it needs.
func dataSource(path string) string {
	q := url.Values{}
	q.Set("_busy_timeout", fmt.Sprint(busyTimeout.Milliseconds()))
	q.Set("_journal_mode", "WAL")
	q.Set("_synchronous", "FULL") // a commit is on the disk when it returns
	q.Set("_foreign_keys", "on")
	q.Set("_txlock", "immediate")
	q.Set("_pragma", "temp_store(MEMORY)") // a write opens no further file: this computer may have none left
	return (&url.URL{Scheme: "file", Path: slashed(path), RawQuery: q.Encode()}).String()
}

// slashed is a path as it stands in a URL.
func slashed(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return path
}

// Close waits for what is being written and closes the journal. Runs that were begun and not ended read as interrupted
// afterwards.
func (j *Journal) Close() error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return nil
	}
	j.closed = true
	close(j.writes)
	j.mu.Unlock()
	<-j.ended
	j.lockMu.Lock()
	for id, f := range j.locks {
		j.release(id, f)
	}
	j.lockMu.Unlock()
	err := j.db.Close()
	if j.user != nil {
		_ = j.user.Close()
	}
	return err
}

// write is one request to the writer.
type write struct {
	do   func(tx *sql.Tx) error
	done chan error
}

// write hands a change to the writer and waits until it is durable. A context that ends meanwhile does not take it
// back.
func (j *Journal) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &write{do: do, done: make(chan error, 1)}
	j.mu.RLock()
	if j.closed {
		j.mu.RUnlock()
		return ErrClosed
	}
	select {
	case j.writes <- w:
		j.mu.RUnlock()
	case <-ctx.Done():
		j.mu.RUnlock()
		return ctx.Err()
	}
	return told(<-w.done)
}

// writer puts what has come in together into one transaction: the disk is waited for once for all of them.
func (j *Journal) writer() {
	defer close(j.ended)
	for w := range j.writes {
		batch := []*write{w}
	more:
		for len(batch) < maxBatch {
			select {
			case w, ok := <-j.writes:
				if !ok {
					break more
				}
				batch = append(batch, w)
			default:
				break more
			}
		}
		j.commit(batch)
	}
}

// commit writes a batch. One request that fails does not take the others with it.
func (j *Journal) commit(batch []*write) {
	errs := make([]error, len(batch))
	j.head = nil // another process may have written
	err := func() error {
		tx, err := j.db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
		for i, w := range batch {
			if _, err := tx.Exec("SAVEPOINT one"); err != nil {
				return err
			}
			if errs[i] = w.do(tx); errs[i] != nil {
				j.head = nil // of what is taken back now
				if _, err := tx.Exec("ROLLBACK TO one"); err != nil {
					return err
				}
			}
			if _, err := tx.Exec("RELEASE one"); err != nil {
				return err
			}
		}
		return tx.Commit()
	}()
	j.commits++
	if err == nil && j.head != nil {
		writeNote(j.dir, note{len(migrations), j.entries, *j.head})
	}
	for i, w := range batch {
		if err != nil && errs[i] == nil {
			errs[i] = err
		}
		w.done <- errs[i]
	}
}
