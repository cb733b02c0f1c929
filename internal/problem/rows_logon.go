package problem

// Logons that are refused or not allowed.
const (
	PasswordMissing    ID = "password-missing"
	BasicClear         ID = "basic-clear"
	AuthUnknown        ID = "auth-unknown"
	LogonRefused       ID = "logon-refused"
	LogonFiltered      ID = "logon-filtered"
	TokenFilter        ID = "token-filter"
	NotElevated        ID = "not-elevated"
	ChannelBinding     ID = "channel-binding"
	KerberosName       ID = "kerberos-name"
	ClockSkew          ID = "clock-skew"
	RemoteShellsOff    ID = "remote-shells-off"
	RemoteAccessOff    ID = "remote-access-off"
	UserMissing        ID = "user-missing"
	BasicRefused       ID = "basic-refused"
	CertificateRefused ID = "certificate-refused"
	LogonNotTried      ID = "logon-not-tried"
)

const filterCommand = `reg add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System /v ` +
	`LocalAccountTokenFilterPolicy /t REG_DWORD /d 1 /f`

var logonEntries = []Entry{
	{
		ID: PasswordMissing, Class: Setup,
		DE: Text{
			"Das Kennwort für die Anmeldung fehlt oder ist nicht lesbar.",
			"password im connection-Block prüfen (Schlüsselbund, Umgebungsvariable oder Datei).",
		},
		EN: Text{
			"The password for the logon is missing or cannot be read.",
			"Check password in the connection block (keyring, environment variable or file).",
		},
	},
	{
		ID: BasicClear, Class: Setup,
		DE: Text{
			"Basic würde das Kennwort ohne HTTPS im Klartext senden.",
			"https = true setzen, oder auf NTLM umstellen, das jede Nachricht verschlüsselt. In den " +
				"connection-Block schreiben:",
		},
		EN: Text{
			"Basic without HTTPS would send the password in clear text.",
			"Set https = true, or use NTLM, which seals every message. Write into the connection block:",
		},
		Command: `auth = "ntlm"`,
	},
	{
		ID: AuthUnknown, Class: Setup,
		DE: Text{
			"auth = \"{auth}\" gibt es für WinRM nicht.",
			"Im connection-Block ntlm benutzen, oder mit https = true kerberos, certificate oder basic.",
		},
		EN: Text{
			"There is no auth = \"{auth}\" for WinRM.",
			"Use ntlm in the connection block, or with https = true kerberos, certificate or basic.",
		},
	},
	{
		ID: LogonRefused, Class: Logon, Row: 1,
		DE: Text{
			"Die Anmeldung wurde abgewiesen (401): Kennwort falsch, Konto gesperrt oder gefiltert, oder NTLM ist " +
				"verboten. Sie wurde genau einmal versucht, damit das Konto nicht gesperrt wird.",
			"Der Reihe nach prüfen: 1. Benutzer und Kennwort (DOMÄNE\\benutzer, oder .\\benutzer für ein lokales " +
				"Konto). 2. Lokales Konto: nur das eingebaute Administrator-Konto gilt ohne " +
				"LocalAccountTokenFilterPolicy=1, und auch das nicht, wo eine Richtlinie lokalen Konten den Zugriff " +
				"aus dem Netz verweigert (S-1-5-113, S-1-5-114) – besser ein Domänenkonto nehmen. 3. Konto gesperrt, " +
				"abgelaufen oder ohne Kennwort? 4. NTLM verboten (Richtlinie, Protected Users)? 5. Bei HTTPS mit " +
				"CbtHardeningLevel=Strict: steht ein TLS-Proxy dazwischen?",
		},
		EN: Text{
			"The logon was refused (401): password wrong, account locked or filtered, or NTLM forbidden. It was " +
				"tried exactly once, so that the account is not locked.",
			"Check in this order: 1. User and password (DOMAIN\\user, or .\\user for a local account). 2. Local " +
				"account: only the built-in Administrator counts without LocalAccountTokenFilterPolicy=1, and not " +
				"even that where a policy denies local accounts access from the network (S-1-5-113, S-1-5-114) - a " +
				"domain account is better. 3. Account locked, expired, or without a password? 4. NTLM forbidden " +
				"(policy, Protected Users)? 5. With HTTPS and CbtHardeningLevel=Strict: is a TLS proxy in between?",
		},
	},
	{
		ID: LogonNotTried, Class: Logon,
		DE: Text{
			"Hier wurde keine Anmeldung versucht: {host} hat das Kennwort für {user} abgewiesen, und ein " +
				"Konto, das oft abgewiesen wird, wird gesperrt.",
			"xops noch einmal mit dem richtigen Kennwort aufrufen. Nimmt nur {host} es nicht, diesen Rechner mit " +
				"--host ausnehmen und für sich prüfen.",
		},
		EN: Text{
			"No logon was tried here: {host} has refused the password of {user}, and an account that " +
				"is refused often is locked.",
			"Run xops again with the right password. If only {host} does not take it, leave that host out with " +
				"--host and look at it by itself.",
		},
	},
	{
		ID: LogonFiltered, Class: Logon, Row: 2,
		DE: Text{
			"Die Anmeldung mit dem lokalen Konto {user} wurde abgewiesen (401). Stimmt das Kennwort, filtert " +
				"Windows dieses Konto (UAC): über das Netz hat nur das eingebaute Administrator-Konto (RID 500) " +
				"volle Rechte. Oder eine Richtlinie verweigert lokalen Konten den Zugriff aus dem Netz (S-1-5-113, " +
				"S-1-5-114), wie Microsofts Sicherheitsbaseline es tut.",
			"Zuerst das Kennwort prüfen. Am besten ein Domänenkonto benutzen: das hilft gegen beides. Sonst auf " +
				"dem Rechner, gegen den Filter allein, als Administrator (Risiko: damit hat jedes lokale " +
				"Administrator-Konto über das Netz volle Rechte):",
		},
		EN: Text{
			"The logon with the local account {user} was refused (401). If the password is right, Windows filters " +
				"this account (UAC): over the network only the built-in Administrator (RID 500) has full rights. Or " +
				"a policy denies local accounts access from the network (S-1-5-113, S-1-5-114), as Microsoft's " +
				"security baseline does.",
			"Check the password first. Best use a domain account: that helps against both. Else, against the " +
				"filter alone, on the computer as administrator (risk: every local administrator then has full " +
				"rights over the network):",
		},
		Command: filterCommand,
	},
	{
		ID: TokenFilter, Class: Access, Row: 2,
		DE: Text{
			"Das Kennwort stimmt, aber der Benutzer darf keine Remote-Shell öffnen (Fehler 5): er ist kein " +
				"Administrator, oder Windows filtert die Rechte lokaler Konten (UAC).",
			"Ein Domänenkonto aus der Gruppe Administratoren oder das eingebaute Administrator-Konto benutzen. " +
				"Sonst auf dem Rechner als Administrator (Risiko: damit hat jedes lokale Administrator-Konto über " +
				"das Netz volle Rechte):",
		},
		EN: Text{
			"The password is right, but the user may not open a remote shell (fault 5): it is no administrator, or " +
				"Windows filters the rights of local accounts (UAC).",
			"Use a domain account that is in Administrators, or the built-in Administrator. Else, on the computer " +
				"as administrator (risk: every local administrator then has full rights over the network):",
		},
		Command: filterCommand,
	},
	{
		ID: NotElevated, Class: Access, Row: 2,
		DE: Text{
			"Die Sitzung läuft, aber ohne Administratorrechte: xops kann lesen, aber nichts reparieren.",
			"Ein Konto aus der Gruppe Administratoren (S-1-5-32-544) benutzen: ein Domänenkonto oder das " +
				"eingebaute Administrator-Konto.",
		},
		EN: Text{
			"The session runs, but without administrator rights: xops can read, but not repair.",
			"Use an account that is in Administrators (S-1-5-32-544): a domain account or the built-in Administrator.",
		},
	},
	{
		ID: ChannelBinding, Class: Logon, Row: 12,
		DE: Text{
			"Die Anmeldung wurde nur wegen der Kanalbindung abgewiesen, oder es sieht ganz danach aus: {why}. " +
				"Windows erzwingt per Richtlinie, dass TLS beim Rechner selbst endet (CbtHardeningLevel).",
			"Den TLS-Proxy oder Virenscanner dazwischen für diesen Rechner umgehen, oder dem Listener ein eigenes " +
				"Zertifikat mit SHA-256 geben. Die Einstellung selbst lassen. Ansehen auf dem Rechner:",
		},
		EN: Text{
			"The logon was refused because of the channel binding, or it looks very much so: {why}. Windows " +
				"enforces by policy that TLS ends at the host itself (CbtHardeningLevel).",
			"Go round the TLS proxy or antivirus program in between for this host, or give the listener a " +
				"certificate of its own with SHA-256. Leave the setting itself. To look at it on the computer:",
		},
		Command: "winrm get winrm/config/service/auth; winrm enumerate winrm/config/listener",
	},
	{
		ID: KerberosName, Class: Setup, Row: 15,
		DE: Text{
			"Kerberos braucht den Namen des Rechners (SPN HTTP/name); im Inventar steht eine IP-Adresse.",
			"Den vollen Namen als address eintragen:",
		},
		EN: Text{
			"Kerberos needs the host's name (SPN HTTP/name); the inventory has an IP address.",
			"Write the full name as address:",
		},
		Command: `[[address = "{name}"]]`,
	},
	{
		ID: ClockSkew, Class: Logon, Row: 15,
		DE: Text{
			"Die Uhren gehen um {skew} auseinander; Kerberos erlaubt höchstens 5 Minuten.",
			"Die Uhr stellen, die falsch geht. Auf dem Rechner als Administrator:",
		},
		EN: Text{
			"The clocks are {skew} apart; Kerberos allows 5 minutes at the most.",
			"Set the clock that is wrong. On the computer as administrator:",
		},
		Command: "w32tm /resync /rediscover",
	},
	{
		ID: RemoteShellsOff, Class: Access,
		DE: Text{
			"Remote-Shells sind auf diesem Rechner ausgeschaltet (AllowRemoteShellAccess).",
			"Gruppenrichtlinie „Remote-Shellzugriff zulassen“ ändern, oder auf dem Rechner als Administrator:",
		},
		EN: Text{
			"Remote shells are switched off on this host (AllowRemoteShellAccess).",
			"Change the group policy \"Allow Remote Shell Access\", or on the computer as administrator:",
		},
		Command: `winrm set winrm/config/winrs '@{AllowRemoteShellAccess="true"}'`,
	},
	{
		ID: RemoteAccessOff, Class: Access,
		DE: Text{
			"Der Dienst WinRM lässt Verbindungen von dieser Adresse nicht zu.",
			"Gruppenrichtlinie „Remoteserververwaltung über WinRM zulassen“ und ihren IPv4-Filter prüfen. Anzeigen " +
				"auf dem Rechner:",
		},
		EN: Text{
			"The WinRM service does not allow connections from this address.",
			"Check the group policy \"Allow remote server management through WinRM\" and its IPv4 filter. To see " +
				"it on the computer:",
		},
		Command: "winrm get winrm/config/service",
	},
	{
		ID: UserMissing, Class: Setup,
		DE: Text{"Für die Anmeldung ist kein Benutzer angegeben.", "user im connection-Block des Inventars setzen."},
		EN: Text{"There is no user to log on with.", "Set user in the connection block of the inventory."},
	},
	{
		ID: BasicRefused, Class: Logon, Row: 1,
		DE: Text{
			"Die Anmeldung mit auth = \"basic\" wurde abgewiesen (401). Sie wurde genau einmal versucht, damit das " +
				"Konto nicht gesperrt wird.",
			"Benutzer und Kennwort prüfen. Basic ist in Windows ab Werk aus und kennt nur lokale Konten; üblich " +
				"ist, in den connection-Block zu schreiben:",
		},
		EN: Text{
			"The logon with auth = \"basic\" was refused (401). It was tried exactly once, so that the account is " +
				"not locked.",
			"Check user and password. Basic is off by default in Windows and knows local accounts only; the usual " +
				"way is to write into the connection block:",
		},
		Command: `auth = "ntlm"`,
	},
	{
		ID: CertificateRefused, Class: Logon, Row: 1,
		DE: Text{
			"Der Rechner nimmt das Client-Zertifikat nicht an.",
			"Auf dem Rechner muss der Aussteller in den vertrauenswürdigen Stammzertifizierungsstellen des " +
				"Computers stehen und das Zertifikat einem lokalen Administrator zugeordnet sein (dir " +
				"WSMan:\\localhost\\ClientCertificate; Subject = sein UPN); Domänenkonten lassen sich nicht " +
				"zuordnen. Die Anmeldung mit Zertifikat einschalten, als Administrator:",
		},
		EN: Text{
			"The host does not take the client certificate.",
			"On the host the issuer must be in the computer's trusted root authorities, and the certificate mapped " +
				"to a local administrator (dir WSMan:\\localhost\\ClientCertificate; subject = its UPN); domain " +
				"accounts cannot be mapped. Switch certificate logon on, as administrator:",
		},
		Command: `winrm set winrm/config/service/auth '@{Certificate="true"}'`,
	},
}
