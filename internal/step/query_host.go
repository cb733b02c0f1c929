package step

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// rows are the same properties of each item.
func rows(w World, q resource.Query, names ...string) ([]map[string]any, error) {
	items, err := existing(w, q)
	if err != nil {
		return nil, err
	}
	out := make([]map[string]any, len(items))
	for n, i := range items {
		out[n] = pick(i.Props, names...)
	}
	return out, nil
}

// ServiceQuery finds services by name or by their program.
type ServiceQuery struct {
	Name    string `hcl:"name,optional"`
	Program string `hcl:"program,optional"`
}

// Ask implements Query.
func (q *ServiceQuery) Ask() []resource.Query {
	return []resource.Query{serviceQuery(q.Name, q.Program)}
}

// Check implements Checker.
func (q *ServiceQuery) Check() Mistakes {
	var m Mistakes
	if (q.Name == "") == (q.Program == "") {
		m.add("name program", text.EitherOr, "one", "name", "other", "program")
	}
	return m
}

// Answer implements Query.
func (q *ServiceQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	return rows(w, q.Ask()[0], "name", "display_name", "state", "start", "program", "account", "pid", "started",
		"exit_code", "depends_on", "dependents", "crashes")
}

// FirewallQuery says whether an inbound port is open, and why.
type FirewallQuery struct {
	Port     int64    `hcl:"port"`
	Protocol string   `hcl:"protocol,optional"`
	Profiles []string `hcl:"profiles,optional"`
	Program  string   `hcl:"program,optional"` // of who listens
	Service  string   `hcl:"service,optional"` // its service
	Remote   string   `hcl:"remote,optional"`
}

// Ask implements Query.
func (q *FirewallQuery) Ask() []resource.Query {
	if q.Check().Err() != nil {
		return nil // Answer tells it
	}
	_, ask := inbound(q.Port, q.Protocol, q.Profiles, q.Program, q.Service, q.Remote)
	return []resource.Query{ask}
}

// Check implements Checker.
func (q *FirewallQuery) Check() Mistakes {
	var m Mistakes
	m.inbound(q.Port, q.Protocol, q.Profiles)
	return m
}

// Answer implements Query.
func (q *FirewallQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	in, ask := inbound(q.Port, q.Protocol, q.Profiles, q.Program, q.Service, q.Remote)
	p, err := w.Get("firewall", ask.Key)
	if err != nil {
		return nil, cannotRead(problem.ReadFirewall, "", err)
	}
	state := firewallState(p)
	told := len(state.Active) > 0
	switch {
	case q.Profiles != nil:
		told = true
	case told:
		in.Profiles = inside(state.Active)
	default:
		in.Profiles = firewallProfiles
	}
	v := state.Judge(in)
	if !told && v.Open == windows.No {
		v.Open = windows.Unknown // one of them may let it in
	}
	row := map[string]any{
		"open": nil, "rules": list(labels(v.Allowing)), "blocked_by": list(labels(v.Blocking)),
		"active": list(state.Active), "reason": reason(w.Lang(), state, v), "ignored": list(v.Ignored),
		"off": list(v.Off), "shut": list(v.Closed), "wide_open": list(labels(state.Wide(in))),
	}
	if v.Open != windows.Unknown {
		row["open"] = v.Open == windows.Yes
	}
	return []map[string]any{row}, nil
}

// RegistryQuery finds values of the registry.
type RegistryQuery struct {
	Key  string `hcl:"key"`
	Name string `hcl:"name,optional"`
}

// Ask implements Query.
func (q *RegistryQuery) Ask() []resource.Query {
	name := q.Name
	if name == "" {
		name = "*"
	}
	return []resource.Query{{Type: "registry", Key: registryKey(q.Key, name)}}
}

// Check implements Checker.
func (q *RegistryQuery) Check() Mistakes {
	var m Mistakes
	m.registryKey(q.Key)
	return m
}

// Answer implements Query.
func (q *RegistryQuery) Answer(w World) ([]map[string]any, error) {
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		row := pick(i.Props, "type", "value")
		key, name, _ := strings.Cut(i.Key, `\\`)
		row["key"], row["name"], row["view"] = key, name, "64"
		if root, _, _ := strings.Cut(key, `\`); strings.EqualFold(root, "HKLM32") {
			row["view"] = "32"
		}
		out = append(out, row)
	}
	return out, nil
}

// OSQuery tells of Windows itself.
type OSQuery struct{}

// Ask implements Query.
func (q *OSQuery) Ask() []resource.Query { return []resource.Query{{Type: "os"}} }

// Answer implements Query.
func (q *OSQuery) Answer(w World) ([]map[string]any, error) {
	out, err := rows(w, q.Ask()[0], "computer", "host_name", "addresses", "domain", "part_of_domain", "build",
		"edition", "product_name", "product_type", "language", "dotnet_release", "powershell", "boot_time",
		"system_drive", "pending_reboot")
	for _, row := range out {
		row["names"] = ownNames(row)
	}
	return out, err
}

// ownNames has all that the computer is, in lower case, as its keys: its names short and in full, its addresses, and
// itself (A96).
func ownNames(row map[string]any) map[string]any {
	names := map[string]any{"localhost": true, "127.0.0.1": true, "::1": true}
	add := func(v any) {
		if s, _ := v.(string); s != "" {
			names[strings.ToLower(s)] = true
		}
	}
	domain, _ := row["domain"].(string)
	for _, name := range []string{"computer", "host_name"} {
		add(row[name])
		if of, _ := row[name].(string); of != "" && domain != "" {
			add(of + "." + domain)
		}
	}
	addresses, _ := row["addresses"].([]any)
	for _, a := range addresses {
		add(a)
	}
	return names
}

// ListenerQuery finds who listens on a port, or on some of many; and whether it is whom one expects there.
type ListenerQuery struct {
	Port     *int64   `hcl:"port,optional"`
	Ports    []string `hcl:"ports,optional"` // numbers and ranges: all such queries of a protocol are one question
	Protocol string   `hcl:"protocol,optional"`
	Programs []string `hcl:"programs,optional"` // patterns
}

// Ask implements Query.
func (q *ListenerQuery) Ask() []resource.Query {
	protocol := q.Protocol
	if protocol == "" {
		protocol = "tcp"
	}
	port := "*"
	if q.Port != nil {
		port = fmt.Sprint(*q.Port)
	}
	return []resource.Query{{Type: "listener", Key: protocol + "/" + port}}
}

// Check implements Checker.
func (q *ListenerQuery) Check() Mistakes {
	var m Mistakes
	if (q.Port == nil) == (q.Ports == nil) {
		m.add("port ports", text.EitherOr, "one", "port", "other", "ports")
	}
	if q.Port != nil {
		m.port("port", *q.Port)
	}
	if q.Protocol != "" {
		m.oneOf("protocol", text.Same("protocol"), q.Protocol, "tcp", "udp")
	}
	return m
}

// Answer implements Query.
func (q *ListenerQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	found, err := rows(w, q.Ask()[0], "address", "port", "pid", "program")
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, row := range found {
		port, program := int(resource.Props(row).Int("port")), resource.Props(row).String("program")
		if q.Ports != nil && !windows.PortsContain(strings.Join(q.Ports, ","), port) {
			continue
		}
		row["expected"] = nil
		if q.Programs != nil && program != "" {
			row["expected"] = slices.ContainsFunc(q.Programs, func(p string) bool { return windows.Lies(p, program) })
		}
		out = append(out, row)
	}
	return out, nil
}

// TCPQuery tries to connect from the host.
type TCPQuery struct {
	Host    string   `hcl:"host"`
	Port    int64    `hcl:"port"`
	Timeout *float64 `hcl:"timeout,optional"` // seconds
}

// Ask implements Query.
func (q *TCPQuery) Ask() []resource.Query {
	ask := resource.Query{Type: "tcp", Key: fmt.Sprintf("%s:%d", q.Host, q.Port)}
	if q.Timeout != nil {
		ask.Args = resource.Props{"timeout_ms": int64(*q.Timeout * 1000)}
	}
	return []resource.Query{ask}
}

// Check implements Checker.
func (q *TCPQuery) Check() Mistakes {
	var m Mistakes
	if q.Host == "" {
		m.add("host", text.HostEmpty)
	}
	m.port("port", q.Port)
	const longest = 60
	if q.Timeout != nil && (*q.Timeout <= 0 || *q.Timeout > longest) {
		m.add("timeout", text.TimeoutWithin, "n", *q.Timeout, "most", longest)
	}
	return m
}

// Answer implements Query.
func (q *TCPQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	out, err := rows(w, q.Ask()[0], "result", "ms")
	for _, row := range out {
		row["host"], row["port"], row["open"] = q.Host, q.Port, row["result"] == "open"
	}
	return out, err
}

// ProcessQuery finds running programs.
type ProcessQuery struct {
	Program string `hcl:"program"`
}

// Ask implements Query.
func (q *ProcessQuery) Ask() []resource.Query {
	return []resource.Query{{Type: "process", Key: q.Program}}
}

// Answer implements Query.
func (q *ProcessQuery) Answer(w World) ([]map[string]any, error) {
	return rows(w, q.Ask()[0], "pid", "name", "path", "started")
}

// CIMQuery reads instances of a CIM class.
type CIMQuery struct {
	Class      string    `hcl:"class"`
	Namespace  string    `hcl:"namespace,optional"`
	Properties []string  `hcl:"properties"`
	Filter     cty.Value `hcl:"filter,optional"`
}

// Ask implements Query.
func (q *CIMQuery) Ask() []resource.Query {
	args := resource.Props{"select": list(q.Properties)}
	if q.Namespace != "" {
		args["namespace"] = q.Namespace
	}
	if f, err := plain(q.Filter); err == nil && f != nil {
		args["filter"] = f
	}
	return []resource.Query{{Type: "cim", Key: q.Class, Args: args}}
}

// Check implements Checker.
func (q *CIMQuery) Check() Mistakes {
	var m Mistakes
	if _, err := plain(q.Filter); err != nil {
		m.add("filter", text.FilterWrong, "why", problem.Told(err))
	}
	return m
}

// Answer implements Query.
func (q *CIMQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	return rows(w, q.Ask()[0], q.Properties...)
}
