package problem

// Remote shells and the agent in them.
const (
	UnknownFault     ID = "unknown-fault"
	ShellsUsedUp     ID = "shells-used-up"
	OperationsUsedUp ID = "operations-used-up"
	QuotaUsedUp      ID = "quota"
	Envelope         ID = "envelope"
	Memory           ID = "memory"
	HostBusy         ID = "busy"
	HostMemory       ID = "host-memory"
	ShuttingDown     ID = "shutting-down"
	NotPowerShell    ID = "not-powershell"
	DesktopHeap      ID = "desktop-heap"
	CommandLine      ID = "command-line"
	NotUnderstood    ID = "defect"
	Hang             ID = "hang"
	Stdin            ID = "stdin"
	Umlauts          ID = "umlauts"
	LanguageMode     ID = "language-mode"
	WrongBits        ID = "wrong-bits"
	NoPowerShell     ID = "no-powershell"
	ChangedOnTheWay  ID = "changed-on-the-way"
	TooMuchOutput    ID = "too-much-output"
	LocalElsewhere   ID = "local"
	LocalStart       ID = "local-start"
	Throttled        ID = "throttled"
	UsersUsedUp      ID = "users-used-up"
	AgentVersion     ID = "agent-version"
	AgentFailed      ID = "agent-failed"
	AnswerSenseless  ID = "answer-senseless"
	PowerShellEnded  ID = "powershell-ended"
	MessageTooLarge  ID = "message-too-large"
	LocalEnded       ID = "local-ended"
)

var shellEntries = []Entry{
	{
		ID: UnknownFault, Class: Protocol, Row: 6,
		DE: Text{
			"WinRM meldet einen Fehler, den xops nicht kennt. Die Nummer steht beim Nachweis; nichts wurde " +
				"übersprungen.",
			"Die Bedeutung nachsehen, auf irgendeinem Windows:",
		},
		EN: Text{
			"WinRM reports a fault that xops does not know. The number stands in the evidence; nothing was skipped.",
			"Look up its meaning, on any Windows:",
		},
		Command: "winrm helpmsg {fault_hex}",
	},
	{
		ID: ShellsUsedUp, Class: Quota, Row: 7,
		DE: Text{
			"Der Benutzer hat auf diesem Rechner keine Remote-Shell mehr frei (MaxShellsPerUser, ab Werk 30): " +
				"abgestürzte Programme haben ihre offen gelassen.",
			"Warten, bis sie nach ihrer Leerlaufzeit verschwinden (ab Werk 2 Stunden), oder als Administrator " +
				"sofort alle beenden:",
		},
		EN: Text{
			"The user has no remote shell left on this host (MaxShellsPerUser, 30 by default): crashed programs " +
				"left theirs open.",
			"Wait until they go away after their idle time (2 hours by default), or end all of them now, as " +
				"administrator:",
		},
		Command: "Restart-Service WinRM",
	},
	{
		ID: OperationsUsedUp, Class: Quota, Row: 8,
		DE: Text{
			"Der Benutzer hat auf diesem Rechner keine WinRM-Operation mehr frei (MaxConcurrentOperationsPerUser, " +
				"ab Werk 1500): andere Programme verbrauchen sie, und Windows zählt sie erst mit dem Ende der " +
				"Shell zurück.",
			"Die anderen Programme ihre Shells schließen lassen, oder als Administrator:",
		},
		EN: Text{
			"The user has no WinRM operation left on this host (MaxConcurrentOperationsPerUser, 1500 by default): " +
				"other programs use them up, and Windows counts them back only at the end of the shell.",
			"Let the other programs close their shells, or as administrator:",
		},
		Command: "Restart-Service WinRM",
	},
	{
		ID: QuotaUsedUp, Class: Quota, Row: 7,
		DE: Text{
			"Ein Kontingent von WinRM ist auf diesem Rechner verbraucht: andere Programme oder Administratoren " +
				"arbeiten gerade.",
			"Später noch einmal versuchen. Die Grenzen zeigt auf dem Rechner:",
		},
		EN: Text{
			"A quota of WinRM is used up on this host: other programs or administrators are at work.",
			"Try again later. The limits are shown on the computer by:",
		},
		Command: "winrm get winrm/config/winrs",
	},
	{
		ID: Envelope, Class: Quota,
		DE: Text{
			"Eine Nachricht ist größer, als der Rechner erlaubt (MaxEnvelopeSizekb, ab Werk 500).",
			"Auf dem Rechner als Administrator (eine Gruppenrichtlinie kann es überschreiben):",
		},
		EN: Text{
			"A message is larger than the host allows (MaxEnvelopeSizekb, 500 by default).",
			"On the computer as administrator (a group policy can override it):",
		},
		Command: `winrm set winrm/config '@{MaxEnvelopeSizekb="500"}'`,
	},
	{
		ID: Memory, Class: Quota, Row: 9,
		DE: Text{
			"PowerShell ging der Speicher aus: WinRM begrenzt den Speicher einer Shell (MaxMemoryPerShellMB, ab " +
				"Werk 1024). Auf Server 2012 und Windows 8 mit WMF 3 gilt wegen eines Fehlers (KB2842230) sogar " +
				"weniger.",
			"Auf Server 2012 KB2842230 oder WMF 5.1 installieren. Sonst auf dem Rechner als Administrator:",
		},
		EN: Text{
			"PowerShell ran out of memory: WinRM limits the memory of a shell (MaxMemoryPerShellMB, 1024 by " +
				"default). On Server 2012 and Windows 8 with WMF 3 a defect (KB2842230) makes it even less.",
			"On Server 2012 install KB2842230 or WMF 5.1. Else on the computer as administrator:",
		},
		Command: `winrm set winrm/config/winrs '@{MaxMemoryPerShellMB="1024"}'`,
	},
	{
		ID: HostBusy, Class: Busy, Row: 16,
		DE: Text{
			"Der Rechner ist überlastet: er nimmt Eingaben nicht an oder wird nicht rechtzeitig fertig. xops hat " +
				"gewartet und nichts doppelt gesendet.",
			"Auslastung ansehen und später noch einmal versuchen. Auf dem Rechner:",
		},
		EN: Text{
			"The host is overloaded: it does not take input, or does not finish in time. xops waited and sent " +
				"nothing twice.",
			"Look at the load and try again later. On the computer:",
		},
		Command: "Get-Process | Sort-Object CPU -Descending | Select-Object -First 10",
	},
	{
		ID: HostMemory, Class: Busy, Row: 9,
		DE: Text{
			"Der Rechner hat keinen Arbeitsspeicher mehr, oder seine Auslagerungsdatei ist zu klein.",
			"Programme dort schließen oder die Auslagerungsdatei vergrößern, dann noch einmal versuchen. Auf dem " +
				"Rechner:",
		},
		EN: Text{
			"The computer has no memory left, or its page file is too small.",
			"Close programs there or enlarge the page file, then try again. On the computer:",
		},
		Command: "Get-Process | Sort-Object PagedMemorySize64 -Descending | Select-Object -First 10",
	},
	{
		ID: ShuttingDown, Class: Busy,
		DE: Text{
			"Der Rechner wird gerade heruntergefahren oder neu gestartet, oder ein Neustart steht an.",
			"Warten, bis er wieder da ist, dann noch einmal versuchen.",
		},
		EN: Text{
			"The computer is being shut down or restarted, or a restart is pending.",
			"Wait until it is back, then try again.",
		},
	},
	{
		ID: CommandLine, Class: Usage, Row: 17,
		DE: Text{
			"Die Befehlszeile ist leer oder länger als die 8191 Zeichen, die cmd.exe annimmt.",
			"Den Befehl kürzen; lange Daten gehen über die Standardeingabe (step \"script\").",
		},
		EN: Text{
			"The command line is empty or longer than the 8191 characters that cmd.exe takes.",
			"Shorten the command; long data goes over standard input (step \"script\").",
		},
	},
	{
		ID: NotUnderstood, Class: Defect, Row: 20,
		DE: Text{
			"Der Rechner hat eine Nachricht von xops nicht verstanden, oder xops seine Antwort nicht: das ist ein " +
				"Fehler von xops, oder etwas auf dem Weg verändert Nachrichten.",
			"Bitte mit diesem Text melden.",
		},
		EN: Text{
			"The host did not understand a message of xops, or xops its answer: this is a defect of xops, or " +
				"something on the way changes messages.",
			"Please report it with this text.",
		},
	},
	{
		ID: Throttled, Class: Quota, Row: 7,
		DE: Text{
			"Der Rechner bremst die Fernverwaltung: andere Programme, vielleicht desselben Benutzers, arbeiten gerade.",
			"Warten und noch einmal versuchen.",
		},
		EN: Text{
			"The host throttles remote management: other programs, perhaps of the same user, are at work.",
			"Wait and try again.",
		},
	},
	{
		ID: UsersUsedUp, Class: Quota, Row: 7,
		DE: Text{
			"Zu viele Benutzer haben auf diesem Rechner Remote-Shells (MaxConcurrentUsers).",
			"Warten, bis andere Administratoren fertig sind, oder MaxConcurrentUsers erhöhen. Die Grenzen zeigt " +
				"auf dem Rechner:",
		},
		EN: Text{
			"Too many users have remote shells on this host (MaxConcurrentUsers).",
			"Wait until other administrators are done, or raise MaxConcurrentUsers. The limits are shown on the " +
				"computer by:",
		},
		Command: "winrm get winrm/config/winrs",
	},
}

var agentEntries = []Entry{
	{
		ID: Hang, Class: Host, Row: 18,
		DE: Text{
			"PowerShell ist gestartet, antwortet aber nicht: ein Virenscanner prüft zu lange, ein unsichtbares " +
				"Fenster wartet, oder der Rechner ist überlastet. xops hat die Sitzung beendet.",
			"Auf dem Rechner ansehen, was läuft und wartet; Ausnahmen im Virenscanner für PowerShell von WinRM prüfen:",
		},
		EN: Text{
			"PowerShell started but does not answer: an antivirus program takes too long, an invisible window " +
				"waits, or the computer is overloaded. xops ended the session.",
			"Look on the computer what runs and waits; check the antivirus program's treatment of PowerShell under " +
				"WinRM:",
		},
		Command: "Get-Process powershell,wsmprovhost,winrshost -ErrorAction SilentlyContinue | Format-Table " +
			"Id,StartTime,CPU,MainWindowTitle",
	},
	{
		ID: Stdin, Class: Host, Row: 22,
		DE: Text{
			"PowerShell ist gestartet und hat sich beendet, ohne etwas zu lesen: die Standardeingabe kommt nicht an.",
			"Bitte melden, mit Windows-Version und Build. Bis dahin SSH benutzen, wo es vorhanden ist:",
		},
		EN: Text{
			"PowerShell started and ended without reading anything: standard input does not arrive.",
			"Please report it, with version and build of Windows. Until then use SSH where it is there:",
		},
		Command: `transport = "ssh"`,
	},
	{
		ID: Umlauts, Class: Host, Row: 23,
		DE: Text{
			"Text kommt verändert zurück: etwas auf dem Weg wandelt Zeichen um oder verliert welche, obwohl nur " +
				"ASCII gesendet wird.",
			"Programme auf dem Weg (Proxy, Virenscanner, Profil-Skripte) prüfen. Nichts ändern, bevor es behoben " +
				"ist; bitte mit dem Nachweis melden.",
		},
		EN: Text{
			"Text comes back changed: something on the way converts or loses characters, although only ASCII is sent.",
			"Check programs on the way (proxy, antivirus program, profile scripts). Change nothing until it is " +
				"mended; please report it with the evidence.",
		},
	},
	{
		ID: LanguageMode, Class: Host,
		DE: Text{
			"PowerShell läuft auf diesem Rechner im eingeschränkten Sprachmodus {mode} (AppLocker oder Windows " +
				"Defender Application Control).",
			"Die Skripte dieses Kontos in dieser Richtlinie zulassen, oder diesen Rechner von Hand bearbeiten. " +
				"Prüfen auf dem Rechner:",
		},
		EN: Text{
			"PowerShell on this computer runs in {mode} mode, which does not allow what xops does (AppLocker or " +
				"Windows Defender Application Control).",
			"Allow this account's scripts in that policy, or work on this computer by hand. To check on the computer:",
		},
		Command: "$ExecutionContext.SessionState.LanguageMode",
	},
	{
		ID: WrongBits, Class: Host,
		DE: Text{
			"Auf diesem Rechner antwortet ein 32-Bit-PowerShell, Windows aber ist ein 64-Bit-System: Es sähe andere " +
				"Ordner und eine andere Registry als die Programme des Rechners. Nichts wurde gelesen oder geändert.",
			"Was PowerShell startet, ist selbst ein 32-Bit-Programm: bei SSH den OpenSSH-Server von Windows oder " +
				"OpenSSH-Win64 einsetzen, sonst WinRM verwenden; lokal das 64-Bit-xops. Prüfen auf dem Rechner:",
		},
		EN: Text{
			"A 32-bit PowerShell answers on this computer, but its Windows is a 64-bit one: it would see other " +
				"folders and another registry than the computer's programs. Nothing was read or changed.",
			"What starts PowerShell is a 32-bit program itself: over SSH use Windows' own OpenSSH server or " +
				"OpenSSH-Win64, or use WinRM instead; locally the 64-bit xops. To check on the computer:",
		},
		Command: "[Environment]::Is64BitProcess, [Environment]::Is64BitOperatingSystem",
	},
	{
		ID: NotPowerShell, Class: Host, Row: 19,
		DE: Text{
			"Statt PowerShell antwortet etwas anderes, oder es endete sofort. Die Verbindung hat gehalten.",
			"Bei SSH in der sshd_config ForceCommand, DefaultShell und Subsystem prüfen und ob das Konto nur sftp " +
				"darf; sonst, ob eine Richtlinie powershell.exe oder cmd.exe, das sie über WinRM startet, für dieses " +
				"Konto verbietet (DisableCMD) oder ein Profil sie beendet. Der Nachweis nennt den Code und die " +
				"letzten Worte.",
		},
		EN: Text{
			"Something other than PowerShell answers, or it ended at once. The connection held.",
			"With SSH check ForceCommand, DefaultShell and Subsystem in sshd_config, and whether the account may use " +
				"sftp only; else whether a policy forbids this account powershell.exe or cmd.exe, which starts it " +
				"over WinRM (DisableCMD), or a profile ends it. The evidence has the code and the last words.",
		},
	},
	{
		ID: DesktopHeap, Class: Host, Row: 9,
		DE: Text{
			"PowerShell konnte auf diesem Rechner nicht starten: der Desktop-Heap der Dienste ist verbraucht, oder " +
				"eine Programmbibliothek, die in jedes Programm geladen wird, verhindert es.",
			"Meist halten hängende Prozesse ihn fest: auf dem Rechner ansehen, was sich häuft, oder ihn neu starten:",
		},
		EN: Text{
			"PowerShell could not start on this computer: the services' desktop heap is used up, or a library that " +
				"is loaded into every program prevents it.",
			"Mostly processes that hang hold it: look on the computer what piles up, or restart it:",
		},
		Command: "Get-Process | Group-Object Name | Sort-Object Count -Descending | Select-Object -First 10",
	},
	{
		ID: NoPowerShell, Class: Host,
		DE: Text{
			"PowerShell startet auf diesem Rechner nicht.",
			"Prüfen, ob C:\\Windows\\System32\\WindowsPowerShell\\v1.0 im PATH steht und keine Richtlinie " +
				"powershell.exe verbietet. Auf dem Rechner:",
		},
		EN: Text{
			"PowerShell does not start on this computer.",
			"Check that C:\\Windows\\System32\\WindowsPowerShell\\v1.0 is in the PATH and that no policy forbids " +
				"powershell.exe. On the computer:",
		},
		Command: "where.exe powershell.exe",
	},
	{
		ID: ChangedOnTheWay, Class: Host,
		DE: Text{
			"Der Agent kam verändert an: etwas auf dem Weg verändert Daten. Er wurde nicht ausgeführt.",
			"Noch einmal versuchen; bleibt es so, Proxys und Virenscanner auf dem Weg prüfen.",
		},
		EN: Text{
			"The agent arrived changed: something on the way changes data. It was not run.",
			"Try again; if it stays, check proxies and antivirus programs on the way.",
		},
	},
	{
		ID: TooMuchOutput, Class: Host,
		DE: Text{
			"Der Rechner antwortet mit zu vielen Daten.",
			"Weniger auf einmal abfragen: weniger Dateien mit Inhalt, engere Muster.",
		},
		EN: Text{
			"The host answers with too much data.",
			"Ask for less at a time: fewer files with content, narrower patterns.",
		},
	},
	{
		ID: LocalElsewhere, Class: Setup,
		DE: Text{
			"transport = \"local\" gibt es nur, wenn xops selbst auf Windows läuft.",
			"xops auf dem Rechner selbst starten, oder in den connection-Block schreiben:",
		},
		EN: Text{
			"transport = \"local\" is there only where xops itself runs on Windows.",
			"Start xops on the computer itself, or write into the connection block:",
		},
		Command: `transport = "winrm"`,
	},
	{
		ID: LocalStart, Class: Local,
		DE: Text{
			"PowerShell ließ sich auf diesem Rechner nicht starten.",
			"Prüfen, ob powershell.exe im PATH steht und keine Richtlinie es verbietet:",
		},
		EN: Text{
			"PowerShell could not be started on this computer.",
			"Check that powershell.exe is in the PATH and that no policy forbids it:",
		},
		Command: "where.exe powershell.exe",
	},
	{
		ID: AgentVersion, Class: Defect,
		DE: Text{
			"Der Agent spricht eine andere Version des Protokolls.",
			"Das ist ein Fehler von xops: Programm und Agent werden zusammen gebaut. Bitte mit diesem Text melden.",
		},
		EN: Text{
			"The agent speaks another version of the protocol.",
			"This is a defect of xops: program and agent are built together. Please report it with this text.",
		},
	},
	{
		ID: AgentFailed, Class: Defect,
		DE: Text{"Der Agent konnte nicht weitermachen.", "Das ist ein Fehler von xops; bitte mit diesem Text melden."},
		EN: Text{"The agent could not go on.", "This is a defect of xops; please report it with this text."},
	},
	{
		ID: AnswerSenseless, Class: Defect,
		DE: Text{
			"Die Antwort des Rechners ergibt keinen Sinn.",
			"Das ist ein Fehler von xops oder von etwas dazwischen; bitte mit diesem Text melden.",
		},
		EN: Text{
			"The host's answer makes no sense.",
			"This is a defect of xops or of something between; please report it with this text.",
		},
	},
	{
		ID: PowerShellEnded, Class: Lost, Row: 19,
		DE: Text{
			"PowerShell auf dem Rechner hat sich beendet, bevor alles beantwortet war.",
			"Vielleicht wurde es dort beendet, oder der Rechner wurde heruntergefahren. Noch einmal planen: was " +
				"nicht beantwortet wurde, wird neu angesehen.",
		},
		EN: Text{
			"PowerShell on the host ended before it had answered everything.",
			"It may have been ended there, or the computer was shut down. Plan again: what was not answered is " +
				"looked at anew.",
		},
	},
	{
		ID: MessageTooLarge, Class: Host,
		DE: Text{
			"{what}: zu groß für eine Nachricht.",
			"Dateien bis etwa 1,4 MB lassen sich schreiben. Größere auf einem anderen Weg dorthin bringen.",
		},
		EN: Text{
			"{what}: too large for one message.",
			"Files up to about 1.4 MB can be written. Bring larger ones there another way.",
		},
	},
	{
		ID: LocalEnded, Class: Lost,
		DE: Text{
			"Der Befehl auf diesem Rechner hat unerwartet geendet.",
			"Nachsehen, was ihn beendet hat: Virenscanner, Task-Manager oder eine volle Platte. Dann noch einmal " +
				"ausführen.",
		},
		EN: Text{
			"The command on this computer ended unexpectedly.",
			"Look for what ended it: antivirus program, Task Manager, or a full disk. Then run it again.",
		},
	},
}
