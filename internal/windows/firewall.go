package windows

import (
	"strconv"
	"strings"
)

// FirewallRule is a rule of Windows Firewall from its text in the registry (dossier 4.1):
// v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|LPort=5432|App=…|Name=…|.
type FirewallRule struct {
	ID       string // the registry value's name
	Policy   bool   // from a policy, else local
	MDM      bool   // that policy is a device management's, else group policy
	Name     string
	Enabled  bool
	Allow    bool
	Inbound  bool
	Protocol int      // 6 TCP, 17 UDP, -1 any
	Ports    []string // "80", "5000-5010", or a word such as RPC; none = any
	Profiles []string // domain, private, public; all three when none is named
	Remote4  []string // remote addresses, IPv4; none in both = any
	Remote6  []string
	Program  string
	Service  string
	// Conditions are further restrictions, by their names in the registry, e.g. RPort, LA4, IFType: such a rule helps
	// only some connections.
	Conditions []string
}

// ProtocolNumber is a protocol's number: 6, 17, or -1 for any and for what is not understood.
func ProtocolNumber(name string) int {
	switch strings.ToLower(name) {
	case "tcp":
		return 6
	case "udp":
		return 17
	}
	n, err := strconv.Atoi(name)
	if err != nil || n == 256 || n < 0 {
		return -1
	}
	return n
}

// ParseFirewallRule reads a rule's registry text. Keys may repeat; what is not understood and restricts the rule
// becomes a condition.
func ParseFirewallRule(id, store, raw string) FirewallRule {
	r := FirewallRule{ID: id, Policy: store != "local", MDM: store == "mdm", Protocol: -1}
	for _, part := range strings.Split(raw, "|") {
		key, value, ok := strings.Cut(part, "=")
		if !ok || value == "" {
			continue
		}
		switch key {
		case "Action":
			r.Allow = strings.EqualFold(value, "Allow") || strings.EqualFold(value, "ByPass")
		case "Active":
			r.Enabled = strings.EqualFold(value, "TRUE")
		case "Dir":
			r.Inbound = strings.EqualFold(value, "In")
		case "Protocol":
			r.Protocol = ProtocolNumber(value)
		case "Profile":
			r.Profiles = append(r.Profiles, strings.ToLower(value))
		case "Name":
			r.Name = value
		case "App":
			r.Program = value
		case "Svc":
			r.Service = value // *: any service, but nothing that is none
		case "RA4":
			r.Remote4 = append(r.Remote4, value)
		case "RA6":
			r.Remote6 = append(r.Remote6, value)
		case "Desc", "EmbedCtxt", "Edge", "Defer", "LSM", "Platform", "Platform2", "RuleId", "SkipVer":
		default:
			switch {
			case key == "LPort" || strings.HasPrefix(key, "LPort2_"):
				r.Ports = append(r.Ports, value)
			case strings.HasPrefix(key, "RA42") || strings.HasPrefix(key, "RA4_"):
				r.Remote4 = append(r.Remote4, value)
			case strings.HasPrefix(key, "RA62") || strings.HasPrefix(key, "RA6_"):
				r.Remote6 = append(r.Remote6, value)
			default:
				r.Conditions = append(r.Conditions, key)
			}
		}
	}
	if len(r.Profiles) == 0 {
		r.Profiles = []string{"domain", "private", "public"}
	}
	return r
}

// Raw is the rule's text as the registry has it.
func (r FirewallRule) Raw() string {
	pick := func(b bool, yes, no string) string {
		if b {
			return yes
		}
		return no
	}
	parts := []string{
		"v2.10", "Action=" + pick(r.Allow, "Allow", "Block"), "Active=" + pick(r.Enabled, "TRUE", "FALSE"), "Dir=" +
			pick(r.Inbound, "In", "Out"),
	}
	add := func(key string, values ...string) {
		for _, v := range values {
			if v != "" {
				parts = append(parts, key+"="+v)
			}
		}
	}
	if r.Protocol >= 0 {
		add("Protocol", strconv.Itoa(r.Protocol))
	}
	if len(r.Profiles) < 3 {
		for _, p := range r.Profiles {
			if p != "" {
				add("Profile", strings.ToUpper(p[:1])+p[1:])
			}
		}
	}
	for _, p := range r.Ports {
		add(pick(strings.Contains(p, "-"), "LPort2_10", "LPort"), p)
	}
	add("RA4", r.Remote4...)
	add("RA6", r.Remote6...)
	add("App", r.Program)
	add("Svc", r.Service)
	add("Name", r.Name)
	return strings.Join(parts, "|") + "|"
}

// Covers says whether the rule is about inbound connections to this port.
func (r FirewallRule) Covers(port, protocol int) bool {
	if !r.Inbound || (r.Protocol != -1 && r.Protocol != protocol) {
		return false
	}
	if len(r.Ports) == 0 {
		return true
	}
	for _, list := range r.Ports {
		if PortsContain(list, port) {
			return true
		}
	}
	return false
}

// PortsContain says whether a list of ports ("80,443,5000-5010", "*" = any) has the port. Words such as RPC have none.
func PortsContain(list string, port int) bool {
	for _, p := range strings.Split(list, ",") {
		p = strings.TrimSpace(p)
		from, to, isRange := strings.Cut(p, "-")
		if !isRange {
			to = from
		}
		a, err1 := strconv.Atoi(strings.TrimSpace(from))
		b, err2 := strconv.Atoi(strings.TrimSpace(to))
		if p == "*" || err1 == nil && err2 == nil && a <= port && port <= b {
			return true
		}
	}
	return false
}

func (r FirewallRule) on(profile string) bool {
	for _, p := range r.Profiles {
		if p == profile {
			return true
		}
	}
	return false
}

// Label is the rule's name; one whose name is a resource text, which only Windows can read, gets its id too.
func (r FirewallRule) Label() string {
	if r.Name == "" || strings.HasPrefix(r.Name, "@") {
		return strings.TrimSpace(r.Name + " " + r.ID)
	}
	return r.Name
}
