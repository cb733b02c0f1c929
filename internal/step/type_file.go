package step

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// move is a folder or file that is predicted to be elsewhere.
type move struct{ from, to string }

func canonicalPath(path string) string { return resource.Canonical("file", path) }

// moved is where a file is before an operation that moves it.
func moved(op *resource.Op) (from string, ok bool) {
	if op.Before["path"] == nil && op.After["path"] == nil {
		return op.Key, false
	}
	if from = op.Before.String("path"); from == "" {
		from = op.Key
	}
	return from, true
}

func askFile(w World, op *resource.Op) []resource.Query {
	if _, moves := moved(op); !moves {
		return observeFile(w, op.Key)
	}
	var out []resource.Query
	for _, side := range []resource.Props{op.Before, op.After} {
		if path := side.String("path"); path != "" && !known(w, "file", path) {
			out = append(out, fileQuery(path, false))
		}
	}
	return out
}

func touchedFile(w World, op *resource.Op) (resource.Props, error) {
	from, moves := moved(op)
	p, err := get(w, "file", from)
	if err != nil {
		return nil, err
	}
	out := named(op, p)
	if moves {
		if out["path"] = any(from); p["exists"] == false {
			out["path"] = op.After.String("path") // moved back by somebody
		}
	}
	return out, nil
}

func layFile(f *Facts, op resource.Op, after resource.Props) (done bool) {
	if to, ok := after["path"].(string); ok {
		from, _ := moved(&op)
		f.move(from, to)
		return true
	}
	content, touched := after[resource.Content]
	switch {
	case !touched:
	case content == nil:
		after["exists"], after["kind"], after["sha256"], after["size"] = false, nil, nil, nil
	default:
		after["exists"], after["kind"] = true, "file"
		if data, ok := after.Bytes(resource.Content); ok {
			after["sha256"], after["size"] = hash(data), int64(len(data))
		}
	}
	if now, err := f.Get("file", op.Key); err != nil || now.String("path") == "" {
		after["path"] = op.Key
	}
	return false
}

func (f *Facts) move(from, to string) {
	props, err := f.Get("file", from)
	if err != nil {
		props = resource.Props{"exists": true}
	}
	there := props.Clone()
	there["exists"], there["path"] = true, to
	// moved back
	f.moved = slices.DeleteFunc(f.moved, func(m move) bool { return m.from == canonicalPath(to) })
	f.moved = append(f.moved, move{canonicalPath(from), to})
	f.put("file", from, resource.Props{"exists": false, "kind": nil, resource.Content: nil, "sha256": nil, "size": nil})
	f.put("file", to, there)
}

// seenFile: what lies in a folder that was moved away is not there.
func seenFile(f *Facts, key string, props resource.Props) resource.Props {
	if !f.gone(key) {
		return props
	}
	props = props.Clone()
	for _, name := range []string{"kind", resource.Content, "sha256", "size"} {
		delete(props, name)
	}
	props["exists"] = false
	return props
}

// gone says whether a file lies in a folder that was moved away.
func (f *Facts) gone(key string) bool {
	key = canonicalPath(key)
	for _, m := range f.moved {
		if strings.HasPrefix(key, m.from+`\`) {
			return true
		}
	}
	return false
}
