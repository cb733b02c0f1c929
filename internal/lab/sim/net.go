package sim

import (
	"fmt"
	"net"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// Socket is something that listens.
type Socket struct {
	Protocol string // tcp, udp
	Address  string
	Port     int
	PID      int64
	Program  string
}

// Process is a running program that is no service.
type Process struct {
	PID, Parent int64
	Path        string
	Started     time.Time
}

// Listen adds a listening socket that belongs to no service.
func (h *Host) Listen(s Socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sockets = append(h.sockets, s)
}

// AddProcess adds a running program.
func (h *Host) AddProcess(p Process) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.processes = append(h.processes, p)
}

// listening gives all sockets: those of services come and go with them.
func (h *Host) listening() []Socket {
	out := append([]Socket(nil), h.sockets...)
	for _, s := range h.sortedServices() {
		for _, port := range s.ports {
			out = append(out, Socket{"tcp", "0.0.0.0", port, s.PID, h.programOf(s)})
		}
	}
	return out
}

func (h *Host) getListener(q resource.Query) ([]resource.Item, *resource.Fault) {
	protocol, port, ok := strings.Cut(strings.ToLower(q.Key), "/")
	n, err := strconv.Atoi(port)
	if !ok || (protocol != "tcp" && protocol != "udp") || (port != "*" && (err != nil || n < 1 || n > 65535)) {
		return nil, fault(resource.Invalid, "", "\"%v\" is no listener: tcp/23174 or tcp/*", q.Key)
	}
	items := []resource.Item{}
	for _, s := range h.listening() {
		if s.Protocol == protocol && (port == "*" || s.Port == n) {
			items = append(items, resource.Item{
				Key: fmt.Sprintf("%s/%s:%d", s.Protocol, s.Address, s.Port),
				Props: resource.Props{
					"protocol": s.Protocol, "address": s.Address, "port": int64(s.Port), "pid": s.PID,
					"program": text(s.Program),
				},
			})
		}
	}
	sort.SliceStable(items, func(i, j int) bool { return items[i].Key < items[j].Key })
	return items, nil
}

func (h *Host) getProcess(q resource.Query) ([]resource.Item, *resource.Fault) {
	pattern := strings.ReplaceAll(h.expand(q.Key), "/", `\`)
	running := append([]Process(nil), h.processes...)
	for _, s := range h.sortedServices() {
		if s.PID != 0 {
			running = append(running, Process{PID: s.PID, Parent: 572, Path: h.programOf(s), Started: s.Started})
		}
	}
	sort.Slice(running, func(i, j int) bool { return running[i].PID < running[j].PID })
	items := []resource.Item{}
	for _, p := range running {
		name := p.Path[strings.LastIndexByte(p.Path, '\\')+1:]
		compared := name
		if strings.ContainsAny(q.Key, `\/`) {
			compared = p.Path
		}
		if match(pattern, compared) {
			items = append(items, resource.Item{Key: strconv.FormatInt(p.PID, 10), Props: resource.Props{
				"pid": p.PID, "name": name, "path": p.Path, "started": stamp(p.Started), "parent": p.Parent,
			}})
		}
	}
	return items, nil
}

// answers says what a connection from another computer of the practice, or from this one, meets.
func (h *Host) answers(port int, local bool) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle()
	for _, s := range h.listening() {
		if s.Protocol != "tcp" || s.Port != port {
			continue
		}
		if !local && (s.Address == "127.0.0.1" || !h.admits("tcp", port, s.Program)) {
			return "timeout"
		}
		return "open"
	}
	if !local && !h.admits("tcp", port, "") {
		return "timeout"
	}
	return "refused"
}

// hostPort splits a target.
func hostPort(key string) (name string, port int, ok bool) {
	name, text, err := net.SplitHostPort(key)
	port, err2 := strconv.Atoi(text)
	return name, port, err == nil && err2 == nil && port >= 1 && port <= 65535 && name != ""
}

// getTCP runs without the host's lock: it may look at another host.
func (h *Host) getTCP(q resource.Query) ([]resource.Item, *resource.Fault) {
	_, result, address, _, f := h.reach(q.Key)
	if f != nil {
		return nil, f
	}
	timeout := q.Args.Int("timeout_ms")
	if timeout <= 0 {
		timeout = 3000
	}
	ms := int64(4)
	switch {
	case address == "127.0.0.1":
		ms = 1
	case result == "timeout":
		ms = timeout
	case result != "dns":
		ms = 2
	}
	if result == "refused" { // Windows tries three times before it says so
		if ms = refuses.Milliseconds(); ms > timeout {
			result, ms = "timeout", timeout
		}
	}
	h.mu.Lock()
	h.pass(time.Duration(ms) * time.Millisecond)
	h.mu.Unlock()
	return []resource.Item{{Key: q.Key, Props: resource.Props{"result": result, "address": address, "ms": ms}}}, nil
}
