package exec

import (
	"context"

	"github.com/xops-dev/xops/internal/plan"
)

// Two who change one host at once do half of each other's work, and restart each other's services. What keeps them
// apart is on the host, for as long as the exchange lives (Session.Allow); of runs on this computer the journal knows
// before a host is dialled.

// alone ends a host's turn where another run of this computer changes it. Where that cannot be told, as with no file
// left to open, the host tells.
func (c *hostConn) alone(ctx context.Context, run string) error {
	if other, err := c.r.Journal.Working(ctx, c.host.ID(), run); err == nil && other != nil {
		return c.busy(other)
	}
	return nil
}

// claim lets a session change its host in the name of a run, and closes it where that may not be.
func (c *hostConn) claim(ctx context.Context, s Session, run string) (Session, error) {
	other, err := s.Allow(ctx, Holder{Operator: c.r.Info.Operator, Run: run})
	if err == nil && other == nil {
		return s, nil
	}
	leave(ctx, s)
	if err == nil {
		err = c.busy(other)
	}
	return nil, err
}

// busy says who changes a host, in the operator's time.
func (c *hostConn) busy(by *Holder) error {
	values := map[string]string{}
	if by.Operator != "" {
		values["operator"] = by.Operator
		values["since"] = c.r.Clock().Add(-by.For).Local().Format("2006-01-02 15:04")
	}
	if by.Run != "" {
		values["run"] = by.Run
	}
	return &held{&plan.Reason{Code: plan.ReasonBusy, Values: values}}
}
