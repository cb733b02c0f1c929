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
)
