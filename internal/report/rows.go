package report

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// RowInfo is what the catalogue says of a row.
type RowInfo struct {
	ID       string
	Title    text.Phrase
	Section  string
	Edition  string
	Practice bool     // no computer is asked for it
	Carriers []string // the names of the run's playbooks that have a check of it
}

// RowDocument is the verdict of one row. Severity is null where there is no finding, Fix a playbook's name, "manual" or
// null.
type RowDocument struct {
	Row         string          `json:"row"`
	Verdict     plan.Verdict    `json:"verdict"`
	Severity    *string         `json:"severity"`
	Title       string          `json:"title"`
	Section     string          `json:"section"`
	Edition     string          `json:"edition"`
	Message     string          `json:"message"`
	Evidence    []plan.Evidence `json:"evidence"`
	Advice      string          `json:"advice"`
	Fix         *string         `json:"fix"`
	ConfirmedBy *string         `json:"confirmed_by"`
	Support     plan.Verdict    `json:"support"`
}

// PracticeDocument are the verdicts of a practice as a whole.
type PracticeDocument struct {
	Practice string        `json:"practice"`
	Rows     []RowDocument `json:"rows"`
}

// PracticeChecks are the checks of a practice as a whole.
type PracticeChecks struct {
	Practice string
	Checks   []plan.Check
}

// AddRows gives each host and each practice its verdicts, a row once, in the order of infos.
func (d *PlanDocument) AddRows(results []*plan.Result, practices []PracticeChecks, infos []RowInfo, today string,
	l text.Lang,
) {
	hosts := map[string][]rowSet{} // by practice
	for i, r := range results {
		v := hostVerdicts(r, infos, today)
		for _, info := range infos {
			d.Hosts[i].Rows = append(d.Hosts[i].Rows, rowDocument(v[info.ID], &info, l))
		}
		name, _, _ := strings.Cut(r.Host, "/")
		v[""] = plan.Row{Row: r.Host}
		hosts[name] = append(hosts[name], v)
	}
	for _, p := range practices {
		own := rowSet{}
		for _, r := range plan.Rows(p.Checks, today) {
			own[r.Row] = r
		}
		pd := PracticeDocument{Practice: p.Practice}
		for _, info := range infos {
			r, judged := own[info.ID]
			if !judged {
				r = together(info.ID, hosts[p.Practice])
			}
			pd.Rows = append(pd.Rows, rowDocument(r, &info, l))
		}
		d.Practices = append(d.Practices, pd)
	}
}

type rowSet map[string]plan.Row

// hostVerdicts are the verdicts of one host: of a row that no check has told of, why.
func hostVerdicts(r *plan.Result, infos []RowInfo, today string) rowSet {
	v := rowSet{}
	for _, row := range plan.Rows(r.Checks, today) {
		v[row.Row] = row
	}
	for _, info := range infos {
		if _, told := v[info.ID]; told {
			continue
		}
		v[info.ID] = untold(r, &info)
	}
	return v
}

// untold is the verdict of a row of which no check has told anything: the host was not looked at, its playbook is not
// for this host, or no computer is asked for it.
func untold(r *plan.Result, info *RowInfo) plan.Row {
	switch {
	case info.Practice:
		return plan.Absent(info.ID, plan.OfPractice, "catalogue")
	case r.Error != nil:
		silent := plan.Evidence{Name: r.Host, Value: json.RawMessage("null"), Source: string(r.Error.ID)}
		return plan.Row{
			Row: info.ID, Verdict: plan.RowUnknown, Support: plan.RowNotApplicable, Evidence: []plan.Evidence{silent},
		}
	}
	for _, s := range r.Plan.Skips {
		if s.Why != nil && slices.Contains(info.Carriers, s.Address) {
			return plan.Absent(info.ID, s.Why.Detail, s.Address)
		}
	}
	return plan.Absent(info.ID, "", "")
}

// together is the verdict of a practice of a row that its computers are asked for: that of the worst one, with those
// that have it as evidence.
func together(row string, hosts []rowSet) plan.Row {
	worst := plan.Absent(row, "", "")
	for _, v := range hosts {
		r := v[row]
		r.Evidence = nil
		worst = plan.Worse(worst, r)
	}
	worst.Evidence = nil
	for _, v := range hosts {
		if r := v[row]; r.Verdict == worst.Verdict && r.Severity == worst.Severity {
			value, _ := json.Marshal(r.Verdict) // a text
			worst.Evidence = append(worst.Evidence, plan.Evidence{Name: v[""].Row, Value: value, Source: "rows"})
		}
	}
	return worst
}

func rowDocument(r plan.Row, info *RowInfo, l text.Lang) RowDocument {
	d := RowDocument{
		Row: info.ID, Verdict: r.Verdict, Title: cmp.Or(r.Title, info.Title.In(l)), Section: info.Section,
		Edition: info.Edition, Message: r.Message, Evidence: r.Evidence, Advice: r.Advice, Support: r.Support,
	}
	if d.Evidence == nil {
		d.Evidence = []plan.Evidence{}
	}
	if r.Verdict == plan.RowFinding {
		fix := cmp.Or(r.Fix, "manual")
		d.Severity, d.Fix = &r.Severity, &fix
	}
	return d
}
