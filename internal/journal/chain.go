package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// tables are those whose rows are sealed, with their keys. Each time a row is written an entry of the chain says what
// it is from then on; an entry's hash covers the entry before it, so that no row and no entry can be changed, removed
// or put in between without being found. Blobs are named by their own hash.
var tables = map[string][]string{
	"runs":       {"id"},
	"hosts":      {"run", "host"},
	"operations": {"run", "host", "seq"},
	"due":        {"host", "type", "canonical"},
	"pruned":     {"id"},
}

// seal makes the entry for a row as it is now; one that is gone has no digest.
func (j *Journal) seal(tx *sql.Tx, table string, key ...any) error {
	name, err := json.Marshal(key)
	if err != nil {
		return err
	}
	digest := ""
	rows, err := tx.Query("SELECT * FROM "+table+" WHERE "+strings.Join(tables[table], " = ? AND ")+" = ?", key...)
	if err != nil {
		return err
	}
	err = eachRow(rows, func(_ []string, values []any) error {
		digest, err = rowDigest(values)
		return err
	})
	if err != nil {
		return err
	}
	return j.enter(tx, table, string(name), digest)
}

// enter puts an entry behind the last one.
func (j *Journal) enter(tx *sql.Tx, table, name, digest string) error {
	if j.head == nil {
		head := ""
		err := tx.QueryRow("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1").Scan(&head)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		j.head = &head
	}
	hash := link(*j.head, table, name, digest)
	res, err := tx.Exec("INSERT INTO chain (tbl, key, digest, hash) VALUES (?, ?, ?, ?)", table, name, digest,
		hash)
	if err != nil {
		return err
	}
	j.head = &hash
	j.entries, err = res.LastInsertId()
	return err
}

// link is the hash of an entry behind another one.
func link(before, table, key, digest string) string {
	sum := sha256.Sum256([]byte(before + "\n" + table + "\n" + key + "\n" + digest))
	return hex.EncodeToString(sum[:])
}

// rowDigest is that of a row's values. A column that a later xops adds with an empty default changes no digest.
func rowDigest(values []any) (string, error) {
	for len(values) > 0 && (values[len(values)-1] == nil || values[len(values)-1] == "") {
		values = values[:len(values)-1]
	}
	b, err := json.Marshal(values)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// eachRow gives the rows of a query, and closes it.
func eachRow(rows *sql.Rows, each func(columns []string, values []any) error) error {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := each(columns, values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// adopt seals what an older xops has written, once.
func adopt(tx *sql.Tx) error {
	j := &Journal{}
	for _, table := range packedTables {
		var keys [][]any
		rows, err := tx.Query("SELECT " + strings.Join(tables[table], ", ") + " FROM " + table)
		if err != nil {
			return err
		}
		err = eachRow(rows, func(_ []string, values []any) error {
			keys = append(keys, slices.Clone(values))
			return nil
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := j.seal(tx, table, key...); err != nil {
				return err
			}
		}
	}
	return nil
}

func mapKeys(m map[string][]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// FaultKind is a way in which a journal is not as it was written.
type FaultKind string

// The kinds.
const (
	RowChanged  FaultKind = "changed"
	RowRemoved  FaultKind = "removed"
	RowInserted FaultKind = "inserted"
	ChainBroken FaultKind = "broken"  // an entry of the chain was changed, removed or put in between
	BlobDamaged FaultKind = "damaged" // a kept file or plan is another one
)

const maxFaults = 1000 // are listed

// Fault is one place at which a journal is not as it was written.
type Fault struct {
	Kind  FaultKind `json:"kind"`
	Table string    `json:"table"`
	Key   []any     `json:"key"`
}

// Verified is what the look at a whole journal came to.
type Verified struct {
	Rows    int     `json:"rows"`
	Entries int     `json:"entries"`
	Head    string  `json:"head"` // of the chain; whoever notes it can tell later that nothing was cut off
	Faults  []Fault `json:"faults"`
	// Pruned is what was taken out by Prune, the newest first.
	Pruned []Anchor `json:"pruned,omitempty"`
}

// Verify holds every row against the chain. The error is why it could not look.
func (j *Journal) Verify(ctx context.Context) (*Verified, error) {
	v := &Verified{Faults: []Fault{}}
	tx, err := j.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment of the journal
	if err != nil {
		return nil, j.read(err)
	}
	defer tx.Rollback() //nolint:errcheck // only read
	if err := sound(ctx, tx); err != nil {
		return nil, j.read(err)
	}
	sealed, err := v.chain(ctx, tx)
	if err != nil {
		return nil, j.read(fmt.Errorf("chain: %w", err))
	}
	for _, table := range slices.Sorted(mapKeys(tables)) {
		if err := v.table(ctx, tx, table, sealed); err != nil {
			return nil, j.read(fmt.Errorf("%s: %w", table, err))
		}
	}
	for name, digest := range sealed {
		if digest != "" {
			v.fault(RowRemoved, name.table, name.key)
		}
	}
	if v.Pruned, err = anchors(ctx, tx); err != nil {
		return nil, err
	}
	if err := v.blobs(ctx, tx); err != nil {
		return nil, j.read(fmt.Errorf("blobs: %w", err))
	}
	slices.SortFunc(v.Faults, func(a, b Fault) int {
		return strings.Compare(a.Table+fmt.Sprint(a.Key), b.Table+fmt.Sprint(b.Key))
	})
	return v, nil
}

// sound asks the database whether it is one: tables are read through indexes, which no row can vouch for.
func sound(ctx context.Context, tx *sql.Tx) error {
	var said string
	if err := tx.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New(said)
	}
	return nil
}

type sealedRow struct{ table, key string }

func (v *Verified) fault(kind FaultKind, table, key string) {
	if len(v.Faults) == maxFaults {
		return
	}
	f := Fault{Kind: kind, Table: table}
	_ = json.Unmarshal([]byte(key), &f.Key) // a key that is no JSON any more is left out
	v.Faults = append(v.Faults, f)
}

// chain follows the entries and gives the digest of each row that should be there.
func (v *Verified) chain(ctx context.Context, tx *sql.Tx) (map[sealedRow]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT seq, tbl, key, digest, hash FROM chain ORDER BY seq")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sealed := map[sealedRow]string{}
	for rows.Next() {
		var seq int
		var table, key, digest, hash string
		if err := rows.Scan(&seq, &table, &key, &digest, &hash); err != nil {
			return nil, err
		}
		v.Entries++
		if seq != v.Entries || hash != link(v.Head, table, key, digest) {
			v.fault(ChainBroken, "chain", fmt.Sprintf("[%d]", seq))
			v.Entries = seq
		}
		v.Head = hash
		sealed[sealedRow{table, key}] = digest
	}
	return sealed, rows.Err()
}

// table holds the rows of a table against what should be there; what is found is taken out of it.
func (v *Verified) table(ctx context.Context, tx *sql.Tx, table string, sealed map[sealedRow]string) error {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return err
	}
	return eachRow(rows, func(columns []string, values []any) error {
		v.Rows++
		key := make([]any, len(tables[table]))
		for i, name := range tables[table] {
			key[i] = values[slices.Index(columns, name)]
		}
		text, err := json.Marshal(key)
		if err != nil {
			return err
		}
		digest, err := rowDigest(values)
		if err != nil {
			return err
		}
		name := sealedRow{table, string(text)}
		want, known := sealed[name]
		delete(sealed, name)
		switch {
		case !known || want == "":
			v.fault(RowInserted, table, name.key)
		case want != digest:
			v.fault(RowChanged, table, name.key)
		}
		return nil
	})
}

// namedBlobs are the hashes of the kept files that rows name.
const namedBlobs = `SELECT plan FROM runs WHERE plan IS NOT NULL UNION
	SELECT json_extract(p.value, '$.content."$blob"') FROM operations o, json_each(json_array(o.shown_before,
		o.shown_after, o.before, o.after, o.args, coalesce(o.now, 'null'))) p WHERE json_valid(p.value) AND
		json_extract(p.value, '$.content."$blob"') IS NOT NULL`

// blobs checks the kept files, and that each that a row names is there.
func (v *Verified) blobs(ctx context.Context, tx *sql.Tx) error {
	there := map[string]bool{}
	rows, err := tx.QueryContext(ctx, "SELECT sha256, data FROM blobs")
	if err != nil {
		return err
	}
	err = eachRow(rows, func(_ []string, values []any) error {
		v.Rows++
		sum, _ := values[0].(string)
		data, _ := values[1].([]byte)
		there[sum] = true
		if intact(data, sum) != nil {
			v.fault(BlobDamaged, "blobs", fmt.Sprintf("[%q]", sum))
		}
		return nil
	})
	if err != nil {
		return err
	}
	rows, err = tx.QueryContext(ctx, namedBlobs)
	if err != nil {
		return err
	}
	return eachRow(rows, func(_ []string, values []any) error {
		if sum, ok := values[0].(string); ok && !there[sum] {
			v.fault(RowRemoved, "blobs", fmt.Sprintf("[%q]", sum))
		}
		return nil
	})
}
