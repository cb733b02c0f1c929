package sim

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/windows"
)

// keywords are the words that Windows knows among the addresses of a rule, in its own spelling.
var keywords = []string{
	"LocalSubnet", "LocalSubnet4", "LocalSubnet6", "DNS", "DHCP", "WINS", "DefaultGateway", "Intranet", "Internet",
	"RmtIntranet", "PlayToDevice",
}

// grouped is a list of addresses as Windows gives it back: by kind, keywords in their own spelling, then networks with
// the bits behind the mask cleared and the mask written out, ranges, IPv4 and IPv6. ok is false for what is no address.
func grouped(list []string) (out []string, ok bool) {
	var kinds [5][]string
	for _, a := range list {
		at, text := formOf(a)
		if at < 0 {
			return nil, false
		}
		if !slices.Contains(kinds[at], text) {
			kinds[at] = append(kinds[at], text)
		}
	}
	return slices.Concat(kinds[:]...), true
}

// formOf tells the group of an address and how Windows writes it; a negative one for what is none.
func formOf(a string) (group int, text string) {
	for _, k := range keywords {
		if strings.EqualFold(a, k) {
			return 0, k
		}
	}
	if from, to, isRange := strings.Cut(a, "-"); isRange {
		x, err1 := netip.ParseAddr(from)
		y, err2 := netip.ParseAddr(to)
		if err1 != nil || err2 != nil || x.BitLen() != y.BitLen() || y.Less(x) {
			return -1, ""
		}
		return 2, x.String() + "-" + y.String()
	}
	if addr, mask, has := strings.Cut(a, "/"); has && strings.Contains(mask, ".") {
		m := net.ParseIP(mask).To4()
		if m == nil {
			return -1, ""
		}
		ones, bits := net.IPMask(m).Size()
		if bits == 0 {
			return -1, "" // a mask with holes
		}
		p, err := netip.ParseAddr(addr)
		if err != nil {
			return -1, ""
		}
		return network(netip.PrefixFrom(p, ones))
	}
	if p, err := netip.ParsePrefix(a); err == nil {
		return network(p)
	}
	p, err := netip.ParseAddr(a)
	switch {
	case err != nil:
		return -1, ""
	case p.Is4():
		return 3, p.String()
	}
	return 4, p.String()
}

func network(p netip.Prefix) (group int, text string) {
	p = p.Masked()
	switch {
	case p.Bits() == p.Addr().BitLen():
		return formOf(p.Addr().String())
	case p.Addr().Is6():
		return 1, p.String()
	}
	return 1, p.Addr().String() + "/" + net.IP(net.CIDRMask(p.Bits(), 32)).String()
}

// shortMask writes networks as people do; the agent reads them so.
func shortMask(a string) string {
	addr, mask, has := strings.Cut(a, "/")
	if m := net.ParseIP(mask).To4(); has && m != nil {
		ones, _ := net.IPMask(m).Size()
		if p, err := netip.ParseAddr(addr); err == nil {
			return netip.PrefixFrom(p, ones).String()
		}
	}
	return a
}

// sameRule says whether two texts of a rule's property mean the same, as the agent sees it.
func (h *Host) sameRule(name, a, b string) bool {
	switch name {
	case "remote_addresses":
		return windows.SameAddresses(a, b)
	case "program":
		return strings.EqualFold(h.expand(a), h.expand(b))
	case "local_ports":
		x, y := split(a), split(b)
		slices.Sort(x)
		slices.Sort(y)
		return slices.Equal(x, y)
	}
	return a == b
}
