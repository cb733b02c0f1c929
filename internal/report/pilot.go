package report

import (
	"fmt"
	"strconv"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/problem"
)

// Pilot shows what a host said to the claims; path is the file that holds it all.
func (p *Printer) Pilot(r *doctor.PilotResult, path string, l problem.Lang) {
	for _, c := range r.Claims {
		if c.ByHand != "" {
			continue
		}
		style := map[doctor.Verdict]lipgloss.Style{
			doctor.Confirmed: green, doctor.Refuted: red,
			doctor.Unknown: yellow,
		}[c.Verdict]
		text := c.Text(l)
		if c.Verdict != doctor.Confirmed || p.o.Verbose {
			if e := evidenceText(c.Evidence); e != "" {
				text += " (" + e + ")"
			}
			if c.Error != "" {
				text += " [" + c.Error + "]"
			}
		}
		verdict := p.paint(style, fmt.Sprintf("%-10s", verdicts[c.Verdict].Text(l)))
		p.wrapped(0, verdict+"  "+c.ID+"  ", lipgloss.NewStyle(), text)
	}
	p.line(0, "")
	p.Say(problem.PilotDone.Text(l, "confirmed", strconv.Itoa(r.Summary[doctor.Confirmed]),
		"refuted", strconv.Itoa(r.Summary[doctor.Refuted]), "unknown", strconv.Itoa(r.Summary[doctor.Unknown]),
		"file", path))
}

var verdicts = map[doctor.Verdict]problem.Phrase{
	doctor.Confirmed: problem.Confirmed, doctor.Refuted: problem.Refuted, doctor.Unknown: problem.NotTold,
}
