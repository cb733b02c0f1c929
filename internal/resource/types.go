package resource

import "strings"

// Type is what the program knows of a type of resource beside the step that changes it and the part of the agent that
// reads and writes it. One row each: whoever adds a type adds it here.
type Type struct {
	Name string
	// Path: its keys are paths, in which / and \ are the same and a \ at the end is none.
	Path bool
	// Content: the property content holds whole bytes. They travel as a hash where they are known already, are kept
	// apart in the journal, and are never shown.
	Content bool
	// Record: the host keeps a record of what was done, which is removed when its outcome was written down.
	Record bool
	// Nameless: it has no key of its own and is called as the step that asks for it.
	Nameless bool
	// Value: its keys name a value, behind two backslashes.
	Value bool
}

// types are the types of resources, by name.
var types = func() map[string]Type {
	rows := []Type{
		{Name: "cim"},
		{Name: "command", Nameless: true},
		{Name: "dns"},
		{Name: "file", Path: true, Content: true},
		{Name: "firewall"},
		{Name: "firewall_rule"},
		{Name: "listener"},
		{Name: "lock"},
		{Name: "network"},
		{Name: "os"},
		{Name: "permission", Path: true},
		{Name: "process"},
		{Name: "program"},
		{Name: "reboot"},
		{Name: "registry", Value: true},
		{Name: "scheduled_task"},
		{Name: "script", Nameless: true},
		{Name: "service"},
		{Name: "task", Record: true},
		{Name: "tcp"},
		{Name: "time"},
		{Name: "tls"},
		{Name: "wait"},
	}
	m := make(map[string]Type, len(rows))
	for _, t := range rows {
		m[t.Name] = t
	}
	return m
}()

// Of gives what is known of a type; ok is false for one that there is not.
func Of(name string) (t Type, ok bool) {
	t, ok = types[name]
	return t, ok
}

// Types are the names of all types, in no order.
func Types() []string {
	out := make([]string, 0, len(types))
	for name := range types {
		out = append(out, name)
	}
	return out
}

// Content is the property that holds a file's whole bytes.
const Content = "content"

// Blob says whether a property holds a file's whole bytes: too much for a person to read, kept apart in the journal.
func Blob(property string) bool { return property == Content }

// Same says whether two ids name the same thing.
func (id ID) Same(other ID) bool {
	return id.Type == other.Type && Canonical(id.Type, id.Key) == Canonical(other.Type, other.Key)
}

// Canonical is the form in which a key of this type is compared. Windows compares names without case.
func Canonical(typ, key string) string {
	if types[typ].Path {
		key = strings.ReplaceAll(key, "/", `\`)
		if len(key) > 3 {
			key = strings.TrimRight(key, `\`)
		}
	}
	return strings.ToLower(key)
}
