package problem

// Ids of what this computer has too little of. No host is to blame.
const (
	LocalFiles  ID = "local-files"
	LocalPorts  ID = "local-ports"
	LocalMemory ID = "local-memory"
)

var localEntries = []Entry{
	{
		ID: LocalFiles, Class: Local,
		DE: Text{
			"Dieser Computer hat keine Datei mehr frei für eine weitere Verbindung.",
			"Weniger Rechner gleichzeitig bearbeiten (--parallel), oder mehr offene Dateien erlauben: ulimit -n " +
				"zeigt und setzt die Grenze.",
		},
		EN: Text{
			"This computer has no file left to open another connection.",
			"Work on fewer hosts at a time (--parallel), or allow more open files: ulimit -n shows and sets the limit.",
		},
	},
	{
		ID: LocalPorts, Class: Local,
		DE: Text{
			"Dieser Computer hat keinen Port mehr frei für eine weitere Verbindung.",
			"Weniger Rechner gleichzeitig bearbeiten (--parallel) und einige Minuten warten: auch geschlossene " +
				"Verbindungen belegen ihren Port noch eine Weile.",
		},
		EN: Text{
			"This computer has no port left for another connection.",
			"Work on fewer hosts at a time (--parallel), and wait some minutes: closed connections keep their port " +
				"for a while.",
		},
	},
	{
		ID: LocalMemory, Class: Local,
		DE: Text{
			"Dieser Computer hat keinen Speicher mehr für eine weitere Netzwerkverbindung.",
			"Weniger Rechner gleichzeitig bearbeiten (--parallel) und nachsehen, was auf diesem Computer sonst läuft.",
		},
		EN: Text{
			"This computer has no memory left for another network connection.",
			"Work on fewer hosts at a time (--parallel), and look at what else runs on this computer.",
		},
	},
}
