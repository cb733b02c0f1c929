package problem

// What goes wrong on a host, in the agent's own codes.
const (
	Absent       ID = "absent"
	Denied       ID = "denied"
	Locked       ID = "locked"
	Invalid      ID = "invalid"
	Unsupported  ID = "unsupported"
	Unavailable  ID = "unavailable"
	Full         ID = "full"
	Blocked      ID = "blocked"
	Damaged      ID = "damaged"
	Ended        ID = "ended"
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
			"Ein Dienst von Windows oder eine Freigabe, die dafür nötig ist, antwortet nicht (WMI, " +
				"Windows-Firewall, Netzlaufwerk).",
			"Auf dem Rechner prüfen, was der Nachweis nennt, dann neu planen.",
		},
		EN: Text{
			"A service of Windows or a share that this needs does not answer (WMI, Windows Firewall, network drive).",
			"Check on the computer what the evidence names, then plan again.",
		},
	},
	{
		ID: Full, Class: Host,
		DE: Text{
			"Auf dem Laufwerk ist kein Platz mehr, oder das Kontingent des Kontos ist verbraucht.",
			"Platz schaffen (alte Sicherungen, Papierkorb, Windows-Update-Reste), dann neu planen.",
		},
		EN: Text{
			"There is no room left on the drive, or the account's quota is used up.",
			"Make room (old backups, recycle bin, leftovers of Windows Update), then plan again.",
		},
	},
	{
		ID: Blocked, Class: Host,
		DE: Text{
			"Ein Schutzprogramm auf diesem Rechner (Virenscanner, überwachter Ordnerzugriff, Anwendungssteuerung) " +
				"hat das blockiert.",
			"Wer den Schutz der Praxis betreut, sieht in dessen Protokoll, was zu dieser Zeit blockiert wurde, und " +
				"lässt genau das zu: powershell.exe, wenn winrshost.exe (WinRM) oder sshd.exe (SSH) es startet" +
				"[[, mit dem Agenten von xops (SHA-256 {agent}…)]], oder den Ordner, in den geschrieben wird. Den " +
				"Schutz nicht abschalten.",
		},
		EN: Text{
			"A protection program on this computer (antivirus, controlled folder access, application control) " +
				"blocked this.",
			"Who looks after the practice's protection sees in its log what was blocked at that time, and allows " +
				"just that: powershell.exe when winrshost.exe (WinRM) or sshd.exe (SSH) starts it" +
				"[[, with xops' agent (SHA-256 {agent}…)]], or the folder that is written to. Do not switch " +
				"protection off.",
		},
	},
	{
		ID: Damaged, Class: Host,
		DE: Text{
			"Der Datenträger oder die Datei ist beschädigt und lässt sich nicht mehr lesen.",
			"Zuerst sichern, was noch lesbar ist. Dann den Datenträger prüfen (chkdsk, SMART) und die Datei aus der " +
				"Sicherung holen.",
		},
		EN: Text{
			"The disk or the file is damaged and cannot be read any more.",
			"First back up what can still be read. Then check the disk (chkdsk, SMART) and take the file from the " +
				"backup.",
		},
	},
	{
		ID: Ended, Class: Host,
		DE: Text{
			"Der Dienst ist nach dem Start gleich wieder beendet worden.",
			"Im Protokoll des Programms und in der Ereignisanzeige (System, 7023, 7024, 7031, 7034) nachsehen, " +
				"warum; oft ist es seine Konfiguration. Der Service-Provider beendet sich, solange Installed=0 in " +
				"seiner ini-Datei steht.",
		},
		EN: Text{
			"The service ended again by itself directly after it was started.",
			"Look into the program's own log and the event log (System, 7023, 7024, 7031, 7034) for the reason; " +
				"often it is its configuration. The Service-Provider ends as long as its ini file has Installed=0.",
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
