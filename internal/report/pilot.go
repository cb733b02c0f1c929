package report

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/text"
)

// Pilot shows what a host said to the claims; path is the file that holds it all.
func (p *Printer) Pilot(r *doctor.PilotResult, path string, l text.Lang) {
	for _, c := range r.Claims {
		if c.ByHand != "" {
			continue
		}
		style := map[doctor.Verdict]lipgloss.Style{
			doctor.Confirmed: green, doctor.Refuted: red,
			doctor.Unknown: yellow,
		}[c.Verdict]
		text := c.Claim
		if c.Verdict != doctor.Confirmed || p.o.Verbose {
			if e := evidenceText(c.Evidence); e != "" {
				text += " (" + e + ")"
			}
			if c.Error != "" {
				text += " [" + c.Error + "]"
			}
		}
		p.wrapped(0, p.paint(style, fmt.Sprintf("%-9s", c.Verdict))+"  "+c.ID+"  ", lipgloss.NewStyle(), text)
	}
	p.line(0, "")
	counts := fmt.Sprintf("%d confirmed, %d refuted, %d unknown", r.Summary[doctor.Confirmed],
		r.Summary[doctor.Refuted], r.Summary[doctor.Unknown])
	if l == text.German {
		p.Say(counts + ". Alles steht in " + path + "; bitte diese eine Datei zurückschicken. Sie nennt weder " +
			"Praxis noch Rechner noch Personen. Was von Hand zu versuchen ist, steht in docs/unproven.md.")
		return
	}
	p.Say(counts + ". Everything is in " + path + "; please send this one file back. It names neither the practice " +
		"nor computers nor people. What is to be tried by hand stands in docs/unproven.md.")
}
