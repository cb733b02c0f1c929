package cli

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

// rows are those of which the run's playbooks have a check, or all of the catalogue, in its order.
func (p *program) rows(set *playbook.Set, all bool) []report.RowInfo {
	carriers, whole := map[string][]string{}, map[string]bool{}
	for _, pb := range set.Playbooks {
		for row, practice := range pb.Rows() {
			whole[row] = practice && (whole[row] || len(carriers[row]) == 0)
			carriers[row] = append(carriers[row], pb.Name)
		}
	}
	var out []report.RowInfo
	for _, row := range p.catalogue.Rows {
		if by := carriers[row.ID]; all || len(by) > 0 {
			out = append(out, report.RowInfo{
				ID: row.ID, Title: row.Title.Phrase(), Section: row.Section, Edition: p.catalogue.Edition.Month(),
				Practice: row.Scope == "practice" || whole[row.ID], Carriers: by,
			})
		}
	}
	return out
}

// judged gives a set the titles of the rows, and finds rows that there are not.
func (p *program) judged(set *playbook.Set, parser *hclx.Parser) hcl.Diagnostics {
	c, diags := p.readCatalogue(parser)
	if diags.HasErrors() {
		return diags
	}
	set.Titles = make(map[string]text.Phrase, len(c.Rows))
	for _, row := range c.Rows {
		set.Titles[row.ID] = row.Title.Phrase()
	}
	var unknown func(pb *playbook.Playbook)
	unknown = func(pb *playbook.Playbook) {
		for _, check := range pb.Checks {
			if check.Row != "" && c.Row(check.Row) == nil {
				hint := hclx.Hint(check.Row, slices.Sorted(maps.Keys(set.Titles)))
				diags = append(diags, hclx.Mistake(check.Range, text.RowUnknown, "row", problem.Quote(check.Row),
					"hint", hint))
			}
		}
		for _, inc := range pb.Includes {
			unknown(inc.Playbook)
		}
	}
	for _, pb := range set.Playbooks {
		unknown(pb)
	}
	return diags
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
