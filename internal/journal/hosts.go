package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// hosts fills in a run's hosts and their operations.
func (j *Journal) hosts(ctx context.Context, r *Run) error {
	rows, err := j.db.QueryContext(ctx, `SELECT host, title, coalesce(status, ''), error, reason, owed, duration_ms, requests, starts
		FROM hosts WHERE run = ? ORDER BY position`, r.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := map[string]int{}
	for rows.Next() {
		h := Host{Operations: []Operation{}}
		var e, reason, owed sql.NullString
		if err := rows.Scan(&h.Host, &h.Title, &h.Status, &e, &reason, &owed, &h.DurationMS, &h.Requests,
			&h.Starts); err != nil {
			return err
		}
		if err := errors.Join(decode(e, &h.Error), decode(reason, &h.Reason), decode(owed, &h.Owed)); err != nil {
			return fmt.Errorf("host %s: %w", h.Host, err)
		}
		if h.Status == "" {
			h.Status = HostPending
			if r.Status != plan.RunRunning {
				h.Status = HostInterrupted
			}
		}
		at[h.Host] = len(r.Hosts)
		r.Hosts = append(r.Hosts, h)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	var lost error
	err = j.operations(ctx, r.ID, func(host string, o Operation) {
		i, known := at[host]
		if !known {
			lost = fmt.Errorf("operation %s is of %s, which is no host of the run", o.ID, host)
			return
		}
		r.Hosts[i].Operations = append(r.Hosts[i].Operations, o)
	})
	return errors.Join(err, lost)
}

// operations gives a run's operations, each host's in order.
func (j *Journal) operations(ctx context.Context, run string, each func(host string, o Operation)) error {
	// Blobs are read on the same connection's snapshot or later: they are never deleted, so that makes no difference.
	type stored struct{ before, after, sentBefore, sentAfter, args, now string }
	type found struct {
		host string
		op   Operation
		in   stored
	}
	rows, err := j.db.QueryContext(ctx, `SELECT host, seq, id, coalesce(reverts, ''), playbook, step, title, kind, action, on_error, stage, type, key, section,
		shown_before, shown_after, before, after, args, reversible, intended, ended, coalesce(status, 'unknown'), coalesce(now, ''), fault
		FROM operations WHERE run = ? ORDER BY host, seq`, run)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []found
	for rows.Next() {
		var f found
		o := &f.op
		var intended string
		var ended, fault sql.NullString
		if err := rows.Scan(&f.host, &o.Seq, &o.ID, &o.Reverts, &o.Playbook, &o.Step, &o.Title, &o.Kind, &o.Action,
			&o.OnError, &o.Stage, &o.Type, &o.Key, &o.Section,
			&f.in.before, &f.in.after, &f.in.sentBefore, &f.in.sentAfter, &f.in.args, &o.Reversible, &intended, &ended,
			&o.Status, &f.in.now, &fault); err != nil {
			return err
		}
		if o.Intended, err = time.Parse(timeFormat, intended); err != nil {
			return err
		}
		if o.Ended, err = moment(ended); err != nil {
			return err
		}
		if err := decode(fault, &o.Fault); err != nil {
			return err
		}
		all = append(all, f)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	var files []kept
	for i := range all {
		f := &all[i]
		for _, p := range []struct {
			from string
			to   *resource.Props
		}{
			{f.in.before, &f.op.Before},
			{f.in.after, &f.op.After},
			{f.in.sentBefore, &f.op.Sent.Before},
			{f.in.sentAfter, &f.op.Sent.After},
			{f.in.args, &f.op.Sent.Args},
			{f.in.now, &f.op.Now},
		} {
			sum := ""
			if *p.to, sum, err = unpack(p.from); err != nil {
				return fmt.Errorf("host %s, operation %s: %w", f.host, f.op.ID, err)
			}
			if sum != "" {
				files = append(files, kept{f.host, f.op.ID, sum, *p.to})
			}
		}
	}
	if err := j.fill(ctx, files); err != nil {
		return err
	}
	for _, f := range all {
		each(f.host, f.op)
	}
	return nil
}

// kept is a property set whose file lies apart.
type kept struct {
	host, operation, sum string
	props                resource.Props
}

// fill puts the bytes of files back in, all by one query.
func (j *Journal) fill(ctx context.Context, files []kept) error {
	if len(files) == 0 {
		return nil
	}
	contents := map[string]string{}
	for _, f := range files {
		contents[f.sum] = ""
	}
	sums, err := json.Marshal(slices.Collect(maps.Keys(contents)))
	if err != nil {
		return err
	}
	rows, err := j.db.QueryContext(ctx, "SELECT sha256, data FROM blobs WHERE sha256 IN (SELECT value FROM "+
		"json_each(?))", string(sums))
	if err != nil {
		return err
	}
	defer rows.Close()
	faults := map[string]error{}
	for sum := range contents {
		faults[sum] = fmt.Errorf("the kept file %s is missing", sum)
	}
	for rows.Next() {
		var sum string
		var data []byte
		if err := rows.Scan(&sum, &data); err != nil {
			return err
		}
		contents[sum], faults[sum] = resource.Encode(data), intact(data, sum)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, f := range files {
		if err := faults[f.sum]; err != nil {
			return fmt.Errorf("host %s, operation %s: %w", f.host, f.operation, err)
		}
		f.props[resource.Content] = contents[f.sum]
	}
	return nil
}

func (j *Journal) blob(ctx context.Context, sum string) ([]byte, error) {
	var data []byte
	err := j.db.QueryRowContext(ctx, "SELECT data FROM blobs WHERE sha256 = ?", sum).Scan(&data)
	if err == nil {
		err = intact(data, sum)
	}
	if err != nil {
		return nil, fmt.Errorf("the kept file %s cannot be read: %w", sum, err)
	}
	return data, nil
}

// decode reads JSON, or leaves the target as it is if there is none.
func decode(s sql.NullString, to any) error {
	if !s.Valid {
		return nil
	}
	return json.Unmarshal([]byte(s.String), to)
}
