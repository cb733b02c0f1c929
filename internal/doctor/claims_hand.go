package doctor

// handClaims cannot be told by looking: a person tries them out.
var handClaims = []Claim{
	{ID: "H-01", Section: "1.4, 7.2", Claim: "A Send in parallel to a waiting Receive is not needed: one " +
		"connection is fast enough", Why: labShell, ByHand: "xops ping -v on a 2012 R2 and a Windows 11; note the " +
		"milliseconds to the answer."},
	{
		ID: "H-02", Section: "4.3, 7.4", Claim: "Replacing a file keeps its owner under a delegated administrator's " +
			"account", Why: "the lab has one user and enforces nothing",
		ByHand: "xops apply of an ini step with such an account; look at the owner before and after (icacls FILE).",
	},
	{
		ID: "H-03", Section: "1.6, 7.6", Claim: "On an unpatched Server 2012 the shell's memory is limited whatever " +
			"MaxMemoryPerShellMB says, and xops doctor says so", Why: "there is no job limit in the lab",
		ByHand: "xops doctor on a Server 2012 with WMF 3; the note on KB2842230 must be there.",
	},
	{
		ID: "H-04", Section: "1.4, 7.8", Claim: "After the laptop slept in the middle of a run, the host ends the " +
			"shell within 15 minutes and the next run goes on", Why: "nothing sleeps in the lab",
		ByHand: "Close the lid during xops plan, open it, run it again; then winrm enumerate shell on the host.",
	},
	{
		ID: "H-05", Section: "1.5, 7.10", Claim: "Fault texts can be in any language; xops decides by numbers only",
		Why: "the lab's faults are English", ByHand: "On a German server: xops doctor with an account that may not " +
			"open a shell; the cause must be the right one.",
	},
	{
		ID: "H-06", Section: "1.8", Claim: "A local administrator who is filtered gets 401 or fault 5, and xops " +
			"doctor names LocalAccountTokenFilterPolicy", Why: "there is no UAC in the lab",
		ByHand: "xops doctor with a local administrator other than the built-in one, on a computer without a domain.",
	},
	{
		ID: "H-07", Section: "1.7", Claim: "With CbtHardeningLevel=Strict the logon over HTTPS succeeds", Why: labShell,
		ByHand: "winrm set winrm/config/service/auth @{CbtHardeningLevel=\"Strict\"} on a test computer; xops " +
			"doctor; set it back.",
	},
	{
		ID: "H-08", Section: "4.10", Claim: "A scheduled task outlives the remote shell that made it",
		Why: "the lab's task service is ours", ByHand: "Start a program step with an installer, end xops with two " +
			"Ctrl-C, run it again: it must find the task.",
	},
	{
		ID: "H-09", Section: "4.9", Claim: "After a restart the host is recognised as restarted and ready",
		Why: "nothing restarts in the lab", ByHand: "xops apply of a reboot step on a workstation; note the time " +
			"until it goes on.",
	},
	{
		ID: "H-10", Section: "2",
		Claim: "On a German Server 2019 the key in administrators_authorized_keys is accepted",
		Why:   "the lab's sshd is not Win32-OpenSSH", ByHand: "xops doctor with transport = \"ssh\" and auth = " +
			"\"key\"; if it is refused, note the version in the banner.",
	},
	{ID: "H-11", Section: "4.2", Claim: "A service that hangs while it stops is reported with its state and is not " +
		"killed", Why: "Wine's services stop at once", ByHand: "Restart step on a test service that ignores stop."},
	{
		ID: "H-12", Section: "3.6", Claim: "In constrained language mode the agent says so and stops",
		Why:    "the lab sets a variable; Windows uses AppLocker or WDAC",
		ByHand: "xops doctor on a computer with such a policy.",
	},
	{
		ID: "H-13", Section: "4.6", Claim: "What listens on a port of the port list is the program that the " +
			"catalogue expects there (listeners in ports_*.hcl)",
		Why: "the vendor's programs are not in the lab, and the document names only some of them",
		ByHand: "xops facts and xops check ports on a practice server with the add-ons; compare each program with " +
			"xops catalogue.",
	},
	{
		ID: "H-14", Section: "4.1",
		Claim: "A network that MSFT_NetConnectionProfile ranks private is private at once, for the firewall, too",
		Why:   "Wine has no such class",
		ByHand: "Rank a test computer's network public, enter its name as lan_network, xops apply ports; look at the " +
			"settings, then xops undo.",
	},
}
