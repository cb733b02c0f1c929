package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

// PackFormat tells a pack from other JSON.
const PackFormat = "xops-run"

// Pack is one run outside a journal: every row and every kept file of it, to be read, checked and taken up elsewhere.
type Pack struct {
	Format string `json:"format"`
	Schema int    `json:"schema"` // of the journal that it is from
	Digest string `json:"digest"` // sha256: of Run, byte for byte
	// Run has the rows by table, column by column, and the kept files by their hash.
	Run json.RawMessage `json:"run"`
	// Signatures are OpenSSH's, of the digest (package sign).
	Signatures []string `json:"signatures,omitempty"`
}

type contents struct {
	ID     string                      `json:"id"`
	Tables map[string][]map[string]any `json:"tables"`
	Blobs  map[string][]byte           `json:"blobs"`
	// Excerpt: the pack is about one practice, and has this in the place of the plan.
	Excerpt *excerpt `json:"excerpt,omitempty"`
}

// packed tables in the order in which their rows can be put back.
var packedTables = []string{"runs", "hosts", "operations", "due"}

// Export gives a run as a pack. One that goes on at this moment is an error: it would be half of it.
func (j *Journal) Export(ctx context.Context, run string) (*Pack, error) {
	r, err := j.find(ctx, run)
	if err != nil {
		return nil, err
	}
	if r.Status == plan.RunRunning {
		return nil, problem.New(problem.RunGoesOn, "run", run, "operator", r.Operator)
	}
	tx, err := j.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment of the journal
	if err != nil {
		return nil, j.read(err)
	}
	defer tx.Rollback() //nolint:errcheck // only read
	c := contents{ID: run, Tables: map[string][]map[string]any{}, Blobs: map[string][]byte{}}
	for _, table := range packedTables {
		column := "run"
		if table == "runs" {
			column = "id"
		}
		rows, err := tx.QueryContext(ctx, "SELECT * FROM "+table+" WHERE "+column+" = ? ORDER BY "+
			strings.Join(tables[table], ", "), run)
		if err == nil {
			err = eachRow(rows, func(columns []string, values []any) error {
				row := map[string]any{}
				for i, name := range columns {
					row[name] = values[i]
				}
				c.Tables[table] = append(c.Tables[table], row)
				return nil
			})
		}
		if err != nil {
			return nil, j.read(fmt.Errorf("%s: %w", table, err))
		}
	}
	for _, sum := range c.kept() {
		var data []byte
		if err := tx.QueryRowContext(ctx, "SELECT data FROM blobs WHERE sha256 = ?", sum).Scan(&data); err != nil {
			return nil, j.read(fmt.Errorf("the kept file %s: %w", sum, err))
		}
		c.Blobs[sum] = data
	}
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return &Pack{Format: PackFormat, Schema: len(migrations), Digest: digestOf(body), Run: body}, nil
}

// reference is how a row names a kept file.
var reference = regexp.MustCompile(`"\` + blobMark + `":"([0-9a-f]{64})"`)

// kept are the hashes of the files that the rows name, each once.
func (c *contents) kept() []string {
	var out []string
	for _, rows := range c.Tables {
		for _, row := range rows {
			for name, v := range row {
				s, _ := v.(string)
				if name == "plan" && s != "" {
					out = append(out, s)
				}
				for _, m := range reference.FindAllStringSubmatch(s, -1) {
					out = append(out, m[1])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Encode writes a pack.
func (p *Pack) Encode(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(p)
}

// DecodePack reads a pack. The error is a problem: it is none, it is not whole, it was changed, or it is of a newer
// xops.
func DecodePack(data []byte) (*Pack, error) {
	var p Pack
	if err := json.Unmarshal(data, &p); err != nil || p.Format != PackFormat {
		return nil, problem.New(problem.PackForeign).Because(err)
	}
	if p.Schema > len(migrations) {
		return nil, problem.New(problem.PackNewer, "schema", strconv.Itoa(p.Schema), "known",
			strconv.Itoa(len(migrations)))
	}
	if digestOf(p.Run) != p.Digest {
		return nil, problem.New(problem.PackChanged)
	}
	_, err := p.contents()
	return &p, err
}

func (p *Pack) contents() (*contents, error) {
	d := json.NewDecoder(bytes.NewReader(p.Run))
	d.UseNumber() // a number of the journal is whole
	d.DisallowUnknownFields()
	var c contents
	if err := d.Decode(&c); err != nil {
		return nil, problem.New(problem.PackChanged).Because(err)
	}
	for sum, data := range c.Blobs {
		if err := intact(data, sum); err != nil {
			return nil, problem.New(problem.PackChanged).Because(err)
		}
	}
	for _, sum := range c.kept() {
		if _, ok := c.Blobs[sum]; !ok {
			return nil, problem.New(problem.PackChanged).With("%s", sum)
		}
	}
	if len(c.Tables["runs"]) != 1 || c.Tables["runs"][0]["id"] != c.ID {
		return nil, problem.New(problem.PackChanged).With("%s", c.ID)
	}
	return &c, nil
}

// Summary says whose run a pack has.
func (p *Pack) Summary() (PackSummary, error) {
	c, err := p.contents()
	if err != nil {
		return PackSummary{}, err
	}
	run := c.Tables["runs"][0]
	text := func(name string) string { s, _ := run[name].(string); return s }
	return PackSummary{
		Run: c.ID, Command: text("command"), Operator: text("operator"), Started: text("started"),
		Status: text("status"), Digest: p.Digest, Hosts: len(c.Tables["hosts"]),
		Operations: len(c.Tables["operations"]), Files: len(c.Blobs),
	}, nil
}

// PackSummary is what a pack holds.
type PackSummary struct {
	Run        string `json:"run"`
	Command    string `json:"command"`
	Operator   string `json:"operator"`
	Started    string `json:"started"` // UTC
	Status     string `json:"status"`
	Digest     string `json:"digest"`
	Hosts      int    `json:"hosts"`
	Operations int    `json:"operations"`
	Files      int    `json:"files"`
}

// Import puts the run of a pack into this journal, sealed by its chain, and gives the run's id. One that the journal
// has is an error: what is written down is never overwritten.
func (j *Journal) Import(ctx context.Context, p *Pack) (string, error) {
	c, err := p.contents()
	if err != nil {
		return "", err
	}
	if c.Excerpt != nil {
		return "", problem.New(problem.PackPart, "practice", c.Excerpt.Practice)
	}
	return c.ID, j.take(ctx, c)
}

// take writes the rows and files of a pack.
func (j *Journal) take(ctx context.Context, c *contents) error {
	return j.write(ctx, func(tx *sql.Tx) error {
		var there int
		if err := tx.QueryRow("SELECT count(*) FROM runs WHERE id = ?", c.ID).Scan(&there); err != nil {
			return err
		}
		if there > 0 {
			return problem.New(problem.PackKnown, "run", c.ID)
		}
		for sum, data := range c.Blobs {
			if err := (packed{sum: sum, blob: data}).store(tx); err != nil {
				return err
			}
		}
		for _, table := range packedTables {
			for _, row := range c.Tables[table] {
				if err := j.restore(tx, table, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// restore writes a row as it was. A restart that is due already stays as this journal has it.
func (j *Journal) restore(tx *sql.Tx, table string, row map[string]any) error {
	known, err := columns(tx, table)
	if err != nil {
		return err
	}
	var names []string
	var values []any
	for name, v := range row {
		if !slices.Contains(known, name) {
			return problem.New(problem.PackChanged).With("%s.%s", table, name)
		}
		if n, ok := v.(json.Number); ok {
			if v, err = n.Int64(); err != nil {
				return problem.New(problem.PackChanged).Because(err)
			}
		}
		names, values = append(names, name), append(values, v)
	}
	res, err := tx.Exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES (?"+
		strings.Repeat(", ?", len(names)-1)+") ON CONFLICT DO NOTHING", values...)
	if err != nil {
		return problem.New(problem.PackChanged).Because(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	key := make([]any, len(tables[table]))
	for i, name := range tables[table] {
		key[i] = values[slices.Index(names, name)]
	}
	return j.seal(tx, table, key...)
}

func columns(tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.Query("SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	var out []string
	err = eachRow(rows, func(_ []string, values []any) error {
		out = append(out, values[0].(string))
		return nil
	})
	return out, err
}
