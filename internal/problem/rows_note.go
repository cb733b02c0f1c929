package problem

// Ids of notes: what to know about a change, or what a person is to do. They have no cure.
const (
	Plain               ID = "note"
	NoteFileKept        ID = "note_file_kept"
	NoteSecret          ID = "note_secret"
	NoteFileMoved       ID = "note_file_moved"
	NoteFolderMoved     ID = "note_folder_moved"
	NoteRuleDisabled    ID = "note_rule_disabled"
	NoteRuleProfiles    ID = "note_rule_profiles"
	NoteRulePartial     ID = "note_rule_partial"
	NoteRuleDoubtful    ID = "note_rule_doubtful"
	NoteINITwice        ID = "note_ini_twice"
	NoteINIBOM          ID = "note_ini_bom"
	NoteINIUnsure       ID = "note_ini_unsure"
	NoteINIProposal     ID = "note_ini_proposal"
	NoteRightFile       ID = "note_right_file"
	NoteRightFolder     ID = "note_right_folder"
	NoteRightBelow      ID = "note_right_below"
	NoteRightBelowMore  ID = "note_right_below_more"
	NoteUninstallByHand ID = "note_uninstall_by_hand"
	NoteRepairByHand    ID = "note_repair_by_hand"
	NoteRegistered      ID = "note_registered"
	NoteSilentSwitch    ID = "note_silent_switch"
	NoteCommand         ID = "note_command"
	NoteOpaqueProgram   ID = "note_opaque_program"
	NoteOpaqueScript    ID = "note_opaque_script"
	NoteInstallerShare  ID = "note_installer_share"
	NoteRoomUnknown     ID = "note_room_unknown"
	NoteStarted         ID = "note_started"
	NoteReboot          ID = "note_reboot"
	NoteServiceDisabled ID = "note_service_disabled"
	NoteCrashedStopped  ID = "note_crashed_stopped"
	NoteCrashedRunning  ID = "note_crashed_running"
	NoteCrashAdvice     ID = "note_crash_advice"
	NoteServiceStarts   ID = "note_service_starts"
	NoteDependents      ID = "note_dependents"
	NoteCrashesUnknown  ID = "note_crashes_unknown"
	NoteOneRestart      ID = "note_one_restart"
	NoteWait            ID = "note_wait"
	NoteRestartFor      ID = "note_restart_for"
	VerifiedLater       ID = "note_verified_later"
	GoesOn              ID = "note_goes_on"
	OwnerChanged        ID = "note_owner_changed"
)

var noteEntries = []Entry{
	{
		ID: Plain, Class: Note,
		DE: Text{"{de}", ""},
		EN: Text{"{en}", ""},
	},
	{
		ID: NoteFileKept, Class: Note,
		DE: Text{"Der ganze Inhalt wird vorher im Journal gesichert.", ""},
		EN: Text{"The whole content is kept in the journal first.", ""},
	},
	{
		ID: NoteSecret, Class: Note,
		DE: Text{
			"Enthält ein Geheimnis: Was vorher da war, wird nicht aufbewahrt und ist nicht zurückzuholen.", "",
		},
		EN: Text{"Has a secret: what was there before is not kept, and cannot be put back.", ""},
	},
	{
		ID: NoteFileMoved, Class: Note,
		DE: Text{"Die Datei wird verschoben, nicht gelöscht.", ""},
		EN: Text{"The file is moved, not deleted.", ""},
	},
	{
		ID: NoteFolderMoved, Class: Note,
		DE: Text{"Der Ordner mit allem darin wird verschoben, nicht gelöscht.", ""},
		EN: Text{"The folder with all that is in it is moved, not deleted.", ""},
	},
	{
		ID: NoteRuleDisabled, Class: Note,
		DE: Text{"Vorhanden, aber deaktiviert (bleibt so): {rules}", ""},
		EN: Text{"There, but disabled (and stays so): {rules}", ""},
	},
	{
		ID: NoteRuleProfiles, Class: Note,
		DE: Text{"Vorhanden, aber nicht in allen verlangten Profilen: {rules}", ""},
		EN: Text{"There, but not in all the profiles that are asked for: {rules}", ""},
	},
	{
		ID: NoteRulePartial, Class: Note,
		DE: Text{
			"Gilt nur für ein Programm, bestimmte Adressen oder Bedingungen und zählt deshalb nicht: {rules}",
			"",
		},
		EN: Text{"Is for a program, certain addresses or conditions only, so it does not count: {rules}", ""},
	},
	{
		ID: NoteRuleDoubtful, Class: Note,
		DE: Text{"Sperrt, wenn das genannte Programm hier lauscht: {rules}", ""},
		EN: Text{"Blocks if its program is the one that listens here: {rules}", ""},
	},
	{
		ID: NoteINITwice, Class: Note,
		DE: Text{"{key} steht {count}-mal in [{section}]. Windows liest die erste Zeile; nur sie wird geändert.", ""},
		EN: Text{
			"{key} stands {count} times in [{section}]. Windows reads the first line; only that one is changed.",
			"",
		},
	},
	{
		ID: NoteINIBOM, Class: Note,
		DE: Text{
			"Die Datei beginnt mit einer UTF-8-Marke (BOM). Programme, die mit Windows-Mitteln lesen, " +
				"sehen ihren ersten Abschnitt dann nicht.",
			"",
		},
		EN: Text{
			"The file begins with a UTF-8 mark (BOM). Programs that read it by Windows' own means do not " +
				"see its first section then.",
			"",
		},
	},
	{
		ID: NoteINIUnsure, Class: Note,
		DE: Text{
			"In [{section}] von {path} gibt es {keys} nicht. Der Schlüssel wird nicht angelegt, weil seine " +
				"Schreibweise nicht sicher ist (A01).",
			"",
		},
		EN: Text{
			"[{section}] of {path} has no {keys}. The key is not created, because its spelling is not " +
				"certain (A01).",
			"",
		},
	},
	{
		ID: NoteINIProposal, Class: Note,
		DE: Text{"Vorschlag, nach Prüfung von Hand einzutragen: {lines}", ""},
		EN: Text{"Proposed, to be entered by hand after a look: {lines}", ""},
	},
	{
		ID: NoteRightFile, Class: Note,
		DE: Text{
			"Recht {right} für {who} auf diese Datei. Vererbung und alle anderen Einträge bleiben, wie sie " +
				"sind.",
			"",
		},
		EN: Text{"The right {right} for {who} on this file. Inheritance and all other entries stay as they are.", ""},
	},
	{
		ID: NoteRightFolder, Class: Note,
		DE: Text{
			"Recht {right} für {who} auf diesen Ordner, seine Unterordner und Dateien. Vererbung und alle " +
				"anderen Einträge bleiben, wie sie sind.",
			"",
		},
		EN: Text{
			"The right {right} for {who} on this folder, its folders and files. Inheritance and all other " +
				"entries stay as they are.",
			"",
		},
	},
	{
		ID: NoteRightBelow, Class: Note,
		DE: Text{"Das betrifft bis zu {count} Dateien und Ordner darin.", ""},
		EN: Text{"That touches up to {count} files and folders in it.", ""},
	},
	{
		ID: NoteRightBelowMore, Class: Note,
		DE: Text{
			"Das betrifft mindestens {count} Dateien und Ordner darin; es kann Minuten dauern, und nichts hält " +
				"es dann auf.",
			"",
		},
		EN: Text{
			"That touches at least {count} files and folders in it; it can take minutes, and nothing stops it then.",
			"",
		},
	},
	{
		ID: NoteUninstallByHand, Class: Note,
		DE: Text{
			"Deinstallieren: {name} hat keinen Befehl hinterlegt, der ohne Rückfragen läuft. Über „Apps " +
				"und Features“ (appwiz.cpl) von Hand ausführen.",
			"",
		},
		EN: Text{
			"Uninstall: {name} has registered no command that runs without questions. Do it by hand in " +
				"Apps and Features (appwiz.cpl).",
			"",
		},
	},
	{
		ID: NoteRepairByHand, Class: Note,
		DE: Text{
			"Reparieren: {name} hat keinen Befehl hinterlegt, der ohne Rückfragen läuft. Über „Apps und " +
				"Features“ (appwiz.cpl) von Hand ausführen.",
			"",
		},
		EN: Text{
			"Repair: {name} has registered no command that runs without questions. Do it by hand in Apps " +
				"and Features (appwiz.cpl).",
			"",
		},
	},
	{
		ID: NoteRegistered, Class: Note,
		DE: Text{"Hinterlegt ist: {command}", ""},
		EN: Text{"Registered is: {command}", ""},
	},
	{
		ID: NoteSilentSwitch, Class: Note,
		DE: Text{"Kennt man den Schalter für den stillen Lauf, gehört er in arguments.", ""},
		EN: Text{"If its switch for a silent run is known, it belongs into arguments.", ""},
	},
	{
		ID: NoteCommand, Class: Note,
		DE: Text{"Befehl: {command}", ""},
		EN: Text{"Command: {command}", ""},
	},
	{
		ID: NoteOpaqueProgram, Class: Note,
		DE: Text{"Was das Programm ändert, zeigt der Plan nicht, und es kann nicht zurückgenommen werden.", ""},
		EN: Text{"What the program changes the plan does not show, and it cannot be taken back.", ""},
	},
	{
		ID: NoteOpaqueScript, Class: Note,
		DE: Text{"Was dieses Skript ändert, zeigt der Plan nicht, und es kann nicht zurückgenommen werden.", ""},
		EN: Text{"What this script changes the plan does not show, and it cannot be taken back.", ""},
	},
	{
		ID: NoteInstallerShare, Class: Note,
		DE: Text{"Der Installer liegt auf einer Freigabe: das Computerkonto muss sie lesen dürfen.", ""},
		EN: Text{"The installer is on a share: the computer's account must be allowed to read it.", ""},
	},
	{
		ID: NoteRoomUnknown, Class: Note,
		DE: Text{"Wie viel Platz auf C: frei ist, war nicht festzustellen.", ""},
		EN: Text{"How much room C: has could not be told.", ""},
	},
	{
		ID: NoteStarted, Class: Note,
		DE: Text{
			"Ein früherer Lauf hat diesen Befehl schon gestartet ({state}): er wird nicht noch einmal " +
				"gestartet, nur sein Ergebnis abgeholt.",
			"",
		},
		EN: Text{
			"An earlier run has started this command already ({state}): it is not started again, only its " +
				"result is fetched.",
			"",
		},
	},
	{
		ID: NoteReboot, Class: Note,
		DE: Text{
			"Der Computer startet nach {seconds} Sekunden neu. Wer daran arbeitet, verliert, was nicht " +
				"gespeichert ist.",
			"",
		},
		EN: Text{"The computer restarts after {seconds} seconds. Who works on it loses what is not saved.", ""},
	},
	{
		ID: NoteServiceDisabled, Class: Note,
		DE: Text{
			"Der Dienst {service} ist deaktiviert und wird nicht neu gestartet. Klären, warum; dann den " +
				"Starttyp ändern und ihn starten.",
			"",
		},
		EN: Text{
			"The service {service} is disabled and is not restarted. Find out why; then change its start " +
				"type and start it.",
			"",
		},
	},
	{
		ID: NoteCrashedStopped, Class: Note,
		DE: Text{
			"Der Dienst {service} ist seit dem Start von Windows {count}-mal abgestürzt. Er ist " +
				"angehalten. Er wird nicht von selbst neu gestartet (A21).",
			"",
		},
		EN: Text{
			"The service {service} has crashed {count} times since Windows started. It is stopped. It is " +
				"not restarted by itself (A21).",
			"",
		},
	},
	{
		ID: NoteCrashedRunning, Class: Note,
		DE: Text{
			"Der Dienst {service} ist seit dem Start von Windows {count}-mal abgestürzt. Er läuft, ist " +
				"aber womöglich nur erreichbar und arbeitet nicht. Er wird nicht von selbst neu gestartet " +
				"(A21).",
			"",
		},
		EN: Text{
			"The service {service} has crashed {count} times since Windows started. It runs, but may only " +
				"answer and not work. It is not restarted by itself (A21).",
			"",
		},
	},
	{
		ID: NoteCrashAdvice, Class: Note,
		DE: Text{
			"Protokoll sichern und die Ursache suchen. Dann ist ein einziger Neustart möglich: " +
				"restart_after_crashes = true.",
			"",
		},
		EN: Text{
			"Keep its log and look for the cause. Then one single restart is possible: " +
				"restart_after_crashes = true.",
			"",
		},
	},
	{
		ID: NoteServiceStarts, Class: Note,
		DE: Text{"Der Dienst läuft nicht ({state}); er wird gestartet.", ""},
		EN: Text{"The service does not run ({state}); it is started.", ""},
	},
	{
		ID: NoteDependents, Class: Note,
		DE: Text{"Mit ihm starten die laufenden abhängigen Dienste neu: {services}", ""},
		EN: Text{"The running services that depend on it restart with it: {services}", ""},
	},
	{
		ID: NoteCrashesUnknown, Class: Note,
		DE: Text{"Ob der Dienst zuvor abgestürzt ist, war nicht festzustellen.", ""},
		EN: Text{"Whether the service has crashed before could not be told.", ""},
	},
	{
		ID: NoteOneRestart, Class: Note,
		DE: Text{
			"Seit dem Start von Windows {count}-mal abgestürzt. Dies ist der eine, ausdrücklich verlangte " +
				"Neustart.",
			"",
		},
		EN: Text{
			"Crashed {count} times since Windows started. This is the one restart that was asked for by name.",
			"",
		},
	},
	{
		ID: NoteWait, Class: Note,
		DE: Text{"Es wird höchstens {seconds} Sekunden gewartet.", ""},
		EN: Text{"Waits for {seconds} seconds at the most.", ""},
	},
	{
		ID: NoteRestartFor, Class: Note,
		DE: Text{"Ein Neustart, auch für {block}", ""},
		EN: Text{"One restart, also for {block}", ""},
	},
	{
		ID: VerifiedLater, Class: Note,
		DE: Text{"Die Verbindung brach ab; nach dem Wiederverbinden war es getan.", ""},
		EN: Text{"The connection was lost; it was found done after connecting again.", ""},
	},
	{
		ID: GoesOn, Class: Note,
		DE: Text{
			"Es läuft auf dem Computer von selbst weiter. Der nächste Lauf findet es und meldet, wie es endete.",
			"",
		},
		EN: Text{"It goes on by itself on the computer. The next run finds it and reports how it ended.", ""},
	},
	{
		ID: OwnerChanged, Class: Note,
		DE: Text{
			"Die Datei gehört jetzt {account}: Windows ließ nicht zu, sie ihrem bisherigen Besitzer zurückzugeben.",
			"",
		},
		EN: Text{"The file now belongs to {account}: Windows did not allow giving it back to its former owner.", ""},
	},
}
