package step

import (
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// What looks at an operation that runs by itself tell, one after the other: "done@70" is a state so many seconds after
// its start, "!slow" an error.
func TestWatch(t *testing.T) {
	for name, c := range map[string]struct {
		stable int64
		looks  string
		seen   string
	}{
		"it ends":                        {0, "running running done", "runs runs over"},
		"the host is away meanwhile":     {0, "running !slow running done", "runs silent runs over"},
		"it fails":                       {0, "running timeout", "runs over"},
		"the host knows nothing of it":   {0, "running absent", "runs gone"},
		"nobody may look":                {0, "running !logon-refused", "runs hidden"},
		"a restart":                      {2, "running !slow done done", "runs silent settles over"},
		"a computer that comes and goes": {2, "done !slow done done", "settles silent settles over"},
		"it is late":                     {0, "running@240 running@241", "runs overtime"},
		"the host does not come back":    {2, "!slow@240 !slow@241", "silent overtime"},
		"its end is told however late":   {0, "running@10 done@999", "runs over"},
	} {
		t.Run(name, func(t *testing.T) {
			w := Watching(&resource.Op{Args: resource.Props{"limit_s": int64(60), "stable": c.stable}})
			var seen []string
			for _, look := range strings.Fields(c.looks) {
				state, at, _ := strings.Cut(look, "@")
				seconds, _ := strconv.ParseInt(at, 10, 64)
				var now resource.Props
				var err error
				if id, failed := strings.CutPrefix(state, "!"); failed {
					err = problem.New(problem.ID(id))
				} else {
					now = resource.Props{"state": state}
				}
				seen = append(seen, string(w.Look(now, err, seconds)))
			}
			if got := strings.Join(seen, " "); got != c.seen {
				t.Errorf("%q, want %q", got, c.seen)
			}
		})
	}
}
