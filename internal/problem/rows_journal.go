package problem

// The journal and the folder that it is in.
const (
	JournalWrite   ID = "journal"
	JournalOpen    ID = "journal_open"
	JournalNewer   ID = "journal_newer"
	NoRun          ID = "no_run"
	StateFolder    ID = "state"
	StateNowhere   ID = "state_nowhere"
	FileNotWritten ID = "file"
)

var journalEntries = []Entry{
	{
		ID: JournalWrite, Class: Local,
		DE: Text{
			"Das Journal lässt sich nicht schreiben; deshalb wurde nichts begonnen.",
			"Platte und Rechte des Zustandsordners prüfen, dann noch einmal ausführen.",
		},
		EN: Text{
			"The journal cannot be written, so nothing was begun.",
			"Check the disk and the rights of the state directory, then run it again.",
		},
	},
	{
		ID: JournalOpen, Class: Local,
		DE: Text{"Das Journal {file} lässt sich nicht öffnen.", "Platte und Rechte des Zustandsordners prüfen, oder XOPS_STATE_DIR auf einen anderen Ordner setzen."},
		EN: Text{"The journal {file} cannot be opened.", "Check the disk and the rights of the state directory, or set XOPS_STATE_DIR to another one."},
	},
	{
		ID: JournalNewer, Class: Local,
		DE: Text{
			"Das Journal {file} wurde von einem neueren xops geschrieben (Schema {schema}; dieses Programm kennt {known}).",
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
		DE: Text{"Der Zustandsordner lässt sich nicht anlegen.", "XOPS_STATE_DIR auf einen Ordner setzen, in den Sie schreiben dürfen."},
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
		DE: Text{"{file} lässt sich nicht schreiben.", "Platte und Rechte prüfen, oder eine andere Datei nennen: --out DATEI."},
		EN: Text{"{file} cannot be written.", "Check disk and rights, or name another file: --out FILE."},
	},
}
