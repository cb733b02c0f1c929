package problem

// Phrase is what people read beside problems: a question, a list of hosts. {name} is filled in.
type Phrase struct{ DE, EN string }

// The phrases.
var (
	AskPassword   = Phrase{"Kennwort für {whose}", "Password for {whose}"}
	AskPassphrase = Phrase{"Passphrase für {whose}", "Passphrase for {whose}"}
	ForComputer   = Phrase{"{label} (1 Computer)", "{label} (1 computer)"}
	ForComputers  = Phrase{"{label} ({count} Computer)", "{label} ({count} computers)"}
	NeededByOne   = Phrase{
		"Gebraucht für 1 Rechner: {hosts}. Kein Rechner wurde angefasst.",
		"Needed for 1 host: {hosts}. No host was touched.",
	}
	NeededByMany = Phrase{
		"Gebraucht für {count} Rechner: {hosts}. Kein Rechner wurde angefasst.",
		"Needed for {count} hosts: {hosts}. No host was touched.",
	}
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

// Text gives a phrase in a language; pairs are names and values in turn.
func (p Phrase) Text(l Lang, pairs ...string) string {
	text := p.EN
	if l == German {
		text = p.DE
	}
	return fill(text, New("", pairs...).Values)
}
