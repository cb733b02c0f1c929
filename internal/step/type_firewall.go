package step

import (
	"fmt"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

func layRule(f *Facts, op resource.Op, after resource.Props) bool {
	if _, ok := after["exists"]; !ok {
		after["exists"] = true
	}
	f.rules = append(f.rules, op.Key)
	return false
}

// seenFirewall is the answer for one port with the changed rules in it.
func seenFirewall(f *Facts, key string, props resource.Props) resource.Props {
	for _, name := range f.rules {
		if rule, err := f.Get("firewall_rule", name); err == nil {
			props = withRule(key, props, name, rule)
		}
	}
	return props
}

// withRule is a firewall's answer with one local rule, known by its name, replaced; a rule that does not exist is taken
// out.
func withRule(key string, firewall resource.Props, name string, rule resource.Props) resource.Props {
	var rules []any
	old, _ := firewall["rules"].([]any)
	for _, v := range old {
		r := resource.Props(object(v))
		parsed := windows.ParseFirewallRule(r.String("id"), r.String("store"), r.String("raw"))
		if parsed.Policy || !strings.EqualFold(parsed.Name, name) {
			rules = append(rules, v)
		}
	}
	r := ruleOf(name, rule)
	var protocol string
	var port int
	if n, err := fmt.Sscanf(strings.ReplaceAll(key, "/", " "), "in %s %d", &protocol, &port); err == nil && n == 2 &&
		rule["exists"] != false &&
		r.Covers(port, windows.ProtocolNumber(protocol)) {
		rules = append(rules, map[string]any{"id": name, "store": "local", "raw": r.Raw()})
	}
	firewall = firewall.Clone()
	firewall["rules"] = rules
	return firewall
}
