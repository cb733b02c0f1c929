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
