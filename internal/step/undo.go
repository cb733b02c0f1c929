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
		if l.Op != nil && strings.EqualFold(l.Section, inverse.Section) && l.Op.Resource().Same(inverse.Op.Resource()) {
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
		if v, ok := l.Op.After[name]; ok && s.alike(name, v, now) {
			return true
		}
	}
	return false
}

// Observe implements Step.
func (s *undo) Observe(w World) []resource.Query {
	if ask := types[s.Op.Type].ask; ask != nil {
		return ask(w, s.Op)
	}
	return []resource.Query{{Type: s.Op.Type, Key: s.Op.Key}}
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
	if s.differs(now, s.Op.After) == "" {
		return nil, nil
	}
	if name := s.differs(now, s.Op.Before); name != "" {
		return nil, s.conflict(name, s.Op.Before[name], now[name])
	}
	return []Change{s.Change}, nil
}

// now has the properties that the change touches, as they are.
func (s *undo) now(w World) (resource.Props, error) {
	if touched := types[s.Op.Type].touched; touched != nil {
		return touched(w, s.Op)
	}
	p, err := get(w, s.Op.Type, s.Op.Key)
	if err != nil {
		return nil, err
	}
	return named(s.Op, p), nil
}

// differs is a property that is not as expected; "" if all are.
func (s *undo) differs(now, want resource.Props) string {
	for _, name := range want.Keys() {
		if !s.alike(name, now[name], want[name]) {
			return name
		}
	}
	return ""
}

func (s *undo) alike(name string, a, b any) bool {
	if alike := types[s.Op.Type].alike; alike != nil {
		return alike(name, a, b)
	}
	return resource.Equal(a, b)
}

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
	if left, ok := s.Op.Before.Bytes(resource.Content); ok && bytes.Equal(data, left) {
		return []Change{s.Change}, nil
	}
	f, err := windows.ParseINI(data)
	if err != nil {
		return nil, within(file.Key, err)
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
		return nil, within(file.Key, err)
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
