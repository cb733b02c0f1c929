package eval

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// leftovers tells of what an interrupted change left beside a file that was looked at (docs/protocol.md, "Resource
// types"). The next change on the host that looks at the file puts it in order; where there is none, a person does.
func leftovers(answers []answered) []plan.Check {
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
		Check: "leftovers", Title: "Reste eines abgebrochenen Laufs", Status: plan.CheckFinding, Severity: "info",
		Message: "Ein Lauf wurde mitten in einer Änderung unterbrochen und hat zurückgelassen: " +
			strings.Join(paths, ", ") +
			". Die nächste Änderung auf diesem Rechner räumt es auf; ohne eine solche von Hand löschen, wenn die " +
			"Datei ohne diese Endung da ist.",
	}}
}
