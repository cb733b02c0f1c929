package doctor

import (
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

const localRules = `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules\\`

// securityPrograms are the services by which antivirus programs show themselves on servers, where no security centre
// names them. The names are Windows' and the makers'.
var securityPrograms = []struct{ service, maker string }{
	{"WinDefend", "Microsoft Defender"},
	{"Sense", "Microsoft Defender for Endpoint"},
	{"AVKProxy", "G DATA"},
	{"GDScan", "G DATA"},
	{"AVP*", "Kaspersky"},
	{"ekrn", "ESET"},
	{"EPSecurityService", "Bitdefender"},
	{"SntpService", "Sophos"},
	{"Sophos MCS Agent", "Sophos"},
	{"ntrtscan", "Trend Micro"},
	{"AntiVirService", "Avira"},
	{"avast! Antivirus", "Avast"},
	{"McShield", "Trellix"},
	{"mfemms", "Trellix"},
	{"SentinelAgent", "SentinelOne"},
	{"CSFalconService", "CrowdStrike"},
	{"SepMasterService", "Symantec"},
	{"fshoster", "WithSecure"},
}

// lookClaims are looked at with the queries that a plan asks.
var lookClaims = []Claim{
	{
		ID: "L-01", Section: "4.1",
		Claim: "The firewall's COM object starts in a network logon, and a rule that does not exist is told as " +
			"absent",
		Why:     "the practice Windows' HNetCfg is ours",
		Queries: []resource.Query{{Type: "firewall_rule", Key: "xops-pilot-nowhere"}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			return told(ok && p["exists"] == false), []Fact{{"fault", s.fault(0)}, {"ms", s.ms}}
		},
	},
	{
		ID: "L-02", Section: "4.1",
		Claim: "A rule reads through COM as it stands in the registry: the same addresses in any order, the same " +
			"program",
		Why:     "the lab gives addresses back as it was told to, not as Windows does",
		Queries: []resource.Query{{Type: "registry", Key: localRules + "*"}},
		Follow: func(s *sight) []resource.Query {
			var out []resource.Query
			for _, r := range exemplary(s) {
				out = append(out, resource.Query{Type: "firewall_rule", Key: r.Name})
			}
			return out
		},
		Judge: judgeRules,
	},
	{
		ID: "L-03", Section: "4.10",
		Claim: "The task scheduler's COM object starts in a network logon; restarts, programs, access lists and UDP " +
			"ends are told",
		Why: "the practice Windows' Schedule.Service is ours",
		Queries: []resource.Query{
			{Type: "os"},
			{Type: "task", Key: strings.Repeat("0", 32)},
			{Type: "program", Key: "*"},
			{Type: "permission", Key: `%SystemRoot%\System32\kernel32.dll`},
			{Type: "listener", Key: "udp/*"},
		},
		Follow: func(s *sight) []resource.Query {
			p, ok := s.item(0)
			if !ok || p.String("boot_time") == "" {
				return nil
			}
			return []resource.Query{{
				Type: "reboot", Key: "pilot", Args: resource.Props{"boot_time": p.String("boot_time")},
			}}
		},
		Judge: func(s *sight) (Verdict, []Fact) {
			task, _ := s.item(1)
			restart, _ := s.item(5)
			facts := []Fact{
				{"task", plain(task["state"])},
				{"programs", len(s.items(2))},
				{"udp", len(s.items(4))},
				{"restart", plain(restart["state"])},
				{"ms", s.ms},
			}
			good := task["state"] == "absent" && restart["state"] == "running"
			if f := s.faults(); f != "" {
				facts, good = append(facts, Fact{"fault", f}), false
			}
			return told(good && len(s.items(2)) > 0), facts
		},
	},
	{
		ID: "L-05", Section: "3.6",
		Claim: "How this Windows is hardened can be read: logging, execution policy, NTLM, filtered tokens, WinRM, " +
			"Defender's rules",
		Why:     "the lab is not hardened",
		Queries: registry(hardeningKeys()...),
		Judge: func(s *sight) (Verdict, []Fact) {
			facts := hardened(s)
			if f := s.faults(); f != "" {
				return Unknown, append(facts, Fact{"fault", f})
			}
			return told(len(s.answers) > 0), facts
		},
	},
	{
		ID: "L-06", Section: "4.1", Claim: "The host's antivirus programs can be named",
		Why: "no antivirus program is in the lab",
		Queries: func() []resource.Query {
			out := []resource.Query{{
				Type: "cim", Key: "AntiVirusProduct", Args: resource.Props{
					"namespace": "root/SecurityCenter2", "select": []any{"displayName", "productState"},
				},
			}}
			for _, p := range securityPrograms {
				out = append(out, service(p.service)...)
			}
			return out
		}(),
		Judge: func(s *sight) (Verdict, []Fact) {
			centre, running := []string{}, []string{}
			for _, i := range s.items(0) {
				centre = append(centre, i.Props.String("displayName"))
			}
			for i, p := range securityPrograms {
				for _, found := range s.items(i + 1) {
					if found.Props["state"] == "running" && !slices.Contains(running, p.maker) {
						running = append(running, p.maker)
					}
				}
			}
			verdict := Unknown
			if len(centre)+len(running) > 0 {
				verdict = Confirmed
			}
			return verdict, []Fact{{"security_center", centre}, {"running", running}}
		},
	},
	{
		ID: "L-08", Section: "4.3, 4.6",
		Claim: "A file on a drive without a disc is absent, and a port that nothing listens on is refused, not timed " +
			"out",
		Why: "the lab's hosts have no drive without a disc, and this computer refuses at once",
		Queries: []resource.Query{
			{Type: "tcp", Key: "localhost:1"},
			{
				Type: "cim", Key: "Win32_LogicalDisk",
				Args: resource.Props{"select": []any{"DeviceID", "DriveType", "Size"}},
			},
		},
		Follow: func(s *sight) []resource.Query {
			var out []resource.Query
			for _, i := range s.items(1) {
				kind, _ := number(i.Props["DriveType"])
				if letter := i.Props.String("DeviceID"); len(letter) == 2 && (kind == 2 || kind == 5) {
					out = append(out, file(letter+`\xops-pilot\nowhere.ini`)...)
				}
			}
			return out
		},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			facts := []Fact{{"port", plain(p["result"])}, {"port_ms", plain(p["ms"])}}
			good, drives := p["result"] == "refused", []string{}
			for i := 2; i < len(s.answers); i++ {
				d, found := s.item(i)
				good = good && found && d["exists"] == false
				drives = append(drives, strings.TrimSpace(d.String("drive")+" "+s.fault(i)))
			}
			if facts = append(facts, Fact{"drives", drives}); !ok {
				return Unknown, append(facts, Fact{"fault", s.fault(0)})
			}
			return told(good), facts
		},
	},
}
