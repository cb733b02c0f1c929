package step

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// Service sets a service's start type and state, and restarts it.
type Service struct {
	Name                string `hcl:"name"`
	Start               string `hcl:"start,optional"`
	State               string `hcl:"state,optional"`
	Restart             bool   `hcl:"restart,optional"`
	MaxCrashes          *int64 `hcl:"max_crashes,optional"`
	RestartAfterCrashes bool   `hcl:"restart_after_crashes,optional"`
	// Listens are the TCP ports that it listens on when it runs.
	Listens []int64 `hcl:"listens,optional"`
}

// neverStopped are the services without which the host, or the way to it, is gone (dossier 4.2).
var neverStopped = []string{"WinRM", "sshd", "LanmanServer", "RpcSs", "mpssvc"}

func isNeverStopped(name string) bool {
	return slices.ContainsFunc(neverStopped, func(n string) bool { return strings.EqualFold(n, name) })
}

// Observe implements Step.
func (s *Service) Observe(w World) []resource.Query {
	if s.Check().Err() != nil {
		return nil
	}
	var out []resource.Query
	if !known(w, "service", s.Name, "crashes") {
		out = append(out, serviceQuery(s.Name, ""))
	}
	for _, port := range s.Listens {
		if q := (&ListenerQuery{Port: &port}).Ask()[0]; !answered(w, q) {
			out = append(out, q)
		}
	}
	return out
}

// serviceQuery always asks for crashes too, so that the query "service" and the step ask the same question.
func serviceQuery(name, program string) resource.Query {
	args := resource.Props{"crashes": true}
	if program != "" {
		name, args["program"] = "*", program
	}
	return resource.Query{Type: "service", Key: name, Args: args}
}

// Check implements Checker.
func (s *Service) Check() Mistakes {
	var m Mistakes
	if s.Name == "" || strings.ContainsAny(s.Name, `*?/\`) {
		m.add("name", text.ServicePattern, "name", problem.Quote(s.Name))
	}
	for _, port := range s.Listens {
		m.port("listens", port)
	}
	if s.Start != "" {
		m.oneOf("start", text.StartType, s.Start, "auto", "delayed", "manual", "disabled")
	}
	if s.State != "" {
		m.oneOf("state", text.Same("state"), s.State, "running", "stopped")
	}
	if s.Restart && s.State == "stopped" {
		m.add("restart state", text.RestartStopped)
	}
	if s.Start == "disabled" && (s.State == "running" || s.Restart) {
		m.add("start state restart", text.DisabledRuns)
	}
	if s.MaxCrashes != nil && *s.MaxCrashes < 1 {
		m.add("max_crashes", text.MaxCrashes, "n", *s.MaxCrashes)
	}
	if s.Start == "" && s.State == "" && !s.Restart {
		m.add("start state restart", text.NothingGiven, "give", text.ServiceGive)
	}
	if isNeverStopped(s.Name) && (s.State == "stopped" || s.Start == "disabled" || s.Restart) {
		m.add("name state start restart", text.NeverStopped, "name", s.Name, "never", strings.Join(neverStopped, ", "))
	}
	if s.Restart {
		m.repeats("restart", text.RestartsAlways)
	}
	return m
}

// Plan implements Step.
func (s *Service) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	p, err := w.Get("service", s.Name)
	if err != nil {
		return nil, cannotRead(problem.ReadService, s.Name, err)
	}
	if p["exists"] == false {
		return nil, problem.New(problem.ServiceAbsent, "service", s.Name)
	}
	if name := p.String("name"); name != "" {
		named := *s
		named.Name, s = name, &named
	}
	changes, err := s.plan(p)
	if err == nil && len(changes) > 0 && (s.State == "running" || s.Restart) {
		err = s.portsFree(w, p)
	}
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// portsFree says which other program holds a port that the service listens on: it would not start.
func (s *Service) portsFree(w World, p resource.Props) error {
	own := int64(0)
	if p.String("state") == "running" {
		own = p.Int("pid")
	}
	for _, port := range s.Listens {
		by, err := held(w, port, own, p.String("program"))
		if err != nil {
			return err
		}
		if by != "" {
			return problem.New(problem.PortHeld, "port", strconv.FormatInt(port, 10), "service", s.Name,
				"holder", by)
		}
	}
	return nil
}

func (s *Service) plan(p resource.Props) ([]Change, error) {
	state := p.String("state")
	wantsRun := s.State == "running" || s.Restart
	if (s.State != "" || s.Restart) && strings.HasSuffix(state, "_pending") {
		return nil, problem.New(problem.ServicePending, "service", s.Name, "state", state)
	}
	update := s.change(Update)
	if s.Start != "" && p.String("start") != s.Start {
		update.touch("start", p["start"], s.Start)
	}
	start := s.Start
	if start == "" {
		start = p.String("start")
	}
	var more []Change
	switch {
	case s.State == "stopped" && state != "stopped":
		if running := p.Strings("dependents"); len(running) > 0 {
			return nil, problem.New(problem.ServiceNeeded, "service", s.Name, "services", strings.Join(running, ", "))
		}
		update.touch("state", p["state"], "stopped")
	case wantsRun && start == "disabled":
		if s.State == "running" {
			return nil, problem.New(problem.ServiceDisabled, "service", s.Name)
		}
		more = append(more, s.manual(problem.New(problem.NoteServiceDisabled, "service", s.Name)))
	case wantsRun && s.crashed(p) && !s.RestartAfterCrashes:
		more = append(more, s.crashNote(p, state))
	case wantsRun && state != "running":
		if s.Restart {
			more = append(more, s.restart(p, state))
		} else {
			update.touch("state", p["state"], "running")
		}
	case s.Restart || s.State == "running" && s.crashed(p): // running, but perhaps not working
		c, err := s.restartRunning(p)
		if err != nil {
			return nil, err
		}
		more = append(more, c)
	}
	if update.Op == nil {
		return more, nil
	}
	return append([]Change{update.Change}, more...), nil
}

// serviceChange grows by touched properties; its Op comes with the first.
type serviceChange struct{ Change }

func (s *Service) change(a Action) *serviceChange {
	return &serviceChange{Change{Action: a, Resource: resource.ID{Type: "service", Key: s.Name}}}
}

func (c *serviceChange) touch(name string, before, after any) {
	if c.Op == nil {
		c.Op = &resource.Op{Type: "service", Key: c.Resource.Key, Before: resource.Props{}, After: resource.Props{}}
		c.Before, c.After, c.Reversible = resource.Props{}, resource.Props{}, true
	}
	c.Op.Before[name], c.Op.After[name] = before, after
	c.Before[name], c.After[name] = before, after
}

func (s *Service) manual(notes ...*problem.Problem) Change {
	c := s.change(Manual)
	c.Before, c.After, c.Notes = resource.Props{}, resource.Props{}, notes
	return c.Change
}

// crashed is the trap of A21: after repeated crashes a service may be reachable and yet do nothing.
func (s *Service) crashed(p resource.Props) bool {
	limit := int64(2)
	if s.MaxCrashes != nil {
		limit = *s.MaxCrashes
	}
	return p.Int("crashes") >= limit
}

func (s *Service) crashNote(p resource.Props, state string) Change {
	note := problem.NoteCrashedStopped
	if state == "running" {
		note = problem.NoteCrashedRunning
	}
	return s.manual(problem.New(note, "service", s.Name, "count", strconv.FormatInt(p.Int("crashes"), 10)),
		problem.New(problem.NoteCrashAdvice))
}

// restart of a service that does not run is a start.
func (s *Service) restart(p resource.Props, state string) Change {
	c := s.change(Restart)
	c.touch("state", p["state"], "running")
	c.Notes = append(c.Notes, problem.New(problem.NoteServiceStarts, "state", state))
	return c.Change
}

func (s *Service) restartRunning(p resource.Props) (Change, error) {
	c := s.change(Restart)
	c.touch("restart", nil, true)
	c.Reversible, c.Once = false, true
	dependents := p.Strings("dependents")
	for _, d := range dependents {
		if isNeverStopped(d) {
			return Change{}, problem.New(problem.ServiceNeverStopped, "service", s.Name, "other", d)
		}
	}
	if len(dependents) > 0 {
		c.Notes = append(c.Notes, problem.New(problem.NoteDependents, "services", strings.Join(dependents, ", ")))
	}
	if _, ok := p["crashes"]; !ok || p["crashes"] == nil {
		c.Notes = append(c.Notes, problem.New(problem.NoteCrashesUnknown))
	}
	if s.crashed(p) {
		c.Notes = append(c.Notes, problem.New(problem.NoteOneRestart, "count", strconv.FormatInt(p.Int("crashes"), 10)))
	}
	return c.Change, nil
}
