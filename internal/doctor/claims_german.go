package doctor

// german are the claims in German, for the screen; the file that is sent back has them in one language.
var german = map[string]string{
	"S-01": "Mit WINRS_CONSOLEMODE_STDIN=FALSE ist die Standardeingabe eine Pipe: Die Bytes des Agenten " +
		"kommen ganz und unverändert an, auf 2012 R2 wie auf 11",
	"S-02": "Create nimmt IdleTimeOut PT15M an",
	"S-03": "Die Befehlszeile des Starters kommt durch cmd.exe, wie sie ist",
	"S-04": "Sendungen von 240 KiB passen in den Umschlag des Rechners, und 1,9 MB kommen in Reihenfolge " +
		"an",
	"S-05": "Der JSON-Leser dieses .NET Framework ist da und liest eine Zeile von 1,9 Millionen Zeichen",
	"S-06": "Win32-OpenSSH überträgt mehr als 1 MB Standardeingabe ohne Terminal",
	"S-07": "64 KiB Text mit Umlauten kommen so zurück, wie sie geschickt wurden, gleich welche Codepage " +
		"die Konsole hat",
	"S-08": "Nichts anderes schreibt in die Standardausgabe der Sitzung",
	"S-09": "Die Sitzung ist erhöht: S-1-5-32-544 ist im Token wirksam",
	"S-10": "Die Sitzung ist eine 64-Bit-PowerShell auf einem 64-Bit-Windows",
	"S-11": "Der Agent kommt durch AMSI, während Defenders Echtzeitschutz läuft",
	"S-12": "Die Version von PowerShell gehört zu diesem Build von Windows und ist 3.0 bis 5.1",
	"O-01": "Die Ausgabe von .NET Framework steht in der Registry und ist 4.5 oder später",
	"O-02": "Ob ein Neustart aussteht, lässt sich sagen",
	"O-03": "Die Zeit des letzten Starts lässt sich lesen",
	"O-04": "Die Sprache von Windows lässt sich als Zahl lesen (1031 ist Deutsch)",
	"O-05": "Die ANSI-Codepage ist 1252, oder 65001, wo die Beta-Einstellung an ist",
	"O-06": "Die OEM-Codepage ist 850, 437 oder 65001",
	"O-07": "Build und Edition lassen sich lesen, und der Build ist der, mit dem sich der Agent meldet",
	"O-08": "Der Produkttyp unterscheidet Arbeitsplatz, Server und Domänencontroller",
	"O-09": "Die Version eines Programms wird aus ihren Zahlen gelesen",
	"O-10": "Das Systemlaufwerk gilt als festes Laufwerk",
	"O-11": "Eine Junction wird erkannt",
	"O-12": "Die beiden Sichten der Registry unterscheiden sich, wie sie sollen: Program Files der " +
		"32-Bit-Sicht ist das mit (x86)",
	"O-13": "WMI antwortet: Win32_OperatingSystem hat eine Instanz mit einer Build-Nummer",
	"O-14": "Eine SSD wird von einer Festplatte unterschieden, durch MSFT_PhysicalDisk.MediaType (3 " +
		"Festplatte, 4 SSD, 0 unbekannt)",
	"O-15": "Wer lauscht, wird mit seinem Prozess genannt: RPC auf 135 gehört svchost.exe",
	"O-16": "Eine TCP-Probe unterscheidet abgelehnt von offen",
	"O-17": "Prozesse nennen ihren Pfad, auch die von Diensten",
	"D-01": "Verzögerter Start wird von automatischem unterschieden (sppsvc hat ihn auf jedem " +
		"unterstützten Windows)",
	"D-02": "Dienste, die von einem anderen abhängen, werden gefunden (von RpcSs hängen viele ab)",
	"D-03": "Programm, Konto und Prozess eines Dienstes werden genannt (Spooler führt spoolsv.exe aus)",
	"D-04": "Abstürze eines Dienstes seit dem letzten Start lassen sich im Ereignisprotokoll System " +
		"zählen (7031, 7034)",
	"D-05": "Der Dienst WinRM ist da und läuft",
	"D-06": "G DATA zeigt sich durch einen der Dienste GDFwSvc, AVKProxy, AVKWCtl, GDScan",
	"F-01": "Firewall-Regeln werden mit ihrer eigenen Kennung aus der Registry gelesen: WINRM-HTTP-In-TCP " +
		"findet sich für Port 5985, in der Form v2.…",
	"F-02": "Die aktiven Netzwerkprofile werden genannt",
	"F-03": "Regeln einer Gruppenrichtlinie stehen in einem eigenen Schlüssel der Registry und werden " +
		"unterschieden",
	"F-04": "Die Firewall eines anderen Herstellers zeigt sich auf Arbeitsplätzen in SecurityCenter2",
	"A-01": "Berechtigungen kommen als SDDL mit SIDs: C:\\Windows gehört TrustedInstaller, ist geschützt " +
		"und kanonisch",
	"A-02": "Was nicht gelesen werden darf, wird mit denied beantwortet, nie so, als wäre es nicht da",
	"A-03": "Eine Datei, die Windows offen hält, wird mit locked beantwortet, mit der Zahl 0x80070020",
	"W-01": "Eine Datei wird samt Umlauten in Codepage 1252 ersetzt, bleibt schreibgeschützt und versteckt, und " +
		"neben ihr bleibt nichts liegen",
	"W-02": "Jeder Typ der Registry wird in beiden Sichten geschrieben und gelesen, und reg.exe liest dasselbe",
	"W-03": "Eine Firewall-Regel mit mehreren Adressen und einer Variablen im Programm wird geschrieben und liest " +
		"sich, wie sie gewollt war",
	"W-04": "Eine geplante Aufgabe überlebt die Shell, die sie angelegt hat, und ihr Exit-Code wird genannt",
	"W-05": "Die Startart eines Dienstes wird gesetzt und gelesen: manuell, automatisch, verzögert, deaktiviert, " +
		"wie die Registry sie hat",
	"W-06": "Ein Eintrag in der Berechtigungsliste eines Ordners erreicht 1000 Dateien darin innerhalb von 30 s",
	"W-07": "Eine Datei, die ein anderes Programm einen Augenblick hält, wird ersetzt, sobald sie frei ist, und " +
		"eine, die gelöscht werden darf, sofort",
	"W-08": "Eine ersetzte Datei behält ihren benannten Datenstrom, ihre Komprimierung und ihren Besitzer",
	"W-09": "Alles, was der Pilot angelegt hat, ist wieder weg; auch sc.exe, reg.exe und cmd.exe finden nichts davon",
	"L-01": "Das COM-Objekt der Firewall startet in einer Netzwerk-Anmeldung, und eine Regel, die es " +
		"nicht gibt, gilt als nicht vorhanden",
	"L-02": "Eine Regel liest sich über COM so, wie sie in der Registry steht: dieselben Adressen in " +
		"beliebiger Reihenfolge, dasselbe Programm",
	"L-03": "Das COM-Objekt der Aufgabenplanung startet in einer Netzwerk-Anmeldung; Neustart, Programme, " +
		"Berechtigungen und UDP-Enden werden gelesen",
	"L-05": "Wie dieses Windows gehärtet ist, lässt sich lesen: Protokollierung, Ausführungsrichtlinie, " +
		"NTLM, gefilterte Token, WinRM, Defender-Regeln",
	"L-06": "Die Virenschutzprogramme des Rechners lassen sich nennen",
	"L-08": "Eine Datei auf einem Laufwerk ohne Medium gilt als nicht vorhanden, und ein Port, auf dem " +
		"nichts hört, lehnt ab, statt zu schweigen",
	"L-04": "Was gefragt wird, lässt das Ereignisprotokoll von PowerShell je Austausch um weniger als 256 " +
		"KiB wachsen",
	"L-07": "PowerShell startet, und der Kern des Agenten antwortet, innerhalb von 3 s",
	"L-09": "Nach 130 s Stille antwortet dieselbe Sitzung, ohne eine weitere Anmeldung",
	"L-10": "Jede Befehlszeile, die xops benutzt, startet PowerShell neben dem Virenschutz dieses " +
		"Rechners: -Command, -EncodedCommand und mit -ExecutionPolicy RemoteSigned",
	"N-01": "Ein Name, den es nicht gibt, wird von einem unterschieden, den es gibt, und viele werden auf einmal " +
		"gefragt",
	"N-02": "Die Fernwartung des Herstellers zeigt ihr Zertifikat mit TLS 1.2, und ob die Wurzel seiner Kette " +
		"öffentlich ist, lässt sich sagen",
	"N-03": "Die Zeitquelle steht in der Registry und antwortet auf eine Frage über SNTP",
	"N-04": "Geplante Aufgaben aller Ordner werden gefunden, mit Programmen, Auslösern und letztem Ergebnis",
}
