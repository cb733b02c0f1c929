package doctor

var sshEntries = []Entry{
	{
		ID: "ssh-key-unknown", Says: []string{"The host's key is not known yet", "No known_hosts file is configured"},
		DE: Text{"Der SSH-Schlüssel dieses Rechners ist noch nicht bekannt.", "Den Fingerabdruck auf dem Rechner vergleichen (ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub), dann die Zeile in known_hosts aufnehmen, oder in den connection-Block schreiben:"},
		EN: Text{"The SSH key of this host is not known yet.", "Compare the fingerprint on the computer (ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub), then add the line to known_hosts, or write into the connection block:"}, Command: `trust = "first-use"`,
	},
	{
		ID: "ssh-key-changed", Says: []string{"The host shows another key than before: this may be an attack", "The host's key is revoked", "The host's key is not the one of the fingerprint"},
		DE: Text{
			"Der Rechner zeigt einen anderen SSH-Schlüssel als den bekannten. Das kann ein Angriff sein.",
			"Nur wenn Windows dort neu installiert wurde: Fingerabdruck auf dem Rechner vergleichen (ssh-keygen -lf in C:\\ProgramData\\ssh) und die alte Zeile entfernen. Sonst nicht verbinden.",
		},
		EN: Text{
			"The host shows another SSH key than the known one. This may be an attack.",
			"Only if Windows was installed anew there: compare the fingerprint on the computer (ssh-keygen -lf in C:\\ProgramData\\ssh) and remove the old line. Otherwise do not connect.",
		},
	},
	{
		ID: "ssh-known-hosts", Says: []string{"The known_hosts file cannot be used", "The host's key could not be checked"},
		DE: Text{"Die Datei known_hosts ist nicht benutzbar.", "Die genannte Zeile berichtigen, oder eine andere Datei nennen (known_hosts)."},
		EN: Text{"The known_hosts file cannot be used.", "Correct the line that is named, or name another file (known_hosts)."},
	},
	{
		ID: "ssh-logon", Row: 1, Says: []string{"The SSH logon was refused"},
		DE: Text{
			"Die SSH-Anmeldung wurde abgewiesen: Benutzer, Schlüssel oder Kennwort passen nicht. Sie wurde genau einmal versucht.",
			"Für Administratoren gehört der Schlüssel nach C:\\ProgramData\\ssh\\administrators_authorized_keys, mit Rechten nur für SYSTEM und Administratoren. Auf dem Rechner als Administrator:",
		},
		EN: Text{
			"The SSH logon was refused: user, key or password do not fit. It was tried exactly once.",
			"For administrators the key belongs into C:\\ProgramData\\ssh\\administrators_authorized_keys, with rights for SYSTEM and Administrators only. On the computer as administrator:",
		},
		Command: `icacls C:\ProgramData\ssh\administrators_authorized_keys /inheritance:r /grant *S-1-5-18:F /grant *S-1-5-32-544:F`,
	},
	{
		ID: "ssh-method", Row: 1,
		DE: Text{"Der SSH-Server lässt auth = \"{auth}\" nicht zu; er bietet {offered}.", "auth im connection-Block ändern, oder die Art in C:\\ProgramData\\ssh\\sshd_config zulassen."},
		EN: Text{"The SSH server does not allow auth = \"{auth}\"; it offers {offered}.", "Change auth in the connection block, or allow it in C:\\ProgramData\\ssh\\sshd_config."},
	},
	{
		ID: "ssh-agent", Says: []string{"The SSH agent does not answer"},
		DE: Text{"Der SSH-Agent auf diesem Rechner antwortet nicht.", "Den Agenten starten und den Schlüssel laden, oder auth = \"key\" mit key_file benutzen:"},
		EN: Text{"The SSH agent on this computer does not answer.", "Start the agent and add the key, or use auth = \"key\" with key_file:"}, Command: "ssh-add",
	},
	{
		ID: "ssh-key-file", Says: []string{
			"The SSH key file cannot be read", "The passphrase does not open the SSH key", "The SSH key file is not a private key",
			"auth = \"password\" needs a password in the connection", "auth = \"key\" needs key_file in the connection", "the key * has a passphrase: set key_passphrase",
		},
		DE: Text{"Der SSH-Schlüssel oder das Kennwort ist nicht benutzbar oder fehlt.", "key_file, key_passphrase und password im connection-Block prüfen."},
		EN: Text{"The SSH key or the password cannot be used or is missing.", "Check key_file, key_passphrase and password in the connection block."},
	},
	{
		ID: "not-ssh", Says: []string{"No SSH connection came about"},
		DE: Text{"Auf diesem Port kommt keine SSH-Verbindung zustande: es ist kein SSH-Server, oder es fehlt ein gemeinsames Verfahren.", "Port und transport im Inventar prüfen; auf dem Rechner:"},
		EN: Text{"No SSH connection comes about on this port: it is no SSH server, or there is no algorithm in common.", "Check port and transport in the inventory; on the computer:"}, Command: "Get-Service sshd",
	},
	{
		ID: "ssh-many-keys", Row: 1, Says: []string{"The SSH server took no more logons"},
		DE: Text{"Der SSH-Server hat abgebrochen, weil zu viele Schlüssel angeboten wurden (MaxAuthTries).", "Statt des Agenten genau einen Schlüssel nennen. In den connection-Block schreiben, mit key_file:"},
		EN: Text{"The SSH server broke off because too many keys were offered (MaxAuthTries).", "Name exactly one key instead of the agent. Write into the connection block, with key_file:"}, Command: `auth = "key"`,
	},
	{
		ID: "ssh-cut", Row: 14, Says: []string{"The connection ended before the SSH logon was done"},
		DE: Text{
			"Die Verbindung endete vor der SSH-Anmeldung: eine Firewall oder das VPN trennt sie, oder sshd beendet sie (MaxStartups, falsche Rechte seiner Schlüsseldateien).",
			"Das Protokoll von sshd auf dem Rechner sagt, was es war:",
		},
		EN: Text{
			"The connection ended before the SSH logon: a firewall or the VPN cuts it, or sshd ends it (MaxStartups, wrong rights of its key files).",
			"sshd's log on the computer says which:",
		},
		Command: "Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 20",
	},
	{
		ID: "ssh-sessions", Row: 7, Says: []string{"The host opens no further SSH session"},
		DE: Text{"Der SSH-Server öffnet keine weitere Sitzung auf dieser Verbindung (MaxSessions).", "MaxSessions in C:\\ProgramData\\ssh\\sshd_config prüfen; danach auf dem Rechner als Administrator:"},
		EN: Text{"The SSH server opens no further session on this connection (MaxSessions).", "Check MaxSessions in C:\\ProgramData\\ssh\\sshd_config; then on the computer as administrator:"}, Command: "Restart-Service sshd",
	},
	{
		ID: "ssh-command", Says: []string{"The host's SSH server did not start the command"},
		DE: Text{"Der SSH-Server hat PowerShell nicht gestartet.", "In sshd_config prüfen, ob dieser Benutzer Befehle ausführen darf (ForceCommand, Match), und auf dem Rechner die Standard-Shell:"},
		EN: Text{"The SSH server did not start PowerShell.", "Check in sshd_config whether this user may run commands (ForceCommand, Match), and on the computer the default shell:"}, Command: `reg query HKLM\SOFTWARE\OpenSSH /v DefaultShell`,
	},
}
