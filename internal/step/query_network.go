package step

import (
	"github.com/xops-dev/xops/internal/resource"
)

// NetworkQuery tells of the networks that the computer is in now, and how Windows ranks them (dossier 4.1): in a public
// one the firewall's rules for domain and private do not count.
type NetworkQuery struct{}

// networkCategories are Windows' numbers of MSFT_NetConnectionProfile.
var networkCategories = []string{"public", "private", "domain"}

// networkPolicy is where a policy ranks networks.
const networkPolicy = `HKLM\SOFTWARE\Policies\Microsoft\Windows NT\CurrentVersion\NetworkList\Signatures\*`

// Ask implements Query.
func (q *NetworkQuery) Ask() []resource.Query {
	return []resource.Query{
		{Type: "cim", Key: "MSFT_NetConnectionProfile", Args: resource.Props{
			"namespace": "root/StandardCimv2", "select": list([]string{"Name", "NetworkCategory", "InterfaceAlias"}),
		}},
		{Type: "registry", Key: registryKey(networkPolicy, "Category")},
	}
}

// Answer implements Query: name, category (public, private, domain), adapter, and whether a policy ranks networks.
func (q *NetworkQuery) Answer(w World) ([]map[string]any, error) {
	ask := q.Ask()
	items, err := existing(w, ask[0])
	if err != nil {
		return nil, err
	}
	var policy any
	if by, err := existing(w, ask[1]); err == nil {
		policy = len(by) > 0
	}
	out := []map[string]any{}
	for _, i := range items {
		row := map[string]any{
			"name": i.Props["Name"], "adapter": i.Props["InterfaceAlias"], "category": nil, "by_policy": policy,
		}
		if n, ok := i.Props["NetworkCategory"].(int64); ok && n >= 0 && int(n) < len(networkCategories) {
			row["category"] = networkCategories[n]
		}
		out = append(out, row)
	}
	return out, nil
}
