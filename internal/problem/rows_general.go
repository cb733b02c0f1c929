package problem

// Ids that mean something everywhere.
const (
	Other         ID = "error"    // an error of which no more is known than its text
	Internal      ID = "internal" // a mistake in xops
	CallCancelled ID = "cancelled"
	Configuration ID = "configuration"
	TimeOver      ID = "timeout"
)

var generalEntries = []Entry{
	{
		ID: Other, Class: Host,
		DE: Text{
			"Ein Fehler, den xops nicht näher kennt.",
			"Der Nachweis sagt, was es war. Hilft er nicht weiter, bitte mit diesem Text melden.",
		},
		EN: Text{
			"An error that xops knows no more of.",
			"The evidence says what it was. If that is no help, please report it with this text.",
		},
	},
	{
		ID: Internal, Class: Defect,
		DE: Text{
			"xops hat einen Fehler[[: {what}]].",
			"Bitte melden, mit der genannten Datei. Die anderen Rechner sind nicht betroffen.",
		},
		EN: Text{
			"xops has a defect[[: {what}]].",
			"Please report it, with the file that is named. The other hosts are not affected.",
		},
	},
	{
		ID: CallCancelled, Class: Cancelled,
		DE: Text{"Es wurde abgebrochen.", "Noch einmal ausführen: was schon getan ist, wird erkannt."},
		EN: Text{"It was cancelled.", "Run it again: what is done already is recognised."},
	},
	{
		ID: Configuration, Class: Usage,
		DE: Text{
			"Die Konfiguration hat Fehler.",
			"Die Datei an der gezeigten Stelle berichtigen. Kein Rechner wurde angefasst.",
		},
		EN: Text{"The configuration has mistakes.", "Correct the file at the place shown. No computer was touched."},
	},
	{
		ID: TimeOver, Class: Host, Row: 18,
		DE: Text{
			"Die Zeit für diesen Rechner ist um.",
			"Der Rechner ist langsam oder hängt. Später versuchen, oder --timeout erhöhen.",
		},
		EN: Text{"The time for this host is over.", "The computer is slow or hangs. Try later, or raise --timeout."},
	},
}
