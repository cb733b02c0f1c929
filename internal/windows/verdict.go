package windows

import "strings"

// FirewallProfile is the state of one profile.
type FirewallProfile struct {
	Enabled    bool
	AllowAll   bool // the default for inbound connections is allow
	BlockAll   bool // no inbound connections, whatever the rules say
	LocalRules bool // local rules count; false when a policy ignores them
}

// FirewallState is what is known of a host's firewall for one port.
type FirewallState struct {
	Running  bool // the service mpssvc
	Profiles map[string]FirewallProfile
	Active   []string
	Rules    []FirewallRule
}

// Inbound is a question to the firewall: do connections to this port come in?
type Inbound struct {
	Port     int
	Protocol int
	Profiles []string // all of them are wanted
	Program  string   // who listens; empty: not known, so that whether rules for one program count is not either
	Service  string   // its service; empty: not known, or none
	Remote   string   // LocalSubnet, an address list as COM writes it, * for any
}

// Truth is what can be said: no, yes, or that it cannot be told.
type Truth int

// The three, in order: what needs all of several is as true as the least of them, what needs one as the most.
const (
	No Truth = iota
	Unknown
	Yes
)

func truth(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// FirewallVerdict is the answer.
type FirewallVerdict struct {
	Satisfied bool // on every wanted profile rules allow all of it for sure, and nothing blocks some of it for sure
	// Open: connections come in: rules allow all of them and none blocks some, or nothing filters them.
	Open Truth
	// Allowing are the rules that allow it on at least one wanted profile.
	Allowing []FirewallRule
	// Blocking are the rules that win over them.
	Blocking []FirewallRule
	// Doubtful are the rules that may block: whom they are about cannot be told.
	Doubtful []FirewallRule
	// Disabled are rules that would allow it if they were enabled.
	Disabled []FirewallRule
	// Ignored are wanted profiles on which a policy ignores local rules, and no policy rule allows it.
	Ignored []string
	// Closed are wanted profiles that let nothing in.
	Closed []string
	// Missing are wanted profiles without a rule.
	Missing []string
	// Partial are allowing rules for one program, address or condition only, which do not decide.
	Partial []FirewallRule
	// Off are wanted profiles on which the firewall is off.
	Off []string
}

// Judge says whether the firewall lets connections in (dossier 4.1): enabled allow rules must cover all of them on
// every wanted profile, and an enabled block rule wins for all that it touches. It is never better than what is known.
func (s FirewallState) Judge(q Inbound) FirewallVerdict {
	v := FirewallVerdict{Satisfied: true, Open: Yes}
	if !s.Running {
		return FirewallVerdict{Open: Unknown}
	}
	for _, name := range q.Profiles {
		p, known := s.Profiles[name]
		if !known {
			p.Enabled, p.LocalRules = true, true
		}
		allowed, ignored, blocked := s.profile(q, name, p, &v)
		closed := p.Enabled && p.BlockAll
		if closed {
			v.Closed = append(v.Closed, name)
		}
		switch {
		case allowed == Yes:
		case ignored || !p.LocalRules:
			v.Ignored = append(v.Ignored, name)
		default:
			v.Missing = append(v.Missing, name)
		}
		v.Satisfied = v.Satisfied && allowed == Yes && blocked != Yes && !closed
		if !p.Enabled {
			v.Off = append(v.Off, name)
			continue
		}
		v.Open = min(v.Open, truth(!closed), Yes-blocked, max(allowed, truth(p.AllowAll)))
	}
	return v
}

func (s FirewallState) profile(
	q Inbound, name string, p FirewallProfile, v *FirewallVerdict,
) (allowed Truth, ignored bool, blocked Truth) {
	wanted := q.addresses()
	covered := make([]Truth, len(wanted)) // by all allowing rules together
	var helping, useless []FirewallRule   // of those that do not allow all of it
	for _, r := range s.Rules {
		if !r.Covers(q.Port, q.Protocol) || !r.on(name) {
			continue
		}
		counts, applies := r.Policy || p.LocalRules, r.applies(q)
		if !r.Allow {
			touches := No
			for _, w := range wanted {
				touches = max(touches, min(applies, r.touches(w)))
			}
			switch {
			case !r.Enabled || !counts:
			case touches == Yes:
				v.Blocking = addRule(v.Blocking, r)
			case touches == Unknown:
				v.Doubtful = addRule(v.Doubtful, r)
			}
			if r.Enabled && counts {
				blocked = max(blocked, touches)
			}
			continue
		}
		all, some := applies, No
		for i, w := range wanted {
			one := min(applies, r.covers(w))
			all, some = min(all, one), max(some, one)
			if r.Enabled && counts {
				covered[i] = max(covered[i], one)
			}
		}
		switch {
		case !r.Enabled && all == Yes:
			v.Disabled = addRule(v.Disabled, r)
		case !r.Enabled:
		case !counts:
			ignored = ignored || all == Yes
		case all == Yes:
			v.Allowing = addRule(v.Allowing, r)
		case some == Yes:
			helping = append(helping, r)
		default:
			useless = append(useless, r)
		}
	}
	allowed = Yes
	for _, one := range covered {
		allowed = min(allowed, one)
	}
	list := &v.Partial
	if allowed == Yes {
		list = &v.Allowing // together
	}
	for _, r := range helping {
		*list = addRule(*list, r)
	}
	for _, r := range useless {
		v.Partial = addRule(v.Partial, r)
	}
	return allowed, ignored, blocked
}

// applies says whether a rule is about the program that listens and about ordinary workstations, on whatever card.
func (r FirewallRule) applies(q Inbound) Truth {
	t := Yes
	switch {
	case r.Program == "":
	case q.Program == "" || strings.Contains(plainPath(r.Program), "%"):
		t = Unknown
	default:
		t = truth(SamePath(r.Program, q.Program))
	}
	switch {
	case r.Service == "":
	case q.Service == "":
		t = min(t, Unknown)
	default: // * is any service
		t = min(t, truth(r.Service == "*" || strings.EqualFold(r.Service, q.Service)))
	}
	for _, c := range r.Conditions {
		switch c {
		case "Security", "LUAuth", "RUAuth", "RMauth": // only for those who have authenticated themselves
			if r.Allow {
				return No
			}
		}
		t = min(t, Unknown)
	}
	return t
}

// Wide are the enabled rules that let the port in on the public profile from everywhere.
func (s FirewallState) Wide(q Inbound) []FirewallRule {
	var out []FirewallRule
	for _, r := range s.Rules {
		anywhere := len(r.Remote4)+len(r.Remote6) == 0
		if r.Enabled && r.Allow && anywhere && r.Covers(q.Port, q.Protocol) && r.on("public") && r.applies(q) == Yes {
			out = addRule(out, r)
		}
	}
	return out
}

func addRule(list []FirewallRule, r FirewallRule) []FirewallRule {
	for _, have := range list {
		if have.ID == r.ID && have.Policy == r.Policy {
			return list
		}
	}
	return append(list, r)
}
