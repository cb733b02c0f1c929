package text

// What an inventory, and who uses it, is told besides.
var (
	AnInventory = Phrase{"Ein Inventar", "An inventory"}
	HostBelongs = Phrase{
		`Ein host gehört zu einer Praxis: practice "name" { host "name" { … } }.`,
		`A host belongs to a practice: practice "name" { host "name" { … } }.`,
	}
	ConnectionBelongs = Phrase{
		"Eine connection gehört zu defaults, zu einer Praxis oder zu einem host: defaults { connection { … } }.",
		"A connection belongs to defaults, to a practice or to a host: defaults { connection { … } }.",
	}
	IsCalled = Phrase{"Das Attribut heißt {name}.", "The attribute is called {name}."}
	IsAList  = Phrase{
		`Das Attribut heißt products und ist eine Liste: products = ["x.concept"].`,
		`The attribute is called products and is a list: products = ["x.concept"].`,
	}
	IsPassword = Phrase{
		`Das Attribut heißt password: password = env("NAME").`,
		`The attribute is called password: password = env("NAME").`,
	}
	RoleOfHost   = Phrase{"role gehört zu einem host.", "A role belongs to a host."}
	AddressOf    = Phrase{"address gehört zu einem host.", "An address belongs to a host."}
	OfPractice   = Phrase{"{name} gehört zur Praxis.", "A {name} belongs to the practice."}
	OfConnection = Phrase{
		"{name} gehört zur Verbindung: connection { {example} }.",
		"{name} belongs to the connection: connection { {example} }.",
	}
	AddressOfHost = Phrase{
		"address gehört zum host, nicht zu seiner connection.", "address belongs to the host, not to its connection.",
	}
	HostAddress = Phrase{
		"Die Adresse des Computers ist das Attribut address des Blocks host.",
		"The host's address is the attribute address of the host block.",
	}
	WriteHTTPS = Phrase{"Schreiben Sie https = true oder false.", "Write https = true or false."}
	NoInsecure = Phrase{
		`Es gibt keinen Schalter, der die Prüfung des Zertifikats oder Host-Schlüssels abschaltet. Für ein ` +
			`selbstsigniertes Zertifikat schreiben Sie fingerprint = "sha256:…" oder ca_file = "…", oder trust = ` +
			`"first-use", das es beim ersten Kontakt festhält und Alarm schlägt, wenn es ein anderes wird.`,
		`There is no switch that turns the check of the certificate or host key off. For a self-signed certificate ` +
			`write ` +
			`fingerprint = "sha256:…" or ca_file = "…", or trust = "first-use", which pins it on first contact and ` +
			`is an ` +
			`alarm when it changes.`,
	}
	Concerns     = Phrase{"(Betrifft {hosts}.)", "(Concerns {hosts}.)"}
	ConcernsTwo  = Phrase{"{first} und {second}", "{first} and {second}"}
	ConcernsMore = Phrase{"{first} und {count} weitere Computer", "{first} and {count} more hosts"}
)

// What is wrong with blocks of an inventory.
var (
	ConnectionTwice = Mistake{
		Phrase{"Block doppelt", "Duplicate block"},
		Phrase{
			"Eine connection steht schon in {place}. Ein Block enthält alle ihre Attribute.",
			"There is already a connection at {place}. One block holds all its attributes.",
		},
	}
	DefaultsTwice = Mistake{
		Phrase{"Block doppelt", "Duplicate block"},
		Phrase{
			"defaults darf in einem Inventar nur einmal stehen; zuerst steht es in {place}.",
			"defaults may stand only once in an inventory; the first is at {place}.",
		},
	}
	ApprovalTwice = Mistake{
		Phrase{"Block doppelt", "Duplicate block"},
		Phrase{"approval darf in defaults nur einmal stehen.", "approval may stand only once in defaults."},
	}
	InvalidKey = Mistake{Phrase{"Ungültiger Schlüssel", "Invalid key"}, Phrase{"{why}", "{why}"}}
	KeysEmpty  = Phrase{
		"keys ist leer: Niemand könnte etwas freigeben.", "keys is empty: nobody could approve anything.",
	}
	PracticeTwice = Mistake{
		Phrase{"Praxis doppelt", "Duplicate practice"},
		Phrase{
			"Die Praxis {name} steht schon in {place}. Groß- und Kleinschreibung zählt bei Namen nicht.",
			"Practice {name} is already at {place}. Names are compared without case.",
		},
	}
	HostTwice = Mistake{
		Phrase{"host doppelt", "Duplicate host"},
		Phrase{
			"Die Praxis {practice} hat schon einen host {name} in {place}. Groß- und Kleinschreibung zählt bei " +
				"Namen nicht.",
			"Practice {practice} already has a host {name} at {place}. Names are compared without case.",
		},
	}
	AddressTwice = Mistake{
		Phrase{"Adresse doppelt", "Duplicate address"},
		Phrase{
			"{host} und {other} ({place}) haben dieselbe Adresse {address} und denselben Port {port}. Ist es " +
				"derselbe " +
				"Computer, oder ist eine Adresse falsch?",
			"{host} and {other} ({place}) have the same address {address} and port {port}. Is it the same computer, " +
				"or " +
				"is one address wrong?",
		},
	}
	MissingAddress = Mistake{
		Phrase{"Adresse fehlt", "Missing address"},
		Phrase{
			`Der host hat keine Adresse. Schreiben Sie address = "10.20.30.5", oder transport = "local" in seiner ` +
				`connection für diesen Computer selbst.`,
			`The host has no address. Write address = "10.20.30.5", or transport = "local" in its connection for ` +
				`this ` +
				`computer itself.`,
		},
	}
	InvalidName = Mistake{
		Phrase{"Ungültiger Name", "Invalid name"},
		Phrase{
			`{name} ist kein Name: Buchstaben, Ziffern, ".", "_" und "-", höchstens {most} Bytes, am Anfang ein ` +
				`Buchstabe ` +
				`oder eine Ziffer.`,
			`{name} is not a name: use letters, digits, ".", "_" and "-", at most {most} bytes, beginning with a ` +
				`letter ` +
				`or digit.`,
		},
	}
	InvalidAddress = Mistake{Phrase{"Ungültige Adresse", "Invalid address"}, Phrase{"{why}", "{why}"}}
	AddressEmpty   = Phrase{
		"Die Adresse ist leer. Schreiben Sie einen Namen oder eine IP-Adresse.",
		"The address is empty. Write a name or an IP address.",
	}
	AddressURL = Phrase{
		"{address} ist eine URL. Schreiben Sie nur den Namen oder die IP-Adresse; https und port gehören in die " +
			"connection.",
		"{address} is a URL. Write only the name or the IP address; https and port belong to the connection.",
	}
	AddressPort = Phrase{
		"{address} hat einen Port. Schreiben Sie nur den Namen oder die IP-Adresse, und port = … in die connection.",
		"{address} has a port. Write only the name or the IP address, and port = … in the connection.",
	}
	AddressBrackets = Phrase{
		"{address} steht in Klammern. Schreiben Sie {plain}.",
		"{address} stands in brackets. Write {plain}.",
	}
	AddressNone = Phrase{
		"{address} ist weder ein Computername noch eine IP-Adresse.",
		"{address} is neither a host name nor an IP address.",
	}
	KundennummerNumber = Mistake{
		Phrase{"Falscher Typ", "Wrong type"},
		Phrase{
			"Schreiben Sie die Kundennummer in Anführungszeichen: Als Zahl verlöre sie führende Nullen.",
			"Write the Kundennummer in quotes: as a number it would lose leading zeros.",
		},
	}
	InvalidKundennummer = Mistake{
		Phrase{"Ungültige Kundennummer", "Invalid Kundennummer"},
		Phrase{
			"{number} ist keine Kundennummer: Sie hat nur Ziffern, ohne Leerzeichen oder andere Zeichen.",
			"{number} is not a Kundennummer: it has digits only, without blanks or signs.",
		},
	}
	EmptyWindow = Mistake{
		Phrase{"Ungültiges Zeitfenster", "Invalid window"},
		Phrase{
			`from und to sind dieselbe Zeit, das Fenster ist also leer. Für den ganzen Tag schreiben Sie from = ` +
				`"00:00" ` +
				`und to = "24:00".`,
			`from and to are the same time, so the window is empty. For the whole day write from = "00:00" and to = ` +
				`"24:00".`,
		},
	}
	GermanDay = Mistake{
		Phrase{"Unbekannter Tag", "Unknown day"},
		Phrase{
			"Ist {english} gemeint statt {got}? Die Tage sind {days}.",
			"Did you mean {english} instead of {got}? The days are {days}.",
		},
	}
	UnknownDay = Mistake{
		Phrase{"Unbekannter Tag", "Unknown day"}, Phrase{
			"{got} ist kein Tag.[[ {hint}]]",
			"{got} is no day.[[ {hint}]]",
		},
	}
	InvalidTime = Mistake{
		Phrase{"Ungültige Zeit", "Invalid time"},
		Phrase{
			`{got} ist keine Uhrzeit. Schreiben Sie Stunden und Minuten wie "19:00".`,
			`{got} is no time of day. Write hours and minutes as "19:00".`,
		},
	}
)

// What is wrong with values of an inventory.
var (
	SecretMisplaced = Mistake{
		Phrase{"Geheimnis an falscher Stelle", "Secret in the wrong place"},
		Phrase{
			"{function}() gibt ein Geheimnis, und das darf nur in password und key_passphrase einer connection " +
				"stehen, " +
				"damit es nie gezeigt oder gespeichert wird. {name} ist kein Geheimnis.",
			"{function}() gives a secret, and a secret may stand only in password and key_passphrase of a " +
				"connection, so " +
				"that it is never shown or stored. {name} is no secret.",
		},
	}
	SecretWritten = Mistake{
		Phrase{"Geheimnis im Inventar", "Secret in the inventory"},
		Phrase{
			"{name} darf nicht in der Datei stehen, wo jeder es läse und die Versionsverwaltung es behielte. {help}",
			"{name} must not be written in the file, where it would be read by everyone and kept by version " +
				"control. {help}",
		},
	}
	SecretHelp = Phrase{
		`Schreiben Sie {name} = env("NAME"), file("pfad"), keyring("dienst/konto") oder prompt().`,
		`Write {name} = env("NAME"), file("path"), keyring("service/account") or prompt().`,
	}
	NullValue = Mistake{
		Phrase{"Kein Wert", "No value"},
		Phrase{
			"{name} ist null. Geben Sie einen Wert an, oder entfernen Sie die Zeile.",
			"{name} is null. Give it a value, or remove the line.",
		},
	}
	EmptyValue = Mistake{
		Phrase{"Leerer Wert", "Empty value"},
		Phrase{
			"{name} ist leer. Geben Sie einen Wert an, oder entfernen Sie die Zeile.",
			"{name} is empty. Give it a value, or remove the line.",
		},
	}
	OpenValue = Mistake{
		Phrase{"Unbekannter Wert", "Unknown value"},
		Phrase{"Der Wert von {name} lässt sich nicht berechnen.", "The value of {name} cannot be computed."},
	}
	WrongType = Mistake{
		Phrase{"Falscher Typ", "Wrong type"},
		Phrase{"{name} muss {want} sein, nicht {got}.", "{name} must be {want}, not {got}."},
	}
	QuotedString  = Phrase{"ein Text in Anführungszeichen", "a string in quotes"}
	ListOfStrings = Phrase{`eine Liste von Texten wie ["a", "b"]`, `a list of strings like ["a", "b"]`}
	ObjectOfVars  = Phrase{"ein Objekt wie { name = wert }", "an object like { name = value }"}
	OnlyStrings   = Mistake{
		Phrase{"Falscher Typ", "Wrong type"},
		Phrase{
			"{name} darf nur Texte enthalten, die nicht leer sind.",
			"{name} must contain only strings that are not empty.",
		},
	}
	UnknownChoice = Mistake{
		Phrase{"Unbekannter Wert für {name}", "Unknown {name}"},
		Phrase{"{got} gibt es nicht als {name}.[[ {hint}]]", "{got} is no {name}.[[ {hint}]]"},
	}
	InvalidPort = Mistake{
		Phrase{"Ungültiger Port", "Invalid port"},
		Phrase{"Ein Port ist eine ganze Zahl von 1 bis 65535.", "A port is a whole number from 1 to 65535."},
	}
	InvalidJump = Mistake{
		Phrase{"Ungültiges jump", "Invalid jump"},
		Phrase{
			`{got} ist kein SSH-Sprungrechner. Schreiben Sie "benutzer@rechner" oder "benutzer@rechner:port"; ` +
				`mehrere mit ` +
				`Kommas dazwischen.`,
			`{got} is no SSH bastion. Write "user@host" or "user@host:port"; several with commas between.`,
		},
	}
	InvalidPath = Mistake{Phrase{"Ungültiger Pfad", "Invalid path"}, Phrase{"{name}: {why}.", "{name}: {why}."}}
	NoHome      = Phrase{"der eigene Ordner ist nicht bekannt ({why})", "the home folder is not known: {why}"}

	InvalidFingerprint = Mistake{
		Phrase{"Ungültiger Fingerabdruck", "Invalid fingerprint"}, Phrase{"{why} {help}", "{why} {help}"},
	}
	FingerprintSHA1 = Phrase{"Ein Fingerabdruck nach SHA-1 ist nicht sicher.", "A SHA-1 fingerprint is not safe."}
	FingerprintBare = Phrase{"Das Verfahren fehlt.", "The algorithm is missing."}
	FingerprintNone = Phrase{"Das ist kein Fingerabdruck nach SHA-256.", "This is no SHA-256 fingerprint."}
	FingerprintHelp = Phrase{
		`Schreiben Sie "sha256:" und die 64 Hexadezimalziffern des SHA-256-Fingerabdrucks des Zertifikats, oder ` +
			`"SHA256:…", wie ssh-keygen -l es zeigt.`,
		`Write "sha256:" and the 64 hexadecimal digits of the certificate's SHA-256 fingerprint, or "SHA256:…" as ` +
			`ssh-keygen -l shows it.`,
	}
	PinOrTrust = Mistake{
		Phrase{"Widerspruch", "Contradiction"},
		Phrase{
			"fingerprint und trust schließen einander aus: Der Fingerabdruck sagt, welches Zertifikat richtig ist, " +
				"first-use lernt es. Behalten Sie den Fingerabdruck.",
			"fingerprint and trust exclude each other: the fingerprint says which certificate is right, first-use " +
				"learns " +
				"it. Keep the fingerprint.",
		},
	}
)

// Why a file that an inventory names cannot be read.
var (
	NotThere   = Phrase{"es gibt sie nicht", "it does not exist"}
	AFolder    = Phrase{"sie ist ein Ordner", "it is a folder"}
	NoPassword = Phrase{
		"sie hat mehr als {most} KiB und ist also kein Kennwort", "it has more than {most} KiB, so it is no password",
	}
)

// What does not fit together in a host's connection.
var (
	AuthUnfit = Mistake{
		Phrase{"auth passt nicht zu transport", "Auth does not fit transport"},
		Phrase{
			"auth = {auth} gibt es nicht mit transport = {transport}. Dort ist es eines von {known}.",
			"auth = {auth} is not for transport = {transport}. There it is one of {known}.",
		},
	}
	MissingUser = Mistake{
		Phrase{"Benutzer fehlt", "Missing user"},
		Phrase{
			`Es gibt keinen Benutzer für die Anmeldung. Schreiben Sie user = "PRAXIS\\xops" in eine connection.`,
			`There is no user to log on with. Write user = "PRAXIS\\xops" in a connection.`,
		},
	}
	MissingKeyFile = Mistake{
		Phrase{"key_file fehlt", "Missing key_file"},
		Phrase{`auth = "key" braucht key_file = "~/.ssh/…".`, `auth = "key" needs key_file = "~/.ssh/…".`},
	}
	MissingPassword = Mistake{
		Phrase{"Kennwort fehlt", "Missing password"},
		Phrase{
			`Es gibt kein Kennwort für die Anmeldung. Schreiben Sie password = env("NAME") oder prompt().`,
			`There is no password to log on with. Write password = env("NAME") or prompt().`,
		},
	}
	PortWithout = Mistake{
		Phrase{"Port passt nicht zu https", "Port does not fit https"},
		Phrase{
			"5985 ist der Port von WinRM ohne TLS. Schreiben Sie https = false, oder entfernen Sie den Port.",
			"5985 is WinRM's port without TLS. Write https = false, or remove the port.",
		},
	}
	PortWith = Mistake{
		Phrase{"Port passt nicht zu https", "Port does not fit https"},
		Phrase{
			"5986 ist der Port von WinRM mit TLS. Schreiben Sie https = true, oder entfernen Sie den Port.",
			"5986 is WinRM's port with TLS. Write https = true, or remove the port.",
		},
	}
	HTTPSNeeded = Mistake{
		Phrase{"https ist nötig", "https is needed"},
		Phrase{
			`{why}, deshalb gibt es auth = {auth} nur mit https = true. Ohne TLS nehmen Sie auth = "ntlm", das jede ` +
				`Nachricht versiegelt.`,
			`{why}, so auth = {auth} is only for https = true. Without TLS use auth = "ntlm", which seals every ` +
				`message.`,
		},
	}
	WhyHTTPS = map[string]Phrase{
		"basic":       {"Basic sendet das Kennwort im Klartext", "Basic sends the password in clear text"},
		"certificate": {"Ein Client-Zertifikat ist Teil von TLS", "A client certificate is part of TLS"},
		"kerberos": {
			"xops kann Nachrichten mit Kerberos nicht versiegeln und sendet nie im Klartext",
			"xops cannot seal messages with Kerberos, and never sends clear text",
		},
	}
	MissingCertificate = Mistake{
		Phrase{"Zertifikat fehlt", "Missing certificate"},
		Phrase{
			`auth = "certificate" braucht cert_file und key_file, das Client-Zertifikat und seinen Schlüssel als ` +
				`PEM-Dateien.`,
			`auth = "certificate" needs cert_file and key_file, the client certificate and its key as PEM files.`,
		},
	}
	MissingRealm = Mistake{
		Phrase{"realm fehlt", "Missing realm"},
		Phrase{
			`auth = "kerberos" braucht realm = "PRAXIS.LOCAL", oder user = "xops@PRAXIS.LOCAL", oder ein ` +
				`default_realm in ` +
				`krb5.conf.`,
			`auth = "kerberos" needs realm = "PRAXIS.LOCAL", or user = "xops@PRAXIS.LOCAL", or a default_realm in ` +
				`krb5.conf.`,
		},
	}
	KerberosName = Mistake{
		Phrase{"Kerberos braucht einen Namen", "Kerberos needs a name"},
		Phrase{
			"Kerberos kennt Computer beim Namen, und die Adresse {address} ist keiner. Schreiben Sie den vollen " +
				"Namen als " +
				"address oder als tls_server_name.",
			"Kerberos knows computers by name, and the address {address} is none. Write the full name as address, " +
				"or as " +
				"tls_server_name.",
		},
	}
)

// What is wrong with a selection of hosts.
var (
	NoSuchHost   = Mistake{Phrase{"Computer fehlt", "No such host"}, Phrase{"{why}", "{why}"}}
	PatternEmpty = Phrase{
		`Ein Muster für Computer ist leer. Schreiben Sie practice/host, zum Beispiel "mueller/srv01", "mueller" oder ` +
			`"*/srv*".`,
		`A host pattern is empty. Write practice/host, for example "mueller/srv01", "mueller" or "*/srv*".`,
	}
	InvalidPattern = Mistake{
		Phrase{"Ungültiges Muster für Computer", "Invalid host pattern"},
		Phrase{
			"{got} ist kein Muster: Es hat die Form practice/host, mit * und ? für beliebigen Text und [abc] für " +
				"eines davon.",
			"{got} is no pattern: it has the form practice/host, with * and ? for any text, and [abc] for one of " +
				"these.",
		},
	}
	PatternNoHosts = Phrase{
		"{got} passt auf nichts, denn das Inventar hat keine Computer.",
		"{got} matches nothing, because the inventory has no hosts.",
	}
	PatternNoMatch = Phrase{
		"{got} passt auf keinen Computer des Inventars. {hint}", "{got} matches no host of the inventory. {hint}",
	}
	PracticeEmpty = Phrase{"Die Praxis {name} hat keine Computer.", "Practice {name} has no hosts."}
	PracticeHosts = Phrase{"Die Computer der Praxis {name}: {hosts}.", "The hosts of practice {name}: {hosts}."}
	PatternForm   = Phrase{
		"Ein Muster ist practice/host: Ist {host} gemeint, oder {all} für jede Praxis?",
		"A pattern is practice/host: did you mean {host}, or {all} for every practice?",
	}
	ThePractices = Phrase{"Die Praxen: {names}.", "The practices: {names}."}
	WhereHost    = Phrase{
		"(Bei host {host}. Was nur manche haben, fragt try(…, false).)",
		"(For host {host}. What only some hosts have can be asked with try(…, false).)",
	}
	WhereNoTruth = Mistake{
		Phrase{"Nicht true oder false", "Not true or false"},
		Phrase{
			"Der Ausdruck muss für jeden Computer true oder false sein; für {host} ist er es nicht.",
			"The expression must be true or false for each host, but for host {host} it is not.",
		},
	}
)
