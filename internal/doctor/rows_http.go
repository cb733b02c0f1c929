package doctor

var httpEntries = []Entry{
	{
		ID: "no-wsman", Row: 21, Says: []string{"There is no WinRM under /wsman on this port"},
		DE: Text{
			"Unter /wsman antwortet auf diesem Port kein WinRM (404): ein anderes Programm (IIS?) besitzt den Port, oder der Listener hat einen anderen URLPrefix.",
			"Auf dem Rechner nachsehen, welche Listener es gibt, und den Port im Inventar berichtigen:",
		},
		EN: Text{
			"No WinRM answers under /wsman on this port (404): another program (IIS?) owns the port, or the listener has another URLPrefix.",
			"Look on the computer which listeners there are, and correct the port in the inventory:",
		},
		Command: "winrm enumerate winrm/config/listener",
	},
	{
		ID: "not-winrm", Row: 21, Says: []string{"The host answers, but not as WinRM", "The host's answer is too long"},
		DE: Text{"Auf diesem Port antwortet etwas, das nicht WinRM ist.", "Port und Adresse im Inventar prüfen; auf dem Rechner zeigt dies die Listener von WinRM:"},
		EN: Text{"Something answers on this port that is not WinRM.", "Check port and address in the inventory; on the computer this shows WinRM's listeners:"}, Command: "winrm enumerate winrm/config/listener",
	},
	{
		ID: "service-stopped", Row: 10, Says: []string{"The WinRM service is not running"},
		DE: Text{"Windows hält den Port, aber der Dienst WinRM läuft nicht (503).", "Auf dem Rechner als Administrator starten:"},
		EN: Text{"Windows keeps the port, but the WinRM service is not running (503).", "Start it on the computer as administrator:"}, Command: "Set-Service WinRM -StartupType Automatic; Start-Service WinRM",
	},
	{
		ID: "not-sealed", Row: 4, Says: []string{"The host refused the message without giving a reason"},
		DE: Text{
			"Der Rechner hat die Anmeldung angenommen und dann eine Nachricht ohne Begründung abgewiesen (500). So weist Windows unverschlüsselte Nachrichten ab; xops verschlüsselt jede, also verändert etwas auf dem Weg sie.",
			"HTTPS benutzen, dann kann niemand dazwischen etwas ändern. In den connection-Block schreiben:",
		},
		EN: Text{
			"The host accepted the logon and then refused a message without a reason (500). So Windows refuses messages that are not encrypted; xops encrypts each, so something on the way changes them.",
			"Use HTTPS, where nobody in between can change anything. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: "no-sealing", Row: 3, Says: []string{"The host offers NTLM only without full encryption"},
		DE: Text{
			"Der Rechner (oder etwas, das an seiner Stelle antwortet) handelt NTLM ohne volle Verschlüsselung aus. xops sendet nichts im Klartext und weicht auf nichts Schwächeres aus.",
			"HTTPS benutzen. In den connection-Block schreiben:",
		},
		EN: Text{
			"The host (or something that answers in its place) agrees to NTLM without full encryption only. xops sends nothing in clear text and does not fall back to anything weaker.",
			"Use HTTPS. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: "split-connection", Row: 5, Says: []string{"The host could not read the message", "The host asks for a logon in the middle of the work"},
		DE: Text{
			"Eine verschlüsselte Nachricht kam auf einer anderen Verbindung an als ihre Anmeldung: ein Proxy oder Lastverteiler dazwischen mischt Verbindungen. (xops selbst hält jede Anmeldung auf einer Verbindung.)",
			"Den Proxy für diesen Rechner umgehen, oder HTTPS benutzen. In den connection-Block schreiben:",
		},
		EN: Text{
			"A sealed message arrived on another connection than its logon: a proxy or load balancer in between mixes connections. (xops itself keeps each logon on one connection.)",
			"Go round the proxy for this host, or use HTTPS. Write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: "ntlm-not-offered", Row: 1, Says: []string{"The host does not offer NTLM"},
		DE: Text{
			"Der Rechner bietet NTLM (Negotiate) nicht an.",
			"Auf dem Rechner als Administrator einschalten. Steht dort Source=\"GPO\", muss die Gruppenrichtlinie geändert werden; bei verbotenem NTLM auth = \"kerberos\" benutzen.",
		},
		EN: Text{
			"The host does not offer NTLM (Negotiate).",
			"Switch it on, on the computer as administrator. Where it says Source=\"GPO\", the group policy must be changed; where NTLM is forbidden use auth = \"kerberos\".",
		},
		Command: `winrm set winrm/config/service/auth '@{Negotiate="true"}'`,
	},
	{
		ID: "auth-not-offered", Row: 1,
		DE: Text{"Der Rechner bietet auth = \"{auth}\" nicht an; er bietet {offered}.", "auth im connection-Block ändern:"},
		EN: Text{"The host does not offer auth = \"{auth}\"; it offers {offered}.", "Change auth in the connection block:"}, Command: `auth = "ntlm"`,
	},
	{
		ID: "protocol", Says: []string{"The host's answer does not fit the protocol"},
		DE: Text{
			"Die Antwort passt nicht zum Protokoll: etwas auf dem Weg verändert Nachrichten, oder es antwortet nicht WinRM.",
			"HTTPS benutzen (https = true). Bleibt es so, bitte mit diesem Text melden.",
		},
		EN: Text{
			"The answer does not fit the protocol: something on the way changes messages, or it is not WinRM that answers.",
			"Use HTTPS (https = true). If it stays, please report it with this text.",
		},
	},
	{
		ID: "lost", Row: 19, Says: []string{
			"The connection to the host broke", "There is no connection to the host any more", "The host ended the operation", "The remote shell or its command is gone",
			"The user's profile was unloaded on the host while it was in use", "The WinRM service disconnected", "The remote shell could not be closed", "The SSH connection broke",
			"PowerShell on the host ended before it had answered everything", "The session was closed", "The command on this computer ended unexpectedly",
		},
		DE: Text{
			"Die Verbindung oder die Sitzung auf dem Rechner ist mitten in der Arbeit abgerissen: der Rechner oder der Dienst WinRM wurde neu gestartet, ein Programm dort hat sie beendet, oder die Leitung fiel aus.",
			"Noch einmal ausführen: was schon getan ist, wird erkannt, und was unklar ist, wird neu angesehen. Kommt es wieder, die Leitung und das Systemprotokoll des Rechners prüfen.",
		},
		EN: Text{
			"The connection or the session on the host broke in the middle: the computer or the WinRM service restarted, a program there ended it, or the line failed.",
			"Run it again: what is done is recognised, and what is unknown is looked at anew. If it comes again, check the line and the computer's System event log.",
		},
	},
}
