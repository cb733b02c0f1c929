package plan

import (
	"strings"
	"testing"

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
			w := NewWork(host(c.reviewed))
			for _, i := range w.Items {
				for _, name := range strings.Fields(c.done) {
					if i.Step == name {
						w.Sending([]*Item{i})
						i.Outcome = &resource.Result{Op: "1", Status: resource.Done}
					}
				}
			}
			d := w.Compare(host(c.fresh))
			got := []string{names(d.Next), names(d.Stuck), names(d.Again), names(d.Stale), names(d.Beyond)}
			want := []string{c.next, c.stuck, c.again, c.staleOnes, c.beyond}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("next, stuck, again, stale, beyond: %q, want %q", got, want)
			}
		})
	}
}

// What became known takes the place of the entry that said so, in the order of the plan.
func TestAdmit(t *testing.T) {
	w := NewWork(host(`a:1→2 each?a c:1→2`))
	w.Sending(w.Items[:1])
	w.Items[0].Outcome = &resource.Result{Status: resource.Done}
	w.Admit(w.Compare(host(`each["x"]:1→2 each["y"]:1→2 c:1→2`)).Next)
	var got []string
	for _, i := range w.Items {
		got = append(got, i.Step)
	}
	if s := strings.Join(got, " "); s != `a each["x"] each["y"] c` {
		t.Error(s)
	}
}

// What nobody needs any more is "already"; of what could not be planned in the end, nothing is said.
func TestSettle(t *testing.T) {
	w := NewWork(host(`a:1→2 b?a c?a each["x"]?a`))
	w.Sending(w.Items[:1])
	w.Items[0].Outcome = &resource.Result{Status: resource.Done}
	fresh := host(``)
	fresh.Blocks = []Blocked{{Address: "b"}, {Address: "each"}}
	w.Settle(fresh)
	var got []string
	for _, i := range w.Items {
		got = append(got, i.Step+"="+string(i.Ended()))
	}
	if s := strings.Join(got, " "); s != `a=done b= c=already each["x"]=` {
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
		w := NewWork(host(c.changes))
		for _, i := range w.Items {
			switch {
			case strings.Contains(" "+c.done+" ", " "+i.Step+" "):
				i.Outcome = &resource.Result{Status: resource.Done}
			case strings.Contains(" "+c.failed+" ", " "+i.Step+" "):
				i.Outcome = &resource.Result{Status: resource.Failed}
			}
		}
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
