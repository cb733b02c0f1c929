package text

// What became of hosts and of their changes.
var (
	DoneAndVerified = Count{
		Phrase{"{n} Änderung erledigt und geprüft", "{n} change done and verified"},
		Phrase{"{n} Änderungen erledigt und geprüft", "{n} changes done and verified"},
	}
	ChangesDone = Count{
		Phrase{"{n} Änderung erledigt", "{n} change done"}, Phrase{"{n} Änderungen erledigt", "{n} changes done"},
	}
	StepsToDo = Count{
		Phrase{"{n} Schritt von Hand bleibt", "{n} manual step to do"},
		Phrase{"{n} Schritte von Hand bleiben", "{n} manual steps to do"},
	}
	NothingToDo  = Phrase{"in Ordnung, nichts zu tun", "ok, nothing to do"}
	Reverted     = Phrase{"zurückgenommen", "taken back"}
	NotReverted  = Phrase{"nicht zurückgenommen: {outcome}", "could not be taken back: {outcome}"}
	Now          = Phrase{"jetzt: {values}", "now: {values}"}
	ErrorHeading = Phrase{"Fehler: ", "Error: "}
)

// What a command came to.
var (
	ExitCode      = Phrase{"Exitcode {code}", "exit code {code}"}
	SameEnding    = always(Phrase{"{n} Rechner gleich: {ending}.", "{n} hosts the same: {ending}."})
	StandardError = Phrase{"stderr: ", "stderr: "}
	OutputCut     = Phrase{
		"Es war mehr; von jeder Ausgabe bleibt höchstens 1 MiB.",
		"There was more; at most 1 MiB of each output is kept.",
	}
)
