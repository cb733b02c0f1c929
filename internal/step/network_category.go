package step

import (
	"strconv"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// NetworkCategory makes sure that one network, called by its name, is ranked private, so that the firewall's rules for
// private networks count in it. Nobody but the practice knows which of its networks is its own.
type NetworkCategory struct {
	Name string `hcl:"name"`
}

// Check implements Checker.
func (s *NetworkCategory) Check() Mistakes {
	var m Mistakes
	if s.Name == "" {
		m.add("name", text.NetworkName)
	}
	return m
}

// Observe implements Step.
func (s *NetworkCategory) Observe(World) []resource.Query {
	if s.Check().Err() != nil {
		return nil
	}
	return []resource.Query{{Type: "network", Key: s.Name}}
}

// Plan implements Step.
func (s *NetworkCategory) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	const private = "private"
	p, err := w.Get("network", s.Name)
	switch {
	case err != nil:
		return nil, cannotRead(problem.ReadFirewall, s.Name, err)
	case !p.Bool("exists"):
		return nil, problem.New(problem.NetworkAbsent, "network", problem.Quote(s.Name))
	case p.Int("count") > 1:
		return nil, problem.New(problem.NetworkTwice, "count", strconv.FormatInt(p.Int("count"), 10),
			"network", problem.Quote(s.Name))
	case p.String("category") == "domain":
		return nil, problem.New(problem.NetworkDomain, "network", problem.Quote(s.Name))
	case p.String("category") == private:
		return nil, nil
	}
	before, after := resource.Props{"category": p["category"]}, resource.Props{"category": private}
	return []Change{{
		Action: Update, Resource: resource.ID{Type: "network", Key: s.Name}, Before: before, After: after,
		Op: &resource.Op{Type: "network", Key: s.Name, Before: before, After: after}, Reversible: true,
	}}, nil
}
