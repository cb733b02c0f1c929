package windows

import (
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

// addresses are the wanted remote addresses, each by itself.
func (q Inbound) addresses() []string {
	out := strings.Split(q.Remote, ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// remotes are the remote addresses of a rule that are of the kind of a wanted one; any: it has none at all. IPv4
// decides: a rule that names only IPv6 addresses lets no IPv4 in.
func (r FirewallRule) remotes(want string) (list []string, any bool) {
	rules := r.Remote4
	if from, _, ok := addresses(want); ok && from.Is6() {
		rules = r.Remote6
	}
	for _, text := range rules {
		for _, one := range strings.Split(text, ",") {
			list = append(list, strings.TrimSpace(one))
		}
	}
	return list, len(r.Remote4) == 0 && len(r.Remote6) == 0
}

// covers says whether a rule is about all of a wanted remote address.
func (r FirewallRule) covers(want string) Truth {
	list, any := r.remotes(want)
	out := truth(any)
	for _, have := range list {
		from, to, isAddr := addresses(have)
		a, b, ranged := addresses(want)
		switch {
		case strings.EqualFold(have, want), have == "*":
			out = Yes
		case isAddr && ranged:
			out = max(out, truth(from.BitLen() == a.BitLen() && from.Compare(a) <= 0 && b.Compare(to) <= 0))
		case want != "*" && !(isAddr && from == to) && (isAddr || word(have)): // a word's addresses only Windows knows
			out = max(out, Unknown)
		}
	}
	return out
}

// touches says whether a rule is about some of a wanted remote address.
func (r FirewallRule) touches(want string) Truth {
	list, any := r.remotes(want)
	out := truth(any)
	for _, have := range list {
		from, to, isAddr := addresses(have)
		a, b, ranged := addresses(want)
		switch {
		case strings.EqualFold(have, want), have == "*", want == "*":
			out = Yes
		case isAddr && ranged:
			out = max(out, truth(from.BitLen() == a.BitLen() && from.Compare(b) <= 0 && a.Compare(to) <= 0))
		default:
			out = max(out, Unknown)
		}
	}
	return out
}

// word says whether an address is one of Windows' words: LocalSubnet, DNS, Intranet ….
func word(s string) bool {
	return s != "" && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// addresses is the first and last address of "10.0.0.1", "10.0.0.0/8", "10.0.0.0/255.0.0.0" or "10.0.0.1-10.0.0.9".
func addresses(s string) (from, to netip.Addr, ok bool) {
	if a, b, isRange := strings.Cut(s, "-"); isRange {
		x, err1 := netip.ParseAddr(a)
		y, err2 := netip.ParseAddr(b)
		return x, y, err1 == nil && err2 == nil
	}
	if a, mask, has := strings.Cut(s, "/"); has && strings.Contains(mask, ".") {
		m, err := netip.ParseAddr(mask)
		if err != nil || !m.Is4() {
			return from, to, false
		}
		n := 0
		for _, b := range m.As4() {
			n += bits.OnesCount8(b)
		}
		s = a + "/" + strconv.Itoa(n)
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		from = p.Masked().Addr()
		raw := from.AsSlice()
		for i := p.Bits(); i < len(raw)*8; i++ {
			raw[i/8] |= 0x80 >> (i % 8)
		}
		to, _ = netip.AddrFromSlice(raw)
		return from, to, true
	}
	a, err := netip.ParseAddr(s)
	return a, a, err == nil
}

// SameAddresses says whether two address lists name the same, in any spelling Windows uses.
func SameAddresses(a, b string) bool {
	norm := func(s string) map[string]bool {
		out := map[string]bool{}
		for _, w := range strings.Split(s, ",") {
			w = strings.TrimSpace(w)
			if from, to, ok := addresses(w); ok {
				w = from.String() + "-" + to.String()
			}
			out[strings.ToLower(w)] = true
		}
		return out
	}
	x, y := norm(a), norm(b)
	if len(x) != len(y) {
		return false
	}
	for w := range x {
		if !y[w] {
			return false
		}
	}
	return true
}
