package problem

// Logons by Kerberos and by client certificate.
const (
	AuthNeedsHTTPS        ID = "auth-needs-https"
	KerberosNeedsName     ID = "kerberos-needs-name"
	KerberosClocks        ID = "kerberos-clocks"
	KerberosSPN           ID = "kerberos-spn"
	KerberosOff           ID = "kerberos-off"
	KerberosProof         ID = "kerberos-proof"
	KDCSilent             ID = "kdc-silent"
	PasswordExpired       ID = "password-expired"
	AccountLocked         ID = "account-locked"
	KerberosAccount       ID = "kerberos-account"
	KerberosWeak          ID = "kerberos-weak"
	TicketMissing         ID = "kerberos-ticket"
	Keytab                ID = "keytab"
	Krb5Conf              ID = "krb5-conf"
	KDCAnswer             ID = "kdc-answer"
	ClientCertFiles       ID = "client-cert-files"
	ClientCertExpired     ID = "client-cert-expired"
	KerberosTicketRefused ID = "kerberos-ticket-refused"
	KerberosRefused       ID = "kerberos-refused"
	KeytabRefused         ID = "keytab-refused"
	AccountPolicy         ID = "account-policy"
	KerberosRealm         ID = "kerberos-realm"
	RealmMissing          ID = "realm-missing"
	TicketElsewhere       ID = "ticket-elsewhere"
	TicketFile            ID = "ticket-file"
	TicketOther           ID = "ticket-other"
	TicketExpired         ID = "ticket-expired"
	KeytabNoKey           ID = "keytab-no-key"
	KDCRefused            ID = "kdc-refused"
	ClientCertMissing     ID = "client-cert-missing"
	ClientKeyEncrypted    ID = "client-key-encrypted"
	ClientCertUsage       ID = "client-cert-usage"
	ClientCertEarly       ID = "client-cert-early"
)

// kerberosEntries are logons by ticket and by client certificate (dossier 1.7, section 6 row 15).
var kerberosEntries = []Entry{
	{
		ID: AuthNeedsHTTPS, Class: Setup,
		DE: Text{
			"Die Anmeldung auth = \"{auth}\" gibt es bei xops nur über HTTPS.",
			"auth = \"ntlm\" benutzen, das jede Nachricht verschlüsselt, oder in den connection-Block schreiben:",
		},
		EN: Text{
			"The logon auth = \"{auth}\" is only for HTTPS.",
			"Use auth = \"ntlm\", which seals every message, or write into the connection block:",
		},
		Command: "https = true",
	},
	{
		ID: KerberosNeedsName, Class: Setup, Row: 15,
		DE: Text{
			"Kerberos kennt Rechner beim Namen (SPN HTTP/name); im Inventar steht eine IP-Adresse.",
			"Den vollen Namen (srv01.praxis.local) als address eintragen, oder als tls_server_name.",
		},
		EN: Text{
			"Kerberos knows computers by name (SPN HTTP/name); the inventory has an IP address.",
			"Write the full name (srv01.praxis.local) as address, or as tls_server_name.",
		},
	},
	{
		ID: KerberosClocks, Class: Logon, Row: 15,
		DE: Text{
			"Die Uhren gehen weiter auseinander, als Kerberos erlaubt (5 Minuten).",
			"Die Uhr stellen, die falsch geht; in einer Domäne als Administrator:",
		},
		EN: Text{
			"The clocks are further apart than Kerberos allows (5 minutes).",
			"Set the clock that is wrong; in a domain as administrator:",
		},
		Command: "w32tm /resync /rediscover",
	},
	{
		ID: KerberosSPN, Class: Logon, Row: 15,
		DE: Text{
			"Unter diesem Namen kennt die Domäne den Rechner nicht, oder ein anderes Konto führt ihn.",
			"Als address den eigenen Namen des Rechners in der Domäne eintragen, keinen Alias. Ein Name, der " +
				"doppelt vergeben ist, wird auch abgewiesen. Auf dem Domänencontroller nachsehen:",
		},
		EN: Text{
			"The domain does not know the host by this name, or another account has it.",
			"Write the computer's own name in the domain as address, no alias. A name that exists twice is " +
				"refused, too. Look on the domain controller:",
		},
		Command: "setspn -Q {service}; setspn -X",
	},
	{
		ID: KerberosOff, Class: Logon, Row: 15,
		DE: Text{"Der Rechner bietet Kerberos (Negotiate) nicht an.", "Auf dem Rechner als Administrator einschalten:"},
		EN: Text{
			"The host does not offer Kerberos (Negotiate).",
			"Switch it on, on the computer as administrator:",
		},
		Command: `winrm set winrm/config/service/auth '@{Negotiate="true";Kerberos="true"}'`,
	},
	{
		ID: KerberosProof, Class: Identity, Row: 15,
		DE: Text{
			"Der Rechner hat die Anmeldung angenommen, sich selbst aber nicht ausgewiesen: es antwortet etwas " +
				"anderes als sein WinRM-Dienst.",
			"address, DNS und was dazwischen liegt (TLS-Proxy) prüfen.",
		},
		EN: Text{
			"The host took the logon but did not prove itself: something other than its WinRM service answers.",
			"Check address, DNS and what is in between (TLS proxy).",
		},
	},
	{
		ID: KDCSilent, Class: Unreachable, Row: 15,
		DE: Text{
			"Kein Domänencontroller (KDC) von {realm} antwortet (TCP-Port 88).",
			"VPN und Namensserver prüfen (_kerberos._tcp.{realm}), oder kdc in die krb5.conf schreiben; ohne Weg " +
				"dorthin auth = \"ntlm\" benutzen.",
		},
		EN: Text{
			"No domain controller (KDC) of {realm} answers (TCP port 88).",
			"Check VPN and name server (_kerberos._tcp.{realm}), or write kdc into krb5.conf; without a way there " +
				"use auth = \"ntlm\".",
		},
	},
	{
		ID: PasswordExpired, Class: Logon, Row: 15,
		DE: Text{
			"Das Kennwort des Kontos ist abgelaufen.",
			"In der Domäne ein neues setzen; für ein Konto, das nur xops benutzt, eines ohne Ablauf.",
		},
		EN: Text{
			"The account's password has expired.",
			"Set a new one in the domain; for an account that only xops uses, one that does not expire.",
		},
	},
	{
		ID: AccountLocked, Class: Logon, Row: 15,
		DE: Text{
			"Das Konto ist gesperrt, deaktiviert oder abgelaufen.",
			"Das Konto in der Domäne ansehen: Sperre, Deaktivierung, Ablauf, Anmeldezeiten.",
		},
		EN: Text{
			"The account is disabled, locked or expired.",
			"Look at the account in the domain: locked out, disabled, expired, or outside its logon hours.",
		},
	},
	{
		ID: KerberosAccount, Class: Logon, Row: 15,
		DE: Text{
			"Die Domäne kennt dieses Konto nicht.",
			"user prüfen: es ist der Anmeldename des Kontos (sAMAccountName). Der Realm ist der DNS-Name der " +
				"Windows-Domäne, großgeschrieben. In den connection-Block schreiben:",
		},
		EN: Text{
			"The domain does not know this account.",
			"Check user: it is the account's logon name (sAMAccountName). The realm is the DNS name of the Windows " +
				"domain in capitals. Write into the connection block:",
		},
		Command: `realm = "PRAXIS.LOCAL"`,
	},
	{
		ID: KerberosWeak, Class: Logon, Row: 15,
		DE: Text{
			"Kerberos bietet für dieses Konto nur unsichere Verfahren (RC4) an.",
			"Beim Konto „Dieses Konto unterstützt Kerberos-AES-256-Bit-Verschlüsselung“ einschalten und das " +
				"Kennwort neu setzen.",
		},
		EN: Text{
			"Kerberos offers only unsafe ciphers (RC4) for this account.",
			"Switch \"This account supports Kerberos AES 256 bit encryption\" on for it and set its password anew.",
		},
	},
	{
		ID: TicketMissing, Class: Setup, Row: 15,
		DE: Text{
			"Es gibt kein Kerberos-Ticket für die Anmeldung.",
			"password oder keytab in den connection-Block schreiben, oder ein Ticket holen:",
		},
		EN: Text{
			"There is no Kerberos ticket to log on with.",
			"Write password or keytab into the connection block, or get a ticket:",
		},
		Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: Keytab, Class: Setup, Row: 15,
		DE: Text{
			"Die keytab ist nicht lesbar.",
			"keytab im connection-Block des Inventars prüfen; was darin ist, zeigt:",
		},
		EN: Text{
			"The keytab cannot be read.",
			"Check keytab in the connection block of the inventory; what is in it is shown by:",
		},
		Command: "klist -kte {file}",
	},
	{
		ID: Krb5Conf, Class: Setup, Row: 15,
		DE: Text{
			"Die krb5.conf ist nicht lesbar.",
			"Sie berichtigen, oder KRB5_CONFIG auf eine andere zeigen lassen. Mit realm im connection-Block geht " +
				"es ohne, wenn der Namensserver die Domäne kennt.",
		},
		EN: Text{
			"The krb5.conf cannot be read.",
			"Correct it, or let KRB5_CONFIG name another one. With realm in the connection block none is needed " +
				"where the name server knows the domain.",
		},
	},
	{
		ID: KDCAnswer, Class: Protocol, Row: 15,
		DE: Text{
			"Die Antwort des Domänencontrollers (KDC) passt nicht zum Protokoll.",
			"Prüfen, was dort auf Port 88 antwortet. Ist es der Domänencontroller, dort das Systemprotokoll ansehen:",
		},
		EN: Text{
			"The answer of the domain controller (KDC) does not fit the protocol.",
			"Check what answers on port 88 there. If it is the domain controller, look into its System event log:",
		},
		Command: "Get-WinEvent -MaxEvents 20 -FilterHashtable @{LogName='System'; " +
			"ProviderName='Microsoft-Windows-Kerberos-Key-Distribution-Center'}",
	},
	{
		ID: ClientCertFiles, Class: Setup,
		DE: Text{
			"Das Client-Zertifikat oder sein Schlüssel ist nicht lesbar, oder die beiden gehören nicht zusammen.",
			"cert_file und key_file im Inventar prüfen: beide PEM, der Schlüssel unverschlüsselt und nur für Sie " +
				"lesbar. Aus einer .pfx-Datei (sie ist dann beides):",
		},
		EN: Text{
			"The client certificate or its key cannot be read, or the two do not belong together.",
			"Check cert_file and key_file in the inventory: both PEM, the key unencrypted and readable by you " +
				"only. From a .pfx file (it is then both):",
		},
		Command: "openssl pkcs12 -in x.pfx -nodes -out x.pem",
	},
	{
		ID: ClientCertExpired, Class: Setup,
		DE: Text{
			"Das Client-Zertifikat ist abgelaufen.",
			"Ein neues ausstellen und auf den Rechnern zuordnen, oder die Uhr dieses Rechners prüfen.",
		},
		EN: Text{
			"The client certificate has expired.",
			"Make a new one and map it on the hosts, or check this computer's clock.",
		},
	},
	{
		ID: KerberosTicketRefused, Class: Logon, Row: 15,
		DE: Text{
			"Der Rechner nimmt das Kerberos-Ticket nicht an.",
			"Prüfen, ob address der eigene Name des Rechners in der Domäne ist, ob er unter diesem Namen neu " +
				"aufgenommen wurde, und ob ein TLS-Proxy dazwischen steht (CbtHardeningLevel). Auf dem " +
				"Domänencontroller:",
		},
		EN: Text{
			"The host does not take the Kerberos ticket.",
			"Check that address is the computer's own name in the domain, that it was not joined anew under that " +
				"name, and that no TLS proxy is in between (CbtHardeningLevel). On the domain controller:",
		},
		Command: "setspn -Q {service}",
	},
	{
		ID: KerberosRefused, Class: Logon, Row: 15,
		DE: Text{
			"Die Domäne hat die Anmeldung abgewiesen: das Kennwort passt nicht zum Konto. Sie wurde genau einmal " +
				"versucht, damit das Konto nicht gesperrt wird.",
			"Benutzer und Kennwort prüfen.",
		},
		EN: Text{
			"The domain refused the logon: the password is not the account's. It was tried exactly once, so that " +
				"the account is not locked.",
			"Check user and password.",
		},
	},
	{
		ID: KeytabRefused, Class: Logon, Row: 15,
		DE: Text{
			"Die Domäne hat die Anmeldung abgewiesen: der Schlüssel in der keytab gehört nicht mehr zum Konto, " +
				"sein Kennwort wurde geändert. Sie wurde genau einmal versucht, damit das Konto nicht gesperrt " +
				"wird.",
			"Die keytab neu erzeugen.",
		},
		EN: Text{
			"The domain refused the logon: the key in the keytab is not the account's any more, its password was " +
				"changed. It was tried exactly once, so that the account is not locked.",
			"Make the keytab anew.",
		},
	},
	{
		ID: AccountPolicy, Class: Logon, Row: 15,
		DE: Text{
			"Eine Richtlinie der Domäne lässt diese Anmeldung nicht zu.",
			"Beim Konto erlaubte Rechner und Anmeldezeiten ansehen, dann Authentifizierungsrichtlinien und " +
				"Protected Users.",
		},
		EN: Text{
			"A policy of the domain does not allow this logon.",
			"Look at the account's allowed computers and logon hours, at authentication policies and at Protected " +
				"Users.",
		},
	},
	{
		ID: KerberosRealm, Class: Logon, Row: 15,
		DE: Text{
			"Kerberos kennt diesen Realm nicht.",
			"realm im connection-Block prüfen: der DNS-Name der Windows-Domäne, großgeschrieben.",
		},
		EN: Text{
			"Kerberos does not know this realm.",
			"Check realm in the connection block: the DNS name of the Windows domain in capitals.",
		},
	},
	{
		ID: RealmMissing, Class: Setup, Row: 15,
		DE: Text{
			"Der Kerberos-Realm ist nicht bekannt.",
			"Den DNS-Namen der Windows-Domäne in den connection-Block schreiben:",
		},
		EN: Text{
			"The Kerberos realm is not known.",
			"Write the DNS name of the Windows domain into the connection block:",
		},
		Command: `realm = "PRAXIS.LOCAL"`,
	},
	{
		ID: TicketElsewhere, Class: Setup, Row: 15,
		DE: Text{
			"Die Kerberos-Tickets stehen nicht in einer Datei.",
			"password oder keytab in den connection-Block schreiben, oder ein Ticket in eine Datei holen " +
				"(KRB5CCNAME=FILE:…):",
		},
		EN: Text{
			"The Kerberos tickets are not in a file.",
			"Write password or keytab into the connection block, or get a ticket into a file (KRB5CCNAME=FILE:…):",
		},
		Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: TicketFile, Class: Setup, Row: 15,
		DE: Text{
			"Die Datei mit den Kerberos-Tickets ist nicht lesbar.",
			"password oder keytab in den connection-Block schreiben, oder ein neues Ticket holen:",
		},
		EN: Text{
			"The Kerberos ticket cache cannot be read.",
			"Write password or keytab into the connection block, or get a new ticket:",
		},
		Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: TicketOther, Class: Setup, Row: 15,
		DE: Text{
			"Das Kerberos-Ticket gehört einem anderen Benutzer als dem des Inventars.",
			"password oder keytab in den connection-Block schreiben, oder für den Benutzer des Inventars ein " +
				"Ticket holen:",
		},
		EN: Text{
			"The Kerberos ticket is for another user than the inventory's.",
			"Write password or keytab into the connection block, or get a ticket for the inventory's user:",
		},
		Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: TicketExpired, Class: Setup, Row: 15,
		DE: Text{"Das Kerberos-Ticket ist abgelaufen.", "Ein neues holen und noch einmal ausführen:"},
		EN: Text{
			"The Kerberos ticket has expired.",
			"Get a new one and run it again:",
		},
		Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: KeytabNoKey, Class: Setup, Row: 15,
		DE: Text{
			"Die keytab hat keinen Schlüssel für dieses Konto.",
			"user und realm prüfen (Groß- und Kleinschreibung zählt), und die keytab nötigenfalls mit " +
				"AES-Schlüsseln neu erzeugen. Was darin ist, zeigt:",
		},
		EN: Text{
			"The keytab has no key for this account.",
			"Check user and realm (capitals count), and make the keytab anew with AES keys if need be. What is in " +
				"it is shown by:",
		},
		Command: "klist -kte {file}",
	},
	{
		ID: KDCRefused, Class: Logon, Row: 15,
		DE: Text{
			"Der Domänencontroller (KDC) hat abgelehnt.",
			"Mehr sagt das Systemprotokoll des Domänencontrollers:",
		},
		EN: Text{"The domain controller (KDC) refused.", "Its System event log tells more:"},
		Command: "Get-WinEvent -MaxEvents 20 -FilterHashtable @{LogName='System'; " +
			"ProviderName='Microsoft-Windows-Kerberos-Key-Distribution-Center'}",
	},
	{
		ID: ClientCertMissing, Class: Setup,
		DE: Text{
			"Für die Anmeldung ist kein Client-Zertifikat angegeben.",
			"cert_file und key_file im connection-Block des Inventars setzen, beide im PEM-Format.",
		},
		EN: Text{
			"There is no client certificate to log on with.",
			"Set cert_file and key_file in the connection block of the inventory, both in PEM format.",
		},
	},
	{
		ID: ClientKeyEncrypted, Class: Setup,
		DE: Text{
			"Der Schlüssel des Client-Zertifikats ist verschlüsselt.",
			"xops liest ihn unverschlüsselt, aus einer Datei, die nur Sie lesen dürfen (chmod 600):",
		},
		EN: Text{
			"The key of the client certificate is encrypted.",
			"xops reads it unencrypted, from a file that only you can read (chmod 600):",
		},
		Command: "openssl pkey -in {file} -out plain.key",
	},
	{
		ID: ClientCertUsage, Class: Setup,
		DE: Text{
			"Das Client-Zertifikat ist nicht für Anmeldungen.",
			"Eines ausstellen, das die erweiterte Schlüsselverwendung „Clientauthentifizierung“ " +
				"(1.3.6.1.5.5.7.3.2) hat.",
		},
		EN: Text{
			"The client certificate is not for logons.",
			"Make one that has the extended key usage Client Authentication (1.3.6.1.5.5.7.3.2).",
		},
	},
	{
		ID: ClientCertEarly, Class: Setup,
		DE: Text{"Das Client-Zertifikat ist noch nicht gültig.", "Die Uhr dieses Rechners prüfen."},
		EN: Text{"The client certificate is not valid yet.", "Check this computer's clock."},
	},
}
