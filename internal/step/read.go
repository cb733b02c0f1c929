package step

import (
	"errors"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// fileQuery asks for files; with content, so that the query "ini", the query "file" and the step ini ask the same
// question.
func fileQuery(path string, content bool) resource.Query {
	q := resource.Query{Type: "file", Key: path}
	if content {
		q.Args = resource.Props{resource.Content: true}
	}
	return q
}

// known says whether a resource's properties are there; with names, whether they are among them.
func known(w World, typ, key string, names ...string) bool {
	p, err := w.Get(typ, key)
	var missing *NotObserved
	if errors.As(err, &missing) {
		return false
	}
	if err != nil || p["exists"] == false {
		return true
	}
	for _, n := range names {
		if _, ok := p[n]; !ok {
			return false
		}
	}
	return true
}

// observeFile is the question for one file's content, unless an earlier answer has it.
func observeFile(w World, path string) []resource.Query {
	if !windows.HasPattern(path) {
		if p, err := w.Get("file", path); err == nil && p.String("kind") == "directory" ||
			known(w, "file", path, resource.Content) {
			return nil
		}
	}
	return []resource.Query{fileQuery(path, true)}
}

// oneFile finds the file that a path or a pattern means. What matches none or several is an error with what was found.
func oneFile(w World, path string, content bool) (resource.Item, error) {
	if !windows.HasPattern(path) {
		return getFile(w, path, content)
	}
	items, err := w.List(fileQuery(path, content))
	if err != nil {
		return resource.Item{}, cannotRead(problem.ReadFile, path, err)
	}
	switch len(items) {
	case 0:
		return resource.Item{},
			problem.New(problem.FileNoMatch, "path", path)
	case 1:
		return place(items[0]), nil
	}
	var found []string
	for _, i := range items {
		found = append(found, i.Key)
	}
	const shown = 5
	p := problem.New(problem.FileMatches, "count", strconv.Itoa(len(items)), "path", path)
	if n := len(found) - shown; n > 0 {
		found = found[:shown]
		p.Set("more", strconv.Itoa(n))
	}
	return resource.Item{}, p.Set("files", strings.Join(found, ", "))
}

func getFile(w World, path string, content bool) (resource.Item, error) {
	p, err := w.Get("file", path)
	if err != nil {
		return resource.Item{}, cannotRead(problem.ReadFile, path, err)
	}
	if _, has := p[resource.Content]; content && !has && p["exists"] != false && p.String("kind") != "directory" {
		if _, err := w.List(fileQuery(path, true)); err != nil {
			return resource.Item{}, cannotRead(problem.ReadFile, path, err)
		}
	}
	return place(resource.Item{Key: path, Props: p}), nil
}

// place gives an item the path as it is on disk.
func place(i resource.Item) resource.Item {
	if p := i.Props.String("path"); p != "" {
		i.Key = p
	}
	return i
}

// cannotRead says what could not be read, by the id of its kind and by its name, and why.
func cannotRead(id problem.ID, what string, err error) error {
	var missing *NotObserved
	if errors.As(err, &missing) {
		return err
	}
	return problem.New(id, "what", what).Because(err)
}

// within says of which file or key an error tells.
func within(what string, err error) error {
	told := problem.Told(err)
	p := problem.Or(err, problem.StepMistake).Clone()
	if p.ID == problem.StepMistake && p.Values["en"] == "" {
		p.Set("de", told.DE).Set("en", told.EN).Detail = ""
	}
	return p.Set("where", what)
}

// contentOf gives the bytes of an existing file.
func contentOf(i resource.Item) ([]byte, error) {
	if i.Props.String("kind") == "directory" {
		return nil, problem.New(problem.PathIsFolder, "path", i.Key)
	}
	data, ok := i.Props.Bytes(resource.Content)
	if !ok {
		return nil, problem.New(problem.FileNotRead, "path", i.Key, "size", strconv.FormatInt(i.Props.Int("size"), 10))
	}
	return data, nil
}

// write is the change of a file's content; before or after is nil for no such file.
func write(path string, before, after []byte) *resource.Op {
	value := func(data []byte) any {
		if data == nil {
			return nil
		}
		return resource.Encode(data)
	}
	return &resource.Op{
		Type: "file", Key: path,
		Before: resource.Props{resource.Content: value(before)}, After: resource.Props{resource.Content: value(after)},
	}
}

// list turns texts into a property.
func list(texts []string) []any {
	out := make([]any, len(texts))
	for i, s := range texts {
		out[i] = s
	}
	return out
}
