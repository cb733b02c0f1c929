package step

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

var firewallProfiles = []string{"domain", "private", "public"}

// inbound notes what the step firewall_rule and the query firewall cannot ask for.
func (m *Mistakes) inbound(port int64, protocol string, profiles []string) {
	m.port("port", port)
	if protocol != "" {
		m.oneOf("protocol", text.Same("protocol"), protocol, "tcp", "udp")
	}
	if profiles != nil && len(profiles) == 0 {
		m.add("profiles", text.ProfilesEmpty, "known", strings.Join(firewallProfiles, ", "))
	}
	for _, p := range profiles {
		m.oneOf("profiles", text.FirewallProfile, p, firewallProfiles...)
	}
}

// inbound is the question that the step firewall_rule and the query firewall put to the firewall; without profiles it
// is about domain and private.
func inbound(
	port int64, protocol string, profiles []string, program, service, remote string,
) (windows.Inbound, resource.Query) {
	if protocol == "" {
		protocol = "tcp"
	}
	if profiles == nil {
		profiles = []string{"domain", "private"}
	}
	if remote == "" {
		remote = "LocalSubnet"
	}
	in := windows.Inbound{
		Port: int(port), Protocol: windows.ProtocolNumber(protocol), Program: program, Service: service, Remote: remote,
	}
	for _, p := range firewallProfiles { // in Windows' order, each once: the host compares lists
		if slices.Contains(profiles, p) {
			in.Profiles = append(in.Profiles, p)
		}
	}
	return in, resource.Query{Type: "firewall", Key: fmt.Sprintf("in/%s/%d", protocol, port)}
}

// inside are the active profiles without the public one, unless that is the only one: a second card that is in no
// practice's network (a modem, a backup device) is ranked public, and is to let nobody in.
func inside(active []string) []string {
	if of := slices.DeleteFunc(slices.Clone(active), func(p string) bool { return p == "public" }); len(of) > 0 {
		return of
	}
	return active
}

// firewallState reads the one item that answers a firewall query.
func firewallState(p resource.Props) windows.FirewallState {
	s := windows.FirewallState{
		Running:  p["service"] == nil || p.String("service") == "running",
		Profiles: map[string]windows.FirewallProfile{}, Active: p.Strings("active"),
	}
	for name, v := range object(p["profiles"]) {
		q := resource.Props(object(v))
		s.Profiles[name] = windows.FirewallProfile{
			Enabled: q["enabled"] != false, AllowAll: q.String("inbound") == "allow",
			BlockAll: q.Bool("block_all"), LocalRules: q["local_rules"] != false,
		}
	}
	rules, _ := p["rules"].([]any)
	for _, v := range rules {
		r := resource.Props(object(v))
		s.Rules = append(s.Rules, windows.ParseFirewallRule(r.String("id"), r.String("store"), r.String("raw")))
	}
	return s
}

func object(v any) map[string]any {
	switch m := v.(type) {
	case map[string]any:
		return m
	case resource.Props:
		return m
	}
	return nil
}

// ruleOf is a firewall_rule's properties as the firewall reads them.
func ruleOf(name string, p resource.Props) windows.FirewallRule {
	protocol := fmt.Sprint(p["protocol"]) // tcp, udp, any, or a number
	r := windows.FirewallRule{
		ID: name, Name: name, Enabled: p.Bool("enabled"), Allow: p.String("action") == "allow",
		Inbound:  p.String("direction") != "out",
		Protocol: windows.ProtocolNumber(protocol), Profiles: p.Strings("profiles"), Program: p.String("program"),
	}
	if s := p.String("service"); s != "*" {
		r.Service = s
	}
	if ports := p.String("local_ports"); ports != "" && ports != "*" {
		r.Ports = strings.Split(ports, ",")
	}
	if remote := p.String("remote_addresses"); remote != "" && remote != "*" {
		for _, a := range strings.Split(remote, ",") {
			r.Remote4, r.Remote6 = append(r.Remote4, a), append(r.Remote6, a)
		}
	}
	return r
}

// labels are the rules' names, each once, in order.
func labels(rules []windows.FirewallRule) []string {
	out := []string{}
	for _, r := range rules {
		if n := r.Label(); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// reason says in one sentence, for a technician, why a port is open or not.
func reason(l text.Lang, s windows.FirewallState, v windows.FirewallVerdict) string {
	var why []string
	say := func(p text.Phrase, hole string, names []string) {
		why = append(why, p.In(l, hole, strings.Join(names, ", ")))
	}
	rules := func(p text.Phrase, found []windows.FirewallRule) { say(p, "rules", labels(found)) }
	profiles := func(p text.Phrase, names []string) { say(p, "profiles", names) }
	switch {
	case !s.Running:
		return text.FirewallStopped.In(l)
	case len(v.Blocking) > 0:
		by := text.FirewallBlocked
		if slices.ContainsFunc(v.Blocking, func(r windows.FirewallRule) bool { return r.Policy && !r.MDM }) {
			by = text.FirewallBarred
		}
		rules(by, v.Blocking)
	case len(v.Closed) > 0:
		profiles(text.FirewallClosed, v.Closed)
	case v.Satisfied && v.Open == windows.Yes:
		return text.FirewallAllowed.In(l, "rules", strings.Join(labels(v.Allowing), ", "))
	case v.Open == windows.Unknown && len(v.Doubtful) > 0:
		rules(text.FirewallDoubt, v.Doubtful)
	case v.Open == windows.Unknown && len(v.Partial) > 0:
		rules(text.FirewallDoubt, v.Partial)
	default:
		if len(v.Ignored) > 0 {
			profiles(text.FirewallPolicy, v.Ignored)
		}
		if len(v.Missing) > 0 {
			profiles(text.FirewallMissing, v.Missing)
		}
		if len(v.Disabled) > 0 {
			rules(text.FirewallDisabled, v.Disabled)
		}
	}
	switch {
	case len(v.Off) > 0:
		profiles(text.FirewallOff, v.Off)
	case v.Open == windows.Unknown && len(s.Active) == 0:
		why = append(why, text.FirewallInactive.In(l))
	case v.Open == windows.Yes:
		why = append(why, text.FirewallOpen.In(l))
	}
	if len(v.Partial) > 0 && v.Open != windows.Unknown {
		rules(text.FirewallPartial, v.Partial)
	}
	return strings.Join(why, "; ")
}
