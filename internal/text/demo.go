package text

// The story of the demonstration.
var (
	DemoFleet   = Phrase{"1. Die Praxen", "1. The fleet"}
	DemoFleetUp = Phrase{
		"{practices} {with} laufen auf diesem Computer, jeder Rechner ein echter WinRM-Endpunkt. Das Inventar " +
			"ist {file}",
		"{practices} {with} are up on this computer, each host a real WinRM endpoint. The inventory is {file}",
	}
	DemoPlan       = Phrase{"2. xops plan -i {file} {playbooks}", "2. xops plan -i {file} {playbooks}"}
	DemoApply      = Phrase{"3. xops apply --yes -i {file} {playbooks}", "3. xops apply --yes -i {file} {playbooks}"}
	DemoTechnician = Phrase{
		"4. Was xops nicht tun darf, tut ein Techniker", "4. What xops must not do, a technician does",
	}
	DemoAgain = Phrase{"5. xops plan -i {file} {playbooks}", "5. xops plan -i {file} {playbooks}"}
	DemoLeft  = Phrase{"6. Was übrig ist, und warum", "6. What is left, and why"}

	DemoMore = Phrase{
		"… und {n} weitere Rechner: im Bericht stehen alle, mit -v auch hier.\n",
		"… and {n} hosts more: the report has them all, -v shows them here.\n",
	}
	DemoPending = Phrase{
		"Exitcode {code}: {on} stehen Änderungen an. Bisher wurde nichts geändert.",
		"Exit code {code}: changes are pending {on}. Nothing was changed so far.",
	}
	DemoApplied = Phrase{
		"Exitcode {code}. xops runs show {run} nennt, was an jeden Rechner gesendet wurde.",
		"Exit code {code}. xops runs show {run} tells what was sent to each host.",
	}
	TechnicianInstalled = Phrase{
		"einen Service-Provider {version} mit der Kundennummer {number} installiert",
		"installed one Service-Provider {version} with Kundennummer {number}",
	}
	TechnicianUninstalled = Phrase{"Dienst {service} deinstalliert", "uninstalled service {service}"}
	TechnicianRemoved     = Phrase{"{path} entfernt", "removed {path}"}
	DemoNothingManual     = Phrase{"Von Hand blieb nichts zu tun.", "Nothing was left to do by hand."}
	DemoDone              = Phrase{"Exitcode {code}.", "Exit code {code}."}
	DemoUnreachable       = Phrase{
		"Exitcode {code}: keine Änderungen, aber einige Rechner sind nicht erreichbar.",
		"Exit code {code}: no changes, but some hosts cannot be reached.",
	}
	DemoStillPending = Phrase{
		"Exitcode {code}: es ist noch etwas zu tun.", "Exit code {code}: there is still something to do.",
	}
	DemoHostStep   = Phrase{"{host}: {title}", "{host}: {title}"}
	DemoNotReached = Phrase{"{host} ({title}) ist nicht erreichbar.", "{host} ({title}) cannot be reached."}
	DemoLeftAlone  = Phrase{"{host} ({title}) wurde in Ruhe gelassen.", "{host} ({title}) was left alone."}
	DemoNotInOrder = Phrase{"{host} ({title}) ist nicht in Ordnung.", "{host} ({title}) is not in order."}
	DemoCause      = Phrase{"  Ursache: {text}", "  Cause: {text}"}
	DemoCure       = Phrase{"  Abhilfe: {text}", "  Cure:  {text}"}
	DemoTrue       = Phrase{"ja:   {claim}", "yes: {claim}"}
	DemoFalse      = Phrase{"NEIN: {claim}", "NO:  {claim}"}
	ClaimFindsMuch = Phrase{
		"Der erste Plan findet Änderungen {on} (Exitcode {code}).",
		"The first plan finds changes {on} (exit code {code}).",
	}
	ClaimAllMade = Phrase{
		"Jede geplante Änderung wurde gemacht und geprüft.", "Every change that was planned was made and verified.",
	}
	ClaimTechnician = Phrase{"{host}: der Techniker hat {step} getan.", "{host}: the technician did {step}."}
	ClaimNotReached = Phrase{
		"{host} ist nicht erreichbar; Ursache und Abhilfe sind genannt.",
		"{host} cannot be reached; cause and cure are named.",
	}
	ClaimLeftAlone = Phrase{
		"{host} wurde in Ruhe gelassen: die Praxis hat keinen Auftrag erteilt.",
		"{host} was left alone: its practice has given no mandate.",
	}
	ClaimClean = Phrase{
		"Erreichbar sind und geändert werden dürfen {hosts}; auf {clean} davon hat der zweite Plan keine Änderungen " +
			"({others} weitere betrifft kein Playbook).",
		"The second plan has no changes on {clean} of {hosts} that can be reached and may be changed (no playbook " +
			"is meant for {others} more).",
	}
)
