package step

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// fileQuery asks for files; with content, so that the query "ini", the query "file" and the step ini ask the same
// question.
func fileQuery(path string, content bool) resource.Query {
	q := resource.Query{Type: "file", Key: path}
	if content {
		q.Args = resource.Props{"content": true}
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
			known(w, "file", path, "content") {
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
		return resource.Item{}, cannotRead(path, err)
	}
	switch len(items) {
	case 0:
		return resource.Item{},
			fmt.Errorf("no file matches %s: check the path, or skip this step with when where the program is not "+
				"installed", path)
	case 1:
		return place(items[0]), nil
	}
	var found []string
	for _, i := range items {
		found = append(found, i.Key)
	}
	const shown = 5
	more := ""
	if n := len(found) - shown; n > 0 {
		found, more = found[:shown], fmt.Sprintf(" and %d more", n)
	}
	return resource.Item{},
		fmt.Errorf("%d files match %s: %s%s. Which one is meant must be decided by hand: give the whole path",
			len(items), path, strings.Join(found, ", "), more)
}

func getFile(w World, path string, content bool) (resource.Item, error) {
	p, err := w.Get("file", path)
	if err != nil {
		return resource.Item{}, cannotRead(path, err)
	}
	if _, has := p["content"]; content && !has && p["exists"] != false && p.String("kind") != "directory" {
		if _, err := w.List(fileQuery(path, true)); err != nil {
			return resource.Item{}, cannotRead(path, err)
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

func cannotRead(what string, err error) error { return fmt.Errorf("%s cannot be read: %w", what, err) }

// contentOf gives the bytes of an existing file.
func contentOf(i resource.Item) ([]byte, error) {
	if i.Props.String("kind") == "directory" {
		return nil, fmt.Errorf("%s is a folder, not a file", i.Key)
	}
	data, ok := i.Props.Bytes("content")
	if !ok {
		return nil, fmt.Errorf("the content of %s (%d bytes) was not read: files up to 1 MiB are", i.Key,
			i.Props.Int("size"))
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
		Before: resource.Props{"content": value(before)}, After: resource.Props{"content": value(after)},
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
