package problem

// What answers on the port and how it breaks off.
const (
	NoWSMan             ID = "no-wsman"
	NotWinRM            ID = "not-winrm"
	ServiceStopped      ID = "service-stopped"
	NotSealed           ID = "not-sealed"
	NoSealing           ID = "no-sealing"
	SplitConnection     ID = "split-connection"
	NTLMNotOffered      ID = "ntlm-not-offered"
	AuthNotOffered      ID = "auth-not-offered"
	NotProtocol         ID = "protocol"
	ConnectionLost      ID = "lost"
	LogonAgain          ID = "logon-again"
	NTLMRefused         ID = "ntlm-refused"
	ShellGone           ID = "shell-gone"
	ProfileUnloaded     ID = "profile-unloaded"
	ServiceDisconnected ID = "service-disconnected"
	ShellLeft           ID = "shell-left"
)

var httpEntries = []Entry{
	{
		ID: NoWSMan, Class: Protocol, Row: 21,
		DE: Text{
			"Unter /wsman antwortet auf diesem Port kein WinRM (404): ein anderes Programm (IIS?) besitzt den " +
				"Port, oder der Listener hat einen anderen URLPrefix.",
			"Auf dem Rechner nachsehen, welche Listener es gibt, und den Port im Inventar berichtigen:",
		},
		EN: Text{
			"No WinRM answers under /wsman on this port (404): another program (IIS?) owns the port, or the " +
				"listener has another URLPrefix.",
			"Look on the computer which listeners there are, and correct the port in the inventory:",
		},
		Command: "winrm enumerate winrm/config/listener",
	},
	{
		ID: NotWinRM, Class: Protocol, Row: 21,
		DE: Text{
			"Auf diesem Port antwortet etwas, das nicht WinRM ist.",
			"Port und Adresse im Inventar prüfen; auf dem Rechner zeigt dies die Listener von WinRM:",
		},
		EN: Text{
			"Something answers on this port that is not WinRM.",
			"Check port and address in the inventory; on the computer this shows WinRM's listeners:",
		},
		Command: "winrm enumerate winrm/config/listener",
	},
	{
		ID: ServiceStopped, Class: Unreachable, Row: 10,
		DE: Text{
			"Windows hält den Port, aber der Dienst WinRM läuft nicht (503).",
			"Auf dem Rechner als Administrator starten:",
		},
		EN: Text{
			"Windows keeps the port, but the WinRM service is not running (503).",
			"Start it on the computer as administrator:",
		},
		Command: "Set-Service WinRM -StartupType Automatic; Start-Service WinRM",
	},
	{
		ID: NotSealed, Class: Protocol, Row: 4,
		DE: Text{
			"Der Rechner hat die Anmeldung angenommen und dann eine Nachricht ohne Begründung abgewiesen (500). So " +
				"weist Windows unverschlüsselte Nachrichten ab; xops verschlüsselt jede, also verändert etwas auf " +
				"dem Weg sie.",
			"HTTPS benutzen, dann kann niemand dazwischen etwas ändern. In den connection-Block schreiben:",
		},
		EN: Text{
			"The host accepted the logon and then refused a message without a reason (500). So Windows refuses " +
				"messages that are not encrypted; xops encrypts each, so something on the way changes them.",
			"Use HTTPS, where nobody in between can change anything. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: NoSealing, Class: Logon, Row: 3,
		DE: Text{
			"Der Rechner (oder etwas, das an seiner Stelle antwortet) handelt NTLM ohne volle Verschlüsselung aus. " +
				"xops sendet nichts im Klartext und weicht auf nichts Schwächeres aus.",
			"HTTPS benutzen. In den connection-Block schreiben:",
		},
		EN: Text{
			"The host (or something that answers in its place) agrees to NTLM without full encryption only. xops " +
				"sends nothing in clear text and does not fall back to anything weaker.",
			"Use HTTPS. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: SplitConnection, Class: Protocol, Row: 5,
		DE: Text{
			"Eine verschlüsselte Nachricht kam auf einer anderen Verbindung an als ihre Anmeldung: ein Proxy oder " +
				"Lastverteiler dazwischen mischt Verbindungen. (xops selbst hält jede Anmeldung auf einer " +
				"Verbindung.)",
			"Den Proxy für diesen Rechner umgehen, oder HTTPS benutzen. In den connection-Block schreiben:",
		},
		EN: Text{
			"A sealed message arrived on another connection than its logon: a proxy or load balancer in between " +
				"mixes connections. (xops itself keeps each logon on one connection.)",
			"Go round the proxy for this host, or use HTTPS. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: NTLMNotOffered, Class: Logon, Row: 1,
		DE: Text{
			"Der Rechner bietet NTLM (Negotiate) nicht an.",
			"Auf dem Rechner als Administrator einschalten. Steht dort Source=\"GPO\", muss die Gruppenrichtlinie " +
				"geändert werden; bei verbotenem NTLM auth = \"kerberos\" benutzen.",
		},
		EN: Text{
			"The host does not offer NTLM (Negotiate).",
			"Switch it on, on the computer as administrator. Where it says Source=\"GPO\", the group policy must " +
				"be changed; where NTLM is forbidden use auth = \"kerberos\".",
		},
		Command: `winrm set winrm/config/service/auth '@{Negotiate="true"}'`,
	},
	{
		ID: NTLMRefused, Class: Logon, Row: 1,
		DE: Text{
			"Der Rechner bietet Negotiate an, weist NTLM aber schon beim ersten Schritt ab, vor jedem Kennwort.",
			"Meist verbietet eine Richtlinie NTLM (Netzwerksicherheit: NTLM einschränken: Eingehender " +
				"NTLM-Datenverkehr); dann auth = \"kerberos\" benutzen oder den Rechner dort ausnehmen. Auf " +
				"dem Rechner ansehen:",
		},
		EN: Text{
			"The host offers Negotiate, but turns NTLM away at its first step, before any password.",
			"Mostly a policy forbids NTLM (Network security: Restrict NTLM: Incoming NTLM traffic); then use " +
				"auth = \"kerberos\", or except the computer there. To look on the computer:",
		},
		Command: `Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0' RestrictReceivingNTLMTraffic`,
	},
	{
		ID: AuthNotOffered, Class: Logon, Row: 1,
		DE: Text{
			"Der Rechner bietet auth = \"{auth}\" nicht an; er bietet {offered}.",
			"auth im connection-Block ändern:",
		},
		EN: Text{
			"The host does not offer auth = \"{auth}\"; it offers {offered}.",
			"Change auth in the connection block:",
		},
		Command: `auth = "ntlm"`,
	},
	{
		ID: NotProtocol, Class: Protocol,
		DE: Text{
			"Die Antwort passt nicht zum Protokoll: etwas auf dem Weg verändert Nachrichten, oder es antwortet " +
				"nicht WinRM.",
			"HTTPS benutzen (https = true). Bleibt es so, bitte mit diesem Text melden.",
		},
		EN: Text{
			"The answer does not fit the protocol: something on the way changes messages, or it is not WinRM that " +
				"answers.",
			"Use HTTPS (https = true). If it stays, please report it with this text.",
		},
	},
	{
		ID: ConnectionLost, Class: Lost, Row: 19,
		DE: Text{
			"Die Verbindung oder die Sitzung auf dem Rechner ist mitten in der Arbeit abgerissen: der Rechner oder " +
				"der Dienst WinRM wurde neu gestartet, ein Programm dort hat sie beendet, oder die Leitung fiel " +
				"aus.",
			"Noch einmal ausführen: was schon getan ist, wird erkannt, und was unklar ist, wird neu angesehen. " +
				"Kommt es wieder, die Leitung und das Systemprotokoll des Rechners prüfen.",
		},
		EN: Text{
			"The connection or the session on the host broke in the middle: the computer or the WinRM service " +
				"restarted, a program there ended it, or the line failed.",
			"Run it again: what is done is recognised, and what is unknown is looked at anew. If it comes again, " +
				"check the line and the computer's System event log.",
		},
	},
	{
		ID: LogonAgain, Class: Lost, Row: 5,
		DE: Text{
			"Der Rechner verlangt mitten in der Arbeit eine neue Anmeldung: etwas dazwischen reißt die Verbindung " +
				"und ihre Anmeldung auseinander.",
			"Den Proxy oder Lastverteiler für diesen Rechner umgehen, oder HTTPS benutzen. In den connection-Block " +
				"schreiben:",
		},
		EN: Text{
			"The host asks for a logon in the middle of the work: something in between breaks the connection and " +
				"its logon apart.",
			"Go round the proxy or load balancer for this host, or use HTTPS. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: ShellGone, Class: Lost, Row: 19,
		DE: Text{
			"Die Remote-Shell auf dem Rechner ist nicht mehr da: der Rechner oder der Dienst WinRM wurde neu " +
				"gestartet, sie war zu lange untätig, oder jemand hat sie beendet.",
			"Noch einmal ausführen: was schon getan ist, wird erkannt.",
		},
		EN: Text{
			"The remote shell on the host is gone: the computer or the WinRM service restarted, the shell was idle " +
				"too long, or somebody ended it.",
			"Run it again: what is done already is recognised.",
		},
	},
	{
		ID: ProfileUnloaded, Class: Lost, Row: 19,
		DE: Text{
			"Das Benutzerprofil wurde auf dem Rechner entladen, während es benutzt wurde.",
			"Noch einmal ausführen; eine neue Shell lädt das Profil neu.",
		},
		EN: Text{
			"The user's profile was unloaded on the host while it was in use.",
			"Run it again; a new shell loads the profile anew.",
		},
	},
	{
		ID: ServiceDisconnected, Class: Lost, Row: 19,
		DE: Text{
			"Der Dienst WinRM hat die Verbindung beendet.",
			"Prüfen, ob der Dienst oder der Rechner neu gestartet wurde, dann noch einmal ausführen.",
		},
		EN: Text{
			"The WinRM service disconnected.",
			"Check whether the service or the computer restarted, then run it again.",
		},
	},
	{
		ID: ShellLeft, Class: Lost,
		DE: Text{
			"Die Remote-Shell auf dem Rechner ließ sich nicht schließen.",
			"Nichts zu tun: nach 15 Minuten ohne Anfrage schließt der Rechner sie selbst.",
		},
		EN: Text{
			"The remote shell on the host could not be closed.",
			"Nothing need be done: the host closes it by itself after 15 minutes without a request.",
		},
	},
}
