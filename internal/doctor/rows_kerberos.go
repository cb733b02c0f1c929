package doctor

// kerberosEntries are logons by ticket and by client certificate (dossier 1.7, section 6 row 15).
var kerberosEntries = []Entry{
	{
		ID: "auth-needs-https", Says: []string{"This logon is only for HTTPS"},
		DE: Text{"Diese Anmeldung (kerberos, certificate) gibt es bei xops nur über HTTPS.", "In den connection-Block schreiben:"},
		EN: Text{"This logon (kerberos, certificate) is only for HTTPS.", "Write into the connection block:"}, Command: "https = true",
	},
	{
		ID: "kerberos-needs-name", Row: 15, Says: []string{"Kerberos needs the name of the host"},
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
		ID: "kerberos-clocks", Row: 15, Says: []string{"The clocks are too far apart for Kerberos"},
		DE: Text{"Die Uhren gehen weiter auseinander, als Kerberos erlaubt (5 Minuten).", "Die Uhr stellen, die falsch geht; in einer Domäne als Administrator:"},
		EN: Text{"The clocks are further apart than Kerberos allows (5 minutes).", "Set the clock that is wrong; in a domain as administrator:"}, Command: "w32tm /resync /rediscover",
	},
	{
		ID: "kerberos-spn", Row: 15, Says: []string{"Kerberos does not know the host by this name", "The host does not take the Kerberos ticket"},
		DE: Text{
			"Unter diesem Namen kennt die Domäne den Rechner nicht, oder ein anderes Konto führt ihn.",
			"Als address den eigenen Namen des Rechners in der Domäne eintragen, keinen Alias. Auf dem Domänencontroller nach doppelten Namen suchen:",
		},
		EN: Text{
			"The domain does not know the host by this name, or another account has it.",
			"Write the computer's own name in the domain as address, no alias. Look for names that exist twice, on the domain controller:",
		},
		Command: "setspn -X",
	},
	{
		ID: "kerberos-off", Row: 15, Says: []string{"The host does not offer Kerberos"},
		DE: Text{"Der Rechner bietet Kerberos (Negotiate) nicht an.", "Auf dem Rechner als Administrator einschalten:"},
		EN: Text{"The host does not offer Kerberos (Negotiate).", "Switch it on, on the computer as administrator:"}, Command: `winrm set winrm/config/service/auth '@{Negotiate="true";Kerberos="true"}'`,
	},
	{
		ID: "kerberos-proof", Row: 15, Says: []string{"The host did not prove itself by Kerberos"},
		DE: Text{"Der Rechner hat die Anmeldung angenommen, sich selbst aber nicht ausgewiesen: es antwortet etwas anderes als sein WinRM-Dienst.", "address, DNS und was dazwischen liegt (TLS-Proxy) prüfen."},
		EN: Text{"The host took the logon but did not prove itself: something other than its WinRM service answers.", "Check address, DNS and what is in between (TLS proxy)."},
	},
	{
		ID: "kdc-silent", Row: 15, Says: []string{"The Kerberos server (KDC) does not answer"},
		DE: Text{"Kein Domänencontroller antwortet (TCP-Port 88).", "VPN und Namensserver prüfen, oder kdc in die krb5.conf schreiben; ohne Weg dorthin auth = \"ntlm\" benutzen."},
		EN: Text{"No domain controller answers (TCP port 88).", "Check VPN and name server, or write kdc into krb5.conf; without a way there use auth = \"ntlm\"."},
	},
	{
		ID: "password-expired", Row: 15, Says: []string{"The password of this account has expired"},
		DE: Text{"Das Kennwort des Kontos ist abgelaufen.", "In der Domäne ein neues setzen; für ein Konto, das nur xops benutzt, eines ohne Ablauf."},
		EN: Text{"The account's password has expired.", "Set a new one in the domain; for an account that only xops uses, one that does not expire."},
	},
	{
		ID: "account-locked", Row: 15, Says: []string{"The account is disabled, locked or expired", "A policy of the domain does not allow this logon"},
		DE: Text{"Das Konto ist gesperrt, deaktiviert oder abgelaufen, oder eine Richtlinie lässt die Anmeldung nicht zu.", "Das Konto in der Domäne ansehen: Sperre, Ablauf, Anmeldezeiten, erlaubte Rechner, Protected Users."},
		EN: Text{"The account is locked, disabled or expired, or a policy does not allow the logon.", "Look at the account in the domain: lock, expiry, logon hours, allowed computers, Protected Users."},
	},
	{
		ID: "kerberos-account", Row: 15, Says: []string{"Kerberos does not know this account", "Kerberos does not know this realm", "The Kerberos realm is not known"},
		DE: Text{
			"Die Domäne kennt dieses Konto oder diesen Realm nicht.",
			"user ist der Anmeldename des Kontos (sAMAccountName); der Realm ist der DNS-Name der Windows-Domäne, großgeschrieben. In den connection-Block schreiben:",
		},
		EN: Text{
			"The domain does not know this account, or this realm.",
			"user is the account's logon name (sAMAccountName); the realm is the DNS name of the Windows domain in capitals. Write into the connection block:",
		},
		Command: `realm = "PRAXIS.LOCAL"`,
	},
	{
		ID: "kerberos-weak", Row: 15, Says: []string{"Kerberos offers only ciphers that are not safe"},
		DE: Text{"Kerberos bietet für dieses Konto nur unsichere Verfahren (RC4) an.", "Beim Konto „Dieses Konto unterstützt Kerberos-AES-256-Bit-Verschlüsselung“ einschalten und das Kennwort neu setzen."},
		EN: Text{"Kerberos offers only unsafe ciphers (RC4) for this account.", "Switch \"This account supports Kerberos AES 256 bit encryption\" on for it and set its password anew."},
	},
	{
		ID: "kerberos-ticket", Row: 15, Says: []string{
			"There is no Kerberos ticket to log on with", "The Kerberos tickets are not in a file", "The Kerberos ticket cache cannot be read",
			"The Kerberos ticket is for another user", "The Kerberos ticket has expired",
		},
		DE: Text{"Es gibt kein passendes, gültiges Kerberos-Ticket in einer Datei.", "password oder keytab in den connection-Block schreiben, oder ein Ticket holen:"},
		EN: Text{"There is no fitting, valid Kerberos ticket in a file.", "Write password or keytab into the connection block, or get a ticket:"}, Command: "kinit -c FILE:/tmp/xops-tickets xops@PRAXIS.LOCAL",
	},
	{
		ID: "keytab", Row: 15, Says: []string{"The keytab cannot be read", "The keytab has no key for this account"},
		DE: Text{"Die keytab ist nicht lesbar oder hat keinen Schlüssel für dieses Konto.", "keytab, user und realm im Inventar vergleichen mit:"},
		EN: Text{"The keytab cannot be read or has no key for this account.", "Compare keytab, user and realm in the inventory with:"}, Command: "klist -kte DATEI",
	},
	{
		ID: "krb5-conf", Row: 15, Says: []string{"The configuration of Kerberos cannot be read"},
		DE: Text{"Die krb5.conf ist nicht lesbar.", "Sie berichtigen, oder KRB5_CONFIG auf eine andere zeigen lassen. Mit realm im connection-Block geht es ohne, wenn der Namensserver die Domäne kennt."},
		EN: Text{"The krb5.conf cannot be read.", "Correct it, or let KRB5_CONFIG name another one. With realm in the connection block none is needed where the name server knows the domain."},
	},
	{
		ID: "kdc-answer", Row: 15, Says: []string{"The KDC's answer does not fit the protocol", "The KDC refused"},
		DE:      Text{"Der Domänencontroller hat abgelehnt oder antwortet unverständlich.", "Auf dem Domänencontroller das Systemprotokoll ansehen:"},
		EN:      Text{"The domain controller refused, or its answer makes no sense.", "Look into its System event log:"},
		Command: "Get-WinEvent -MaxEvents 20 -FilterHashtable @{LogName='System'; ProviderName='Microsoft-Windows-Kerberos-Key-Distribution-Center'}",
	},
	{
		ID: "client-cert-files", Says: []string{
			"There is no client certificate to log on with", "The client certificate cannot be read", "The key of the client certificate cannot be read",
			"The key of the client certificate is encrypted", "The client certificate is not for logons",
		},
		DE: Text{
			"Client-Zertifikat oder Schlüssel fehlt, ist nicht lesbar, verschlüsselt oder nicht für Anmeldungen (Client Authentication).",
			"cert_file und key_file im Inventar prüfen: beide PEM, der Schlüssel unverschlüsselt und nur für Sie lesbar. Aus einer .pfx-Datei:",
		},
		EN: Text{
			"Client certificate or key is missing, cannot be read, is encrypted, or is not for logons (Client Authentication).",
			"Check cert_file and key_file in the inventory: both PEM, the key unencrypted and readable by you only. From a .pfx file:",
		},
		Command: "openssl pkcs12 -in x.pfx -nodes -out x.pem",
	},
	{
		ID: "client-cert-time", Says: []string{"The client certificate has expired", "The client certificate is not valid yet"},
		DE: Text{"Das Client-Zertifikat ist abgelaufen oder noch nicht gültig.", "Ein neues ausstellen und auf den Rechnern zuordnen, oder die Uhr dieses Rechners prüfen."},
		EN: Text{"The client certificate has expired or is not valid yet.", "Make a new one and map it on the hosts, or check this computer's clock."},
	},
}
