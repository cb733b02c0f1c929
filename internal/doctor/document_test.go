package doctor

import (
	"fmt"
	"strings"
)

// Document is docs/unproven.md.
func Document() string {
	var b strings.Builder
	b.WriteString(`# What no lab here can prove

Every claim about Windows that xops relies on and that neither engine of the lab proves. It is made of ` + "`internal/doctor/claims*.go`" + `; a test keeps both the same.

The script for the first pilot: a technician runs

` + "```" + `
xops doctor --pilot mueller/srv01
` + "```" + `

on a real Windows. It logs on once, looks only, changes nothing, and writes one file, ` + "`xops-pilot.json`" + `, with *confirmed*, *refuted* or *unknown* for each claim and its
evidence: numbers, versions and names that Windows itself gives; no secrets, no names of practices, computers or people, no patient data. What has to be tried by hand
is in the last part.

## Told by looking

| claim | what xops relies on | dossier | why no lab proves it | probe |
|---|---|---|---|---|
`)
	for _, c := range Claims(false) {
		if !c.hand() {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", c.ID, cell(c.Claim), c.Section, cell(c.Why),
				cell(probeText(c)))
		}
	}
	b.WriteString(`
## Told by writing

Only with ` + "`xops doctor --pilot --write`" + `, which asks before and needs the practice's mandate. It makes a folder ` + "`" + `%ProgramData%\xops\pilot` + "`" + `, a key
` + "`" + `HKLM\SOFTWARE\xops\pilot` + "`" + ` in both views, a disabled firewall rule and a service ` + "`xops-pilot`" + `, and one scheduled task; reads each back, by xops and by Windows' own
programs; and removes them all. What could not be removed is said. It is not in the journal: the file is the record.

| claim | what xops relies on | dossier | why no lab proves it | what is made |
|---|---|---|---|---|
`)
	for _, c := range Claims(true) {
		if c.Write {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", c.ID, cell(c.Claim), c.Section, cell(c.Why), cell(c.Look))
		}
	}
	b.WriteString("\n## To be tried by hand\n\n| claim | what xops relies on | dossier | why no lab proves it | " +
		"what to do |\n|---|---|---|---|---|\n")
	for _, c := range Claims(true) {
		if c.hand() {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", c.ID, cell(c.Claim), c.Section, cell(c.Why), cell(c.ByHand))
		}
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func probeText(c Claim) string {
	queries := c.Queries
	if c.Look != "" {
		return c.Look
	}
	if len(queries) == 0 {
		return "the session itself"
	}
	if len(queries) > 4 {
		return fmt.Sprintf("%d queries `%s`", len(queries), queries[0].Type)
	}
	var parts []string
	for _, q := range queries {
		text := q.Type
		if q.Key != "" {
			text += " " + q.Key
		}
		parts = append(parts, "`"+text+"`")
	}
	return strings.Join(parts, ", ")
}
