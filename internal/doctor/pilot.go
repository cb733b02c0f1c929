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
	"github.com/xops-dev/xops/internal/text"
)

// PilotResult is what one real Windows says to all claims. It names neither the practice nor the computer nor an
// account.
type PilotResult struct {
	Version   int      `json:"version"`
	Time      string   `json:"time"` // UTC
	Transport string   `json:"transport"`
	Windows   Evidence `json:"windows"`
	Agent     string   `json:"agent"` // SHA-256 of the agent
	// Hardening is what this Windows is hardened with: a claim confirmed without it is confirmed for soft hosts only.
	Hardening Evidence        `json:"hardening"`
	Claims    []ClaimResult   `json:"claims"`
	Summary   map[Verdict]int `json:"summary"`
	// Left is what of the pilot's own things could not be removed.
	Left []string `json:"left,omitempty"`
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

// hardeningClaim is the one whose evidence stands beside all.
const hardeningClaim = "L-05"

// Text is the claim in a language.
func (r ClaimResult) Text(l text.Lang) string {
	if de, ok := german[r.ID]; ok && l == text.German {
		return de
	}
	return r.Claim
}

// claimTime is what one claim's probe may take.
const claimTime = 90 * time.Second

// Pilot examines a host and, if it can be worked with, probes every claim on it: one logon, observing only, unless
// deps.Write allows to make things of its own, which are taken away again. Without a result the report says why. each,
// if not nil, sees every claim as it is told.
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
	if p.d.Write {
		p.writer = &writer{p: p}
		p.writer.unready = p.writer.begin(ctx)
		defer func() { out.Left = p.writer.close(ctx) }()
	}
	p.logBefore = -1
	if size, _, _, err := p.logSize(ctx); err == nil {
		p.logBefore = size
	}
	claims := Claims(p.d.Write)
	out.Claims = make([]ClaimResult, len(claims))
	for _, last := range []bool{false, true} {
		for i, c := range claims {
			if c.Last != last {
				continue
			}
			out.Claims[i] = p.claim(ctx, c)
			out.Summary[out.Claims[i].Verdict]++
			if c.ID == hardeningClaim {
				out.Hardening = out.Claims[i].Evidence
			}
			if each != nil {
				each(out.Claims[i])
			}
		}
	}
	return out, p.r
}

// pilot is the probing of one host.
type pilot struct {
	*exam
	host      agent.Hello
	logBefore float64 // bytes of PowerShell's event log; -1 if they cannot be told
	writer    *writer // nil: nothing is written
}

func (p *pilot) claim(ctx context.Context, c Claim) ClaimResult {
	out := ClaimResult{
		ID: c.ID, Dossier: c.Section, Claim: c.Claim, Verdict: Unknown, Evidence: Evidence{},
		ByHand: c.ByHand,
	}
	s := &sight{transport: p.h.Connection.Transport, hello: &p.host}
	var err error
	switch {
	case c.hand():
		return out
	case c.Probe != nil:
		var facts []Fact
		out.Verdict, facts, err = c.Probe(p, ctx)
		out.Evidence = append(out.Evidence, facts...)
	default:
		begun := p.d.Now()
		s.answers, err = p.ask(ctx, c.Queries)
		if err == nil && c.Follow != nil {
			var more []resource.Answer
			more, err = p.ask(ctx, c.Follow(s))
			s.answers = append(s.answers, more...)
		}
		s.ms = p.d.Now().Sub(begun).Milliseconds()
	}
	if err != nil {
		out.Verdict, out.Error = Unknown, string(problem.From(err).ID)
		if errors.Is(err, context.DeadlineExceeded) {
			out.Error = string(problem.TimeOver)
		}
		return out
	}
	if c.Judge != nil {
		s.stats = p.conn.Stats()
		if p.session != nil {
			s.noise = p.session.Noise()
		}
		out.judge(c, s)
	}
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
	if len(queries) == 0 {
		return nil, nil
	}
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
