package windows

import (
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

// remoteCovers says whether a rule is about all wanted remote addresses. IPv4 decides: a rule that names only IPv6
// addresses lets no IPv4 in.
func remoteCovers(r FirewallRule, want string) bool {
	if len(r.Remote4) == 0 && len(r.Remote6) == 0 {
		return true
	}
	for _, w := range strings.Split(want, ",") {
		w = strings.TrimSpace(w)
		rules := r.Remote4
		if from, _, ok := addresses(w); ok && from.Is6() {
			rules = r.Remote6
		}
		if !anyCovers(rules, w) {
			return false
		}
	}
	return true
}

func anyCovers(rules []string, want string) bool {
	from, to, isAddr := addresses(want)
	for _, list := range rules {
		for _, r := range strings.Split(list, ",") {
			r = strings.TrimSpace(r)
			if strings.EqualFold(r, want) || r == "*" {
				return true
			}
			if a, b, ok := addresses(r); ok && isAddr && a.BitLen() == from.BitLen() && a.Compare(from) <= 0 &&
				to.Compare(b) <= 0 {
				return true
			}
		}
	}
	return false
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
