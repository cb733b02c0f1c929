package step

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// UplinkQuery says by which ways the host gets out of its network: gateways, name servers, proxies.
type UplinkQuery struct{}

const internetSettings = `\Software\Microsoft\Windows\CurrentVersion\Internet Settings`

// proxyKeys are where a proxy can stand: for services, by policy, for the computer, for each user that is logged on.
var proxyKeys = []string{
	`HKLM` + internetSettings + `\Connections\\WinHttpSettings`,
	`HKLM\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings\\*`,
	`HKLM` + internetSettings + `\\*`,
	`HKU\*` + internetSettings + `\\*`,
}

// Ask implements Query.
func (q *UplinkQuery) Ask() []resource.Query {
	out := []resource.Query{{Type: "cim", Key: "Win32_NetworkAdapterConfiguration", Args: resource.Props{
		"select": list([]string{"DefaultIPGateway", "DNSServerSearchOrder"}),
		"filter": map[string]any{"IPEnabled": true},
	}}}
	for _, key := range proxyKeys {
		out = append(out, resource.Query{Type: "registry", Key: key})
	}
	return out
}

// Answer implements Query.
func (q *UplinkQuery) Answer(w World) ([]map[string]any, error) {
	ask := q.Ask()
	row := map[string]any{"gateways": nil, "dns_servers": nil, "proxy": nil}
	adapters, err := quiet(w, ask[0])
	if err != nil {
		return nil, err
	}
	if adapters != nil {
		gateways, servers := []string{}, []string{}
		for _, a := range adapters {
			gateways = append(gateways, a.Props.Strings("DefaultIPGateway")...)
			servers = append(servers, a.Props.Strings("DNSServerSearchOrder")...)
		}
		row["gateways"], row["dns_servers"] = list(gateways), list(servers)
	}
	found, silent := []string{}, false
	for n, key := range ask[1:] {
		values, err := quiet(w, key)
		if err != nil {
			return nil, err
		}
		silent = silent || values == nil
		if n == 0 {
			for _, v := range values {
				found = append(found, winHTTPProxy(v.Props)...)
			}
			continue
		}
		found = append(found, userProxies(values)...)
	}
	sort.Strings(found)
	if len(found) > 0 || !silent {
		row["proxy"] = list(found)
	}
	return []map[string]any{row}, nil
}

// winHTTPProxy reads what services use: three numbers (version, counter, kinds), the length of a name, and the name.
func winHTTPProxy(p resource.Props) []string {
	data, err := base64.StdEncoding.DecodeString(p.String("value"))
	const named, head = 2, 16
	if err != nil || len(data) < head || binary.LittleEndian.Uint32(data[8:])&named == 0 {
		return nil
	}
	n := int(binary.LittleEndian.Uint32(data[12:]))
	if n <= 0 || n > len(data)-head {
		return nil
	}
	return []string{string(data[head : head+n])}
}

// userProxies are the proxies of Internet settings, each key for itself.
func userProxies(values []resource.Item) []string {
	keys := map[string]map[string]any{}
	for _, v := range values {
		key, name, _ := strings.Cut(v.Key, `\\`)
		if keys[key] == nil {
			keys[key] = map[string]any{}
		}
		keys[key][strings.ToLower(name)] = v.Props["value"]
	}
	out := []string{}
	for _, of := range keys {
		text := func(name string) string {
			if of[name] == nil {
				return ""
			}
			return fmt.Sprint(of[name])
		}
		if server := text("proxyserver"); server != "" && resource.Equal(of["proxyenable"], int64(1)) {
			out = append(out, server)
		}
		if url := text("autoconfigurl"); url != "" {
			out = append(out, url)
		}
	}
	sort.Strings(out)
	unique := out[:0]
	for n, p := range out {
		if n == 0 || p != out[n-1] {
			unique = append(unique, p)
		}
	}
	return unique
}
