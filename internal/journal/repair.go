package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// Repaired is what became of a damaged journal.
type Repaired struct {
	// Aside is the file that the damaged journal is now, as it was; "" where there was nothing to repair.
	Aside string         `json:"aside"`
	Taken map[string]int `json:"taken"` // rows that the new journal has, by table
	Left  map[string]int `json:"left"`  // rows that could not be taken over; chain: what was written last
}

// Repair sets a damaged journal aside, whole, and makes a new one of what can be read and is as it was written. One
// that is sound stays as it is. The error is why nothing was done.
func Repair(ctx context.Context, dir string, now time.Time) (*Repaired, error) {
	alone, err := use(dir, true)
	if err != nil {
		return nil, err
	}
	defer alone.Close() //nolint:errcheck // only a lock
	path := filepath.Join(dir, fileName)
	unfit := func(err error) error {
		return problem.New(problem.JournalUnrepaired, "file", path).Because(err)
	}
	// It is copied before it is looked at: SQLite mends what it opens, and leaves out what it cannot.
	aside, err := setAside(path, now)
	if err != nil {
		return nil, unfit(err)
	}
	if sound, err := isSound(ctx, dir, path); sound || err != nil {
		return &Repaired{}, errors.Join(err, forget(aside))
	}
	temp, err := os.MkdirTemp(dir, "repair-")
	if err != nil {
		return nil, unfit(err)
	}
	defer os.RemoveAll(temp) //nolint:errcheck // nothing is left in it but after an error
	s := &salvage{Repaired: Repaired{Aside: aside, Taken: map[string]int{}, Left: map[string]int{}}}
	head, err := s.into(ctx, aside, temp)
	if err != nil {
		return nil, unfit(err)
	}
	if noted := readNote(dir); noted != nil && noted.entries > s.entries {
		s.Left["chain"] = int(noted.entries - s.entries)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, unfit(err)
		}
	}
	if err := os.Rename(filepath.Join(temp, fileName), path); err != nil {
		return nil, unfit(err)
	}
	writeNote(dir, *head)
	return &s.Repaired, nil
}

// isSound says whether a journal is as it was written. The error is why that cannot be told, or why nothing may be
// done about it.
func isSound(ctx context.Context, dir, path string) (bool, error) {
	j, err := openFile(dir, path)
	if err == nil {
		var v *Verified
		v, err = j.Verify(ctx)
		err = errors.Join(err, j.Close())
		if err == nil {
			return len(v.Faults) == 0, nil
		}
	}
	if problem.Is(err, problem.JournalDamaged) {
		return false, nil
	}
	return false, err
}

// setAside copies a journal to a name with the time, with what was written last beside it.
func setAside(path string, now time.Time) (string, error) {
	base := filepath.Join(filepath.Dir(path), "journal-damaged-"+now.UTC().Format("20060102-150405"))
	aside := base + ".db"
	for n := 2; ; n++ {
		if _, err := os.Stat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s-%d.db", base, n)
	}
	for _, suffix := range []string{"-wal", ""} {
		if err := duplicate(path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// forget removes copies that nobody needs.
func forget(aside string) error {
	err := os.Remove(aside + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.Remove(aside))
}

// duplicate copies a file, durably.
func duplicate(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// salvage takes rows over from a damaged journal.
type salvage struct {
	Repaired
	sealed  map[sealedRow]string // the last digest of each row that the chain still tells of
	entries int64                // how far the chain can be read
}

// into makes a new journal in a directory of what can be read of a damaged one, which stays as it is, and gives how far
// its chain has come.
func (s *salvage) into(ctx context.Context, path, dir string) (*note, error) {
	copied := filepath.Join(dir, "raw.db")
	if err := raw(path, copied); err != nil {
		return nil, err
	}
	old, err := sql.Open("sqlite", plainSource(copied))
	if err != nil {
		return nil, err
	}
	defer old.Close() //nolint:errcheck // only read
	old.SetMaxOpenConns(1)
	j, err := Open(dir)
	if err != nil {
		return nil, err
	}
	err = j.write(ctx, func(tx *sql.Tx) error {
		s.chain(ctx, old)
		for _, table := range []string{"blobs", "runs", "hosts", "operations", "due", "pruned"} {
			if err := s.table(ctx, old, tx, table); err != nil {
				return err
			}
		}
		if err := s.owed(tx); err != nil {
			return err
		}
		return adopt(tx)
	})
	head := &note{schema: len(migrations)}
	if err == nil {
		err = j.db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0), coalesce(max(iif(seq = (SELECT max(seq) FROM "+
			"chain), hash, '')), '') FROM chain").Scan(&head.entries, &head.hash)
	}
	return head, errors.Join(err, j.Close())
}

// plainSource is a database that may be damaged: parts of its schema that make no sense are passed over.
func plainSource(path string) string {
	q := url.Values{"_pragma": {"writable_schema(1)"}}
	return (&url.URL{Scheme: "file", Path: slashed(path), RawQuery: q.Encode()}).String()
}

// chain reads what the entries say of the rows. One that is damaged itself proves nothing.
func (s *salvage) chain(ctx context.Context, old *sql.DB) {
	s.sealed = map[sealedRow]string{}
	for _, key := range keys(ctx, old, "chain", []string{"seq"}) {
		seq, _ := key[0].(int64)
		s.entries = max(s.entries, seq)
		var before, table, name, digest, hash string
		alone := old.QueryRowContext(ctx, "SELECT hash FROM chain WHERE seq = ?", seq-1).Scan(&before) != nil
		err := old.QueryRowContext(ctx, "SELECT tbl, key, digest, hash FROM chain WHERE seq = ?", seq).Scan(&table,
			&name, &digest, &hash)
		row := sealedRow{table, name}
		switch {
		case err != nil:
		case hash == link(before, table, name, digest), alone && seq > 1: // a row that has this digest proves it
			s.sealed[row] = digest
		default:
			delete(s.sealed, row) // what it was said to be before is not the last word
		}
	}
}

// keys are the keys of a table as far as they can be read, from either end, in order.
func keys(ctx context.Context, old *sql.DB, table string, columns []string) [][]any {
	var out [][]any
	seen := map[string]bool{}
	for _, order := range []string{"ASC", "DESC"} {
		by, list := "", ""
		for i, c := range columns {
			if i > 0 {
				by, list = by+", ", list+", "
			}
			by, list = by+c+" "+order, list+c
		}
		var found [][]any
		rows, err := old.QueryContext(ctx, "SELECT "+list+" FROM "+table+" NOT INDEXED ORDER BY "+by)
		if err != nil {
			continue
		}
		_ = eachRow(rows, func(_ []string, values []any) error { // the error is where it is damaged
			if name := fmt.Sprintf("%#v", values); !seen[name] {
				seen[name] = true
				found = append(found, slices.Clone(values))
			}
			return nil
		})
		if order == "DESC" {
			slices.Reverse(found)
		}
		out = append(out, found...)
	}
	return out
}
