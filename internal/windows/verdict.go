package windows

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
	Program  string   // who listens; empty: not known, so that rules for one program do not count
	Remote   string   // LocalSubnet, an address list as COM writes it, * for any
}

// FirewallVerdict is the answer.
type FirewallVerdict struct {
	Satisfied bool // on every wanted profile a rule allows it, and nothing blocks it
	Open      bool // connections come in: satisfied, or nothing filters them
	// Allowing are the rules that allow it on at least one wanted profile.
	Allowing []FirewallRule
	// Blocking are the rules that win over them.
	Blocking []FirewallRule
	// Disabled are rules that would allow it if they were enabled.
	Disabled []FirewallRule
	// Ignored are wanted profiles on which a policy ignores local rules, and no policy rule allows it.
	Ignored []string
	// Closed are wanted profiles that let nothing in.
	Closed []string
	// Missing are wanted profiles without a rule.
	Missing []string
	// Partial are rules for one program, address or condition only, which do not decide.
	Partial []FirewallRule
	// Off are wanted profiles on which the firewall is off.
	Off []string
}

// Judge says whether the firewall lets connections in (dossier 4.1): an enabled allow rule must cover port, protocol
// and remote address on every wanted profile, and any enabled block rule wins.
func (s FirewallState) Judge(q Inbound) FirewallVerdict {
	v := FirewallVerdict{Satisfied: true, Open: true}
	if !s.Running {
		return FirewallVerdict{}
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
		case allowed:
		case ignored || !p.LocalRules:
			v.Ignored = append(v.Ignored, name)
		default:
			v.Missing = append(v.Missing, name)
		}
		if !p.Enabled {
			v.Off = append(v.Off, name)
		}
		v.Satisfied = v.Satisfied && allowed && !blocked && !closed
		v.Open = v.Open && (!p.Enabled || !closed && !blocked && (allowed || p.AllowAll))
	}
	return v
}

func (s FirewallState) profile(q Inbound, name string, p FirewallProfile, v *FirewallVerdict) (allowed, ignored,
	blocked bool,
) {
	for _, r := range s.Rules {
		if !r.Covers(q.Port, q.Protocol) || !r.on(name) {
			continue
		}
		full := r.Service == "" && len(r.Conditions) == 0 && (r.Program == "" || q.Program != "" &&
			SamePath(r.Program, q.Program)) && remoteCovers(r, q.Remote)
		counts := r.Policy || p.LocalRules
		switch {
		case !full:
			if r.Enabled && counts {
				v.Partial = addRule(v.Partial, r)
			}
		case !r.Enabled:
			if r.Allow {
				v.Disabled = addRule(v.Disabled, r)
			}
		case !counts:
			ignored = ignored || r.Allow
		case r.Allow:
			allowed = true
			v.Allowing = addRule(v.Allowing, r)
		default:
			blocked = true
			v.Blocking = addRule(v.Blocking, r)
		}
	}
	return allowed, ignored, blocked
}

func addRule(list []FirewallRule, r FirewallRule) []FirewallRule {
	for _, have := range list {
		if have.ID == r.ID && have.Policy == r.Policy {
			return list
		}
	}
	return append(list, r)
}
