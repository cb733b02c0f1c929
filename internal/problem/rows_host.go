package problem

// What goes wrong on a host, in the agent's own codes.
const (
	Absent       ID = "absent"
	Denied       ID = "denied"
	Locked       ID = "locked"
	Invalid      ID = "invalid"
	Unsupported  ID = "unsupported"
	Unavailable  ID = "unavailable"
	TooSlow      ID = "too_slow"
	AgentRefused ID = "refused"
	HostError    ID = "host_error"
)

var hostEntries = []Entry{
	{
		ID: Absent, Class: Host,
		DE: Text{
			"Das gibt es auf diesem Rechner nicht.",
			"Auf dem Rechner nachsehen, ob Name und Ort stimmen, dann neu planen.",
		},
		EN: Text{
			"It is not there on this computer.",
			"Look on the computer whether name and place are right, then plan again.",
		},
	},
	{
		ID: Denied, Class: Host,
		DE: Text{
			"Das Konto darf das hier nicht.",
			"Mit einem Mitglied der lokalen Gruppe Administratoren anmelden; bei lokalen Konten filtert UAC das " +
				"Recht (LocalAccountTokenFilterPolicy).",
		},
		EN: Text{
			"The account may not do this here.",
			"Log on with a member of the local Administrators group; for local accounts UAC filters the right " +
				"(LocalAccountTokenFilterPolicy).",
		},
	},
	{
		ID: Locked, Class: Host,
		DE: Text{
			"Die Datei ist in Benutzung.",
			"Praxissoftware und Editoren auf diesem Rechner schließen, dann neu planen.",
		},
		EN: Text{"The file is in use.", "Close the practice software and editors on this computer, then plan again."},
	},
	{
		ID: Invalid, Class: Defect,
		DE: Text{
			"Der Rechner versteht den Auftrag so nicht.",
			"Die Werte im Playbook prüfen; stimmen sie, ist es ein Fehler von xops: bitte mit diesem Text melden.",
		},
		EN: Text{
			"The host does not understand the request as it is.",
			"Check the values in the playbook; if they are right it is a defect of xops: please report it with " +
				"this text.",
		},
	},
	{
		ID: Unsupported, Class: Host,
		DE: Text{
			"Das geht auf diesem Rechner nicht.",
			"Der Nachweis sagt, woran es liegt. Den Schritt danach richten, oder ihn für solche Rechner weglassen " +
				"(when).",
		},
		EN: Text{
			"This cannot be done on this computer.",
			"The evidence says why. Write the step accordingly, or leave it out for such computers (when).",
		},
	},
	{
		ID: Unavailable, Class: Host,
		DE: Text{
			"Ein Windows-Dienst, der dafür nötig ist, antwortet nicht (WMI, Windows-Firewall).",
			"Diesen Dienst auf dem Rechner prüfen, dann neu planen.",
		},
		EN: Text{
			"A Windows service that this needs does not answer (WMI, Windows Firewall).",
			"Check that service on the computer, then plan again.",
		},
	},
	{
		ID: AgentRefused, Class: Host,
		DE: Text{
			"Der Agent auf dem Rechner hat das abgelehnt und nichts getan.",
			"Der Nachweis sagt, warum; das zuerst in Ordnung bringen, dann neu planen.",
		},
		EN: Text{
			"The agent on the computer refused to do this, and did nothing.",
			"The evidence says why; put that in order first, then plan again.",
		},
	},
	{
		ID: HostError, Class: Host,
		DE: Text{
			"Auf dem Rechner ist es fehlgeschlagen.",
			"Der Nachweis sagt, was der Rechner meldet; danach dort sehen.",
		},
		EN: Text{"It failed on the computer.", "The evidence says what the computer reports; look there for that."},
	},
	{
		ID: TooSlow, Class: Host, Row: 18,
		DE: Text{
			"Es hat zu lange gedauert und wurde aufgegeben.",
			"Der Rechner war zu langsam. Später versuchen, oder --timeout erhöhen.",
		},
		EN: Text{"It took too long and was given up.", "The computer was too slow. Try later, or raise --timeout."},
	},
}
