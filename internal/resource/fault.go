package resource

import (
	"strconv"

	"github.com/xops-dev/xops/internal/problem"
)

// faultIDs are the problems behind an agent's codes.
var faultIDs = map[FaultCode]problem.ID{
	Absent: problem.Absent, Denied: problem.Denied, Locked: problem.Locked, Invalid: problem.Invalid,
	Unsupported: problem.Unsupported,
	Unavailable: problem.Unavailable, Timeout: problem.TooSlow, Refused: problem.AgentRefused,
	Full: problem.Full, Blocked: problem.Blocked, Damaged: problem.Damaged, Ended: problem.Ended,
	ExitCode: problem.ExitCode,
}

// Problem tells the fault to people; its own words are the evidence.
func (f *Fault) Problem() *problem.Problem {
	if f.Why != nil {
		p := f.Why.Clone()
		if p.Detail = f.Error(); p.Err == nil {
			p.Err = f
		}
		return p
	}
	id, ok := faultIDs[f.Code]
	if !ok {
		id = problem.HostError
	}
	p := problem.New(id).Because(f)
	if code, err := strconv.ParseInt(f.Message, 10, 64); f.Code == ExitCode && err == nil {
		p.Set("code", ExitText(code)).Detail = ""
	}
	return p
}
