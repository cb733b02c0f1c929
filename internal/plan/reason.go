package plan

import "github.com/xops-dev/xops/internal/problem"

// ReasonCode says why nothing is changed on a host although nothing failed.
type ReasonCode string

// The reasons.
const (
	ReasonNotApplicable ReasonCode = "not_applicable"  // no playbook of the run is for this host
	ReasonNoMandate     ReasonCode = "no_mandate"      // the practice has not agreed to changes
	ReasonWindow        ReasonCode = "outside_window"  // the practice allows changes at other times
	ReasonGate          ReasonCode = "gate"            // something on the host holds it back for now
	ReasonBackup        ReasonCode = "backup_window"   // the practice's backups run at this time (BK-25)
	ReasonStopped       ReasonCode = "rollout_stopped" // too many hosts before it did not end well
	ReasonHeld          ReasonCode = "rollout_held"    // a person did not let it go on
	ReasonUnapproved    ReasonCode = "not_approved"    // it came late, and needs what nobody has reviewed
	ReasonBusy          ReasonCode = "being_changed"   // somebody else changes it just now
	ReasonCancelled     ReasonCode = "cancelled"       // the run was ended before
	ReasonUnwritten     ReasonCode = "journal"         // the journal takes nothing any more, and the run was ended
)

// Reason is why nothing is changed on a host although nothing failed.
type Reason struct {
	Code ReasonCode `json:"code"`
	// Until is when it ends by itself: RFC 3339, in the operator's time; "" if that is not known.
	Until  string            `json:"until,omitempty"`
	Values map[string]string `json:"values,omitempty"` // for the texts
	Detail string            `json:"detail,omitempty"`
}

// Problem gives a reason's texts: its code is the id.
func (r *Reason) Problem() *problem.Problem {
	return &problem.Problem{ID: problem.ID(r.Code), Values: r.Values, Detail: r.Detail}
}

// ends says whether a reason is that the whole run was ended.
func (r *Reason) ends() bool {
	return r != nil && (r.Code == ReasonCancelled || r.Code == ReasonUnwritten)
}

// class is a host's class when this is why its changes are not made.
func (r *Reason) class() Class {
	switch r.Code {
	case ReasonNotApplicable:
		return NotApplicable
	case ReasonNoMandate:
		return NoMandate
	case ReasonWindow, ReasonGate, ReasonBackup, ReasonStopped, ReasonHeld, ReasonUnapproved, ReasonBusy:
		return Waiting
	}
	return Cancelled
}
