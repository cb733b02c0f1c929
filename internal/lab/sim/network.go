package sim

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// networkName is what the n-th active network is called.
func networkName(n int) string { return "Netzwerk " + strconv.Itoa(n+1) }

// joined is the place of the active network of this name; -1 for none.
func (h *Host) joined(name string) int {
	for n := range h.firewall.active {
		if strings.EqualFold(networkName(n), name) {
			return n
		}
	}
	return -1
}

func (h *Host) getNetwork(q resource.Query) ([]resource.Item, *resource.Fault) {
	if q.Key == "" {
		return nil, fault(resource.Invalid, "", "a network has a name")
	}
	p := resource.Props{"exists": false, "count": int64(0), "category": nil}
	if n := h.joined(q.Key); n >= 0 {
		p = resource.Props{"exists": true, "count": int64(1), "category": h.firewall.active[n]}
	}
	return []resource.Item{{Key: q.Key, Props: p}}, nil
}

func (h *Host) networkNow(op resource.Op) (resource.Props, *resource.Fault) {
	n := h.joined(op.Key)
	if n < 0 {
		return nil, fault(resource.Absent, "", "the computer is in no network of this name")
	}
	now := resource.Props{}
	for name := range op.Before {
		now[name] = resource.Props{"exists": true, "count": int64(1), "category": h.firewall.active[n]}[name]
	}
	return now, nil
}

func (h *Host) writeNetwork(op resource.Op) *resource.Fault {
	to := op.After.String("category")
	if to != "public" && to != "private" {
		return fault(resource.Invalid, "", "a network is ranked public or private")
	}
	h.firewall.active = slices.Clone(h.firewall.active)
	h.firewall.active[h.joined(op.Key)] = to
	return nil
}
