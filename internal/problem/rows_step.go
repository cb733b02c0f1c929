package problem

// Ids of what keeps a step from being planned on a host.
const (
	ReadFile        ID = "read_file"
	ReadAccessList  ID = "read_access_list"
	ReadDisks       ID = "read_disks"
	ReadSystem      ID = "read_system"
	FileNoMatch     ID = "file_no_match"
	FileMatches     ID = "file_matches"
	PathIsFolder    ID = "path_is_folder"
	FileNotRead     ID = "file_not_read"
	FileAbsent      ID = "file_absent"
	FolderAbsent    ID = "folder_absent"
	NotAFolder      ID = "not_a_folder"
	NoDrive         ID = "no_drive"
	MoveOtherDrive  ID = "move_other_drive"
	MoveWithin      ID = "move_within"
	MoveExists      ID = "move_exists"
	INITwins        ID = "ini_twins"
	AccessOrder     ID = "access_order"
	AccessDenied    ID = "access_denied"
	StepMistake     ID = "step_mistake"
	ValueUnsendable ID = "value_unsendable"
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
}
