package report

import (
	"fmt"
	"strconv"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/text"
)

// Pilot shows what a host said to the claims; path is the file that holds it all.
func (p *Printer) Pilot(r *doctor.PilotResult, path string) {
	for _, c := range r.Claims {
		if c.ByHand != "" {
			continue
		}
		style := map[doctor.Verdict]lipgloss.Style{
			doctor.Confirmed: green, doctor.Refuted: red,
			doctor.Unknown: yellow,
		}[c.Verdict]
		claim := c.Text(p.o.Lang)
		if c.Verdict != doctor.Confirmed || p.o.Verbose {
			if e := evidenceText(c.Evidence); e != "" {
				claim += " (" + e + ")"
			}
			if c.Error != "" {
				claim += " [" + c.Error + "]"
			}
		}
		verdict := p.paint(style, fmt.Sprintf("%-10s", p.t(verdicts[c.Verdict])))
		p.wrapped(0, verdict+"  "+c.ID+"  ", lipgloss.NewStyle(), claim)
	}
	p.line(0, "")
	p.Say(p.t(text.PilotDone, "confirmed", strconv.Itoa(r.Summary[doctor.Confirmed]),
		"refuted", strconv.Itoa(r.Summary[doctor.Refuted]), "unknown", strconv.Itoa(r.Summary[doctor.Unknown]),
		"file", path))
}

var verdicts = map[doctor.Verdict]text.Phrase{
	doctor.Confirmed: text.Confirmed, doctor.Refuted: text.Refuted, doctor.Unknown: text.NotTold,
}
