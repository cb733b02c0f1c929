package problem

// Ids of what can happen to a plan and to a run.
const (
	PlanStale       ID = "stale"
	PlanForeign     ID = "plan_foreign"
	PlanDamaged     ID = "plan_damaged"
	PlanVersion     ID = "plan_version"
	PlanChanged     ID = "plan_changed"
	PlanHostUnknown ID = "plan_host"

	NoMandate     ID = "no_mandate"
	OutsideWindow ID = "outside_window"
	Gate          ID = "gate"
	BackupWindow  ID = "backup_window"
	RolloutStop   ID = "rollout_stopped"
	RolloutHeld   ID = "rollout_held"
	NotApproved   ID = "not_approved"
	BeingChanged  ID = "being_changed"
	NotApplicable ID = "not_applicable"

	OutOfTime        ID = "out_of_time"
	Unanswered       ID = "unanswered"
	StepUnanswered   ID = "step_unanswered"
	Rounds           ID = "rounds"
	JournalUnwritten ID = "journal"
	JournalLost      ID = "journal_lost"
	TooManyStages    ID = "stages"
	Drift            ID = "drift"
	ChangeFailed     ID = "change_failed"
	NotConverged     ID = "not_converged"
	BeyondReview     ID = "beyond_review"
	Stuck            ID = "stuck"
	NotVerified      ID = "not_verified"
	UnknownOutcome   ID = "unknown_outcome"
	TaskGone         ID = "task_gone"
	NotEnded         ID = "not_ended"
	UndoConflict     ID = "undo_conflict"

	// Why something is left out.
	OnlyFalse     ID = "only_false"
	WhenFalse     ID = "when_false"
	NothingBefore ID = "nothing_before"
	ServiceGone   ID = "service_gone"
	Overruled     ID = "overruled"
	Irreversible  ID = "irreversible"
)

var runEntries = []Entry{
	{
		ID: PlanStale, Class: Host,
		DE: Text{
			"Der Rechner ist nicht mehr so, wie der Plan ihn[[ am {since}]] gesehen hat: {steps}[[; zuletzt geändert " +
				"{modified}]]. Er wurde in Ruhe gelassen.",
			"Neu planen, den Unterschied ansehen, dann anwenden.",
		},
		EN: Text{
			"The computer is no longer as the plan saw it[[ on {since}]]: {steps}[[; last changed {modified}]]. " +
				"It was left alone.",
			"Plan again, look at the difference, then apply.",
		},
	},
	{
		ID: PlanForeign, Class: Usage,
		DE: Text{"Die Datei ist kein gespeicherter Plan.", "xops plan --out DATEI PLAYBOOK… schreibt einen."},
		EN: Text{"The file is not a saved plan.", "xops plan --out FILE PLAYBOOK… writes one."},
	},
	{
		ID: PlanDamaged, Class: Usage,
		DE: Text{
			"Der gespeicherte Plan ist unvollständig oder beschädigt. Kein Rechner wurde angefasst.",
			"Neu planen und speichern.",
		},
		EN: Text{"The saved plan is not whole, or damaged. No computer was touched.", "Plan again and save it."},
	},
	{
		ID: PlanVersion, Class: Usage,
		DE: Text{"Der gespeicherte Plan hat die Fassung {version}; dieses xops kennt die Fassung {known}. Kein " +
			"Rechner wurde angefasst.", "Mit derselben Version von xops anwenden, die ihn gespeichert hat, oder " +
			"neu planen."},
		EN: Text{
			"The saved plan has version {version}; this xops knows version {known}. No computer was touched.",
			"Apply it with the xops that saved it, or plan again.",
		},
	},
	{
		ID: PlanChanged, Class: Usage,
		DE: Text{
			"Der gespeicherte Plan wurde nach dem Speichern geändert. Kein Rechner wurde angefasst.",
			"Nur den unveränderten Plan anwenden, oder neu planen.",
		},
		EN: Text{
			"The saved plan was changed after it was saved. No computer was touched.",
			"Apply the unchanged plan only, or plan again.",
		},
	},
	{
		ID: PlanHostUnknown, Class: Usage,
		DE: Text{
			"Das Inventar hat keinen Rechner {host}, für den der Plan gemacht ist.",
			"Mit -i das Inventar nennen, mit dem geplant wurde, oder neu planen.",
		},
		EN: Text{
			"The inventory has no host {host}, which the plan is for.",
			"Name the inventory that it was planned with (-i), or plan again.",
		},
	},
	{
		ID: NoMandate, Class: Held,
		DE: Text{
			"Die Praxis {practice} hat keinen Auftrag für Änderungen erteilt: xops liest hier und ändert nichts.",
			"Liegt der Auftrag vor, mandate = true in ihren practice-Block schreiben; sonst die aufgeführten " +
				"Änderungen übergeben.",
		},
		EN: Text{
			"The practice {practice} has given no mandate: xops reads here and changes nothing.",
			"If it has given its mandate, set mandate = true in its practice block; otherwise hand over the listed " +
				"changes.",
		},
	},
	{
		ID: OutsideWindow, Class: Held,
		DE: Text{
			"Nicht jetzt: die Praxis {practice} erlaubt Änderungen nur in ihrem Zeitfenster.",
			"Im Zeitfenster noch einmal starten.",
		},
		EN: Text{
			"Not now: the practice {practice} allows changes only within its window.",
			"Run it again within the window.",
		},
	},
	{
		ID: BackupWindow, Class: Held,
		DE: Text{
			"Nicht jetzt: in der Praxis {practice} läuft zu dieser Zeit die Datensicherung.",
			"Danach noch einmal starten.",
		},
		EN: Text{
			"Not now: the backup of the practice {practice} runs at this time.",
			"Run it again afterwards.",
		},
	},
	{
		ID: Gate, Class: Held,
		DE: Text{"Der Rechner wird vorerst zurückgehalten.", "Später noch einmal starten."},
		EN: Text{"The computer is held back for now.", "Run it again later."},
	},
	{
		ID: RolloutStop, Class: Held,
		DE: Text{
			"Nicht begonnen: {failed} von {reached} Rechnern davor sind nicht gut geendet.",
			"Deren Ursache beheben, dann neu planen: xops plan … --from last.",
		},
		EN: Text{
			"Not begun: {failed} of {reached} computers before it did not end well.",
			"Mend their cause, then plan again: xops plan … --from last.",
		},
	},
	{
		ID: RolloutHeld, Class: Held,
		DE: Text{"Nicht begonnen: nach den ersten Rechnern wurde nicht weitergemacht.", "Später noch einmal starten."},
		EN: Text{"Not begun: after the first computers nobody let it go on.", "Run it again later."},
	},
	{
		ID: NotApproved, Class: Held,
		DE: Text{
			"Der Rechner kam später und braucht etwas anderes als das, was gesehen und bestätigt wurde.",
			"xops plan zeigt es; dann anwenden.",
		},
		EN: Text{
			"The computer came later, and needs something else than what was seen and approved.",
			"xops plan shows it; then apply.",
		},
	},
	{
		ID: BeingChanged, Class: Held,
		DE: Text{
			"Jemand anders ändert diesen Rechner gerade[[: {operator}]][[, seit {since}]][[, Lauf {run}]].",
			"Warten, bis das zu Ende ist, und noch einmal starten; mit --wait versucht xops es selbst wieder.",
		},
		EN: Text{
			"Somebody else is changing this computer just now[[: {operator}]][[, since {since}]][[, run {run}]].",
			"Wait until that has ended, and run it again; with --wait xops tries again by itself.",
		},
	},
	{
		ID: NotApplicable, Class: Held,
		DE: Text{
			"Kein Playbook dieses Laufs gilt für diesen Rechner.",
			"Nichts zu tun. Sollte eines gelten, seine Bedingung (only) ansehen.",
		},
		EN: Text{
			"No playbook of this run applies to this computer.",
			"Nothing need be done. If one should apply, look at its condition (only).",
		},
	},
	{
		ID: OutOfTime, Class: Host,
		DE: Text{
			"Die Zeit für diesen Rechner ist abgelaufen.",
			"Der Rechner ist langsam oder hängt. Später versuchen oder --timeout erhöhen.",
		},
		EN: Text{
			"The time for this computer is over.",
			"The computer is slow or hangs. Try later, or raise --timeout.",
		},
	},
	{
		ID: Unanswered, Class: Defect,
		DE: Text{"Der Rechner hat nicht alles beantwortet.", "Das ist ein Fehler von xops. Bitte melden."},
		EN: Text{"The host did not answer everything.", "This is a defect of xops. Please report it."},
	},
	{
		ID: StepUnanswered, Class: Protocol,
		DE: Text{"Der Rechner hat zu {step} nichts geantwortet.", "Neu planen: was getan ist, wird erkannt."},
		EN: Text{"The host did not answer {step}.", "Plan again: what was done is recognised."},
	},
	{
		ID: Rounds, Class: Host,
		DE: Text{
			"Das Playbook fragt in zu vielen Runden.",
			"Fragen, die auf Fragen beruhen, werden nacheinander gestellt. Stattdessen Muster (* und ?) in Pfaden " +
				"benutzen.",
		},
		EN: Text{
			"The playbook asks in too many rounds.",
			"Queries that rest on queries that rest on queries are asked one after the other. Use patterns (* and " +
				"?) in paths instead.",
		},
	},
	{
		ID: JournalUnwritten, Class: Local,
		DE: Text{
			"Das Journal kann nicht geschrieben werden; darum wurde nichts begonnen.",
			"Platte und Rechte des Zustandsordners prüfen, dann noch einmal starten.",
		},
		EN: Text{
			"The journal cannot be written, so nothing was begun.",
			"Check the disk and the rights of the state directory, then run it again.",
		},
	},
	{
		ID: JournalLost, Class: Local,
		DE: Text{
			"Das Journal ließ sich nicht mehr schreiben; darum hat der Lauf geendet und keinen weiteren Rechner " +
				"begonnen.",
			"Platte und Rechte des Zustandsordners prüfen, ein beschädigtes Journal mit xops runs verify --repair " +
				"beiseitelegen. Dann weiter mit xops runs resume last: was dem Journal fehlt, wird auf den Rechnern " +
				"nachgesehen.",
		},
		EN: Text{
			"The journal could not be written any more, so the run has ended and begun no further host.",
			"Check the disk and the rights of the state directory; xops runs verify --repair sets a damaged journal " +
				"aside. Then go on with xops runs resume last: what the journal lacks is looked up on the hosts.",
		},
	},
	{
		ID: TooManyStages, Class: Host,
		DE: Text{
			"Nach {stages} Stufen gibt es immer noch etwas zu ändern.",
			"Das Playbook ansehen: Schritte, die erst nacheinander bekannt werden, mehr als fünf tief. Noch einmal " +
				"anwenden, um weiterzumachen.",
		},
		EN: Text{
			"After {stages} stages there are still changes to make.",
			"Look at the playbook: steps that are known only after one another, more than five deep. Apply it " +
				"again to go on.",
		},
	},
	{
		ID: Drift, Class: Host,
		DE: Text{
			"{step}: {resource} ist nicht mehr so wie im Plan und wurde in Ruhe gelassen.",
			"Jemand oder etwas hat es inzwischen geändert. Neu planen und den Unterschied ansehen.",
		},
		EN: Text{
			"{step}: {resource} is no longer as it was when the plan was made; it was left alone.",
			"Somebody or something changed it meanwhile. Plan again and look at the difference.",
		},
	},
	{
		ID: ChangeFailed, Class: Host,
		DE: Text{
			"{step}: {resource} konnte nicht geändert werden[[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"{step}: {resource} could not be changed[[: {cause}]]",
			"Mend the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: NotConverged, Class: Host,
		DE: Text{
			"Getan, aber nicht so geblieben: {steps} würde {resource} noch einmal ändern.",
			"Etwas auf dem Rechner stellt es zurück, oder zwei Schritte wollen Verschiedenes. Neu planen und den " +
				"Unterschied ansehen.",
		},
		EN: Text{
			"Done, but not as it should be: {steps} would change {resource} again.",
			"Something on the computer sets it back, or two steps want different things. Plan again and look at " +
				"the difference.",
		},
	},
	{
		ID: BeyondReview, Class: Host,
		DE: Text{
			"Nach den Änderungen wäre mehr nötig, das niemand geprüft hat: {steps}.",
			"Neu planen, prüfen, anwenden.",
		},
		EN: Text{
			"After the changes more would be needed that nobody has reviewed: {steps}.",
			"Plan again, review it, and apply.",
		},
	},
	{
		ID: Stuck, Class: Host,
		DE: Text{
			"{steps} ist immer noch erst nach {after} bekannt, und dort ist nichts mehr zu tun.",
			"Ansehen, was der Schritt von dem früheren übernimmt.",
		},
		EN: Text{
			"{steps} is still known only after {after}, and nothing is left to do there.",
			"Look at what the step takes from the earlier one.",
		},
	},
	{
		ID: NotVerified, Class: Host,
		DE: Text{
			"Die Änderungen wurden gemacht, konnten aber nicht überprüft werden[[: {cause}]]",
			"Neu planen: was getan ist, wird erkannt.[[ {cause_cure}]]",
		},
		EN: Text{
			"The changes were made, but could not be verified[[: {cause}]]",
			"Plan again: what was done is recognised.[[ {cause_cure}]]",
		},
	},
	{
		ID: UnknownOutcome, Class: Host,
		DE: Text{
			"Es ist nicht bekannt, ob diese Schritte getan wurden: {steps}.",
			"Neu planen: was getan ist, wird erkannt. Einen Befehl auf dem Rechner prüfen, bevor er noch einmal " +
				"läuft.",
		},
		EN: Text{
			"It is not known whether these steps were done: {steps}.",
			"Plan again: what was done is recognised. Look on the computer before a command is run again.",
		},
	},
	{
		ID: TaskGone, Class: Host,
		DE: Text{
			"Es ist nicht bekannt, wie {steps} ausging: die Aufgabe ist nicht mehr auf dem Rechner. Jemand " +
				"hat sie entfernt, oder ein anderer Lauf hat sie schon gemeldet.",
			"Neu planen: was getan ist, wird erkannt.",
		},
		EN: Text{"It is not known how {steps} ended: its task is gone from the computer. Somebody has removed it, " +
			"or another run has reported it.", "Plan again: what was done is recognised."},
	},
	{
		ID: UndoConflict, Class: Host,
		DE: Text{
			"{resource} wurde seit dem Lauf geändert und bleibt, wie es ist.",
			"Ansehen, wer es geändert hat, und von Hand entscheiden.",
		},
		EN: Text{
			"{resource} was changed since the run and stays as it is.",
			"Find out who changed it, and decide by hand.",
		},
	},
	{
		ID: NotEnded, Class: Host,
		DE: Text{
			"{steps} ist nach {after} nicht zu Ende; es läuft auf dem Rechner weiter.",
			"Später neu planen: der nächste Lauf findet es und meldet, wie es ausging.",
		},
		EN: Text{
			"{steps} has not ended after {after}; it goes on on the computer.",
			"Plan again later: the next run finds it and reports how it ended.",
		},
	},
	{
		ID: OnlyFalse, Class: Host,
		DE: Text{
			"Das Playbook gilt für diesen Rechner nicht.",
			"Nichts ist zu tun. Sollte es gelten: die Bedingung (only) ansehen.",
		},
		EN: Text{
			"The playbook is not for this computer.",
			"Nothing need be done. If it should be, look at its condition (only).",
		},
	},
	{
		ID: WhenFalse, Class: Host,
		DE: Text{"Die Bedingung trifft hier nicht zu.", "Nichts ist zu tun. Sollte sie zutreffen: when ansehen."},
		EN: Text{"The condition is not met here.", "Nothing need be done. If it should be, look at when."},
	},
	{
		ID: NothingBefore, Class: Host,
		DE: Text{"Kein Schritt, nach dem er kommt, ändert etwas.", "Nichts ist zu tun."},
		EN: Text{"No step that it comes after changes anything.", "Nothing need be done."},
	},
	{
		ID: ServiceGone, Class: Host,
		DE: Text{"Den Dienst {service} gibt es nicht mehr.", "Nichts ist zu tun."},
		EN: Text{"The service {service} is gone.", "Nothing need be done."},
	},
	{
		ID: Overruled, Class: Host,
		DE: Text{"{step} will es anders.", "Nichts ist zu tun."},
		EN: Text{"{step} wants it otherwise.", "Nothing need be done."},
	},
	{
		ID: Irreversible, Class: Host,
		DE: Text{"Das lässt sich nicht zurücknehmen.", "Falls nötig, von Hand: xops runs show zeigt, was geschah."},
		EN: Text{"This cannot be taken back.", "If it must be, by hand: xops runs show tells what was done."},
	},
}
