// Package doctor finds out why a host cannot be worked with: a fixed order of checks, cheap to expensive (dossier 6.1),
// at most one logon, one cause and one cure (dossier section 6). Nothing on the host is changed.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// Status is how a check or a host ended.
type Status string

// The ways in which a check can end; a host is OK, Failed (reached, but it cannot be worked with) or Unreachable.
const (
	OK          Status = "ok"
	Warn        Status = "warn"
	Failed      Status = "failed"
	Skipped     Status = "skipped"
	Unreachable Status = "unreachable"
)

// Report is what was found out about one host.
type Report struct {
	Host, Title, Address string
	Transport, Auth      string
	Port                 int
	Status               Status
	Checks               []Check
	Finding              *problem.Problem   // nil: everything works
	Notes                []*problem.Problem // what works, but wants attention
	// Logons is how many were tried: 0 or 1. Only where the connection broke while a shell was open there is another
	// one, with what was accepted just before, to take the shell away; what was refused is never tried again.
	Logons     int
	DurationMS int64
}

// Check is one step of the preflight with its evidence in numbers.
type Check struct {
	ID       string // dns, tcp, tls, http, ntlm, clock, banner, hostkey, methods, logon, shell, agent, echo
	Status   Status
	MS       int64
	Evidence Evidence
}

// Fact is one piece of evidence. Values are strings, numbers, bools and lists of strings.
type Fact struct {
	Name  string
	Value any
}

// Deps are what an examination needs. Configurations are those that a run would dial with.
type Deps struct {
	WinRM func(ctx context.Context, h *inventory.Host) (winrm.Config, error)
	SSH   func(ctx context.Context, h *inventory.Host) (ssh.Config, error)
	Local func(ctx context.Context, h *inventory.Host) (transport.Conn, error)
	// Logon gives the password for a logon as far as the accounts of this call are not in danger of being locked
	// (dial.Dialer.Logon); nil: that of the configuration.
	Logon func(ctx context.Context, h *inventory.Host, logon func(dial.Password) error) error

	LookupHost func(ctx context.Context, name string) ([]string, error) // nil: the system's
	Now        func() time.Time                                         // nil: time.Now
	// probed beside the configured one; nil: WellKnown
	Ports        []int
	ProbeTimeout time.Duration // of one TCP probe; 0: 3 s
	AgentTimeout time.Duration // for the agent's first answer; 0: 60 s

	// Silence is how long a pilot says nothing before it asks again; 0 leaves that out. Wait is what it waits with; nil
	// is time itself.
	Silence time.Duration
	Wait    func(ctx context.Context, d time.Duration) error
	// Write lets a pilot write, in a folder, a key, a rule, a task and a service of its own.
	Write bool
	Files int // that it makes to set an access list above; 0: 1,000
}

// WellKnown are the ports that say what kind of computer is there: WinRM, SSH, remote desktop, file sharing, RPC.
var WellKnown = []int{5985, 5986, 22, 3389, 445, 135}

func (d *Deps) defaults() {
	if d.Logon == nil {
		d.Logon = func(_ context.Context, _ *inventory.Host, logon func(dial.Password) error) error {
			return logon(nil)
		}
	}
	if d.LookupHost == nil {
		d.LookupHost = net.DefaultResolver.LookupHost
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Ports == nil {
		d.Ports = WellKnown
	}
	if d.ProbeTimeout <= 0 {
		d.ProbeTimeout = 3 * time.Second
	}
	if d.AgentTimeout <= 0 {
		d.AgentTimeout = time.Minute
	}
	if d.Files <= 0 {
		d.Files = manyFiles
	}
	if d.Wait == nil {
		d.Wait = func(ctx context.Context, d time.Duration) error {
			t := time.NewTimer(d)
			defer t.Stop()
			select {
			case <-t.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

// exam is one examination while it goes on.
type exam struct {
	h *inventory.Host
	d Deps
	r *Report

	winrm   winrm.Config
	ssh     ssh.Config
	address string // host:port
	dial    func(ctx context.Context, network, address string) (net.Conn, error)

	greeting *winrm.Greeting
	ntlm     *ntlm.Facts
	hello    *ssh.Greeting
	conn     transport.Conn
	session  *agent.Session
}

// stage is one check; it is skipped once there is a finding.
type stage struct {
	id  string
	run func(ctx context.Context) outcome
}

// outcome is how a check ended: with a finding it failed, with a note it wants attention; skip if it does not apply.
type outcome struct {
	facts   []Fact
	finding *problem.Problem
	note    *problem.Problem
	skip    bool
}

// Examine checks one host, and stops at the first thing that explains why it cannot be worked with. It never gives an
// error: what goes wrong is the report.
func Examine(ctx context.Context, h *inventory.Host, deps Deps) *Report {
	x := newExam(h, deps)
	defer x.end()
	x.examine(ctx)
	return x.r
}

func newExam(h *inventory.Host, deps Deps) *exam {
	deps.defaults()
	k := &h.Connection
	return &exam{h: h, d: deps, r: &Report{
		Host: h.ID(), Title: h.Practice.Title, Address: h.Address, Transport: k.Transport, Auth: k.Auth,
		Port: k.EffectivePort(), Status: OK,
	}}
}

func (x *exam) examine(ctx context.Context) {
	begun := x.d.Now()
	for _, s := range x.stages() {
		x.do(ctx, s)
	}
	x.r.DurationMS = x.d.Now().Sub(begun).Milliseconds()
}

// stages are the checks of a transport, in order.
func (x *exam) stages() []stage {
	session := []stage{{"logon", x.logon}, {"shell", x.shell}, {"agent", x.agent}, {"echo", x.echo}}
	switch x.h.Connection.Transport {
	case "ssh":
		return append([]stage{
			{"dns", x.dns},
			{"tcp", x.tcp},
			{"banner", x.banner},
			{"hostkey", x.hostkey},
			{"methods", x.methods},
		}, session...)
	case "local":
		return session
	}
	all := []stage{{"dns", x.dns}, {"tcp", x.tcp}}
	if x.h.Connection.HTTPS {
		all = append(all, stage{"tls", x.tls})
	}
	return append(append(all, stage{"http", x.http}, stage{"ntlm", x.challenge}, stage{"clock", x.clock}), session...)
}

// do runs one check, unless something before it explains everything.
func (x *exam) do(ctx context.Context, s stage) {
	c := Check{ID: s.id, Status: Skipped}
	defer func() { x.r.Checks = append(x.r.Checks, c) }()
	if x.r.Finding != nil {
		return
	}
	begun := x.d.Now()
	out := x.guarded(ctx, s)
	c.MS, c.Evidence = x.d.Now().Sub(begun).Milliseconds(), out.facts
	switch {
	case out.finding != nil:
		c.Status, x.r.Finding = Failed, out.finding
		x.r.Status = Unreachable
		if s.id == "shell" || s.id == "agent" || s.id == "echo" {
			x.r.Status = Failed
		}
	case out.note != nil:
		c.Status = Warn
		x.r.Notes = append(x.r.Notes, out.note)
	case !out.skip:
		c.Status = OK
	}
}

// guarded turns a defect into a finding: one host must not end the others' examination.
func (x *exam) guarded(ctx context.Context, s stage) (out outcome) {
	defer func() {
		if cause := recover(); cause != nil {
			out = outcome{finding: problem.New(problem.Internal, "what", fmt.Sprint(cause))}
		}
	}()
	if err := ctx.Err(); err != nil {
		return outcome{finding: ended(err)}
	}
	return s.run(ctx)
}

// ended is the finding where the examination's own context has ended.
func ended(err error) *problem.Problem {
	id := problem.CallCancelled
	if errors.Is(err, context.DeadlineExceeded) {
		id = problem.TimeOver
	}
	return problem.New(id).Because(err)
}

// end frees what the examination holds on the host, within a moment.
func (x *exam) end() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if x.session != nil {
		_ = x.session.Close(ctx)
	}
	if x.conn != nil {
		x.r.Logons = x.conn.Stats().Logons
		_ = x.conn.Close()
	}
}
