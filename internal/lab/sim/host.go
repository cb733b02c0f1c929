// Package sim is a Windows host in Go, as far as xops sees one: files with access lists, services, firewall, registry,
// listeners and facts, behind the line protocol of docs/protocol.md. It enforces what Windows enforces only where a
// fault was injected; everything else is a map. It is for tests and the lab, never for real work.
package sim

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// Options describe a host when it is made.
type Options struct {
	Computer  string // name, e.g. "SRV01"
	Domain    string // "" for a workgroup
	Workgroup string
	Server    bool
	Now       func() time.Time // default time.Now
	Network   Network          // who answers a tcp query; nil: nobody
	OS        OS
}

// OS are the facts of the operating system; zero fields get those of a current German Windows.
type OS struct {
	Build         int64
	UBR           int64
	Edition       string
	ProductName   string
	DotNetRelease int64 // dossier 4.7: 528040 and up is 4.8; below 0: none installed
	PowerShell    string
	PendingReboot bool
}

// Network finds hosts by name or address, for tcp queries.
type Network interface {
	// Find gives the simulated host behind a name or address. known is false for a name that does not resolve;
	// a nil host with known true is one that is off.
	Find(name string) (h *Host, address string, known bool)
}

// Host is one simulated Windows computer. Its methods may be called from many goroutines.
type Host struct {
	computer string
	// fullName is the name in full where it is another one; addresses are the computer's own
	fullName  string
	addresses []string
	// of the computer
	maker, model string
	noLog        bool // its event log cannot be read
	now          func() time.Time
	network      Network
	domain       string
	group        string
	server       bool
	scripts      Script
	commands     Command
	wrote        func(resource.Op)

	mu        sync.Mutex
	os        OS
	boot      time.Time
	env       map[string]string // lower-case name → value
	drives    map[byte]*drive
	registry  *regKey
	services  map[string]*Service
	nextPID   int64
	firewall  firewall
	sockets   []Socket
	processes []Process
	classes   map[string][]resource.Props
	failures  []*Failure
	outside   outside
	jobs      map[string]Job // by lower-case path
	runs      int

	installers map[string]*Installer // by lower-case path
	tasks      map[string]*task
	lock       *lock         // who changes it; nil: nobody
	passed     time.Duration // that operations have waited
	goesDown   time.Time     // when the restart that was asked for begins; zero: none was
	upAt       time.Time     // when it is over
	bootTakes  time.Duration
}

// New makes a host with what every Windows has: drive C:, the usual folders, services and firewall rules.
func New(o Options) *Host {
	h := &Host{
		computer: o.Computer, now: o.Now, network: o.Network, domain: o.Domain, group: o.Workgroup, server: o.Server,
		os: o.OS, services: map[string]*Service{}, nextPID: 600, drives: map[byte]*drive{},
		classes: map[string][]resource.Props{}, jobs: map[string]Job{},
		installers: map[string]*Installer{}, tasks: map[string]*task{},
	}
	if h.now == nil {
		h.now = time.Now
	}
	if h.computer == "" {
		h.computer = "PC01"
	}
	if h.group == "" {
		h.group = "WORKGROUP"
	}
	h.boot = h.now().Add(-50 * time.Hour).Truncate(time.Second)
	h.registry = newKey("")
	h.defaults()
	return h
}

// Computer is the host's name.
func (h *Host) Computer() string { return h.computer }

// Script stands for PowerShell in script steps. The context ends with the operation's deadline; the error is what was
// thrown.
type Script func(ctx context.Context, script string, parameters resource.Props) (output []string, exitCode int,
	err error)

// OnScript sets what answers script steps: the simulator runs no PowerShell. Call it before the host is used.
func (h *Host) OnScript(run Script) { h.scripts = run }

// OnWrite sets what is told of every operation of an agent that has changed the host, directly after it was written,
// and before anybody hears of it. It must not use the host. Call it before the host is used.
func (h *Host) OnWrite(wrote func(op resource.Op)) { h.wrote = wrote }

// Runs counts the agent processes that were started on this host.
func (h *Host) Runs() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.runs
}

// Failure makes operations fail, for tests of what happens then.
type Failure struct {
	Verb  string          // get or set; "" is both
	Type  string          // resource type; "" is every one
	Key   string          // pattern on the key; "" is every one
	Fault *resource.Fault // answered in place of the operation
	Delay time.Duration   // waited before; ended by cancelling, or by the operation's deadline
	Crash Crash           // the power goes
	Times int             // how often; 0 is always
	Hit   func()          // told each time; may be nil
}

// Crash says when the power goes: the file of a set is then the whole old or the whole new one, as the agent's replace
// promises.
type Crash string

// The moments of a power cut.
const (
	CrashBefore Crash = "before" // nothing was written
	CrashAfter  Crash = "after"  // it was written, and no answer was sent
)

// Denied and Locked are the usual faults, with the numbers that Windows gives (dossier 6.2).
var (
	Denied = &resource.Fault{Code: resource.Denied, HResult: "0x80070005", Message: "Zugriff verweigert"}
	Locked = &resource.Fault{
		Code: resource.Locked, HResult: "0x80070020",
		Message: "Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.",
	}
)

// ErrPowerCut ends Run when an injected power cut happened. The host is up again at once, with what was on disk.
var ErrPowerCut = fmt.Errorf("power cut: %w", io.ErrUnexpectedEOF)

// Inject adds a failure. The one that was added first wins.
func (h *Host) Inject(f Failure) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures = append(h.failures, &f)
}

// Heal removes all injected failures.
func (h *Host) Heal() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures = nil
}

// failure gives what was injected for an operation, and counts it.
func (h *Host) failure(verb, typ, key string) *Failure {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, f := range h.failures {
		if (f.Verb != "" && f.Verb != verb) || (f.Type != "" && f.Type != typ) || (f.Key != "" && !match(f.Key, key)) {
			continue
		}
		if f.Hit != nil {
			f.Hit()
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				h.failures = append(h.failures[:i:i], h.failures[i+1:]...)
			}
		}
		return f
	}
	return nil
}

// reboot is what a power cut leads to: what was running starts again if it starts by itself.
func (h *Host) reboot() {
	for _, t := range h.tasks {
		h.advance(t)
	}
	h.loseTasks()
	h.lock = nil
	h.boot = h.now().Truncate(time.Second)
	for _, s := range h.services {
		s.State, s.PID, s.Started, s.Crashes, s.clean, s.ports = Stopped, 0, time.Time{}, 0, true, nil
		s.due = time.Time{}
	}
	for _, s := range h.services {
		switch s.Start {
		case Auto:
			_ = h.start(s) // a service that cannot start stays stopped, as on a host
		case Delayed:
			s.due = h.clock().Add(late)
		}
	}
}

// Reboot starts the host anew: volatile state goes, automatic services start.
func (h *Host) Reboot() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reboot()
}

// match says whether a text fits a pattern with * and ?, without case.
func match(pattern, text string) bool {
	p, t := []rune(strings.ToLower(pattern)), []rune(strings.ToLower(text))
	pi, ti, star, mark := 0, 0, -1, 0
	for ti < len(t) {
		switch {
		case pi < len(p) && p[pi] == '*':
			star, mark = pi, ti
			pi++
		case pi < len(p) && (p[pi] == '?' || p[pi] == t[ti]):
			pi++
			ti++
		case star >= 0:
			mark++
			pi, ti = star+1, mark
		default:
			return false
		}
	}
	for pi < len(p) && p[pi] == '*' {
		pi++
	}
	return pi == len(p)
}

func isPattern(s string) bool { return strings.ContainsAny(s, "*?") }

// stamp is a time as the protocol writes it; nil for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func list(s []string) []any {
	out := make([]any, len(s))
	for i, x := range s {
		out[i] = x
	}
	return out
}

func fault(code resource.FaultCode, hresult, format string, args ...any) *resource.Fault {
	return &resource.Fault{Code: code, HResult: hresult, Message: fmt.Sprintf(format, args...)}
}
