package problem

// Ids of xops exec.
const (
	CommandEncoding ID = "command_encoding"
	CommandNUL      ID = "command_nul"
	CommandLong     ID = "command_long"
	CommandMissing  ID = "command_missing"
	CommandQuotes   ID = "command_quotes"
	CommandBatch    ID = "command_batch"
	CommandNotRun   ID = "command_not_run"
	CommandTimeout  ID = "command_timeout"
	NoProgram       ID = "no_program"
	ExitCode        ID = "exit_code"
)

var commandEntries = []Entry{
	{
		ID: CommandEncoding, Class: Usage,
		DE: Text{"Der Befehl ist kein UTF-8-Text.", "Windows bekäme etwas anderes. Die Kodierung des Terminals oder des Skripts prüfen."},
		EN: Text{"The command is not UTF-8 text.", "Windows would be sent something else. Check the encoding of the terminal or of the script."},
	},
	{
		ID: CommandNUL, Class: Usage,
		DE: Text{"Der Befehl enthält ein NUL-Zeichen.", "Das Zeichen entfernen."},
		EN: Text{"The command has a NUL character.", "Remove the character."},
	},
	{
		ID: CommandLong, Class: Usage,
		DE: Text{"Der Befehl hat {length} Zeichen; {most} sind möglich.", "Stattdessen ein Playbook mit einem Schritt \"script\" schreiben."},
		EN: Text{"The command has {length} characters; {most} can be sent.", "Write a playbook with a step \"script\" instead."},
	},
	{
		ID: CommandMissing, Class: Usage,
		DE: Text{"Es fehlt der Befehl hinter --.", "xops exec --host 'mueller/*' -- ipconfig /all"},
		EN: Text{"There is no command to run behind --.", "xops exec --host 'mueller/*' -- ipconfig /all"},
	},
	{
		ID: CommandQuotes, Class: Usage,
		DE: Text{"Der Name eines Programms hat keine Anführungszeichen.", "Die Anführungszeichen weglassen; jedes Argument kommt so an, wie es dasteht."},
		EN: Text{"A program's name has no quotes.", "Leave the quotes out; each argument arrives as it stands."},
	},
	{
		ID: CommandBatch, Class: Usage,
		DE: Text{"Eine Batch-Datei liest cmd.exe, und das hat eigene Regeln für Anführungszeichen.", "Wenn das verstanden ist: xops exec -- cmd /c {program}"},
		EN: Text{"A batch file is read by cmd.exe, which has rules of its own for quoting.", "If that is understood: xops exec -- cmd /c {program}"},
	},
	{
		ID: CommandNotRun, Class: Host,
		DE: Text{"Der Befehl konnte nicht ausgeführt werden.", ""},
		EN: Text{"The command could not be run.", ""},
	},
	{
		ID: CommandTimeout, Class: Host,
		DE: Text{"Der Befehl wurde in seiner Zeit nicht fertig und wurde beendet.", "--timeout erhöhen, oder Langes anders starten. Worauf es an einem Bildschirm wartet, sieht niemand."},
		EN: Text{"The command did not end within its time and was ended.", "Raise --timeout, or start what takes long another way. What it waits for on a screen nobody sees."},
	},
	{
		ID: NoProgram, Class: Host,
		DE: Text{"Auf diesem Rechner gibt es kein Programm {program}.", "Den ganzen Pfad angeben. Was zu cmd.exe gehört, wie dir, läuft mit: cmd /c dir"},
		EN: Text{"There is no program {program} on this computer.", "Give its whole path. What belongs to cmd.exe, such as dir, is run with: cmd /c dir"},
	},
	{
		ID: ExitCode, Class: Host,
		DE: Text{"Der Befehl endete mit dem Code {code}.", ""},
		EN: Text{"The command ended with exit code {code}.", ""},
	},
}
