package problem

// What becomes of a run: planning, changing, verifying, and single commands. The value "where" names the step.
const (
	NoMandate      ID = "no_mandate"
	OutsideWindow  ID = "outside_window"
	NotApplicable  ID = "not_applicable"
	StepFailed     ID = "step"
	StepDefect     ID = "step_defect"
	Conflict       ID = "conflict"
	Rounds         ID = "rounds"
	NoPlan         ID = "no_plan"
	Unanswered     ID = "unanswered"
	Stages         ID = "stages"
	Drifted        ID = "drift"
	ChangeFailed   ID = "failed"
	NotConverged   ID = "not_converged"
	BeyondReview   ID = "beyond_review"
	Stuck          ID = "stuck"
	OutcomeUnknown ID = "unknown_outcome"
	NotVerified    ID = "not_verified"
	ExitCode       ID = "exit_code"
	NoExitCode     ID = "no_exit_code"
	NoProgram      ID = "no_program"
	CommandTime    ID = "command_timeout"
	CommandFailed  ID = "command_failed"
	CommandOutcome ID = "command_outcome"
)

var runEntries = []Entry{
	{
		ID: NoMandate, Class: Held,
		DE: Text{
			"Die Praxis {practice} hat kein Mandat erteilt: xops liest hier und ändert nichts.",
			"Hat sie es erteilt, in ihrem practice-Block mandate = true setzen; sonst die aufgeführten Änderungen übergeben. Lesen (plan, check, facts) braucht kein Mandat.",
		},
		EN: Text{
			"The practice {practice} has given no mandate: xops reads here and changes nothing.",
			"If it has given its mandate, set mandate = true in its practice block; otherwise hand over the listed changes. Reading (plan, check, facts) needs none.",
		},
	},
	{
		ID: OutsideWindow, Class: Held,
		DE: Text{"Die Praxis {practice} erlaubt Änderungen nur zu anderen Zeiten.", "Im Fenster noch einmal ausführen[[; das nächste beginnt {next}]]."},
		EN: Text{"The practice {practice} allows changes at other times only.", "Run it again within the window[[; the next one begins {next}]]."},
	},
	{
		ID: NotApplicable, Class: Held,
		DE: Text{"Kein Playbook dieses Laufs gilt für diesen Rechner.", "Nichts zu tun. Sollte eines gelten, seine Bedingung (only) ansehen."},
		EN: Text{"No playbook of this run applies to this host.", "Nothing need be done. If one should apply, look at its condition (only)."},
	},
	{
		ID: StepFailed, Class: Host,
		DE: Text{"Das lässt sich nicht planen.", "Die genannte Stelle im Playbook ansehen."},
		EN: Text{"This cannot be planned.", "Look at the place in the playbook that is named."},
	},
	{
		ID: StepDefect, Class: Defect,
		DE: Text{"Das lässt sich nicht planen.", "Das ist ein Fehler der Schrittart, nicht des Playbooks. Bitte mit diesem Text melden."},
		EN: Text{"This cannot be planned.", "This is a defect of the step kind, not of the playbook. Please report it with this text."},
	},
	{
		ID: Conflict, Class: Host,
		DE: Text{
			"{other} will mit {resource} etwas anderes.",
			"Einen der beiden Schritte ändern; ist jeder zu seiner Zeit richtig, sie getrennt ausführen.",
		},
		EN: Text{
			"{other} wants something different of {resource}.",
			"Change one of the two steps; run them apart if each is right at its time.",
		},
	},
	{
		ID: Rounds, Class: Host,
		DE: Text{
			"Das Playbook fragt in zu vielen Runden.",
			"Abfragen, die auf Abfragen beruhen, werden nacheinander gestellt, höchstens sechs. Stattdessen Muster (* und ?) in Pfaden benutzen.",
		},
		EN: Text{
			"The playbook asks in too many rounds.",
			"Queries that rest on queries are asked one after the other, six at the most. Use patterns (* and ?) in paths instead.",
		},
	},
	{
		ID: NoPlan, Class: Defect,
		DE: Text{"Die Auswertung hat keinen Plan ergeben.", "Das ist ein Fehler von xops; bitte mit diesem Text melden."},
		EN: Text{"The evaluation gave no plan.", "This is a defect of xops; please report it with this text."},
	},
	{
		ID: Unanswered, Class: Protocol,
		DE: Text{"Der Rechner hat nicht alles beantwortet.", "Das ist ein Fehler von xops; bitte mit diesem Text melden."},
		EN: Text{"The host did not answer everything.", "This is a defect of xops; please report it with this text."},
	},
	{
		ID: Stages, Class: Host,
		DE: Text{
			"Nach {count} Stufen bleibt noch etwas zu ändern.",
			"Das Playbook ansehen: Schritte, die erst nacheinander bekannt werden, mehr als fünf tief. Noch einmal anwenden, um weiterzumachen.",
		},
		EN: Text{
			"After {count} stages there are still changes to make.",
			"Look at the playbook: steps that are known only after one another, more than five deep. Apply it again to go on.",
		},
	},
	{
		ID: Drifted, Class: Host,
		DE: Text{
			"Es ist nicht mehr so, wie es beim Planen war; es wurde nicht angefasst.",
			"Jemand oder etwas hat es inzwischen geändert. Neu planen und den Unterschied ansehen.",
		},
		EN: Text{
			"It is no longer as it was when the plan was made; it was left alone.",
			"Somebody or something changed it meanwhile. Plan again and look at the difference.",
		},
	},
	{
		ID: ChangeFailed, Class: Host,
		DE: Text{"Es ließ sich nicht ändern.", "Auf dem Rechner nachsehen, was es hindert, dann neu planen."},
		EN: Text{"It could not be changed.", "Look on the computer what hinders it, then plan again."},
	},
	{
		ID: NotConverged, Class: Host,
		DE: Text{
			"Getan, aber nicht so, wie es sein soll: {resource} müsste noch einmal geändert werden.",
			"Etwas auf dem Rechner setzt es zurück, oder zwei Schritte wollen Verschiedenes. Neu planen und den Unterschied ansehen.",
		},
		EN: Text{
			"Done, but not as it should be: {resource} would have to be changed again.",
			"Something on the computer sets it back, or two steps want different things. Plan again and look at the difference.",
		},
	},
	{
		ID: BeyondReview, Class: Host,
		DE: Text{"Nach den Änderungen wären weitere nötig, die niemand geprüft hat.", "Neu planen, prüfen und anwenden."},
		EN: Text{"After the changes more would be needed that nobody has reviewed.", "Plan again, review it, and apply."},
	},
	{
		ID: Stuck, Class: Host,
		DE: Text{
			"Das steht immer noch erst nach {after} fest, und dort ist nichts mehr zu tun.",
			"Ansehen, was der Schritt vom früheren übernimmt.",
		},
		EN: Text{
			"This is still known only after {after}, and nothing is left to do there.",
			"Look at what the step takes from the earlier one.",
		},
	},
	{
		ID: OutcomeUnknown, Class: Host,
		DE: Text{"Es ist nicht bekannt, ob es getan wurde.", "Neu planen: was getan ist, wird erkannt."},
		EN: Text{"It is not known whether it was done.", "Plan again: what was done is recognised."},
	},
	{
		ID: NotVerified, Class: Host,
		DE: Text{"Die Änderungen sind gemacht, ließen sich aber nicht nachprüfen.", "Neu planen: was getan ist, wird erkannt."},
		EN: Text{"The changes were made, but could not be verified.", "Plan again: what was done is recognised."},
	},
	{
		ID: ExitCode, Class: Host,
		DE: Text{"Der Befehl endete mit dem Exit-Code {code}.", "Seine Ausgabe ansehen; was der Code bedeutet, sagt die Dokumentation des Programms."},
		EN: Text{"The command ended with exit code {code}.", "Look at its output; what the code means, the program's documentation says."},
	},
	{
		ID: NoExitCode, Class: Defect,
		DE: Text{"Der Befehl endete ohne Exit-Code.", "Das ist ein Fehler von xops; bitte mit diesem Text melden."},
		EN: Text{"The command ended without an exit code.", "This is a defect of xops; please report it with this text."},
	},
	{
		ID: NoProgram, Class: Host,
		DE: Text{"Das Programm {program} gibt es auf diesem Rechner nicht.", "Den ganzen Pfad angeben. Was zu cmd.exe gehört, etwa dir, geht so: cmd /c dir"},
		EN: Text{"There is no program {program} on this computer.", "Give its whole path. What belongs to cmd.exe, such as dir, is run with: cmd /c dir"},
	},
	{
		ID: CommandTime, Class: Host,
		DE: Text{
			"Der Befehl endete nicht in seiner Zeit und wurde beendet.",
			"--timeout erhöhen, oder auf andere Weise starten, was lange dauert. Vielleicht wartet er auf etwas auf einem Bildschirm, den niemand sieht.",
		},
		EN: Text{
			"The command did not end within its time and was ended.",
			"Raise --timeout, or start what takes long another way. It may wait for something on a screen that nobody sees.",
		},
	},
	{
		ID: CommandFailed, Class: Host,
		DE: Text{"Der Befehl ließ sich nicht ausführen.", "Der Nachweis sagt, was Windows meldet; auf dem Rechner danach sehen."},
		EN: Text{"The command could not be run.", "The evidence says what Windows reports; look for that on the computer."},
	},
	{
		ID: CommandOutcome, Class: Host,
		DE: Text{
			"Es ist nicht bekannt, ob der Befehl ausgeführt wurde und wie er endete.",
			"Auf dem Rechner nachsehen, bevor er noch einmal läuft: xops sendet einen Befehl nicht zweimal.",
		},
		EN: Text{
			"It is not known whether the command was run, or how it ended.",
			"Look on the computer before it is run again: xops does not send a command twice.",
		},
	},
}
