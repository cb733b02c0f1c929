package problem

// Ids of what keeps a service or a program from being planned, and of how a program ended.
const (
	ReadService         ID = "read_service"
	ReadPrograms        ID = "read_programs"
	ReadTasks           ID = "read_tasks"
	ReadPort            ID = "read_port"
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
	DetachedTooSlow     ID = "detached_too_slow"
	DetachedCut         ID = "detached_cut"
	DetachedNotRun      ID = "detached_not_run"
	DetachedFailed      ID = "detached_failed"
)

var runningEntries = []Entry{
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
