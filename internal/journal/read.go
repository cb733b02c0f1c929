package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

const runColumns = `SELECT id, command, operator, playbooks, started, ended, status, digest, coalesce(undoes, ''), ` +
	`rollout FROM runs `

// newestFirst is the order in which runs came into this history. A clock can be set back, a row's number cannot.
const newestFirst = "ORDER BY rowid DESC"

// ErrNoRun is in the error of Run when no run is meant.
var ErrNoRun = errors.New("no such run")

// Run gives one run with its hosts and their operations: by its id, by the beginning or the end of it if only one run
// has that, or the newest one by "last".
func (j *Journal) Run(ctx context.Context, name string) (*Run, error) {
	found, err := j.find(ctx, name)
	if err != nil {
		return nil, err
	}
	run := &found
	err = j.count(ctx, run)
	if err == nil {
		err = j.hosts(ctx, run)
	}
	if err != nil {
		return nil, j.read(fmt.Errorf("run %s: %w", run.ID, err))
	}
	return run, nil
}

func (j *Journal) find(ctx context.Context, name string) (Run, error) {
	var runs []Run
	var err error
	switch name {
	case "":
		return Run{}, fmt.Errorf("%w: its id is empty", ErrNoRun)
	case "last":
		runs, err = j.runs(ctx, runColumns+newestFirst+" LIMIT 1")
	default:
		runs, err = j.runs(ctx, runColumns+"WHERE id = ?1 OR substr(id, 1, length(?1)) = ?1 OR substr(id, "+
			"-length(?1)) = ?1 ORDER BY id = ?1 DESC, id LIMIT 6",
			strings.ToLower(name))
	}
	switch {
	case err != nil:
		return Run{}, j.read(err)
	case len(runs) == 0 && name == "last":
		return Run{}, fmt.Errorf("%w: the journal is empty", ErrNoRun)
	case len(runs) == 0:
		return Run{}, fmt.Errorf("%w: %q; `xops runs list` shows them", ErrNoRun, name)
	case len(runs) > 1 && runs[0].ID != strings.ToLower(name):
		ids := make([]string, len(runs))
		for i, r := range runs {
			ids[i] = r.ID
		}
		return Run{}, problem.New(problem.RunAmbiguous, "name", name).With("%s", strings.Join(ids, ", "))
	}
	return runs[0], nil
}

func (j *Journal) runs(ctx context.Context, query string, args ...any) ([]Run, error) {
	rows, err := j.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Run
	for rows.Next() {
		var r Run
		var playbooks, started string
		var ended sql.NullString
		if err := rows.Scan(&r.ID, &r.Command, &r.Operator, &playbooks, &started, &ended, &r.Status, &r.Digest,
			&r.Undoes, &r.Rollout); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(playbooks), &r.Playbooks); err != nil {
			return nil, err
		}
		if r.Started, err = time.Parse(timeFormat, started); err != nil {
			return nil, err
		}
		if r.Ended, err = moment(ended); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	for i := range out {
		if err := j.interrupted(ctx, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// interrupted corrects the status of a run that claims to be running and that nobody works on.
func (j *Journal) interrupted(ctx context.Context, r *Run) error {
	if r.Status != plan.RunRunning || j.alive(r.ID) {
		return nil
	}
	// It may have ended between the reading and the look at the lock.
	var ended sql.NullString
	err := j.db.QueryRowContext(ctx, "SELECT status, ended FROM runs WHERE id = ?", r.ID).Scan(&r.Status, &ended)
	if err != nil {
		return err
	}
	if r.Status == plan.RunRunning {
		r.Status = plan.RunInterrupted
	}
	r.Ended, err = moment(ended)
	return err
}

func moment(s sql.NullString) (*time.Time, error) {
	if !s.Valid {
		return nil, nil
	}
	t, err := time.Parse(timeFormat, s.String)
	return &t, err
}

// count fills in a run's numbers.
func (j *Journal) count(ctx context.Context, r *Run) error {
	err := j.tally(ctx, "SELECT coalesce(status, ''), count(*) FROM hosts WHERE run = ? GROUP BY 1", r.ID,
		func(status string, n int) {
			r.Summary.Add(plan.Class(status), n)
		})
	if err != nil {
		return err
	}
	return j.tally(ctx, "SELECT iif(reverts IS NULL, coalesce(status, 'unknown'), 'reverts'), count(*) FROM "+
		"operations WHERE run = ? GROUP BY 1", r.ID,
		func(status string, n int) {
			if status == "reverts" {
				r.Operations.Reverted += n
				return
			}
			r.Operations.Total += n
			switch resource.Status(status) {
			case resource.Done:
				r.Operations.Done += n
			case resource.Already:
				r.Operations.Already += n
			case resource.Skipped:
				r.Operations.Skipped += n
			case resource.Unknown:
				r.Operations.Unknown += n
			default:
				r.Operations.Failed += n
			}
		})
}

func (j *Journal) tally(ctx context.Context, query, run string, each func(status string, n int)) error {
	rows, err := j.db.QueryContext(ctx, query, run)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var status string
		var n int
		if err := rows.Scan(&status, &n); err != nil {
			return err
		}
		each(status, n)
	}
	return rows.Err()
}

// Plan gives the document that a run was reviewed by; nil where the run had none.
func (j *Journal) Plan(ctx context.Context, run string) (*plan.Plan, error) {
	var sum sql.NullString
	if err := j.db.QueryRowContext(ctx, "SELECT plan FROM runs WHERE id = ?", run).Scan(&sum); err != nil {
		return nil, j.read(fmt.Errorf("run %s: %w", run, err))
	}
	if !sum.Valid {
		return nil, nil
	}
	data, err := j.blob(ctx, sum.String)
	if err != nil {
		return nil, j.read(fmt.Errorf("run %s: %w", run, err))
	}
	return plan.Decode(data)
}

// Due are the restarts that runs owe, by host.
func (j *Journal) Due(ctx context.Context) (map[string][]plan.Due, error) {
	rows, err := j.db.QueryContext(ctx, "SELECT host, type, key, run, step FROM due ORDER BY host, type, canonical")
	if err != nil {
		return nil, j.read(err)
	}
	defer rows.Close()
	out := map[string][]plan.Due{}
	for rows.Next() {
		var host string
		var d plan.Due
		if err := rows.Scan(&host, &d.Type, &d.Key, &d.Run, &d.Step); err != nil {
			return nil, j.read(err)
		}
		out[host] = append(out[host], d)
	}
	return out, j.read(rows.Err())
}
