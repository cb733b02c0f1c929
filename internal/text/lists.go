package text

// Which hosts answer.
var (
	PingColumns = []Phrase{
		{"RECHNER", "HOST"},
		{"ADRESSE", "ADDRESS"},
		{"STATUS", "STATUS"},
		{"ANMELDUNG", "LOGON"},
		{"ANTWORT", "ANSWER"},
		{"COMPUTER", "COMPUTER"},
	}
	Build = Phrase{"Build {build}", "build {build}"}
)

// What hosts are.
var (
	FactsColumns = []Phrase{
		{"RECHNER", "HOST"},
		{"STATUS", "STATUS"},
		{"COMPUTER", "COMPUTER"},
		{"DOMÄNE", "DOMAIN"},
		{"WINDOWS", "WINDOWS"},
		{"BUILD", "BUILD"},
		{".NET", ".NET"},
		{"POWERSHELL", "POWERSHELL"},
		{"GESTARTET (UTC)", "STARTED (UTC)"},
		{"NEUSTART", "REBOOT"},
	}
	Pending   = Phrase{"steht aus", "pending"}
	None      = Phrase{"keine", "none"}
	Untold    = Phrase{"unbekannt", "unknown"}
	Unread    = Phrase{"nicht lesbar: {why}", "could not be read: {why}"}
	Gigabytes = Phrase{"{what} {n} GB", "{what} {n} GB"}
)

// The inventory and the playbooks.
var (
	InventoryColumns = []Phrase{
		{"RECHNER", "HOST"},
		{"PRAXIS", "PRACTICE"},
		{"ROLLE", "ROLE"},
		{"ADRESSE", "ADDRESS"},
		{"VERBINDUNG", "CONNECTION"},
		{"AUFTRAG", "MANDATE"},
		{"PRODUKTE", "PRODUCTS"},
	}
	PlaybookColumns = []Phrase{
		{"PLAYBOOK", "PLAYBOOK"}, {"HERKUNFT", "ORIGIN"}, {"TITEL", "TITLE"}, {"DIENT", "SERVES"},
	}
	Origins = map[string]Phrase{
		"shipped": {"mitgeliefert", "shipped"},
		"local":   {"eigenes", "local"},
	}
	InPractices = Count{
		Phrase{"{hosts} in {n} Praxis.", "{hosts} in {n} practice."},
		Phrase{"{hosts} in {n} Praxen.", "{hosts} in {n} practices."},
	}
	Unreadable     = Phrase{"nicht lesbar: {why}", "cannot be read: {why}"}
	ValidInventory = Phrase{"{file} ist gültig: {what}", "{file} is valid: {what}"}
	ValidPlaybooks = Count{
		Phrase{"{n} Playbook geprüft: keine Fehler.", "{n} playbook checked: no mistakes."},
		Phrase{"{n} Playbooks geprüft: keine Fehler.", "{n} playbooks checked: no mistakes."},
	}
)

// What runs on a host.
var (
	FootprintColumns = []Phrase{
		{"TEIL", "PART"},
		{"GESENDET", "SENT"},
		{"BYTES", "BYTES"},
		{"PROTOKOLLIERT FÜR", "LOGGED FOR"},
		{"SHA-256", "SHA-256"},
	}
	Fingerprint = Phrase{"Fingerabdruck {digest}", "fingerprint {digest}"}
)
