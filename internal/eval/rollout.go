package eval

import (
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
)

// Rules are what the playbooks of a run say of how changes go through the fleet; none where none says anything.
func Rules(set *playbook.Set) []plan.Rule {
	var rules []plan.Rule
	for _, pb := range set.Playbooks {
		r := pb.Rollout
		if r == nil {
			continue
		}
		rule := plan.Rule{PauseS: int(r.Pause.Seconds())}
		for _, a := range r.Batches {
			rule.Batches = append(rule.Batches, plan.Amount(a))
		}
		if r.MaxFailures != nil {
			most := plan.Amount(*r.MaxFailures)
			rule.MaxFailures = &most
		}
		rules = append(rules, rule)
	}
	return rules
}
