package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// Anchor tells in the journal what was taken out of it. It is sealed as every row is: what is missing and stands in no
// anchor was removed by somebody else.
type Anchor struct {
	At       time.Time `json:"at"`
	Operator string    `json:"operator"`
	Before   time.Time `json:"before"` // runs that had ended by then
	Runs     []string  `json:"runs"`   // their ids
	Rows     int       `json:"rows"`
	Head     string    `json:"head"` // of the chain until then
}

// Prune takes runs out of the journal for good, with the files that no other run has, and leaves an anchor. The entries
// of the chain stay: they hold no content. A run that is not there, or owes a restart, is an error, and nothing is
// done.
func (j *Journal) Prune(ctx context.Context, operator string, before time.Time, runs []string) (*Anchor, error) {
	a := &Anchor{
		At: j.Clock().UTC(), Operator: operator, Before: before.UTC(), Runs: slices.Sorted(slices.Values(runs)),
	}
	err := j.write(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRow("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1").Scan(&a.Head)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		for _, run := range a.Runs {
			n, err := j.remove(tx, run)
			if err != nil {
				return err
			}
			a.Rows += n
		}
		if err := sweep(tx); err != nil {
			return err
		}
		ids, err := json.Marshal(a.Runs)
		if err != nil {
			return err
		}
		res, err := tx.Exec("INSERT INTO pruned (at, operator, before, runs, removed, head) VALUES (?, ?, ?, ?, ?, ?)",
			stamp(a.At), operator, stamp(a.Before), string(ids), a.Rows, a.Head)
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		return j.seal(tx, "pruned", id)
	})
	if err != nil {
		return nil, err
	}
	// What was deleted is overwritten, and the disk gets its room back. Another process may be in the way: then the
	// next time.
	if _, err := j.db.ExecContext(ctx, "VACUUM"); err != nil && !busy(err) {
		return a, fmt.Errorf("journal: %w", err)
	}
	_, err = j.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return a, err
}

// remove takes the rows of a run out, and says how many.
func (j *Journal) remove(tx *sql.Tx, run string) (n int, err error) {
	var due int
	if err := tx.QueryRow("SELECT count(*) FROM due WHERE run = ?", run).Scan(&due); err != nil {
		return 0, err
	}
	if due > 0 || j.alive(run) {
		return 0, problem.New(problem.RunNeeded, "run", run)
	}
	for _, table := range []string{"operations", "hosts", "runs"} {
		column := "run"
		if table == "runs" {
			column = "id"
		}
		var keys [][]any
		rows, err := tx.Query("SELECT "+strings.Join(tables[table], ", ")+" FROM "+table+" WHERE "+column+" = ?", run)
		if err == nil {
			err = eachRow(rows, func(_ []string, values []any) error {
				keys = append(keys, slices.Clone(values))
				return nil
			})
		}
		if err == nil {
			_, err = tx.Exec("DELETE FROM "+table+" WHERE "+column+" = ?", run)
		}
		if err != nil {
			return 0, err
		}
		for _, key := range keys {
			name, err := json.Marshal(key)
			if err == nil {
				err = j.enter(tx, table, string(name), "") // it is gone: there is nothing to look at
			}
			if err != nil {
				return 0, err
			}
		}
		n += len(keys)
	}
	if n == 0 {
		return 0, fmt.Errorf("%w: %q", ErrNoRun, run)
	}
	return n, nil
}

// sweep removes the kept files that no row names any more.
func sweep(tx *sql.Tx) error {
	_, err := tx.Exec("DELETE FROM blobs WHERE sha256 NOT IN (" + namedBlobs + ")")
	return err
}

// anchors are what was taken out of the journal so far, the newest first.
func anchors(ctx context.Context, tx *sql.Tx) ([]Anchor, error) {
	rows, err := tx.QueryContext(ctx, "SELECT at, operator, before, runs, removed, head FROM pruned ORDER BY id DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Anchor
	for rows.Next() {
		var a Anchor
		var at, before, runs string
		if err := rows.Scan(&at, &a.Operator, &before, &runs, &a.Rows, &a.Head); err != nil {
			return nil, err
		}
		var wrong [2]error
		a.At, wrong[0] = time.Parse(timeFormat, at)
		a.Before, wrong[1] = time.Parse(timeFormat, before)
		if err := errors.Join(wrong[0], wrong[1], json.Unmarshal([]byte(runs), &a.Runs)); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}
