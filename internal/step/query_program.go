package step

import (
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// ProgramQuery finds installed programs, by the uninstall keys of both registry views.
type ProgramQuery struct {
	Name string `hcl:"name"`
}

// Ask implements Query.
func (q *ProgramQuery) Ask() []resource.Query { return []resource.Query{programQuery(q.Name)} }

// Check implements Checker.
func (q *ProgramQuery) Check() Mistakes {
	var m Mistakes
	if q.Name == "" {
		m.add("name", text.NameNeeded)
	}
	return m
}

// Answer implements Query.
func (q *ProgramQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	return rows(w, q.Ask()[0], "name", "version", "publisher", "location", "uninstall", "quiet_uninstall", "installed",
		"msi", "hidden", "id", "view")
}
