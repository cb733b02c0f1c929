package text

// always is a count whose phrase is the same for any number.
func always(p Phrase) Count { return Count{p, p} }

// What is counted.
var (
	Hosts     = Count{Phrase{"{n} Rechner", "{n} host"}, Phrase{"{n} Rechner", "{n} hosts"}}
	OnHosts   = Count{Phrase{"auf {n} Rechner", "on {n} host"}, Phrase{"auf {n} Rechnern", "on {n} hosts"}}
	WithHosts = Count{Phrase{"mit {n} Rechner", "with {n} host"}, Phrase{"mit {n} Rechnern", "with {n} hosts"}}
	Practices = Count{Phrase{"{n} Praxis", "{n} practice"}, Phrase{"{n} Praxen", "{n} practices"}}
	Changes   = Count{Phrase{"{n} Änderung", "{n} change"}, Phrase{"{n} Änderungen", "{n} changes"}}
	Findings  = Count{Phrase{"{n} Befund", "{n} finding"}, Phrase{"{n} Befunde", "{n} findings"}}
	Requests  = Count{Phrase{"{n} Anfrage", "{n} request"}, Phrase{"{n} Anfragen", "{n} requests"}}
	Starts    = Count{
		Phrase{"{n} Prozessstart", "{n} process start"}, Phrase{"{n} Prozessstarts", "{n} process starts"},
	}
	ManualSteps = Count{
		Phrase{"{n} Schritt von Hand", "{n} manual step"}, Phrase{"{n} Schritte von Hand", "{n} manual steps"},
	}
	FailedBlocks = Count{
		Phrase{"{n} Block, der nicht geplant werden kann", "{n} block that cannot be planned"},
		Phrase{"{n} Blöcke, die nicht geplant werden können", "{n} blocks that cannot be planned"},
	}
	Stopping = Count{
		Phrase{
			"wird beendet: {n} Rechner führt zu Ende, was er begonnen hat",
			"stopping: {n} host finishes what it began",
		},
		Phrase{
			"wird beendet: {n} Rechner führen zu Ende, was sie begonnen haben",
			"stopping: {n} hosts finish what they began",
		},
	}
	More = Phrase{"und {n} weitere", "and {n} more"} // of a list
)

// Changes by what they do.
var (
	ToCreate = always(Phrase{"{n} anzulegen", "{n} to create"})
	ToUpdate = always(Phrase{"{n} zu ändern", "{n} to update"})
	ToDelete = always(Phrase{"{n} zu entfernen", "{n} to delete"})
	Restarts = Count{Phrase{"{n} Neustart", "{n} restart"}, Phrase{"{n} Neustarts", "{n} restarts"}}
	ToRun    = Count{
		Phrase{"{n} Schritt auszuführen", "{n} step to run"}, Phrase{"{n} Schritte auszuführen", "{n} steps to run"},
	}
)

// Changes by how they ended.
var (
	Done      = always(Phrase{"{n} erledigt", "{n} done"})
	Already   = always(Phrase{"{n} schon so", "{n} so already"})
	TakenBack = always(Phrase{"{n} zurückgenommen", "{n} taken back"})
	Failed    = always(Phrase{"{n} fehlgeschlagen", "{n} failed"})
	Unknown   = always(Phrase{"{n} unbekannt", "{n} unknown"})
	NotDone   = always(Phrase{"{n} nicht erledigt", "{n} not done"})
	NotTried  = always(Phrase{"{n} nicht versucht", "{n} not tried"})
)
