package text

// InstallerCodes are what installers say with their exit codes (dossier 4.5).
var InstallerCodes = map[int64]Phrase{
	0: {"getan", "done"},
	1641: {
		"getan, und der Installer startet den Computer neu",
		"done, and the installer has begun to restart the computer",
	},
	3010: {
		"getan, und zum Abschluss muss der Computer neu starten",
		"done, and a restart of the computer is needed to finish",
	},
	1602: {
		"die Installation wurde abgebrochen, von einem Menschen oder weil niemand antworten konnte",
		"the installation was cancelled, by a person or because nobody could answer",
	},
	1603: {
		"die Installation ist als Ganzes gescheitert: warum, sagt das Protokoll des Installers",
		"the installation failed as a whole: the installer's own log says why",
	},
	1605: {"das Produkt ist nicht installiert", "the product is not installed"},
	1612: {"die Quelle der Installation ist nicht mehr da", "the source of the installation is not there any more"},
	1618: {"eine andere Installation läuft", "another installation is running"},
	1619: {"das Paket lässt sich nicht öffnen", "the package cannot be opened"},
	1620: {"das Paket ist nicht gültig", "the package is not valid"},
	1625: {
		"eine Richtlinie dieses Computers verbietet die Installation",
		"a policy of this computer forbids the installation",
	},
	1633: {"das Paket ist nicht für diese Art von Windows", "the package is not for this kind of Windows"},
	1638: {"eine andere Version des Produkts ist installiert", "another version of the product is installed"},
	1639: {"die Befehlszeile ist nicht gültig", "the command line is not valid"},
	1640: {
		"aus einer Terminalsitzung lässt sich nicht installieren",
		"installing is not possible from a terminal session",
	},
}

// What an exit code is that no table has, or that a playbook counts as done, and how it is told.
var (
	OwnCode = Phrase{
		"ein eigener Code dieses Installers; was er heißt, sagt dessen Dokumentation",
		"a code of this installer's own; its documentation says what it means",
	}
	CountedAsDone = Phrase{"gilt nach success_codes als getan", "counted as done by success_codes"}
	EndedWith     = Phrase{"Exitcode {code}: {meaning}", "exit code {code}: {meaning}"}
)
