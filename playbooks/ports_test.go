package playbooks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// listens is a server on which a program listens on a port of the port list.
func listens(t *testing.T, product, protocol string, port int, program string) *site {
	t.Helper()
	s := &site{
		product: product, products: []string{product}, role: "server", number: "123456", lang: text.German,
		host: sim.New(sim.Options{Computer: "KH-SRV01", Server: true}),
	}
	s.hear(protocol, port, program)
	return s
}

func (s *site) hear(protocol string, port int, program string) {
	s.host.Listen(sim.Socket{
		Protocol: protocol, Address: "0.0.0.0", Port: port, PID: int64(100 + port), Program: program,
	})
}

const (
	sqlServer     = `C:\Program Files\Microsoft SQL Server`
	communication = `C:\Program Files (x86)\medatixx\Kommunikationsserver\KommunikationsServerDienst.exe`
)

// A row of the port list, with the product and the program that listens: "" where nobody has told which that is.
var inward = map[string]struct {
	product, protocol string
	port              int
	program           string
}{
	"FW-02": {"x.isynet", "tcp", 51433, sqlServer + `\MSSQL15.SQLENT\MSSQL\Binn\sqlservr.exe`},
	"FW-03": {"easymed", "tcp", 3050, `C:\Program Files\Firebird\fbserver.exe`},
	"FW-05": {"medatixx", "udp", 3702, `C:\Windows\System32\svchost.exe`},
	"FW-08": {"x.comfort", "tcp", 9910, `C:\Program Files (x86)\medatixx\ixxservicecenter\sc.exe`},
	"FW-10": {"x.concept", "tcp", 23174, programs + `\ServiceProvider_` + guid + `\ServiceProvider.exe`},
	"FW-17": {"medatixx", "udp", 49501, `C:\Program Files (x86)\x.archiv\Server\mediDOKServer.exe`},
	"FW-20": {"x.isynet", "udp", 9050, `C:\Program Files (x86)\medatixx\x.qm\qm.exe`},
	"FW-26": {"x.concept", "tcp", 8732, `C:\Program Files (x86)\docexpert\deservice\DeService.exe`},
	"FW-27": {"x.comfort", "tcp", 8088, communication},
}

func TestIncomingRows(t *testing.T) {
	for row, c := range inward {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			s := listens(t, c.product, c.protocol, c.port, c.program)
			wantRow(t, s.judged(t, "ports"), row, plan.RowFinding, "required")
			wantRow(t, s.judgedWithout(t, "listener "+c.protocol, "ports"), row, plan.RowUnknown, "")
			wantRow(t, s.judgedWithout(t, "firewall in/"+c.protocol, "ports"), row, plan.RowUnknown, "")
		})
	}
}

func TestIncomingPortsAreOpenedWhereTheProgramListens(t *testing.T) {
	for row, c := range inward {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			s := listens(t, c.product, c.protocol, c.port, c.program)
			name := fmt.Sprintf("xops-ports-%s-%s-%d", strings.ToLower(row), c.protocol, c.port)
			h, rounds := s.plan(t, "ports")
			want := fmt.Sprintf("create step.firewall_rule.open[%q]\n", name)
			if row == "FW-10" {
				want = "" // that is firewall-port's
			}
			if got := brief(h); got != want || rounds > 3 {
				t.Fatalf("%d rounds: %s", rounds, got)
			}
			s.apply(t, h)
			if h, _ = s.plan(t, "ports"); brief(h) != "" {
				t.Errorf("after it: %s", brief(h))
			}
			if row == "FW-10" {
				return
			}
			wantRow(t, s.judged(t, "ports"), row, plan.RowOK, "")
			raw := s.host.Rules(name)[0]
			for _, part := range []string{
				"|Profile=Domain|Profile=Private|", "|RA4=LocalSubnet|", "|EmbedCtxt=xops|", "|App=" + c.program + "|",
			} {
				if !strings.Contains(raw, part) || strings.Contains(raw, "Public") {
					t.Errorf("no %s in %s", part, raw)
				}
			}
			s.given = []string{"remove=true"}
			h, _ = s.plan(t, "ports")
			if got := brief(h); got != fmt.Sprintf("delete step.firewall_rule.remove[%q]\n", name) {
				t.Fatalf("remove: %s", got)
			}
			s.apply(t, h)
			if len(s.host.Rules(name)) > 0 {
				t.Error("the rule is still there")
			}
			if h, _ = s.plan(t, "ports"); brief(h) != "" {
				t.Errorf("after it was removed: %s", brief(h))
			}
		})
	}
}

// What no rule of our own may open, and what is none of the list's.
func TestIncomingPortsThatStayAsTheyAre(t *testing.T) {
	const centre = `C:\Program Files (x86)\medatixx\ixxservicecenter\sc.exe`
	const second = sqlServer + `\MSSQL15.ANDERE\MSSQL\Binn\sqlservr.exe`
	for name, c := range map[string]struct {
		site    func() *site
		fault   func(s *site)
		row     string
		verdict plan.Verdict
		grade   string
	}{
		"a public network": {
			fault: func(s *site) { s.host.SetActive("public") },
			row:   "FW-08", verdict: plan.RowFinding, grade: "required",
		},
		"A97: a rule that blocks the program": {
			fault: func(s *site) {
				s.host.AddRule("local", "{b}", `v2.30|Action=Block|Active=TRUE|Dir=In|App=`+centre+`|Name=Abgelehnt|`)
			}, row: "FW-08", verdict: plan.RowFinding, grade: "required",
		},
		"a policy that ignores local rules": {
			fault: func(s *site) {
				for _, p := range []string{"domain", "private"} {
					s.host.SetProfile(p, sim.Profile{Enabled: true})
				}
			}, row: "FW-08", verdict: plan.RowFinding, grade: "required",
		},
		"A31: a program that nobody expects there": {
			site: func() *site { return listens(t, "x.concept", "udp", 13377, `C:\Praxis\kasse.exe`) },
			row:  "FW-31", verdict: plan.RowFinding, grade: "info",
		},
		"A31: another program where one is expected": {
			site: func() *site { return listens(t, "x.concept", "tcp", 9910, `C:\Fremd\fremd.exe`) },
			row:  "FW-08", verdict: plan.RowNotApplicable,
		},
		"for this computer only": {
			site: func() *site {
				s := listens(t, "x.concept", "tcp", 9911, centre)
				s.host.Listen(sim.Socket{Protocol: "tcp", Address: "127.0.0.1", Port: 9910, PID: 7, Program: centre})
				return s
			},
			row: "FW-08", verdict: plan.RowNotApplicable,
		},
		"A35: two SQL Servers, of which one is another maker's": {
			site: func() *site {
				s := listens(t, "x.isynet", "tcp", 1433, inward["FW-02"].program)
				s.hear("tcp", 50000, second)
				return s
			},
			row: "FW-02", verdict: plan.RowFinding, grade: "required",
		},
		"A32: incoming and external": {
			site: func() *site { return listens(t, "x.concept", "tcp", 50300, `C:\x\keyserver.exe`) },
			row:  "FW-24", verdict: plan.RowNotApplicable,
		},
		"A34: NetBIOS": {
			site: func() *site { return listens(t, "x.concept", "tcp", 139, "System") },
			row:  "FW-01", verdict: plan.RowOK,
		},
		"another product's": {
			site: func() *site { return listens(t, "medatixx", "tcp", 9910, centre) },
			row:  "FW-08", verdict: plan.RowNotApplicable,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := listens(t, "x.concept", "tcp", 9910, centre)
			if c.site != nil {
				s = c.site()
			}
			if c.fault != nil {
				c.fault(s)
			}
			if h, _ := s.plan(t, "ports"); brief(h) != "" {
				t.Error(brief(h))
			}
			wantRow(t, s.judged(t, "ports"), c.row, c.verdict, c.grade)
		})
	}
}

func TestWhoIsExpectedIsToldByTheInventory(t *testing.T) {
	s := listens(t, "x.concept", "udp", 13377, `C:\Praxis\kasse.exe`)
	s.vars = map[string]cty.Value{"port_programs": cty.ObjectVal(map[string]cty.Value{
		"FW-31": cty.TupleVal([]cty.Value{cty.StringVal(`*\kasse.exe`)}),
	})}
	h, _ := s.plan(t, "ports")
	if got := brief(h); got != "create step.firewall_rule.open[\"xops-ports-fw-31-udp-13377\"]\n" {
		t.Error(got)
	}
}

func TestNetworkOfThePractice(t *testing.T) {
	for name, c := range map[string]struct {
		active  []string
		verdict plan.Verdict
		grade   string
	}{
		"private":            {[]string{"private"}, plan.RowOK, ""},
		"public":             {[]string{"public"}, plan.RowFinding, "required"},
		"a second card":      {[]string{"private", "public"}, plan.RowFinding, "info"},
		"no network is seen": {nil, plan.RowUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, "x.concept")
			s.host.SetActive(c.active...)
			const network = `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles\{1}`
			s.must(t, s.host.SetRegistry(network, "ProfileName", "sz", "FRITZ!Box"))
			s.must(t, s.host.SetRegistry(network, "Category", "dword", int64(0)))
			rows := s.judged(t, "ports")
			wantRow(t, rows, "FW-39", c.verdict, c.grade)
			if c.grade != "" && !strings.Contains(rows["FW-39"].Message, "FRITZ!Box") {
				t.Error(rows["FW-39"].Message)
			}
			wantRow(t, s.judgedWithout(t, "firewall", "ports"), "FW-39", plan.RowUnknown, "")
			if name == "a second card" { // whose network is none of the practice's
				wantRow(t, s.judged(t, "firewall-port"), "SP-07", plan.RowOK, "")
			}
		})
	}
}

func TestNetworkThatTheInventoryNamesBecomesPrivate(t *testing.T) {
	s := newSite(t, "x.concept")
	s.host.SetActive("public")
	if h, _ := s.plan(t, "ports"); brief(h) != "" {
		t.Errorf("without a name: %s", brief(h))
	}
	s.vars["lan_network"] = cty.StringVal("Netzwerk 1")
	h, _ := s.plan(t, "ports")
	if got := brief(h); got != "update step.network_category.practice category=private\n" {
		t.Fatal(got)
	}
	s.apply(t, h)
	if h, _ = s.plan(t, "ports"); brief(h) != "" {
		t.Errorf("after it: %s", brief(h))
	}
	wantRow(t, s.judged(t, "ports"), "FW-39", plan.RowOK, "")
	wantRow(t, s.judged(t, "firewall-port"), "SP-07", plan.RowOK, "")
}

// A43: two components want the same port; the program that holds it decides.
func TestConflictingPorts(t *testing.T) {
	for name, c := range map[string]struct {
		fault   func(s *site)
		verdict plan.Verdict
	}{
		"8088 is another's while the communication server is here": {func(s *site) {
			s.host.AddService(sim.Service{Name: "ks", State: sim.Stopped, ImagePath: `"` + communication + `"`})
			s.hear("tcp", 8088, `C:\KV\kvconnect.exe`)
		}, plan.RowFinding},
		"8088 is another's where there is no communication server": {func(s *site) {
			s.hear("tcp", 8088, `C:\KV\kvconnect.exe`)
		}, plan.RowOK},
		"23174 is another's": {func(s *site) {
			s.host.AddService(sim.Service{
				Name: "sp", State: sim.Stopped, ImagePath: `"` + inward["FW-10"].program + `"`,
			})
			s.hear("tcp", 23174, `C:\Fremd\fremd.exe`)
		}, plan.RowFinding},
		"20141 is two programs'": {func(s *site) {
			s.hear("tcp", 20141, `C:\a\rest.exe`)
			s.hear("tcp", 20141, `C:\b\archiv.exe`)
		}, plan.RowFinding},
		"13377 is two programs'": {func(s *site) {
			s.hear("udp", 13377, `C:\a\kasse.exe`)
			s.hear("udp", 13377, `C:\b\todo.exe`)
		}, plan.RowFinding},
	} {
		t.Run(name, func(t *testing.T) {
			s := listens(t, "x.concept", "tcp", 1, "")
			c.fault(s)
			grade := ""
			if c.verdict == plan.RowFinding {
				grade = "recommended"
			}
			wantRow(t, s.judged(t, "ports"), "FW-40", c.verdict, grade)
			wantRow(t, s.judgedWithout(t, "listener", "ports"), "FW-40", plan.RowUnknown, "")
		})
	}
}

// The rows of the firewall and of TEMP: each fires, does not, and is unknown where its source is silent.
func TestRowsOfFirewallAndTemp(t *testing.T) {
	const temp = winacs + `\TEMP`
	access := func(entries string) func(t *testing.T, s *site) {
		return func(t *testing.T, s *site) {
			s.must(t, s.host.SetACL(temp, "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"+entries))
		}
	}
	for name, c := range map[string]struct {
		playbook, row string
		fault         func(t *testing.T, s *site)
		grade         string
		silent        string
	}{
		"SP-07: closed": {
			"firewall-port", "SP-07",
			func(_ *testing.T, s *site) { s.host.RemoveRules("Service-Provider") }, "required", "firewall",
		},
		"SP-07: A97 a rule that blocks": {
			"firewall-port", "SP-07", func(_ *testing.T, s *site) {
				s.host.AddRule("local", "{b}", `v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=23174|Name=B|`)
			}, "required", "firewall",
		},
		"SP-07: nothing is let in": {
			"firewall-port", "SP-07", func(_ *testing.T, s *site) {
				for _, p := range []string{"domain", "private"} {
					s.host.SetProfile(p, sim.Profile{Enabled: true, BlockAll: true, LocalRules: true})
				}
			}, "required", "firewall",
		},
		"GEN-10: no right": {
			"temp-permissions", "GEN-10", access("(A;OICI;0x1200a9;;;BU)"), "required", "permission",
		},
		"GEN-10: a denial": {
			"temp-permissions", "GEN-10", access("(D;OICI;SD;;;BU)(A;OICI;0x1301bf;;;BU)"), "required", "permission",
		},
		"GEN-10: its share": {
			"temp-permissions", "GEN-10",
			func(t *testing.T, s *site) { s.share(t, "winacs", winacs, shareOfAdministrators) }, "required",
			`registry HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer`,
		},
		"GEN-11: A98 everyone": {
			"temp-permissions", "GEN-11", access("(A;OICI;0x1301bf;;;WD)"), "info", "permission",
		},
		"FW-01: closed": {
			"ports", "FW-01",
			func(_ *testing.T, s *site) { s.host.RemoveRule("FPS-SMB-In-TCP") }, "required", "firewall",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, "x.isynet")
			wantRow(t, s.judged(t, c.playbook), c.row, plan.RowOK, "")
			wantRow(t, s.judgedWithout(t, c.silent, c.playbook), c.row, plan.RowUnknown, "")
			c.fault(t, s)
			wantRow(t, s.judged(t, c.playbook), c.row, plan.RowFinding, c.grade)
		})
	}
}
