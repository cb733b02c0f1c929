package e2e

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/resource"
)

// ticks is a clock that never stands still, so that what happened first on a host can be told.
func ticks() func() time.Time {
	var n atomic.Int64
	start := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	return func() time.Time { return start.Add(time.Duration(n.Add(1)) * time.Millisecond) }
}

// state is what a run can change on a host.
type state struct {
	files    map[string][]byte // all of them, by path
	rules    []string          // firewall rules for the port, raw
	services map[string]sim.Service
	access   map[string]string // SDDL of the folders that matter, by path
	folders  map[string]bool
	registry map[string]bool // what runs of tests make: keys, by path
}

const port = "in/tcp/23174"

func stateOf(h *lab.Host) state {
	s := state{
		files: map[string][]byte{}, services: map[string]sim.Service{}, access: map[string]string{},
		folders: map[string]bool{}, registry: map[string]bool{},
	}
	for _, drive := range []string{"C", "D"} {
		for pattern := drive + `:\*`; strings.Count(pattern, "*") < 12; pattern += `\*` {
			found := h.Sim.Glob(pattern)
			if len(found) == 0 {
				break
			}
			for _, path := range found {
				if data, ok := h.Sim.ReadFile(path); ok {
					s.files[path] = data
					continue
				}
				s.folders[path] = true
				s.access[path] = h.Sim.SDDL(path)
			}
		}
	}
	for _, item := range h.Sim.Get(resource.Query{Type: "firewall", Key: port}).Items {
		rules, _ := item.Props["rules"].([]any)
		for _, r := range rules {
			if m, ok := resource.Normal(r).(map[string]any); ok {
				s.rules = append(s.rules, resource.Props(m).String("raw"))
			}
		}
	}
	slices.Sort(s.rules)
	for _, service := range h.Sim.Services() {
		s.services[service.Name] = service
	}
	var keys func(key string)
	keys = func(key string) {
		for _, name := range h.Sim.RegistryKeys(key) {
			s.registry[key+`\`+name] = true
			keys(key + `\` + name)
		}
	}
	keys(`HKLM\SOFTWARE`)
	return s
}

// differences are the resources in which two states differ, as type and canonical key. A service differs in how it
// starts and whether it runs, and in its process: a restart makes another.
func differences(a, b state) []resource.ID {
	var out []resource.ID
	add := func(typ, key string) { out = append(out, resource.ID{Type: typ, Key: resource.Canonical(typ, key)}) }
	for path := range union(a.files, b.files) {
		x, before := a.files[path]
		y, after := b.files[path]
		if before != after || !bytes.Equal(x, y) {
			add("file", path)
		}
	}
	for path := range union(a.folders, b.folders) {
		if a.folders[path] != b.folders[path] {
			add("file", path)
		}
	}
	for key := range union(a.registry, b.registry) {
		if a.registry[key] != b.registry[key] {
			add("registry", key)
		}
	}
	for path := range union(a.access, b.access) {
		if a.access[path] != b.access[path] {
			add("permission", path)
		}
	}
	for name := range union(a.services, b.services) {
		x, y := a.services[name], b.services[name]
		if x.State != y.State || x.Start != y.Start || x.PID != y.PID {
			add("service", name)
		}
	}
	if !slices.Equal(a.rules, b.rules) {
		add("firewall_rule", "xops-service-provider-23174")
	}
	slices.SortFunc(out, func(a, b resource.ID) int { return strings.Compare(a.Type+a.Key, b.Type+b.Key) })
	return out
}

func union[V any](a, b map[string]V) map[string]bool {
	keys := map[string]bool{}
	for _, m := range []map[string]V{a, b} {
		for k := range m {
			keys[k] = true
		}
	}
	return keys
}
