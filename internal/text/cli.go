package text

// What is asked before something is changed. Only a clear yes goes on, in either language.
var (
	MakeThem = Phrase{
		"\nDiese Änderungen {on} machen[[ ({batches})]]? Nur „ja“ macht sie: ",
		"\nMake these changes {on}[[ ({batches})]]? Only \"yes\" makes them: ",
	}
	GoOn = Count{
		Phrase{
			"\nMit {n} Rechner weitermachen? Nur „ja“ macht weiter: ",
			"\nGo on with {n} host? Only \"yes\" goes on: ",
		},
		Phrase{
			"\nMit {n} Rechnern weitermachen? Nur „ja“ macht weiter: ",
			"\nGo on with {n} hosts? Only \"yes\" goes on: ",
		},
	}
	RunThis = Phrase{
		"{command}\nDas {on} ausführen[[ ({left})]]? Es lässt sich nicht zurücknehmen. Nur „ja“ führt es aus: ",
		"{command}\nRun this {on}[[ ({left})]]? It cannot be taken back. Only \"yes\" runs it: ",
	}
	LeftOut = Count{
		Phrase{
			"{n} weiterer Rechner ohne Auftrag oder außerhalb des Zeitfensters: dort nicht",
			"{n} host more without mandate or outside the window: not there",
		},
		Phrase{
			"{n} weitere Rechner ohne Auftrag oder außerhalb des Zeitfensters: dort nicht",
			"{n} hosts more without mandate or outside the window: not there",
		},
	}
)

// What commands say besides their results.
var (
	NothingChanged = Phrase{"Nichts wurde geändert.", "Nothing was changed."}
	NothingRun     = Phrase{"Nichts wurde ausgeführt.", "Nothing was run."}
	FixWith        = Phrase{
		"\nNichts wurde geändert. Diese Änderungen macht: xops fix {host} {playbooks}",
		"\nNothing was changed. To make these changes: xops fix {host} {playbooks}",
	}
	UndoWith       = Phrase{"Zurücknehmen: xops undo {run}", "Take it back: xops undo {run}"}
	JournalWarning = Phrase{
		"Warnung: das Journal ließ sich nicht schreiben: {why}", "Warning: the journal could not be written: {why}",
	}
	InJournal = Phrase{
		"Lauf {run} steht im Journal: xops runs show {run}", "Run {run} is in the journal: xops runs show {run}",
	}
	NothingLeft  = Phrase{"Von Lauf {run} ist nichts übrig.", "Nothing is left of run {run}."}
	PlanNotSaved = Phrase{
		"Das Planen wurde abgebrochen; der Plan ist nicht gespeichert.", "The plan was cancelled, so it is not saved.",
	}
	CertificateMet = Phrase{
		"{host}: Zertifikat zum ersten Mal gesehen und gemerkt: [[{name}, ]]gültig bis {until}, {fingerprint}\n" +
			"Vergleichen, am Rechner: winrm enumerate winrm/config/listener",
		"{host}: certificate seen for the first time, and remembered: [[{name}, ]]valid until {until}, " +
			"{fingerprint}\nCompare, on the host: winrm enumerate winrm/config/listener",
	}
	KeyMet = Phrase{
		"{host}: Hostschlüssel zum ersten Mal gesehen und gemerkt: {kind}, {fingerprint}",
		"{host}: host key seen for the first time, and remembered: {kind}, {fingerprint}",
	}
	PlanSigned = Phrase{"Unterschrieben: {file}", "Signed: {file}"}
	PlanSaved  = Phrase{
		"Der Plan ist gespeichert in {file} ({digest})\nGenau diesen anwenden: xops apply {file}",
		"The plan is saved in {file} ({digest})\nApply exactly this: xops apply {file}",
	}
	Interrupted = Phrase{
		"Unterbrochen: xops führt zu Ende, was es gesendet hat, und beginnt nichts Neues. Noch einmal drücken " +
			"beendet sofort.",
		"Interrupted: xops finishes what it has sent and begins nothing new. Press again to end at once.",
	}
	EndedAtOnce = Phrase{
		"Sofort beendet. Wie es um das Laufende steht, ist unbekannt; xops runs show nennt, was gesendet wurde.",
		"Ended at once. What was under way is unknown; xops runs show tells what was sent.",
	}
	LabUp = Phrase{
		"{practices} {with} laufen. Inventar: {file}\nVersuchen: xops plan -i {file} installed-flag\nStrg-C " +
			"beendet es.",
		"{practices} {with} are up. Inventory: {file}\nTry: xops plan -i {file} installed-flag\nCtrl-C ends it.",
	}
	LabStarting = Count{
		Phrase{
			"Für {n} Rechner startet ein Übungs-Windows …", "Starting a practice Windows for {n} host …",
		},
		Phrase{
			"Für jeden von {n} Rechnern startet ein Übungs-Windows …",
			"Starting a practice Windows for each of {n} hosts …",
		},
	}
	Reported = Phrase{
		"Bericht: {text} und {data}. Es dauerte {seconds} Sekunden.",
		"Report: {text} and {data}. It took {seconds} seconds.",
	}
)
