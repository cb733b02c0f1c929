package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// Explain says why a change that failed was not made.
func (i *Item) Explain() *problem.Problem {
	pairs := []string{"step", i.Step, "resource", i.Resource.String()}
	if i.Outcome.Status == resource.Drift {
		return problem.New(problem.Drift, pairs...).With("%s", differences(i.Op.Kept().Before, i.Outcome.Now))
	}
	p := problem.New(problem.ChangeFailed, pairs...)
	if f := i.Outcome.Fault; f != nil {
		p.Because(f)
		p.Set("cure", string(f.Code))
	}
	return p
}

// NotVerified is the end of a host's work of which one cannot tell whether it holds.
func NotVerified(cause error) *problem.Problem {
	p := problem.From(cause)
	return problem.New(problem.NotVerified).With("%s", p.Detail).Because(p)
}

// UnknownOutcome is the end of a host's work of which nobody knows how far it came.
func UnknownOutcome(open []*Item, lost error) *problem.Problem {
	if len(open) == 0 {
		return NotVerified(lost)
	}
	p := problem.New(problem.UnknownOutcome, "steps", Steps(open))
	if lost != nil {
		p.Because(lost)
	}
	return p
}

// stale says what is no longer as it was reviewed: the values of the review and those of now; what nobody has reviewed
// has those of now alone.
func (w *Work) stale(off []*Change, fresh *Host) *problem.Problem {
	if fresh.Error != nil {
		return problem.New(problem.PlanStale).Because(fresh.Error)
	}
	var lines []string
	for _, c := range off {
		now := values(c.Before)
		for _, i := range w.Items {
			if i.Block() != c.Block() || !i.Resource.Same(c.Resource) || i.Section != c.Section || i.KnownAfter != "" {
				continue
			}
			if d := differences(i.Before, c.Before); d != "" {
				now = d
			}
		}
		if line := strings.TrimSuffix(c.Resource.String()+": "+now, ": "); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return problem.New(problem.PlanStale, "steps", Steps(off)).With("%s", strings.Join(lines, "; "))
}

func notConverged(again []*Change) *problem.Problem {
	return problem.New(problem.NotConverged, "steps", Steps(again), "resource", again[0].Resource.String())
}

func beyond(changes []*Change) *problem.Problem {
	return problem.New(problem.BeyondReview, "steps", Steps(changes)).With("%s", changes[0].Resource)
}

func stuck(changes []*Change) *problem.Problem {
	return problem.New(problem.Stuck, "steps", Steps(changes), "after", changes[0].KnownAfter)
}

// Steps lists the blocks of changes, each once, in order.
func Steps[T interface{ Block() string }](changes []T) string {
	var out []string
	seen := map[string]bool{}
	for _, c := range changes {
		if name := c.Block(); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// differences names the properties that are not as expected, with both values: "restart: null → true". A file's bytes
// and long values are not shown.
func differences(want, now resource.Props) string {
	var out []string
	for _, k := range want.Keys() {
		if resource.Equal(want[k], now[k]) {
			continue
		}
		was, is := shown(want[k]), shown(now[k])
		if resource.Blob(k) || len(was) > 80 || len(is) > 80 {
			was, is = "…", "…"
		}
		out = append(out, fmt.Sprintf("%s: %s → %s", k, was, is))
	}
	return strings.Join(out, ", ")
}

// values are properties in one line.
func values(p resource.Props) string {
	var out []string
	for _, k := range p.Keys() {
		out = append(out, k+"="+shown(p[k]))
	}
	return strings.Join(out, ", ")
}

func shown(v any) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprint(v)
}
