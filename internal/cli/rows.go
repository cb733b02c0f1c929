package cli

import (
	"maps"
	"slices"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/report"
)

// rows are those of which the run's playbooks have a check, or all of the catalogue.
func (p *program) rows(set *playbook.Set, all bool) []report.RowInfo {
	infos := map[string]*report.RowInfo{}
	for _, pb := range set.Playbooks {
		for row, practice := range pb.Rows() {
			if infos[row] == nil {
				infos[row] = &report.RowInfo{ID: row, Practice: practice}
			}
			infos[row].Practice = infos[row].Practice && practice
			infos[row].Carriers = append(infos[row].Carriers, pb.Name)
		}
	}
	var out []report.RowInfo
	for _, row := range slices.Sorted(maps.Keys(infos)) {
		out = append(out, *infos[row])
	}
	return out
}

// practices judges the checks of whole practices, by what their hosts have said; nil where there are none.
func (s *session) practices() []report.PracticeChecks {
	var out []report.PracticeChecks
	seen := map[*inventory.Practice]bool{}
	for _, h := range s.work.hosts {
		of := h.Practice
		if seen[of] {
			continue
		}
		seen[of] = true
		target := eval.Target{
			ID: of.Name, Title: of.Title, Practice: inventory.PracticeValue(of), Host: inventory.NoHost(),
		}
		out = append(out, report.PracticeChecks{
			Practice: of.Name, Checks: eval.Practice(s.work.set, target, s.run.Neighbours(of)),
		})
	}
	return out
}

// lookCode is the exit code of a check: a practice as a whole counts as its hosts do.
func lookCode(results []*plan.Result, practices []report.PracticeChecks, cancelled bool) int {
	for _, p := range practices {
		results = append(results, &plan.Result{
			Visit: plan.Visit{Host: p.Practice, Reached: true}, Plan: &plan.Host{}, Checks: p.Checks,
		})
	}
	return plan.LookCode(results, true, cancelled)
}
