package doctor

const filterCommand = `reg add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System /v LocalAccountTokenFilterPolicy /t REG_DWORD /d 1 /f`

var logonEntries = []Entry{
	{
		ID: "password-missing", Says: []string{"The password cannot be read", "There is no user to log on with"},
		DE: Text{"Benutzer oder Kennwort für die Anmeldung fehlt oder ist nicht lesbar.", "user und password im connection-Block prüfen (xops secret set, Umgebungsvariable oder Datei)."},
		EN: Text{"User or password for the logon is missing or cannot be read.", "Check user and password in the connection block (xops secret set, environment variable or file)."},
	},
	{
		ID: "basic-clear", Says: []string{"Basic would send the password in clear text"},
		DE: Text{"Basic würde das Kennwort ohne HTTPS im Klartext senden.", "In den connection-Block schreiben:"},
		EN: Text{"Basic without HTTPS would send the password in clear text.", "Write into the connection block:"}, Command: `auth = "ntlm"`,
	},
	{
		ID: "unsupported", Says: []string{"There is no auth = * for WinRM", "* comes with a later version of xops"},
		DE: Text{"Diese Art der Verbindung kennt xops (noch) nicht.", "Im connection-Block eine andere benutzen, zum Beispiel transport = \"winrm\" mit auth = \"ntlm\"."},
		EN: Text{"xops does not know this kind of connection (yet).", "Use another one in the connection block, for instance transport = \"winrm\" with auth = \"ntlm\"."},
	},
	{
		ID: "logon-refused", Row: 1, Says: []string{"The logon was refused"},
		DE: Text{
			"Die Anmeldung wurde abgewiesen (401): Kennwort falsch, Konto gesperrt oder gefiltert, oder NTLM ist verboten. Sie wurde genau einmal versucht, damit das Konto nicht gesperrt wird.",
			"Der Reihe nach prüfen: 1. Benutzer und Kennwort (DOMÄNE\\benutzer, oder .\\benutzer für ein lokales Konto). 2. Lokales Konto: nur das eingebaute Administrator-Konto gilt ohne " +
				"LocalAccountTokenFilterPolicy=1 – besser ein Domänenkonto nehmen. 3. Konto gesperrt, abgelaufen oder ohne Kennwort? 4. NTLM verboten (Richtlinie, Protected Users)?",
		},
		EN: Text{
			"The logon was refused (401): password wrong, account locked or filtered, or NTLM forbidden. It was tried exactly once, so that the account is not locked.",
			"Check in this order: 1. User and password (DOMAIN\\user, or .\\user for a local account). 2. Local account: only the built-in Administrator counts without " +
				"LocalAccountTokenFilterPolicy=1 - a domain account is better. 3. Account locked, expired, or without a password? 4. NTLM forbidden (policy, Protected Users)?",
		},
	},
	{
		ID: "logon-filtered", Row: 2,
		DE: Text{
			"Die Anmeldung mit dem lokalen Konto {user} wurde abgewiesen (401). Stimmt das Kennwort, filtert Windows dieses Konto (UAC): über das Netz hat nur das eingebaute Administrator-Konto (RID 500) volle Rechte.",
			"Zuerst das Kennwort prüfen. Am besten ein Domänenkonto oder das eingebaute Konto benutzen. Sonst auf dem Rechner als Administrator (Risiko: damit hat jedes lokale Administrator-Konto über das Netz volle Rechte):",
		},
		EN: Text{
			"The logon with the local account {user} was refused (401). If the password is right, Windows filters this account (UAC): over the network only the built-in Administrator (RID 500) has full rights.",
			"Check the password first. Best use a domain account or the built-in one. Else, on the computer as administrator (risk: every local administrator then has full rights over the network):",
		},
		Command: filterCommand,
	},
	{
		ID: "token-filter", Row: 2, Says: []string{"The logon is right, but this user may not open a remote shell"},
		DE: Text{
			"Das Kennwort stimmt, aber der Benutzer darf keine Remote-Shell öffnen (Fehler 5): er ist kein Administrator, oder Windows filtert die Rechte lokaler Konten (UAC).",
			"Ein Domänenkonto aus der Gruppe Administratoren oder das eingebaute Administrator-Konto benutzen. Sonst auf dem Rechner als Administrator (Risiko: damit hat jedes lokale Administrator-Konto über das Netz volle Rechte):",
		},
		EN: Text{
			"The password is right, but the user may not open a remote shell (fault 5): it is no administrator, or Windows filters the rights of local accounts (UAC).",
			"Use a domain account that is in Administrators, or the built-in Administrator. Else, on the computer as administrator (risk: every local administrator then has full rights over the network):",
		},
		Command: filterCommand,
	},
	{
		ID: "not-elevated", Row: 2,
		DE: Text{
			"Die Sitzung läuft, aber ohne Administratorrechte: xops kann lesen, aber nichts reparieren.",
			"Ein Konto aus der Gruppe Administratoren (S-1-5-32-544) benutzen: ein Domänenkonto oder das eingebaute Administrator-Konto.",
		},
		EN: Text{
			"The session runs, but without administrator rights: xops can read, but not repair.",
			"Use an account that is in Administrators (S-1-5-32-544): a domain account or the built-in Administrator.",
		},
	},
	{
		ID: "channel-binding", Row: 12,
		DE: Text{
			"Die Anmeldung wurde nur wegen der Kanalbindung abgewiesen, oder es sieht ganz danach aus: {why}. Windows erzwingt per Richtlinie, dass TLS beim Rechner selbst endet (CbtHardeningLevel).",
			"Den TLS-Proxy oder Virenscanner dazwischen für diesen Rechner umgehen, oder dem Listener ein eigenes Zertifikat mit SHA-256 geben. Die Einstellung selbst lassen. Ansehen auf dem Rechner:",
		},
		EN: Text{
			"The logon was refused because of the channel binding, or it looks very much so: {why}. Windows enforces by policy that TLS ends at the host itself (CbtHardeningLevel).",
			"Go round the TLS proxy or antivirus program in between for this host, or give the listener a certificate of its own with SHA-256. Leave the setting itself. To look at it on the computer:",
		},
		Command: "winrm get winrm/config/service/auth; winrm enumerate winrm/config/listener",
	},
	{
		ID: "kerberos-name", Row: 15,
		DE: Text{"Kerberos braucht den Namen des Rechners (SPN HTTP/name); im Inventar steht eine IP-Adresse.", "Den vollen Namen als address eintragen:"},
		EN: Text{"Kerberos needs the host's name (SPN HTTP/name); the inventory has an IP address.", "Write the full name as address:"}, Command: `address = "{name}"`,
	},
	{
		ID: "clock-skew", Row: 15,
		DE: Text{
			"Die Uhren gehen um {skew} auseinander; Kerberos erlaubt höchstens 5 Minuten.",
			"Die Uhr stellen, die falsch geht. Auf dem Rechner als Administrator:",
		},
		EN: Text{"The clocks are {skew} apart; Kerberos allows 5 minutes at the most.", "Set the clock that is wrong. On the computer as administrator:"}, Command: "w32tm /resync /rediscover",
	},
	{
		ID: "remote-shells-off", Says: []string{"Remote shells are switched off on this host"},
		DE: Text{"Remote-Shells sind auf diesem Rechner ausgeschaltet (AllowRemoteShellAccess).", "Gruppenrichtlinie „Remote-Shellzugriff zulassen“ ändern, oder auf dem Rechner als Administrator:"},
		EN: Text{"Remote shells are switched off on this host (AllowRemoteShellAccess).", "Change the group policy \"Allow Remote Shell Access\", or on the computer as administrator:"}, Command: `winrm set winrm/config/winrs '@{AllowRemoteShellAccess="true"}'`,
	},
	{
		ID: "remote-access-off", Says: []string{"Remote access to the WinRM service is switched off", "The WinRM service does not allow this connection"},
		DE: Text{
			"Der Dienst WinRM lässt Verbindungen von dieser Adresse nicht zu.",
			"Gruppenrichtlinie „Remoteserververwaltung über WinRM zulassen“ und ihren IPv4-Filter prüfen. Anzeigen auf dem Rechner:",
		},
		EN: Text{
			"The WinRM service does not allow connections from this address.",
			"Check the group policy \"Allow remote server management through WinRM\" and its IPv4 filter. To see it on the computer:",
		},
		Command: "winrm get winrm/config/service",
	},
}
