package doctor

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

func service(name string) []resource.Query { return []resource.Query{{Type: "service", Key: name}} }

// gdata are the service names that the dossier expects of G DATA.
var gdata = []string{"GDFwSvc", "AVKProxy", "AVKWCtl", "GDScan"}

var serviceClaims = []Claim{
	{
		ID: "D-01", Section: "4.2",
		Claim: "Delayed start is told from automatic start (sppsvc has it on every supported Windows)",
		Why:   "Wine knows no delayed start", Queries: service("sppsvc"),
		Judge: property("start", func(v any) Verdict {
			if v == "delayed" {
				return Confirmed
			}
			return Unknown
		}),
	},
	{
		ID: "D-02", Section: "4.2", Claim: "Services that depend on another one are found (many do on RpcSs)",
		Why: "Wine's services hardly depend on each other", Queries: service("RpcSs"),
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			if !ok {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			return told(len(p.Strings("dependents")) > 0), []Fact{{"dependents", len(p.Strings("dependents"))}}
		},
	},
	{
		ID: "D-03", Section: "4.2",
		Claim: "A service's program, account and process are told (Spooler runs spoolsv.exe)", Why: labWine,
		Queries: service("Spooler"),
		Judge: property("program", func(v any) Verdict {
			s, _ := v.(string)
			return told(strings.HasSuffix(strings.ToLower(s), `\spoolsv.exe`))
		}),
	},
	{
		ID: "D-04", Section: "4.2",
		Claim:   "Crashes of a service since the last start can be counted in the System event log (7031, 7034)",
		Why:     "there is no event log in the lab",
		Queries: []resource.Query{{Type: "service", Key: "Spooler", Args: resource.Props{"crashes": true}}},
		Judge:   property("crashes", isNumber),
	},
	{
		ID: "D-05", Section: "4.2", Claim: "The WinRM service is there and runs",
		Why: "the lab's WinRM is not a Windows service", Queries: service("WinRM"),
		Judge: property("state", func(v any) Verdict { return told(v == "running") }),
	},
	{
		ID: "D-06", Section: "4.1, 7.5", Claim: "G DATA shows itself by one of the services " +
			strings.Join(gdata, ", "), Why: "G DATA is not in the lab",
		Queries: []resource.Query{
			{Type: "service", Key: gdata[0]},
			{Type: "service", Key: gdata[1]},
			{Type: "service", Key: gdata[2]},
			{Type: "service", Key: gdata[3]},
			{Type: "file", Key: `C:\Program Files*\G DATA`},
		},
		Judge: func(s *sight) (Verdict, []Fact) {
			var there []string
			for i, name := range gdata {
				if p, ok := s.item(i); ok && p["exists"] == true {
					there = append(there, name)
				}
			}
			installed := s.fault(4) == "" && len(s.answers[4].Items) > 0
			facts := []Fact{{"services", there}, {"folder", installed}}
			switch {
			case len(there) > 0:
				return Confirmed, facts
			case installed:
				return Refuted, facts
			}
			return Unknown, facts
		},
	},
}

// port5985 is asked for since WINRM-HTTP-In-TCP is on every Windows, switched on or not.
var port5985 = []resource.Query{{Type: "firewall", Key: "in/tcp/5985"}}

// rules gives the firewall rules of an answer.
func (s *sight) rules() (list []map[string]any, p resource.Props, ok bool) {
	p, ok = s.item(0)
	all, _ := p["rules"].([]any)
	for _, r := range all {
		if m, is := r.(map[string]any); is {
			list = append(list, m)
		}
	}
	return list, p, ok
}

var securityClaims = []Claim{
	{
		ID: "F-01", Section: "4.1, 7.3",
		Claim: "Firewall rules are read from the registry by their own id: WINRM-HTTP-In-TCP is found for port " +
			"5985, in the form v2.…", Why: "the lab's rules are ours", Queries: port5985,
		Judge: func(s *sight) (Verdict, []Fact) {
			list, _, ok := s.rules()
			if !ok {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			found := false
			for _, r := range list {
				id, _ := r["id"].(string)
				raw, _ := r["raw"].(string)
				found = found || strings.HasPrefix(strings.ToUpper(id), "WINRM-HTTP-IN-TCP") &&
					strings.HasPrefix(raw, "v2.")
			}
			return told(found), []Fact{{"rules", len(list)}, {"ms", s.ms}}
		},
	},
	{
		ID: "F-02", Section: "4.1", Claim: "The active network profiles are told",
		Why: "nothing is filtered in the lab", Queries: port5985,
		Judge: func(s *sight) (Verdict, []Fact) {
			_, p, ok := s.rules()
			if !ok {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			return told(len(p.Strings("active")) > 0), []Fact{
				{"active", strings.Join(p.Strings("active"), " ")},
				{"service", plain(p["service"])},
			}
		},
	},
	{
		ID: "F-03", Section: "4.1", Claim: "Rules of a group policy are in their own registry key and are told apart",
		Why: "there is no group policy in the lab", Queries: port5985,
		Judge: func(s *sight) (Verdict, []Fact) {
			list, _, _ := s.rules()
			policy := 0
			for _, r := range list {
				if r["store"] == "policy" {
					policy++
				}
			}
			if policy == 0 {
				return Unknown, []Fact{{"policy_rules", 0}}
			}
			return Confirmed, []Fact{{"policy_rules", policy}}
		},
	},
	{
		ID: "F-04", Section: "4.1", Claim: "The firewall of another maker shows itself in SecurityCenter2 on clients",
		Why: "Wine has no SecurityCenter2",
		Queries: []resource.Query{{
			Type: "cim", Key: "FirewallProduct",
			Args: resource.Props{"namespace": "root/SecurityCenter2", "select": []any{
				"displayName",
				"productState",
			}},
		}},
		Judge: func(s *sight) (Verdict, []Fact) {
			if s.fault(0) != "" || len(s.answers[0].Items) == 0 {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			var names []string
			for _, i := range s.answers[0].Items {
				names = append(names, i.Props.String("displayName"))
			}
			return Confirmed, []Fact{{"products", names}}
		},
	},
	{
		ID: "A-01", Section: "4.4",
		Claim: "Access lists come as SDDL with SIDs: C:\\Windows belongs to TrustedInstaller, is protected and " +
			"canonical", Why: "the lab's access lists are ours and not enforced",
		Queries: []resource.Query{{Type: "permission", Key: `C:\Windows`}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			if !ok {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			good := strings.HasPrefix(p.String("owner"), "S-1-5-80-956008885-") && p.Bool("protected") &&
				p.Bool("canonical") && strings.Contains(p.String("sddl"), "D:P")
			return told(good),
				[]Fact{
					{"trusted_installer", strings.HasPrefix(p.String("owner"), "S-1-5-80-956008885-")},
					{"protected", plain(p["protected"])},
					{"canonical", plain(p["canonical"])},
					{"sddl_characters", len(p.String("sddl"))},
				}
		},
	},
	{
		ID: "A-02", Section: "4.4",
		Claim:   "What may not be read is answered with denied, never as if it were not there",
		Why:     "nothing is ever denied in the lab",
		Queries: file(`C:\System Volume Information\*`), // always has something, and is for SYSTEM only
		Judge: func(s *sight) (Verdict, []Fact) {
			switch n := len(s.answers[0].Items); {
			case strings.HasPrefix(s.fault(0), "denied"):
				return Confirmed, []Fact{{"fault", s.fault(0)}}
			case s.fault(0) == "" && n == 0:
				return Refuted, []Fact{{"items", n}}
			default:
				return Unknown, []Fact{{"fault", s.fault(0)}, {"items", n}}
			}
		},
	},
	{
		ID: "A-03", Section: "4.3",
		Claim:   "A file that Windows holds open is answered with locked, with the number 0x80070020",
		Why:     "Wine locks in its own way",
		Queries: []resource.Query{{Type: "file", Key: `C:\DumpStack.log.tmp`, Args: resource.Props{"content": true}}},
		Judge: func(s *sight) (Verdict, []Fact) {
			switch {
			case strings.HasPrefix(s.fault(0), "locked"):
				return Confirmed, []Fact{{"fault", s.fault(0)}}
			default:
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
		},
	},
}
