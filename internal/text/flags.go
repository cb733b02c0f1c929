package text

// Flags explain the flags, by their names; one that means something else at a command stands behind that command's
// name. What is given with a flag stands between backquotes.
var Flags = map[string]Phrase{
	"help":     {"diesen Text zeigen", "show this text"},
	"json":     {"genau ein JSON-Dokument auf stdout ausgeben", "print exactly one JSON document on stdout"},
	"no-color": {"ohne Farben (auch $NO_COLOR)", "no colours (also $NO_COLOR)"},
	"v":        {"mehr sagen", "say more"},
	"lang": {
		"Sprache von allem, was ein Mensch liest: `de|en` (Vorgabe: $XOPS_LANG, sonst nach LC_ALL, LC_MESSAGES, " +
			"LANG oder Windows)",
		"language of everything that a person reads: `de|en` (default: $XOPS_LANG, else by LC_ALL, LC_MESSAGES, " +
			"LANG, or Windows)",
	},
	"inventory": {
		"`PFAD` einer Datei oder eines Ordners (Vorgabe: $XOPS_INVENTORY, sonst inventory.hcl)",
		"`PATH` of a file or folder (default: $XOPS_INVENTORY, else inventory.hcl)",
	},
	"lab up inventory": {
		"ein fertiges Inventar in `DATEI` schreiben (Vorgabe: lab.hcl im Zustandsordner)",
		"write a ready inventory to `FILE` (default: lab.hcl in the state directory)",
	},
	"host": {
		"nur Rechner, auf die `MUSTER` passt: * und ? in praxis/rechner, ! schließt aus (mehrfach möglich)",
		"only hosts that match `PATTERN`: glob on practice/host, ! excludes (repeatable)",
	},
	"where": {
		"nur Rechner, für die `AUSDRUCK` wahr ist: HCL über practice und host",
		"only hosts for which `EXPR` is true: HCL over practice and host",
	},
	"tag": {
		"nur Rechner mit diesem `TAG`, eigenem oder dem der Praxis (mehrfach möglich)",
		"only hosts with this `TAG`, own or of the practice (repeatable)",
	},
	"product": {
		"nur Praxen mit diesem `PRODUKT` (mehrfach möglich)", "only practices with this `PRODUCT` (repeatable)",
	},
	"role": {
		"nur Rechner mit dieser `ROLLE`: server, workstation, terminal_server",
		"only hosts with this `ROLE`: server, workstation, terminal_server",
	},
	"from": {
		"nur Rechner von `LAUF[:KLASSE,…]`: failed, unreachable, stale, waiting, finding, changed; ohne Klasse " +
			"alle, die nicht gut endeten",
		"only hosts of `RUN[:CLASS,…]`: failed, unreachable, stale, waiting, finding, changed; without a class all " +
			"that did not end well",
	},
	"var": {
		"`NAME=WERT` einer Variablen eines Playbooks (mehrfach möglich)",
		"`NAME=VALUE` of a playbook's variable (repeatable)",
	},
	"var-file": {
		"`DATEI` mit Zeilen NAME = WERT (mehrfach möglich)", "`FILE` with lines NAME = VALUE (repeatable)",
	},
	"sign": {
		"den gespeicherten Plan mit `SCHLÜSSEL` unterschreiben, einem privaten OpenSSH-Schlüssel (ed25519)",
		"sign the saved plan with `KEY`, an OpenSSH private key (ed25519)",
	},
	"verify": {
		"einer der öffentlichen Schlüssel in `SCHLÜSSEL` muss unterschrieben haben",
		"one of the public keys in `KEYS` must have signed",
	},
	"parallel": {"`N` Rechner zugleich", "`N` hosts at a time"},
	"timeout": {
		"`DAUER`, die ein Rechner brauchen darf, zum Planen und noch einmal zum Anwenden",
		"`DURATION` that one host may take, for planning and again for applying",
	},
	"yes": {"nicht fragen", "do not ask"},
	"canary": {
		"`RECHNER` kommt zuerst (mehrfach möglich); vor den anderen fragt xops",
		"`HOST` goes first (repeatable); then xops asks before the others",
	},
	"batch": {
		"`all`: alle Rechner auf einmal, was die Playbooks auch sagen; braucht --yes",
		"`all`: every host at once, whatever the playbooks say; needs --yes",
	},
	"wait": {
		"es `DAUER` lang bei Rechnern weiter versuchen, die aus sind oder deren Zeitfenster zu ist",
		"keep trying for `DURATION` hosts that are off, or whose window is closed",
	},
	"runs verify repair": {
		"ein beschädigtes Journal beiseitelegen und übernehmen, was sich lesen lässt",
		"set a damaged journal aside and take over what can be read",
	},
	"runs export out": {"in `DATEI` schreiben (Vorgabe: stdout)", "write to `FILE` (default: stdout)"},
	"runs export format": {
		"`json` (zum Weiterführen und Nachweisen), html (zum Drucken und Nachweisen) oder csv",
		"`json` (to go on with and to prove), html (to print and to prove), or csv",
	},
	"runs export practice": {
		"nur was in dieser `PRAXIS` gesehen und getan wurde; von anderen steht nichts darin",
		"only what was seen and done in this `PRACTICE`; it tells nothing of others",
	},
	"runs export sign": {
		"mit `SCHLÜSSEL` unterschreiben, einem privaten OpenSSH-Schlüssel (ed25519)",
		"sign it with `KEY`, an OpenSSH private key (ed25519)",
	},
	"group":                  {"nur Zeilen der `GRUPPE`: A bis K", "only rows of `GROUP`: A to K"},
	"catalogue list product": {"nur Zeilen, die für `PRODUKT` gelten", "only rows that are for `PRODUCT`"},
	"served":                 {"nur Zeilen, die ein Playbook bedient", "only rows that a playbook serves"},
	"unserved": {
		"nur Zeilen, die kein Playbook bedient", "only rows that no playbook serves",
	},
	"plan out": {"den Plan in `DATEI` speichern", "save the plan to `FILE`"},
	"undo step": {
		"nur Schritte, auf deren Adresse `MUSTER` passt, wie runs show sie nennt (mehrfach möglich)",
		"only steps whose address matches `PATTERN`, as runs show names it (repeatable)",
	},
	"runs prune older": {
		"Läufe, die vor mehr als `ALTER` zu Ende waren: 400d, 12h", "runs that ended more than `AGE` ago: 400d, 12h",
	},
	"runs prune keep-changes": {
		"Läufe behalten, die etwas gesendet haben", "keep runs that have sent something",
	},
	"practice": {
		"nur Läufe auf Praxen, auf die `MUSTER` passt (mehrfach möglich)",
		"only runs on practices that match `PATTERN` (repeatable)",
	},
	"runs list host": {
		"nur Läufe auf Rechnern, auf die `MUSTER` passt: praxis/rechner oder rechner (mehrfach möglich)",
		"only runs on hosts that match `PATTERN`: practice/host, or host (repeatable)",
	},
	"runs list step": {
		"nur Läufe, die etwas von Schritten gesendet haben, auf deren Adresse `MUSTER` passt (mehrfach möglich)",
		"only runs that have sent something of steps whose address matches `PATTERN` (repeatable)",
	},
	"status": {
		"nur Läufe mit diesem `STATUS`: done, partly, failed, cancelled, running, interrupted (mehrfach möglich)",
		"only runs with this `STATUS`: done, partly, failed, cancelled, running, interrupted (repeatable)",
	},
	"since": {
		"nur Läufe, die nicht vor `ZEIT` begannen: 30d, 2026-01-31, oder RFC 3339",
		"only runs that began at `TIME` or later: 30d, 2026-01-31, or RFC 3339",
	},
	"until": {
		"nur Läufe, die vor `ZEIT` begannen; ein Tag zählt ganz",
		"only runs that began before `TIME`; a day counts whole",
	},
	"runs list limit": {"die neuesten `N`; 0: alle", "the newest `N`; 0: all"},
	"doctor pilot": {
		"einen Rechner nach dem fragen, was xops bei Windows voraussetzt",
		"probe one host for what xops assumes of Windows",
	},
	"doctor out": {
		"mit --pilot: `DATEI` für die Antworten, die es noch nicht geben darf (Vorgabe: xops-pilot.json)",
		"with --pilot: `FILE` for the answers, which must not be there yet (default: xops-pilot.json)",
	},
	"doctor silence": {
		"mit --pilot: `DAUER` lang nichts sagen, dann in derselben Sitzung noch einmal fragen; 0 lässt es weg",
		"with --pilot: say nothing for `DURATION`, then ask again in the same session; 0 leaves it out",
	},
	"doctor write": {
		"mit --pilot: auch das Schreiben versuchen, an eigenen Dingen, die wieder entfernt werden; fragt vorher",
		"with --pilot: try writing too, with things of its own that are removed again; asks before",
	},
	"exec powershell": {
		"BEFEHL ist eine Zeile PowerShell, in einem Argument", "CMD is a line of PowerShell, in one argument",
	},
	"version footprint": {
		"was auf einem Rechner läuft, mit Prüfsummen (docs/footprint.md)",
		"what runs on a host, with hashes (docs/footprint.md)",
	},
	"practices": {"`N` Praxen (windows: 4)", "`N` practices (windows: 4)"},
	"seed": {
		"`N` entscheidet, welcher Rechner welchen Fehler hat; dieselbe Zahl gibt dieselben Praxen",
		"`N` decides which host has which fault; the same seed gives the same fleet",
	},
	"listen": {
		"`ADRESSE`: ein Netz, mit einer Adresse je Rechner, oder eine Adresse, mit einem Port je Rechner (Vorgabe: " +
			"127.0.0.0/8; macOS: 127.0.0.1)",
		"`ADDR`: a network, for an address per host, or one address, for a port per host (default: 127.0.0.0/8; " +
			"macOS: 127.0.0.1)",
	},
	"engine": {
		"`ART` der Rechner: sim, oder windows (je ein echtes PowerShell auf Wine; für Entwickler, die es " +
			"eingerichtet haben)",
		"`ENGINE` of the hosts: sim, or windows (a real PowerShell each, on Wine; for developers, who have set it up)",
	},
	"latency": {"`DAUER`, die jede Anfrage länger braucht", "`DURATION` added to every request"},
	"fault": {
		"nur `FEHLER`, in jeder Praxis außer der ersten (mehrfach möglich)",
		"only `FAULT`, on every practice but the first (repeatable)",
	},
}
