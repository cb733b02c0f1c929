package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// PilotResult is what one real Windows says to all claims. It names neither the practice nor the computer nor an
// account.
type PilotResult struct {
	Version   int             `json:"version"`
	Time      string          `json:"time"` // UTC
	Transport string          `json:"transport"`
	Windows   Evidence        `json:"windows"`
	Agent     string          `json:"agent"` // SHA-256 of the agent
	Claims    []ClaimResult   `json:"claims"`
	Summary   map[Verdict]int `json:"summary"`
}

// ClaimResult is one claim with its verdict.
type ClaimResult struct {
	ID       string   `json:"id"`
	Dossier  string   `json:"dossier"`
	Claim    string   `json:"claim"`
	Verdict  Verdict  `json:"verdict"`
	Evidence Evidence `json:"evidence"`
	ByHand   string   `json:"by_hand,omitempty"` // what a person has to try
	Error    string   `json:"error,omitempty"`   // why the probe could not look: the code of the error
}

// claimTime is what one claim's probe may take.
const claimTime = 90 * time.Second

// Pilot examines a host and, if it can be worked with, probes every claim on it: one logon, observing only. Without a
// result the report says why. each, if not nil, sees every claim as it is told.
func Pilot(ctx context.Context, h *inventory.Host, deps Deps, each func(ClaimResult)) (*PilotResult, *Report) {
	p := &pilot{exam: newExam(h, deps)}
	defer p.end()
	p.examine(ctx)
	// Without administrator rights some claims are unknown, and the rest is worth knowing.
	if f := p.r.Finding; f != nil && f.ID != problem.NotElevated {
		return nil, p.r
	}
	p.host = *p.session.Hello()
	out := &PilotResult{
		Version: 1, Time: p.d.Now().UTC().Format(time.RFC3339), Transport: h.Connection.Transport, Agent: p.host.Agent,
		Summary: map[Verdict]int{},
		Windows: Evidence{
			{"build", p.host.Build},
			{"powershell", p.host.PS},
			{"clr", p.host.CLR},
			{"bits", p.host.Bits},
			{"culture", p.host.Culture},
			{"language_mode", p.host.Language},
		},
	}
	for _, c := range Claims() {
		result := p.claim(ctx, c)
		out.Claims = append(out.Claims, result)
		out.Summary[result.Verdict]++
		if each != nil {
			each(result)
		}
	}
	return out, p.r
}

// pilot is the probing of one host.
type pilot struct {
	*exam
	host agent.Hello
}

func (p *pilot) claim(ctx context.Context, c Claim) ClaimResult {
	out := ClaimResult{
		ID: c.ID, Dossier: c.Section, Claim: c.Claim, Verdict: Unknown, Evidence: Evidence{},
		ByHand: c.ByHand,
	}
	if c.Judge == nil {
		return out
	}
	s := &sight{transport: p.h.Connection.Transport, hello: &p.host}
	if len(c.Queries) > 0 {
		begun := p.d.Now()
		var err error
		if s.answers, err = p.ask(ctx, c.Queries); err != nil {
			out.Error = string(problem.From(err).ID)
			if errors.Is(err, context.DeadlineExceeded) {
				out.Error = string(problem.TimeOver)
			}
			return out
		}
		s.ms = p.d.Now().Sub(begun).Milliseconds()
	}
	s.stats = p.conn.Stats()
	if p.session != nil {
		s.noise = p.session.Noise()
	}
	out.judge(c, s)
	return out
}

// judge lets a claim's judge see what was answered; what it stumbles over is unknown.
func (r *ClaimResult) judge(c Claim, s *sight) {
	defer func() {
		if cause := recover(); cause != nil {
			r.Verdict, r.Error = Unknown, fmt.Sprintf("the probe stumbled: %v", cause)
		}
	}()
	verdict, facts := c.Judge(s)
	r.Verdict, r.Evidence = verdict, append(r.Evidence, facts...)
}

// ask asks in the session that there is; after one that broke it starts another on the same connection.
func (p *pilot) ask(ctx context.Context, queries []resource.Query) ([]resource.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, claimTime)
	defer cancel()
	if p.session == nil {
		s, err := agent.Open(ctx, p.conn, exec.Observe, agent.Options{Timeout: 10 * time.Minute})
		if err != nil {
			return nil, err
		}
		p.session = s
	}
	answers, err := p.session.Observe(ctx, queries)
	if err != nil {
		clean, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		_ = p.session.Close(clean)
		stop()
		p.session = nil
	}
	return answers, err
}
