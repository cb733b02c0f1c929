package step

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// INI sets, trims and removes keys of one section of an INI file; everything else in the file stays, byte for byte.
type INI struct {
	Path        string              `hcl:"path"`
	Section     string              `hcl:"section"`
	Set         map[string]string   `hcl:"set,optional"`
	SetExisting map[string]string   `hcl:"set_existing,optional"`
	Remove      []string            `hcl:"remove,optional"`
	Aliases     map[string][]string `hcl:"aliases,optional"`
	Trim        []string            `hcl:"trim,optional"`
	TrimAll     bool                `hcl:"trim_all,optional"`
}

// Observe implements Step.
func (s *INI) Observe(w World) []resource.Query { return observeFile(w, s.Path) }

// Plan implements Step.
func (s *INI) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	file, err := oneFile(w, s.Path, true)
	if err != nil {
		return nil, err
	}
	if file.Props["exists"] == false {
		return nil, problem.New(problem.FileAbsent, "path", file.Key)
	}
	data, err := contentOf(file)
	if err != nil {
		return nil, err
	}
	f, err := windows.ParseINI(data)
	if err != nil {
		return nil, within(file.Key, err)
	}
	e := &iniEdit{step: s, file: f, path: file.Key, before: resource.Props{}, after: resource.Props{}}
	if err := e.run(); err != nil {
		return nil, within(file.Key, err)
	}
	return e.changes(data)
}

// Check implements Checker.
func (s *INI) Check() Mistakes {
	var m Mistakes
	if len(s.Set)+len(s.SetExisting)+len(s.Remove)+len(s.Trim) == 0 && !s.TrimAll {
		m.add("set set_existing remove trim trim_all", text.NothingGiven, "give", text.INIGive)
	}
	if len(s.Set)+len(s.SetExisting) > 0 {
		m.addErr("section", windows.CheckINISection(s.Section))
	}
	for _, part := range []struct {
		name   string
		values map[string]string
	}{{"set", s.Set}, {"set_existing", s.SetExisting}} {
		for _, key := range keysOf(part.values) {
			m.addErr(part.name, windows.CheckINIEntry(key, part.values[key]))
		}
	}
	seen := map[string]string{}
	for _, part := range []struct {
		name string
		keys []string
	}{{"set", keysOf(s.Set)}, {"set_existing", keysOf(s.SetExisting)}, {"remove", s.Remove}} {
		for _, k := range part.keys {
			for _, name := range s.names(k) {
				low := strings.ToLower(name)
				if other, twice := seen[low]; twice {
					m.add(part.name+" "+other+" aliases", text.INIKeyTwice, "key", name, "one", other, "other",
						part.name)
				}
				seen[low] = part.name
			}
		}
	}
	return m
}

func keysOf[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// names are a key and its other spellings, each once.
func (s *INI) names(key string) []string {
	out, seen := []string{key}, map[string]bool{strings.ToLower(key): true}
	for _, k := range keysOf(s.Aliases) {
		if !strings.EqualFold(k, key) {
			continue
		}
		for _, alias := range s.Aliases[k] {
			if !seen[strings.ToLower(alias)] {
				seen[strings.ToLower(alias)] = true
				out = append(out, alias)
			}
		}
	}
	return out
}

// iniEdit is one edit of a file, with what a person sees of it.
type iniEdit struct {
	step          *INI
	file          *windows.INI
	path          string
	before, after resource.Props
	proposed      []string // lines of set_existing that have no place
	missing       resource.Props
	notes         []*problem.Problem
}

// find is the one spelling of a key that the file has; empty when it has none.
func (e *iniEdit) find(key string) (string, error) {
	var found []string
	for _, name := range e.step.names(key) {
		if _, spelling, ok := e.file.Get(e.step.Section, name); ok {
			found = append(found, spelling)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", problem.New(problem.INITwins, "section", e.step.Section, "keys", strings.Join(found, ", "))
}

func (e *iniEdit) run() error {
	s := e.step
	if s.TrimAll {
		for _, key := range e.file.Sections()[strings.ToLower(s.Section)].Padded {
			e.trim(key)
		}
		e.file.TrimAll(s.Section)
	}
	for _, key := range s.Trim {
		spelling, err := e.find(key)
		if err != nil {
			return err
		}
		e.trim(spelling)
	}
	for _, key := range s.Remove {
		spelling, err := e.find(key)
		if err != nil {
			return err
		}
		if value, name, ok := e.file.Get(s.Section, spelling); ok {
			e.before[name], e.after[name] = value, nil
			e.file.Remove(s.Section, name)
		}
	}
	for _, key := range keysOf(s.Set) {
		if err := e.set(key, s.Set[key], true); err != nil {
			return err
		}
	}
	for _, key := range keysOf(s.SetExisting) {
		if err := e.set(key, s.SetExisting[key], false); err != nil {
			return err
		}
	}
	return nil
}

// trim shows the whole line, because the value stays the same.
func (e *iniEdit) trim(key string) {
	before, ok := e.file.Line(e.step.Section, key)
	if !ok {
		return
	}
	e.file.Trim(e.step.Section, key)
	if after, _ := e.file.Line(e.step.Section, key); after != before {
		_, name, _ := e.file.Get(e.step.Section, key)
		e.before[name], e.after[name] = before, after
	}
}

func (e *iniEdit) set(key, value string, create bool) error {
	spelling, err := e.find(key)
	if err != nil {
		return err
	}
	if spelling == "" && !create {
		if e.missing == nil {
			e.missing = resource.Props{}
		}
		e.missing[key] = value
		e.proposed = append(e.proposed, fmt.Sprintf("%s=%s", key, value))
		return nil
	}
	if spelling == "" {
		spelling = key
	}
	old, _, exists := e.file.Get(e.step.Section, spelling)
	if exists && old == value {
		return nil
	}
	if err := e.file.Set(e.step.Section, spelling, value); err != nil {
		return err
	}
	e.before[spelling], e.after[spelling] = nil, value
	if exists {
		e.before[spelling] = old
	}
	if n := e.file.Count(e.step.Section, spelling); n > 1 {
		e.notes = append(e.notes, problem.New(problem.NoteINITwice, "key", spelling, "count", strconv.Itoa(n),
			"section", e.step.Section))
	}
	return nil
}

func (e *iniEdit) changes(before []byte) ([]Change, error) {
	id := resource.ID{Type: "file", Key: e.path}
	var out []Change
	if e.file.Changed() {
		after, err := e.file.Bytes()
		if err != nil {
			return nil, within(e.path, err)
		}
		if e.file.Encoding() == windows.UTF8BOM {
			e.notes = append(e.notes, problem.New(problem.NoteINIBOM))
		}
		out = append(out, Change{
			Action: Update, Resource: id, Section: e.step.Section, Before: e.before, After: e.after,
			Op:         write(e.path, before, after),
			Reversible: true, Diff: e.file.Diff(), Notes: e.notes,
		})
	}
	if len(e.proposed) > 0 {
		c := Change{Action: Manual, Resource: id, Section: e.step.Section, Before: resource.Props{}, After: e.missing}
		for _, key := range keysOf(e.missing) {
			c.Before[key] = nil
			c.Notes = append(c.Notes, problem.New(problem.NoteINIUnsure, "section", e.step.Section, "path", e.path,
				"keys", strings.Join(e.step.names(key), " / ")))
		}
		c.Notes = append(c.Notes, problem.New(problem.NoteINIProposal, "lines", strings.Join(e.proposed, "; ")))
		out = append(out, c)
	}
	return out, nil
}
