package step

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// hostsFile is where Windows keeps names of its own.
const hostsFile = `%SystemRoot%\System32\drivers\etc\hosts`

// quiet gives the items of a question, and nil where it could not be answered: what rests on it is null then. An error
// is that nobody has asked it yet.
func quiet(w World, q resource.Query) ([]resource.Item, error) {
	items, err := existing(w, q)
	var missing *NotObserved
	switch {
	case errors.As(err, &missing):
		return nil, err
	case err != nil:
		return nil, nil
	case items == nil:
		return []resource.Item{}, nil
	}
	return items, nil
}

// DNSQuery looks names up from the host, all at once.
type DNSQuery struct {
	Names   []string `hcl:"names"`
	Timeout *float64 `hcl:"timeout,optional"` // seconds
}

// Ask implements Query.
func (q *DNSQuery) Ask() []resource.Query {
	return []resource.Query{
		{Type: "dns", Args: timed(resource.Props{"names": list(q.Names)}, q.Timeout)}, fileQuery(hostsFile, true),
	}
}

// timed adds a limit in seconds to arguments.
func timed(args resource.Props, seconds *float64) resource.Props {
	if seconds != nil {
		args["timeout_ms"] = int64(*seconds * 1000)
	}
	return args
}

// Check implements Checker.
func (q *DNSQuery) Check() Mistakes {
	var m Mistakes
	for _, n := range q.Names {
		if n == "" || strings.ContainsAny(n, " :/*?[]") {
			m.add("names", text.NoHostName, "name", n)
		}
	}
	m.timeout(q.Timeout)
	return m
}

func (m *Mistakes) timeout(seconds *float64) {
	const longest = 60
	if seconds != nil && (*seconds <= 0 || *seconds > longest) {
		m.add("timeout", text.TimeoutWithin, "n", *seconds, "most", longest)
	}
}

// Answer implements Query.
func (q *DNSQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	out, err := rows(w, q.Ask()[0], "result", "addresses")
	if err != nil {
		return nil, err
	}
	items, _ := w.List(q.Ask()[0])
	own, err := hostsNames(w, q.Ask()[1])
	if err != nil {
		return nil, err
	}
	for n, row := range out {
		row["name"], row["hosts_file"] = items[n].Key, nil
		if own != nil {
			row["hosts_file"] = own[strings.ToLower(items[n].Key)]
		}
	}
	return out, nil
}

var (
	address = regexp.MustCompile(`^[0-9a-fA-F:.%]+$`)
	target  = regexp.MustCompile(`^(\[[0-9a-fA-F:.%]+\]|[^\[\]:/\s*?]+):(\d{1,5})$`)
	osQuery = resource.Query{Type: "os"}
)

// hostsNames are the names that the file has, nil where it cannot be read.
func hostsNames(w World, q resource.Query) (map[string]bool, error) {
	items, err := quiet(w, q)
	if items == nil || err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, i := range items {
		data, ok := i.Props.Bytes(resource.Content)
		lines, _, err := windows.Decode(data)
		if !ok || err != nil {
			return nil, nil
		}
		for line := range strings.Lines(lines) {
			line, _, _ = strings.Cut(line, "#")
			words := strings.Fields(line)
			for n, word := range words {
				if n > 0 && address.MatchString(words[0]) {
					names[strings.ToLower(word)] = true
				}
			}
		}
	}
	return names, nil
}

// TLSQuery connects to far ends from the host, all at once, and looks at the certificates that they show.
type TLSQuery struct {
	Targets []string `hcl:"targets"`
	Plain   []string `hcl:"plain,optional"`
	Timeout *float64 `hcl:"timeout,optional"` // seconds, for all of them together
}

// Ask implements Query.
func (q *TLSQuery) Ask() []resource.Query {
	args := resource.Props{"targets": list(q.Targets)}
	if len(q.Plain) > 0 {
		args["plain"] = list(q.Plain)
	}
	return []resource.Query{{Type: "tls", Args: timed(args, q.Timeout)}, osQuery}
}

// Check implements Checker.
func (q *TLSQuery) Check() Mistakes {
	var m Mistakes
	m.targets("targets", q.Targets)
	m.targets("plain", q.Plain)
	m.timeout(q.Timeout)
	return m
}

func (m *Mistakes) targets(name string, targets []string) {
	for _, t := range targets {
		if _, port := splitTarget(t); port == nil {
			m.add(name, text.NoHostPort, "target", t)
		}
	}
}

// protocols are the numbers of SslProtocols.
var protocols = map[int64]string{192: "tls1.0", 768: "tls1.1", 3072: "tls1.2", 12288: "tls1.3"}

// Answer implements Query.
func (q *TLSQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	now, known, err := hostNow(w)
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		row := pick(i.Props, "dns", "result", "address", "subject", "names", "issuer", "root", "root_thumbprint",
			"root_public")
		row["target"], row["open"], row["protocol"], row["days_left"] = i.Key, i.Props["result"] == "open", nil, nil
		row["host"], row["port"] = splitTarget(i.Key)
		if p := protocols[i.Props.Int("protocol")]; p != "" {
			row["protocol"] = p
		}
		if end, ok := moment(i.Props.String("not_after")); ok && known {
			row["days_left"] = (end - now) / 86400
		}
		row["error"] = certificateError(i.Props)
		out = append(out, row)
	}
	return out, nil
}

// splitTarget gives a target's name and port; the port is null for what is none.
func splitTarget(key string) (host string, port any) {
	m := target.FindStringSubmatch(key)
	if m == nil {
		return key, nil
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n < 1 || n > 65535 {
		return key, nil
	}
	return strings.Trim(m[1], "[]"), int64(n)
}

// certificateError is what is wrong with a handshake or with a certificate, in the word that says most; nil: nothing.
func certificateError(p resource.Props) any {
	const notAvailable, name, chain = 1, 2, 4            // SslPolicyErrors
	const expired, untrusted, partial = 1, 0x20, 0x10000 // X509ChainStatusFlags
	policy, status := p.Int("policy_errors"), p.Int("chain_status")
	switch {
	case p.String("error") != "":
		return p.String("error")
	case policy&notAvailable != 0:
		return "no_certificate"
	case policy&chain != 0 && status&untrusted != 0:
		return "untrusted"
	case policy&chain != 0 && status&partial != 0:
		return "partial"
	case policy&chain != 0 && status&expired != 0:
		return "expired"
	case policy&chain != 0:
		return "chain"
	case policy&name != 0:
		return "name"
	}
	return nil
}

// TimeQuery says where the host has its time from, and how far it is from it.
type TimeQuery struct {
	Server  string   `hcl:"server,optional"`
	Timeout *float64 `hcl:"timeout,optional"` // seconds
}

// Ask implements Query.
func (q *TimeQuery) Ask() []resource.Query {
	ask := resource.Query{Type: "time", Key: q.Server}
	if q.Timeout != nil {
		ask.Args = timed(resource.Props{}, q.Timeout)
	}
	return []resource.Query{ask, serviceQuery("W32Time", "")}
}

// Check implements Checker.
func (q *TimeQuery) Check() Mistakes {
	var m Mistakes
	m.timeout(q.Timeout)
	return m
}

// Answer implements Query.
func (q *TimeQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	out, err := rows(w, q.Ask()[0], "type", "servers", "source", "result", "offset_ms")
	if err != nil {
		return nil, err
	}
	service, err := quiet(w, q.Ask()[1])
	if err != nil {
		return nil, err
	}
	for _, row := range out {
		row["state"], row["start"] = nil, nil
		for _, s := range service {
			row["state"], row["start"] = s.Props["state"], s.Props["start"]
		}
	}
	return out, nil
}
