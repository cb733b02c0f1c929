package step

import (
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// pick takes properties that each object of an answer has.
func pick(p resource.Props, names ...string) map[string]any {
	out := make(map[string]any, len(names))
	for _, n := range names {
		out[n] = p[n]
	}
	return out
}

// existing are the items of a query that are there; a plain key that is not there gives none.
func existing(w World, q resource.Query) ([]resource.Item, error) {
	items, err := w.List(q)
	if err != nil {
		return nil, cannotRead(problem.ReadFile, strings.TrimSpace(q.Type+" "+q.Key), err)
	}
	out := items[:0:0]
	for _, i := range items {
		if i.Props["exists"] != false {
			out = append(out, place(i))
		}
	}
	return out, nil
}

// FileQuery finds files and folders.
type FileQuery struct {
	Path    string `hcl:"path"`
	Content bool   `hcl:"content,optional"`
}

// Ask implements Query.
func (q *FileQuery) Ask() []resource.Query { return []resource.Query{fileQuery(q.Path, q.Content)} }

// Answer implements Query.
func (q *FileQuery) Answer(w World) ([]map[string]any, error) {
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		row := pick(i.Props, "kind", "size", "modified", "version", "drive", "link")
		row["path"], row["name"], row["dir"], row["content"] = i.Key, windows.Base(i.Key), windows.Dir(i.Key), nil
		if data, ok := i.Props.Bytes(resource.Content); ok && q.Content {
			if text, _, err := windows.Decode(data); err == nil {
				row["content"] = text
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// INIQuery reads INI files as Windows does.
type INIQuery struct {
	Path string `hcl:"path"`
}

// Ask implements Query.
func (q *INIQuery) Ask() []resource.Query { return []resource.Query{fileQuery(q.Path, true)} }

// Answer implements Query.
func (q *INIQuery) Answer(w World) ([]map[string]any, error) {
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		if i.Props.String("kind") == "directory" {
			continue
		}
		data, err := contentOf(i)
		if err != nil {
			return nil, err
		}
		f, err := windows.ParseINI(data)
		if err != nil {
			return nil, within(i.Key, err)
		}
		sections, spelling, padded := map[string]any{}, map[string]any{}, map[string]any{}
		for name, s := range f.Sections() {
			sections[name], spelling[name], padded[name] = texts(s.Values), texts(s.Spelling), list(s.Padded)
		}
		out = append(out, map[string]any{
			"path": i.Key, "dir": windows.Dir(i.Key), "encoding": string(f.Encoding()), "modified": i.Props["modified"],
			"section": sections, "spelling": spelling, "padded": padded, "drive": i.Props["drive"],
		})
	}
	return out, nil
}

func texts(m map[string]string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
