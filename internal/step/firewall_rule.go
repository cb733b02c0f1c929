package step

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// ruleGroup marks the rules that xops has made.
const ruleGroup = "xops"

// FirewallRule makes sure that an inbound port is open; or, where it is to be absent, that a rule of xops is gone.
type FirewallRule struct {
	Name        string   `hcl:"name"`
	Port        int64    `hcl:"port,optional"`
	Protocol    string   `hcl:"protocol,optional"`
	Program     string   `hcl:"program,optional"`
	Listener    string   `hcl:"listener,optional"` // who listens: whose rules count besides
	Service     string   `hcl:"service,optional"`  // its service
	Absent      bool     `hcl:"absent,optional"`
	Profiles    []string `hcl:"profiles,optional"`
	Remote      string   `hcl:"remote,optional"`
	Description string   `hcl:"description,optional"`
}

func (s *FirewallRule) inbound() (windows.Inbound, resource.Query) {
	who := s.Listener
	if who == "" {
		who = s.Program
	}
	return inbound(s.Port, s.Protocol, s.Profiles, who, s.Service, s.Remote)
}

// Observe implements Step.
func (s *FirewallRule) Observe(World) []resource.Query {
	if s.Check().Err() != nil {
		return nil // Plan tells it
	}
	own := resource.Query{Type: "firewall_rule", Key: s.Name}
	if s.Absent {
		return []resource.Query{own}
	}
	_, q := s.inbound()
	return []resource.Query{q, own}
}

// Check implements Checker.
func (s *FirewallRule) Check() Mistakes {
	var m Mistakes
	if s.Name == "" || strings.TrimSpace(s.Name) != s.Name || strings.ContainsAny(s.Name, "|*?") ||
		strings.HasPrefix(s.Name, "@") || strings.EqualFold(s.Name, "all") {
		m.add("name", text.RuleName, "name", problem.Quote(s.Name))
	}
	if !s.Absent {
		m.inbound(s.Port, s.Protocol, s.Profiles)
	}
	return m
}

// Plan implements Step.
func (s *FirewallRule) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	if s.Absent {
		return s.remove(w)
	}
	in, q := s.inbound()
	port := strings.TrimPrefix(q.Key, "in/")
	firewall, err := w.Get("firewall", q.Key)
	if err != nil {
		return nil, cannotRead(problem.ReadFirewall, "", err)
	}
	verdict := firewallState(firewall).Judge(in)
	if doubt := s.doubt(verdict); len(doubt) > 0 {
		return nil, problem.New(problem.PortDoubtful, "port", port, "rules", origins(doubt))
	}
	if verdict.Satisfied {
		return nil, nil
	}
	if err := hopeless(port, firewall, verdict); err != nil {
		return nil, err
	}
	own, err := w.Get("firewall_rule", s.Name)
	if err != nil {
		return nil, cannotRead(problem.ReadFirewall, s.Name, err)
	}
	if own.Int("count") > 1 {
		return nil, problem.New(problem.RuleTwice, "count", strconv.FormatInt(own.Int("count"), 10),
			"rule", s.Name)
	}
	change := s.change(in, own)
	if change.Op == nil {
		return nil, problem.New(problem.RuleNoUse, "port", port, "rule", s.Name)
	}
	after := own.Clone()
	for k, v := range change.Op.After {
		after[k] = v
	}
	if v := firewallState(withRule(q.Key, firewall, s.Name, after)).Judge(in); !v.Satisfied {
		return nil, problem.New(problem.RuleNotEnough, "rule", s.Name, "port", port, "remote", in.Remote)
	}
	change.Notes = notes(verdict, s.Name)
	return []Change{change}, nil
}

// remove takes the rule away, if it is one that xops has made.
func (s *FirewallRule) remove(w World) ([]Change, error) {
	own, err := w.Get("firewall_rule", s.Name)
	switch {
	case err != nil:
		return nil, cannotRead(problem.ReadFirewall, s.Name, err)
	case !own.Bool("exists"):
		return nil, nil
	case own.Int("count") > 1:
		return nil, problem.New(problem.RuleTwice, "count", strconv.FormatInt(own.Int("count"), 10), "rule", s.Name)
	case own.String("grouping") != ruleGroup:
		return nil, problem.New(problem.RuleForeign, "rule", s.Name)
	}
	before, after := resource.Props{}, resource.Props{}
	for _, name := range []string{
		"enabled", "action", "direction", "protocol", "local_ports", "remote_addresses", "profiles", "program",
		"service", "grouping", "description",
	} {
		before[name], after[name] = own[name], nil
	}
	before["exists"], after["exists"] = true, false
	return []Change{{
		Action: Delete, Resource: resource.ID{Type: "firewall_rule", Key: s.Name},
		Before: before, After: resource.Props{"exists": false},
		Op:         &resource.Op{Type: "firewall_rule", Key: s.Name, Before: before, After: after},
		Reversible: true,
	}}, nil
}

// doubt are the rules that may block what is wanted, whatever rule of our own there is. Where the step does not say who
// listens it wants the port open, and not the blocks of single programs gone.
func (s *FirewallRule) doubt(v windows.FirewallVerdict) []windows.FirewallRule {
	if len(v.Blocking) > 0 {
		return nil // that says more
	}
	return slices.DeleteFunc(slices.Clone(v.Doubtful), func(r windows.FirewallRule) bool {
		return s.Program == "" && s.Listener == "" && r.Program != ""
	})
}

// hopeless is why a rule of our own would not open the port.
func hopeless(port string, firewall resource.Props, v windows.FirewallVerdict) error {
	list := func(s []string) string { return strings.Join(s, ", ") }
	switch {
	case !firewallState(firewall).Running:
		return problem.New(problem.FirewallStopped, "state", firewall.String("service"))
	case len(v.Blocking) > 0:
		return problem.New(problem.PortBlocked, "port", port, "rules", origins(v.Blocking))
	case len(v.Closed) > 0:
		return problem.New(problem.FirewallClosed, "profiles", list(v.Closed), "port", port)
	case len(v.Ignored) > 0:
		return problem.New(problem.FirewallPolicy, "profiles", list(v.Ignored), "port", port)
	}
	return nil
}

func origins(rules []windows.FirewallRule) string {
	var out []string
	for _, r := range rules {
		where := "local"
		switch {
		case r.MDM:
			where = "MDM"
		case r.Policy:
			where = "GPO"
		}
		if r.Program != "" {
			where += ", " + r.Program
		}
		out = append(out, fmt.Sprintf("%s (%s)", problem.Quote(r.Label()), where))
	}
	return strings.Join(out, ", ")
}

// notes name the rules that are near and do not do, our own aside.
func notes(v windows.FirewallVerdict, own string) []*problem.Problem {
	var out []*problem.Problem
	for _, group := range []struct {
		id    problem.ID
		rules []windows.FirewallRule
	}{
		{problem.NoteRuleDisabled, v.Disabled},
		{problem.NoteRuleProfiles, v.Allowing},
		{problem.NoteRulePartial, v.Partial},
		{problem.NoteRuleDoubtful, v.Doubtful},
	} {
		names := slices.DeleteFunc(labels(group.rules), func(n string) bool { return strings.EqualFold(n, own) })
		if len(names) > 0 {
			out = append(out, problem.New(group.id, "rules", strings.Join(names, ", ")))
		}
	}
	return out
}

// change creates the rule, or brings it into shape.
func (s *FirewallRule) change(in windows.Inbound, own resource.Props) Change {
	protocol := s.Protocol
	if protocol == "" {
		protocol = "tcp"
	}
	optional := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	exists := own.Bool("exists")
	want := resource.Props{
		"enabled": true, "action": "allow", "direction": "in", "protocol": protocol, "local_ports": fmt.Sprint(s.Port),
		"remote_addresses": strings.ReplaceAll(in.Remote, " ", ""),
		"profiles":         list(in.Profiles), "program": optional(s.Program), "service": nil,
	}
	if s.Description != "" {
		want["description"] = s.Description
	}
	if !exists {
		want["exists"], want["grouping"] = true, ruleGroup
	}
	op := &resource.Op{Type: "firewall_rule", Key: s.Name, Before: resource.Props{}, After: resource.Props{}}
	shown := Change{Before: resource.Props{}, After: resource.Props{}}
	for name, v := range want {
		now := own[name]
		if name == "exists" {
			now = false
		}
		if exists && sameRuleProp(name, now, v) {
			continue
		}
		op.Before[name], op.After[name] = now, v
		if now != nil || v != nil {
			shown.Before[name], shown.After[name] = now, v
		}
	}
	c := Change{
		Action: Create, Resource: resource.ID{Type: "firewall_rule", Key: s.Name}, Before: shown.Before,
		After: shown.After, Op: op, Reversible: true,
	}
	if exists {
		c.Action = Update
	}
	if len(op.After) == 0 {
		c.Op = nil
	}
	return c
}

// sameRuleProp says whether two values of a rule's property are the same. Windows gives lists back in an order and a
// spelling of its own.
func sameRuleProp(name string, a, b any) bool {
	x, isText := a.(string)
	y, text := b.(string)
	if name != "service" && (!isText || !text) && name != "profiles" {
		return resource.Equal(a, b)
	}
	switch name {
	case "remote_addresses", "local_ports":
		return windows.SameAddresses(x, y)
	case "program":
		return windows.SamePath(x, y)
	case "service":
		return strings.Trim(x, "*") == strings.Trim(y, "*")
	case "profiles":
		p, q := resource.Props{"l": a}.Strings("l"), resource.Props{"l": b}.Strings("l")
		sort.Strings(p)
		sort.Strings(q)
		return slices.Equal(p, q)
	}
	return resource.Equal(a, b)
}
