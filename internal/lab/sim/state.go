package sim

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// State is what a host keeps: enough to make the same host somewhere else.
type State struct {
	Files    []FileState // folders stand before what is in them
	Registry []ValueState
	Rules    []RuleState
	Services []Service
}

// FileState is one file or folder. Drives are left out.
type FileState struct {
	Path       string
	Folder     bool
	Data       []byte
	Version    string // of a program
	Modified   time.Time
	Attributes []string // readonly, hidden, system
	ACL        string   // SDDL of the entries of its own; "" is inherited only
}

// ValueState is one registry value. The key is in the 64-bit view: HKLM\SOFTWARE\WOW6432Node\…
type ValueState struct {
	Key, Name, Type string
	Value           any
}

// RuleState is one firewall rule as it stands in the registry; the store is local or policy.
type RuleState struct{ ID, Store, Raw string }

// State gives a copy of the host's state, each part sorted.
func (h *Host) State() State {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle()
	var s State
	letters := make([]byte, 0, len(h.drives))
	for letter := range h.drives {
		letters = append(letters, letter)
	}
	slices.Sort(letters)
	for _, letter := range letters {
		s.files(h.drives[letter].root)
	}
	for _, hive := range h.registry.sorted() {
		s.values(hive.name, hive)
	}
	for _, r := range h.firewall.rules {
		s.Rules = append(s.Rules, RuleState{r.id, r.store, r.raw})
	}
	for _, x := range h.sortedServices() {
		s.Services = append(s.Services, *x)
	}
	return s
}

func (s *State) files(n *node) {
	for _, c := range n.sorted() {
		f := FileState{
			Path: c.path(), Folder: c.folder(), Data: c.data, Version: c.version, Modified: c.modified,
			ACL: c.acl.sddl(),
		}
		for bit, name := range attributeNames {
			if c.attributes&(1<<bit) != 0 {
				f.Attributes = append(f.Attributes, name)
			}
		}
		s.Files = append(s.Files, f)
		s.files(c)
	}
}

func (s *State) values(path string, k *regKey) {
	names := make([]string, 0, len(k.values))
	for name := range k.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		v := k.values[name]
		s.Registry = append(s.Registry, ValueState{path, v.name, v.typ, v.value})
	}
	for _, c := range k.sorted() {
		s.values(path+`\`+c.name, c)
	}
}

// sddl is a list of explicit entries as SetACL reads it; "" for none.
func (a *acl) sddl() string {
	if a == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("D:")
	if a.protected {
		b.WriteString("P")
	}
	b.WriteString("AI")
	for _, e := range a.entries {
		b.WriteString(e.String())
	}
	return b.String()
}

// Without gives what a state has and an older one has not, or not so.
func (s State) Without(old State) State {
	return State{
		Files: without(s.Files, old.Files, func(f FileState) string { return strings.ToLower(f.Path) }, FileState.same),
		Registry: without(s.Registry, old.Registry, func(v ValueState) string {
			return strings.ToLower(v.Key + `\\` +
				v.Name)
		},
			func(a, b ValueState) bool { return a.Type == b.Type && fmt.Sprint(a.Value) == fmt.Sprint(b.Value) }),
		Rules: without(s.Rules, old.Rules, func(r RuleState) string { return r.Store + `\` + strings.ToLower(r.ID) },
			func(a, b RuleState) bool { return a == b }),
		Services: without(s.Services, old.Services, func(s Service) string { return strings.ToLower(s.Name) },
			func(a, b Service) bool {
				return a.Name == b.Name && a.DisplayName == b.DisplayName && a.ImagePath == b.ImagePath &&
					a.Start == b.Start && a.State == b.State
			}),
	}
}

func (f FileState) same(b FileState) bool {
	return f.Folder == b.Folder && f.Version == b.Version && f.ACL == b.ACL && bytes.Equal(f.Data, b.Data) &&
		slices.Equal(f.Attributes, b.Attributes)
}

func without[T any](new, old []T, key func(T) string, same func(a, b T) bool) []T {
	known := make(map[string]T, len(old))
	for _, x := range old {
		known[key(x)] = x
	}
	var out []T
	for _, x := range new {
		if was, ok := known[key(x)]; !ok || !same(x, was) {
			out = append(out, x)
		}
	}
	return out
}
