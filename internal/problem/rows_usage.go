package problem

// Mistakes in a call: no host was touched.
const (
	FlagsWrong        ID = "usage"
	FlagNoValue       ID = "flag_no_value"
	FlagUnknown       ID = "flag_unknown"
	FlagNumber        ID = "flag_number"
	FlagDuration      ID = "flag_duration"
	FlagChoice        ID = "flag_choice"
	FlagMoment        ID = "flag_moment"
	FlagPattern       ID = "flag_pattern"
	FlagNeeds         ID = "flag_needs"
	YesNeedsPlaybooks ID = "yes_needs_playbooks"
	NoCommand         ID = "no_command"
	CommandMissing    ID = "command_missing"
	CommandUnknown    ID = "command_unknown"
	ArgumentTooMuch   ID = "argument_too_much"
	PathsTooMany      ID = "paths_too_many"
	PlaybookMissing   ID = "playbook_missing"
	RunMissing        ID = "run_missing"
	HostMissing       ID = "host_missing"
	HostAmbiguous     ID = "host_ambiguous"
	HostsNotOne       ID = "hosts_not_one"
	NoHostWhere       ID = "no_host_where"
	NoHostPattern     ID = "no_host_pattern"
	NoHostAtAll       ID = "no_host"
	InventoryAbsent   ID = "no_inventory"
	PlaybookUnknown   ID = "no_playbook"
	CatalogueUnknown  ID = "no_row"
	CatalogueOne      ID = "one_row"
	CatalogueFilter   ID = "no_such_filter"
	PlaybookAbsent    ID = "no_playbook_file"
	PlaybookFolder    ID = "playbook_folder"
	VariableForm      ID = "variable_form"
	NoHostWith        ID = "no_host_with"
	NoHostFrom        ID = "no_host_from"
	NoSuchClass       ID = "no_class"
	NoCanary          ID = "no_canary"
	BatchAll          ID = "batch_all"
	BatchYes          ID = "batch_yes"
	NoTerminal        ID = "no_terminal"
	VariableMissing   ID = "variable_missing"
	FileExists        ID = "file_exists"
	FileIsFolder      ID = "file_is_folder"
	FileNoFolder      ID = "file_no_folder"
	LabFault          ID = "lab_fault"
	LabConfig         ID = "lab_config"
	ExecMissing       ID = "exec_missing"
	ExecEncoding      ID = "exec_encoding"
	ExecTooLong       ID = "exec_too_long"
	ExecCharacters    ID = "exec_characters"
	ExecBatch         ID = "exec_batch"
	PowerShellWords   ID = "powershell_words"
	PowerShellEmpty   ID = "powershell_empty"
	PlanFileMissing   ID = "plan_file"
)

var usageEntries = []Entry{
	{
		ID: PlanFileMissing, Class: Usage,
		DE: Text{"Welcher gespeicherte Plan?", "xops show DATEI; xops plan --out DATEI PLAYBOOK… schreibt einen."},
		EN: Text{"Which saved plan?", "xops show FILE; xops plan --out FILE PLAYBOOK… writes one."},
	},
	{
		ID: VariableMissing, Class: Usage,
		DE: Text{
			"Ein Playbook braucht {owner}.vars.{name}, und im Inventar steht es nicht.",
			"Es dort unter vars eintragen, bei der Praxis oder beim Rechner; oder Rechner ohne es auslassen: " +
				"--host '!PRAXIS/RECHNER'.",
		},
		EN: Text{
			"A playbook needs {owner}.vars.{name}, and the inventory does not have it.",
			"Write it there into vars, of the practice or of the host; or leave out hosts without it: --host " +
				"'!PRACTICE/HOST'.",
		},
	},
	{
		ID: FlagsWrong, Class: Usage,
		DE: Text{"Der Aufruf lässt sich nicht lesen.", "Die Schalter des Befehls zeigt --help."},
		EN: Text{"The call cannot be read.", "--help shows the flags of the command."},
	},
	{
		ID: FlagNoValue, Class: Usage,
		DE: Text{"{flag} braucht einen Wert.", "Den Wert dahinter schreiben; --help zeigt, welchen."},
		EN: Text{"{flag} needs a value.", "Write the value behind it; --help shows which."},
	},
	{
		ID: FlagUnknown, Class: Usage,
		DE: Text{
			"{command} hat keinen Schalter --{flag}.",
			"[[Gemeint --{near}? ]]{command} --help zeigt die Schalter.",
		},
		EN: Text{"{command} has no flag --{flag}.", "[[Did you mean --{near}? ]]{command} --help lists the flags."},
	},
	{
		ID: FlagNumber, Class: Usage,
		DE: Text{"{flag} {value} geht nicht.", "Eine Zahl ab {least}[[ bis {most}]] schreiben."},
		EN: Text{"{flag} {value} cannot be.", "Write a number from {least}[[ to {most}]]."},
	},
	{
		ID: FlagDuration, Class: Usage,
		DE: Text{"{flag} {value} geht nicht.", "Eine Dauer[[ bis {most}]] schreiben, zum Beispiel {example}."},
		EN: Text{"{flag} {value} cannot be.", "Write a duration[[ up to {most}]], such as {example}."},
	},
	{
		ID: FlagMoment, Class: Usage,
		DE: Text{
			"{flag} {value} geht nicht.", "Einen Tag (2026-01-31), eine Dauer (30d, 12h) oder RFC 3339 schreiben.",
		},
		EN: Text{"{flag} {value} cannot be.", "Write a day (2026-01-31), how long ago (30d, 12h), or RFC 3339."},
	},
	{
		ID: FlagPattern, Class: Usage,
		DE: Text{"{flag} {value} geht nicht.", "Ein Muster mit * und ? schreiben; [ … ] gehört zusammen."},
		EN: Text{"{flag} {value} cannot be.", "Write a pattern with * and ?; [ … ] belongs together."},
	},
	{
		ID: FlagChoice, Class: Usage,
		DE: Text{"{flag} {value} geht nicht.", "Eines davon schreiben: {choices}."},
		EN: Text{"{flag} {value} cannot be.", "Write one of these: {choices}."},
	},
	{
		ID: FlagNeeds, Class: Usage,
		DE: Text{"{flag} gehört zu {needs}.", "{needs} dazuschreiben, oder {flag} weglassen."},
		EN: Text{"{flag} belongs to {needs}.", "Write {needs} too, or leave {flag} out."},
	},
	{
		ID: YesNeedsPlaybooks, Class: Usage,
		DE: Text{"--yes braucht die Namen der Playbooks.", "xops fix {host} zeigt, welche helfen würden."},
		EN: Text{"--yes needs the playbooks by name.", "xops fix {host} shows which ones would help."},
	},
	{
		ID: NoCommand, Class: Usage,
		DE: Text{"Das sind nur Schalter und kein Befehl.", "xops --help zeigt die Befehle."},
		EN: Text{"There is no command, only flags.", "xops --help lists the commands."},
	},
	{
		ID: CommandMissing, Class: Usage,
		DE: Text{"{command} braucht einen Befehl: {choices}.", "{command} --help erklärt sie."},
		EN: Text{"{command} needs a command: {choices}.", "{command} --help explains them."},
	},
	{
		ID: CommandUnknown, Class: Usage,
		DE: Text{"Den Befehl „{given}“ gibt es nicht.", "[[Gemeint „{near}“? ]]{help} zeigt die Befehle."},
		EN: Text{"Unknown command \"{given}\".", "[[Did you mean \"{near}\"? ]]{help} lists the commands."},
	},
	{
		ID: ArgumentTooMuch, Class: Usage,
		DE: Text{"{command} nimmt keine Argumente, hier steht aber {argument}.", "{command} --help zeigt, was geht."},
		EN: Text{"{command} takes no arguments, but there is {argument}.", "{command} --help shows what it takes."},
	},
	{
		ID: PathsTooMany, Class: Usage,
		DE: Text{
			"{command} nimmt einen Pfad, nicht {count}.",
			"Einen nennen: eine Datei, oder den Ordner, in dem alle liegen.",
		},
		EN: Text{"{command} takes one path, not {count}.", "Name one: a file, or the folder that holds them all."},
	},
	{
		ID: PlaybookMissing, Class: Usage,
		DE: Text{
			"{command} braucht ein Playbook: seinen Namen oder seinen Pfad.",
			"xops playbook list zeigt, welche es gibt.",
		},
		EN: Text{"{command} needs a playbook: its name or its path.", "xops playbook list shows those that there are."},
	},
	{
		ID: RunMissing, Class: Usage,
		DE: Text{"xops runs show braucht einen Lauf.", "xops runs show last; xops runs list zeigt die Läufe."},
		EN: Text{"xops runs show needs one run.", "xops runs show last; xops runs list shows the runs."},
	},
	{
		ID: HostMissing, Class: Usage,
		DE: Text{
			"xops fix braucht einen Rechner.",
			"xops fix mueller/srv01 kundennummer; xops inventory list zeigt die Rechner, xops playbook list die " +
				"Playbooks.",
		},
		EN: Text{
			"xops fix needs a host.",
			"xops fix mueller/srv01 kundennummer; xops inventory list shows the hosts, xops playbook list the " +
				"playbooks.",
		},
	},
	{
		ID: HostAmbiguous, Class: Usage,
		DE: Text{"„{name}“ heißen {count} Rechner.", "Einen davon nennen: xops fix {first} …"},
		EN: Text{"\"{name}\" is the name of {count} hosts.", "Name one of them: xops fix {first} …"},
	},
	{
		ID: HostsNotOne, Class: Usage,
		DE: Text{"{command} nimmt einen Rechner, nicht {count}.", "Einen nennen: {command} {first}"},
		EN: Text{"{command} takes one host, not {count}.", "Name one: {command} {first}"},
	},
	{
		ID: NoHostWhere, Class: Usage,
		DE: Text{
			"Kein Rechner ist ausgewählt: --where {expression} trifft auf keinen zu.",
			"xops inventory list zeigt die Rechner mit dem, wonach --where fragen kann.",
		},
		EN: Text{
			"No host is selected: --where {expression} is true for none.",
			"xops inventory list shows the hosts and what --where can ask for.",
		},
	},
	{
		ID: NoHostPattern, Class: Usage,
		DE: Text{
			"Kein Rechner ist ausgewählt: die Muster von --host schließen alle aus.",
			"xops inventory list zeigt die Rechner; ein Muster mit ! schließt aus.",
		},
		EN: Text{
			"No host is selected: the patterns of --host exclude all.",
			"xops inventory list shows the hosts; a pattern with ! excludes.",
		},
	},
	{
		ID: NoCanary, Class: Usage,
		DE: Text{
			"--canary {host} ist keiner der ausgewählten Rechner.",
			"Als PRAXIS/RECHNER schreiben, und mit auswählen.",
		},
		EN: Text{"--canary {host} is none of the selected hosts.", "Write it as PRACTICE/HOST, and select it, too."},
	},
	{
		ID: BatchAll, Class: Usage,
		DE: Text{"--batch kennt nur „all“, nicht „{value}“.", "Stapel stehen im Playbook: batches im Block rollout."},
		EN: Text{
			"--batch knows \"all\" only, not \"{value}\".",
			"Batches stand in the playbook: batches in its block rollout.",
		},
	},
	{
		ID: BatchYes, Class: Usage,
		DE: Text{
			"--batch all ändert alle Rechner zugleich, und braucht --yes.",
			"Erst xops plan ansehen; dann mit --yes --batch all, oder ohne --batch in Stapeln.",
		},
		EN: Text{
			"--batch all changes every host at once, and needs --yes.",
			"Look at xops plan first; then run it with --yes --batch all, or without --batch in batches.",
		},
	},
	{
		ID: NoHostWith, Class: Usage,
		DE: Text{
			"Kein ausgewählter Rechner hat {flag} {value}.",
			"[[Gemeint {near}? ]][[Bekannt: {known}. ]]xops inventory list -v zeigt, was die Rechner haben.",
		},
		EN: Text{
			"No selected host has {flag} {value}.",
			"[[Did you mean {near}? ]][[Known: {known}. ]]xops inventory list -v shows what the hosts have.",
		},
	},
	{
		ID: NoHostFrom, Class: Usage,
		DE: Text{
			"Vom Lauf {run} ist kein ausgewählter Rechner so geendet.",
			"xops runs show {run} zeigt, wie jeder endete; --from {run}:KLASSE wählt andere.",
		},
		EN: Text{
			"No selected host of run {run} ended so.",
			"xops runs show {run} tells how each ended; --from {run}:CLASS chooses others.",
		},
	},
	{
		ID: NoSuchClass, Class: Usage,
		DE: Text{"Eine Klasse „{class}“ gibt es nicht.", "Es gibt {classes}."},
		EN: Text{"There is no class \"{class}\".", "There are {classes}."},
	},
	{
		ID: NoHostAtAll, Class: Usage,
		DE: Text{
			"Kein Rechner ist ausgewählt: {file} hat keine.",
			"host-Blöcke in das Inventar schreiben, oder mit -i ein anderes nennen.",
		},
		EN: Text{
			"No host is selected: {file} has none.",
			"Write host blocks into the inventory, or name another one with -i.",
		},
	},
	{
		ID: InventoryAbsent, Class: Usage,
		DE: Text{"Das Inventar {file} gibt es nicht.", "Mit -i PFAD oder $XOPS_INVENTORY nennen, wo es ist."},
		EN: Text{"The inventory {file} does not exist.", "Name it with -i PATH or $XOPS_INVENTORY."},
	},
	{
		ID: PlaybookUnknown, Class: Usage,
		DE: Text{
			"Ein Playbook {name} gibt es nicht, weder in ./{folder} noch im Programm.",
			"[[Gemeint {near}? ]]xops playbook list zeigt, welche es gibt.",
		},
		EN: Text{
			"There is no playbook {name} in ./{folder} or in the program.",
			"[[Did you mean {near}? ]]xops playbook list shows those that there are.",
		},
	},
	{
		ID: CatalogueUnknown, Class: Usage,
		DE: Text{
			"Weder eine Zeile noch eine Entscheidung heißt {id}.",
			"[[Gemeint {near}? ]]xops catalogue list zeigt die Zeilen.",
		},
		EN: Text{
			"No row and no decision is called {id}.", "[[Did you mean {near}? ]]xops catalogue list shows the rows.",
		},
	},
	{
		ID: CatalogueOne, Class: Usage,
		DE: Text{"{command} nimmt genau eine Zeile oder Entscheidung.", "So aufrufen: xops catalogue show WS-03"},
		EN: Text{"{command} takes exactly one row or decision.", "Call it so: xops catalogue show WS-03"},
	},
	{
		ID: CatalogueFilter, Class: Usage,
		DE: Text{"{flag}: {value} gibt es nicht.", "Es gibt: {known}."},
		EN: Text{"{flag}: there is no {value}.", "There is: {known}."},
	},
	{
		ID: PlaybookAbsent, Class: Usage,
		DE: Text{
			"Die Datei {file} gibt es nicht.",
			"Den Pfad prüfen; xops playbook list zeigt, welche Playbooks es gibt.",
		},
		EN: Text{"{file} does not exist.", "Check the path; xops playbook list shows the playbooks that there are."},
	},
	{
		ID: PlaybookFolder, Class: Usage,
		DE: Text{"{file} ist ein Ordner.", "Die Playbooks darin nennen."},
		EN: Text{"{file} is a folder.", "Name its playbooks."},
	},
	{
		ID: VariableForm, Class: Usage,
		DE: Text{"--var {given} lässt sich nicht lesen.", "--var NAME=WERT schreiben."},
		EN: Text{"--var {given} cannot be read.", "Write --var NAME=VALUE."},
	},
	{
		ID: NoTerminal, Class: Usage,
		DE: Text{
			"{command} fragt, bevor es etwas ändert, und hier ist kein Terminal dafür.",
			"Zuerst xops plan ansehen; dann mit --yes ausführen.",
		},
		EN: Text{
			"{command} asks before it changes anything, and here is no terminal to ask on.",
			"Look at xops plan first; then run it with --yes.",
		},
	},
	{
		ID: FileExists, Class: Usage,
		DE: Text{
			"{file} gibt es schon, und xops überschreibt sie nicht.",
			"Sie wegräumen, oder eine andere nennen: --out DATEI.",
		},
		EN: Text{
			"{file} is there already, and xops does not write over it.",
			"Move it away, or name another one: --out FILE.",
		},
	},
	{
		ID: FileIsFolder, Class: Usage,
		DE: Text{"{file} lässt sich nicht schreiben: es ist ein Ordner.", "Eine Datei nennen."},
		EN: Text{"{file} cannot be written: it is a folder.", "Name a file."},
	},
	{
		ID: FileNoFolder, Class: Usage,
		DE: Text{
			"{file} lässt sich nicht schreiben: den Ordner {folder} gibt es nicht.",
			"Den Ordner anlegen, oder eine andere Datei nennen.",
		},
		EN: Text{
			"{file} cannot be written: the folder {folder} does not exist.",
			"Make the folder, or name another file.",
		},
	},
	{
		ID: LabFault, Class: Usage,
		DE: Text{"Diesen Fehler kennt das Labor nicht.", "Einen der genannten nehmen."},
		EN: Text{"The lab does not know this fault.", "Take one of those that are named."},
	},
	{
		ID: LabConfig, Class: Usage,
		DE: Text{"So lässt sich das Labor nicht aufbauen.", "Die Schalter prüfen; xops lab up --help erklärt sie."},
		EN: Text{"The lab cannot be set up like this.", "Check the flags; xops lab up --help explains them."},
	},
	{
		ID: ExecMissing, Class: Usage,
		DE: Text{"xops exec braucht einen Befehl hinter --.", "xops exec --host 'mueller/*' -- ipconfig /all"},
		EN: Text{"xops exec needs a command behind --.", "xops exec --host 'mueller/*' -- ipconfig /all"},
	},
	{
		ID: ExecEncoding, Class: Usage,
		DE: Text{
			"Der Befehl ist kein UTF-8-Text; Windows bekäme etwas anderes.",
			"Die Zeichenkodierung des Terminals oder des Skripts prüfen.",
		},
		EN: Text{
			"The command is not UTF-8 text; Windows would be sent something else.",
			"Check the encoding of the terminal or of the script.",
		},
	},
	{
		ID: ExecTooLong, Class: Usage,
		DE: Text{
			"Der Befehl hat {count} Zeichen; höchstens {most} gehen.",
			"Stattdessen ein Playbook mit einem step \"script\" schreiben.",
		},
		EN: Text{
			"The command has {count} characters; {most} are the most.",
			"Write a playbook with a step \"script\" instead.",
		},
	},
	{
		ID: ExecCharacters, Class: Usage,
		DE: Text{
			"Im Namen eines Programms stehen keine Anführungszeichen, und im ganzen Befehl kein NUL-Zeichen.",
			"Sie weglassen; xops setzt selbst Anführungszeichen, wo sie nötig sind.",
		},
		EN: Text{
			"A program's name has no quotes, and nothing in a command a NUL character.",
			"Leave them out; xops quotes by itself where it is needed.",
		},
	},
	{
		ID: ExecBatch, Class: Usage,
		DE: Text{
			"Eine Batch-Datei liest cmd.exe, das eigene Regeln für Anführungszeichen hat.",
			"Wenn das klar ist: xops exec -- cmd /c {program}",
		},
		EN: Text{
			"A batch file is read by cmd.exe, which has rules of its own for quoting.",
			"If that is understood: xops exec -- cmd /c {program}",
		},
	},
	{
		ID: PowerShellWords, Class: Usage,
		DE: Text{
			"--powershell nimmt eine Zeile in einem Argument, hier sind es {count}.",
			"In Anführungszeichen setzen: xops exec --powershell -- 'Get-Service Spooler'",
		},
		EN: Text{
			"--powershell takes one line in one argument, and here are {count}.",
			"Put it in quotes: xops exec --powershell -- 'Get-Service Spooler'",
		},
	},
	{
		ID: PowerShellEmpty, Class: Usage,
		DE: Text{"Die PowerShell-Zeile ist leer.", "xops exec --powershell -- 'Get-Service Spooler'"},
		EN: Text{"The line of PowerShell is empty.", "xops exec --powershell -- 'Get-Service Spooler'"},
	},
}
