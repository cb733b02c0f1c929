package plan

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/xops-dev/xops/internal/problem"
)

func percent(n int) Amount { return Amount{n, true} }

func hosts(n int) Amount { return Amount{Number: n} }

func failures(a Amount) *Amount { return &a }

func TestSchedule(t *testing.T) {
	shipped := Rule{Batches: []Amount{hosts(1), percent(10), percent(100)}, MaxFailures: failures(percent(10))}
	for _, c := range []struct {
		n, first int
		rules    []Rule
		want     string
	}{
		{39, 0, []Rule{shipped}, "1 → 4 → 34"},
		{39, 0, nil, "39"},
		{1, 0, []Rule{shipped}, "1"},
		{2, 0, []Rule{shipped}, "1 → 1"},
		{0, 0, []Rule{shipped}, ""},
		{39, 2, []Rule{shipped}, "2 → 1 → 4 → 32"},
		{3, 9, []Rule{shipped}, "3"},
		{10, 0, []Rule{{Batches: []Amount{hosts(0), percent(0), hosts(3)}}}, "1 → 1 → 3 → 3 → 2"},
		{20, 0, []Rule{shipped, {Batches: []Amount{hosts(5), hosts(1), hosts(7)}}}, "1 → 1 → 7 → 7 → 4"},
		{5, 0, []Rule{{MaxFailures: failures(hosts(1))}}, "5"},
	} {
		s := NewSchedule(c.n, c.first, c.rules)
		if got := s.String(); got != c.want {
			t.Errorf("%d hosts, %v: %s, want %s", c.n, c.rules, got, c.want)
		}
	}
}

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		reached int
		rules   []Rule
		want    int
		bounded bool
	}{
		{50, nil, 0, false},
		{50, []Rule{{}}, 0, true},
		{39, []Rule{{MaxFailures: failures(percent(10))}}, 3, true},
		{1, []Rule{{MaxFailures: failures(percent(10))}}, 0, true},
		{39, []Rule{{MaxFailures: failures(percent(10))}, {MaxFailures: failures(hosts(1))}}, 1, true},
	} {
		s := NewSchedule(1, 0, c.rules)
		if got, bounded := s.Allowed(c.reached); got != c.want || bounded != c.bounded {
			t.Errorf("%d reached, %v: %d %v", c.reached, c.rules, got, bounded)
		}
	}
}

// ended is a result of a class.
func ended(c Class) *Result {
	r := &Result{Plan: &Host{}, Acted: true, Visit: Visit{Reached: true}}
	switch c {
	case Unreachable:
		r.Reached, r.Error = false, problem.New("host-off")
	case Failed:
		r.Error = problem.New(problem.Other)
	case Finding:
		r.Checks = []Check{{Status: CheckFinding, Severity: Required}}
	}
	return r
}

// Whatever the rules are, however hosts end and in whatever order: every host begins at most once, a batch only when
// the one before has ended, no host after the stop; and it stops exactly when more have failed than may.
func TestRolloutHolds(t *testing.T) {
	amount := rapid.Custom(func(t *rapid.T) Amount {
		return Amount{rapid.IntRange(0, 100).Draw(t, "number"), rapid.Bool().Draw(t, "percent")}
	})
	rule := rapid.Custom(func(t *rapid.T) Rule {
		r := Rule{Batches: rapid.SliceOfN(amount, 0, 4).Draw(t, "batches")}
		if rapid.Bool().Draw(t, "limited") {
			r.MaxFailures = failures(amount.Draw(t, "failures"))
		}
		return r
	})
	run := func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "hosts")
		s := NewSchedule(n, rapid.IntRange(0, 3).Draw(t, "canaries"), rapid.SliceOfN(rule, 0, 3).Draw(t, "rules"))
		sum := 0
		for _, size := range s.Sizes {
			if size < 1 {
				t.Fatalf("an empty batch: %v", s.Sizes)
			}
			sum += size
		}
		if sum != n {
			t.Fatalf("%v for %d hosts", s.Sizes, n)
		}
		r := NewRollout(s)
		begun, open, failed, reached := 0, 0, 0, 0
		before := 0 // hosts of earlier batches
		for batch := 0; batch < len(s.Sizes); batch++ {
			for over := 0; over < s.Sizes[batch]; {
				if rapid.Bool().Draw(t, "begin") && r.Begin() {
					begun, open, reached = begun+1, open+1, reached+1
					if begun > before+s.Sizes[batch] {
						t.Fatalf("host %d begins in batch %d of %v", begun, batch, s.Sizes)
					}
				} else if open > 0 {
					class := rapid.SampledFrom([]Class{OK, OK, OK, Failed, Unreachable, Finding}).Draw(t, "class")
					r.End(ended(class))
					over, open = over+1, open-1
					switch class {
					case Failed, Finding:
						failed++
					case Unreachable:
						reached--
					}
				} else if r.Stopped() != nil {
					break
				}
				if r.Stopped() != nil && open == 0 {
					break
				}
			}
			base := reached
			allowed, bounded := s.Allowed(base)
			if stop := r.Stopped() != nil; !stop && bounded && failed > allowed {
				t.Fatalf("%d of %d failed, %d may, and it goes on", failed, base, allowed)
			} else if stop {
				if !bounded || failed == 0 {
					t.Fatalf("it stopped although %d of %d failed", failed, base)
				}
				if r.Begin() || r.Next() {
					t.Fatal("a host begins after the stop")
				}
				return
			}
			before += s.Sizes[batch]
			if more := r.Next(); more != (batch+1 < len(s.Sizes)) {
				t.Fatalf("after batch %d of %v: %v", batch, s.Sizes, more)
			}
		}
		if begun != n || r.Begin() {
			t.Fatalf("%d of %d hosts had their turn", begun, n)
		}
	}
	for range 100 { // 100 runs each
		rapid.Check(t, run)
	}
}
