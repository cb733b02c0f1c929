package text

// What is wrong with a playbook's blocks.
var (
	PlaybookUnread = Mistake{
		Phrase{"Playbook nicht lesbar", "Playbook cannot be read"}, Phrase{"{why}", "{why}"},
	}
	NotInPlan       = Phrase{"{name} ist nicht im Plan", "{name} is not in the plan"}
	PlaybooksCircle = Mistake{
		Phrase{"Playbooks binden einander ein", "Playbooks include each other"}, Phrase{"{chain}.", "{chain}."},
	}
	Includes  = Phrase{" bindet ein ", " includes "}
	NameTwice = Mistake{
		Phrase{"Name zweimal vergeben", "Name used twice"},
		Phrase{"{name} ist schon in {place} definiert.", "{name} is defined at {place} already."},
	}
	LocalTwice = Mistake{
		Phrase{"Name zweimal vergeben", "Name used twice"},
		Phrase{"{name} ist schon in Zeile {line} definiert.", "{name} is defined at line {line} already."},
	}
	BlockName = Mistake{
		Phrase{"Ungültiger Name", "Invalid name"},
		Phrase{
			"{name} lässt sich in Ausdrücken nicht verwenden. Ein Name besteht aus Buchstaben, Ziffern, _ und - und " +
				"beginnt mit einem Buchstaben.",
			"{name} cannot be used in expressions. A name is letters, digits, _ and -, and begins with a letter.",
		},
	}
	SecondHead = Mistake{
		Phrase{"Zweiter Block playbook", "Second playbook block"},
		Phrase{
			"Eine Datei ist ein Playbook und hat einen Block playbook.",
			"A file is one playbook and has one playbook block.",
		},
	}
	NoHead = Mistake{
		Phrase{"Kein Block playbook", "No playbook block"},
		Phrase{
			`Ein Playbook beginnt mit playbook { name = "…" }.`, `A playbook begins with playbook { name = "…" }.`,
		},
	}
	SecondRollout = Mistake{
		Phrase{"Zweiter Block rollout", "Second rollout block"},
		Phrase{"Ein Playbook hat nur einen rollout.", "A playbook has one rollout."},
	}
	EmptyBatch = Mistake{
		Phrase{"Leere Gruppe", "Empty batch"},
		Phrase{"Eine Gruppe hat mindestens einen Computer.", "A batch has at least one host."},
	}
	PauseTime = Mistake{
		Phrase{"Ungültige Zeit", "Invalid time"},
		Phrase{
			`Schreiben Sie, wie lange zwischen zwei Gruppen gewartet wird: "90s", "10m".`,
			`Write how long to wait between two batches: "90s", "10m".`,
		},
	}
	HostAmount = Mistake{
		Phrase{"Ungültige Anzahl Computer", "Invalid number of hosts"},
		Phrase{
			`Schreiben Sie eine Anzahl Computer (3) oder einen Anteil ("10%").`,
			`Write a number of hosts (3) or a percentage ("10%").`,
		},
	}
	ConstantExpected = Mistake{
		Phrase{"Fester Wert verlangt", "Constant expected"},
		Phrase{
			"{name} muss ausgeschrieben sein: Der Wert wird gebraucht, bevor ein Computer angesehen wird.",
			"{name} must be written out: it is needed before any host is looked at.",
		},
	}
	NotAText = Mistake{
		Phrase{"Kein Text", "Not a text"},
		Phrase{"{name} muss {want} sein und ist {got}", "{name} must be {want}, and is {got}"},
	}
	TextOrBoth   = Phrase{`ein Text oder { de = "…", en = "…" }`, `a text, or { de = "…", en = "…" }`}
	DefaultUnfit = Mistake{
		Phrase{"Vorgabe passt nicht zum Typ", "Default does not fit the type"},
		Phrase{"{why}; der Typ der Variable ist {type}.", "{why}; the variable's type is {type}."},
	}
	UnknownIncluded = Mistake{
		Phrase{"Unbekannte Variable", "Unknown variable"},
		Phrase{"{path} hat keine Variable {name}.[[ {hint}]]", "{path} has no variable {name}.[[ {hint}]]"},
	}
	IncludedValue = Mistake{
		Phrase{"Variable ohne Wert", "Variable without value"},
		Phrase{
			"Das eingebundene Playbook braucht einen Wert für {quoted}: vars = { {name} = … }.",
			"The included playbook needs a value for {quoted}: vars = { {name} = … }.",
		},
	}
	UnknownQuery = Mistake{
		Phrase{"Unbekannte Abfrageart", "Unknown query type"},
		Phrase{"Es gibt keine Abfrageart {name}.[[ {hint}]]", "There is no query type {name}.[[ {hint}]]"},
	}
	UnknownKind = Mistake{
		Phrase{"Unbekannte Schrittart", "Unknown step kind"},
		Phrase{"Es gibt keine Schrittart {name}.[[ {hint}]]", "There is no step kind {name}.[[ {hint}]]"},
	}
	InvalidChoice = Mistake{
		Phrase{"Ungültiger Wert", "Invalid value"},
		Phrase{"{name} kann nicht {got} sein.[[ {hint}]]", "{name} cannot be {got}.[[ {hint}]]"},
	}
	InvalidStage = Mistake{
		Phrase{"Ungültige Stufe", "Invalid stage"},
		Phrase{"Eine Stufe ist eine Zahl von 0 bis 4.", "A stage is a number from 0 to 4."},
	}
	NotAStep = Mistake{
		Phrase{"Kein Schritt", "Not a step"},
		Phrase{"after zählt Schritte auf: [step.KIND.NAME].", "after lists steps: [step.KIND.NAME]."},
	}
)

// What is wrong with references.
var (
	UnknownReference = Mistake{Phrase{"Unbekannter Verweis", "Unknown reference"}, Phrase{"{why}", "{why}"}}
	OthersUntold     = Phrase{
		"was die anderen Rechner der Praxis sagen, ist nicht bekannt",
		"what the practice's other computers say is not known",
	}
	PracticeCheckUses = Phrase{
		"ein check mit scope = \"practice\" sieht nur var, local, catalogue und practice",
		"a check with scope = \"practice\" sees only var, local, catalogue and practice",
	}
	NoEach = Phrase{
		"each gibt es nur in einem Block mit for_each", "Each is known only in a block with for_each",
	}
	NoInclude   = Phrase{"Es gibt kein include {name}.[[ {hint}]]", "There is no include {name}.[[ {hint}]]"}
	NoAddress   = Phrase{"Es gibt kein {name}.[[ {hint}]]", "There is no {name}.[[ {hint}]]"}
	UnknownName = Mistake{
		Phrase{"Unbekannter Name", "Unknown name"},
		Phrase{
			"Ein {quoted} gibt es hier nicht.[[ {hint}]] In einem Text wird, was gemeint ist, wie es dasteht, " +
				"$${{name}} " +
				"geschrieben.",
			"There is no {quoted} here.[[ {hint}]] In a text, what is meant as it stands is written $${{name}}.",
		},
	}
	IncompleteReference = Mistake{
		Phrase{"Unvollständiger Verweis", "Incomplete reference"}, Phrase{"{why}", "{why}"},
	}
	ReferenceInto = Phrase{
		"Ein Verweis in ein include ist include.NAME.query.TYPE.NAME oder include.NAME.step.KIND.NAME.",
		"A reference into an include is include.NAME.query.TYPE.NAME or include.NAME.step.KIND.NAME.",
	}
	ReferenceHidden = Phrase{
		"Von einem include lassen sich außen nur seine Abfragen und Schritte verwenden.",
		"Of an include, only its queries and steps can be used from outside.",
	}
	ReferenceForm = Phrase{"Ein Verweis auf {name} ist {form}.", "A reference to a {name} is {form}."}
	AnswerIsList  = Mistake{
		Phrase{"Eine Antwort ist eine Liste", "An answer is a list"},
		Phrase{
			"{list} ist die Liste alles Gefundenen, auch wo es nur eines ist. Schreiben Sie one({list}).{name} oder " +
				"[for x in {list} : x.{name}].",
			"{list} is the list of all that was found, also where it is only one. Write one({list}).{name}, or " +
				"[for x in {list} : x.{name}].",
		},
	}
	Circle = Mistake{
		Phrase{"Verweis im Kreis", "Cyclic reference"},
		Phrase{
			"{chain}. Nichts lässt sich ausrechnen, was auf sich selbst beruht.",
			"{chain}. Nothing can be worked out that rests on itself.",
		},
	}
	Uses      = Phrase{" verwendet ", " uses "}
	UsedEarly = Mistake{
		Phrase{"Schritt verwendet, bevor er läuft", "Step used before it runs"},
		Phrase{
			"{step} beruht auf {other}, das danach kommt. Schritte laufen in der Reihenfolge der Datei.",
			"{step} rests on {other}, which comes after it. Steps run in the order of the file.",
		},
	}
)

// What is wrong with values.
var (
	MissingValue = Mistake{
		Phrase{"Wert fehlt", "Missing value"},
		Phrase{
			"{name} wird hier gebraucht, und der Wert ist null.", "{name} is needed here, and its value is null.",
		},
	}
	MissingOnHost = Mistake{
		Phrase{"Wert fehlt", "Missing value"},
		Phrase{
			"{name} wird hier gebraucht, und der Wert ist null auf diesem Computer.",
			"{name} is needed here, and its value is null on this host.",
		},
	}
	UnsuitableValue = Mistake{Phrase{"Ungeeigneter Wert", "Unsuitable value"}, Phrase{"{why}.", "{why}."}}
	IncludedUnfit   = Phrase{
		"variable {name} des eingebundenen Playbooks ist {type}: {why}",
		"variable {name} of the included playbook is {type}: {why}",
	}
	NothingToRepeat = Mistake{
		Phrase{"Nichts zu wiederholen", "Nothing to repeat"},
		Phrase{
			"for_each braucht eine Liste oder ein Objekt und ist {got}",
			"for_each needs a list or an object, and is {got}",
		},
	}
	RepeatNull = Mistake{
		Phrase{"Nichts zu wiederholen", "Nothing to repeat"},
		Phrase{
			"for_each braucht eine Liste oder ein Objekt, und der Wert ist null",
			"for_each needs a list or an object, and its value is null",
		},
	}
	RepeatedTwice = Mistake{
		Phrase{"Zweimal wiederholt", "Repeated twice"},
		Phrase{"for_each hat {name} zweimal", "for_each has {name} twice"},
	}
	PlaybookTwice = Mistake{
		Phrase{"Playbook zweimal genannt", "Playbook given twice"},
		Phrase{
			"{first} und {second} heißen beide {name}. Nennen Sie jedes Playbook eines Laufs nur einmal.",
			"{first} and {second} are both named {name}. Name each playbook of a run once.",
		},
	}
	SensitiveShape = Mistake{
		Phrase{"Geheimnis im Playbook", "Secret in the playbook"},
		Phrase{
			"Die Variable {name} ist sensitive: Ihr Typ ist string, und sie hat kein default, das jeder läse.",
			"Variable {name} is sensitive: its type is string, and it has no default, which everyone would read.",
		},
	}
	SecretShort = Mistake{
		Phrase{"Geheimnis zu kurz", "Secret too short"},
		Phrase{
			"Der Wert der Variable {name} hat weniger als {least} Bytes: Er wäre zu erraten.",
			"The value of variable {name} has less than {least} bytes: it would be guessed.",
		},
	}
	SecretNeeded = Mistake{
		Phrase{"Geheimnis fehlt", "Secret is missing"},
		Phrase{
			"Die Variable {quoted} ist geheim und hat keinen Wert: {env} in der Umgebung, --var-file, oder --var " +
				"{name}=… (das sieht jeder in der Prozessliste).",
			"Variable {quoted} is secret and has no value: {env} in the environment, --var-file, or --var " +
				"{name}=… (which everyone sees in the process list).",
		},
	}
	SecretOther = Mistake{
		Phrase{"Anderes Geheimnis", "Another secret"},
		Phrase{
			"Die Werte der Variablen, die sensitive sind, sind nicht die, mit denen der Plan gemacht wurde.",
			"The values of the variables that are sensitive are not those with which the plan was made.",
		},
	}
	GivenUnfit = Mistake{
		Phrase{"Wert passt nicht zur Variable", "Value does not fit the variable"},
		Phrase{
			"{where} {name}: {why}. Der Typ der Variable ist {type}.",
			"{where} {name}: {why}. The variable's type is {type}.",
		},
	}
	SavedUnfit = Mistake{
		Phrase{"Wert passt nicht zur Variable", "Value does not fit the variable"},
		Phrase{"{name}: {why}.", "{name}: {why}."},
	}
	ValueNeeded = Mistake{
		Phrase{"Variable ohne Wert", "Variable without value"},
		Phrase{
			"Playbook {playbook} braucht einen Wert für {quoted}: --var {name}=…",
			"Playbook {playbook} needs a value for {quoted}: --var {name}=…",
		},
	}
	GivenUnknown = Mistake{
		Phrase{"Unbekannte Variable", "Unknown variable"},
		Phrase{
			"{where} {name}: kein Playbook dieses Laufs deklariert sie.[[ {hint}]]",
			"{where} {name}: no playbook of this run declares it.[[ {hint}]]",
		},
	}
)

// Why a value is none while a playbook is evaluated.
var (
	PlanValues = Phrase{
		"die Werte von {host} im Plan lassen sich nicht lesen: {why}",
		"the plan's values of {host} cannot be read: {why}",
	}
	SecretForEach = Phrase{
		"for_each beruht auf einem Geheimnis, und seine Schlüssel werden gezeigt",
		"for_each rests on a secret, and its keys are shown",
	}
	SecretHere = Phrase{
		"ein Geheimnis darf nicht in {name} stehen: das wird gezeigt oder aufbewahrt",
		"a secret may not stand in {name}: that is shown or kept",
	}
	SecretInName = Phrase{
		"der Name dessen, was geändert wird, enthält ein Geheimnis",
		"the name of what is changed has a secret in it",
	}
	NeverKnown    = Phrase{"dieser Wert lässt sich nicht feststellen", "this value cannot be known"}
	VariableEmpty = Phrase{"die Variable {name} hat keinen Wert", "variable {name} has no value"}
)
