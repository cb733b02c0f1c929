package plan

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// line is a change as one line: "a:1→2", "a@1" for stage 1, "b?a" for known after a, "m!" for a manual one, "r*a" for a
// restart after a.
func line(s string) Change {
	c := Change{ID: s}
	c.Action, c.Before, c.After, c.Resource = step.Update, resource.Props{}, resource.Props{},
		resource.ID{Type: "file", Key: "k"}
	c.Op = &resource.Op{Type: "file", Key: "k"}
	switch {
	case strings.Contains(s, "?"):
		c.Step, c.KnownAfter, _ = strings.Cut(s, "?")
		c.Op = nil
	case strings.HasSuffix(s, "!"):
		c.Step, c.Action, c.Op = strings.TrimSuffix(s, "!"), step.Manual, nil
	case strings.Contains(s, "*"):
		var after string
		c.Step, after, _ = strings.Cut(s, "*")
		c.Action, c.Once, c.RunsAfter, c.Resource = step.Restart, true, []string{after},
			resource.ID{Type: "service", Key: "sp"}
	default:
		var values string
		c.Step, values, _ = strings.Cut(s, ":")
		before, after, _ := strings.Cut(values, "→")
		c.Before["v"], c.After["v"] = before, after
		if name, stage, ok := strings.Cut(c.Step, "@"); ok {
			c.Step, c.Stage = name, int(stage[0]-'0')
		}
	}
	return c
}

func host(lines string) *Host {
	h := &Host{}
	for _, s := range strings.Fields(lines) {
		h.Changes = append(h.Changes, line(s))
	}
	return h
}

func names(changes []*Change) string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Step)
	}
	return strings.Join(out, " ")
}

// ends puts an ending behind each of some names.
func ends(names, ending string) string {
	var out []string
	for _, name := range strings.Fields(names) {
		out = append(out, name+ending)
	}
	return strings.Join(out, " ")
}

// work is a reviewed plan of which something was sent: "a=done b=unknown"; "c=" was sent and not answered.
func work(reviewed, ended string) *Work {
	w := NewWork(host(reviewed))
	for _, end := range strings.Fields(ended) {
		at := strings.LastIndex(end, "=")
		for _, i := range w.Items {
			if i.Step != end[:at] {
				continue
			}
			Sending([]*Item{i})
			if status := resource.Status(end[at+1:]); status != "" {
				i.Outcome = &resource.Result{Op: "1", Status: status}
			}
		}
	}
	return w
}

// outcomes are how a work's changes ended.
func outcomes(w *Work) string {
	var out []string
	for _, i := range w.Items {
		out = append(out, i.Step+"="+string(i.Ended()))
	}
	return strings.Join(out, " ")
}

func steps(items []*Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Step)
	}
	return strings.Join(out, " ")
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, reviewed, done, fresh           string
		next, stuck, again, staleOnes, beyond string
	}{
		{name: "as reviewed", reviewed: "a:1→2 b:1→2", fresh: "a:1→2 b:1→2", next: "a b"},
		{name: "one is so by now", reviewed: "a:1→2 b:1→2", fresh: "b:1→2", next: "b"},
		{name: "another value", reviewed: "a:1→2 b:1→2", fresh: "a:9→2 b:1→2", next: "b", staleOnes: "a"},
		{name: "another target", reviewed: "a:1→2", fresh: "a:1→3", staleOnes: "a"},
		{name: "one more", reviewed: "a:1→2", fresh: "a:1→2 b:1→2", next: "a", beyond: "b"},
		{name: "done, and it holds", reviewed: "a:1→2", done: "a", fresh: ""},
		{name: "done, and it does not hold", reviewed: "a:1→2", done: "a", fresh: "a:1→2", again: "a"},
		{name: "known by now", reviewed: "a:1→2 b?a", done: "a", fresh: "b:1→2", next: "b"},
		{name: "still not known", reviewed: "a:1→2 b?a", done: "a", fresh: "b?a", stuck: "b"},
		{
			name: "each of it known by now", reviewed: `a:1→2 b?a`, done: "a", fresh: `b["x"]:1→2 b["y"]:1→2`,
			next: `b["x"] b["y"]`,
		},
		{name: "the lowest stage first", reviewed: "a:1→2 b@1:1→2", fresh: "a:1→2 b@1:1→2", next: "a"},
		{name: "a person's step says nothing", reviewed: "a:1→2", done: "a", fresh: "m!"},
		{name: "a restart is not made twice", reviewed: "a:1→2 r*a", done: "a r", fresh: "r*a"},
		{name: "a restart that is left", reviewed: "a:1→2 r*a", done: "a", fresh: "r*a", next: "r"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := work(c.reviewed, ends(c.done, "=done"))
			d := w.Compare(host(c.fresh))
			got := []string{names(d.Next), names(d.Stuck), names(d.Again), names(d.Stale), names(d.Beyond)}
			want := []string{c.next, c.stuck, c.again, c.staleOnes, c.beyond}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("next, stuck, again, stale, beyond: %q, want %q", got, want)
			}
		})
	}
}

// What the next exchange makes, and how a host's work ends instead.
func TestNext(t *testing.T) {
	const unverified = problem.NotVerified
	broken := func(at string) []Blocked { return []Blocked{{Address: at, Error: problem.New(problem.Locked)}} }
	for _, c := range []struct {
		name, reviewed, ended, fresh string
		blocks                       []Blocked
		failed                       bool // the host could not be planned again
		next                         string
		end                          problem.ID
	}{
		{name: "converged", reviewed: "a:1→2", ended: "a=done"},
		{name: "a later stage", reviewed: "a:1→2 b@1:1→2", ended: "a=done", fresh: "b@1:1→2", next: "b"},
		{name: "the host cannot be planned", reviewed: "a:1→2", ended: "a=done", failed: true, end: unverified},
		{name: "what was sent cannot", reviewed: "a:1→2", ended: "a=done", blocks: broken("a"), end: unverified},
		{name: "something else cannot", reviewed: "a:1→2", ended: "a=done", blocks: broken("b")},
		{name: "it did not hold", reviewed: "a:1→2", ended: "a=done", fresh: "a:1→2", end: problem.NotConverged},
		{
			name: "somebody changes it", reviewed: "a:1→2 b@1:1→2", ended: "a=done", fresh: "b@1:9→2",
			end: problem.PlanStale,
		},
		{name: "not reviewed", reviewed: "a:1→2", ended: "a=done", fresh: "b:1→2", end: problem.BeyondReview},
		{name: "never known", reviewed: "a:1→2 b?a", ended: "a=done", fresh: "b?a", end: problem.Stuck},
		{name: "a failure explains it", reviewed: "a:1→2 b?a", ended: "a=failed", fresh: "a:1→2 b?a"},
		{
			name: "it did not hold, whatever else", reviewed: "a:1→2 b:1→2 c:1→2", ended: "a=done",
			fresh: "a:1→2 b:9→2 c:1→2 d:1→2", end: problem.NotConverged,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := work(c.reviewed, c.ended)
			for _, i := range w.Items {
				if i.Failed() {
					i.OnError = "continue"
				}
			}
			fresh := host(c.fresh)
			if fresh.Blocks = c.blocks; c.failed {
				fresh.Error = problem.New(problem.Locked)
			}
			next, p := w.Next(fresh)
			if got := idOf(p); steps(next) != c.next || got != c.end {
				t.Errorf("next %q, ends %q; want %q, %q", steps(next), got, c.next, c.end)
			}
		})
	}
}

func idOf(p *problem.Problem) problem.ID {
	if p == nil {
		return ""
	}
	return p.ID
}

// A plan of earlier, or of elsewhere, must fit the host as it is; what a run has made must hold when it goes on.
func TestBegin(t *testing.T) {
	for _, c := range []struct{ name, reviewed, ended, fresh, next string }{
		{"as reviewed", "a:1→2 b:1→2", "", "a:1→2 b:1→2", "a b"},
		{"half of it is so by now", "a:1→2 b:1→2", "", "b:1→2", "b"},
		{"all of it", "a:1→2", "", "", ""},
		{"somebody changed it", "a:1→2 b:1→2", "", "a:9→2 b:1→2", "stale"},
		{"one more", "a:1→2", "", "a:1→2 b:1→2", "stale"},
		{"it goes on", "a:1→2 b:1→2", "a=done", "b:1→2", "b"},
		{"what was made does not hold", "a:1→2 b:1→2", "a=done", "a:1→2 b:1→2", "stale"},
		{"a restart is not made again", "a:1→2 r*a", "a=done r=done", "r*a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := work(c.reviewed, c.ended)
			next, p := w.Begin(host(c.fresh))
			if got := steps(next) + string(idOf(p)); got != c.next {
				t.Errorf("%q, want %q", got, c.next)
			}
			for _, i := range next {
				if i.Op.ID == "" {
					t.Errorf("%s has an operation without an id", i.Step)
				}
			}
		})
	}
}

// After a lost connection: what is known by looking again, and what nobody knows.
func TestFoundOut(t *testing.T) {
	for _, c := range []struct{ name, reviewed, ended, fresh, after, open string }{
		{"made", "a:1→2 b:1→2", "a=done b=unknown", "", "a=done b=done", ""},
		{"not made", "a:1→2 b:1→2", "a=done b=unknown", "b:1→2", "a=done b=unknown", "b"},
		{"one of two", "a:1→2 b:1→2", "a=unknown b=unknown", "b:1→2", "a=unknown b=unknown", "a b"},
		{"a restart leaves no trace", "a:1→2 r*a", "a=unknown r=unknown", "r*a", "a=done r=unknown", "r"},
		{"a person's step says nothing", "a:1→2", "a=unknown", "m!", "a=done", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := work(c.reviewed, c.ended)
			_, open := w.FoundOut(Doubtful(w.Items), host(c.fresh), NewTraces(nil))
			if got := outcomes(w); got != c.after || steps(open) != c.open {
				t.Errorf("%q, in doubt %q; want %q, %q", got, steps(open), c.after, c.open)
			}
		})
	}
}

// What the host found different is sent again only if all of it still means what was reviewed.
func TestRefit(t *testing.T) {
	for _, c := range []struct{ name, reviewed, ended, fresh, fit, after string }{
		{"edited elsewhere", "a:1→2 r*a", "a=drift r=skipped", "a:1→2 r*a", "a r", "a= r="},
		{"edited itself", "a:1→2 r*a", "a=drift r=skipped", "a:9→2 r*a", "", "a=drift r=skipped"},
		{"made by somebody", "a:1→2 r*a", "a=drift r=skipped", "r*a", "r", "a=already r="},
		{"and nothing needed", "a:1→2 r*a", "a=drift r=skipped", "", "", "a=already r=already"},
		{"behind what was made", "a:1→2 b:1→2", "a=done b=drift", "b:1→2", "b", "a=done b="},
		{"one of two edited itself", "a:1→2 b:1→2", "a=drift b=drift", "a:1→2 b:9→2", "", "a=drift b=drift"},
		{"skipped for another reason", "a:1→2 b:1→2", "a=failed b=skipped", "a:1→2 b:1→2", "", "a=failed b=skipped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := work(c.reviewed, c.ended)
			fit := w.Refit(Drifted(w.Items), host(c.fresh))
			if got := outcomes(w); steps(fit) != c.fit || got != c.after {
				t.Errorf("again %q, then %q; want %q, %q", steps(fit), got, c.fit, c.after)
			}
		})
	}
}

// What a failed step has made is taken back, last first; nothing of another step, nothing that was so already.
func TestTakeBack(t *testing.T) {
	w := work("a:1→2 b:1→2 b:3→4 b:5→6 b:7→8", "a=done b=done")
	for n, i := range w.Items {
		i.Reversible = n != 2
	}
	w.Items[3].Outcome.Status, w.Items[4].Outcome.Status = resource.Already, resource.Failed
	made, inverses := w.TakeBack(w.Items, w.Items[4])
	if len(made) != 1 || made[0] != w.Items[1] || inverses[0].After["v"] != "1" || inverses[0].Op.ID == "" {
		t.Errorf("%+v, %+v", made, inverses)
	}
}

// A failure that is allowed ends nothing; what was sent and not answered is unknown.
func TestEndings(t *testing.T) {
	w := work("a:1→2 b:1→2 c:1→2 d:1→2", "a=failed b=drift c=")
	w.Items[0].OnError = "continue"
	if Failure(w.Items) != w.Items[1] || w.Forgiven() != w.Items[0] || !w.Sent() {
		t.Errorf("ends %v, forgiven %v", Failure(w.Items), w.Forgiven())
	}
	w.Items[0].Outcome.Fault = &resource.Fault{Code: resource.Denied}
	w.Items[1].Op.Before, w.Items[1].Outcome.Now = resource.Props{"v": "1"}, resource.Props{"v": nil}
	if p := w.Items[0].Explain(); p.ID != problem.ChangeFailed || p.Values["cure"] != string(resource.Denied) {
		t.Error(p)
	}
	if p := w.Items[1].Explain(); p.ID != problem.Drift || p.Detail != "v: 1 → –" {
		t.Error(p)
	}
	w.Unanswered()
	if got := outcomes(w); got != "a=failed b=drift c=unknown d=" {
		t.Error(got)
	}
}

// Behind each change that runs by itself an exchange is cut.
func TestParts(t *testing.T) {
	w := NewWork(host("a:1→2 b:1→2 c:1→2"))
	w.Items[1].Op.Args = resource.Props{"detached": true}
	parts := Parts(w.Items)
	if len(parts) != 2 || steps(parts[0]) != "a b" || steps(parts[1]) != "c" {
		t.Fatalf("%v", parts)
	}
	if Running(parts[0]) != w.Items[1] || Running(parts[1]) != nil || Running(nil) != nil {
		t.Error("what runs is the last one of a part, if it runs detached")
	}
	w.Items[1].Outcome = &resource.Result{Status: resource.Done}
	if Running(parts[0]) != nil || len(Parts(w.Items[1:2])) != 2 {
		t.Error("what has ended does not run, and there is always a part behind it, to verify in")
	}
}

// What became known takes the place of the entry that said so, in the order of the plan.
func TestAdmit(t *testing.T) {
	w := work(`a:1→2 each?a c:1→2`, "a=done")
	w.Admit(w.Compare(host(`each["x"]:1→2 each["y"]:1→2 c:1→2`)).Next)
	if s := steps(w.Items); s != `a each["x"] each["y"] c` {
		t.Error(s)
	}
}

// What nobody needs any more is "already"; of what could not be planned in the end, nothing is said.
func TestSettle(t *testing.T) {
	w := work(`a:1→2 b?a c?a each["x"]?a`, "a=done")
	fresh := host(``)
	fresh.Blocks = []Blocked{{Address: "b"}, {Address: "each"}}
	w.Settle(fresh)
	if s := outcomes(w); s != `a=done b= c=already each["x"]=` {
		t.Error(s)
	}
}

func TestOwed(t *testing.T) {
	for _, c := range []struct {
		name, changes, done, failed string
		owed                        int
	}{
		{"made", "a:1→2 r*a", "a r", "", 0},
		{"prevented", "a:1→2 b:1→2 r*a", "a", "b", 1},
		{"what it comes after was not made", "a:1→2 b:1→2 r*a", "b", "a", 0},
		{"one of each", `a["x"]:1→2 b:1→2 r*a`, `a["x"]`, "b", 1},
	} {
		w := work(c.changes, ends(c.done, "=done")+" "+ends(c.failed, "=failed"))
		if owed := w.Owed(); len(owed) != c.owed {
			t.Errorf("%s: %+v", c.name, owed)
		}
	}
	// What an earlier run owed and this one did not make stays owed to that one.
	h := host("r*gone")
	h.Changes[0].Due, h.Changes[0].RunsAfter = "run1", nil
	if owed := NewWork(h).Owed(); len(owed) != 1 || owed[0].Run != "run1" {
		t.Errorf("%+v", owed)
	}
}

func TestInvertTwiceIsTheSame(t *testing.T) {
	c := line("a:1→2")
	c.Reversible, c.Section, c.Action = true, "S", step.Create
	once, ok := c.Invert()
	if !ok || once.Action != step.Delete || once.Before["v"] != "2" || once.After["v"] != "1" {
		t.Fatalf("%+v", once)
	}
	if twice, ok := once.Invert(); !ok || !Same(&c, &twice) {
		t.Errorf("%+v", twice)
	}
	for _, s := range []string{"m!", "b?a"} {
		c := line(s)
		c.Reversible = true
		if _, ok := c.Invert(); ok {
			t.Errorf("%s cannot be taken back", s)
		}
	}
	if c := line("a:1→2"); c.Reversible {
		t.Error("not said")
	} else if _, ok := c.Invert(); ok {
		t.Error("it says that it cannot be taken back")
	}
}
