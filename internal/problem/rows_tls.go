package problem

// What goes wrong with TLS and certificates.
const (
	TLSOnHTTP       ID = "tls-on-http"
	HTTPOnTLS       ID = "http-on-tls"
	TLSHandshake    ID = "tls-handshake"
	TLSOld          ID = "tls-old"
	TLS13           ID = "tls-13"
	CertUntrusted   ID = "cert-untrusted"
	CertName        ID = "cert-name"
	CertTime        ID = "cert-time"
	CertSHA1        ID = "cert-sha1"
	IdentityChanged ID = "identity-changed"
	PinFile         ID = "pin-file"
	CAFile          ID = "ca-file"
	NoCertificate   ID = "tls-no-certificate"
)

var tlsEntries = []Entry{
	{
		ID: TLSOnHTTP, Class: TLS, Row: 10,
		DE: Text{
			"Der Port spricht HTTPS, im Inventar steht aber HTTP.",
			"In den connection-Block des Rechners schreiben (5986 ist der HTTPS-Port von WinRM):",
		},
		EN: Text{
			"The port speaks HTTPS, but the inventory says HTTP.",
			"Write into the host's connection block (5986 is WinRM's HTTPS port):",
		},
		Command: "https = true",
	},
	{
		ID: HTTPOnTLS, Class: TLS, Row: 10,
		DE: Text{
			"Der Port spricht HTTP, im Inventar steht aber HTTPS.",
			"Port 5986 benutzen, wenn der Rechner einen HTTPS-Listener hat; sonst in den connection-Block " +
				"schreiben (NTLM verschlüsselt dann jede Nachricht):",
		},
		EN: Text{
			"The port speaks HTTP, but the inventory says HTTPS.",
			"Use port 5986 if the host has an HTTPS listener; else write into the connection block (NTLM then " +
				"seals every message):",
		},
		Command: "https = false",
	},
	{
		ID: TLSHandshake, Class: TLS, Row: 14,
		DE: Text{
			"Es kommt keine TLS-Verbindung zustande: keine gemeinsame Version oder Cipher-Suite, der Dienst " +
				"startet gerade neu, oder etwas auf dem Weg (Virenscanner, Proxy, IDS) bricht ab.",
			"Auf dem Rechner das Ereignisprotokoll ansehen; TLS 1.2 mit ECDHE muss eingeschaltet sein. Liegt der " +
				"Schlüssel des Listeners in einem alten Kryptografieanbieter (makecert, alte Skripte), der nur mit " +
				"SHA-1 unterschreibt, ein neues Zertifikat ausstellen:",
		},
		EN: Text{
			"No TLS connection comes about: no version or cipher suite in common, the service is restarting, or " +
				"something on the way (antivirus program, proxy, IDS) breaks it off.",
			"Look into the event log on the computer; TLS 1.2 with ECDHE must be on. If the listener's key lies in " +
				"an old cryptographic provider (makecert, old scripts), which signs with SHA-1 only, make a new " +
				"certificate:",
		},
		Command: "Get-WinEvent -MaxEvents 20 -FilterHashtable @{LogName='System'; ProviderName='Schannel'}",
	},
	{
		ID: TLSOld, Class: TLS, Row: 14,
		DE: Text{
			"Der Rechner bietet nur {version} an; xops verlangt mindestens TLS 1.2.",
			"TLS 1.2 auf dem Rechner einschalten (als Administrator, danach neu starten):",
		},
		EN: Text{
			"The host offers {version} only; xops wants TLS 1.2 at least.",
			"Switch TLS 1.2 on (as administrator, then reboot):",
		},
		Command: `reg add "HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS ` +
			`1.2\Server" /v Enabled /t REG_DWORD /d 1 /f` + "\n" +
			`reg add "HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server" ` +
			`/v DisabledByDefault /t REG_DWORD /d 0 /f`,
	},
	{
		ID: TLS13, Class: TLS, Row: 14,
		DE: Text{
			"Mit TLS 1.3 kommt keine Verbindung zustande, mit TLS 1.2 schon: etwas auf dem Weg (Virenscanner, " +
				"Proxy, IDS) oder der Rechner verträgt TLS 1.3 nicht.",
			"Dieses Gerät oder Programm aktualisieren oder für WinRM umgehen; auf dem Rechner zeigt das " +
				"Systemprotokoll, Quelle Schannel, seine Sicht:",
		},
		EN: Text{
			"No connection comes about with TLS 1.3, but one does with TLS 1.2: something on the way (antivirus " +
				"program, proxy, IDS) or the host does not bear TLS 1.3.",
			"Update that device or program, or go round it for WinRM; the host's System event log, source " +
				"Schannel, tells its side:",
		},
		Command: "Get-WinEvent -MaxEvents 20 -FilterHashtable @{LogName='System'; ProviderName='Schannel'}",
	},
	{
		ID: CertUntrusted, Class: TLS, Row: 13,
		DE: Text{
			"Dem Zertifikat wird nicht vertraut: es ist selbst ausgestellt oder von einer unbekannten Stelle. Bei " +
				"WinRM ist das der Normalfall.",
			"Den Fingerabdruck auf dem Rechner vergleichen (winrm enumerate winrm/config/listener), dann in den " +
				"connection-Block schreiben (oder ca_file, oder trust = \"first-use\"):",
		},
		EN: Text{
			"The certificate is not trusted: it is self-signed or from an unknown authority. With WinRM that is " +
				"the normal case.",
			"Compare the fingerprint on the computer (winrm enumerate winrm/config/listener), then write into its " +
				"connection block (or ca_file, or trust = \"first-use\"):",
		},
		Command: `fingerprint = "{fingerprint}"`,
	},
	{
		ID: CertName, Class: TLS, Row: 13,
		DE: Text{
			"Das Zertifikat gilt für einen anderen Namen als den, unter dem der Rechner angesprochen wird (ein CN " +
				"allein zählt nicht, es braucht einen SAN).",
			"tls_server_name auf einen seiner Namen setzen, oder nach Vergleich auf dem Rechner genau dieses " +
				"Zertifikat festhalten:",
		},
		EN: Text{
			"The certificate is for another name than the one by which the host is addressed (a CN alone does not " +
				"count, a SAN is needed).",
			"Set tls_server_name to one of its names, or, after comparing it on the computer, pin exactly this " +
				"certificate:",
		},
		Command: `fingerprint = "{fingerprint}"`,
	},
	{
		ID: CertTime, Class: TLS, Row: 13,
		DE: Text{
			"Das Zertifikat ist abgelaufen oder noch nicht gültig.",
			"Beide Uhren prüfen. Ein neues Zertifikat für den WinRM-Listener ausstellen, oder nach Vergleich auf " +
				"dem Rechner dieses festhalten:",
		},
		EN: Text{
			"The certificate has expired or is not valid yet.",
			"Check both clocks. Make a new certificate for the WinRM listener, or, after comparing it on the " +
				"computer, pin this one:",
		},
		Command: `fingerprint = "{fingerprint}"`,
	},
	{
		ID: CertSHA1, Class: TLS, Row: 13,
		DE: Text{
			"Das Zertifikat ist mit SHA-1 unterschrieben (alte Listener-Skripte); das gilt nicht mehr als sicher.",
			"Ein neues Zertifikat mit SHA-256 für den Listener ausstellen, oder nach Vergleich auf dem Rechner " +
				"dieses festhalten:",
		},
		EN: Text{
			"The certificate is signed with SHA-1 (old listener scripts), which no longer counts as safe.",
			"Make a new certificate with SHA-256 for the listener, or, after comparing it on the computer, pin " +
				"this one:",
		},
		Command: `fingerprint = "{fingerprint}"`,
	},
	{
		ID: IdentityChanged, Class: Identity, Row: 13,
		DE: Text{
			"Der Rechner zeigt ein anderes Zertifikat als festgehalten. Das kann ein Angriff sein.",
			"Nur wenn es erneuert wurde: Fingerabdruck auf dem Rechner vergleichen (winrm enumerate " +
				"winrm/config/listener) und die Festlegung berichtigen. Sonst nicht verbinden.",
		},
		EN: Text{
			"The host shows another certificate than the pinned one. This may be an attack.",
			"Only if it was renewed: compare the fingerprint on the computer (winrm enumerate " +
				"winrm/config/listener) and correct the pin. Otherwise do not connect.",
		},
	},
	{
		ID: PinFile, Class: Setup,
		DE: Text{
			"Die Datei der festgehaltenen Zertifikate ist nicht benutzbar.",
			"Rechte und Inhalt der Datei prüfen; trust = \"first-use\" braucht sie, um den Rechner wiederzuerkennen.",
		},
		EN: Text{
			"The file of pinned certificates cannot be used.",
			"Check the file's rights and content; trust = \"first-use\" needs it to recognise the host again.",
		},
	},
	{
		ID: CAFile, Class: Setup,
		DE: Text{
			"Die Datei der Zertifizierungsstellen (ca_file) ist nicht lesbar oder enthält kein Zertifikat.",
			"ca_file im Inventar prüfen; es ist eine Datei im PEM-Format.",
		},
		EN: Text{
			"The file of certificate authorities (ca_file) cannot be read or has no certificate.",
			"Check ca_file in the inventory; it is a file in PEM format.",
		},
	},
	{
		ID: NoCertificate, Class: TLS, Row: 14,
		DE: Text{
			"Der Rechner zeigt beim TLS-Handshake kein Zertifikat.",
			"Prüfen, ob der HTTPS-Listener ein Zertifikat hat und es noch da ist; auf dem Rechner:",
		},
		EN: Text{
			"The host shows no certificate in the TLS handshake.",
			"Check that the HTTPS listener has a certificate and that it is still there; on the computer:",
		},
		Command: "winrm enumerate winrm/config/listener",
	},
}
