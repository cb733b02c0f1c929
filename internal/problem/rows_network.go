package problem

// What keeps a host from being reached.
const (
	DNS            ID = "dns"
	HostOff        ID = "host-off"
	NoListener     ID = "no-listener"
	SSHNoListener  ID = "ssh-no-listener"
	WrongPort      ID = "wrong-port"
	Firewall       ID = "firewall"
	FirewallPublic ID = "firewall-public"
	Slow           ID = "slow"
	NoAnswer       ID = "no-answer"
	NoRoute        ID = "no-route"
	BastionNoRoute ID = "bastion-no-route"
	BastionForbids ID = "bastion-forbids"
)

var networkEntries = []Entry{
	{
		ID: DNS, Class: Unreachable, Row: 10,
		DE: Text{
			"Der Name des Rechners lässt sich nicht auflösen.",
			"Adresse im Inventar und Namensserver prüfen; ohne Namensserver in der Praxis die IP-Adresse " +
				"eintragen. Ist das VPN verbunden?",
		},
		EN: Text{
			"The name of the host cannot be resolved.",
			"Check the address in the inventory and the name server; write the IP address if the practice has no " +
				"name server. Is the VPN up?",
		},
	},
	{
		ID: HostOff, Class: Unreachable, Row: 10,
		DE: Text{
			"Der Rechner antwortet auf keinem Port: er ist aus, das VPN steht nicht, oder der Weg dorthin fehlt.",
			"Zuerst VPN und Adresse prüfen, dann ob der Rechner läuft (Praxis anrufen). Erst danach nach Firewalls " +
				"auf dem Weg suchen.",
		},
		EN: Text{
			"The host answers on no port: it is off, the VPN is down, or there is no route to it.",
			"Check VPN and address first, then whether the computer is on (call the practice). Only then look for " +
				"firewalls on the way.",
		},
	},
	{
		ID: NoListener, Class: Refused, Row: 10,
		DE: Text{
			"Der Rechner ist da, aber auf diesem Port hört nichts: der Dienst läuft nicht oder hat keinen " +
				"Listener. Auf Windows 8.1, 10 und 11 ist WinRM ab Werk aus.",
			"Auf dem Rechner als Administrator ausführen (bei SSH stattdessen: Start-Service sshd):",
		},
		EN: Text{
			"The host is there, but nothing listens on this port: the service is off or has no listener. On " +
				"Windows 8.1, 10 and 11 WinRM is off by default.",
			"Run on the computer as administrator (for SSH instead: Start-Service sshd):",
		},
		Command: "winrm quickconfig",
	},
	{
		ID: SSHNoListener, Class: Refused, Row: 10,
		DE: Text{
			"Der Rechner ist da, aber auf diesem Port hört nichts: der OpenSSH-Server läuft nicht oder ist nicht " +
				"installiert.",
			"Auf dem Rechner als Administrator ausführen:",
		},
		EN: Text{
			"The host is there, but nothing listens on this port: the OpenSSH server is not running or not installed.",
			"Run on the computer as administrator:",
		},
		Command: "Set-Service sshd -StartupType Automatic; Start-Service sshd",
	},
	{
		ID: WrongPort, Class: Refused, Row: 10,
		DE: Text{
			"Auf dem eingetragenen Port {port} hört nichts, aber WinRM antwortet auf {other}.",
			"In den connection-Block des Rechners schreiben:",
		},
		EN: Text{
			"Nothing listens on the configured port {port}, but WinRM answers on {other}.",
			"Write into the host's connection block:",
		},
		Command: "https = {https}\nport  = {other}",
	},
	{
		ID: Firewall, Class: Unreachable, Row: 11,
		DE: Text{
			"Der Rechner läuft ({others}), aber Port {port} wird verworfen: eine Firewall lässt ihn nicht durch. " +
				"Meist steht das Netzwerkprofil auf „Öffentlich“; dann lässt Windows WinRM nur aus dem eigenen " +
				"Subnetz zu.",
			"Auf dem Rechner als Administrator das Profil auf „Privat“ stellen (gilt für alle öffentlichen " +
				"Verbindungen; vorher ansehen mit Get-NetConnectionProfile). Hilft das nicht, die Firewall " +
				"zwischen Praxis und hier prüfen.",
		},
		EN: Text{
			"The host is up ({others}), but port {port} is dropped: a firewall does not let it through. Mostly the " +
				"network profile is Public; then Windows allows WinRM from the same subnet only.",
			"Set the profile to Private on the computer, as administrator (this is for all public connections; " +
				"look first with Get-NetConnectionProfile). If that does not help, check the firewall between the " +
				"practice and here.",
		},
		Command: "Get-NetConnectionProfile | Where-Object NetworkCategory -eq Public | Set-NetConnectionProfile " +
			"-NetworkCategory Private",
	},
	{
		ID: FirewallPublic, Class: Access, Row: 11,
		DE: Text{
			"Auf dem Rechner ist ein öffentliches Netzwerkprofil aktiv; dafür gilt die WinRM-Ausnahme der Firewall " +
				"nicht oder nur im eigenen Subnetz.",
			"Das Profil auf „Privat“ stellen (unbekanntes Netz nach Gateway-Wechsel, oder ein Domänencontroller, " +
				"der vor der Netzerkennung startete), als Administrator:",
		},
		EN: Text{
			"A public network profile is active on the host; the firewall's exception for WinRM does not hold " +
				"there, or only in the same subnet.",
			"Set the profile to Private (an unidentified network after a change of gateway, or a domain controller " +
				"that booted before the network was recognised), as administrator:",
		},
		Command: "Get-NetConnectionProfile | Where-Object NetworkCategory -eq Public | Set-NetConnectionProfile " +
			"-NetworkCategory Private",
	},
	{
		ID: Slow, Class: Timeout, Row: 18,
		DE: Text{
			"Der Port nimmt an, aber der Dienst dahinter antwortet nicht rechtzeitig.",
			"Auslastung des Rechners prüfen (CPU, Platte, Virenscanner) und ob er seinen Domänencontroller " +
				"erreicht; dann noch einmal versuchen. Bleibt es so: Dienst WinRM neu starten.",
		},
		EN: Text{
			"The port accepts, but the service behind it does not answer in time.",
			"Check how busy the computer is (CPU, disk, antivirus program) and whether it reaches its domain " +
				"controller; then try again. If it stays: restart the WinRM service.",
		},
	},
	{
		ID: NoAnswer, Class: Unreachable, Row: 10,
		DE: Text{
			"Der Rechner antwortet nicht: er ist aus, das VPN steht nicht, oder eine Firewall verwirft die Pakete.",
			"VPN und Strom prüfen, dann die Windows-Firewall des Rechners und sein Netzwerkprofil („Öffentlich“ " +
				"sperrt).",
		},
		EN: Text{
			"The host does not answer: it is off, the VPN is down, or a firewall drops the packets.",
			"Check VPN and power, then the host's Windows firewall and its network profile (Public blocks).",
		},
	},
	{
		ID: NoRoute, Class: Unreachable, Row: 10,
		DE: Text{
			"Der Rechner ist nicht zu erreichen: das Netz kennt keinen Weg zu ihm.",
			"Adresse, VPN und Route zur Praxis prüfen.",
		},
		EN: Text{
			"The host cannot be reached: the network knows no way to it.",
			"Check address, VPN and route to the practice.",
		},
	},
	{
		ID: BastionNoRoute, Class: Unreachable, Row: 10,
		DE: Text{
			"Der Sprungrechner {via} erreicht den Rechner nicht.",
			"Die Adresse, wie der Sprungrechner sie sieht, seine Route und seine Firewall prüfen, und ob der " +
				"Rechner läuft.",
		},
		EN: Text{
			"The bastion {via} does not reach the host.",
			"Check the address as the bastion sees it, its route and firewall, and that the computer is on.",
		},
	},
	{
		ID: BastionForbids, Class: Unreachable,
		DE: Text{
			"Der Sprungrechner {via} leitet keine Verbindungen weiter.",
			"AllowTcpForwarding und PermitOpen in seiner sshd_config prüfen, und restrict in seinen authorized_keys.",
		},
		EN: Text{
			"The bastion {via} does not forward connections.",
			"Check AllowTcpForwarding and PermitOpen in its sshd_config, and restrict in its authorized_keys.",
		},
	},
}
