package text

// How a mistake is shown.
var (
	WarningHeading = Phrase{"Warnung: ", "Warning: "}
	MistakeAt      = Phrase{"in {file}, Zeile {line}[[, in {block}]]:", "on {file} line {line}[[, in {block}]]:"}
	MistakeFirst   = Phrase{
		"[[{place}: ]]{headline}[[: {detail}]][[ (und {more} weitere)]]",
		"[[{place}: ]]{headline}[[: {detail}]][[ (and {more} more)]]",
	}
	MistakesMore = Phrase{"Und {count} weitere Fehler in dieser Datei.", "And {count} more errors in this file."}
	NoMistake    = Phrase{"die Konfiguration hat Fehler", "the configuration has errors"}
)

// What helps with a name that does not exist.
var (
	DidYouMean = Phrase{"Ist {name} gemeint?", "Did you mean {name}?"}
	KnownNames = Phrase{"Bekannt: {names}.", "Known: {names}."}
)

// What types are called.
var (
	ATruth   = Phrase{"true oder false", "true or false"}
	AString  = Phrase{"ein Text", "a string"}
	ANumber  = Phrase{"eine Zahl", "a number"}
	AList    = Phrase{"eine Liste", "a list"}
	AnObject = Phrase{"ein Objekt", "an object"}
	AValue   = Phrase{"ein Wert des Typs {type}", "a {type}"}

	AStringList = Phrase{`eine Liste von Texten (etwa ["a", "b"])`, `a list of strings, such as ["a", "b"]`}
	ANumberList = Phrase{"eine Liste von Zahlen (etwa [1, 2])", "a list of numbers, such as [1, 2]"}
	AStringMap  = Phrase{
		`ein Objekt aus Texten (etwa { name = "Wert" })`, `an object of strings, such as { name = "value" }`,
	}
	AListMap = Phrase{
		`ein Objekt aus Listen von Texten (etwa { name = ["a", "b"] })`,
		`an object of lists of strings, such as { name = ["a", "b"] }`,
	}
	TheString  = Phrase{"der Text {value}", "the string {value}"}
	HugeNumber = Phrase{"eine mit mehr als tausend Stellen", "one with more than a thousand digits"}
	Unfitting  = Phrase{"gebraucht wird {want}", "{want} is needed"}
)

// What is wrong with the value of an attribute: without the end of the sentence.
var (
	NotWhole   = Phrase{"{name} muss eine ganze Zahl sein, nicht {got}", "{name} must be a whole number, not {got}"}
	WrongShape = Phrase{"{name} muss {want} sein: {why}", "{name} must be {want}: {why}"}
	WrongValue = Phrase{"{name} muss {want} sein, nicht {got}", "{name} must be {want}, not {got}"}
)

// NotTruth is a condition that is no condition.
var (
	NotTruth = Mistake{
		Phrase{"Nicht true oder false", "Not true or false"},
		Phrase{
			"{name} muss true oder false sein und ist {got}[[; {ask}]]",
			"{name} must be true or false, and is {got}[[; {ask}]]",
		},
	}
	AskNumber = Phrase{"ob es welche gibt, fragt … > 0", "to ask whether there are any, write … > 0"}
	AskList   = Phrase{"ob es welche gibt, fragt length(…) > 0", "to ask whether there are any, write length(…) > 0"}
)

// What is too large.
var (
	TooLarge = Mistake{
		Phrase{"Zu groß", "Too large"}, Phrase{"Das ist zu groß: {why}.", "This is too large: {why}."},
	}
	LongText = Phrase{
		"der Text hat mehr als {most} MiB, das ist die Grenze", "the text has more than {most} MiB, which is the limit",
	}
	LongTexts = Phrase{
		"die Texte des Werts haben zusammen mehr als {most} MiB, das ist die Grenze",
		"the texts of the value have more than {most} MiB together, which is the limit",
	}
	ManyElements = Phrase{
		"der Wert hat mehr als {most} Elemente, das ist die Grenze",
		"the value has more than {most} elements, which is the limit",
	}
	LongNumber = Phrase{
		"die Zahl hat mehr als tausend Stellen, das ist die Grenze",
		"the number has more than a thousand digits, which is the limit",
	}
	TooDeep = Mistake{
		Phrase{"Zu tief verschachtelt", "Nested too deeply"},
		Phrase{
			"Klammern dürfen {nesting} tief stehen, und ein Ausdruck darf {operators} Operatoren haben. Teilen Sie " +
				"ihn " +
				"mit locals auf. Ist es die richtige Datei?",
			"Brackets may nest {nesting} deep, and one expression may have {operators} operators. Split it with " +
				"locals. Is it the right file?",
		},
	}
)

// What is wrong with a file as a whole.
var (
	NothingToRead = Mistake{
		Phrase{"Nichts zu lesen", "Nothing to read"},
		Phrase{
			"Der Ordner {path} hat keine Datei, deren Name auf .hcl endet.",
			"The folder {path} has no file whose name ends in .hcl.",
		},
	}
	TooManyFiles = Mistake{
		Phrase{"Zu viele Dateien", "Too many files"},
		Phrase{
			"Der Ordner {path} hat {count} Dateien *.hcl; xops liest höchstens {most}.",
			"The folder {path} has {count} *.hcl files; xops reads at most {most}.",
		},
	}
	FileTooLarge = Mistake{
		Phrase{"Datei zu groß", "File too large"},
		Phrase{
			"{path} hat mehr als {most} MiB, die Grenze für eine Datei von xops. Ist es die richtige Datei?",
			"{path} has more than {most} MiB, the limit for a file of xops. Is it the right file?",
		},
	}
	NoSuchFile = Mistake{
		Phrase{"Datei fehlt", "No such file"}, Phrase{"{path} gibt es nicht.", "{path} does not exist."},
	}
	CannotReadFile = Mistake{
		Phrase{"Datei nicht lesbar", "Cannot read file"}, Phrase{"{path}: {why}.", "{path}: {why}."},
	}
	ItIsAFolder = Phrase{"{path} ist ein Ordner", "{path} is a folder"}
	NotUTF8     = Mistake{Phrase{"Kein Text in UTF-8", "Not UTF-8 text"}, Phrase{"{why}", "{why}"}}
	ZeroByte    = Phrase{
		"Die Datei enthält ein Nullbyte: Sie ist keine Textdatei oder wurde als UTF-16 gespeichert. Speichern Sie " +
			"sie " +
			"als UTF-8.",
		"The file contains a zero byte: it is not a text file, or it was saved as UTF-16. Save it as UTF-8.",
	}
	SavedUTF16 = Phrase{
		"Die Datei wurde als UTF-16 gespeichert, wie Out-File und > von Windows PowerShell es tun. Speichern Sie sie " +
			"als UTF-8.",
		"The file was saved as UTF-16, as Out-File and > of Windows PowerShell do. Save it as UTF-8.",
	}
	SavedANSI = Phrase{
		"Das Byte 0x{byte} ist kein UTF-8. Die Datei wurde wohl als ANSI (Windows-1252) gespeichert. Speichern Sie " +
			"sie " +
			"als UTF-8.",
		"The byte 0x{byte} is not UTF-8. The file was probably saved as ANSI (Windows-1252). Save it as UTF-8.",
	}
)

// What is to be written instead, where a mistake is a habit of Windows.
var (
	TwoBackslashes = Phrase{
		`In einem Text wird ein Backslash doppelt geschrieben: C:\\Users.`,
		`In a text a backslash is written twice: C:\\Users.`,
	}
	TwoPercents = Phrase{
		"Ist %{ gemeint, wie es dasteht, etwa in PowerShell, schreiben Sie %%{.",
		"If %{ is meant as it stands, as in PowerShell, write %%{.",
	}
	TwoDollars = Phrase{
		"Ist ${ gemeint, wie es dasteht, etwa in PowerShell, schreiben Sie $${.",
		"If ${ is meant as it stands, as in PowerShell, write $${.",
	}
)

// What is wrong with what stands in a block.
var (
	UnsupportedAttribute = Mistake{
		Phrase{"Unbekanntes Attribut", "Unsupported attribute"}, Phrase{"{why}", "{why}"},
	}
	UnsupportedBlock = Mistake{Phrase{"Unbekannter Block", "Unsupported block"}, Phrase{"{why}", "{why}"}}
	IsABlock         = Phrase{
		`{quoted} ist ein Block: schreiben Sie {name} { … } ohne "=".`,
		`{quoted} is a block: write {name} { … } without "=".`,
	}
	IsAnAttribute = Phrase{
		"{quoted} ist ein Attribut: schreiben Sie {name} = …", "{quoted} is an attribute: write {name} = …",
	}
	NoAttribute = Phrase{"{what} hat kein Attribut {name}.[[ {hint}]]", "{what} has no attribute {name}.[[ {hint}]]"}
	NoBlock     = Phrase{"{what} hat keinen Block {name}.[[ {hint}]]", "{what} has no block {name}.[[ {hint}]]"}
)
