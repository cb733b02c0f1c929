package step

import (
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// ByHand is what a person does; xops prints the instructions until an expression says that it is done.
type ByHand struct {
	Instructions []string `hcl:"instructions"`
	Done         bool     `hcl:"done"`
}

// Observe implements Step.
func (s *ByHand) Observe(World) []resource.Query { return nil }

// Check implements Checker.
func (s *ByHand) Check() Mistakes {
	var m Mistakes
	if len(s.Instructions) == 0 {
		m.add("instructions", "instructions is empty: say what is to be done, step by step")
	}
	return m
}

// Plan implements Step.
func (s *ByHand) Plan(World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	if s.Done {
		return nil, nil
	}
	none := resource.Props{}
	c := Change{Action: Manual, Resource: resource.ID{Type: "manual"}, Before: none, After: none}
	for _, text := range s.Instructions {
		c.Notes = append(c.Notes, problem.New(problem.Plain, "text", text))
	}
	return []Change{c}, nil
}
