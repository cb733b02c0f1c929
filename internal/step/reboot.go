package step

import (
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// Reboot restarts the computer and goes on when it can be used again.
type Reboot struct {
	WhenPending bool   `hcl:"when_pending,optional"`
	Delay       *int64 `hcl:"delay,optional"`
	Message     string `hcl:"message,optional"`
	Timeout     *int64 `hcl:"timeout,optional"`
}

// Observe implements Step.
func (s *Reboot) Observe(World) []resource.Query {
	if s.Check().Err() != nil {
		return nil
	}
	return []resource.Query{{Type: "os"}}
}

// Check implements Checker.
func (s *Reboot) Check() Mistakes {
	var m Mistakes
	delay, limit := s.times()
	if delay < 2 || delay > 600 {
		m.add("delay", text.DelayWithin, "n", delay)
	}
	m.between("timeout", text.TheTimeout, limit, 60, 7200)
	if len(s.Message) > 500 || strings.ContainsAny(s.Message, "\"\r\n") {
		m.add("message", text.MessageLine)
	}
	if !s.WhenPending {
		m.repeats("when_pending", text.RebootsAlways)
	}
	return m
}

// times are how soon it begins and how long it may take then, in seconds.
func (s *Reboot) times() (delay, limit int64) {
	delay, limit = 5, 1200
	if s.Delay != nil {
		delay = *s.Delay
	}
	if s.Timeout != nil {
		limit = *s.Timeout
	}
	return delay, limit
}

// Plan implements Step.
func (s *Reboot) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	delay, limit := s.times()
	p, err := w.Get("os", "")
	if err != nil {
		return nil, cannotRead(problem.ReadSystem, "", err)
	}
	boot := p.String("boot_time")
	if boot == "" {
		return nil, problem.New(problem.BootUnknown)
	}
	if s.WhenPending {
		switch pending, told := p["pending_reboot"].(bool); {
		case !told:
			return nil, problem.New(problem.PendingUnknown)
		case !pending:
			return nil, nil
		}
	}
	before := resource.Props{"boot_time": boot}
	after := resource.Props{"boot_time": "later"}
	args := resource.Props{"detached": true, "limit_s": delay + limit, "delay_s": delay, "stable": int64(2)}
	if s.Message != "" {
		args["message"] = s.Message
	}
	return []Change{{
		Action: Restart, Resource: resource.ID{Type: "reboot", Key: p.String("computer")}, Before: before, After: after,
		Once:  true,
		Op:    &resource.Op{Type: "reboot", Key: p.String("computer"), Before: before, After: after, Args: args},
		Notes: []*problem.Problem{problem.New(problem.NoteReboot, "seconds", strconv.FormatInt(delay, 10))},
	}}, nil
}
