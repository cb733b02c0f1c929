package step

import (
	"fmt"

	"github.com/xops-dev/xops/internal/resource"
)

// ProgramQuery finds installed programs, by the uninstall keys of both registry views.
type ProgramQuery struct {
	Name string `hcl:"name"`
}

// Ask implements Query.
func (q *ProgramQuery) Ask() []resource.Query { return []resource.Query{programQuery(q.Name)} }

// Answer implements Query.
func (q *ProgramQuery) Answer(w World) ([]map[string]any, error) {
	if q.Name == "" {
		return nil, fmt.Errorf("give a name, with * for what varies; * alone is every program")
	}
	return rows(w, q.Ask()[0], "name", "version", "publisher", "location", "uninstall", "quiet_uninstall", "installed", "msi", "hidden", "id", "view")
}
