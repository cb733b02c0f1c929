package sim

import (
	"fmt"
	"net"
	"net/netip"
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

// rule is a parsed rule text (dossier 4.1).
type rule struct {
	name, action, direction, protocol string
	enabled                           bool
	profiles, ports, remote           []string
	program, service                  string
	description, grouping             string
	rest                              []string // fields that are kept as they are
}

func parseRule(raw string) rule {
	r := rule{direction: "in", protocol: "any"}
	for i, field := range strings.Split(raw, "|") {
		key, value, ok := strings.Cut(field, "=")
		if i == 0 || !ok {
			continue
		}
		switch key {
		case "Action":
			r.action = strings.ToLower(value)
		case "Active":
			r.enabled = strings.EqualFold(value, "TRUE")
		case "Dir":
			r.direction = strings.ToLower(value)
		case "Protocol":
			r.protocol = value
			switch value {
			case "6":
				r.protocol = "tcp"
			case "17":
				r.protocol = "udp"
			}
		case "Profile":
			r.profiles = append(r.profiles, strings.ToLower(value))
		case "LPort", "LPort2_10":
			r.ports = append(r.ports, value)
		case "RA4", "RA6", "RA42", "RA62":
			add := true
			for _, x := range r.remote {
				add = add && x != value
			}
			if add {
				r.remote = append(r.remote, value)
			}
		case "App":
			r.program = value
		case "Svc":
			r.service = value
		case "Name":
			r.name = value
		case "Desc":
			r.description = value
		case "EmbedCtxt":
			r.grouping = value
		default:
			r.rest = append(r.rest, field)
		}
	}
	if len(r.profiles) == 0 {
		r.profiles = profileNames
	}
	return r
}

func (r rule) raw() string {
	var b strings.Builder
	field := func(key, value string) {
		if value != "" {
			b.WriteString(key + "=" + value + "|")
		}
	}
	b.WriteString("v2.30|")
	field("Action", map[string]string{"allow": "Allow", "block": "Block"}[r.action])
	field("Active", strings.ToUpper(strconv.FormatBool(r.enabled)))
	field("Dir", map[string]string{"in": "In", "out": "Out"}[r.direction])
	switch r.protocol {
	case "any":
	case "tcp":
		field("Protocol", "6")
	case "udp":
		field("Protocol", "17")
	default:
		field("Protocol", r.protocol)
	}
	if len(r.profiles) < len(profileNames) {
		for _, p := range profileNames {
			for _, x := range r.profiles {
				if x == p {
					field("Profile", strings.ToUpper(p[:1])+p[1:])
				}
			}
		}
	}
	for _, p := range r.ports {
		if strings.Contains(p, "-") {
			field("LPort2_10", p)
		} else {
			field("LPort", p)
		}
	}
	for _, a := range r.remote {
		switch {
		case strings.EqualFold(a, "LocalSubnet"):
			field("RA4", a)
			field("RA6", a)
		case strings.Contains(a, ":"):
			field("RA6", a)
		default:
			field("RA4", a)
		}
	}
	field("App", r.program)
	field("Svc", r.service)
	field("Name", r.name)
	field("Desc", r.description)
	field("EmbedCtxt", r.grouping)
	for _, f := range r.rest {
		b.WriteString(f + "|")
	}
	return b.String()
}

// covers says whether a rule is about a port, enabled or not.
func (r rule) covers(direction, protocol string, port int) bool {
	if r.direction != direction || r.protocol != "any" && r.protocol != protocol {
		return false
	}
	if len(r.ports) == 0 {
		return true
	}
	for _, p := range r.ports {
		low, high, isRange := strings.Cut(p, "-")
		a, err := strconv.Atoi(low)
		if err != nil {
			continue // RPC and the like
		}
		b := a
		if isRange {
			if b, err = strconv.Atoi(high); err != nil {
				continue
			}
		}
		if a <= port && port <= b {
			return true
		}
	}
	return false
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

func (r rule) props(count int) resource.Props {
	ports, remote := strings.Join(r.ports, ","), strings.Join(r.remote, ",")
	if ports == "" {
		ports = "*"
	}
	if remote == "" {
		remote = "*"
	}
	protocol := any(r.protocol)
	if n, err := strconv.ParseInt(r.protocol, 10, 64); err == nil {
		protocol = n
	}
	return resource.Props{
		"exists": true, "enabled": r.enabled, "action": r.action, "direction": r.direction, "protocol": protocol,
		"local_ports":      ports,
		"remote_addresses": remote, "profiles": list(r.profiles), "program": text(r.program),
		"service": text(r.service), "grouping": text(r.grouping),
		"description": text(r.description), "count": int64(count),
	}
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

func (r *rule) set(after resource.Props) error {
	for _, name := range after.Keys() {
		s := after.String(name)
		if strings.ContainsAny(s, "|\r\n") {
			return fmt.Errorf("%s has a character that no rule has", name)
		}
		switch name {
		case "exists", "count":
		case "enabled":
			r.enabled = after.Bool(name)
		case "action":
			if s != "allow" && s != "block" {
				return fmt.Errorf("\"%v\" is no action", s)
			}
			r.action = s
		case "direction":
			if s != "in" && s != "out" {
				return fmt.Errorf("\"%v\" is no direction", s)
			}
			r.direction = s
		case "protocol":
			r.protocol = s
			if s == "" {
				r.protocol = strconv.FormatInt(after.Int(name), 10)
			}
			if number, err := strconv.Atoi(r.protocol); !slices.Contains([]string{"tcp", "udp", "any"}, r.protocol) &&
				(err != nil || number < 0 || number > 255) {
				return fmt.Errorf("\"%v\" is no protocol", s)
			}
			if s == "6" || s == "17" {
				r.protocol = map[string]string{"6": "tcp", "17": "udp"}[s]
			}
		case "local_ports":
			r.ports = split(s)
		case "remote_addresses":
			r.remote = grouped(split(s))
		case "profiles":
			r.profiles = after.Strings(name)
			sort.Strings(r.profiles) // alphabetical is their order
			if len(r.profiles) == 0 {
				return fmt.Errorf("a rule has one profile at least")
			}
			for _, p := range r.profiles {
				if !slices.Contains(profileNames, p) {
					return fmt.Errorf("\"%v\" is no profile", p)
				}
			}
		case "program":
			r.program = s
		case "service":
			r.service = s
		case "grouping":
			r.grouping = s
		case "description":
			r.description = s
		default:
			return fmt.Errorf("firewall_rule: \"%v\" cannot be set", name)
		}
	}
	return nil
}

// grouped are addresses as Windows keeps them: words, networks, ranges and single ones, each sorted, with masks written
// out.
func grouped(list []string) []string {
	rank := func(s string) int {
		switch {
		case strings.Contains(s, "-"):
			return 2
		case strings.HasSuffix(s, "/255.255.255.255"):
			return 3
		case strings.ContainsAny(s, "./:"):
			return 1
		}
		return 0
	}
	out := make([]string, 0, len(list))
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if a, single := netip.ParseAddr(s); single == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err == nil && p.Addr().Is4() {
			mask := net.CIDRMask(p.Bits(), p.Addr().BitLen())
			s = p.Masked().Addr().String() + "/" + net.IP(mask).String()
		}
		out = append(out, s)
	}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := rank(out[i]), rank(out[j]); a != b {
			return a < b
		}
		return out[i] < out[j]
	})
	return out
}

// ruleForm is a property of a rule in the form in which it is compared.
func (h *Host) ruleForm(name string, v any) any {
	text, ok := v.(string)
	switch {
	case !ok:
		return v
	case name == "remote_addresses":
		return strings.ToLower(strings.Join(grouped(split(text)), ","))
	case name == "local_ports":
		list := split(text)
		sort.Strings(list)
		return strings.Join(list, ",")
	case name == "program":
		return strings.ToLower(h.expand(text))
	}
	return v
}

// split gives the parts of "80,443"; none for "*".
func split(s string) []string {
	s = strings.ReplaceAll(s, " ", "")
	if s == "" || s == "*" {
		return nil
	}
	return strings.Split(s, ",")
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
