package problem

// What is of SSH alone.
const (
	SSHKeyUnknown     ID = "ssh-key-unknown"
	SSHKeyChanged     ID = "ssh-key-changed"
	SSHKnownHosts     ID = "ssh-known-hosts"
	SSHLogon          ID = "ssh-logon"
	SSHMethod         ID = "ssh-method"
	SSHAgent          ID = "ssh-agent"
	SSHKeyFile        ID = "ssh-key-file"
	NotSSH            ID = "not-ssh"
	SSHManyKeys       ID = "ssh-many-keys"
	SSHCut            ID = "ssh-cut"
	SSHSessions       ID = "ssh-sessions"
	SSHCommand        ID = "ssh-command"
	SSHSlow           ID = "ssh-slow"
	KnownHostsMissing ID = "ssh-known-hosts-missing"
	SSHKeyRevoked     ID = "ssh-key-revoked"
	SSHKeyFingerprint ID = "ssh-key-fingerprint"
	SSHLost           ID = "ssh-lost"
	SSHKeyMissing     ID = "ssh-key-missing"
	SSHKeyFormat      ID = "ssh-key-format"
	PassphraseMissing ID = "ssh-passphrase-missing"
	PassphraseWrong   ID = "ssh-passphrase-wrong"
)

var sshEntries = []Entry{
	{
		ID: SSHKeyUnknown, Class: Identity,
		DE: Text{
			"Der SSH-Schlüssel dieses Rechners ist noch nicht bekannt.",
			"Den Fingerabdruck auf dem Rechner vergleichen (ssh-keygen -lf " +
				"C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub), dann die Zeile in {known_hosts} aufnehmen, oder " +
				"in den connection-Block schreiben:",
		},
		EN: Text{
			"The SSH key of this host is not known yet.",
			"Compare the fingerprint on the computer (ssh-keygen -lf " +
				"C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub), then add the line to {known_hosts}, or write " +
				"into the connection block:",
		},
		Command: `trust = "first-use"`,
	},
	{
		ID: SSHKeyChanged, Class: Identity,
		DE: Text{
			"Der Rechner zeigt einen anderen SSH-Schlüssel als den bekannten. Das kann ein Angriff sein.",
			"Nur wenn Windows dort neu installiert wurde: Fingerabdruck auf dem Rechner vergleichen (ssh-keygen " +
				"-lf in C:\\ProgramData\\ssh) und die alte Zeile entfernen. Sonst nicht verbinden.",
		},
		EN: Text{
			"The host shows another SSH key than the known one. This may be an attack.",
			"Only if Windows was installed anew there: compare the fingerprint on the computer (ssh-keygen -lf in " +
				"C:\\ProgramData\\ssh) and remove the old line. Otherwise do not connect.",
		},
	},
	{
		ID: SSHKnownHosts, Class: Setup,
		DE: Text{
			"Die Datei known_hosts ist nicht benutzbar.",
			"Die genannte Zeile berichtigen, oder eine andere Datei nennen (known_hosts).",
		},
		EN: Text{
			"The known_hosts file cannot be used.",
			"Correct the line that is named, or name another file (known_hosts).",
		},
	},
	{
		ID: SSHLogon, Class: Logon, Row: 1,
		DE: Text{
			"Die SSH-Anmeldung wurde abgewiesen: Benutzer, Schlüssel oder Kennwort passen nicht. Sie wurde genau " +
				"einmal versucht.",
			"Für Administratoren gehört der Schlüssel nach C:\\ProgramData\\ssh\\administrators_authorized_keys, " +
				"mit Rechten nur für SYSTEM und Administratoren. Auf dem Rechner als Administrator:",
		},
		EN: Text{
			"The SSH logon was refused: user, key or password do not fit. It was tried exactly once.",
			"For administrators the key belongs into C:\\ProgramData\\ssh\\administrators_authorized_keys, with " +
				"rights for SYSTEM and Administrators only. On the computer as administrator:",
		},
		Command: `icacls C:\ProgramData\ssh\administrators_authorized_keys /inheritance:r /grant *S-1-5-18:F ` +
			`/grant *S-1-5-32-544:F`,
	},
	{
		ID: SSHMethod, Class: Logon, Row: 1,
		DE: Text{
			"Der SSH-Server lässt auth = \"{auth}\" nicht zu; er bietet {offered}.",
			"auth im connection-Block ändern, oder die Art in C:\\ProgramData\\ssh\\sshd_config zulassen.",
		},
		EN: Text{
			"The SSH server does not allow auth = \"{auth}\"; it offers {offered}.",
			"Change auth in the connection block, or allow it in C:\\ProgramData\\ssh\\sshd_config.",
		},
	},
	{
		ID: SSHAgent, Class: Setup,
		DE: Text{
			"Der SSH-Agent auf diesem Rechner antwortet nicht.",
			"Den Agenten starten und den Schlüssel laden, oder auth = \"key\" mit key_file benutzen:",
		},
		EN: Text{
			"The SSH agent on this computer does not answer.",
			"Start the agent and add the key, or use auth = \"key\" with key_file:",
		},
		Command: "ssh-add",
	},
	{
		ID: SSHKeyFile, Class: Setup,
		DE: Text{
			"Die Datei mit dem SSH-Schlüssel ist nicht lesbar.",
			"key_file im Inventar und die Rechte der Datei prüfen.",
		},
		EN: Text{"The SSH key file cannot be read.", "Check key_file in the inventory and the file's rights."},
	},
	{
		ID: NotSSH, Class: Protocol,
		DE: Text{
			"Auf diesem Port kommt keine SSH-Verbindung zustande: es ist kein SSH-Server, oder es fehlt ein " +
				"gemeinsames Verfahren.",
			"Port und transport im Inventar prüfen; auf dem Rechner:",
		},
		EN: Text{
			"No SSH connection comes about on this port: it is no SSH server, or there is no algorithm in common.",
			"Check port and transport in the inventory; on the computer:",
		},
		Command: "Get-Service sshd",
	},
	{
		ID: SSHManyKeys, Class: Logon, Row: 1,
		DE: Text{
			"Der SSH-Server hat abgebrochen, weil zu viele Schlüssel angeboten wurden (MaxAuthTries).",
			"Statt des Agenten genau einen Schlüssel nennen. In den connection-Block schreiben, mit key_file:",
		},
		EN: Text{
			"The SSH server broke off because too many keys were offered (MaxAuthTries).",
			"Name exactly one key instead of the agent. Write into the connection block, with key_file:",
		},
		Command: `auth = "key"`,
	},
	{
		ID: SSHCut, Class: Unreachable, Row: 14,
		DE: Text{
			"Die Verbindung endete vor der SSH-Anmeldung: eine Firewall oder das VPN trennt sie, oder sshd beendet " +
				"sie (MaxStartups, falsche Rechte seiner Schlüsseldateien).",
			"Das Protokoll von sshd auf dem Rechner sagt, was es war:",
		},
		EN: Text{
			"The connection ended before the SSH logon: a firewall or the VPN cuts it, or sshd ends it " +
				"(MaxStartups, wrong rights of its key files).",
			"sshd's log on the computer says which:",
		},
		Command: "Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 20",
	},
	{
		ID: SSHSessions, Class: Quota, Row: 7,
		DE: Text{
			"Der SSH-Server öffnet keine weitere Sitzung auf dieser Verbindung (MaxSessions).",
			"MaxSessions in C:\\ProgramData\\ssh\\sshd_config prüfen; danach auf dem Rechner als Administrator:",
		},
		EN: Text{
			"The SSH server opens no further session on this connection (MaxSessions).",
			"Check MaxSessions in C:\\ProgramData\\ssh\\sshd_config; then on the computer as administrator:",
		},
		Command: "Restart-Service sshd",
	},
	{
		ID: SSHCommand, Class: Host,
		DE: Text{
			"Der SSH-Server hat PowerShell nicht gestartet.",
			"In sshd_config prüfen, ob dieser Benutzer Befehle ausführen darf (ForceCommand, Match), und auf dem " +
				"Rechner die Standard-Shell:",
		},
		EN: Text{
			"The SSH server did not start PowerShell.",
			"Check in sshd_config whether this user may run commands (ForceCommand, Match), and on the computer " +
				"the default shell:",
		},
		Command: `reg query HKLM\SOFTWARE\OpenSSH /v DefaultShell`,
	},
	{
		ID: SSHSlow, Class: Timeout, Row: 18,
		DE: Text{
			"Der Port nimmt an, aber SSH antwortet nicht rechtzeitig.",
			"Prüfen, ob dort ein SSH-Server antwortet, und die Auslastung des Rechners; dann noch einmal versuchen.",
		},
		EN: Text{
			"The port accepts, but SSH does not answer in time.",
			"Check that it is an SSH server, and how busy the computer is; then try again.",
		},
	},
	{
		ID: KnownHostsMissing, Class: Setup,
		DE: Text{
			"Es ist keine Datei known_hosts angegeben; Host-Schlüssel werden immer geprüft.",
			"known_hosts im connection-Block des Rechners setzen.",
		},
		EN: Text{
			"No known_hosts file is configured; host keys are always checked.",
			"Set known_hosts in the host's connection block.",
		},
	},
	{
		ID: SSHKeyRevoked, Class: Identity,
		DE: Text{
			"Der SSH-Schlüssel des Rechners ist widerrufen.",
			"Nicht verbinden. Nachfragen, wer ihn widerrufen hat.",
		},
		EN: Text{"The host's SSH key is revoked.", "Do not connect. Ask who revoked it."},
	},
	{
		ID: SSHKeyFingerprint, Class: Identity,
		DE: Text{
			"Der SSH-Schlüssel des Rechners ist nicht der des eingetragenen Fingerabdrucks. Das kann ein Angriff sein.",
			"Ein Rechner hat je Art einen Schlüssel: mit ssh-keygen -lf alle in C:\\ProgramData\\ssh vergleichen, " +
				"dann fingerprint im Inventar berichtigen. Sonst nicht verbinden.",
		},
		EN: Text{
			"The host's SSH key is not the one of the fingerprint. This may be an attack.",
			"A computer has a key of each kind: compare with ssh-keygen -lf for all of them in " +
				"C:\\ProgramData\\ssh, then correct fingerprint in the inventory. Otherwise do not connect.",
		},
	},
	{
		ID: SSHLost, Class: Lost, Row: 19,
		DE: Text{
			"Die SSH-Verbindung ist abgerissen.",
			"Die Leitung zur Praxis prüfen und ob der Rechner neu gestartet wurde, dann noch einmal versuchen.",
		},
		EN: Text{
			"The SSH connection broke.",
			"Check the line to the practice and whether the computer restarted, then try again.",
		},
	},
	{
		ID: SSHKeyMissing, Class: Setup,
		DE: Text{"auth = \"key\" braucht key_file.", "key_file im connection-Block des Inventars ergänzen."},
		EN: Text{"auth = \"key\" needs key_file.", "Complete the connection block in the inventory with key_file."},
	},
	{
		ID: SSHKeyFormat, Class: Setup,
		DE: Text{
			"Die Datei ist kein privater SSH-Schlüssel.",
			"key_file ist der private Schlüssel im OpenSSH- oder PEM-Format.",
		},
		EN: Text{"The SSH key file is not a private key.", "key_file is the private key in OpenSSH or PEM format."},
	},
	{
		ID: PassphraseMissing, Class: Setup,
		DE: Text{
			"Der SSH-Schlüssel {file} hat eine Passphrase.",
			"key_passphrase im connection-Block des Inventars setzen.",
		},
		EN: Text{
			"The SSH key {file} has a passphrase.",
			"Set key_passphrase in the connection block of the inventory.",
		},
	},
	{
		ID: PassphraseWrong, Class: Setup,
		DE: Text{
			"Die Passphrase öffnet den SSH-Schlüssel nicht.",
			"key_passphrase im connection-Block des Inventars prüfen.",
		},
		EN: Text{
			"The passphrase does not open the SSH key.",
			"Check key_passphrase in the connection block of the inventory.",
		},
	},
}
