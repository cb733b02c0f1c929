package problem

// Ids of xops exec.
const (
	CommandNotRun  ID = "command_not_run"
	CommandTimeout ID = "command_timeout"
	NoProgram      ID = "no_program"
	ExitCode       ID = "exit_code"
)

var commandEntries = []Entry{
	{
		ID: CommandNotRun, Class: Host,
		DE: Text{
			"Der Befehl konnte nicht ausgeführt werden.",
			"Die Ursache beheben, dann noch einmal ausführen.[[ {cause_cure}]]",
		},
		EN: Text{"The command could not be run.", "Mend the cause, then run it again.[[ {cause_cure}]]"},
	},
	{
		ID: CommandTimeout, Class: Host,
		DE: Text{
			"Der Befehl wurde in seiner Zeit nicht fertig und wurde beendet.",
			"--timeout erhöhen, oder Langes anders starten. Worauf es an einem Bildschirm wartet, sieht niemand.",
		},
		EN: Text{
			"The command did not end within its time and was ended.",
			"Raise --timeout, or start what takes long another way. What it waits for on a screen nobody sees.",
		},
	},
	{
		ID: NoProgram, Class: Host,
		DE: Text{
			"Auf diesem Rechner gibt es kein Programm {program}.",
			"Den ganzen Pfad angeben. Was zu cmd.exe gehört, wie dir, läuft mit: cmd /c dir",
		},
		EN: Text{
			"There is no program {program} on this computer.",
			"Give its whole path. What belongs to cmd.exe, such as dir, is run with: cmd /c dir",
		},
	},
	{
		ID: ExitCode, Class: Host,
		DE: Text{"Der Befehl endete mit dem Code {code}.", "Ansehen, was er ausgegeben hat."},
		EN: Text{"The command ended with exit code {code}.", "Look at what it wrote."},
	},
}
