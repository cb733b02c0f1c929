package sim

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// profileNames in the order in which they are listed.
var profileNames = []string{"domain", "private", "public"}

// Profile is one firewall profile.
type Profile struct {
	Enabled    bool
	Allow      bool // default inbound action
	BlockAll   bool
	LocalRules bool // false: policy ignores the local rules
}

type firewall struct {
	rules    []fwRule
	profiles map[string]Profile
	active   []string
	lastID   int
}

type fwRule struct {
	id, store, raw string
}

// AddRule adds a firewall rule as it stands in the registry ("v2.30|Action=Allow|…"); store is local or policy.
func (h *Host) AddRule(store, id, raw string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.firewall.rules = append(h.firewall.rules, fwRule{id, store, raw})
}

// RemoveRules removes the local and policy rules of a name, and says how many.
func (h *Host) RemoveRules(name string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	kept, n := h.firewall.rules[:0:0], 0
	for _, r := range h.firewall.rules {
		if strings.EqualFold(parseRule(r.raw).name, name) {
			n++
			continue
		}
		kept = append(kept, r)
	}
	h.firewall.rules = kept
	return n
}

// RemoveRule removes the rules of an id from all stores.
func (h *Host) RemoveRule(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.firewall.rules = slices.DeleteFunc(h.firewall.rules, func(r fwRule) bool { return r.id == id })
}

// Rules gives the raw texts of the rules with this name.
func (h *Host) Rules(name string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, r := range h.firewall.rules {
		if strings.EqualFold(parseRule(r.raw).name, name) {
			out = append(out, r.raw)
		}
	}
	return out
}

// SetActive sets the active profiles: domain, private, public.
func (h *Host) SetActive(profiles ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.firewall.active = profiles
}

// SetProfile sets one profile.
func (h *Host) SetProfile(name string, p Profile) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.firewall.profiles[name] = p
}

func (h *Host) mpssvc() *resource.Fault {
	if s := h.services["mpssvc"]; s == nil || s.State != Running {
		return fault(resource.Unavailable, "0x800706D9", "Es sind keine weiteren Endpunkte verfügbar")
	}
	return nil
}

func (h *Host) getFirewall(q resource.Query) ([]resource.Item, *resource.Fault) {
	parts := strings.Split(strings.ToLower(q.Key), "/")
	if len(parts) != 3 || parts[0] != "in" || (parts[1] != "tcp" && parts[1] != "udp") {
		return nil, fault(resource.Invalid, "", "\"%v\" is no firewall key: in/tcp/23174", q.Key)
	}
	port, err := strconv.Atoi(parts[2])
	if err != nil || port < 1 || port > 65535 {
		return nil, fault(resource.Invalid, "", "\"%v\" names no port", q.Key)
	}
	profiles := map[string]any{}
	for name, p := range h.firewall.profiles {
		inbound := "block"
		if p.Allow {
			inbound = "allow"
		}
		profiles[name] = map[string]any{
			"enabled": p.Enabled, "inbound": inbound, "block_all": p.BlockAll,
			"local_rules": p.LocalRules,
		}
	}
	state, active := any(nil), any(nil)
	if s := h.services["mpssvc"]; s != nil {
		state = s.State
		if s.State == Running { // else nobody tells
			active = list(h.firewall.active)
		}
	}
	rules := []any{}
	stored := append([]fwRule(nil), h.firewall.rules...)
	sort.SliceStable(stored,
		func(i, j int) bool { return strings.ToLower(stored[i].id) < strings.ToLower(stored[j].id) })
	for _, r := range stored {
		if parseRule(r.raw).covers(parts[0], parts[1], port) {
			rules = append(rules, map[string]any{"id": r.id, "store": r.store, "raw": r.raw})
		}
	}
	return []resource.Item{{Key: q.Key, Props: resource.Props{
		"service": state, "profiles": profiles, "active": active, "rules": rules,
	}}}, nil
}

// named gives the index of the first local rule of this name, or -1, and how many there are.
func (h *Host) named(name string) (first, count int) {
	first = -1
	for i, r := range h.firewall.rules {
		if r.store == "local" && strings.EqualFold(parseRule(r.raw).name, name) {
			if first < 0 {
				first = i
			}
			count++
		}
	}
	return first, count
}

func (h *Host) ruleProps(name string) resource.Props {
	if i, n := h.named(name); i >= 0 {
		p := parseRule(h.firewall.rules[i].raw).props(n)
		if program := p.String("program"); program != "" {
			p["program"] = h.expand(program)
		}
		return p
	}
	p := resource.Props{}
	for k := range (rule{}).props(0) {
		p[k] = nil
	}
	p["exists"], p["count"] = false, int64(0)
	return p
}

func (h *Host) getRule(q resource.Query) ([]resource.Item, *resource.Fault) {
	if f := h.mpssvc(); f != nil {
		return nil, f
	}
	if q.Key == "" {
		return nil, fault(resource.Invalid, "", "a rule has a name")
	}
	return []resource.Item{{Key: q.Key, Props: h.ruleProps(q.Key)}}, nil
}

func (h *Host) ruleNow(op resource.Op) (resource.Props, *resource.Fault) {
	if f := h.mpssvc(); f != nil {
		return nil, f
	}
	if op.Key == "" {
		return nil, fault(resource.Invalid, "", "a rule has a name")
	}
	return only(h.ruleProps(op.Key), op)
}

func (h *Host) writeRule(op resource.Op) *resource.Fault {
	at, count := h.named(op.Key)
	if count > 1 {
		return fault(resource.Unsupported, "", "%d rules have the name %s", count, op.Key)
	}
	if exists, ok := op.After["exists"]; ok && exists != true {
		if at >= 0 {
			h.firewall.rules = append(h.firewall.rules[:at:at], h.firewall.rules[at+1:]...)
		}
		return nil
	}
	// as COM makes one
	r := rule{name: op.Key, action: "allow", direction: "in", protocol: "any", profiles: profileNames}
	if at >= 0 {
		r = parseRule(h.firewall.rules[at].raw)
	}
	if err := r.set(op.After); err != nil {
		return fault(resource.Invalid, "", "%v", err)
	}
	if at >= 0 {
		h.firewall.rules[at].raw = r.raw()
		return nil
	}
	h.firewall.lastID++
	id := fmt.Sprintf("{58F0A2C4-0D2B-4F57-9C1E-%012X}", h.firewall.lastID)
	h.firewall.rules = append(h.firewall.rules, fwRule{id, "local", r.raw()})
	return nil
}

// admits says whether a packet from the practice's network to this port gets in.
func (h *Host) admits(protocol string, port int, program string) bool {
	for _, name := range h.firewall.active {
		p := h.firewall.profiles[name]
		if !p.Enabled {
			continue
		}
		if p.BlockAll || !h.admitsOn(name, p, protocol, port, program) {
			return false
		}
	}
	return true
}

func (h *Host) admitsOn(profile string, p Profile, protocol string, port int, program string) bool {
	allowed := p.Allow
	for _, stored := range h.firewall.rules {
		r := parseRule(stored.raw)
		if !r.enabled || !r.covers("in", protocol, port) || (stored.store == "local" && !p.LocalRules) {
			continue
		}
		on := false
		for _, x := range r.profiles {
			on = on || x == profile
		}
		if !on || (r.program != "" && !strings.EqualFold(h.expand(r.program), program)) || r.service != "" {
			continue
		}
		if r.action == "block" {
			return false
		}
		allowed = true
	}
	return allowed
}
