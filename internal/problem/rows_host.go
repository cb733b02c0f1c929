package problem

// What goes wrong on a host, in the agent's own codes.
const (
	Absent      ID = "absent"
	Denied      ID = "denied"
	Locked      ID = "locked"
	Invalid     ID = "invalid"
	Unsupported ID = "unsupported"
	Unavailable ID = "unavailable"
	TooSlow     ID = "too_slow"
	ReadOnly    ID = "read_only"
	HostError   ID = "host_error"
)

var hostEntries = []Entry{
	{
		ID: Absent, Class: Host,
		DE: Text{"Das gibt es auf diesem Rechner nicht.", "Auf dem Rechner nachsehen, ob Name und Ort stimmen, dann neu planen."},
		EN: Text{"It is not there on this computer.", "Look on the computer whether name and place are right, then plan again."},
	},
	{
		ID: Denied, Class: Host,
		DE: Text{
			"Das Konto darf das hier nicht.",
			"Mit einem Mitglied der lokalen Gruppe Administratoren anmelden; bei lokalen Konten filtert UAC das Recht (LocalAccountTokenFilterPolicy).",
		},
		EN: Text{
			"The account may not do this here.",
			"Log on with a member of the local Administrators group; for local accounts UAC filters the right (LocalAccountTokenFilterPolicy).",
		},
	},
	{
		ID: Locked, Class: Host,
		DE: Text{"Die Datei ist in Benutzung.", "Praxissoftware und Editoren auf diesem Rechner schließen, dann neu planen."},
		EN: Text{"The file is in use.", "Close the practice software and editors on this computer, then plan again."},
	},
	{
		ID: Invalid, Class: Defect,
		DE: Text{"Der Rechner versteht den Auftrag so nicht.", "Die Werte im Playbook prüfen; stimmen sie, ist es ein Fehler von xops: bitte mit diesem Text melden."},
		EN: Text{"The host does not understand the request as it is.", "Check the values in the playbook; if they are right it is a defect of xops: please report it with this text."},
	},
	{
		ID: Unsupported, Class: Host,
		DE: Text{"Das kann dieser Rechner nicht.", "Windows-Version und PowerShell des Rechners ansehen (xops facts); den Schritt für solche Rechner weglassen (when)."},
		EN: Text{"This computer cannot do that.", "Look at the computer's Windows and PowerShell (xops facts); leave the step out for such computers (when)."},
	},
	{
		ID: Unavailable, Class: Host,
		DE: Text{"Ein Windows-Dienst, der dafür nötig ist, antwortet nicht (WMI, Windows-Firewall).", "Diesen Dienst auf dem Rechner prüfen, dann neu planen."},
		EN: Text{"A Windows service that this needs does not answer (WMI, Windows Firewall).", "Check that service on the computer, then plan again."},
	},
	{
		ID: ReadOnly, Class: Defect,
		DE: Text{"Der Agent sieht nur an und ändert nichts; eine Änderung hat er abgelehnt.", "Das ist ein Fehler von xops; bitte mit diesem Text melden."},
		EN: Text{"The agent only looks and changes nothing; it refused a change.", "This is a defect of xops; please report it with this text."},
	},
	{
		ID: HostError, Class: Host,
		DE: Text{"Auf dem Rechner ist es fehlgeschlagen.", "Der Nachweis sagt, was der Rechner meldet; danach dort sehen."},
		EN: Text{"It failed on the computer.", "The evidence says what the computer reports; look there for that."},
	},
	{
		ID: TooSlow, Class: Host, Row: 18,
		DE: Text{"Es hat zu lange gedauert und wurde aufgegeben.", "Der Rechner war zu langsam. Später versuchen, oder --timeout erhöhen."},
		EN: Text{"It took too long and was given up.", "The computer was too slow. Try later, or raise --timeout."},
	},
}
