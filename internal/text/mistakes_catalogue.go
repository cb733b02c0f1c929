package text

// What is wrong with a file of the catalogue.
var (
	CatalogueFile   = Phrase{"Eine Datei des Katalogs", "A file of the catalogue"}
	CatalogueUnread = Mistake{
		Phrase{"Katalog nicht lesbar", "Catalogue cannot be read"}, Phrase{"{why}.", "{why}."},
	}
	CatalogueNoEdition = Mistake{
		Phrase{"Katalog ohne Stand", "Catalogue without edition"},
		Phrase{
			"Keine Datei des Katalogs hat einen Block edition.", "No file of the catalogue has an edition block.",
		},
	}
	CatalogueNoGroup = Mistake{
		Phrase{"Zeile ohne Gruppe", "Row without group"},
		Phrase{
			"{row}: Kein Block group hat den Anfang {prefix} unter seinen prefixes.",
			"{row}: no group block has {prefix} among its prefixes.",
		},
	}
	RowUnknown = Mistake{
		Phrase{"Unbekannte Zeile", "Unknown row"},
		Phrase{
			"Im Katalog gibt es keine Zeile {row}. {hint}",
			"There is no row {row} in the catalogue. {hint}",
		},
	}
	CatalogueUnknown = Mistake{
		Phrase{"Unbekannter Wert im Katalog", "Unknown value in the catalogue"},
		Phrase{"{name}: {value} gibt es nicht. {hint}", "{name}: there is no {value}. {hint}"},
	}
	CatalogueDate = Mistake{
		Phrase{"Kein Tag", "Not a day"},
		Phrase{
			`{value} ist kein Tag. Ein Tag wird als "2026-10-13" geschrieben.`,
			`{value} is not a day. A day is written as "2026-10-13".`,
		},
	}
	CataloguePort = Mistake{
		Phrase{"Kein Port", "Not a port"},
		Phrase{
			`{value} ist kein Port. Geschrieben wird eine Zahl ("443") oder ein Bereich ("9350-9354").`,
			`{value} is not a port. It is a number ("443"), or a range ("9350-9354").`,
		},
	}
)
