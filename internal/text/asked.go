package text

// What is asked for before anything is dialled.
var (
	AskPassword   = Phrase{"Kennwort für {whose}", "Password for {whose}"}
	AskVariable   = Phrase{"Wert für {name}", "Value for {name}"}
	AskPassphrase = Phrase{"Passphrase für {whose}", "Passphrase for {whose}"}
	ForComputer   = Phrase{"{label} (1 Computer)", "{label} (1 computer)"}
	ForComputers  = Phrase{"{label} ({count} Computer)", "{label} ({count} computers)"}
	// PasswordRefused stands before the question is asked again.
	PasswordRefused = Phrase{"{host} hat das Kennwort abgewiesen.", "{host} has refused the password."}
	NeededByOne     = Phrase{
		"Gebraucht für 1 Rechner: {hosts}. Kein Rechner wurde angefasst.",
		"Needed for 1 host: {hosts}. No host was touched.",
	}
	NeededByMany = Phrase{
		"Gebraucht für {count} Rechner: {hosts}. Kein Rechner wurde angefasst.",
		"Needed for {count} hosts: {hosts}. No host was touched.",
	}
)
