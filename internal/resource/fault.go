package resource

import "github.com/xops-dev/xops/internal/problem"

// faultIDs are the problems behind an agent's codes.
var faultIDs = map[FaultCode]problem.ID{
	Absent: problem.Absent, Denied: problem.Denied, Locked: problem.Locked, Invalid: problem.Invalid,
	Unsupported: problem.Unsupported,
	Unavailable: problem.Unavailable, Timeout: problem.TooSlow, Refused: problem.AgentRefused,
}

// Problem tells the fault to people; its own words are the evidence.
func (f *Fault) Problem() *problem.Problem {
	if f.Why != nil {
		return f.Why.Clone().Because(f)
	}
	id, ok := faultIDs[f.Code]
	if !ok {
		id = problem.HostError
	}
	return problem.New(id).Because(f)
}
