package text

// The vendor's document.
var (
	CatalogueColumns = []Phrase{
		{"ZEILE", "ROW"}, {"KLASSE", "CLASS"}, {"TITEL", "TITLE"}, {"BEDIENT VON", "SERVED BY"},
	}
	CatalogueCount = Count{
		Phrase{"{n} Zeile, {served}, Stand {edition}.", "{n} row, {served}, edition {edition}."},
		Phrase{"{n} Zeilen, {served}, Stand {edition}.", "{n} rows, {served}, edition {edition}."},
	}
	CatalogueServed = Count{Phrase{"{n} bedient", "{n} served"}, Phrase{"{n} bedient", "{n} served"}}

	CatalogueSection   = Phrase{"Abschnitt", "Section"}
	CatalogueGroup     = Phrase{"Gruppe", "Group"}
	CatalogueClass     = Phrase{"Klasse", "Class"}
	CatalogueFor       = Phrase{"Für", "For"}
	CatalogueDocument  = Phrase{"{section} (Stand {edition})", "{section} (edition {edition})"}
	CatalogueAddons    = Phrase{"wo es eines davon gibt: {names}", "where one of these is: {names}"}
	CatalogueLimits    = Phrase{"Grenzen", "Limits"}
	CataloguePorts     = Phrase{"Ports, wie gedruckt", "Ports, as printed"}
	PortInbound        = Phrase{"eingehend", "inbound"}
	PortOutbound       = Phrase{"ausgehend", "outbound"}
	PortInternal       = Phrase{"intern", "internal"}
	PortExternal       = Phrase{"extern", "external"}
	PortListeners      = Phrase{"dort hört", "listening there"}
	CatalogueDecisions = Phrase{"Entscheidungen", "Decisions"}
	CatalogueServedBy  = Phrase{"Bedient von", "Served by"}
	CatalogueNobody    = Phrase{"keinem Playbook", "no playbook"}
	CatalogueRows      = Phrase{"Zeilen", "Rows"}
	CatalogueValues    = Phrase{"Werte", "Values"}
	CataloguePerson    = Phrase{"Nur ein Mensch kann das bestätigen.", "Only a person can confirm this."}
	CataloguePractice  = Phrase{"Gilt für die Praxis als Ganzes.", "It is about the practice as a whole."}
	CatalogueWording   = Phrase{"gedruckt: {wording}", "printed: {wording}"}

	// CatalogueClasses are who decides a row.
	CatalogueClasses = map[string]Phrase{
		"C+F": {"xops prüft und richtet", "xops checks and repairs"},
		"C":   {"xops prüft, ein Mensch richtet", "xops checks, a person repairs"},
		"E":   {"xops sammelt, was dazu zu sehen ist", "xops collects what is to be seen of it"},
		"P": {
			"xops hält sich daran oder druckt es; kein Computer wird gefragt",
			"xops obeys or prints it; no computer is asked",
		},
	}
	// CatalogueUnits are the units of limits that have another name in English.
	CatalogueUnits = map[string]Phrase{
		"Kerne": {"Kerne", "cores"}, "Geräte": {"Geräte", "devices"}, "Medien": {"Medien", "media"},
		"Zeichen": {"Zeichen", "characters"}, "Stunden": {"Stunden", "hours"}, "Wochen": {"Wochen", "weeks"},
		"Neustarts": {"Neustarts", "restarts"}, "Pixel": {"Pixel", "pixels"}, "Bit": {"Bit", "bit"},
	}
	// CatalogueRoles are what a computer is in the practice.
	CatalogueRoles = map[string]Phrase{
		"server": {"Server", "server"}, "workstation": {"Arbeitsplatz", "workstation"},
		"terminal_server": {"Terminalserver", "terminal server"},
	}
)
