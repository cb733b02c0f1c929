package sim

import (
	"fmt"
	"net"
	"sort"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// Far is how a computer outside the practice answers; its zero value is one in order, with a certificate of a public
// root.
type Far struct {
	Result         string // open; refused, timeout, unreachable
	Error          string // of the handshake: timeout, handshake
	Subject        string
	Issuer         string
	Names          []string
	Root           string
	RootThumbprint string
	NotAfter       time.Time
	PolicyErrors   int64 // SslPolicyErrors
	ChainStatus    int64 // X509ChainStatusFlags, all of the chain's
}

// The public root that far computers have, as it stands in AuthRoot of every host.
const (
	PublicRoot           = "CN=DigiCert Global Root G2, OU=www.digicert.com, O=DigiCert Inc, C=US"
	PublicRootThumbprint = "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4"

	authRoot = `HKLM\SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates\`
	w32time  = `HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Parameters`
)

// outside is what a host meets beyond its practice.
type outside struct {
	names []answer[string]
	far   []answer[Far]
	ahead time.Duration // by which its clock is before the true time
	mute  bool          // nobody answers about the time
}

type answer[T any] struct {
	pattern string
	means   T
}

// SetName says how names that fit a pattern resolve: ok, nxdomain, nodata, timeout. The last one that fits counts.
func (h *Host) SetName(pattern, result string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outside.names = append(h.outside.names, answer[string]{pattern, result})
}

// SetFar says how far computers answer whose host:port fits a pattern. The last one that fits counts.
func (h *Host) SetFar(pattern string, f Far) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outside.far = append(h.outside.far, answer[Far]{pattern, f})
}

// SetClock puts the host's clock before (or, below zero, behind) the time that its source tells.
func (h *Host) SetClock(ahead time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outside.ahead, h.outside.mute = ahead, false
}

// MuteTime makes the host's source of time answer nothing.
func (h *Host) MuteTime() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outside.mute = true
}

func (h *Host) furnishReach() {
	_ = h.setRegistry(authRoot+PublicRootThumbprint, "Blob", "binary", "AA==")
	kind, server := "NTP", "time.windows.com,0x8"
	if h.domain != "" {
		kind = "NT5DS"
		_ = h.setRegistry(`HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`, "Domain", "sz", h.domain)
	}
	_ = h.setRegistry(w32time, "Type", "sz", kind)
	_ = h.setRegistry(w32time, "NtpServer", "sz", server)
}

// printed are addresses that the vendor's document names.
var printed = map[string]string{"rs.medatixx.de": "213.95.165.4"}

// own are the ends of names that nobody outside has.
var own = []string{".invalid", ".local", ".lan", ".intern", ".internal", ".test", ".home.arpa"}

// resolve finds what a name means; target is nil for a computer outside, or one that is off.
func (h *Host) resolve(name string) (target *Host, address, result string, far bool) {
	short, _, _ := strings.Cut(name, ".")
	if strings.EqualFold(name, "localhost") || name == "127.0.0.1" || strings.EqualFold(short, h.computer) {
		return h, "127.0.0.1", "ok", false
	}
	h.mu.Lock()
	names := h.outside.names
	h.mu.Unlock()
	for i := len(names) - 1; i >= 0; i-- {
		if match(names[i].pattern, name) && names[i].means != "ok" {
			return nil, "", names[i].means, false
		}
	}
	if h.network != nil {
		if t, at, known := h.network.Find(name); known {
			return t, at, "ok", false
		}
	}
	if ip := net.ParseIP(name); ip != nil {
		return nil, name, "ok", true
	}
	lower := strings.ToLower(name)
	for _, end := range own {
		if strings.HasSuffix(lower, end) {
			return nil, "", "nxdomain", false
		}
	}
	if !strings.Contains(name, ".") {
		return nil, "", "nxdomain", false
	}
	if at, ok := printed[lower]; ok {
		return nil, at, "ok", true
	}
	sum := 0
	for _, c := range lower {
		sum = (sum*31 + int(c)) % 250
	}
	return nil, fmt.Sprintf("203.0.113.%d", sum+1), "ok", true
}

// farAt is how a computer outside answers.
func (h *Host) farAt(key string) Far {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := Far{}
	for i := len(h.outside.far) - 1; i >= 0; i-- {
		if match(h.outside.far[i].pattern, key) {
			f = h.outside.far[i].means
			break
		}
	}
	name, _, _ := net.SplitHostPort(key)
	if f.Result == "" {
		f.Result = "open"
		if ip := net.ParseIP(name); ip != nil && ip.IsPrivate() {
			f.Result = "timeout" // no such computer is in the practice
		}
	}
	if f.Subject == "" {
		f.Subject, f.Issuer, f.Names = "CN="+name, "CN=DigiCert TLS RSA SHA256 2020 CA1", []string{name}
	}
	if f.Root == "" && f.RootThumbprint == "" && f.ChainStatus&partialChain == 0 {
		f.Root, f.RootThumbprint = PublicRoot, PublicRootThumbprint
	}
	if f.NotAfter.IsZero() {
		f.NotAfter = h.now().Add(200 * 24 * time.Hour)
	}
	return f
}

const partialChain = 0x10000

// publicRoot says whether a root is among those that Windows keeps; nil where it keeps none.
func (h *Host) publicRoot(thumbprint string) any {
	path, err := regPath(strings.TrimSuffix(authRoot, `\`))
	if err != nil {
		return nil
	}
	k := h.registry.find(path)
	if k == nil || len(k.keys) == 0 {
		return nil
	}
	return k.keys[strings.ToLower(thumbprint)] != nil
}

func (h *Host) getDNS(q resource.Query) ([]resource.Item, *resource.Fault) {
	items := []resource.Item{}
	for _, name := range q.Args.Strings("names") {
		if name == "" || strings.ContainsAny(name, " :/*?[]") {
			return nil, fault(resource.Invalid, "", "\"%v\" is no name", name)
		}
		_, at, result, _ := h.resolve(name)
		addresses := []any{}
		if result == "ok" {
			addresses = []any{at}
		}
		items = append(items, resource.Item{Key: name, Props: resource.Props{
			"result": result, "addresses": addresses,
		}})
	}
	sortItems(items)
	return items, nil
}

func sortItems(items []resource.Item) {
	sort.SliceStable(items, func(i, j int) bool {
		return strings.ToLower(items[i].Key) < strings.ToLower(items[j].Key)
	})
}

// reach is what a connection from this host meets.
func (h *Host) reach(key string) (dns, result string, address any, far Far, f *resource.Fault) {
	name, port, ok := hostPort(key)
	if !ok {
		return "", "", nil, far, fault(resource.Invalid, "", "\"%v\" is no host:port", key)
	}
	target, at, dns, outside := h.resolve(name)
	switch {
	case dns != "ok":
		return dns, "dns", nil, far, nil
	case outside:
		far = h.farAt(key)
		return dns, far.Result, at, far, nil
	case target == nil:
		return dns, "timeout", at, far, nil
	}
	far.Error = "handshake" // nothing in a practice speaks TLS
	return dns, target.answers(port, target == h), at, far, nil
}

func (h *Host) getTLS(q resource.Query) ([]resource.Item, *resource.Fault) {
	items := []resource.Item{}
	for _, list := range []string{"targets", "plain"} {
		for _, key := range q.Args.Strings(list) {
			dns, result, address, far, f := h.reach(key)
			if f != nil {
				return nil, f
			}
			p := resource.Props{
				"dns": dns, "result": result, "address": address, "protocol": nil, "error": nil, "subject": nil,
				"names": []any{}, "issuer": nil, "not_after": nil, "root": nil, "root_thumbprint": nil,
				"root_public": nil, "policy_errors": nil, "chain_status": nil,
			}
			if result == "open" && list == "targets" {
				h.handshake(p, far)
			}
			items = append(items, resource.Item{Key: key, Props: p})
		}
	}
	sortItems(items)
	return items, nil
}

// handshake adds what a far computer shows of itself.
func (h *Host) handshake(p resource.Props, far Far) {
	if far.Error != "" {
		p["error"] = far.Error
		return
	}
	p["protocol"], p["subject"], p["issuer"], p["names"] = int64(3072), far.Subject, far.Issuer, list(far.Names)
	p["not_after"], p["policy_errors"], p["chain_status"] = stamp(far.NotAfter), far.PolicyErrors, far.ChainStatus
	if far.Root != "" {
		h.mu.Lock()
		defer h.mu.Unlock()
		p["root"], p["root_thumbprint"], p["root_public"] = far.Root, far.RootThumbprint,
			h.publicRoot(far.RootThumbprint)
	}
}

func (h *Host) getTime(q resource.Query) ([]resource.Item, *resource.Fault) {
	value := func(key, name string) any {
		if v, ok := h.Registry(key, name); ok && v != "" {
			return v
		}
		return nil
	}
	const policy = `HKLM\SOFTWARE\Policies\Microsoft\W32Time\Parameters`
	p := resource.Props{"source": nil, "result": "none", "offset_ms": nil}
	for name, of := range map[string]string{"type": "Type", "servers": "NtpServer"} {
		if p[name] = value(policy, of); p[name] == nil {
			p[name] = value(w32time, of)
		}
	}
	source := q.Key
	switch {
	case source != "":
	case p["type"] == "NT5DS":
		source, _ = value(`HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`, "Domain").(string)
	case p["type"] != "NoSync":
		first, _, _ := strings.Cut(strings.TrimSpace(p.String("servers")), " ")
		source, _, _ = strings.Cut(first, ",")
	}
	if source == "" {
		return []resource.Item{{Key: q.Key, Props: p}}, nil
	}
	p["source"] = source
	name, _, ok := hostPort(source)
	if !ok {
		name = source
	}
	_, _, result, _ := h.resolve(name)
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case result != "ok" && !strings.EqualFold(source, h.domain): // whose servers are not in this network
		p["result"] = "dns"
	case h.outside.mute || name == "127.0.0.1":
		p["result"] = "silent"
	default:
		p["result"], p["offset_ms"] = "ok", -h.outside.ahead.Milliseconds()
	}
	return []resource.Item{{Key: q.Key, Props: p}}, nil
}
