package journal

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// physical is by what the rows of a table are found without an index.
func physical(table string) []string {
	switch table {
	case "runs", "blobs":
		return []string{"rowid"}
	}
	return tables[table]
}

// table takes over the rows of one table that can be read and are as they were written. The error is one of the new
// journal.
func (s *salvage) table(ctx context.Context, old *sql.DB, tx *sql.Tx, table string) error {
	known, err := columns(tx, table)
	if err != nil {
		return err
	}
	missing := map[string]bool{} // rows that the chain tells of
	for row, digest := range s.sealed {
		if row.table == table && digest != "" {
			missing[row.key] = true
		}
	}
	by := physical(table)
	unread := 0
	for _, key := range keys(ctx, old, table, by) {
		var row map[string]any
		var values []any
		rows, err := old.QueryContext(ctx, "SELECT * FROM "+table+" NOT INDEXED WHERE "+strings.Join(by, " = ? AND ")+
			" = ?", key...)
		if err == nil {
			err = eachRow(rows, func(names []string, found []any) error {
				row, values = map[string]any{}, slices.Clone(found)
				for i, name := range names {
					row[name] = found[i]
				}
				return nil
			})
		}
		if err != nil || row == nil {
			unread++
			continue
		}
		name, taken, err := s.take(tx, table, known, row, values)
		if err != nil {
			return err
		}
		if !taken {
			unread++
			continue
		}
		delete(missing, name)
		s.Taken[table]++
	}
	// A row that was found and not taken is among those that the chain tells of, if that can be read.
	if n := max(unread, len(missing)); n > 0 {
		s.Left[table] = n
	}
	return nil
}

// take writes a row into the new journal, if it is as it was written. A row of which the chain does not tell any more
// proves nothing, and what a run is taken back with must be right: it stays where it was set aside.
func (s *salvage) take(tx *sql.Tx, table string, known []string, row map[string]any, values []any) (name string,
	taken bool, err error,
) {
	key := []any{}
	for _, column := range tables[table] {
		key = append(key, row[column])
	}
	text, err := json.Marshal(key)
	if err != nil {
		return "", false, nil
	}
	name = string(text)
	if table == "blobs" {
		data, _ := row["data"].([]byte)
		sum, _ := row["sha256"].(string)
		if intact(data, sum) != nil {
			return name, false, nil
		}
	} else {
		digest, err := rowDigest(values)
		if err != nil || s.sealed[sealedRow{table, name}] != digest {
			return name, false, nil
		}
	}
	kept, err := s.hasFiles(tx, row)
	if err != nil || !kept {
		return name, false, err
	}
	var names []string
	var into []any
	for _, column := range known {
		if v, has := row[column]; has {
			names, into = append(names, column), append(into, v)
		}
	}
	_, err = tx.Exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES (?"+
		strings.Repeat(", ?", len(names)-1)+")", into...)
	if err != nil && damage(err) {
		return name, false, nil // a host without its run, a value of another type
	}
	return name, err == nil, err
}

// hasFiles says whether the new journal has the files that a row names. A run whose plan is lost goes without: it
// cannot be gone on with, and can be read and taken back.
func (s *salvage) hasFiles(tx *sql.Tx, row map[string]any) (bool, error) {
	there := func(sum string) (bool, error) {
		n := 0
		err := tx.QueryRow("SELECT count(*) FROM blobs WHERE sha256 = ?", sum).Scan(&n)
		return n > 0, err
	}
	for column, v := range row {
		text, ok := v.(string)
		if !ok {
			continue
		}
		if column == "plan" {
			has, err := there(text)
			if err != nil {
				return false, err
			}
			if !has {
				row[column] = nil
			}
			continue
		}
		for _, m := range reference.FindAllStringSubmatch(text, -1) {
			if has, err := there(m[1]); err != nil || !has {
				return false, err
			}
		}
	}
	return true, nil
}

// owed makes restarts that are due, and whose rows are lost, out of what the hosts' rows say of them: if the chain
// bears witness that it is the same row, and still there.
func (s *salvage) owed(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT run, host, owed FROM hosts WHERE owed IS NOT NULL")
	if err != nil {
		return err
	}
	var lost [][]any
	err = eachRow(rows, func(_ []string, values []any) error {
		text, _ := values[2].(string)
		var owed []plan.Due
		if json.Unmarshal([]byte(text), &owed) != nil {
			return nil
		}
		run, _ := values[0].(string)
		for _, d := range owed {
			row := []any{values[1], d.Type, resource.Canonical(d.Type, d.Key), d.Key, cmp.Or(d.Run, run), d.Step}
			name, err := json.Marshal(row[:3])
			if err != nil {
				return err
			}
			digest, err := rowDigest(row)
			if err != nil {
				return err
			}
			if s.sealed[sealedRow{"due", string(name)}] == digest {
				lost = append(lost, row)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, row := range lost {
		res, err := tx.Exec("INSERT INTO due (host, type, canonical, key, run, step) VALUES (?, ?, ?, ?, ?, ?) "+
			"ON CONFLICT DO NOTHING", row...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		s.Taken["due"] += int(n)
		if s.Left["due"] -= int(n); s.Left["due"] <= 0 {
			delete(s.Left, "due")
		}
	}
	return nil
}
