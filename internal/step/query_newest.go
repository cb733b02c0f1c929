package step

import "github.com/xops-dev/xops/internal/resource"

// NewestQuery finds the newest file of patterns and says how old it is by the host's own clock.
type NewestQuery struct {
	Paths []string `hcl:"paths"`
}

// Ask implements Query.
func (q *NewestQuery) Ask() []resource.Query {
	out := []resource.Query{osQuery}
	for _, p := range q.Paths {
		out = append(out, fileQuery(p, false))
	}
	return out
}

// Answer implements Query.
func (q *NewestQuery) Answer(w World) ([]map[string]any, error) {
	now, known, err := hostNow(w)
	if err != nil {
		return nil, err
	}
	var files []resource.Item
	for _, p := range q.Paths {
		found, err := existing(w, fileQuery(p, false))
		if err != nil {
			return nil, err
		}
		for _, i := range found {
			if i.Props.String("kind") != "directory" {
				files = append(files, i)
			}
		}
	}
	row := map[string]any{"path": nil, "modified": nil, "age_h": nil, "count": int64(len(files))}
	if newest := newestOf(files); newest != nil {
		row["path"], row["modified"] = newest.Key, newest.Props["modified"]
		if at, ok := moment(newest.Props.String("modified")); ok && known {
			row["age_h"] = (now - at) / 3600
		}
	}
	return []map[string]any{row}, nil
}
