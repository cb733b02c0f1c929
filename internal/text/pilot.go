package text

// What a pilot says.
var (
	Confirmed = Phrase{"bestätigt", "confirmed"}
	Refuted   = Phrase{"widerlegt", "refuted"}
	NotTold   = Phrase{"unbekannt", "unknown"}
	PilotDone = Phrase{
		"{confirmed} bestätigt, {refuted} widerlegt, {unknown} unbekannt. Alles steht in {file}; bitte diese eine " +
			"Datei zurückschicken. Sie nennt weder Praxis noch Rechner noch Personen. Was von Hand zu versuchen ist, " +
			"steht in docs/unproven.md.",
		"{confirmed} confirmed, {refuted} refuted, {unknown} unknown. Everything is in {file}; please send this one " +
			"file back. It names neither the practice nor computers nor people. What is to be tried by hand stands " +
			"in docs/unproven.md.",
	}
	PilotAsk = Phrase{
		"Auf {host} wird zur Probe geschrieben, nur Eigenes, und alles wieder entfernt: {things}. Die Regel ist " +
			"abgeschaltet, der Dienst wird nie gestartet, die Aufgabe endet sofort. Erlauben? Nur \"ja\" erlaubt es: ",
		"This writes on {host} to try it out, things of its own alone, and removes them all again: {things}. The " +
			"rule is switched off, the service is never started, the task ends at once. Allow it? Only \"yes\" " +
			"allows it: ",
	}
	PilotThings = Phrase{
		"Ordner {folder}, Registry-Schlüssel {key} in beiden Sichten, Firewall-Regel und Dienst {name}, Aufgabe {task}",
		"folder {folder}, registry key {key} in both views, firewall rule and service {name}, task {task}",
	}
	PilotNothing = Phrase{"Es wurde nichts geschrieben.", "Nothing was written."}
	PilotLeft    = Phrase{
		"Das konnte nicht entfernt werden und ist von Hand zu entfernen: {things}.",
		"This could not be removed and is to be removed by hand: {things}.",
	}
)
