package text

// DoctorChecks are what the doctor looks at.
var DoctorChecks = map[string]Phrase{
	"dns":     {"Name auflösen", "Resolve the name"},
	"tcp":     {"Ports", "Ports"},
	"tls":     {"TLS und Zertifikat", "TLS and certificate"},
	"http":    {"WinRM antwortet", "WinRM answers"},
	"ntlm":    {"NTLM-Auskunft", "NTLM challenge"},
	"clock":   {"Uhrzeit", "Clock"},
	"banner":  {"SSH antwortet", "SSH answers"},
	"hostkey": {"Host-Schlüssel", "Host key"},
	"methods": {"Angebotene Anmeldungen", "Offered logons"},
	"logon":   {"Anmeldung (ein Versuch)", "Logon (one try)"},
	"shell":   {"Sitzung öffnen", "Open a session"},
	"agent":   {"PowerShell", "PowerShell"},
	"echo":    {"64 KiB mit Umlauten", "64 KiB with umlauts"},
}

// Bastion stands before a cause that is not the host's own.
var Bastion = Phrase{"Sprungrechner {name}: ", "Bastion {name}: "}

// What frames a doctor's report.
var (
	Cause    = Phrase{"Ursache", "Cause"}
	Cure     = Phrase{"Abhilfe", "Cure"}
	Note     = Phrase{"Hinweis", "Note"}
	Skipped  = Phrase{"übersprungen: {checks}", "skipped: {checks}"}
	AllWorks = Phrase{"Alles, was xops braucht, funktioniert.", "Everything that xops needs works."}
)

// Verdicts are what a host says to a claim.
var Verdicts = map[string]Phrase{
	"confirmed": {"bestätigt", "confirmed"},
	"refuted":   {"widerlegt", "refuted"},
	"unknown":   {"unbekannt", "unknown"},
}

// PilotTotal ends a pilot.
var PilotTotal = Phrase{
	"{confirmed} bestätigt, {refuted} widerlegt, {unknown} unbekannt. Alles steht in {file}; bitte diese eine Datei " +
		"zurückschicken. Sie nennt weder Praxis noch Rechner noch Personen. Was von Hand zu versuchen ist, steht in " +
		"docs/unproven.md.",
	"{confirmed} confirmed, {refuted} refuted, {unknown} unknown. Everything is in {file}; please send this one file " +
		"back. It names neither the practice nor computers nor people. What is to be tried by hand stands in " +
		"docs/unproven.md.",
}
