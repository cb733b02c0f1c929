package step

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// Script runs PowerShell that somebody wrote, when an expression says that it is not done yet.
type Script struct {
	Script     string    `hcl:"script"`
	Parameters cty.Value `hcl:"parameters,optional"`
	Done       bool      `hcl:"done"`
	Timeout    *int64    `hcl:"timeout,optional"`
}

// Observe implements Step: what the script depends on is in its expressions.
func (s *Script) Observe(World) []resource.Query { return nil }

// Check implements Checker.
func (s *Script) Check() Mistakes {
	var m Mistakes
	if s.Script == "" {
		m.add("script", text.ScriptEmpty)
	}
	m.between("timeout", text.TheTimeout, s.timeout(), 1, 3600)
	_, err := s.parameters()
	m.addErr("parameters", err)
	return m
}

// timeout is how long it may run, in seconds.
func (s *Script) timeout() int64 {
	if s.Timeout != nil {
		return *s.Timeout
	}
	return 120
}

func (s *Script) parameters() (map[string]any, error) {
	v, err := plain(s.Parameters)
	if err != nil {
		return nil, wrong(text.Parameters, "why", problem.Told(err))
	}
	if v == nil {
		return map[string]any{}, nil
	}
	parameters, ok := v.(map[string]any)
	if !ok {
		return nil, wrong(text.ParametersShape)
	}
	return parameters, nil
}

// Plan implements Step.
func (s *Script) Plan(World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	parameters, err := s.parameters()
	if err != nil {
		return nil, err
	}
	if s.Done {
		return nil, nil
	}
	after := resource.Props{"script": s.Script, "parameters": parameters}
	sum := sha256.Sum256([]byte(s.Script))
	key := "sha256:" + hex.EncodeToString(sum[:6])
	return []Change{{
		Action: Run, Resource: resource.ID{Type: "script", Key: key}, Before: resource.Props{}, After: after,
		Opaque: true,
		Op: &resource.Op{
			Type: "script", Key: key, Before: resource.Props{}, After: after,
			Args: resource.Props{"deadline_s": s.timeout()},
		},
		Notes: []*problem.Problem{problem.New(problem.NoteOpaqueScript)},
	}}, nil
}
