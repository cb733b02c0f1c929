package text

// The history.
var (
	RunColumns = []Phrase{
		{"LAUF", "RUN"},
		{"BEGONNEN", "STARTED"},
		{"BEFEHL", "COMMAND"},
		{"STATUS", "STATUS"},
		{"RECHNER", "HOSTS"},
		{"ÄNDERUNGEN", "CHANGES"},
		{"PLAYBOOKS", "PLAYBOOKS"},
	}
	NoRuns       = Phrase{"Noch keine Läufe.", "No runs yet."}
	RunHeading   = Phrase{"Lauf {run}", "Run {run}"}
	RunBy        = Phrase{"{command} von {operator}", "{command} by {operator}"}
	RunTimes     = Phrase{"begonnen {started}, zu Ende {ended}", "started {started}, ended {ended}"}
	RunNotEnded  = Phrase{"begonnen {started}, nicht zu Ende", "started {started}, not ended"}
	RunPlaybooks = Phrase{"Playbooks {names}", "playbooks {names}"}
	RunUndoes    = Phrase{"nimmt {run} zurück", "takes back {run}"}
	RunPlan      = Phrase{"Plan {digest}", "plan {digest}"}
	RunRollout   = Phrase{"Reihenfolge: {batches}", "rollout: {batches}"}
	RunResult    = Phrase{"{hosts}; Änderungen: {changes}.", "{hosts}; changes: {changes}."}
	TakingBack   = Phrase{"zurückgenommen wird: {title}", "taking back: {title}"}
	AsWritten    = Phrase{"Wie geschrieben:", "As it was written:"}
	Rows         = Count{Phrase{"{n} Zeile", "{n} row"}, Phrase{"{n} Zeilen", "{n} rows"}}
	Entries      = Count{
		Phrase{"{n} Eintrag der Kette", "{n} entry of the chain"},
		Phrase{"{n} Einträge der Kette", "{n} entries of the chain"},
	}
	Runs = Count{Phrase{"{n} Lauf", "{n} run"}, Phrase{"{n} Läufe", "{n} runs"}}

	PruneLoses = Phrase{
		"Was geht, kann danach weder gezeigt noch zurückgenommen werden. Vorher ausgeben: xops runs export LAUF",
		"What goes can neither be shown nor taken back afterwards. To keep it elsewhere: xops runs export RUN",
	}
	PruneThem      = Phrase{"{runs} löschen? [ja/nein] ", "Delete {runs}? [yes/no] "}
	NothingPruned  = Phrase{"Nichts gelöscht.", "Nothing deleted."}
	NothingToPrune = Phrase{"Nichts zu löschen.", "Nothing to delete."}
	PruneDone      = Phrase{
		"Gelöscht: {runs}, {rows}. Das Journal sagt, welche; xops runs verify prüft es weiter.",
		"Deleted: {runs}, {rows}. The journal tells which; xops runs verify proves it as before.",
	}
	PrunedThen  = Phrase{"Gelöscht am {time} von {operator}: {runs}", "Deleted on {time} by {operator}: {runs}"}
	PruneNeeded = Phrase{
		"Noch gebraucht ({runs}: etwas ist übrig, oder ein Neustart ist fällig): ",
		"Still needed ({runs}: something is left, or a restart is due): ",
	}

	RepairSound = Phrase{
		"Das Journal ist, wie es geschrieben wurde; daran ist nichts zu reparieren.",
		"The journal is as it was written; there is nothing to repair.",
	}
	RepairAside = Phrase{
		"Das beschädigte Journal liegt beiseite, unverändert: {file}",
		"The damaged journal is set aside, as it was: {file}",
	}
	RepairTaken = Phrase{"Übernommen: {runs}, {rows}.", "Taken over: {runs}, {rows}."}
	RepairLeft  = Phrase{"Nicht zu lesen: {table}, {rows}", "Could not be read: {table}, {rows}"}
	RepairDue   = Phrase{
		"Neustarts, die noch fällig sind, können darunter sein: die Dienste der letzten Läufe ansehen.",
		"Restarts that are still due may be among that: look at the services of the last runs.",
	}

	Head     = Phrase{"Kopf {digest}", "Head {digest}"}
	PackHas  = Phrase{"{hosts}, {changes}, {files}.", "{hosts}, {changes}, {files}."}
	PackFile = Count{
		Phrase{"{n} aufbewahrte Datei", "{n} kept file"}, Phrase{"{n} aufbewahrte Dateien", "{n} kept files"},
	}
	PackSent = Count{
		Phrase{"{n} gesendete Änderung", "{n} change sent"}, Phrase{"{n} gesendete Änderungen", "{n} changes sent"},
	}
	RunExported = Phrase{
		"Lauf {run} steht in {file} ({digest})\nAnderswo weiterführen: xops runs import {file}, dann " +
			"xops runs resume {run}",
		"Run {run} is in {file} ({digest})\nGo on with it elsewhere: xops runs import {file}, then " +
			"xops runs resume {run}",
	}
	RunWritten  = Phrase{"Lauf {run} steht in {file} ({digest})", "Run {run} is in {file} ({digest})"}
	RunImported = Phrase{
		"Lauf {run} ist in der Historie: xops runs show {run}", "Run {run} is in the history: xops runs show {run}",
	}
)

// A run as evidence.
var (
	EvidenceTitle = Phrase{"Nachweis: Lauf {run}", "Evidence: run {run}"}
	EvidenceNote  = Phrase{
		"Geschrieben von xops {program}. Was hier steht, steht auch als Daten in dieser Datei; xops verify DATEI " +
			"weist ohne Netz nach, dass beides ist, wie es geschrieben wurde.",
		"Written by xops {program}. What stands here is in this file as data, too; xops verify FILE proves without a " +
			"network that both are as they were written.",
	}
	EvidenceSeen    = Phrase{"Was gesehen wurde", "What was seen"}
	EvidenceDone    = Phrase{"Was getan wurde", "What was done"}
	EvidenceNothing = Phrase{"Nichts wurde geändert.", "Nothing was changed."}
	EvidenceOpen    = Phrase{"nicht zu Ende", "not ended"}
	SeenColumns     = []Phrase{{"Ergebnis", "Result"}, {"Prüfung", "Check"}}
	DoneColumns     = []Phrase{
		{"Zeit", "Time"}, {"Änderung", "Change"}, {"Vorher → nachher", "Before → after"}, {"Ergebnis", "Outcome"},
	}
	FactCommand   = Phrase{"Befehl", "Command"}
	FactOperator  = Phrase{"Ausgeführt von", "Operator"}
	FactStarted   = Phrase{"Begonnen", "Started"}
	FactEnded     = Phrase{"Zu Ende", "Ended"}
	FactStatus    = Phrase{"Status", "Status"}
	FactPlaybooks = Phrase{"Playbooks", "Playbooks"}
	FactUndoes    = Phrase{"Nimmt zurück", "Takes back"}
	FactPlan      = Phrase{"Plan", "Plan"}
	FactApproved  = Phrase{"Freigegeben", "Approved"}
	FactSigned    = Phrase{"Plan unterschrieben", "Plan signed"}
	ApprovedBy    = Phrase{"von {operator}, der ihn ausgeführt hat", "by {operator}, who ran it"}
	UTC           = Phrase{"{time} UTC", "{time} UTC"}
)

// FaultKinds are what can be wrong with a row of the journal.
var FaultKinds = map[string]Phrase{
	"changed":  {"geändert", "changed"},
	"removed":  {"entfernt", "removed"},
	"inserted": {"eingefügt", "inserted"},
	"broken":   {"gebrochen", "broken"},
	"damaged":  {"beschädigt", "damaged"},
}
