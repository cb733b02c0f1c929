package problem

// Ids of what the firewall has against a step.
const (
	ReadFirewall    ID = "read_firewall"
	RuleTwice       ID = "rule_twice"
	RuleForeign     ID = "rule_foreign"
	RuleNoUse       ID = "rule_no_use"
	NetworkAbsent   ID = "network_absent"
	NetworkTwice    ID = "network_twice"
	NetworkDomain   ID = "network_domain"
	RuleNotEnough   ID = "rule_not_enough"
	FirewallStopped ID = "firewall_stopped"
	PortBlocked     ID = "port_blocked"
	PortDoubtful    ID = "port_doubtful"
	FirewallClosed  ID = "firewall_closed"
	FirewallPolicy  ID = "firewall_policy"
)

var firewallEntries = []Entry{
	{
		ID: ReadFirewall, Class: Host,
		DE: Text{
			"Die Firewall lässt sich nicht lesen[[ ({what})]][[: {cause}]]",
			"Die Ursache beheben, dann neu planen.[[ {cause_cure}]]",
		},
		EN: Text{
			"The firewall cannot be read[[ ({what})]][[: {cause}]]",
			"Remove the cause, then plan again.[[ {cause_cure}]]",
		},
	},
	{
		ID: RuleTwice, Class: Host,
		DE: Text{"{count} Firewall-Regeln heißen {rule}.", "Alle bis auf eine von Hand entfernen, dann neu planen."},
		EN: Text{"{count} firewall rules have the name {rule}.", "Remove all but one by hand, then plan again."},
	},
	{
		ID: RuleForeign, Class: Host,
		DE: Text{"Die Firewall-Regel {rule} ist nicht von xops.", "Sie von Hand entfernen, wenn sie niemand braucht."},
		EN: Text{"The firewall rule {rule} was not made by xops.", "Remove it by hand if nobody needs it."},
	},
	{
		ID: NetworkAbsent, Class: Host,
		DE: Text{
			"Der Rechner ist gerade in keinem Netzwerk {network}.",
			"Den Namen im Inventar berichtigen; er steht in den Einstellungen unter Netzwerk und Internet.",
		},
		EN: Text{
			"The computer is in no network {network} just now.",
			"Correct the name in the inventory; the settings show it under Network and Internet.",
		},
	},
	{
		ID: NetworkTwice, Class: Host,
		DE: Text{
			"{count} Netzwerke heißen {network}.",
			"Das Netz der Praxis in den Einstellungen von Hand als privat einstufen.",
		},
		EN: Text{
			"{count} networks have the name {network}.",
			"Rank the practice's network private by hand, in the settings.",
		},
	},
	{
		ID: NetworkDomain, Class: Host,
		DE: Text{"{network} ist das Netz einer Domäne; seine Einstufung ändert nur Windows.", "Nichts zu tun."},
		EN: Text{"{network} is a domain's network; only Windows changes how it is ranked.", "Nothing is to be done."},
	},
	{
		ID: RuleNoUse, Class: Host,
		DE: Text{
			"Port {port} ist nicht offen, obwohl die Regel {rule} ist, wie sie sein soll.",
			"Ihre weiteren Bedingungen in der Konsole der Firewall ansehen.",
		},
		EN: Text{
			"Port {port} is not open although the rule {rule} is as it should be.",
			"Look at its further conditions in the firewall's console.",
		},
	},
	{
		ID: RuleNotEnough, Class: Host,
		DE: Text{"Die Regel {rule} würde Port {port} nicht öffnen.", "remote \"{remote}\" und die Profile prüfen."},
		EN: Text{"The rule {rule} would not open port {port}.", "Check remote \"{remote}\" and the profiles."},
	},
	{
		ID: FirewallStopped, Class: Host,
		DE: Text{
			"Der Dienst der Windows-Firewall (mpssvc) ist {state}: auf Regeln ist kein Verlass, und ändern " +
				"lassen sie sich nicht.",
			"Klären, warum, bevor er gestartet wird; vielleicht ist eine andere Firewall zuständig.",
		},
		EN: Text{
			"The Windows firewall service (mpssvc) is {state}, so rules can neither be trusted nor changed.",
			"Find out why before it is started; another firewall may be in charge.",
		},
	},
	{
		ID: PortBlocked, Class: Host,
		DE: Text{
			"Port {port} ist gesperrt durch {rules}; eine sperrende Regel geht jeder erlaubenden vor.",
			"Sie dort entfernen oder ändern, wo sie herkommt; fremde Regeln rührt xops nicht an.",
		},
		EN: Text{
			"Port {port} is blocked by {rules}, and a blocking rule wins over every allowing one.",
			"Remove or change it where it comes from; xops touches no foreign rules.",
		},
	},
	{
		ID: PortDoubtful, Class: Host,
		DE: Text{
			"Ob {rules} auch Port {port} sperrt, lässt sich nicht sagen; eine sperrende Regel geht jeder " +
				"erlaubenden vor.",
			"Im Schritt mit program sagen, wer lauscht, mit remote, welche Adressen gemeint sind; oder die Regel " +
				"prüfen.",
		},
		EN: Text{
			"Whether {rules} blocks port {port} cannot be told, and a blocking rule wins over every allowing one.",
			"Say in the step by program who listens, by remote which addresses are meant; or check the rule.",
		},
	},
	{
		ID: FirewallClosed, Class: Host,
		DE: Text{
			"Die Firewall sperrt alle eingehenden Verbindungen in {profiles}, was auch immer die Regeln " +
				"sagen: eine neue Regel würde Port {port} nicht öffnen.",
			"Klären, wer das eingestellt hat, und es dort ändern.",
		},
		EN: Text{
			"The firewall blocks all inbound connections on {profiles}, whatever the rules say: a new rule " +
				"would not open port {port}.",
			"Find out who set this, and change it there.",
		},
	},
	{
		ID: FirewallPolicy, Class: Host,
		DE: Text{
			"Eine Gruppenrichtlinie setzt lokale Regeln außer Kraft in {profiles} (AllowLocalPolicyMerge).",
			"Port {port} in dieser Gruppenrichtlinie öffnen.",
		},
		EN: Text{
			"A group policy makes the firewall ignore local rules on {profiles} (AllowLocalPolicyMerge).",
			"Open port {port} in that policy.",
		},
	},
}
