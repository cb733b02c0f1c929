package sim

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// States and start types of services, as the protocol names them.
const (
	Running = "running"
	// StartPending is a service that is on its way.
	StartPending = "start_pending"
	Stopped      = "stopped"
	Auto         = "auto"
	Delayed      = "delayed"
	Manual       = "manual"
	Disabled     = "disabled"
)

// Service is one Windows service.
type Service struct {
	Name, DisplayName string
	State, Start      string
	ImagePath         string // with quotes and arguments
	Account           string
	DependsOn         []string
	PID               int64
	Started           time.Time
	ExitCode          int64
	Crashes           int // events 7031 and 7034 since boot
	// Behaviour is what it does when it runs; nil: nothing that is seen from outside.
	Behaviour Behaviour
	// Takes is how long it takes to start; 0 is what services take.
	Takes time.Duration

	clean      bool // stopped on request, not crashed
	ordered    bool // somebody has started what runs now: the crashes before are over
	functional bool
	ports      []int
	ready      time.Time // when it runs, while it starts
	due        time.Time // when Windows starts it
}

// Behaviour says on which TCP ports a service listens once it runs. It is asked at start, as a service reads its
// configuration then. The reader gives files without locking; it must not be kept.
type Behaviour func(read func(path string) (data []byte, ok bool)) (ports []int)

// NoEventLog makes the event log one that cannot be read.
func (h *Host) NoEventLog() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.noLog = true
}

// AddService adds a service and starts it if its State is Running.
func (h *Host) AddService(s Service) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.addService(s)
}

func (h *Host) addService(s Service) {
	run := s.State == Running
	s.State, s.clean, s.ports = Stopped, true, nil
	if s.Account == "" {
		s.Account = "LocalSystem"
	}
	if s.Start == "" {
		s.Start = Auto
	}
	h.services[strings.ToLower(s.Name)] = &s
	if run {
		crashes := s.Crashes
		s.Crashes = 0
		if h.start(&s) == nil {
			h.run(&s)
		}
		s.Crashes = crashes
		s.functional, s.ordered = crashes < 2, crashes == 0
		s.Started = h.boot.Add(40 * time.Second)
	}
}

// Service gives a copy of a service's state; ok is false when there is none.
func (h *Host) Service(name string) (s Service, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle()
	if p := h.services[strings.ToLower(name)]; p != nil {
		return *p, true
	}
	return Service{}, false
}

// Services gives copies of all services, sorted by name.
func (h *Host) Services() []Service {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle()
	var out []Service
	for _, s := range h.sortedServices() {
		out = append(out, *s)
	}
	return out
}

// RemoveService stops and removes a service.
func (h *Host) RemoveService(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.services, strings.ToLower(name))
}

// Crash makes a running service end unexpectedly. Windows starts it again; after the second crash it is reachable but
// not functional (A21), until it is stopped and started in order.
func (h *Host) Crash(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.services[strings.ToLower(name)]
	if s == nil || s.State != Running {
		return
	}
	s.State, s.clean, s.ports = Stopped, false, nil
	s.Crashes++
	if h.start(s) == nil {
		h.run(s)
	}
}

// Functional says whether a service runs and does its work.
func (h *Host) Functional(name string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle()
	s := h.services[strings.ToLower(name)]
	return s != nil && s.State == Running && s.functional
}

func (h *Host) sortedServices() []*Service {
	out := make([]*Service, 0, len(h.services))
	for _, s := range h.services {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return strings.ToLower(out[i].Name) < strings.ToLower(out[j].Name) })
	return out
}

// programOf is a service's program. Of a path without quotes it is the first .exe that is on the disk.
func (h *Host) programOf(s *Service) string {
	p := h.expand(s.ImagePath)
	if rest, ok := strings.CutPrefix(p, `"`); ok {
		p, _, _ = strings.Cut(rest, `"`)
		return p
	}
	ends := regexp.MustCompile(`(?i)\.exe( |$)`).FindAllStringIndex(p, -1)
	for _, end := range ends {
		if program := p[:end[0]+len(".exe")]; h.at(program) != nil {
			return program
		}
	}
	if len(ends) > 0 {
		return p[:ends[0][0]+len(".exe")]
	}
	return p
}

// start sets a service going, behind those that it needs. It runs when its time is over.
func (h *Host) start(s *Service) *resource.Fault {
	if s.State == Running || s.State == StartPending {
		return nil
	}
	if s.Start == Disabled {
		return fault(resource.Unavailable, "0x80070422",
			"Der angegebene Dienst kann nicht gestartet werden. Er ist deaktiviert: %s", s.Name)
	}
	s.State, s.due, s.ready = StartPending, time.Time{}, h.clock() // so that a circle of dependencies ends
	for _, name := range s.DependsOn {
		if d := h.services[strings.ToLower(name)]; d != nil && d.State == Stopped {
			if f := h.start(d); f != nil {
				s.State = Stopped
				return f
			}
		}
		if d := h.services[strings.ToLower(name)]; d != nil && d.State == StartPending && d.ready.After(s.ready) {
			s.ready = d.ready
		}
	}
	takes := s.Takes
	if takes == 0 {
		takes = starts
	}
	s.ready = s.ready.Add(takes)
	return nil
}

// run is what a service does once it has started.
func (h *Host) run(s *Service) {
	h.nextPID += 4
	s.State, s.PID, s.Started, s.ExitCode = Running, h.nextPID, h.now().Truncate(time.Millisecond), 0
	s.functional, s.ordered = s.clean || s.Crashes < 2, s.clean
	s.ports = nil
	if s.Behaviour != nil {
		s.ports = s.Behaviour(func(path string) ([]byte, bool) {
			if n := h.at(path); n != nil && !n.folder() {
				return n.data, true
			}
			return nil, false
		})
	}
}

// stop stops a service after those that need it, and gives them in the order in which they were stopped.
func (h *Host) stop(s *Service) []*Service {
	if s.State != Running {
		return nil
	}
	var stopped []*Service
	for _, name := range h.dependents(s) {
		d := h.services[strings.ToLower(name)]
		d.halt()
		stopped = append(stopped, d)
	}
	s.halt()
	return stopped
}

func (s *Service) halt() {
	s.State, s.PID, s.Started, s.clean, s.ports = Stopped, 0, time.Time{}, true, nil
}

// dependents are the names of the running services that need this one, directly or not, the outermost first.
func (h *Host) dependents(s *Service) []string {
	var out []string
	seen := map[*Service]bool{s: true}
	var visit func(s *Service)
	visit = func(s *Service) {
		for _, d := range h.sortedServices() {
			for _, name := range d.DependsOn {
				if d.State != Stopped && strings.EqualFold(name, s.Name) && !seen[d] {
					seen[d] = true
					visit(d)
					out = append(out, d.Name)
				}
			}
		}
	}
	visit(s)
	return out
}

func (h *Host) serviceProps(s *Service, args resource.Props) resource.Props {
	p := resource.Props{
		"exists": true, "name": s.Name, "display_name": s.DisplayName, "state": s.State, "start": s.Start,
		"program": h.programOf(s), "image_path": s.ImagePath,
		"account": s.Account, "pid": s.PID, "started": stamp(s.Started), "exit_code": s.ExitCode,
		"depends_on": list(s.DependsOn), "dependents": list(h.dependents(s)),
	}
	if s.PID == 0 {
		p["pid"] = nil
	}
	if args.Bool("crashes") {
		p["crashes"] = int64(s.Crashes)
		if s.State == Running && s.ordered {
			p["crashes"] = int64(0)
		}
		if h.noLog {
			p["crashes"] = nil
		}
	}
	return p
}

func (h *Host) absentService(name string, args resource.Props) resource.Props {
	p := resource.Props{}
	for k := range h.serviceProps(&Service{}, args) {
		p[k] = nil
	}
	p["exists"], p["name"], p["depends_on"], p["dependents"] = false, name, []any{}, []any{}
	return p
}

func (h *Host) getService(q resource.Query) ([]resource.Item, *resource.Fault) {
	if q.Key == "" && q.Args.String("program") == "" {
		return nil, fault(resource.Invalid, "", "a service has a name")
	}
	if !isPattern(q.Key) {
		s := h.services[strings.ToLower(q.Key)]
		if s != nil {
			return []resource.Item{{Key: s.Name, Props: h.serviceProps(s, q.Args)}}, nil
		}
		return []resource.Item{{Key: q.Key, Props: h.absentService(q.Key, q.Args)}}, nil
	}
	program := h.expand(q.Args.String("program"))
	items := []resource.Item{}
	for _, s := range h.sortedServices() {
		if match(q.Key, s.Name) && (program == "" || match(program, h.programOf(s))) {
			items = append(items, resource.Item{Key: s.Name, Props: h.serviceProps(s, q.Args)})
		}
	}
	return items, nil
}

func (h *Host) serviceNow(op resource.Op) (resource.Props, *resource.Fault) {
	if isPattern(op.Key) {
		return nil, fault(resource.Invalid, "", "a change needs a name, not a pattern")
	}
	if s := h.services[strings.ToLower(op.Key)]; s != nil {
		return only(h.serviceProps(s, nil), op)
	}
	return only(h.absentService(op.Key, nil), op)
}

// never are services that carry the connection or the computer (dossier 4.2).
var never = map[string]bool{"winrm": true, "sshd": true, "lanmanserver": true, "rpcss": true, "mpssvc": true}

func (h *Host) writeService(op resource.Op) *resource.Fault {
	s := h.services[strings.ToLower(op.Key)]
	if s == nil {
		return fault(resource.Absent, "0x80070424", "Der angegebene Dienst ist kein installierter Dienst: %s", op.Key)
	}
	if start, ok := op.After["start"].(string); ok {
		switch start {
		case Auto, Delayed, Manual, Disabled:
			s.Start = start
		default:
			return fault(resource.Invalid, "", "\"%v\" is no start type", start)
		}
	}
	restart, state := op.After.Bool("restart"), op.After.String("state")
	dependents := h.dependents(s)
	if restart || state == Stopped {
		for _, name := range append(dependents, s.Name) {
			if never[strings.ToLower(name)] {
				return fault(resource.Refused, "", "%s is never stopped", name)
			}
		}
	}
	switch {
	case state == Stopped && len(dependents) > 0:
		return fault(resource.Refused, "", "running services need it: %s", strings.Join(dependents, ", "))
	case state == Stopped:
		h.stop(s)
	case restart:
		stopped := h.stop(s)
		slices.Reverse(stopped)
		for _, s := range append([]*Service{s}, stopped...) {
			if f := h.start(s); f != nil {
				return f
			}
			if f := h.await(s, within(op)); f != nil {
				return f
			}
		}
	case state == Running:
		if f := h.start(s); f != nil {
			return f
		}
		return h.await(s, within(op))
	case state != "":
		return fault(resource.Invalid, "", "no state that can be set: %s", state)
	}
	return nil
}
