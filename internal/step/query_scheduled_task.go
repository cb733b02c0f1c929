package step

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// ScheduledTaskQuery finds what Windows starts by itself.
type ScheduledTaskQuery struct {
	Path    string `hcl:"path,optional"`    // pattern; every task
	Without string `hcl:"without,optional"` // pattern of folders that are left out
	Program string `hcl:"program,optional"` // pattern on what it runs
}

// Ask implements Query.
func (q *ScheduledTaskQuery) Ask() []resource.Query {
	return []resource.Query{scheduledQuery(q.Path, q.Without)}
}

func scheduledQuery(path, without string) resource.Query {
	if path == "" {
		path = `\*`
	}
	ask := resource.Query{Type: "scheduled_task", Key: path}
	if without != "" {
		ask.Args = resource.Props{"without": without}
	}
	return ask
}

// Check implements Checker.
func (q *ScheduledTaskQuery) Check() Mistakes {
	var m Mistakes
	if q.Path != "" && !strings.HasPrefix(q.Path, `\`) {
		m.add("path", text.NoTaskPath, "path", q.Path)
	}
	return m
}

// Answer implements Query.
func (q *ScheduledTaskQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		if q.Program == "" || anyMatches(q.Program, i.Props.Strings("programs")) {
			out = append(out, scheduledTask(i))
		}
	}
	return out, nil
}

func anyMatches(pattern string, of []string) bool {
	for _, s := range of {
		if windows.Match(pattern, strings.Trim(s, `"`)) {
			return true
		}
	}
	return false
}

// Numbers of the task scheduler that say neither success nor failure: still running, never ran, disabled, no more runs.
var undecided = map[int64]bool{0x41301: true, 0x41302: true, 0x41303: true, 0x41304: true, 0x41306: true, 0x41325: true}

func scheduledTask(i resource.Item) map[string]any {
	row := pick(i.Props, "enabled", "state", "programs", "last_run", "last_result", "next_run")
	row["path"], row["name"], row["folder"] = i.Key, windows.Base(i.Key), windows.Dir(i.Key)
	row["succeeded"] = nil
	if result, ok := resource.Normal(i.Props["last_result"]).(int64); ok && !undecided[result&0xFFFFFFFF] {
		row["succeeded"] = result == 0
	}
	triggers := []any{}
	if all, ok := i.Props["triggers"].([]any); ok {
		for _, t := range all {
			if m, ok := props(t); ok {
				triggers = append(triggers, trigger(m))
			}
		}
	}
	row["triggers"] = triggers
	return row
}

func props(v any) (resource.Props, bool) {
	switch x := v.(type) {
	case resource.Props:
		return x, true
	case map[string]any:
		return x, true
	}
	return nil, false
}

// triggerKinds are those of TASK_TRIGGER_TYPE2.
var triggerKinds = map[int64]string{
	0: "event", 1: "once", 2: "daily", 3: "weekly", 4: "monthly", 5: "monthly", 6: "idle", 7: "registration",
	8: "boot", 9: "logon", 11: "session",
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// trigger is when a task starts, with the time of day as the host's clock has it.
func trigger(p resource.Props) map[string]any {
	out := map[string]any{
		"kind": "other", "enabled": p["enabled"], "at": nil, "days": nil,
	}
	if kind := triggerKinds[p.Int("type")]; kind != "" {
		out["kind"] = kind
	}
	if _, clock, ok := strings.Cut(p.String("start"), "T"); ok && len(clock) >= 5 {
		out["at"] = clock[:5]
	}
	if bits, ok := resource.Normal(p["days"]).(int64); ok {
		days := []any{}
		for n, day := range weekdays {
			if bits&(1<<n) != 0 {
				days = append(days, day)
			}
		}
		out["days"] = days
	}
	return out
}
