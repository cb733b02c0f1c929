package step

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/resource"
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

// Plan implements Step.
func (s *Script) Plan(World) ([]Change, error) {
	if s.Script == "" {
		return nil, fmt.Errorf("the script is empty")
	}
	timeout := int64(120)
	if s.Timeout != nil {
		timeout = *s.Timeout
	}
	const longest = 3600
	if timeout < 1 || timeout > longest {
		return nil, fmt.Errorf("the timeout of %d seconds is not between 1 and %d", timeout, longest)
	}
	parameters, err := plain(s.Parameters)
	if err != nil {
		return nil, fmt.Errorf("parameters: %w", err)
	}
	if parameters == nil {
		parameters = map[string]any{}
	}
	if _, ok := parameters.(map[string]any); !ok {
		return nil, fmt.Errorf("parameters must be an object, such as { port = 23174 }")
	}
	if s.Done {
		return nil, nil
	}
	after := resource.Props{"script": s.Script, "parameters": parameters}
	sum := sha256.Sum256([]byte(s.Script))
	key := "sha256:" + hex.EncodeToString(sum[:6])
	return []Change{{
		Action: Run, Resource: resource.ID{Type: "script", Key: key}, Before: resource.Props{}, After: after, Opaque: true,
		Op: &resource.Op{
			Type: "script", Key: key, Before: resource.Props{}, After: after,
			Args: resource.Props{"deadline_s": timeout},
		},
		Notes: []string{"Was dieses Skript ändert, zeigt der Plan nicht, und es kann nicht zurückgenommen werden."},
	}}, nil
}
