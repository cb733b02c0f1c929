package doctor

import (
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// exemplary are the host's own rules that show most: one with several addresses, one with a variable in its program.
// Windows' own have names that are resources and cannot be asked for.
func exemplary(s *sight) []windows.FirewallRule {
	var several, variable *windows.FirewallRule
	for _, i := range s.items(0) {
		r := windows.ParseFirewallRule("", "local", i.Props.String("value"))
		if r.Name == "" || strings.HasPrefix(r.Name, "@") {
			continue
		}
		if n := len(remote(r)); n > 1 && (several == nil || n > len(remote(*several))) {
			several = &r
		}
		if variable == nil && strings.Contains(r.Program, "%") {
			variable = &r
		}
	}
	var out []windows.FirewallRule
	for _, r := range []*windows.FirewallRule{several, variable} {
		if r != nil && (len(out) == 0 || out[0].Name != r.Name) {
			out = append(out, *r)
		}
	}
	return out
}

// remote are a rule's remote addresses, each once: what is for both families stands twice in the registry.
func remote(r windows.FirewallRule) []string {
	var out []string
	seen := map[string]bool{}
	for _, a := range append(append([]string{}, r.Remote4...), r.Remote6...) {
		if !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	return out
}

// shapes tells addresses by their form and order, never by what they are.
func shapes(addresses []string) string {
	var out []string
	for _, a := range addresses {
		_, mask, net := strings.Cut(a, "/")
		form := "keyword"
		switch {
		case net && strings.Contains(mask, "."):
			form = "mask"
		case net:
			form = "prefix"
		case strings.Contains(a, "-"):
			form = "range"
		case strings.Contains(a, ":"):
			form = "ipv6"
		case strings.Count(a, ".") == 3:
			form = "ipv4"
		}
		out = append(out, form)
	}
	return strings.Join(out, " ")
}

// judgeRules holds what COM reads beside what the registry has.
func judgeRules(s *sight) (Verdict, []Fact) {
	facts := []Fact{{"rules", len(s.items(0))}}
	if f := s.fault(0); f != "" {
		facts = append(facts, Fact{"fault", f})
	}
	verdict := Unknown
	for i, r := range exemplary(s) {
		p, ok := s.item(i + 1)
		name := "rule_" + strconv.Itoa(i+1)
		if !ok || p["exists"] != true {
			facts = append(facts, Fact{name, strings.TrimSpace("not read " + s.fault(i+1))})
			continue
		}
		good, seen := sameRule(r, p)
		facts = append(facts, Fact{name, Evidence(seen)})
		if verdict != Refuted {
			verdict = told(good)
		}
	}
	return verdict, facts
}

// sameRule says whether a rule that was read is the one in the registry.
func sameRule(raw windows.FirewallRule, read resource.Props) (bool, []Fact) {
	here, there := remote(raw), strings.Split(read.String("remote_addresses"), ",")
	if len(here) == 0 {
		here = []string{"*"}
	}
	addresses := windows.SameAddresses(strings.Join(here, ","), strings.Join(there, ","))
	facts := []Fact{
		{"registry", shapes(here)},
		{"read", shapes(there)},
		{"same_addresses", addresses},
		{"same_order", strings.EqualFold(strings.Join(here, ","), strings.Join(there, ","))},
	}
	program := read.String("program")
	if raw.Program != "" {
		stays := strings.Contains(raw.Program, "%") == strings.Contains(program, "%")
		facts = append(facts, Fact{"variable_stays", stays})
	}
	return addresses && (program == "") == (raw.Program == ""), facts
}
