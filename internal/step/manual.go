package step

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// ByHand is what a person does; xops prints the instructions until an expression says that it is done.
type ByHand struct {
	Instructions cty.Value `hcl:"instructions"` // a list of texts, each as it is or in both languages
	Done         bool      `hcl:"done"`
}

// Observe implements Step.
func (s *ByHand) Observe(World) []resource.Query { return nil }

// Check implements Checker.
func (s *ByHand) Check() Mistakes {
	var m Mistakes
	points, err := instructions(s.Instructions)
	m.addErr("instructions", err)
	if err == nil && len(points) == 0 {
		m.add("instructions", text.InstructionsEmpty)
	}
	return m
}

// Plan implements Step.
func (s *ByHand) Plan(World) ([]Change, error) {
	if err := s.Check().Err(); err != nil || s.Done {
		return nil, err
	}
	none := resource.Props{}
	c := Change{Action: Manual, Resource: resource.ID{Type: "manual"}, Before: none, After: none}
	c.Notes, _ = instructions(s.Instructions)
	return []Change{c}, nil
}
