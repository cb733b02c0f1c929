package eval

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// leftovers tells of what an interrupted change left beside a file that was looked at (docs/protocol.md, "Resource
// types"). The next change on the host that looks at the file puts it in order; where there is none, a person does.
func leftovers(l text.Lang, answers []answered) []plan.Check {
	found := map[string]bool{}
	for _, a := range answers {
		for _, item := range a.answer.Items {
			list, _ := resource.Normal(item.Props["leftovers"]).([]any)
			for _, path := range list {
				if s, ok := path.(string); ok {
					found[s] = true
				}
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	paths := make([]string, 0, len(found))
	for p := range found {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return []plan.Check{{
		Check: "leftovers", Title: text.LeftoverTitle.In(l), Status: plan.CheckFinding, Severity: "info",
		Message: text.LeftoverFound.In(l, "files", strings.Join(paths, ", ")),
	}}
}
