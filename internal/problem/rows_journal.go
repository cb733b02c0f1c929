package problem

// The journal and the folder that it is in.
const (
	JournalOpen    ID = "journal_open"
	JournalNewer   ID = "journal_newer"
	NoRun          ID = "no_run"
	RunAmbiguous   ID = "run_ambiguous"
	RunGoesOn      ID = "run_goes_on"
	RunNeeded      ID = "run_needed"
	RunHostUnknown ID = "run_host"
	NothingDone    ID = "nothing_done"
	NoSuchStep     ID = "no_step"
	StepPattern    ID = "step_pattern"
	NotResumable   ID = "not_resumable"

	JournalTampered ID = "journal_tampered"
	JournalDamaged  ID = "journal_damaged"
	JournalInUse    ID = "journal_in_use"

	JournalUnrepaired ID = "journal_unrepaired"
	StateFolder       ID = "state"
	StateNowhere      ID = "state_nowhere"
	FileNotWritten    ID = "file"
	ResultUnwritten   ID = "result_unwritten"
	PlanUnseen        ID = "plan_unseen"
)

var journalEntries = []Entry{
	{
		ID: JournalOpen, Class: Local,
		DE: Text{
			"Das Journal {file} lässt sich nicht öffnen.",
			"Platte und Rechte des Zustandsordners prüfen, oder XOPS_STATE_DIR auf einen anderen Ordner setzen.",
		},
		EN: Text{
			"The journal {file} cannot be opened.",
			"Check the disk and the rights of the state directory, or set XOPS_STATE_DIR to another one.",
		},
	},
	{
		ID: JournalNewer, Class: Local,
		DE: Text{
			"Das Journal {file} wurde von einem neueren xops geschrieben (Schema {schema}; dieses Programm kennt " +
				"{known}).",
			"xops aktualisieren, oder XOPS_STATE_DIR auf einen anderen Ordner setzen.",
		},
		EN: Text{
			"The journal {file} was written by a newer xops (schema {schema}, this program knows {known}).",
			"Update xops, or set XOPS_STATE_DIR to another directory.",
		},
	},
	{
		ID: NoRun, Class: Usage,
		DE: Text{"Diesen Lauf gibt es nicht.", "xops runs list zeigt die Läufe."},
		EN: Text{"There is no such run.", "xops runs list shows the runs."},
	},
	{
		ID: StateFolder, Class: Local,
		DE: Text{
			"Der Zustandsordner lässt sich nicht anlegen.",
			"XOPS_STATE_DIR auf einen Ordner setzen, in den Sie schreiben dürfen.",
		},
		EN: Text{"The state directory cannot be made.", "Set XOPS_STATE_DIR to a folder that you can write."},
	},
	{
		ID: StateNowhere, Class: Local,
		DE: Text{
			"Für das Journal gibt es keinen Ort: weder XOPS_STATE_DIR noch ein Benutzerordner ist gesetzt.",
			"XOPS_STATE_DIR auf einen Ordner setzen, in den Sie schreiben dürfen.",
		},
		EN: Text{
			"There is no place for the journal: neither XOPS_STATE_DIR nor a home directory is set.",
			"Set XOPS_STATE_DIR to a folder that you can write.",
		},
	},
	{
		ID: FileNotWritten, Class: Local,
		DE: Text{
			"{file} lässt sich nicht schreiben.",
			"Platte und Rechte prüfen, oder eine andere Datei nennen: --out DATEI.",
		},
		EN: Text{"{file} cannot be written.", "Check disk and rights, or name another file: --out FILE."},
	},
	{
		ID: RunGoesOn, Class: Usage,
		DE: Text{
			"Am Lauf {run} wird noch gearbeitet ({operator}).",
			"Warten, bis er zu Ende ist; xops runs list zeigt es.",
		},
		EN: Text{"Run {run} still goes on ({operator}).", "Wait until it has ended; xops runs list shows it."},
	},
	{
		ID: RunNeeded, Class: Usage,
		DE: Text{
			"Der Lauf {run} wird noch gebraucht: Er geht weiter, oder ein Neustart ist fällig.",
			"Noch einmal: xops runs prune sucht die Läufe neu aus.",
		},
		EN: Text{
			"Run {run} is still needed: it goes on, or a restart is due.",
			"Again: xops runs prune chooses the runs anew.",
		},
	},
	{
		ID: NotResumable, Class: Usage,
		DE: Text{
			"Der Lauf {run} ({command}) hat keinen Plan, mit dem es weitergehen könnte.",
			"Noch einmal von vorn: mit --from {run} nur auf den Rechnern, auf denen er nicht gut endete.",
		},
		EN: Text{
			"Run {run} ({command}) has no plan to go on with.",
			"Begin anew: with --from {run} only on the computers on which it did not end well.",
		},
	},
	{
		ID: ResultUnwritten, Class: Local,
		DE: Text{
			"Das Ergebnis ließ sich nicht ganz ausgeben.",
			"Was getan wurde, steht im Journal: xops runs show {run}",
		},
		EN: Text{
			"The result could not be written to its end.",
			"What was done is in the journal: xops runs show {run}",
		},
	},
	{
		ID: PlanUnseen, Class: Usage,
		DE: Text{
			"Der Plan wurde nicht zu Ende gelesen; darum wurde nichts geändert.",
			"Mit --yes gilt die Zustimmung, ohne dass jemand den Plan liest; --out DATEI hebt einen Plan auf.",
		},
		EN: Text{
			"The plan was not read to its end, so nothing was changed.",
			"With --yes it is agreed to without anybody reading it; --out FILE keeps a plan.",
		},
	},
	{
		ID: JournalDamaged, Class: Local,
		DE: Text{
			"Das Journal {file} ist beschädigt.",
			"xops runs verify --repair legt es beiseite und übernimmt, was sich lesen lässt. Bis dahin wird nichts " +
				"geändert.",
		},
		EN: Text{
			"The journal {file} is damaged.",
			"xops runs verify --repair sets it aside and takes over what can be read. Nothing is changed until then.",
		},
	},
	{
		ID: JournalUnrepaired, Class: Local,
		DE: Text{
			"Das beschädigte Journal {file} konnte nicht beiseitegelegt werden; es ist, wie es war.",
			"Platte und Rechte des Zustandsordners prüfen, dann noch einmal versuchen.",
		},
		EN: Text{
			"The damaged journal {file} could not be set aside; it is as it was.",
			"Check the disk and the rights of the state directory, then try again.",
		},
	},
	{
		ID: JournalInUse, Class: Local,
		DE: Text{
			"Ein anderes xops arbeitet gerade mit dem Journal {file}.",
			"Warten, bis es zu Ende ist; xops runs list zeigt, welcher Lauf noch läuft.",
		},
		EN: Text{
			"Another xops is working with the journal {file}.",
			"Wait until it has ended; xops runs list shows which run goes on.",
		},
	},
	{
		ID: JournalTampered, Class: Local,
		DE: Text{
			"Das Journal ist an {count} Stellen nicht mehr so, wie xops es geschrieben hat.",
			"Klären, wer die Datei geändert hat; eine Sicherung mit xops runs verify vergleichen. Ist sie " +
				"beschädigt, geht es mit xops runs verify --repair weiter.",
		},
		EN: Text{
			"The journal is in {count} places not as xops has written it.",
			"Find out who has changed the file; compare a backup with xops runs verify. If it is damaged, xops runs " +
				"verify --repair goes on.",
		},
	},
	{
		ID: RunHostUnknown, Class: Usage,
		DE: Text{
			"Der Lauf {run} hat auf {host} etwas geändert, und das Inventar kennt diesen Rechner nicht mehr. Kein " +
				"Rechner wurde angefasst.",
			"Den Rechner wieder eintragen, oder mit --host nur andere auswählen.",
		},
		EN: Text{
			"Run {run} has changed something on {host}, which the inventory no longer knows. No computer was touched.",
			"Put the computer back into the inventory, or select others only with --host.",
		},
	},
	{
		ID: NothingDone, Class: Usage,
		DE: Text{
			"Der Lauf {run} hat auf den gewählten Rechnern nichts geändert.",
			"xops runs show {run} zeigt, was er tat.",
		},
		EN: Text{
			"Run {run} has changed nothing on the computers that are selected.",
			"xops runs show {run} tells what it did.",
		},
	},
	{
		ID: NoSuchStep, Class: Usage,
		DE: Text{"Zu --step passt im Lauf {run} kein Schritt.", "xops runs show {run} zeigt die Schritte."},
		EN: Text{"No step of run {run} matches --step.", "xops runs show {run} shows the steps."},
	},
	{
		ID: StepPattern, Class: Usage,
		DE: Text{"„{pattern}“ ist kein Muster.", "So schreiben, wie xops runs show es zeigt; * steht für " +
			"beliebigen Text."},
		EN: Text{"\"{pattern}\" is no pattern.", "Write it as xops runs show does; * stands for any text."},
	},
	{
		ID: RunAmbiguous, Class: Usage,
		DE: Text{"„{name}“ kann mehrere Läufe meinen.", "Mehr Zeichen der Kennung angeben; xops runs list zeigt sie."},
		EN: Text{"\"{name}\" can mean several runs.", "Give more of the id; xops runs list shows them."},
	},
}
