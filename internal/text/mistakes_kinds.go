package text

// What is wrong with the attributes of several kinds: each without the end of its sentence.
var (
	NoneOfFew = Phrase{"als {what} gibt es {got} nicht; es gibt {known}", "there is no {what} {got}; there are {known}"}
	NotWithin = Phrase{"{what} liegt nicht zwischen {least} und {most}", "{what} is not between {least} and {most}"}
	NoPort    = Phrase{
		"es gibt keinen Port {port}; Ports sind 1 bis 65535", "there is no port {port}; ports are 1 to 65535",
	}
	TheTimeout   = Phrase{"das timeout von {n} Sekunden", "the timeout of {n} seconds"}
	TheFreeSpace = Phrase{"der freie Platz von {n} MiB", "the free space of {n} MiB"}
	GivesAfter   = Phrase{
		"after = [step.KIND.NAME] angeben, damit es mit einer Änderung einhergeht, oder when (when = true, wenn es " +
			"so " +
			"gemeint ist)",
		"give after = [step.KIND.NAME], so that it goes with a change, or when (when = true if it is meant so)",
	}
	NothingGiven    = Phrase{"nichts ist zu tun: {give} angeben", "nothing is to be done: give {give}"}
	EitherOr        = Phrase{"entweder {one} oder {other} angeben", "give either {one} or {other}"}
	StartType       = Phrase{"start", "start type"}
	FirewallProfile = Phrase{"Firewall-Profil", "firewall profile"}
)

// Files and folders.
var (
	FolderPattern = Phrase{
		"{path} ist ein Muster: den ganzen Pfad des Ordners angeben",
		"{path} has a pattern: give the whole path of the folder",
	}
	NotWholePath = Phrase{
		`{path} ist kein ganzer Pfad: als C:\Ordner oder \\server\freigabe\ordner schreiben`,
		`{path} is no whole path: write it as C:\Folder or \\server\share\folder`,
	}
	OneOfContent = Phrase{
		"genau eines von content, absent = true, move_to angeben",
		"give exactly one of content, absent = true, move_to",
	}
	EncodingAlone = Phrase{"encoding gibt es nur mit content", "encoding goes with content only"}
	ContentPath   = Phrase{
		"content braucht einen ganzen Pfad; {path} ist ein Muster", "content needs a whole path; {path} has a pattern",
	}
	MovePath = Phrase{
		"move_to braucht einen ganzen Pfad, den neuen; {path} ist ein Muster",
		"move_to needs a whole path, the new one; {path} has a pattern",
	}
	INIKeyTwice = Phrase{
		"der Schlüssel {key} steht in {one} und in {other}: für eines entscheiden",
		"the key {key} is in {one} and in {other}: decide for one",
	}
	INIGive = Phrase{
		"set, set_existing, remove, trim oder trim_all", "set, set_existing, remove, trim or trim_all",
	}
)

// Firewall, services and waiting.
var (
	RuleName = Phrase{
		"{name} kann nicht der Name einer Regel sein: einen eigenen, bleibenden angeben, etwa " +
			"xops-service-provider-23174, ohne | * ? oder @",
		"{name} cannot be the name of a rule: give a stable one of your own, such as xops-service-provider-23174, " +
			"without | * ? or @",
	}
	ProfilesEmpty = Phrase{
		"profiles ist leer; eines oder mehrere von {known} angeben", "profiles is empty; give one or more of {known}",
	}
	ServicePattern = Phrase{
		`der Dienstname {name} muss ein Name sein, kein Muster; der Name findet sich mit einer Abfrage "service"`,
		`the service name {name} must be one name, without a pattern; find the name with a query "service"`,
	}
	RestartStopped = Phrase{
		`restart und state = "stopped" widersprechen einander: für eines entscheiden`,
		`restart and state = "stopped" contradict each other: decide for one`,
	}
	DisabledRuns = Phrase{
		`start = "disabled" widerspricht einem Dienst, der laufen soll: für eines entscheiden`,
		`start = "disabled" contradicts a service that is to run: decide for one`,
	}
	MaxCrashes = Phrase{
		"max_crashes ist {n}; es muss 1 oder mehr sein", "max_crashes is {n}; it must be 1 or more",
	}
	ServiceGive  = Phrase{"start, state oder restart", "start, state or restart"}
	NeverStopped = Phrase{
		"{name} wird nie angehalten: der Computer, oder der Weg zu ihm, wäre weg (nie: {never})",
		"{name} is never stopped: the host, or the way to it, would be gone (never: {never})",
	}
	RestartsAlways = Phrase{
		"der Dienst würde in jedem Lauf neu gestartet: {after}", "the service would be restarted in every run: {after}",
	}
	OneToWaitFor = Phrase{
		"eines von tcp, service, file, seconds angeben", "give one of tcp, service, file, seconds",
	}
	StateOfService = Phrase{
		"state ist der eines Dienstes: auch service angeben", "state is that of a service: give service too",
	}
	AbsentFile = Phrase{
		"absent sagt man von einer Datei: auch file angeben", "absent is said of a file: give file too",
	}
	PatternWait = Phrase{
		"auf ein Muster lässt sich nicht warten: einen Namen angeben", "a pattern cannot be waited for: give one name",
	}
	OwnServiceName = Phrase{
		"der Dienstname {name} muss der eigene Name des Dienstes sein",
		"the service name {name} must be the service's own name",
	}
	TCPForm = Phrase{
		`tcp ist host:port, etwa "127.0.0.1:23174", nicht {got}`,
		`tcp is host:port, such as "127.0.0.1:23174", not {got}`,
	}
	SecondsWithin = Phrase{
		"{n} Sekunden liegen nicht zwischen 1 und {most}", "{n} seconds are not between 1 and {most}",
	}
	WaitsAlways = Phrase{
		"in jedem Lauf würde gewartet: {after}", "it would be waited in every run: {after}",
	}
	WaitsByAlways = Phrase{
		"in jedem Lauf würde gewartet: always weglassen, oder {after}",
		"it would be waited in every run: leave out always, or {after}",
	}
)

// Programs, restarts, scripts and what is done by hand.
var (
	EveryProgram = Phrase{
		"der Name {name} meinte jedes Programm: den Namen angeben, wie er in der Liste der installierten Programme " +
			"steht, mit * für das Wechselnde",
		"the name {name} would mean every program: give the name as in the list of installed programs, with * for " +
			"what " +
			"varies",
	}
	GiveInstaller = Phrase{"den Pfad des Installers angeben", "give the installer's path"}
	AbsentNeedsNo = Phrase{
		`state = "absent" nimmt den Befehl, den das Programm hinterlegt hat, und braucht keinen installer`,
		`state = "absent" takes the command that the program has registered, so it needs no installer`,
	}
	AbsentVersion = Phrase{
		`state = "absent" entfernt jede Version: version weglassen, oder den Schritt mit when auslassen`,
		`state = "absent" removes every version: leave out version, or skip the step with when`,
	}
	InstallerPattern = Phrase{
		"{path} ist ein Muster: den ganzen Pfad des Installers angeben",
		"{path} has a pattern: give the whole path of the installer",
	}
	InstallerKind = Phrase{
		`{path} ist weder .exe noch .msi: was sonst läuft, ist ein Schritt "script"`,
		`{path} is no .exe and no .msi: what else runs is a step "script"`,
	}
	SHA256Form  = Phrase{"sha256 hat 64 Hexadezimalziffern", "sha256 has 64 hexadecimal digits"}
	SHA256Alone = Phrase{
		"sha256 ist die des Installers: auch installer angeben", "sha256 is the installer's: give installer too",
	}
	RebootChoice = Phrase{
		"es gibt kein reboot {got}; es gibt report (ein Installer darf einen Neustart beginnen), never (das ist ein " +
			"Fehlschlag)",
		"there is no reboot {got}; there are report (an installer may begin a restart), never (that is a failure)",
	}
	VersionNumber = Phrase{
		"die Version {got} beginnt mit keiner Zahl", "the version {got} begins with no number",
	}
	RepairsAlways = Phrase{
		"das Programm würde in jedem Lauf repariert: {after}", "the program would be repaired in every run: {after}",
	}
	DelayWithin = Phrase{
		"die Verzögerung von {n} Sekunden liegt nicht zwischen 2 und 600: die Antwort muss noch durchkommen",
		"the delay of {n} seconds is not between 2 and 600: the answer must still get through",
	}
	MessageLine = Phrase{
		"message muss eine Zeile ohne Anführungszeichen sein, bis 500 Zeichen",
		"the message must be one line without quotes, up to 500 characters",
	}
	RebootsAlways = Phrase{
		"der Computer würde in jedem Lauf neu gestartet: when_pending = true angeben, oder {after}",
		"the computer would be restarted in every run: give when_pending = true, or {after}",
	}
	ScriptEmpty     = Phrase{"das Skript ist leer", "the script is empty"}
	Parameters      = Phrase{"parameters: {why}", "parameters: {why}"}
	ParametersShape = Phrase{
		"parameters muss ein Objekt sein, etwa { port = 23174 }",
		"parameters must be an object, such as { port = 23174 }",
	}
	InstructionsEmpty = Phrase{
		"instructions ist leer: sagen, was zu tun ist, Schritt für Schritt",
		"instructions is empty: say what is to be done, step by step",
	}
	InstructionsTexts = Phrase{
		`instructions müssen Texte sein, jeder wie er ist oder als { de = "…", en = "…" }`,
		`instructions must be texts, each as it is or as { de = "…", en = "…" }`,
	}
	InstructionsUneven = Phrase{
		"instructions müssen auf Deutsch so viele Punkte haben wie auf Englisch",
		"instructions must have as many points in German as in English",
	}
)

// The registry.
var (
	NotAKey = Phrase{
		`{key} ist kein Schlüssel der Registry: er beginnt mit HKLM\, HKLM32\ (der 32-Bit-Sicht), HKU\ oder HKCU\[[ ` +
			`({root} wird {short} geschrieben)]]`,
		`{key} is not a registry key: it begins with HKLM\, HKLM32\ (the 32-bit view), HKU\ or HKCU\[[ (for {root} ` +
			`write ` +
			`{short})]]`,
	}
	NotOneKey = Phrase{
		"{key} ist nicht ein Schlüssel: ein Teil ist leer oder ein Muster",
		"{key} is not one key: it has an empty part or a pattern",
	}
	NoRegistryType = Phrase{
		"es gibt keinen Registry-Typ {got}; es gibt {known}[[ ({write} schreiben)]]",
		"there is no registry type {got}; there are {known}[[ (write {write})]]",
	}
	NoRegistryTypeNamed = Phrase{"es gibt keinen Registry-Typ {got}", "there is no registry type {got}"}
	RegistryValue       = Phrase{
		"der Wert vom Typ {type} muss {want} sein, nicht {got}", "the value of type {type} must be {want}, not {got}",
	}
	RegistryText   = Phrase{"Text", "text"}
	RegistryTexts  = Phrase{"eine Liste von Texten", "a list of texts"}
	RegistryNumber = Phrase{"eine Zahl", "a number"}
	RegistryHex    = Phrase{"Text aus Hexadezimalziffern", "text of hex digits"}
	RegistryHexTwo = Phrase{"Text aus Hexadezimalziffern, zwei je Byte", "text of hex digits, two for each byte"}
	MultiEmpty     = Phrase{
		"ein Wert multi_sz kann keinen leeren Text enthalten: er endete dort",
		"a multi_sz value cannot hold an empty text: it would end there",
	}
	NumberOutOf = Phrase{
		"{got} ist kein {type}: es muss eine ganze Zahl von 0 bis {most} sein",
		"{got} is no {type}: it must be a whole number from 0 to {most}",
	}
)

// Queries.
var (
	NetworkName = Phrase{
		"name ist leer: das Netzwerk der Praxis nennen, wie es in den Einstellungen heißt",
		"name is empty: give the practice's network as the settings call it",
	}
	HostEmpty = Phrase{
		"host ist leer: einen Namen oder eine Adresse angeben, wie der Computer selbst sie erreichte",
		"host is empty: give a name or an address, as the computer itself would reach it",
	}
	NoHostName = Phrase{
		"„{name}“ ist kein Name eines Computers",
		"\"{name}\" is no name of a computer",
	}
	NoHostPort = Phrase{
		"„{target}“ ist kein Ziel: es heißt Name:Port, zum Beispiel rs.medatixx.de:443",
		"\"{target}\" is no target: it is called name:port, such as rs.medatixx.de:443",
	}
	NoTaskPath = Phrase{
		"„{path}“ ist kein Pfad einer Aufgabe: er beginnt mit einem umgekehrten Schrägstrich",
		"\"{path}\" is no path of a task: it begins with a backslash",
	}
	TimeoutWithin = Phrase{
		"das timeout von {n} Sekunden liegt nicht zwischen 0 und {most}",
		"the timeout of {n} seconds is not between 0 and {most}",
	}
	FilterWrong = Phrase{"filter: {why}", "filter: {why}"}
	NameNeeded  = Phrase{
		"einen Namen angeben, mit * für das Wechselnde; * allein ist jedes Programm",
		"give a name, with * for what varies; * alone is every program",
	}
	ValueNotKnown = Phrase{"ein Wert ist nicht bekannt", "a value is not known"}
)
