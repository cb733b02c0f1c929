package sim

import (
	"maps"
	"slices"
	"strings"
)

// What a change leaves beside a file when the host goes down in the middle, as the agent names it.
const (
	newSuffix = ".xops-new"
	oldSuffix = ".xops-old"
)

func beside(a address, suffix string) address {
	if len(a.names) == 0 {
		return a
	}
	names := append([]string{}, a.names...)
	names[len(names)-1] += suffix
	return address{a.drive, names}
}

// leftovers gives the paths of what is left beside a file.
func (h *Host) leftovers(path string) []any {
	var out []any
	for _, suffix := range []string{newSuffix, oldSuffix} {
		if a, err := parsePath(path + suffix); err == nil {
			if n := h.find(a); n != nil && !n.folder() {
				out = append(out, path+suffix)
			}
		}
	}
	return out
}

// standing is the file at an address: where only its old bytes stand beside the name, those.
func (h *Host) standing(a address) *node {
	n := h.find(a)
	if old := h.find(beside(a, oldSuffix)); n == nil && old != nil && !old.folder() {
		return old
	}
	return n
}

// matches gives the addresses that fit a pattern, sorted.
func (h *Host) matches(a address) []address {
	paths := map[string]bool{}
	for _, n := range h.glob(a) {
		paths[n.path()] = true
	}
	if !isPattern(a.names[len(a.names)-1]) {
		for _, n := range h.glob(beside(a, oldSuffix)) {
			path := strings.TrimSuffix(n.path(), oldSuffix)
			if at, err := parsePath(path); err == nil && h.find(at) == nil && !n.folder() {
				paths[path] = true
			}
		}
	}
	var out []address
	for _, path := range slices.SortedFunc(maps.Keys(paths),
		func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		if at, err := parsePath(path); err == nil {
			out = append(out, at)
		}
	}
	return out
}

// repair puts in order what was left beside a file, as the agent does where changes are allowed.
func (h *Host) repair(key string) {
	a, f := h.address(key)
	if f != nil || len(a.names) == 0 {
		return
	}
	at := []address{a}
	if isPattern(a.String()) {
		at = h.matches(a)
	}
	for _, a := range at {
		fresh, old := h.find(beside(a, newSuffix)), h.find(beside(a, oldSuffix))
		if fresh != nil && !fresh.folder() {
			fresh.remove()
		}
		if old == nil || old.folder() {
			continue
		}
		old.remove()
		if h.find(a) == nil {
			old.name = a.names[len(a.names)-1]
			old.parent.children[strings.ToLower(old.name)] = old
		}
	}
}
