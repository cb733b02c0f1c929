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
