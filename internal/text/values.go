package text

// What the evaluation of a playbook says itself.
var (
	NotKnownYet   = Phrase{"noch nicht bekannt", "not known yet"}
	LeftoverTitle = Phrase{"Reste eines abgebrochenen Laufs", "What an interrupted run left behind"}
	LeftoverFound = Phrase{
		"Ein Lauf wurde mitten in einer Änderung unterbrochen und hat zurückgelassen: {files}. Die nächste Änderung " +
			"auf diesem Rechner räumt es auf; ohne eine solche von Hand löschen, wenn die Datei ohne diese Endung da " +
			"ist.",
		"A run was interrupted in the middle of a change and left behind: {files}. The next change on this host puts " +
			"it in order; without one, delete it by hand if the file without this ending is there.",
	}
)

// Accounts are Windows' names of accounts that are the same on every computer, by their SIDs.
var Accounts = map[string]Phrase{
	"S-1-1-0":      {"Jeder", "Everyone"},
	"S-1-5-4":      {"INTERAKTIV", "INTERACTIVE"},
	"S-1-5-11":     {"Authentifizierte Benutzer", "Authenticated Users"},
	"S-1-5-32-545": {"Benutzer", "Users"},
}

// Why an inbound port is open or not.
var (
	FirewallStopped = Phrase{
		"Der Firewall-Dienst (mpssvc) läuft nicht; vielleicht ist eine andere Firewall zuständig.",
		"The firewall service (mpssvc) does not run; another firewall may be in charge.",
	}
	FirewallBlocked = Phrase{"gesperrt durch {rules}", "blocked by {rules}"}
	FirewallBarred  = Phrase{"gesperrt durch {rules} (Gruppenrichtlinie)", "blocked by {rules} (group policy)"}
	FirewallClosed  = Phrase{
		"alle eingehenden Verbindungen gesperrt in {profiles}", "all inbound connections blocked in {profiles}",
	}
	FirewallAllowed = Phrase{"erlaubt durch {rules}", "allowed by {rules}"}
	FirewallPolicy  = Phrase{
		"eine Gruppenrichtlinie setzt lokale Regeln außer Kraft in {profiles}",
		"a group policy makes local rules ineffective in {profiles}",
	}
	FirewallMissing  = Phrase{"keine Regel erlaubt ihn in {profiles}", "no rule allows it in {profiles}"}
	FirewallDisabled = Phrase{"deaktiviert ist {rules}", "disabled is {rules}"}
	FirewallOff      = Phrase{"die Firewall ist aus in {profiles}", "the firewall is off in {profiles}"}
	FirewallOpen     = Phrase{"eingehende Verbindungen sind ohnehin erlaubt", "inbound connections are allowed anyway"}
	FirewallDoubt    = Phrase{
		"ob {rules} zutrifft, lässt sich nicht sagen", "whether {rules} applies cannot be told",
	}
	FirewallInactive = Phrase{"welches Profil aktiv ist, war nicht zu erfahren", "which profile is active was not told"}
	FirewallPartial  = Phrase{"nur eingeschränkt gilt {rules}", "restricted is {rules}"}
)
