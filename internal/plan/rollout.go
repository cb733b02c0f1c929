package plan

import (
	"strconv"
	"strings"
)

// Rule is how one playbook wants a change to go through a fleet.
type Rule struct {
	Batches     []Amount // of hosts, one batch after the other; the last one again until all have had their turn
	MaxFailures *Amount  // of the hosts reached so far; nil: none may fail
	PauseS      int      // seconds between two batches
}

// Amount is a number of hosts, or a percentage of them.
type Amount struct {
	Number  int
	Percent bool
}

func (a Amount) String() string {
	if a.Percent {
		return strconv.Itoa(a.Number) + "%"
	}
	return strconv.Itoa(a.Number)
}

// Schedule is how the changes of a run go through its hosts, in the order of the inventory. Where several playbooks
// have rules the strictest holds: the smallest batch, the fewest failures, the longest pause.
type Schedule struct {
	Sizes  []int // of the batches; together all hosts
	PauseS int
	rules  []Rule
}

// NewSchedule makes the schedule for n hosts; first of them go before all others. Without a rule there is one batch,
// and nothing stops it.
func NewSchedule(n, first int, rules []Rule) Schedule {
	s := Schedule{rules: rules}
	for _, r := range rules {
		s.PauseS = max(s.PauseS, r.PauseS)
	}
	left := n
	if first = min(first, n); first > 0 {
		s.Sizes, left = append(s.Sizes, first), left-first
	}
	for i := 0; left > 0; i++ {
		size := left
		for _, r := range rules {
			size = min(size, r.size(i, n))
		}
		s.Sizes, left = append(s.Sizes, size), left-size
	}
	return s
}

// size is how many hosts batch i of n hosts has at most; at least one.
func (r *Rule) size(i, n int) int {
	if len(r.Batches) == 0 {
		return n
	}
	a := r.Batches[min(i, len(r.Batches)-1)]
	if !a.Percent {
		return max(1, a.Number)
	}
	return max(1, (n*a.Number+99)/100)
}

// Allowed is how many of the hosts reached may fail; bounded is false where nobody has said so.
func (s *Schedule) Allowed(reached int) (failures int, bounded bool) {
	for _, r := range s.rules {
		n := 0
		switch m := r.MaxFailures; {
		case m != nil && m.Percent:
			n = reached * m.Number / 100
		case m != nil:
			n = m.Number
		}
		if !bounded || n < failures {
			failures, bounded = n, true
		}
	}
	return failures, bounded
}

// String names the batches: 1 → 4 → 34.
func (s *Schedule) String() string {
	parts := make([]string, len(s.Sizes))
	for i, n := range s.Sizes {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, " → ")
}

// Rollout is how far a schedule has come. It is not safe for concurrent use.
type Rollout struct {
	Schedule
	batch     int // index of the present one
	begun     int // hosts of the present batch
	ended     int // hosts of the present batch
	reached   int // hosts of all batches so far that were begun, without those that could not be reached
	Failed    int // hosts that were changed and did not end well
	stopped   bool
	onRequest bool // stopped by a person
}

// NewRollout begins a schedule.
func NewRollout(s Schedule) *Rollout { return &Rollout{Schedule: s} }

// Begin takes one host of the present batch; ok is false where none may begin: the batch has them all, or the rollout
// was stopped.
func (r *Rollout) Begin() (ok bool) {
	if r.stopped || r.batch >= len(r.Sizes) || r.begun == r.Sizes[r.batch] {
		return false
	}
	r.begun++
	r.reached++
	return true
}

// End takes in how a host ended that was begun. A host that was not reached neither failed nor counts. What is found
// after the changes is a failure as a change that did not work is.
func (r *Rollout) End(result *Result) {
	r.ended++
	switch class := result.Class(); {
	case class == Unreachable:
		r.reached--
	case class == Failed || class == Unknown || class == Finding && result.Left():
		r.Failed++
	}
	// A batch that is under way counts as a whole: its first host must not decide for all of it.
	rest := 0
	if r.batch < len(r.Sizes) {
		rest = r.Sizes[r.batch] - r.begun
	}
	if allowed, bounded := r.Allowed(r.reached + rest); bounded && r.Failed > allowed {
		r.stopped = true
	}
}

// Late takes in how a host ended that came after all batches.
func (r *Rollout) Late(result *Result) {
	r.reached++
	r.End(result)
}

// Next goes to the next batch; ok is false where there is none, the present one has not ended, or the rollout was
// stopped.
func (r *Rollout) Next() (ok bool) {
	if r.stopped || r.batch >= len(r.Sizes) || r.ended < r.Sizes[r.batch] {
		return false
	}
	r.batch, r.begun, r.ended = r.batch+1, 0, 0
	return r.batch < len(r.Sizes)
}

// Stop ends it: no host begins any more.
func (r *Rollout) Stop() { r.stopped, r.onRequest = true, true }

// Stopped says whether no further host begins, and why: nil where it goes on.
func (r *Rollout) Stopped() *Reason {
	switch {
	case !r.stopped:
		return nil
	case r.onRequest:
		return &Reason{Code: ReasonHeld}
	}
	return &Reason{Code: ReasonStopped, Values: map[string]string{
		"failed": strconv.Itoa(r.Failed), "reached": strconv.Itoa(r.reached),
	}}
}
