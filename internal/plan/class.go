package plan

import (
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// Class is what a host's turn came to. Every sentence, count, colour, exit code and status derives from it.
type Class string

// The classes, as the JSON documents have them.
const (
	OK            Class = "ok"             // looked at, nothing to do, nothing required found
	Changes       Class = "changes"        // there are changes to make
	Changed       Class = "changed"        // they were made and verified
	Manual        Class = "manual"         // a person must do something
	Finding       Class = "finding"        // a required or recommended finding that no planned change removes
	Unknown       Class = "unknown"        // something that was asked could not be told
	NotApplicable Class = "not_applicable" // no playbook of the run is for this host
	NoMandate     Class = "no_mandate"     // there are changes, and the practice has given no mandate
	Waiting       Class = "waiting"        // there are changes, and their time has not come
	Stale         Class = "stale"          // it is no longer as it was reviewed
	Cancelled     Class = "cancelled"      // the run was ended before
	Unreachable   Class = "unreachable"
	Failed        Class = "failed"
	Undone        Class = "undone" // a run was taken back
)

// Classes are all classes, in the order in which they are counted and listed.
var Classes = []Class{
	OK, Changes, Changed, Undone, Manual, Finding, Unknown, NotApplicable, NoMandate, Waiting, Stale, Cancelled,
	Unreachable, Failed,
}

// Class of a visit that only asked something.
func (v *Visit) Class() Class {
	switch {
	case v.Error != nil && !v.Error.IsDefect() && (!v.Reached || v.Error.Class().NoConnection()):
		return Unreachable
	case v.Error != nil:
		return Failed
	case v.Reason != nil:
		return v.Reason.class()
	}
	return OK
}

// Asleep says that a host was not planned, or not for good, and may come: it could not be reached, its window was
// closed, or a backup ran.
func (h *Host) Asleep() bool {
	v := Visit{Reached: h.Error == nil, Error: h.Error}
	if v.Class() == Unreachable || h.Reason == nil {
		return v.Class() == Unreachable
	}
	return h.Reason.Code == ReasonWindow || h.Reason.Code == ReasonGate || h.Reason.Code == ReasonBackup
}

// standing is what is left on a host, whoever is to deal with it.
type standing struct {
	pending     bool // changes that xops could make
	manual      bool
	required    bool // a required finding
	recommended bool
	unknown     bool // a check that could not be told, a change of which nobody knows
	broken      bool // a block that could not be planned
}

func (r *Result) standing() standing {
	var s standing
	for _, i := range r.Items {
		switch {
		case i.Outcome != nil && i.Ended() != resource.Skipped:
			s.unknown = s.unknown || i.Ended() == resource.Unknown
		case i.Action == step.Manual:
			s.manual = true
		default:
			s.pending = true
		}
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		counts := c.Severity != Info
		switch {
		case c.Status == CheckFinding && c.Severity == Required:
			s.required = true
		case c.Status == CheckFinding && counts:
			s.recommended = true
		case c.Status == CheckUnknown && counts:
			s.unknown = true
		}
	}
	for _, b := range r.Blocks {
		s.broken = s.broken || b.Kind != BlockQuery
	}
	return s
}

// Class is the one classification of a host, after it was looked at and after it was changed.
func (r *Result) Class() Class {
	s := r.standing()
	drift, failed, made := false, false, 0
	for _, i := range r.Items {
		drift = drift || i.Ended() == resource.Drift
		failed = failed || i.Ended() == resource.Failed
		if i.Action != step.Manual && i.Ended() == resource.Done && i.Made() {
			made++
		}
	}
	switch {
	case r.Reason.ends() && s.unknown && r.Acted:
		return Unknown // what was sent and never answered is told as it is, not as cancelled
	case r.Reason.ends():
		return Cancelled
	case failed:
		return Failed
	case drift || r.Error != nil && r.Error.ID == problem.PlanStale:
		return Stale
	case r.Error != nil && r.Acted && s.unknown:
		return Unknown
	case r.Error != nil && r.Acted && (made > 0 || r.Sent()):
		return Failed // something was changed: that must not read as if the host had not been reached
	case r.Error != nil:
		return r.Visit.Class()
	case r.Reason != nil && r.Reason.Code == ReasonNotApplicable:
		if made > 0 {
			return Changed // its own changes made the playbook's condition false
		}
		return NotApplicable
	case s.broken:
		return Failed
	case r.Reason != nil && s.pending:
		return r.Reason.class()
	case s.pending:
		return Changes
	case s.manual:
		return Manual
	case s.required || s.recommended:
		return Finding
	case s.unknown:
		return Unknown
	case made > 0 && r.Undo:
		return Undone
	case made > 0:
		return Changed
	}
	return OK
}

// Sent says whether anything was sent to the host.
func (r *Result) Sent() bool {
	for _, i := range r.Items {
		if i.Outcome != nil && i.Outcome.Op != "" {
			return true
		}
	}
	return false
}

// Due says whether a host that was looked at is not in order: what exit code 2 is for. A host that is skipped is in
// order; check counts recommended findings, too, and nothing that only a plan has.
func (r *Result) Due(check bool) bool {
	switch r.Class() {
	case NotApplicable, NoMandate, Waiting, Cancelled, Unreachable:
		return false
	}
	s := r.standing()
	if check {
		return s.required || s.recommended
	}
	return s.pending && r.Reason == nil || s.manual || s.required
}

// Left says whether a host is left with something that only a person can mend: a required finding or a manual step.
func (r *Result) Left() bool {
	switch r.Class() {
	case Manual, Changes:
		return true
	case Finding:
		return r.standing().required
	}
	return false
}

// Trouble says whether a class is for exit code 3.
func (c Class) Trouble() bool { return c == Failed || c == Unreachable || c == Unknown || c == Stale }

// Summary counts hosts by class.
type Summary struct {
	Hosts         int `json:"hosts"`
	OK            int `json:"ok"`
	Changes       int `json:"changes"`
	Changed       int `json:"changed"`
	Manual        int `json:"manual"`
	Finding       int `json:"finding"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"not_applicable"`
	NoMandate     int `json:"no_mandate"`
	Waiting       int `json:"waiting"`
	Stale         int `json:"stale"`
	Cancelled     int `json:"cancelled"`
	Unreachable   int `json:"unreachable"`
	Failed        int `json:"failed"`
	Undone        int `json:"undone"`
}

// Of is where a class is counted; nil for one that there is not.
func (s *Summary) Of(c Class) *int {
	return map[Class]*int{
		OK: &s.OK, Changes: &s.Changes, Changed: &s.Changed, Manual: &s.Manual, Finding: &s.Finding,
		Unknown:       &s.Unknown,
		NotApplicable: &s.NotApplicable, NoMandate: &s.NoMandate, Waiting: &s.Waiting, Stale: &s.Stale,
		Cancelled:   &s.Cancelled,
		Unreachable: &s.Unreachable, Failed: &s.Failed, Undone: &s.Undone,
	}[c]
}

// Add counts n hosts of a class.
func (s *Summary) Add(c Class, n int) {
	s.Hosts += n
	if at := s.Of(c); at != nil {
		*at += n
	}
}

// Merge adds another summary.
func (s *Summary) Merge(o Summary) {
	for _, c := range Classes {
		s.Add(c, *o.Of(c))
	}
}

// Summarize counts results.
func Summarize(results []*Result) Summary {
	var s Summary
	for _, r := range results {
		s.Add(r.Class(), 1)
	}
	return s
}

// RunStatus is how a run ended.
type RunStatus string

// The states of a run.
const (
	RunRunning     RunStatus = "running"
	RunDone        RunStatus = "done"        // every host that was reached ended well
	RunPartly      RunStatus = "partly"      // some ended well, some did not
	RunFailed      RunStatus = "failed"      // none ended well
	RunCancelled   RunStatus = "cancelled"   // somebody ended it before it was through
	RunInterrupted RunStatus = "interrupted" // its program is gone
)

// Status is how a run ended. Hosts that were not reached do not decide, unless none was.
func (s Summary) Status() RunStatus {
	bad := s.Failed + s.Unknown + s.Stale
	well := s.Hosts - bad - s.Unreachable - s.Cancelled
	switch {
	case s.Cancelled > 0:
		return RunCancelled
	case bad > 0 && well > 0:
		return RunPartly
	case bad > 0 || s.Hosts > 0 && well == 0:
		return RunFailed
	}
	return RunDone
}

// The exit codes of the contract.
const (
	ExitDone      = 0
	ExitUsage     = 1 // an error before any host was touched
	ExitPending   = 2 // looked at, and not in order
	ExitFailed    = 3
	ExitStale     = 4 // a reviewed plan no longer fits a host
	ExitCancelled = 130
)

// LookCode is the exit code of plan, or of check. cancelled: somebody ended it.
func LookCode(results []*Result, check, cancelled bool) int {
	if cancelled {
		return ExitCancelled
	}
	code := ExitDone
	for _, r := range results {
		switch {
		case r.Due(check):
			return ExitPending
		case r.Class().Trouble():
			code = ExitFailed
		}
	}
	return code
}

// ActCode is the exit code of what changes hosts. cancelled: somebody ended it; where nothing was left undone by that,
// the hosts decide.
func ActCode(results []*Result, cancelled bool) int {
	code := ExitDone
	for _, r := range results {
		c := r.Class()
		switch {
		case c == Cancelled && r.Reason.Code == ReasonUnwritten:
			code = max(code, ExitFailed) // nobody has cancelled anything
		case c == Cancelled || cancelled && c == Unknown:
			return ExitCancelled
		case c == Stale:
			code = ExitStale
		case code != ExitStale && (c.Trouble() || r.Left()):
			code = ExitFailed
		}
	}
	return code
}
