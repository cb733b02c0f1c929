package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// Verdict is what a real Windows says to a claim.
type Verdict string

// The verdicts.
const (
	Confirmed Verdict = "confirmed"
	Refuted   Verdict = "refuted"
	Unknown   Verdict = "unknown" // it does not apply there, or cannot be told by looking
)

// Claim is something that xops relies on about Windows and that no lab can prove. docs/unproven.md is made of these.
type Claim struct {
	ID      string
	Section string // of the dossier
	Claim   string
	Why     string // neither engine of the lab proves it
	Queries []resource.Query
	big     bool // Claims gives it bigQuery
	// Follow are further queries, made of what the first ones were answered; their answers stand behind.
	Follow func(s *sight) []resource.Query
	// Judge reads what the host answered.
	Judge func(s *sight) (Verdict, []Fact)
	// Probe is a look that queries alone do not make, and Look says what it does.
	Probe func(p *pilot, ctx context.Context) (Verdict, []Fact, error)
	Look  string
	Last  bool // after all others
	Write bool // only where the technician has allowed to write; Probe uses the pilot's writer
	// ByHand is for a person to try: there is neither Judge nor Probe.
	ByHand string
}

// hand says that a person has to try it.
func (c Claim) hand() bool { return c.Judge == nil && c.Probe == nil }

// sight is what a claim's judge sees.
type sight struct {
	transport string
	hello     *agent.Hello
	answers   []resource.Answer // of the claim's queries
	ms        int64             // that they took
	stats     transport.Stats   // of the connection so far
	noise     string
}

// item gives the properties of the only item of an answer; false if it is a fault or something else.
func (s *sight) item(i int) (resource.Props, bool) {
	if i >= len(s.answers) || s.answers[i].Fault != nil || len(s.answers[i].Items) != 1 {
		return nil, false
	}
	return s.answers[i].Items[0].Props, true
}

// items are those of an answer; none for a fault.
func (s *sight) items(i int) []resource.Item {
	if i >= len(s.answers) {
		return nil
	}
	return s.answers[i].Items
}

// fault is the code of an answer's fault, "" without one.
func (s *sight) fault(i int) string {
	if i >= len(s.answers) || s.answers[i].Fault == nil {
		return ""
	}
	return strings.TrimSpace(string(s.answers[i].Fault.Code) + " " + s.answers[i].Fault.HResult)
}

// faults are those of all answers, each once.
func (s *sight) faults() string {
	var out []string
	for i := range s.answers {
		if f := s.fault(i); f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return strings.Join(out, ", ")
}

// told is Confirmed if ok, else Refuted.
func told(ok bool) Verdict {
	if ok {
		return Confirmed
	}
	return Refuted
}

// property judges one property of the first answer; an absent item or a fault is unknown.
func property(name string, ok func(v any) Verdict) func(*sight) (Verdict, []Fact) {
	return func(s *sight) (Verdict, []Fact) {
		p, found := s.item(0)
		if !found || p["exists"] == false {
			return Unknown, []Fact{{"fault", s.fault(0)}, {"exists", plain(p["exists"])}}
		}
		return ok(p[name]), []Fact{{name, plain(p[name])}}
	}
}

// plain keeps evidence free of what could name a practice or a person: numbers and truths as they are, texts only where
// they are short and without a path of a user.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, int, int64, float64:
		return v
	case []any:
		return len(v)
	case string:
		if len(v) > 120 || strings.Contains(strings.ToLower(v), `\users\`) {
			return characters(v)
		}
		return v
	}
	return fmt.Sprintf("%T", v)
}

func characters(text string) string { return fmt.Sprintf("%d characters", len(text)) }

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}

func isNumber(v any) Verdict { _, ok := number(v); return told(ok) }
func isBool(v any) Verdict   { _, ok := v.(bool); return told(ok) }
func isText(v any) Verdict   { s, ok := v.(string); return told(ok && s != "") }
