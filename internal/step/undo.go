package step

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Undo is the step that takes a change back. inverse is the change with before and after swapped (plan.Change.Invert):
// it has the touched properties as the change left them and as they were before, and its operation has them whole. The
// step plans nothing where they are as before already, and refuses where somebody has changed them since. What is sent
// is worked out on the host as it is. later are the inverses that are taken after it, in order: where one of them has
// led a property further already, that is as it should be.
func Undo(inverse Change, later []Change) Step {
	s := &undo{Change: inverse}
	for _, l := range later {
		if l.Op != nil && l.Op.Type == inverse.Op.Type && strings.EqualFold(l.Section, inverse.Section) &&
			resource.Canonical(l.Op.Type, l.Op.Key) == resource.Canonical(inverse.Op.Type, inverse.Op.Key) {
			s.later = append(s.later, l)
		}
	}
	return s
}

type undo struct {
	Change
	later []Change // of the same resource
}

// further says whether a property is as a later step of taking back leaves it.
func (s *undo) further(name string, now any) bool {
	for _, l := range s.later {
		if v, ok := l.Op.After[name]; ok && resource.Equal(v, now) {
			return true
		}
	}
	return false
}

// Observe implements Step.
func (s *undo) Observe(w World) []resource.Query {
	switch op := s.Op; {
	case op.Type == "file" && op.Before["path"] != nil:
		var out []resource.Query
		for _, name := range []resource.Props{op.Before, op.After} {
			if path := name.String("path"); !known(w, "file", path) {
				out = append(out, fileQuery(path, false))
			}
		}
		return out
	case op.Type == "file":
		return observeFile(w, op.Key)
	case op.Type == "service":
		return []resource.Query{serviceQuery(op.Key, "")}
	case op.Type == "registry":
		return []resource.Query{registryQuery(op.Key)}
	default:
		return []resource.Query{{Type: op.Type, Key: op.Key}}
	}
}

// Plan implements Step.
func (s *undo) Plan(w World) ([]Change, error) {
	if s.Section != "" {
		return s.ini(w)
	}
	now, err := s.now(w)
	if err != nil {
		return nil, err
	}
	for name := range now {
		if s.further(name, now[name]) {
			now[name] = s.Op.After[name]
		}
	}
	if same(now, s.Op.After) {
		return nil, nil
	}
	if name := differs(now, s.Op.Before); name != "" {
		return nil, s.conflict(name, s.Op.Before[name], now[name])
	}
	return []Change{s.Change}, nil
}

// now has the properties that the change touches, as they are.
func (s *undo) now(w World) (resource.Props, error) {
	op := s.Op
	key := op.Key
	if path := op.Before.String("path"); op.Type == "file" && path != "" {
		key = path
	}
	p, err := w.Get(op.Type, key)
	if err != nil {
		return nil, cannotRead(op.Type+" "+key, err)
	}
	out := resource.Props{}
	var acl *windows.DACL
	if op.Type == "permission" && p["exists"] != false { // what is gone has no entries either
		if acl, err = windows.ParseDACL(p.String("sddl")); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	for name := range op.Before {
		switch {
		case op.Type == "permission":
			if acl != nil {
				out[name] = entry(acl, name)
			} else {
				out[name] = nil
			}
		case op.Type == "file" && name == "path":
			if out[name] = any(key); p["exists"] == false {
				out[name] = op.After.String("path") // moved back by somebody
			}
		default:
			out[name] = p[name]
		}
	}
	return out, nil
}

// differs is a property that is not as expected; "" if all are.
func differs(now, want resource.Props) string {
	for _, name := range want.Keys() {
		if !resource.Equal(now[name], want[name]) {
			return name
		}
	}
	return ""
}

func same(now, want resource.Props) bool { return differs(now, want) == "" }

func (s *undo) conflict(name string, was, now any) error {
	shown := func(v any) string {
		switch text := fmt.Sprint(v); {
		case v == nil:
			return "–"
		case resource.Blob(name) || len(text) > 80:
			return "…"
		default:
			return text
		}
	}
	return problem.New(problem.UndoConflict, "resource", s.Resource.Type+" "+s.Resource.Key).With("%s: %s → %s", name,
		shown(was), shown(now))
}

// ini takes keys of one section back. What else the file has become stays; where nothing else has changed it gets its
// old bytes.
func (s *undo) ini(w World) ([]Change, error) {
	file, err := oneFile(w, s.Op.Key, true)
	if err != nil {
		return nil, err
	}
	if file.Props["exists"] == false {
		return nil, s.conflict("exists", true, false)
	}
	data, err := contentOf(file)
	if err != nil {
		return nil, err
	}
	if left, ok := s.Op.Before.Bytes("content"); ok && bytes.Equal(data, left) {
		return []Change{s.Change}, nil
	}
	f, err := windows.ParseINI(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Key, err)
	}
	c := s.Change
	c.Before, c.After = resource.Props{}, resource.Props{}
	for _, key := range s.After.Keys() {
		line, there := f.Line(s.Section, key)
		value, _, _ := f.Get(s.Section, key)
		is := func(v any) bool { return v == nil && !there || v != nil && there && (v == value || v == line) }
		was, left := s.After[key], s.Before[key]
		further := slices.ContainsFunc(s.later, func(l Change) bool {
			v, ok := l.After[key]
			return ok && is(v)
		})
		switch {
		case further:
			continue
		case left == line && there && was != nil: // a line whose blanks were taken away
			f.SetLine(s.Section, key, was.(string))
		case is(was):
			continue
		case !is(left):
			return nil, s.conflict(key, left, orNone(there, value))
		case was == nil:
			f.Remove(s.Section, key)
		default:
			if err := f.Set(s.Section, key, fmt.Sprint(was)); err != nil {
				return nil, err
			}
		}
		c.Before[key], c.After[key] = left, was
	}
	if !f.Changed() {
		return nil, nil
	}
	after, err := f.Bytes()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Key, err)
	}
	c.Op, c.Diff = write(file.Key, data, after), f.Diff()
	return []Change{c}, nil
}

func orNone(there bool, value string) any {
	if !there {
		return nil
	}
	return value
}
