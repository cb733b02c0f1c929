package journal

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

var _ exec.Journal = (*Journal)(nil)

const timeFormat = "2006-01-02T15:04:05.000000Z"

func stamp(t time.Time) string { return t.UTC().Format(timeFormat) }

// Begin writes down that a run begins, with its hosts in order. From then on this process is the one that works on it.
func (j *Journal) Begin(ctx context.Context, run exec.RunInfo) error {
	if run.ID == "" {
		return fmt.Errorf("journal: a run needs an id")
	}
	if err := j.acquire(run.ID); err != nil {
		return err
	}
	document, digest, err := reviewed(run.Plan)
	if err != nil {
		j.unlock(run.ID)
		return fmt.Errorf("journal: %w", err)
	}
	err = j.write(ctx, func(tx *sql.Tx) error {
		playbooks, err := json.Marshal(append([]string{}, run.Playbooks...))
		if err != nil {
			return err
		}
		if err := document.store(tx); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO runs (id, command, operator, playbooks, started, status, plan, digest, undoes,
				rollout)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, run.ID, run.Command, run.Operator, string(playbooks), stamp(run.Started),
			plan.RunRunning, null(document.sum), digest, null(run.Undoes), run.Rollout)
		if err != nil {
			return err
		}
		for i, h := range run.Hosts {
			if _, err := tx.Exec("INSERT INTO hosts (run, host, position) VALUES (?, ?, ?)", run.ID, h, i); err != nil {
				return err
			}
			if err := j.seal(tx, "hosts", run.ID, h); err != nil {
				return err
			}
		}
		return j.seal(tx, "runs", run.ID)
	})
	if err != nil {
		j.unlock(run.ID)
	}
	return err
}

// Resume takes up a run again that nobody works on. These hosts of it have not ended any more; what was sent to them
// stays as it is.
func (j *Journal) Resume(ctx context.Context, run string, hosts []string) error {
	if err := j.acquire(run); err != nil {
		return err
	}
	err := j.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.Exec("UPDATE runs SET status = ?, ended = NULL WHERE id = ?", plan.RunRunning, run)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("there is no run %s (%v)", run, err)
		}
		for _, h := range hosts {
			_, err := tx.Exec(`UPDATE hosts SET status = NULL, error = NULL, reason = NULL, owed = NULL, ended = NULL
				WHERE run = ? AND host = ?`, run, h)
			if err == nil {
				err = j.seal(tx, "hosts", run, h)
			}
			if err != nil {
				return err
			}
		}
		return j.seal(tx, "runs", run)
	})
	if err != nil {
		j.unlock(run)
	}
	return err
}

// reviewed is a plan as it is kept, with its digest; empty for none.
func reviewed(p *plan.Plan) (document packed, digest string, err error) {
	if p == nil {
		return packed{}, "", nil
	}
	if digest, err = p.Digest(); err != nil {
		return packed{}, "", err
	}
	var b bytes.Buffer
	if err := p.Encode(&b); err != nil {
		return packed{}, "", err
	}
	sum := sha256.Sum256(b.Bytes())
	return packed{sum: hex.EncodeToString(sum[:]), blob: b.Bytes()}, digest, nil
}

func (j *Journal) unlock(run string) {
	j.lockMu.Lock()
	defer j.lockMu.Unlock()
	if f := j.locks[run]; f != nil {
		j.release(run, f)
	}
}

// Intend writes down what is about to be sent to a host. When it returns nil, that is on the disk.
func (j *Journal) Intend(ctx context.Context, run, host string, intents []exec.Intent) error {
	type row struct{ shownBefore, shownAfter, before, after, args packed }
	rows := make([]row, len(intents))
	for i, in := range intents {
		if in.Op == nil {
			return fmt.Errorf("journal: %s has no operation", in.Step)
		}
		r, kept := &rows[i], in.Op.Kept()
		for _, p := range []struct {
			to   *packed
			from resource.Props
		}{
			{&r.shownBefore, in.Before},
			{&r.shownAfter, in.After},
			{&r.before, kept.Before},
			{&r.after, kept.After},
			{&r.args, kept.Args},
		} {
			var err error
			if *p.to, err = pack(p.from); err != nil {
				return fmt.Errorf("journal: %s: %w", in.Step, err)
			}
		}
	}
	now := stamp(j.Clock())
	return j.write(ctx, func(tx *sql.Tx) error {
		var seq int
		if err := tx.QueryRow("SELECT coalesce(max(seq), 0) FROM operations WHERE run = ? AND host = ?", run,
			host).Scan(&seq); err != nil {
			return err
		}
		for i, in := range intents {
			r := rows[i]
			for _, p := range []packed{r.shownBefore, r.shownAfter, r.before, r.after, r.args} {
				if err := p.store(tx); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`INSERT INTO operations (run, host, seq, id, reverts, playbook, step, title, kind, action, on_error, stage,
				type, key, section, shown_before, shown_after, before, after, args, reversible, intended)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				run, host, seq+1+i, in.Op.ID, null(in.Reverts), in.Playbook, in.Step, in.Title, in.Kind,
				string(in.Action), in.OnError, in.Stage,
				in.Op.Type, in.Op.Key, in.Section, r.shownBefore.json, r.shownAfter.json, r.before.json, r.after.json,
				r.args.json, in.Reversible, now)
			if err == nil {
				err = j.seal(tx, "operations", run, host, seq+1+i)
			}
			if err != nil {
				return fmt.Errorf("host %s, operation %s: %w", host, in.Op.ID, err)
			}
		}
		return nil
	})
}

// Outcome writes down how an operation ended. One that is unknown can become known later, not the other way round; of
// one that was not made, because the host was no longer as planned, it may turn out that somebody else has made it.
func (j *Journal) Outcome(ctx context.Context, run, host string, result resource.Result) error {
	now, err := pack(result.Now)
	if err != nil {
		return fmt.Errorf("journal: host %s, operation %s: %w", host, result.Op, err)
	}
	fault, err := encode(result.Fault)
	if err != nil {
		return fmt.Errorf("journal: host %s, operation %s: %w", host, result.Op, err)
	}
	ended := stamp(j.Clock())
	return j.write(ctx, func(tx *sql.Tx) error {
		if err := now.store(tx); err != nil {
			return err
		}
		res, err := tx.Exec(`UPDATE operations SET status = ?, ended = ?, now = ?, fault = ?
			WHERE run = ? AND host = ? AND id = ? AND (coalesce(status, 'unknown') = 'unknown'
				OR status IN ('drift', 'skipped') AND ? = 'already')`,
			string(result.Status), ended, now.json, fault, run, host, result.Op, string(result.Status))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("run %s, host %s: operation %q was not intended, or its outcome is known already (%v)",
				run, host, result.Op, err)
		}
		var seq int
		err = tx.QueryRow("SELECT seq FROM operations WHERE run = ? AND host = ? AND id = ?", run, host, result.Op).
			Scan(&seq)
		if err != nil {
			return err
		}
		return j.seal(tx, "operations", run, host, seq)
	})
}

// HostDone writes down how a host's work ended, which restarts it is owed, and which of those owed it has had.
func (j *Journal) HostDone(ctx context.Context, run string, r *plan.Result) error {
	var columns [3]any
	for i, v := range []any{r.Error, r.Reason, r.Owed} {
		var err error
		if columns[i], err = encode(v); err != nil {
			return fmt.Errorf("journal: host %s: %w", r.Host, err)
		}
	}
	v, status := r.Visit, string(r.Class())
	owed, made := r.Owed, restarts(r)
	ended := stamp(j.Clock())
	return j.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.Exec(`UPDATE hosts SET title = ?, status = ?, error = ?, reason = ?, owed = ?, ended = ?, duration_ms = ?, requests = ?,
			starts = ? WHERE run = ? AND host = ?`, v.Title, status, columns[0], columns[1], columns[2], ended, v.DurationMS, v.Requests,
			v.Starts, run, v.Host)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("host %s is not part of run %s (%v)", v.Host, run, err)
		}
		for _, id := range made {
			canonical := resource.Canonical(id.Type, id.Key)
			res, err := tx.Exec("DELETE FROM due WHERE host = ? AND type = ? AND canonical = ?", v.Host, id.Type,
				canonical)
			if err != nil {
				return err
			}
			if n, _ := res.RowsAffected(); n > 0 {
				if err := j.seal(tx, "due", v.Host, id.Type, canonical); err != nil {
					return err
				}
			}
		}
		for _, d := range owed {
			_, err := tx.Exec(`INSERT INTO due (host, type, canonical, key, run, step) VALUES (?, ?, ?, ?, ?, ?) `+
				`ON CONFLICT DO NOTHING`,
				v.Host, d.Type, resource.Canonical(d.Type, d.Key), d.Key, cmp.Or(d.Run, run), d.Step)
			if err == nil {
				err = j.seal(tx, "due", v.Host, d.Type, resource.Canonical(d.Type, d.Key))
			}
			if err != nil {
				return err
			}
		}
		return j.seal(tx, "hosts", run, v.Host)
	})
}

// restarts are the resources that a host's run has restarted, and those that were due and need it no more. One that was
// left to whoever had made the changes before it is not known to have been made.
func restarts(r *plan.Result) []resource.ID {
	var out []resource.ID
	for _, i := range r.Items {
		if i.Action == step.Restart && i.Made() && (i.Ended() == resource.Done || i.Due != "") {
			out = append(out, i.Resource)
		}
	}
	return out
}

// End writes down that a run has ended, and how.
func (j *Journal) End(ctx context.Context, run string, status plan.RunStatus) error {
	ended := stamp(j.Clock())
	err := j.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.Exec("UPDATE runs SET status = ?, ended = ? WHERE id = ?", status, ended, run)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("there is no run %s (%v)", run, err)
		}
		return j.seal(tx, "runs", run)
	})
	j.unlock(run)
	return err
}

// encode is a value as JSON, or NULL where there is none.
func encode(v any) (any, error) {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" {
		return nil, err
	}
	return string(b), nil
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
