package problem

// Ids of what keeps a step from being planned on a host.
const (
	ReadFile            ID = "read_file"
	ReadService         ID = "read_service"
	ReadFirewall        ID = "read_firewall"
	ReadAccessList      ID = "read_access_list"
	ReadPrograms        ID = "read_programs"
	ReadTasks           ID = "read_tasks"
	ReadDisks           ID = "read_disks"
	ReadPort            ID = "read_port"
	ReadSystem          ID = "read_system"
	FileNoMatch         ID = "file_no_match"
	FileMatches         ID = "file_matches"
	PathIsFolder        ID = "path_is_folder"
	FileNotRead         ID = "file_not_read"
	FileAbsent          ID = "file_absent"
	FolderAbsent        ID = "folder_absent"
	NotAFolder          ID = "not_a_folder"
	NoDrive             ID = "no_drive"
	MoveOtherDrive      ID = "move_other_drive"
	MoveWithin          ID = "move_within"
	MoveExists          ID = "move_exists"
	RuleTwice           ID = "rule_twice"
	RuleNoUse           ID = "rule_no_use"
	RuleNotEnough       ID = "rule_not_enough"
	FirewallStopped     ID = "firewall_stopped"
	PortBlocked         ID = "port_blocked"
	PortDoubtful        ID = "port_doubtful"
	FirewallClosed      ID = "firewall_closed"
	FirewallPolicy      ID = "firewall_policy"
	INITwins            ID = "ini_twins"
	AccessOrder         ID = "access_order"
	AccessDenied        ID = "access_denied"
	InstallerAbsent     ID = "installer_absent"
	InstallerFolder     ID = "installer_folder"
	InstallerDrive      ID = "installer_drive"
	NothingToRepair     ID = "nothing_to_repair"
	BootUnknown         ID = "boot_unknown"
	PendingUnknown      ID = "pending_unknown"
	NoRoom              ID = "no_room"
	ServiceAbsent       ID = "service_absent"
	PortHeld            ID = "port_held"
	ServicePending      ID = "service_pending"
	ServiceNeeded       ID = "service_needed"
	ServiceDisabled     ID = "service_disabled"
	ServiceNeverStopped ID = "service_never_stopped"
	StepMistake         ID = "step_mistake"
	ValueUnsendable     ID = "value_unsendable"
	DetachedTooSlow     ID = "detached_too_slow"
	DetachedCut         ID = "detached_cut"
	DetachedNotRun      ID = "detached_not_run"
	DetachedFailed      ID = "detached_failed"
)

var stepEntries = []Entry{
	{
		ID: ReadFile, Class: Host,
		DE: Text{
			"{what} lässt sich nicht lesen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{"{what} cannot be read[[: {cause}]]", "Remove the cause, then plan again.[[ {cause_cure}]]"},
	},
	{
		ID: ReadService, Class: Host,
		DE: Text{
			"Der Dienst {what} lässt sich nicht abfragen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The service {what} cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadFirewall, Class: Host,
		DE: Text{
			"Die Firewall lässt sich nicht lesen[[ ({what})]][[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The firewall cannot be read[[ ({what})]][[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadAccessList, Class: Host,
		DE: Text{
			"Die Zugriffsrechte von {what} lassen sich nicht lesen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The access list of {what} cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadPrograms, Class: Host,
		DE: Text{
			"Die Liste der installierten Programme lässt sich nicht lesen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The list of installed programs cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadTasks, Class: Host,
		DE: Text{
			"Die geplanten Aufgaben von xops lassen sich nicht lesen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The scheduled tasks of xops cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadDisks, Class: Host,
		DE: Text{
			"Der freie Platz der Datenträger lässt sich nicht lesen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The free space of the disks cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadPort, Class: Host,
		DE: Text{
			"Der Port {what} lässt sich nicht abfragen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The port {what} cannot be looked at[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: ReadSystem, Class: Host,
		DE: Text{
			"Das Betriebssystem lässt sich nicht abfragen[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The operating system cannot be read[[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: FileNoMatch, Class: Host,
		DE: Text{
			"Keine Datei passt auf {path}.",
			"Den Pfad prüfen, oder den Schritt mit when auslassen, wo das Programm nicht installiert ist.",
		},
		EN: Text{
			"No file matches {path}.",
			"Check the path, or skip this step with when where the program is not installed.",
		},
	},
	{
		ID: FileMatches, Class: Host,
		DE: Text{
			"{count} Dateien passen auf {path}: {files}[[ und {more} weitere]].",
			"Welche gemeint ist, muss ein Mensch entscheiden: den ganzen Pfad angeben.",
		},
		EN: Text{
			"{count} files match {path}: {files}[[ and {more} more]].",
			"Which one is meant must be decided by hand: give the whole path.",
		},
	},
	{
		ID: PathIsFolder, Class: Host,
		DE: Text{
			"{path} ist ein Ordner, keine Datei.",
			"Den Pfad berichtigen; ein Ordner wird mit move_to verschoben, nie gelöscht.",
		},
		EN: Text{
			"{path} is a folder, not a file.",
			"Correct the path; a folder is moved away with move_to, never deleted.",
		},
	},
	{
		ID: FileNotRead, Class: Host,
		DE: Text{
			"Der Inhalt von {path} ({size} Bytes) wurde nicht gelesen; gelesen werden Dateien bis 1 MiB.",
			"Eine so große Datei von Hand ändern oder mit move_to wegschieben.",
		},
		EN: Text{
			"The content of {path} ({size} bytes) was not read; files up to 1 MiB are.",
			"Change so large a file by hand, or move it away with move_to.",
		},
	},
	{
		ID: FileAbsent, Class: Host,
		DE: Text{"{path} ist nicht da.", "Den Pfad prüfen, oder den Schritt mit when auslassen."},
		EN: Text{"{path} does not exist.", "Check the path, or skip this step with when."},
	},
	{
		ID: FolderAbsent, Class: Host,
		DE: Text{
			"Der Ordner {path} ist nicht da.",
			"Einen Schritt \"directory\" davor setzen, oder den Pfad berichtigen.",
		},
		EN: Text{
			"The folder {path} does not exist.",
			"Put a step \"directory\" before this one, or correct the path.",
		},
	},
	{
		ID: NotAFolder, Class: Host,
		DE: Text{
			"{path} ist kein Ordner, darin lässt sich nichts anlegen.",
			"Ansehen, was dort liegt, oder den Pfad berichtigen.",
		},
		EN: Text{"{path} is no folder, so nothing can be made in it.", "Look at what is there, or correct the path."},
	},
	{
		ID: NoDrive, Class: Host,
		DE: Text{"Auf diesem Computer gibt es kein Laufwerk {drive}.", "Den Pfad berichtigen."},
		EN: Text{"There is no drive {drive} on this host.", "Correct the path."},
	},
	{
		ID: MoveOtherDrive, Class: Host,
		DE: Text{
			"{from} lässt sich nicht nach {to} verschieben: beide müssen auf demselben Laufwerk dieses " +
				"Computers liegen.",
			"Ein Ziel auf demselben Laufwerk angeben.",
		},
		EN: Text{
			"{from} cannot be moved to {to}: both must be on the same drive of this host.",
			"Give a place on the same drive.",
		},
	},
	{
		ID: MoveWithin, Class: Host,
		DE: Text{"{from} lässt sich nicht nach {to} verschieben: das liegt darin.", "Ein anderes Ziel angeben."},
		EN: Text{"{from} cannot be moved to {to}, which is within it.", "Give another place."},
	},
	{
		ID: MoveExists, Class: Host,
		DE: Text{
			"{from} lässt sich nicht nach {to} verschieben: das gibt es schon.",
			"Beide von Hand ansehen, oder ein anderes move_to angeben.",
		},
		EN: Text{
			"{from} cannot be moved to {to}: that exists already.",
			"Look at both by hand, or give another move_to.",
		},
	},
	{
		ID: RuleTwice, Class: Host,
		DE: Text{"{count} Firewall-Regeln heißen {rule}.", "Alle bis auf eine von Hand entfernen, dann neu planen."},
		EN: Text{"{count} firewall rules have the name {rule}.", "Remove all but one by hand, then plan again."},
	},
	{
		ID: RuleNoUse, Class: Host,
		DE: Text{
			"Port {port} ist nicht offen, obwohl die Regel {rule} ist, wie sie sein soll.",
			"Ihre weiteren Bedingungen in der Konsole der Firewall ansehen.",
		},
		EN: Text{
			"Port {port} is not open although the rule {rule} is as it should be.",
			"Look at its further conditions in the firewall's console.",
		},
	},
	{
		ID: RuleNotEnough, Class: Host,
		DE: Text{"Die Regel {rule} würde Port {port} nicht öffnen.", "remote \"{remote}\" und die Profile prüfen."},
		EN: Text{"The rule {rule} would not open port {port}.", "Check remote \"{remote}\" and the profiles."},
	},
	{
		ID: FirewallStopped, Class: Host,
		DE: Text{
			"Der Dienst der Windows-Firewall (mpssvc) ist {state}: auf Regeln ist kein Verlass, und ändern " +
				"lassen sie sich nicht.",
			"Klären, warum, bevor er gestartet wird; vielleicht ist eine andere Firewall zuständig.",
		},
		EN: Text{
			"The Windows firewall service (mpssvc) is {state}, so rules can neither be trusted nor changed.",
			"Find out why before it is started; another firewall may be in charge.",
		},
	},
	{
		ID: PortBlocked, Class: Host,
		DE: Text{
			"Port {port} ist gesperrt durch {rules}; eine sperrende Regel geht jeder erlaubenden vor.",
			"Sie dort entfernen oder ändern, wo sie herkommt; fremde Regeln rührt xops nicht an.",
		},
		EN: Text{
			"Port {port} is blocked by {rules}, and a blocking rule wins over every allowing one.",
			"Remove or change it where it comes from; xops touches no foreign rules.",
		},
	},
	{
		ID: PortDoubtful, Class: Host,
		DE: Text{
			"Ob {rules} auch Port {port} sperrt, lässt sich nicht sagen; eine sperrende Regel geht jeder " +
				"erlaubenden vor.",
			"Im Schritt mit program sagen, wer lauscht, mit remote, welche Adressen gemeint sind; oder die Regel " +
				"prüfen.",
		},
		EN: Text{
			"Whether {rules} blocks port {port} cannot be told, and a blocking rule wins over every allowing one.",
			"Say in the step by program who listens, by remote which addresses are meant; or check the rule.",
		},
	},
	{
		ID: FirewallClosed, Class: Host,
		DE: Text{
			"Die Firewall sperrt alle eingehenden Verbindungen in {profiles}, was auch immer die Regeln " +
				"sagen: eine neue Regel würde Port {port} nicht öffnen.",
			"Klären, wer das eingestellt hat, und es dort ändern.",
		},
		EN: Text{
			"The firewall blocks all inbound connections on {profiles}, whatever the rules say: a new rule " +
				"would not open port {port}.",
			"Find out who set this, and change it there.",
		},
	},
	{
		ID: FirewallPolicy, Class: Host,
		DE: Text{
			"Eine Gruppenrichtlinie setzt lokale Regeln außer Kraft in {profiles} (AllowLocalPolicyMerge).",
			"Port {port} in dieser Gruppenrichtlinie öffnen.",
		},
		EN: Text{
			"A group policy makes the firewall ignore local rules on {profiles} (AllowLocalPolicyMerge).",
			"Open port {port} in that policy.",
		},
	},
	{
		ID: INITwins, Class: Host,
		DE: Text{
			"[{section}] hat nebeneinander {keys}, die dasselbe bedeuten (A01).",
			"Den falschen von Hand entfernen.",
		},
		EN: Text{"[{section}] has {keys} side by side, which mean the same (A01).", "Remove the wrong one by hand."},
	},
	{
		ID: AccessOrder, Class: Host,
		DE: Text{
			"Die Zugriffsrechte von {path} stehen nicht in der Reihenfolge, die Windows verlangt; sie zu " +
				"ändern könnte jemanden aussperren.",
			"Von Hand in Ordnung bringen (Eigenschaften, Sicherheit), dann neu planen.",
		},
		EN: Text{
			"The access list of {path} is not in the order that Windows prescribes; changing it could lock " +
				"somebody out.",
			"Put it in order by hand (Properties, Security), then plan again.",
		},
	},
	{
		ID: AccessDenied, Class: Host,
		DE: Text{
			"Ein Eintrag verweigert {account} dieses Recht auf {path}, und eine Verweigerung geht vor: " +
				"{entries}.",
			"Ihn von Hand dort entfernen, wo er herkommt; Einträge anderer ändert xops nicht.",
		},
		EN: Text{
			"An entry denies {account} this right on {path}, and a denial wins: {entries}.",
			"Remove it by hand where it comes from; xops changes no entries of others.",
		},
	},
	{
		ID: InstallerAbsent, Class: Host,
		DE: Text{"Auf diesem Computer gibt es die Datei {path} nicht.", "Den Installer zuerst dorthin bringen."},
		EN: Text{"There is no file {path} on this host.", "Bring the installer there first."},
	},
	{
		ID: InstallerFolder, Class: Host,
		DE: Text{"{path} ist ein Ordner, kein Installer.", "Den Pfad des Installers angeben."},
		EN: Text{"{path} is a folder, not an installer.", "Give the installer's path."},
	},
	{
		ID: InstallerDrive, Class: Host,
		DE: Text{
			"{path} liegt auf einem Netzlaufwerk, das das installierende Konto SYSTEM nicht hat.",
			"Den Installer auf ein Laufwerk dieses Computers kopieren.",
		},
		EN: Text{
			"{path} is on a network drive, which the installing account SYSTEM does not have.",
			"Copy the installer to a drive of this computer.",
		},
	},
	{
		ID: NothingToRepair, Class: Host,
		DE: Text{
			"Kein Programm namens {name} ist installiert, also ist nichts zu reparieren.",
			"Einen Installer angeben, oder den Schritt mit when auslassen.",
		},
		EN: Text{
			"No program named {name} is installed, so there is nothing to repair.",
			"Give an installer, or skip this step with when.",
		},
	},
	{
		ID: BootUnknown, Class: Host,
		DE: Text{
			"Dieser Computer sagt nicht, wann er gestartet wurde; ob er neu gestartet wurde, wäre nicht " +
				"festzustellen.",
			"Von Hand neu starten.",
		},
		EN: Text{
			"This host does not tell when it was started, so nobody could tell that it was restarted.",
			"Restart it by hand.",
		},
	},
	{
		ID: PendingUnknown, Class: Host,
		DE: Text{
			"Dieser Computer sagt nicht, ob er auf einen Neustart wartet.",
			"Von Hand neu starten, wenn er einen braucht.",
		},
		EN: Text{"This host does not tell whether it waits for a restart.", "Restart it by hand if it needs one."},
	},
	{
		ID: NoRoom, Class: Host,
		DE: Text{"Auf {drive} sind {free} MiB frei, gebraucht werden {needed}.", "Zuerst Platz schaffen."},
		EN: Text{"{drive} has {free} MiB free, and {needed} are needed.", "Make room first."},
	},
	{
		ID: ServiceAbsent, Class: Host,
		DE: Text{
			"Auf diesem Computer gibt es keinen Dienst {service}.",
			"Den Namen prüfen (den des Dienstes selbst, nicht den der Konsole), oder den Schritt mit when " +
				"auslassen.",
		},
		EN: Text{
			"There is no service {service} on this host.",
			"Check the name (the service's own, not the one shown in the console), or skip this step with when.",
		},
	},
	{
		ID: PortHeld, Class: Host,
		DE: Text{
			"TCP-Port {port}, auf dem der Dienst {service} lauscht, hält {holder}.",
			"Das zuerst beenden, oder ihm einen anderen Port geben.",
		},
		EN: Text{
			"TCP port {port}, which the service {service} listens on, is held by {holder}.",
			"End that first, or give it another port.",
		},
	},
	{
		ID: ServicePending, Class: Host,
		DE: Text{"Der Dienst {service} ist zwischen zwei Zuständen ({state}).", "In einer Minute neu planen."},
		EN: Text{"The service {service} is between two states ({state}).", "Plan again in a minute."},
	},
	{
		ID: ServiceNeeded, Class: Host,
		DE: Text{
			"Der Dienst {service} lässt sich nicht anhalten: {services} hängen von ihm ab und laufen.",
			"Sie zuerst anhalten, mit eigenen Schritten.",
		},
		EN: Text{
			"The service {service} cannot be stopped: {services} depend on it and run.",
			"Stop them first, by steps of their own.",
		},
	},
	{
		ID: ServiceDisabled, Class: Host,
		DE: Text{
			"Der Dienst {service} ist deaktiviert, also kann er nicht laufen.",
			"Auch start = \"auto\", \"delayed\" oder \"manual\" angeben.",
		},
		EN: Text{
			"The service {service} is disabled, so it cannot run.",
			"Give start = \"auto\", \"delayed\" or \"manual\" too.",
		},
	},
	{
		ID: ServiceNeverStopped, Class: Host,
		DE: Text{
			"Der Dienst {service} lässt sich nicht neu starten: {other} hängt von ihm ab und wird nie " +
				"angehalten.",
			"Den Computer in einem Wartungsfenster neu starten (Schritt \"reboot\").",
		},
		EN: Text{
			"The service {service} cannot be restarted: {other} depends on it and is never stopped.",
			"Restart the computer in a maintenance window (step \"reboot\").",
		},
	},
	{
		ID: StepMistake, Class: Host,
		DE: Text{"[[{what}]][[{de}]]", "Die genannte Stelle im Playbook berichtigen."},
		EN: Text{"[[{what}]][[{en}]]", "Correct the place in the playbook that is named."},
	},
	{
		ID: ValueUnsendable, Class: Host,
		DE: Text{
			"Ein Wert der Art {type} lässt sich einem Computer nicht senden.",
			"Einen Text, eine Zahl, einen Wahrheitswert, eine Liste oder ein Objekt angeben.",
		},
		EN: Text{
			"A value of type {type} cannot be sent to a host.",
			"Give a text, a number, a bool, a list or an object.",
		},
	},
	{
		ID: DetachedTooSlow, Class: Host,
		DE: Text{
			"Es endete nicht innerhalb von {seconds} s und wurde beendet, mit allem, was es gestartet " +
				"hatte.[[ Offene Fenster, die niemand beantworten kann: {windows}.]][[ Programme: " +
				"{programs}.]][[ Letzte Ausgabe: {output}]]",
			"Nachsehen, worauf es wartet; einen stillen Schalter oder ein größeres timeout angeben.",
		},
		EN: Text{
			"It did not end within {seconds} s and was ended, with what it had started.[[ Open windows, " +
				"which nobody can answer: {windows}.]][[ Programs: {programs}.]][[ Last output: {output}]]",
			"Look at what it waits for; give a switch for a silent run, or a greater timeout.",
		},
	},
	{
		ID: DetachedCut, Class: Host,
		DE: Text{
			"Es wurde unterbrochen, bevor es endete (Stromausfall, Neustart, oder jemand hat es beendet); " +
				"es kann halb getan sein.[[ Programme: {programs}.]][[ Letzte Ausgabe: {output}]]",
			"Auf dem Computer nachsehen, was getan ist; dann neu planen.",
		},
		EN: Text{
			"It was interrupted before it ended (a power cut, a restart, or somebody ended it); it may " +
				"have done half of its work.[[ Programs: {programs}.]][[ Last output: {output}]]",
			"Look at the computer for what is done; then plan again.",
		},
	},
	{
		ID: DetachedNotRun, Class: Host,
		DE: Text{
			"Es ließ sich nicht ausführen ({state}).[[ Letzte Ausgabe: {output}]]",
			"Die Ursache nach der Meldung des Computers beheben, dann neu planen.",
		},
		EN: Text{
			"It could not be run ({state}).[[ Last output: {output}]]",
			"Remove the cause by what the computer says, then plan again.",
		},
	},
	{
		ID: DetachedFailed, Class: Host,
		DE: Text{
			"Es endete mit einem Fehler[[: {cause}]].[[ Offene Fenster, die niemand beantworten kann: " +
				"{windows}.]][[ Programme: {programs}.]][[ Letzte Ausgabe: {output}]]",
			"Die Ursache nach dem Code und der Ausgabe beheben, dann neu planen.",
		},
		EN: Text{
			"It ended with an error[[: {cause}]].[[ Open windows, which nobody can answer: {windows}.]][[ " +
				"Programs: {programs}.]][[ Last output: {output}]]",
			"Remove the cause by the code and the output, then plan again.",
		},
	},
}
