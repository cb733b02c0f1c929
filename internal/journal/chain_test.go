package journal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// lived is a journal with two runs, kept files, an outcome, a restart that is due, and one that was taken up again.
func lived(t *testing.T) *Journal {
	t.Helper()
	j := open(t, t.TempDir())
	ctx := context.Background()
	begin(t, j, "r1", "h1", "h2")
	must(t, j.Intend(ctx, "r1", "h1", writings(2)))
	must(t, j.Outcome(ctx, "r1", "h1", resource.Result{Op: "1", Status: resource.Done}))
	must(t, j.Outcome(ctx, "r1", "h1", resource.Result{Op: "2", Status: resource.Unknown}))
	for _, h := range []string{"h1", "h2"} {
		must(t, j.HostDone(ctx, "r1", &plan.Result{
			Visit: plan.Visit{Host: h}, Plan: &plan.Host{}, Owed: []plan.Due{{Type: "service", Key: "sp", Step: "s"}},
		}))
	}
	must(t, j.End(ctx, "r1", plan.RunPartly))
	must(t, j.Resume(ctx, "r1", []string{"h1"}))
	must(t, j.HostDone(ctx, "r1", &plan.Result{Visit: plan.Visit{Host: "h1"}, Plan: &plan.Host{}}))
	must(t, j.End(ctx, "r1", plan.RunDone))
	begin(t, j, "r2", "h1")
	return j
}

func verified(t *testing.T, j *Journal) *Verified {
	t.Helper()
	v, err := j.Verify(t.Context())
	must(t, err)
	return v
}

func TestAJournalThatNobodyTouchedIsAsItWasWritten(t *testing.T) {
	v := verified(t, lived(t))
	if len(v.Faults) > 0 || v.Entries < 12 || v.Rows < 9 || len(v.Head) != 64 {
		t.Errorf("%+v", v)
	}
}

// Whatever column of whatever row is another one afterwards, it is found, with its place; and so is a row that is gone
// and one that came from elsewhere.
func TestEveryChangeOfAJournalIsFound(t *testing.T) {
	sample := lived(t)
	type tampering struct {
		kind       FaultKind
		table, sql string
	}
	var all []tampering
	for _, table := range []string{"runs", "hosts", "operations", "due", "blobs"} {
		rows, err := sample.db.Query("SELECT name, type FROM pragma_table_info('" + table + "')")
		must(t, err)
		must(t, eachRow(rows, func(_ []string, values []any) error {
			kind, other := RowChanged, `'other'`
			if values[1] == "INTEGER" {
				other = "77"
			}
			for _, key := range append(tables[table], "sha256") {
				if values[0] == key {
					kind = RowInserted // under another name, and the first one is gone
				}
			}
			if table == "blobs" {
				kind, other = BlobDamaged, `x'00'`
			}
			if values[0] == "sha256" {
				other = `'other'`
			}
			all = append(all, tampering{kind, table, fmt.Sprintf("UPDATE %s SET %s = %s WHERE rowid_of = first", table,
				values[0], other)})
			return nil
		}))
		kind := RowRemoved
		all = append(all, tampering{kind, table, "DELETE FROM " + table + " WHERE rowid_of = first"})
	}
	all = append(
		all,
		tampering{RowInserted, "hosts", "INSERT INTO hosts (run, host, position) VALUES ('r2', 'h9', 3)"},
		tampering{RowInserted, "runs", `INSERT INTO runs (id, command, operator, playbooks, started, status)
			VALUES ('r9', 'apply', 'x', '[]', '', 'done')`},
		tampering{ChainBroken, "chain", "DELETE FROM chain WHERE seq = 3"},
		tampering{ChainBroken, "chain", "UPDATE chain SET digest = 'x' WHERE seq = 3"},
		tampering{ChainBroken, "chain", "UPDATE chain SET seq = 1000 WHERE seq = 3"},
		tampering{RowInserted, "runs", "DELETE FROM chain WHERE seq = (SELECT max(seq) FROM chain)"},
	)
	for _, c := range all {
		t.Run(c.sql, func(t *testing.T) {
			j := lived(t)
			statement := c.sql
			if strings.Contains(statement, "rowid_of = first") {
				keys := tables[c.table]
				if c.table == "blobs" {
					keys = []string{"sha256"}
				}
				list := strings.Join(keys, ", ")
				statement = strings.Replace(statement, "rowid_of = first",
					fmt.Sprintf("(%s) = (SELECT %s FROM %s ORDER BY 1 LIMIT 1)", list, list, c.table), 1)
			}
			conn, err := j.db.Conn(t.Context())
			must(t, err)
			_, err = conn.ExecContext(t.Context(), "PRAGMA foreign_keys = off")
			must(t, err)
			res, err := conn.ExecContext(t.Context(), statement)
			must(t, err)
			if n, err := res.RowsAffected(); n != 1 || err != nil {
				t.Fatalf("%s: %d rows, %v", statement, n, err)
			}
			must(t, conn.Close())
			v := verified(t, j)
			for _, f := range v.Faults {
				if f.Kind == c.kind && f.Table == c.table && len(f.Key) > 0 {
					return
				}
			}
			t.Errorf("%s is not found: %+v", statement, v.Faults)
		})
	}
}

// What an older xops has written is sealed when a newer one opens it; what several processes write is one chain.
func TestOlderJournalsAreSealed(t *testing.T) {
	j := lived(t)
	_, err := j.db.Exec("DROP TABLE chain; DROP TABLE pruned; ALTER TABLE runs DROP COLUMN rollout; " +
		"PRAGMA user_version = 2")
	must(t, err)
	dir := j.dir
	must(t, j.Close())
	must(t, os.Remove(filepath.Join(dir, noteName))) // which older ones do not write
	first, second := open(t, dir), open(t, dir)
	begin(t, first, "r3", "h1")
	begin(t, second, "r4", "h1")
	begin(t, first, "r5", "h1")
	if v := verified(t, second); len(v.Faults) > 0 || v.Entries < 8 {
		t.Errorf("%+v", v)
	}
}

func writings(n int) []exec.Intent {
	var out []exec.Intent
	for i := range n {
		out = append(out, writing(fmt.Sprint(i+1), fmt.Sprint(i), []byte("old"), fmt.Appendf(nil, "new %d", i)))
	}
	return out
}
