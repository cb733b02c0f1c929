package doctor

import (
	"github.com/xops-dev/xops/internal/text"
)

// titles name the checks.
var titles = map[string]struct{ de, en string }{
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

// Title names a check in a language.
func Title(id string, l text.Lang) string {
	t, ok := titles[id]
	switch {
	case !ok:
		return id
	case l == text.German:
		return t.de
	}
	return t.en
}

// Word gives the few words that frame a report.
func Word(word string, l text.Lang) string {
	if de, ok := words[word]; ok && l == text.German {
		return de
	}
	return word
}

var words = map[string]string{
	"ok": "ok", "warn": "Hinweis", "failed": "fehlgeschlagen", "skipped": "übersprungen",
	"unreachable": "nicht erreichbar",
	"Cause":       "Ursache", "Cure": "Abhilfe", "Note": "Hinweis",
	"Everything that xops needs works.": "Alles, was xops braucht, funktioniert.",
	"hosts":                             "Rechner", "host": "Rechner", "in order": "in Ordnung",
}
