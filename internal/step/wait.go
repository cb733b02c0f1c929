package step

import (
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// Wait goes on when a port answers, a service has a state, a file is there or gone, or some seconds are over: looked at
// on the host.
type Wait struct {
	TCP     string `hcl:"tcp,optional"`
	Service string `hcl:"service,optional"`
	State   string `hcl:"state,optional"`
	File    string `hcl:"file,optional"`
	Absent  bool   `hcl:"absent,optional"`
	Seconds *int64 `hcl:"seconds,optional"`
	Always  bool   `hcl:"always,optional"`
	Timeout *int64 `hcl:"timeout,optional"`
}

// Observe implements Step.
func (s *Wait) Observe(w World) []resource.Query {
	if s.Check().Err() != nil || s.Always {
		return nil
	}
	switch {
	case s.TCP != "":
		return []resource.Query{{Type: "tcp", Key: s.TCP}}
	case s.Service != "":
		return (&Service{Name: s.Service, State: s.state()}).Observe(w)
	case s.File != "" && !known(w, "file", s.File, "kind"):
		return []resource.Query{fileQuery(s.File, false)}
	}
	return nil
}

func (s *Wait) state() string {
	if s.State == "" {
		return "running"
	}
	return s.State
}

// Check implements Checker.
func (s *Wait) Check() Mistakes {
	var m Mistakes
	given := 0
	for _, is := range []bool{s.TCP != "", s.Service != "", s.File != "", s.Seconds != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		m.add("tcp service file seconds", text.OneToWaitFor)
	}
	if s.State != "" && s.Service == "" {
		m.add("state service", text.StateOfService)
	}
	m.oneOf("state", text.Same("state"), s.state(), "running", "stopped")
	if s.Absent && s.File == "" {
		m.add("absent file", text.AbsentFile)
	}
	if windows.HasPattern(s.File) {
		m.add("file", text.PatternWait)
	}
	if windows.HasPattern(s.Service) {
		m.add("service", text.PatternWait)
	}
	if strings.ContainsAny(s.Service, `/\`) {
		m.add("service", text.OwnServiceName, "name", problem.Quote(s.Service))
	}
	if s.TCP != "" {
		i := strings.LastIndexByte(s.TCP, ':')
		port, err := strconv.ParseInt(s.TCP[i+1:], 10, 64)
		if i < 1 || err != nil {
			m.add("tcp", text.TCPForm, "got", problem.Quote(s.TCP))
		} else {
			m.port("tcp", port)
		}
	}
	const longest = 540 // within the ten minutes of an exchange
	if s.Seconds != nil && (*s.Seconds < 1 || *s.Seconds > longest) {
		m.add("seconds", text.SecondsWithin, "n", *s.Seconds, "most", longest)
	}
	if s.Seconds == nil {
		m.between("timeout", text.TheTimeout, s.timeout(), 1, longest)
	}
	switch {
	case s.Seconds != nil:
		m.repeats("seconds", text.WaitsAlways)
	case s.Always:
		m.repeats("always", text.WaitsByAlways)
	}
	return m
}

// timeout is how long may be waited, in seconds.
func (s *Wait) timeout() int64 {
	switch {
	case s.Seconds != nil:
		return min(540, *s.Seconds+30)
	case s.Timeout != nil:
		return *s.Timeout
	}
	return 60
}

// Plan implements Step.
func (s *Wait) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	met, key, err := s.look(w)
	if err != nil || met {
		return nil, err
	}
	after := resource.Props{"met": true}
	return []Change{{
		Action: Run, Resource: resource.ID{Type: "wait", Key: key}, Before: resource.Props{}, After: after, Once: true,
		Op: &resource.Op{
			Type: "wait", Key: key, Before: resource.Props{}, After: after,
			Args: resource.Props{"deadline_s": s.timeout()},
		},
		Notes: []*problem.Problem{problem.New(problem.NoteWait, "seconds", strconv.FormatInt(s.timeout(), 10))},
	}}, nil
}

// look says whether it need not be waited, and names what for.
func (s *Wait) look(w World) (met bool, key string, err error) {
	switch {
	case s.TCP != "":
		if key = "tcp/" + s.TCP; s.Always {
			return false, key, nil
		}
		p, err := w.Get("tcp", s.TCP)
		if err != nil {
			return false, "", cannotRead(problem.ReadPort, s.TCP, err)
		}
		return p.String("result") == "open", key, nil
	case s.Service != "":
		if key = "service/" + s.state() + "/" + s.Service; s.Always {
			return false, key, nil
		}
		p, err := w.Get("service", s.Service)
		if err != nil {
			return false, "", cannotRead(problem.ReadService, s.Service, err)
		}
		if p["exists"] == false {
			return false, "", problem.New(problem.ServiceAbsent, "service", s.Service)
		}
		return p.String("state") == s.state(), key, nil
	case s.File != "":
		kind := "file/"
		if s.Absent {
			kind = "nofile/"
		}
		if key = kind + s.File; s.Always {
			return false, key, nil
		}
		p, err := w.Get("file", s.File)
		if err != nil {
			return false, "", cannotRead(problem.ReadFile, s.File, err)
		}
		return (p["exists"] == false) == s.Absent, key, nil
	}
	return false, "seconds/" + strconv.FormatInt(*s.Seconds, 10), nil
}
