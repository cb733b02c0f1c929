package text

// Help explains a command: in a line, what it takes, and more. The hole {playbooks} is AboutPlaybooks.
type Help struct{ Usage, Args, More Phrase }

// What stands in every help.
var (
	HelpUsage    = Phrase{"AUFRUF:", "USAGE:"}
	HelpCommands = Phrase{"BEFEHLE:", "COMMANDS:"}
	HelpFlags    = Phrase{"SCHALTER:", "FLAGS:"}
	HelpCommand  = Phrase{"BEFEHL", "COMMAND"}
	HelpAnyFlags = Phrase{"[SCHALTER]", "[FLAGS]"}
	HelpCall     = Phrase{
		"xops BEFEHL [ARGUMENTE] [SCHALTER]   Schalter dürfen vor oder nach den Argumenten stehen",
		"xops COMMAND [ARGUMENTS] [FLAGS]     flags may stand before or after arguments",
	}
	HelpOfCommand = Phrase{"xops BEFEHL --help erklärt einen Befehl.", "xops COMMAND --help explains a command."}
	HelpDefault   = Phrase{" (Vorgabe: {value})", " (default: {value})"}
	HelpProgram   = Help{
		Usage: Phrase{
			"Fernarbeit an Praxisrechnern: planen, prüfen, anwenden, zurücknehmen",
			"remote operations for practice computers: plan, review, apply, take back",
		},
		More: Phrase{
			"Ein Playbook sagt, wie die Rechner einer Praxis sein sollen. xops plan zeigt, was davon abweicht, und " +
				"ändert nichts;\nxops apply macht genau das Gezeigte, prüft es und schreibt es auf.\n\nZum " +
				"Anfangen: xops demo",
			"A playbook says how a practice's computers should be. xops plan shows what differs and changes " +
				"nothing; xops apply\nmakes exactly what was shown, verifies it and writes it down.\n\nStart with: " +
				"xops demo",
		},
	}
	AboutPlaybooks = Phrase{
		"PLAYBOOK ist ein Pfad oder der Name eines Playbooks in ./playbooks oder eines mitgelieferten (xops playbook " +
			"list).\nMehrere sind ein Lauf: einmal nachsehen, ein Plan, in der genannten Reihenfolge.",
		"PLAYBOOK is a path, or the name of a playbook in ./playbooks or of a shipped one (xops playbook list).\n" +
			"Several are one run: one observation, one plan, in the order given.",
	}
	ExitCodes = Phrase{
		`EXITCODES:
   0    fertig; oder alles, was ausgewählt und betroffen ist, ist in Ordnung
   1    Fehler, bevor ein Rechner angefasst wurde (Aufruf, Datei, Ausdruck, ein fehlendes Geheimnis)
   2    plan, check: nachgesehen und nicht in Ordnung: Änderungen, ein Schritt von Hand, ein
        Pflichtbefund (check: auch ein empfohlener)
   3    ein Rechner ist gescheitert, nicht erreichbar oder blieb ohne Antwort; apply, fix: oder es
        bleibt ein Pflichtbefund oder ein Schritt von Hand
   4    ein geprüfter Plan passt nicht mehr zu einem Rechner
   130  abgebrochen

   Bei plan und check geht 2 vor 3; bei den anderen 4 vor 3.
   Ein ausgelassener Rechner (nicht betroffen, ohne Auftrag, außerhalb des Zeitfensters) ist kein Fehlschlag.
`,
		`EXIT CODES:
   0    done; or everything that was selected and applies is in order
   1    error before any host was touched (usage, file, expression, a missing secret)
   2    plan, check: looked at, and not in order: changes, a manual step, a required
        finding (check: a recommended one, too)
   3    a host failed, was unreachable, or could not be told; apply, fix: or is left with
        a required finding or a manual step
   4    a reviewed plan no longer fits a host
   130  cancelled

   For plan and check 2 wins over 3; for the others 4 wins over 3.
   A host that is skipped (not applicable, no mandate, outside its window) is no failure.
`,
	}
)

var (
	aPlaybook  = Phrase{"PLAYBOOK…", "PLAYBOOK…"}
	ifPlaybook = Phrase{"[PLAYBOOK…]", "[PLAYBOOK…]"}
	aRun       = Phrase{"LAUF", "RUN"}
)

// Commands explain the commands, by their names.
var Commands = map[string]Help{
	"demo": {
		Usage: Phrase{
			"Übungspraxen auf diesem Computer: planen, anwenden, noch einmal planen",
			"a practice fleet on this computer: plan, apply, plan again",
		},
		More: Phrase{
			"Startet nachgebildete Praxen hinter echten WinRM-Endpunkten auf diesem Computer, jede mit Fehlern, wie " +
				"sie draußen vorkommen, und\nrichtet sie, wie man es selbst täte: nachsehen, ändern, von Hand tun, " +
				"was ein Mensch tun muss, noch einmal nachsehen. Sonst wird\nnichts angefasst und nichts " +
				"installiert.\nEs endet nur mit 0, wenn am Ende jeder Rechner in Ordnung ist, der erreichbar ist " +
				"und geändert werden darf, sonst mit 3.",
			"Starts simulated practices behind real WinRM endpoints on loopback, each with faults that are met in " +
				"the field, and repairs\nthem as you would: look, change, do by hand what a person must do, look " +
				"again. Nothing else is touched; nothing is installed.\nIt ends with 0 only if every host that can " +
				"be reached and may be changed is in order at the end, else with 3.",
		},
	},
	"lab": {Usage: Phrase{
		"Übungspraxen auf diesem Computer, um etwas auszuprobieren",
		"a practice fleet on this computer, to try things on",
	}},
	"lab up": {
		Usage: Phrase{"nachgebildete Praxen bereitstellen, bis Strg-C", "serve simulated practices until Ctrl-C"},
		More: Phrase{
			"Jeder Rechner ist ein echter WinRM-Endpunkt auf diesem Computer mit einem eigenen Windows dahinter. " +
				"Sonst wird nichts angefasst.\nBenutzen von einem anderen Terminal aus: xops plan -i DATEI PLAYBOOK…",
			"Each host is a real WinRM endpoint on loopback with a Windows of its own behind it. Nothing else is " +
				"touched.\nUse it from another terminal: xops plan -i FILE PLAYBOOK…",
		},
	},
	"plan": {
		Usage: Phrase{
			"Probelauf: auf jedem ausgewählten Rechner nachsehen und zeigen, was sich ändern würde",
			"dry run: look at every selected host and show what would change",
		},
		Args: aPlaybook,
		More: Phrase{
			"Nichts wird geändert: beim Planen weigern sich die Rechner zu schreiben.\n{playbooks}",
			"Nothing is changed: the computers refuse to write during a plan.\n{playbooks}",
		},
	},
	"apply": {
		Usage: Phrase{
			"planen, zeigen, fragen, genau die gezeigten Änderungen machen, prüfen, aufschreiben",
			"plan, show, ask, make exactly the changes shown, verify, write down",
		},
		Args: aPlaybook,
		More: Phrase{
			"Jede Änderung wird auf dem Rechner erst verglichen: ist etwas nicht so, wie der Plan es sah, wird es " +
				"nicht geschrieben.\nOhne Terminal zum Fragen braucht es --yes.\n{playbooks}",
			"Each change is compared on the computer first: if something is not as the plan saw it, it is not " +
				"written.\nWithout a terminal to ask on, --yes is needed.\n{playbooks}",
		},
	},
	"show": {
		Usage: Phrase{
			"ein gespeicherter Plan, wie er geprüft wurde, oder ein ausgegebener Lauf",
			"a saved plan, as it was reviewed, or a run that was written out",
		},
		Args: Phrase{"DATEI", "FILE"},
		More: Phrase{
			"DATEI hat xops plan --out geschrieben, oder xops runs export. Kein Rechner wird gefragt.",
			"FILE is what xops plan --out wrote, or xops runs export. No computer is asked anything.",
		},
	},
	"fix": {
		Usage: Phrase{
			"einen Rechner richten: planen, zeigen, fragen, anwenden, prüfen",
			"repair one host: plan, show, ask, apply, verify",
		},
		Args: Phrase{"RECHNER [PLAYBOOK…]", "HOST [PLAYBOOK…]"},
		More: Phrase{
			"RECHNER ist praxis/rechner, oder der Name des Rechners, wenn nur eine Praxis ihn hat. Ohne PLAYBOOK " +
				"sieht xops mit allen nach,\ndie keine Werte brauchen, ändert nichts und sagt, welche helfen " +
				"würden.\n{playbooks}",
			"HOST is practice/host, or the host's name where only one practice has it. Without a PLAYBOOK xops " +
				"looks with all that\nneed no values, changes nothing, and says which ones would help.\n{playbooks}",
		},
	},
	"check": {
		Usage: Phrase{
			"nur die Prüfungen auswerten; ändert nie etwas", "evaluate the checks only; never changes anything",
		},
		Args: ifPlaybook,
		More: Phrase{
			"Ohne PLAYBOOK werden die Prüfungen aller Playbooks ausgewertet, die keine Werte brauchen.\n{playbooks}",
			"Without a PLAYBOOK the checks of all playbooks are evaluated that need no values.\n{playbooks}",
		},
	},
	"undo": {
		Usage: Phrase{
			"einen Lauf zurücknehmen: planen, zeigen, fragen, machen, prüfen, aufschreiben",
			"take a run back: plan it, show, ask, make, verify, write down",
		},
		Args: aRun,
		More: Phrase{
			"LAUF ist die Kennung eines Laufs, ihr Anfang oder ihr Ende, oder „last“. Was seither jemand geändert " +
				"hat, wird gezeigt und\nin Ruhe gelassen. Was der Lauf schon so vorfand, war nicht seins und " +
				"bleibt.\nAuch das Zurücknehmen lässt sich zurücknehmen.",
			"RUN is a run's id, the beginning or the end of it, or \"last\". What somebody has changed since is a " +
				"conflict:\nit is shown and left alone. What the run found so already was not its own, and stays.\n" +
				"Taking back can be taken back.",
		},
	},
	"runs": {Usage: Phrase{
		"Verlauf: list, show, resume, export, import, verify, prune",
		"history: list, show, resume, export, import, verify, prune",
	}},
	"runs export": {
		Usage: Phrase{
			"einen Lauf ausgeben: um ihn anderswo weiterzuführen, und als Nachweis",
			"write a run out: to go on with it elsewhere, and as evidence",
		},
		Args: aRun,
		More: Phrase{
			"Die Datei hat alles, was die Historie von dem Lauf weiß, auch die Dateien vor und nach jeder Änderung. " +
				"xops verify DATEI prüft sie,\nxops runs import DATEI nimmt sie auf; dort führt xops runs resume " +
				"den Lauf weiter.\nMit --format html ist es ein Dokument zum Drucken, jede Praxis auf einer eigenen " +
				"Seite: wer es freigab, was gesehen und was\ngetan wurde. Der Lauf steckt darin: xops verify prüft " +
				"auch, was zu sehen ist. csv ist für Tabellen und beweist nichts.",
			"The file has all that the history knows of the run, the files before and after each change, too. " +
				"xops verify FILE proves it,\nxops runs import FILE takes it in; xops runs resume goes on with it " +
				"there.\nWith --format html it is a document to print, each practice on a page of its own: who " +
				"approved, what was seen, what\nwas done. The run is in it: xops verify proves what is shown, too. " +
				"csv is for spreadsheets and proves nothing.",
		},
	},
	"runs import": {
		Usage: Phrase{
			"einen ausgegebenen Lauf in diese Historie aufnehmen", "take a run that was written out into this history",
		},
		Args: Phrase{"DATEI", "FILE"},
		More: Phrase{
			"Was die Historie schon hat, wird nie überschrieben.", "What the history has already is never overwritten.",
		},
	},
	"verify": {
		Usage: Phrase{
			"nachweisen, dass ein ausgegebener Lauf ist, wie er geschrieben wurde",
			"prove that a run that was written out is as it was written",
		},
		Args: Phrase{"DATEI", "FILE"},
		More: Phrase{
			"DATEI hat xops runs export geschrieben. Es braucht keine Historie und kein Netz.",
			"FILE is what xops runs export wrote. It needs no history and no network.",
		},
	},
	"runs list": {
		Usage: Phrase{"die Läufe, der neueste zuerst", "the runs, newest first"},
	},
	"runs prune": {
		Usage: Phrase{"alte Läufe aus dem Verlauf löschen", "delete old runs from the history"},
		More: Phrase{
			"Erst wird gezeigt, was geht, dann gefragt. Was noch weitergehen kann oder einen Neustart schuldet, " +
				"bleibt immer.\nWelche Läufe gelöscht wurden, steht danach im Journal; xops runs verify prüft es " +
				"wie zuvor.",
			"What goes is shown first, then xops asks. What can still go on, or owes a restart, always stays.\n" +
				"Which runs were deleted is in the journal afterwards; xops runs verify proves it as before.",
		},
	},
	"runs show": {
		Usage: Phrase{
			"ein Lauf: was an jeden Rechner gesendet wurde, und wie es ausging",
			"one run: what was sent to each host, and how it ended",
		},
		Args: aRun,
		More: Phrase{
			"LAUF ist die Kennung eines Laufs, ihr Anfang oder ihr Ende, oder „last“.",
			"RUN is a run's id, the beginning or the end of it, or \"last\".",
		},
	},
	"runs resume": {
		Usage: Phrase{"einen abgebrochenen Lauf weiterführen", "go on with a run that was broken off"},
		Args:  aRun,
		More: Phrase{
			"Auf jedem Rechner, auf dem etwas übrig ist, wird erst nachgesehen: was gemacht ist, bleibt; was " +
				"niemand wusste, ist dann\nbekannt; fällige Neustarts werden gemacht. Nichts wird unbesehen ein " +
				"zweites Mal gesendet.\nWer beim Planen nicht zu erreichen war, wird noch einmal versucht, mit " +
				"--wait so lange wie bei apply.",
			"Every computer on which something is left is looked at first: what was made stays, what nobody knew is " +
				"known\nthen, and restarts that are due are made. Nothing is sent a second time unseen.\n" +
				"Who could not be reached for the plan is tried again, with --wait for as long as with apply.",
		},
	},
	"runs verify": {
		Usage: Phrase{
			"nachweisen, dass keine Zeile des Verlaufs geändert, entfernt oder hinzugefügt wurde",
			"prove that no row of the history was changed, removed or added",
		},
		More: Phrase{
			"Jede Zeile ist durch eine Kette von Prüfsummen gesichert. Wer sich den Kopf notiert, kann später " +
				"sagen, dass nichts abgeschnitten wurde.\nMit --repair wird ein Journal, das beschädigt ist, ganz " +
				"beiseitegelegt und eines angefangen, das alles hat, was\nsich lesen lässt und ist, wie es " +
				"geschrieben wurde.",
			"Every row is sealed by a chain of hashes. Who notes the head can tell later that nothing was cut off.\n" +
				"With --repair a journal that is damaged is set aside, whole, and another one is begun with all that " +
				"can be\nread and is as it was written.",
		},
	},
	"doctor": {
		Usage: Phrase{
			"warum geht die Verbindung nicht? eine Ursache und eine Abhilfe je Rechner",
			"why can't I connect? one cause and one cure for each host",
		},
		Args: Phrase{"[RECHNER…]", "[HOST…]"},
		More: Phrase{
			"RECHNER ist praxis/rechner, ein Muster, oder der Name des Rechners, wenn nur eine Praxis ihn hat; ohne " +
				"Angabe alle, die --host und --where auswählen.\nGeprüft wird vom Billigen zum Teuren: Name, Ports, " +
				"TLS und Zertifikat, was WinRM oder SSH anbieten, Uhrzeit, eine Anmeldung, Sitzung, PowerShell, " +
				"Umlaute.\nDie Anmeldung wird einmal versucht und nie wiederholt. Auf dem Rechner wird nichts " +
				"geändert.\n\nMit --pilot wird ein Rechner nach allem gefragt, was xops bei Windows voraussetzt " +
				"(docs/unproven.md), ohne etwas zu ändern; die Antworten\nkommen in eine Datei, die weder Praxis " +
				"noch Rechner noch Personen nennt. Mit --write legt es auch einen Ordner, einen " +
				"Registrierungsschlüssel, eine abgeschaltete\nFirewall-Regel, eine Aufgabe und einen Dienst an, " +
				"alles eigene, liest sie zurück und entfernt sie wieder.",
			"HOST is practice/host, a pattern, or the host's name where only one practice has it; without one all " +
				"hosts that --host and --where select.\nChecks, cheap to expensive: name, ports, TLS and " +
				"certificate, what WinRM or SSH offers, clock, one logon, session, PowerShell, umlauts.\nA logon is " +
				"tried once and never repeated. Nothing is changed on the host.\n\nWith --pilot one HOST is asked " +
				"about everything that xops assumes of Windows (docs/unproven.md), observing only; the answers go " +
				"into one file,\nwhich names neither the practice nor computers nor people. With --write it also " +
				"makes a folder, a registry key, a disabled\nfirewall rule, a task and a service of its own, reads " +
				"them back, and removes them again.",
		},
	},
	"ping": {Usage: Phrase{
		"auf jedem ausgewählten Rechner verbinden, anmelden und den Agenten starten",
		"connect, log on and start the agent on every selected host",
	}},
	"facts": {
		Usage: Phrase{
			"was jeder ausgewählte Rechner ist: Windows, Domäne, .NET, PowerShell, letzter Start",
			"what every selected host is: Windows, domain, .NET, PowerShell, last start",
		},
		More: Phrase{
			"Es sind die Fakten, die Playbooks als fact sehen. Mit -v kommen Modell, Speicher, Platten und gefundene " +
				"Praxissoftware dazu.\nNichts kann geändert werden: eine Praxis braucht dafür keinen Auftrag zu geben.",
			"The facts are those that playbooks see as fact. -v adds model, memory, disks, and the practice " +
				"software that is found.\nNothing can be changed: a practice needs no mandate for it.",
		},
	},
	"exec": {
		Usage: Phrase{
			"einen Befehl auf jedem ausgewählten Rechner ausführen", "run one command on every selected host",
		},
		Args: Phrase{"-- BEFEHL [ARG…]", "-- CMD [ARG…]"},
		More: Phrase{
			`BEFEHL ist ein Programm von Windows mit seinen Argumenten, die ankommen, wie sie hier stehen: keine Shell ist beteiligt. Was zu cmd.exe
gehört, geht mit cmd /c dir, eine Zeile PowerShell mit --powershell -- 'Get-Service Spooler | Format-List'. Es hat keine Eingabe und kein Fenster.

Ein Befehl kann alles ändern, und xops kann ihn nicht zurücknehmen. Darum wird gefragt wie bei apply, ins Journal geschrieben, bevor gesendet
wird, nie zweimal gesendet, und in Praxen ohne Auftrag oder außerhalb ihres Zeitfensters nicht ausgeführt: dort sehen xops facts, xops check und
Playbooks mit Abfragen nach. Was auf der Befehlszeile steht, steht im Journal und ist auf dem Rechner sichtbar: keine Geheimnisse hineinschreiben.

Ein Rechner gilt als gescheitert, wenn der Exitcode nicht 0 ist. --timeout beendet den Befehl mit allem, was er gestartet hat.`,
			`CMD is one program of Windows with its arguments, which arrive as they stand here: no shell takes part. What belongs to cmd.exe is run with
cmd /c dir, a line of PowerShell with --powershell -- 'Get-Service Spooler | Format-List'. It has no input and no window.

A command can change anything, and xops cannot take it back. So it is asked for like apply, journalled before it is sent, never sent twice,
and not run in practices without mandate or outside of their windows: xops facts, xops check and playbooks with queries look there.
What stands on the command line is in the journal and visible on the computer: write no secrets into it.

A host fails when its exit code is not 0. --timeout ends the command, with what it started.`,
		},
	},
	"inventory":      {Usage: Phrase{"die Praxen und Rechner: list, validate", "the fleet: list, validate"}},
	"inventory list": {Usage: Phrase{"die ausgewählten Rechner", "the selected hosts"}},
	"inventory validate": {
		Usage: Phrase{
			"das Inventar prüfen, mit jedem Fehler an seiner Stelle",
			"check the inventory, with every mistake at its place",
		},
		Args: Phrase{"[PFAD]", "[PATH]"},
	},
	"playbook": {Usage: Phrase{"Playbooks: list, validate", "playbooks: list, validate"}},
	"playbook list": {Usage: Phrase{
		"die Playbooks in ./playbooks und die mitgelieferten", "the playbooks of ./playbooks and the shipped ones",
	}},
	"playbook validate": {
		Usage: Phrase{
			"Playbooks prüfen, mit jedem Fehler an seiner Stelle", "check playbooks, with every mistake at its place",
		},
		Args: ifPlaybook,
		More: Phrase{
			"Ohne PLAYBOOK werden alle geprüft, die xops playbook list zeigt.",
			"Without a PLAYBOOK all are checked that xops playbook list shows.",
		},
	},
	"catalogue": {Usage: Phrase{
		"das Dokument des Herstellers als Daten: list, show", "the vendor's document as data: list, show",
	}},
	"catalogue list": {
		Usage: Phrase{
			"die Zeilen des Dokuments und welche Playbooks sie bedienen",
			"the rows of the document and which playbooks serve them",
		},
		More: Phrase{
			"Klassen: C+F xops prüft und richtet, C xops prüft, E xops sammelt, P xops hält sich daran.",
			"Classes: C+F xops checks and repairs, C xops checks, E xops collects, P xops obeys.",
		},
	},
	"catalogue show": {
		Usage: Phrase{
			"eine Zeile (WS-03) mit Abschnitt, Grenzen, Entscheidungen und was sie bedient, oder eine Entscheidung " +
				"(A52)",
			"a row (WS-03) with its section, limits, decisions and what serves it; or a decision (A52)",
		},
		Args: Phrase{"ZEILE", "ROW"},
		More: Phrase{
			"Eine Datei in ./playbooks/catalogue gilt statt der mitgelieferten gleichen Namens.",
			"A file in ./playbooks/catalogue takes the place of the shipped one of its name.",
		},
	},
	"version": {Usage: Phrase{"die Version des Programms", "the program's version"}},
}
