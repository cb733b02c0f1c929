package plan

import (
	"encoding/json"
	"slices"
)

// Verdict is what a catalogue row comes to on one computer, or in one practice.
type Verdict string

// The verdicts of the contract.
const (
	RowOK            Verdict = "ok"
	RowFinding       Verdict = "finding"
	RowUnknown       Verdict = "unknown"        // a source was silent: Evidence names it
	RowNotApplicable Verdict = "not_applicable" // Evidence names the condition
)

// Row is the one verdict of a row.
type Row struct {
	Row      string
	Verdict  Verdict
	Severity string // of a finding; "" else
	// Title, Message and Advice are the playbook's words; Title is empty where it has none of its own.
	Title, Message, Advice string
	Fix                    string // the playbook that repairs it; "": none
	Evidence               []Evidence
	// Support is whether the maker still supports what was found.
	Support Verdict
}

// rank orders verdicts: of several checks of one row the worst decides.
func (r *Row) rank() int {
	switch {
	case r.Verdict == RowFinding && r.Severity == Required:
		return 5
	case r.Verdict == RowFinding && r.Severity == Recommended:
		return 4
	case r.Verdict == RowUnknown:
		return 3
	case r.Verdict == RowFinding:
		return 2
	case r.Verdict == RowOK:
		return 1
	}
	return 0
}

// Rows are the verdicts of the rows that checks carry, each row once, in the order of the checks. What is no longer
// supported is told by today: YYYY-MM-DD.
func Rows(checks []Check, today string) []Row {
	var out []Row
	at := map[string]int{}
	for i := range checks {
		c := &checks[i]
		if c.Row == "" {
			continue
		}
		r := c.verdict(today)
		n, twice := at[c.Row]
		if !twice {
			at[c.Row] = len(out)
			out = append(out, r)
			continue
		}
		out[n] = Worse(out[n], r)
	}
	return out
}

// Worse joins two verdicts of one row: the worse one, with the evidence of both.
func Worse(a, b Row) Row {
	if b.rank() > a.rank() {
		a, b = b, a
	}
	if b.Verdict != RowNotApplicable || a.Verdict == RowNotApplicable {
		a.Evidence = append(slices.Clip(a.Evidence), b.Evidence...)
	}
	if a.Support == RowNotApplicable || a.Support == RowOK && b.Support != RowNotApplicable {
		a.Support = b.Support
	}
	return a
}

// OfPractice is why a row that is judged for a whole practice is no computer's, as a playbook writes it.
const OfPractice = `scope = "practice"`

// Absent is the verdict of a row that does not apply: condition is what is not fulfilled, by the block that says so.
func Absent(row, condition, by string) Row {
	r := Row{Row: row, Verdict: RowNotApplicable, Support: RowNotApplicable}
	if condition != "" {
		value, _ := json.Marshal(condition) // a text
		r.Evidence = []Evidence{{Name: "condition", Value: value, Source: by}}
	}
	return r
}

// verdict is a check's as that of its row.
func (c *Check) verdict(today string) Row {
	if c.Status == CheckSkipped {
		return Absent(c.Row, c.Message, c.Check)
	}
	r := Row{
		Row: c.Row, Title: c.Title, Message: c.Message, Advice: c.Advice, Fix: c.Fix, Evidence: c.Evidence,
		Verdict: RowOK, Support: RowNotApplicable,
	}
	switch c.Status {
	case CheckFinding:
		r.Verdict, r.Severity = RowFinding, c.Severity
	case CheckUnknown:
		r.Verdict = RowUnknown
	}
	if c.Support != "" {
		switch {
		case len(c.Support) != len(today):
			r.Support = RowUnknown
		case today <= c.Support:
			r.Support = RowOK
		default:
			r.Support = RowFinding
		}
	}
	return r
}
