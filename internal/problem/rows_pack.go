package problem

// Ids of packs: runs outside a journal.
const (
	PackForeign       ID = "pack_foreign"
	PackNewer         ID = "pack_newer"
	PackChanged       ID = "pack_changed"
	PackKnown         ID = "pack_known"
	PackMissing       ID = "pack_missing"
	PackUnread        ID = "pack_unread"
	PackUnsigned      ID = "pack_unsigned"
	PackPractice      ID = "pack_practice"
	SignedWhenWritten ID = "signed_when_written"
	PackPart          ID = "pack_part"
	PackOtherView     ID = "pack_other_view"
)

var packEntries = []Entry{
	{
		ID: PackPractice, Class: Usage,
		DE: Text{"Der Lauf hat keinen Rechner der Praxis {practice}.", "xops runs show zeigt seine Rechner."},
		EN: Text{"The run has no host of the practice {practice}.", "xops runs show shows its hosts."},
	},
	{
		ID: SignedWhenWritten, Class: Usage,
		DE: Text{"Ein Lauf wird unterschrieben, wenn er ausgegeben wird.", "xops runs export LAUF --sign SCHLÜSSEL"},
		EN: Text{"A run is signed when it is written out.", "xops runs export RUN --sign KEY"},
	},
	{
		ID: PackPart, Class: Usage,
		DE: Text{
			"Das ist nur, was der Lauf in der Praxis {practice} getan hat: ein Nachweis, mit dem nichts weitergeht.",
			"Den ganzen Lauf ausgeben lassen: xops runs export LAUF ohne --practice.",
		},
		EN: Text{
			"This is only what the run did in the practice {practice}: evidence, with which nothing goes on.",
			"Have the whole run written out: xops runs export RUN without --practice.",
		},
	},
	{
		ID: PackOtherView, Class: Usage,
		DE: Text{
			"xops {program} hat das Dokument geschrieben; dieses xops stellt es anders dar und kann nicht sagen, ob " +
				"es geändert wurde.",
			"Mit jenem xops prüfen, oder den Lauf als JSON ausgeben lassen.",
		},
		EN: Text{
			"xops {program} wrote the document; this xops shows it in another way, and cannot tell whether it was " +
				"changed.",
			"Verify it with that xops, or have the run written out as JSON.",
		},
	},
	{
		ID: PackForeign, Class: Usage,
		DE: Text{"Das ist kein Lauf, den xops runs export geschrieben hat.", "Die Datei von xops runs export angeben."},
		EN: Text{"This is no run that xops runs export wrote.", "Give the file of xops runs export."},
	},
	{
		ID: PackNewer, Class: Usage,
		DE: Text{
			"Den Lauf hat ein neueres xops geschrieben (Schema {schema}, dieses kennt {known}).",
			"Dieses xops erneuern, dann noch einmal.",
		},
		EN: Text{
			"A newer xops wrote this run (schema {schema}, this one knows {known}).",
			"Update this xops, then try again.",
		},
	},
	{
		ID: PackChanged, Class: Usage,
		DE: Text{
			"Der Lauf ist nicht, wie er geschrieben wurde: er wurde geändert oder ist nicht ganz.",
			"Ihn noch einmal ausgeben lassen (xops runs export) und klären, wer die Datei in der Hand hatte.",
		},
		EN: Text{
			"The run is not as it was written: it was changed, or is not whole.",
			"Export it again (xops runs export), and find out who had the file.",
		},
	},
	{
		ID: PackKnown, Class: Usage,
		DE: Text{
			"Diese Historie hat den Lauf {run} schon. Nichts wurde überschrieben.", "xops runs show {run} zeigt ihn.",
		},
		EN: Text{"This history has the run {run} already. Nothing was overwritten.", "xops runs show {run} shows it."},
	},
	{
		ID: PackUnread, Class: Usage,
		DE: Text{"{file} lässt sich nicht lesen.", "Den Pfad prüfen."},
		EN: Text{"{file} cannot be read.", "Check the path."},
	},
	{
		ID: PackUnsigned, Class: Usage,
		DE: Text{
			"Unter dem Lauf in {file} steht keine Unterschrift eines der Schlüssel, die dafür gelten ({keys}).",
			"Ihn unterschrieben ausgeben lassen: xops runs export LAUF --sign SCHLÜSSEL --out DATEI",
		},
		EN: Text{
			"No signature of the keys that count ({keys}) stands under the run in {file}.",
			"Have it written out with one: xops runs export RUN --sign KEY --out FILE",
		},
	},
	{
		ID: PackMissing, Class: Usage,
		DE: Text{"Welche Datei?", "Die Datei von xops runs export angeben."},
		EN: Text{"Which file?", "Give the file of xops runs export."},
	},
}
