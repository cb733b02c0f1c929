package text

// A plan, host by host.
var (
	Symbols    = Phrase{"Zeichen: {symbols}", "Symbols: {symbols}"}
	PlanOf     = Phrase{"Plan vom {when}, gemacht mit xops {version}", "Plan of {when}, made with xops {version}"}
	SignedBy   = Phrase{"Unterschrieben von {who}", "Signed by {who}"}
	Selected   = Phrase{"Rechner: {selection}", "hosts: {selection}"}
	From       = Phrase{"ab {weekday} {time}", "from {weekday} {time}"}
	Also       = Phrase{"auch", "also"}
	AsOn       = Phrase{"wie auf {host}", "as on {host}"}
	BlockedToo = Phrase{"dadurch gesperrt: ", "blocked with it: "}
	SameOn     = always(Phrase{"dasselbe auf {n} Rechnern: ", "the same on {n} hosts: "})
	DueSince   = Phrase{"fällig seit Lauf {run}", "due since run {run}"}
	ForGood    = Phrase{"lässt sich nicht zurücknehmen", "cannot be taken back"}
	OnError    = Phrase{"bei einem Fehler: {what}", "on error: {what}"}
	KnownAfter = Phrase{"bekannt erst nach {step}", "known after {step}"}
	MoreLines  = Count{
		Phrase{"… noch {n} Zeile (-v zeigt sie)", "… {n} line more (-v shows them)"},
		Phrase{"… noch {n} Zeilen (-v zeigt sie)", "… {n} lines more (-v shows them)"},
	}
	AbsentValue = Phrase{"(fehlt)", "(absent)"}
	SecretValue = Phrase{"(geheim)", "(secret)"}
	Characters  = Phrase{"({n} Zeichen)", "({n} characters)"}
)

// What a plan, checks and a run come to.
var (
	PlanTotal   = Phrase{"Plan:", "Plan:"}
	CheckTotal  = Phrase{"Prüfungen:", "Checks:"}
	ResultTotal = Phrase{"Ergebnis:", "Result:"}
	ChangesAre  = Phrase{"Änderungen: {changes}.", "Changes: {changes}."}
	AsWanted    = Phrase{
		"Keine Änderungen: die Rechner sind so, wie die Playbooks sie wollen.",
		"No changes: the hosts are as the playbooks want them.",
	}
	NothingForUs = Phrase{"Keine Änderungen, die xops machen könnte.", "No changes for xops to make."}
	SameChanges  = always(Phrase{"{n} Rechner mit denselben Änderungen: ", "{n} hosts with the same changes: "})
	ForAPerson   = Phrase{"{steps}: ", "{steps} for a person: "}
	FindingTotal = Phrase{"Befunde der Prüfungen: {n}.", "Findings of checks: {n}."}
	ChecksUntold = Count{
		Phrase{"{n} Prüfung blieb ohne Antwort.", "{n} check could not be told."},
		Phrase{"{n} Prüfungen blieben ohne Antwort.", "{n} checks could not be told."},
	}
	Withheld = Count{
		Phrase{"{n} aufgeführte Änderung wird vorerst nicht gemacht.", "{n} listed change is not made for now."},
		Phrase{"{n} aufgeführte Änderungen werden vorerst nicht gemacht.", "{n} listed changes are not made for now."},
	}
	Cost       = Phrase{"Aufwand: {requests}, {starts}.", "Cost: {requests}, {starts}."}
	HostCost   = Phrase{"{ms} ms, {requests}, {starts}", "{ms} ms, {requests}, {starts}"}
	RestartDue = Phrase{"Neustart fällig:", "Restart due:"}
	RestartOf  = Phrase{"{host}: {what} (der nächste Plan zeigt ihn)", "{host}: {what} (the next plan shows it)"}
	Rollout    = Phrase{
		"Reihenfolge: {sizes} Rechner, ein Schub nach dem anderen[[, dazwischen {pause} s]][[; es hält an, wenn mehr " +
			"als {most} von {all} scheitern, im ersten Schub {first}]].",
		"Rollout: {sizes} hosts, one batch after the other[[, {pause} s between them]][[; it stops when more than " +
			"{most} of {all} fail, in the first batch {first}]].",
	}
	AtTheFirst = Phrase{"schon beim ersten", "when one does"}
	AtMoreThan = Phrase{"bei mehr als {most}", "when more than {most} do"}
)
