package eval

import (
	"math"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// A playbook speaks the language of the call, wherever the two of them come from; what the other one rests on is
// neither worked out nor missed.
func TestOneLanguage(t *testing.T) {
	const src = `
playbook { name = "p" }
query "thing" "all" { key = "*" }
locals { both = { de = "beide", en = "both" } }
check "written" {
  title   = { de = "Titel", en = "title" }
  ok      = true
  message = { de = "${length(query.thing.all)} Dinge", en = one(query.thing.all).key }
}
check "quoted" {
  title   = local.both
  ok      = true
  message = { "en" : "an ${"element"}", "de" : one(query.thing.all).key }
}
check "chosen" {
  title   = length(query.thing.all) > 9 ? { de = "viele", en = "many" } : { de = "wenige", en = "few" }
  ok      = true
  message = ({ de = "wenige", en = "few" })
}
check "plain" {
  title   = "OK"
  ok      = true
  message = "OK"
}`
	const notOne = `Invalid function argument: Invalid value for "list" parameter: must have one element or none, ` +
		`but has 2.`
	hosts := world{"a": resource.Props{}, "b": resource.Props{}}
	english := [][2]string{{"title", notOne}, {"both", "an element"}, {"few", "few"}, {"OK", "OK"}}
	for lang, want := range map[text.Lang][][2]string{
		text.German:  {{"Titel", "2 Dinge"}, {"beide", notOne}, {"wenige", "wenige"}, {"OK", "OK"}},
		text.English: english, text.Marked: english, "": english,
	} {
		set := newSet(t, map[string]string{"p0.hcl": src})
		set.Lang = lang
		h, _ := hosts.settle(t, New(set, testTarget))
		for i, c := range h.Checks {
			if got := [2]string{c.Title, c.Message}; got != want[i] {
				t.Errorf("%q, %s: %q, not %q", lang, c.Check, got, want[i])
			}
		}
		if len(h.Checks) != len(want) {
			t.Errorf("%q: %d checks", lang, len(h.Checks))
		}
	}
}

// What only the other language rests on costs nothing.
func TestTheOtherLanguageCostsNothing(t *testing.T) {
	cost := func(english string) float64 {
		set := newSet(t, map[string]string{"p0.hcl": `
playbook { name = "p" }
query "thing" "all" { key = "*" }
locals { long = join(",", [for t in query.thing.all : upper(t.key)]) }
check "c" {
  ok      = true
  message = { de = "${length(query.thing.all)} Dinge", en = ` + english + ` }
}`})
		set.Lang = text.German
		w := world{"a": resource.Props{}, "b": resource.Props{}, "c": resource.Props{}}
		least := math.Inf(1) // under -race a pool forgets by chance what it has
		for range 200 {
			least = min(least, testing.AllocsPerRun(1, func() { w.settle(t, New(set, testTarget)) }))
		}
		return least
	}
	if plain, long := cost(`"x"`), cost(`"${local.long} ${local.long}"`); long > plain {
		t.Errorf("%.0f allocations where the other language is long, %.0f where it is short", long, plain)
	}
}
