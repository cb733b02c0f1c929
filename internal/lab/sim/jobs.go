package sim

import (
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// Job is a scheduled task of Windows, of whichever program.
type Job struct {
	Path       string // \folder\name
	Disabled   bool
	Running    bool
	Programs   []string
	Triggers   []Trigger
	LastRun    time.Time // zero: never
	LastResult int64
	NextRun    time.Time
}

// Trigger is when a job starts.
type Trigger struct {
	Type     int64 // TASK_TRIGGER_TYPE2: 2 daily, 3 weekly, 8 at the start, 9 at a logon
	Start    string
	Days     int64 // weekly: a bit for each day, 1 is Sunday
	Disabled bool
}

// AddJob adds a scheduled task, in place of one of the same path.
func (h *Host) AddJob(j Job) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.jobs[strings.ToLower(j.Path)] = j
}

// RemoveJobs removes the scheduled tasks whose paths fit a pattern.
func (h *Host) RemoveJobs(pattern string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key := range h.jobs {
		if match(pattern, key) {
			delete(h.jobs, key)
		}
	}
}

const neverRan = 0x41303

func (h *Host) getJobs(q resource.Query) ([]resource.Item, *resource.Fault) {
	if !strings.HasPrefix(q.Key, `\`) {
		return nil, fault(resource.Invalid, "", "the path of a task begins with a backslash: %s", q.Key)
	}
	items := []resource.Item{}
	for _, j := range h.jobs {
		folder := j.Path[:strings.LastIndexByte(j.Path, '\\')]
		if !match(q.Key, j.Path) || leftOut(q.Args.String("without"), folder, q.Key) {
			continue
		}
		state := "ready"
		switch {
		case j.Disabled:
			state = "disabled"
		case j.Running:
			state = "running"
		}
		result := j.LastResult
		if j.LastRun.IsZero() && result == 0 {
			result = neverRan
		}
		triggers := []any{}
		for _, t := range j.Triggers {
			days := any(nil)
			if t.Type == 3 {
				days = t.Days
			}
			triggers = append(triggers, map[string]any{
				"type": t.Type, "enabled": !t.Disabled, "start": t.Start, "days": days,
			})
		}
		items = append(items, resource.Item{Key: j.Path, Props: resource.Props{
			"enabled": !j.Disabled, "state": state, "programs": list(j.Programs), "triggers": triggers,
			"last_run": stamp(j.LastRun), "last_result": result, "next_run": stamp(j.NextRun),
		}})
	}
	sortItems(items)
	return items, nil
}

// leftOut says whether a folder, or one above it that the search goes through, is left out.
func leftOut(pattern, folder, key string) bool {
	first := strings.IndexAny(key+"*", "*?")
	for at := folder; pattern != "" && len(at) > first-1 && at != ""; at = at[:strings.LastIndexByte(at, '\\')] {
		if match(pattern, at) {
			return true
		}
	}
	return false
}
