package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/plan"
)

// Filter says which runs are meant: those for which each of its fields holds that is not empty.
type Filter struct {
	Practices []string // patterns, of which one matches a host's practice
	Hosts     []string // patterns, of which one matches practice/host, or the host's name alone
	Steps     []string // patterns, of which one matches the address of a step of which something was sent
	Statuses  []plan.RunStatus
	Since     time.Time // begun then or later
	Until     time.Time // begun before
	Limit     int       // the newest; 0: all
}

// where is the filter as a condition of SQL, without statuses: those are not all written down.
func (f *Filter) where() (string, []any) {
	conditions := []string{"1"}
	var args []any
	add := func(condition string, more ...any) {
		conditions, args = append(conditions, condition), append(args, more...)
	}
	for _, in := range []struct {
		patterns   []string
		from       string
		expression string
	}{
		{f.Practices, "hosts", "substr(x.host, 1, instr(x.host, '/') - 1)"},
		{f.Hosts, "hosts", ""},
		{f.Steps, "operations", "substr(x.step, 1, instr(x.step || '[\"', '[\"') - 1)"},
	} {
		if len(in.patterns) == 0 {
			continue
		}
		var parts []string
		var values []any
		for _, p := range in.patterns {
			expression := in.expression
			if expression == "" {
				expression = "x.host"
				if !strings.Contains(p, "/") {
					expression = "substr(x.host, instr(x.host, '/') + 1)"
				}
			}
			parts, values = append(parts, expression+" GLOB ?"), append(values, p)
		}
		add("EXISTS (SELECT 1 FROM "+in.from+" x WHERE x.run = runs.id AND ("+strings.Join(parts, " OR ")+"))",
			values...)
	}
	if !f.Since.IsZero() {
		add("started >= ?", stamp(f.Since))
	}
	if !f.Until.IsZero() {
		add("started < ?", stamp(f.Until))
	}
	return strings.Join(conditions, " AND "), args
}

// Find gives the runs that are meant, the newest first, without their hosts.
func (j *Journal) Find(ctx context.Context, f Filter) ([]Run, error) {
	where, args := f.where()
	limit := -1
	if f.Limit > 0 && len(f.Statuses) == 0 {
		limit = f.Limit
	}
	runs, err := j.runs(ctx, runColumns+"WHERE "+where+" "+newestFirst+" LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, j.read(err)
	}
	if len(f.Statuses) > 0 {
		runs = slices.DeleteFunc(runs, func(r Run) bool { return !slices.Contains(f.Statuses, r.Status) })
		if f.Limit > 0 && len(runs) > f.Limit {
			runs = runs[:f.Limit]
		}
	}
	for i := range runs {
		if err := j.count(ctx, &runs[i]); err != nil {
			return nil, j.read(fmt.Errorf("run %s: %w", runs[i].ID, err))
		}
	}
	return runs, nil
}

// Runs gives the newest runs first, without their hosts; all of them if limit is 0.
func (j *Journal) Runs(ctx context.Context, limit int) ([]Run, error) {
	return j.Find(ctx, Filter{Limit: limit})
}
