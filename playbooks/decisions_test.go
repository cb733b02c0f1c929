package playbooks_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/playbooks"
)

// A decision on an ambiguity of the document (A01 to A100) matters only where its reverse gives other verdicts. Its
// case stands beside the tests of the playbook that reads it:
//
//	var _ = decides("A52", reversed{"ok_from_mbit": 100}, func(t *testing.T) string {
//		s := newSite(t, "x.concept")
//		s.vars["bandwidth_mbit"] = cty.NumberIntVal(50)
//		return told(s.judged(t, "internet"))
//	})
//
// TestDecisions runs it twice, as A52/as_it_is and A52/reversed, and requires that what it tells differs.

// reversed are the values of a decision in place of those that it has; a name with dots in it is a path in the
// catalogue ("service_provider.port").
type reversed map[string]any

type decisionCase struct {
	reversed reversed
	verdicts func(t *testing.T) string
}

var decided = map[string][]decisionCase{}

// decides adds a case of a decision.
func decides(id string, values reversed, verdicts func(t *testing.T) string) bool {
	decided[id] = append(decided[id], decisionCase{values, verdicts})
	return true
}

// otherwise is the catalogue with a decision reversed, by the name of the test that runs with it.
var otherwise sync.Map

// catalogueOf is the catalogue that a test's playbooks see, and a name for it.
func catalogueOf(t *testing.T) (string, func() (cty.Value, hcl.Diagnostics)) {
	for name := t.Name(); name != ""; name = name[:max(0, strings.LastIndex(name, "/"))] {
		if v, other := otherwise.Load(name); other {
			return name, func() (cty.Value, hcl.Diagnostics) { return v.(cty.Value), nil }
		}
	}
	return "", playbooks.Catalogue
}

func TestDecisions(t *testing.T) {
	whole, diags := playbooks.Catalogue()
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, id := range slices.SortedFunc(maps.Keys(decided), byNumber) {
		t.Run(id, func(t *testing.T) {
			for i, c := range decided[id] {
				var as, other string
				t.Run(fmt.Sprintf("as it is %d", i), func(t *testing.T) { as = c.verdicts(t) })
				t.Run(fmt.Sprintf("reversed %d", i), func(t *testing.T) {
					v := whole
					for name, value := range c.reversed {
						path := []string{"decisions", id, name}
						if strings.Contains(name, ".") {
							path = strings.Split(name, ".")
						}
						var err error
						if v, err = put(v, path, value); err != nil {
							t.Fatal(err)
						}
					}
					otherwise.Store(t.Name(), v)
					other = c.verdicts(t)
				})
				if as == other {
					t.Errorf("%s as it is and reversed by %v tell the same:\n%s", id, c.reversed, as)
				}
			}
		})
	}
}

// byNumber puts A9 before A10.
func byNumber(a, b string) int {
	m, _ := strconv.Atoi(a[1:])
	n, _ := strconv.Atoi(b[1:])
	return m - n
}

// put is a value with another one at a path that it has.
func put(v cty.Value, path []string, value any) (cty.Value, error) {
	if len(path) == 0 {
		return ctyOf(value), nil
	}
	if !v.Type().IsObjectType() || !v.Type().HasAttribute(path[0]) {
		return v, fmt.Errorf("the catalogue has no %s", strings.Join(path, "."))
	}
	attrs := v.AsValueMap()
	inner, err := put(attrs[path[0]], path[1:], value)
	attrs[path[0]] = inner
	return cty.ObjectVal(attrs), err
}

func ctyOf(value any) cty.Value {
	switch x := value.(type) {
	case bool:
		return cty.BoolVal(x)
	case int:
		return cty.NumberIntVal(int64(x))
	case float64:
		return cty.NumberFloatVal(x)
	case string:
		return cty.StringVal(x)
	case []string:
		var list []cty.Value
		for _, s := range x {
			list = append(list, cty.StringVal(s))
		}
		return cty.TupleVal(list)
	case cty.Value:
		return x
	}
	panic(fmt.Sprintf("%T is no value for a decision", value))
}

// undecided are the decisions that no case turns yet. The list may only become shorter.
var undecided = func() []string {
	b, err := os.ReadFile("testdata/undecided.txt")
	if err != nil {
		panic(err)
	}
	return strings.Fields(string(b))
}()

// Every decision has a case that fails when it is reversed, but for those of a list that shrinks.
func TestEveryDecisionIsTurned(t *testing.T) {
	c, _ := playbooks.Shipped()
	for _, d := range c.Decisions {
		_, turned := decided[d.ID]
		switch listed := slices.Contains(undecided, d.ID); {
		case !turned && !listed:
			t.Errorf("%s has no case: %s", d.ID, d.Text.EN)
		case turned && listed:
			t.Errorf("%s has a case now: take it off the list of those that have none", d.ID)
		}
	}
	for _, id := range slices.Concat(undecided, slices.Collect(maps.Keys(decided))) {
		if c.Decision(id) == nil {
			t.Errorf("there is no decision %s", id)
		}
	}
	if !slices.IsSortedFunc(undecided, byNumber) {
		t.Error("the list is not sorted")
	}
}

// withEvidence are verdicts with what they rest on, for decisions that change only that.
func withEvidence(rows map[string]plan.Row, ids ...string) string {
	var b strings.Builder
	for _, id := range ids {
		r := rows[id]
		fmt.Fprintf(&b, "%s %s %s %s\n", id, r.Verdict, r.Severity, r.Message)
		for _, e := range r.Evidence {
			fmt.Fprintf(&b, "  %s = %s\n", e.Name, e.Value)
		}
	}
	return b.String()
}
